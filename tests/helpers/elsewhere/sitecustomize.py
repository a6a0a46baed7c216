"""A system that cannot fork, as Python finds it on Windows: on the path, it hides what
is missing there from every process, kernels too.

It is hidden from `briefing` and from notebooks. Other packages were installed for this
system and keep their own ways; on another one they have others.
"""

import builtins
import importlib
import multiprocessing.context
import pathlib
import types

MODULES = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios"}
NAMES = {
    "os": {
        "fchmod",
        "fchown",
        "fork",
        "forkpty",
        "getegid",
        "geteuid",
        "getgid",
        "getpgid",
        "getsid",
        "getuid",
        "killpg",
        "mkfifo",
        "sched_getaffinity",
        "setsid",
        "statvfs",
        "uname",
        "wait",
        "waitid",
        "waitpid",
        "O_DIRECTORY",
        "O_NOFOLLOW",
    },
    "signal": {
        "pthread_sigmask",
        "setitimer",
        "SIGALRM",
        "SIGCHLD",
        "SIGHUP",
        "SIGKILL",
        "SIGPIPE",
        "SIGUSR1",
        "SIGXFSZ",
    },
    "socket": {"AF_UNIX"},
    "time": {"tzset"},
}
OURS = ("briefing", "__main__")


class Elsewhere(types.ModuleType):
    """A module of the standard library with fewer names in it."""

    def __init__(self, name):
        """Take the place of the module *name*."""
        super().__init__(name)
        self.__dict__["_here"] = importlib.import_module(name)

    def __getattr__(self, name):
        """Give what is there on the other system, too."""
        if name in NAMES[self.__name__]:
            message = f"module '{self.__name__}' has no attribute '{name}'"
            raise AttributeError(message)
        return getattr(self._here, name)


found = builtins.__import__
hidden = {}


def found_elsewhere(name, globals=None, locals=None, fromlist=(), level=0):  # noqa: A002
    """Import for code of ours what there is on the other system."""
    asking = str((globals or {}).get("__name__", "")).partition(".")[0]
    top = name.partition(".")[0]
    if level or asking not in OURS or top not in (MODULES | NAMES.keys()):
        return found(name, globals, locals, fromlist, level)
    if top in MODULES:
        message = f"No module named '{name}'"
        raise ModuleNotFoundError(message, name=name)
    if name != top:  # os.path
        return found(name, globals, locals, fromlist, level)
    return hidden.setdefault(name, Elsewhere(name))


builtins.__import__ = found_elsewhere
contexts = multiprocessing.context._concrete_contexts
multiprocessing.get_all_start_methods = lambda: ["spawn"]
multiprocessing.context._default_context._default_context = contexts["spawn"]
for name in [*contexts]:
    if name != "spawn":
        del contexts[name]

plain = pathlib.PurePath.__str__
pathlib.PurePath.__fspath__ = pathlib.PurePath.as_posix = plain


def with_backslashes(path):
    """Write a relative path as Windows would, so that it shows where it is written."""
    text = plain(path)
    return text if path.is_absolute() else text.replace("/", "\\")


pathlib.PosixPath.__str__ = with_backslashes
