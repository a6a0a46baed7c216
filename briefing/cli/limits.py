"""What a machine refuses, and what reaches nobody: each a sentence."""

import errno
import os
import sys
from collections.abc import Sequence

from briefing.cli.exit_codes import DONE, FAILED
from briefing.cli.explain import LIMIT, pointer
from briefing.cli.output import results, say
from briefing.errors import OutOfMeans
from briefing.streams import Lenient

CURES = {
    errno.EMFILE: "`ulimit -n` says how many files a process may open; allow 1024.",
    errno.ENFILE: "Close other programs, or wait, and run the command again.",
    errno.EFBIG: "`ulimit -f` says how long a file may be; make it unlimited.",
    errno.ENOMEM: "`ulimit -v` says how much memory a process may have; give it more, "
    "or close other programs.",
    errno.EAGAIN: "`ulimit -u` says how many processes there may be; allow more.",
    errno.ENOSPC: "Make room, or name another folder.",
    errno.EDQUOT: "Make room, or name another folder.",
}

# The words in which libraries tell of the same without a number.
TOLD = {
    "can't start new thread": errno.EAGAIN,
    "cannot allocate memory": errno.ENOMEM,
    "out of memory": errno.ENOMEM,
    "too many open files": errno.EMFILE,
    "file too large": errno.EFBIG,
    "no space left on device": errno.ENOSPC,
    "resource temporarily unavailable": errno.EAGAIN,
    "failed to map segment": errno.ENOMEM,
}


def limit(error: BaseException) -> int | None:
    """Return the number of the limit that *error* tells of, if it does."""
    if isinstance(error, MemoryError):
        return errno.ENOMEM
    number = getattr(error, "errno", None)
    if number in CURES:
        return int(number)
    text = str(error).lower()
    return next((number for words, number in TOLD.items() if words in text), None)


def refused(number: int | None, error: BaseException) -> int:
    """Say which limit was met, what was made before, and what helps."""
    if isinstance(error, OutOfMeans):
        what = str(error)
    else:
        where = getattr(error, "filename", None)
        place = f" at {where}" if isinstance(where, str) else ""
        what = f"{os.strerror(number or 0)}{place}"
    say(f"{what}. {made()} {CURES.get(number or 0, '')}".rstrip())
    say(pointer(LIMIT))
    return FAILED


def made() -> str:
    """Say what a command had made before it ended."""
    if results:
        return f"Made and in place: {', '.join(results)}."
    return "Nothing was published, and nothing published before was touched."


def after_losses(code: int, streams: Sequence[Lenient]) -> int:
    """Say what could not be printed, and return the exit code that *code* becomes.

    Whoever stops reading, as `head` does, has read enough. What a command made stands,
    whether or not its name could be printed; a list that is not whole has failed.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    lost = next(
        (one.lost for one in streams[:1] if one.lost is not None and not one.unread),
        None,
    )
    if lost is None:
        return code
    reason = lost.strerror or str(lost)
    what = made() if results else "What is there of it is not whole."
    say(f"Standard output took not all of it ({reason}). {what}")
    return FAILED if code == DONE and not results else code
