"""The files of data that a preview is made of, and whether one of them was saved."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

Looks = dict[str, tuple[int, int]]


def folders_of(data: Path | None) -> list[Path]:
    """List the folders in which the tables of a package lie."""
    return [data, data / "reference"] if data else []


def is_data(path: Path, data: Path | None) -> bool:
    """Tell whether a file is one of the data, and no draft of one."""
    return path.parent in folders_of(data) and not path.name.startswith(".")


def looks(data: Path | None) -> Looks:
    """Give what changes with each file of the data when it is saved."""
    found: Looks = {}
    for folder in folders_of(data):
        for path in sorted(folder.glob("*")):
            # A draft may be gone by now.
            with suppress(FileNotFoundError):
                if is_data(path, data):
                    now = path.stat()
                    found[str(path)] = now.st_size, now.st_mtime_ns
    return found
