"""What may be believed because nobody else can have written it."""

import os
import stat
from pathlib import Path

OWN = 0o700  # the mode of a folder that is only ours
OPEN = (
    "The cache in {} belongs to somebody else, or others may write to it; it is not "
    "used, and every chapter runs. Close it with `chmod -R go-w`, or set {} to a "
    "folder of your own."
)
OTHERS = stat.S_IWGRP | stat.S_IWOTH


def open_to_others(found: os.stat_result) -> bool:
    """Tell whether a file or a folder is not ours, or others may write to it.

    Where there are no such owners and modes, nobody can tell.
    """
    if not hasattr(os, "getuid"):
        return False
    return found.st_uid != os.getuid() or bool(found.st_mode & OTHERS)


def unfit(folder: Path, variable: str) -> str:
    """Say why the cache in *folder* is not used, if it is not; *variable* names
    another.
    """
    try:
        return OPEN.format(folder, variable) if open_to_others(folder.stat()) else ""
    except FileNotFoundError:
        return ""  # it is made with the first chapter
    except OSError as error:
        return unwritten(folder, error, variable)


def unwritten(folder: Path, error: OSError, variable: str) -> str:
    """Say that nothing can be kept in *folder*, and what helps."""
    said = f"The cache in {folder} cannot be written ({error.strerror or error})"
    return (
        f"{said}, so nothing is kept of this run; set {variable} to a folder with room."
    )
