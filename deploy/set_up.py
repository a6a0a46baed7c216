"""Set up `.venv`: `python deploy/set_up.py`, or with `lab` or `dev` behind it.

`briefing` (or nothing) installs what a briefing needs, `lab` also JupyterLab and every
other extra, `dev` also what tests, documentation and benchmarks need: exactly the
releases of one lock, each file by its hash. The pip that Python bundles installs one
package, uv, from a lock of its own; uv installs the rest, from where pip is set to
look. Where all is as the locks say, nothing is done and nothing is written.

Only the standard library, and words that Python 2 can parse: it is run before anything
is installed, also by a Python that is too old, which must be able to say so.
"""

from __future__ import print_function

import sys

if sys.version_info < (3, 11):
    print(
        "{} is Python {}.{}; sco-briefing needs 3.11 or newer. Name a newer one: make "
        "PYTHON=python3.12 ..., or python3.12 deploy/set_up.py; python.org/downloads "
        "has them.".format(sys.executable, *sys.version_info[:2]),
        file=sys.stderr,
    )
    sys.exit(2)

import ast
import contextlib
import hashlib
import json
import os
import re
import shutil
import ssl
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(os.path.realpath(__file__)).parents[1]
INSTALLER = "deploy/installer.lock"
LOCKS = {  # each holds all of those above it, in the same releases
    "briefing": "requirements.lock",
    "lab": "requirements-lab.lock",
    "dev": "requirements-dev.lock",
}
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
READY = VENV / ".ready"  # written last: what is installed here, and where this stands
BEGUN = VENV / ".begun"  # here while somebody installs, and after one who was stopped
BUSY = VENV / ".busy"  # locked while somebody installs
OURS = {READY.name, BEGUN.name, BUSY.name}

# Where a program of the user's is at work, these would lead pip or uv elsewhere.
ELSEWHERE = ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_PYTHON", "UV_SYSTEM_PYTHON")
ELSEWHERE += ("UV_PYTHON", "UV_TARGET", "UV_PREFIX", "UV_PROJECT", "UV_WORKING_DIR")
ELSEWHERE += ("PYTHONHOME", "PYTHONPATH")

# What pip or uv prints, and what it means. The first that fits is told.
MEANINGS = [
    (
        r"No space left on device|Disk quota exceeded|os error (28|112|122)\b|"
        r"\[Errno (28|122)\]",
        "The disk is full: {free} MB are free at {venv}, and an environment takes "
        "about {needed} MB. Make room, then run the same command again.",
    ),
    (
        r"(?i)hash mismatch|do not match the hashes",
        "The package index offers another file than {lock} names, so nothing of it was "
        "installed: {said}. Ask who runs the index (`pip config list` names it), or "
        "set another, then run the same command again.",
    ),
    (
        r"(?i)certificate|UnknownIssuer",
        "The package index shows a certificate that this machine does not trust: "
        "{said}. Name the one of your network to pip (`pip config set global.cert "
        "FILE`), then run the same command again.",
    ),
    (
        r"(?i)connection (refused|reset|broken|aborted)|error sending request|"
        r"dns error|timed out|timeout|unreachable|name resolution|"
        r"failed to (lookup|connect)|NewConnectionError|ProxyError|client error|"
        r"(connection|request) failed|HTTP status|network (connectivity|is|failure)",
        "The package index gives no answer, or none of use: {said}. Look whether the "
        "network is up and pip is set to the right index and proxy (`pip config "
        "list`), then run the same command again; what was fetched before is kept.",
    ),
    (
        r"(?i)no matching distribution|no solution found|was not found in the|"
        r"no (wheel|version)s? ",
        "The package index has no file of {lock} for this Python and this system: "
        "{said}. Look whether pip is set to an index that has it (`pip config list`), "
        "then run the same command again.",
    ),
    (
        r"(?i)Permission denied|Read-only file system|os error (13|30)\b",
        "{venv} cannot be written: {said}. Work in a copy of the project that belongs "
        "to you, then run the same command again.",
    ),
]
NEEDED = {"briefing": 1200, "lab": 1400, "dev": 2300}  # MB on the disk, bytecode too


class NotSetUp(Exception):
    """The environment could not be made, and the reason is the machine's."""


def wanted(kind, root=ROOT):
    """Say what a finished environment of this kind records."""
    names = [INSTALLER, "pyproject.toml", LOCKS[kind]]
    files = {n: hashlib.sha256((root / n).read_bytes()).hexdigest() for n in names}
    return {"place": os.path.realpath(root), "kind": kind, "files": files}


def recorded():
    """Read what the environment records of itself; nothing while it is unfinished."""
    try:
        return json.loads(READY.read_text("utf-8")) if not BEGUN.exists() else {}
    except (OSError, ValueError):
        return {}


def ready(kind):
    """Tell whether all that this kind needs is installed, here and as it should be."""
    kinds = list(LOCKS)
    enough = kinds[kinds.index(kind) :]
    found = recorded()
    return (
        found.get("kind") in enough
        and found == wanted(found["kind"])
        and PYTHON.exists()
    )


def set_up(kind):
    """Bring the environment to what the lock of this kind says."""
    if find_spec("venv") is None or find_spec("ensurepip") is None:
        message = (
            "{} cannot make environments: its module `ensurepip` is missing. Install "
            "it (Debian and Ubuntu: apt install python{}.{}-venv), then run the same "
            "command again."
        ).format(sys.executable, *sys.version_info[:2])
        raise NotSetUp(message)
    VENV.mkdir(exist_ok=True)
    with alone():
        if ready(kind):  # somebody else has done it meanwhile
            return
        print("Setting up .venv from {} ...".format(LOCKS[kind]), file=sys.stderr)
        cleared = clear()
        BEGUN.touch()
        if cleared:
            create(kind)
        settings = pip_settings(kind)
        pip = [PYTHON, "-I", "-m", "pip", "install", "--disable-pip-version-check"]
        pip += ["--no-input", "--no-user", "--only-binary=uv", "-vv"]
        call(pip + ["--require-hashes", "-r", ROOT / INSTALLER], kind, INSTALLER)
        uv = [PYTHON, "-I", "-m", "uv", "pip", "install", "--python", PYTHON]
        with cache(settings) as where:
            locked = ["--require-hashes", "-r", ROOT / LOCKS[kind]] + flags(settings)
            call(uv + where + locked, kind, LOCKS[kind], for_uv(settings), aloud=True)
            itself = ["--offline", "--no-deps", "--no-build-isolation", "-e", ROOT]
            call(uv + where + itself, kind, "pyproject.toml")
        spell_in_ascii()
        draft = READY.with_name(".ready-draft")
        draft.write_text(json.dumps(wanted(kind), indent=1) + "\n", "utf-8")
        draft.replace(READY)
        BEGUN.unlink()


def spell_in_ascii():
    """Have Python find the project under every locale.

    Before 3.13 it reads the file that names the folder in the encoding of the locale,
    and ends at once where that has no such letter. Lines of code are ASCII.
    """
    line = "import os, sys; sys.path.append(os.fsdecode({!r}))\n"
    if not str(ROOT).isascii():
        for path in VENV.glob("[Ll]ib/**/site-packages/*sco_briefing.pth"):
            path.write_text(line.format(os.fsencode(str(ROOT))), "ascii")


@contextlib.contextmanager
def alone():
    """Wait until nobody else installs here, and keep others waiting.

    The lock is let go when this process and those it started have ended, however they
    end: an installer that outlives us is not disturbed.
    """
    with open(BUSY, "a+") as held:  # noqa: PTH123  # pathlib has no better word
        try:
            import fcntl
        except ImportError:
            import msvcrt

            msvcrt.locking(held.fileno(), msvcrt.LK_LOCK, 1)
        else:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                print("Waiting for another set-up of .venv ...", file=sys.stderr)
                fcntl.flock(held, fcntl.LOCK_EX)
            os.set_inheritable(held.fileno(), True)
        yield


def clear():
    """Take away what cannot be completed; tell whether there is nothing left.

    That is what an interrupted run left, what was moved here from another folder, and
    what lost its Python. An environment that somebody else made is kept and completed.
    """
    there = {path.name for path in VENV.iterdir()}
    alien = (there - OURS) and "pyvenv.cfg" not in there
    place = recorded().get("place", os.path.realpath(ROOT))
    moved = place != os.path.realpath(ROOT)
    if alien and not BEGUN.exists():
        message = (
            "{} is there and is no virtual environment, so it was left alone. Move it "
            "away, then run the same command again."
        ).format(VENV)
        raise NotSetUp(message)
    if BEGUN.exists() or moved or not PYTHON.exists():
        BEGUN.touch()
        for path in VENV.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path.name not in (BUSY.name, BEGUN.name):
                path.unlink()
        return True
    return False


def create(kind):
    """Make an empty environment, with the settings that pip has for this Python."""
    base = Path(getattr(sys, "_base_executable", None) or sys.executable)
    call([base, "-I", "-m", "venv", VENV], kind, "The environment")
    name = "pip.ini" if os.name == "nt" else "pip.conf"
    if (Path(sys.base_prefix) / name).is_file():
        shutil.copy(Path(sys.base_prefix) / name, VENV)


def call(words, kind, lock, environment=None, aloud=False):
    """Run a program of the environment; tell in a sentence why it failed."""
    own = {name: v for name, v in os.environ.items() if name not in ELSEWHERE}
    lines = []
    with subprocess.Popen(
        [str(word) for word in words],
        cwd=ROOT,
        env=dict(own, **(environment or {})),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        close_fds=os.name == "nt",  # elsewhere it holds the lock of `alone` too
        encoding="utf-8",
        errors="replace",
    ) as program:
        for line in program.stdout:
            lines.append(line.rstrip())
            if aloud and line.lstrip().startswith(("Downloading", "Installed")):
                print(line.rstrip(), file=sys.stderr, flush=True)
    if program.returncode != 0:
        raise NotSetUp(meaning("\n".join(lines), kind, lock))
    return "\n".join(lines)


def meaning(said, kind, lock):
    """Tell what a program's complaint means, or hand on its last words."""
    free = VENV
    while not free.exists():
        free = free.parent
    values = {
        "free": shutil.disk_usage(free).free // 10**6,
        "needed": NEEDED[kind],
        "venv": VENV,
        "lock": lock,
    }
    for pattern, sentence in MEANINGS:
        if re.search(pattern, said):
            return sentence.format(said=line_with(pattern, said), **values)
    return (
        "{} could not be installed into {}. What the installer said last:\n\n{}\n\n"
        "Mend what it names, then run the same command again."
    ).format(lock, VENV, "\n".join(said.splitlines()[-12:]))


def line_with(pattern, said):
    """Find the last line that says it, without marks, passwords and objects' names."""
    lines = [line for line in said.splitlines() if re.search(pattern, line)]
    text = re.sub(
        r"^[\s\W]*(?:(?:cause|Caused by|ERROR|error|WARNING):\s*)?", "", lines[-1]
    )
    text = re.sub(r"<[^<>]* object at \w+>:? ?", "", text)
    return re.sub(r"//[^/@\s]*@", "//", text).strip(" .")[:300]


def pip_settings(kind):
    """Ask pip what it is set to: its files and variables, the strongest last."""
    words = [PYTHON, "-I", "-m", "pip", "config", "list"]
    listed = call(words, kind, "What pip is set to")
    found = {}
    for section in ("global", "install", ":env:"):
        for key, value in re.findall(
            "^" + section + r"\.([\w-]+)=(.+)$", listed, re.MULTILINE
        ):
            with contextlib.suppress(ValueError, SyntaxError):
                found[key] = str(ast.literal_eval(value)).strip()
    return found


def for_uv(pip):
    """Say in uv's variables what pip is set to; what is set for uv itself stays."""
    indexes = [one for one in pip.get("extra-index-url", "").split() if exists(one)]
    said = {
        "UV_DEFAULT_INDEX": pip.get("index-url"),
        "UV_INDEX": " ".join(indexes),
        # As pip does: the file counts whose hash is locked, not the index it lies on.
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_INSECURE_HOST": " ".join(pip.get("trusted-host", "").split()),
        "UV_HTTP_TIMEOUT": pip.get("timeout", pip.get("default-timeout")),
        "UV_HTTP_RETRIES": pip.get("retries"),
        "UV_SYSTEM_CERTS": "1" if has_certificates() else None,
        "SSL_CLIENT_CERT": pip.get("client-cert"),
    }
    if pip.get("keyring-provider") == "subprocess":
        said["UV_KEYRING_PROVIDER"] = "subprocess"
    bundle = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
    bundle = pip.get("cert") or bundle
    if bundle:
        said["SSL_CERT_DIR" if os.path.isdir(bundle) else "SSL_CERT_FILE"] = bundle  # noqa: PTH112
    if pip.get("proxy"):
        proxy = pip["proxy"] if "://" in pip["proxy"] else "http://" + pip["proxy"]
        said["HTTP_PROXY"] = said["HTTPS_PROXY"] = proxy
    return {name: v for name, v in said.items() if v and name not in os.environ}


def flags(pip):
    """Say in uv's options what has no variable, or one that splits what it holds."""
    links = [one for one in pip.get("find-links", "").split() if exists(one)]
    words = [word for one in links for word in ("--find-links", one)]
    return words + (["--no-index"] if is_set(pip, "no-index") else [])


def is_set(pip, key):
    """Tell whether a switch of pip is on."""
    return pip.get(key, "").lower() in ("1", "true", "yes", "on", "y", "t")


def exists(place):
    """Tell whether a place is there, if it is on this disk: pip passes over others."""
    if re.match(r"(?i)file:", place):
        from urllib.parse import urlsplit
        from urllib.request import url2pathname

        return os.path.exists(url2pathname(urlsplit(place).path))  # noqa: PTH110
    return "://" in place or (ROOT / Path(place).expanduser()).exists()


def has_certificates():
    """Tell whether the system keeps certificates; uv brings some where it does not."""
    paths = ssl.get_default_verify_paths()
    kept = paths.cafile or (paths.capath and os.listdir(paths.capath))  # noqa: PTH208
    return bool(os.name == "nt" or sys.platform == "darwin" or kept)


@contextlib.contextmanager
def cache(pip):
    """Keep downloads where uv keeps them, or, where nothing may be kept, until the end.

    The second lies beside the packages, so that they are moved and not copied.
    """
    if is_set(pip, "no-cache-dir") or not writable():
        with tempfile.TemporaryDirectory(dir=VENV, prefix=".fetched-") as place:
            yield ["--cache-dir", place]
    else:
        yield []


def writable():
    """Tell whether uv may keep anything in its cache."""
    asked = [str(PYTHON), "-I", "-m", "uv", "cache", "dir"]
    said = subprocess.run(asked, capture_output=True, text=True, check=False)
    try:
        Path(said.stdout.strip()).mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=said.stdout.strip()):
            return said.returncode == 0
    except OSError:
        return False


def main(words):
    """Set up what is asked for; return the exit code."""
    kind = words[0] if words else "briefing"
    if len(words) > 1 or kind not in LOCKS:
        said = "It takes one word of {}, not {!r}. For example: python deploy/set_up.py"
        print(said.format(", ".join(LOCKS), " ".join(words)), file=sys.stderr)
        return 2
    try:
        if not ready(kind):
            set_up(kind)
    except NotSetUp as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped. The same command begins it again.", file=sys.stderr)
        return 130
    except OSError as error:
        if error.filename is None and error.errno is None:
            raise
        print(meaning(str(error), kind, LOCKS[kind]), file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
