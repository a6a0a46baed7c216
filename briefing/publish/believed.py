"""
What may be believed because nobody else can have written it.
"""

import os
import stat

OWN = 0o700  # the mode of a folder that is only ours
OPEN = (
    "The cache in {} belongs to somebody else, or others may write to it; it is not "
    "used, and every chapter runs. Close it with `chmod -R go-w`, or set {} to a "
    "folder of your own."
)
OTHERS = stat.S_IWGRP | stat.S_IWOTH


def open_to_others(found: os.stat_result) -> bool:
    """
    Tell whether a file or a folder is not ours, or others may write to it.

    Where there are no such owners and modes, nobody can tell.
    """
    if not hasattr(os, "getuid"):
        return False
    return found.st_uid != os.getuid() or bool(found.st_mode & OTHERS)
