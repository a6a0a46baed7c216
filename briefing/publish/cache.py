"""Executed chapters kept by key."""

from __future__ import annotations

import json
import os
import stat
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from nbformat import NotebookNode, from_dict

from briefing.publish.provenance import digest, everything

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


VARIABLE = "BRIEFING_CACHE"

LARGEST = 1 << 30  # some thousand chapters; the longest unused go first

SUFFIX = ".json"

DAMAGED = "A damaged chapter was taken out of the cache; it is run again."

# What a shell may tell a kernel; the rest it does not hear (`render/alike.py`).
SETTINGS = ("MPLCONFIGDIR", "PYTHONOPTIMIZE", "PYTHONPATH", "PYTHONWARNINGS")


def place() -> Path:
    """Find the folder of the cache: $BRIEFING_CACHE, or where the system keeps
    caches.
    """
    from platformdirs import user_cache_dir

    return Path(os.environ.get(VARIABLE) or user_cache_dir("sco-briefing")) / "chapters"


def surroundings(known: Mapping[str, Any]) -> dict[str, Any]:
    """Gather what every chapter of a run depends on besides itself and its parameters.

    The data go in as a whole and not as the slice that a selection needs, because every
    chapter prints their version and compares with their totals.
    """
    names = ("data", "code", "fonts", "software")
    return {
        **{name: known[name] for name in names},
        "lock": known["texts"].get("requirements.lock"),
        "installed": everything(),
        "settings": {name: os.environ.get(name) for name in SETTINGS},
    }


def key_of(
    path: Path,
    parameters: Mapping[str, Any],
    known: Mapping[str, Any],
    around: Mapping[str, Any],
) -> str:
    """Give the one name under which a chapter with all its circumstances is kept.

    Where it stands counts too: a notebook sees its folder, and the data by their path.
    """
    beside = {name: d for name, d in known["notebooks"].items() if ".ipynb" not in name}
    whole = {
        **around,
        "notebook": known["notebooks"][path.name],
        "place": str(path.resolve()),
        "beside": beside,
        "parameters": dict(parameters),
    }
    return digest(json.dumps(whole, sort_keys=True).encode())


class Cache:
    """Executed chapters in a folder, each under its key and with a digest of its
    own.
    """

    def __init__(self, folder: Path | None) -> None:
        """Use *folder*, or nothing at all; `notes` gathers what went wrong, in
        sentences.
        """
        self.folder = folder
        self.notes: list[str] = []
        if folder is not None and (why := unfit(folder, VARIABLE)):
            self.notes.append(why)
            self.folder = None

    def get(self, key: str) -> NotebookNode | None:
        """Give back an executed chapter; a damaged one is taken away and not given."""
        if self.folder is None:
            return None
        path = self._path(key)
        try:
            with path.open("rb") as file:
                if open_to_others(os.fstat(file.fileno())):
                    raise ValueError
                seal, _, content = file.read().partition(b"\n")
            if seal.decode("ascii", "replace") != digest(content):
                raise ValueError
            found: NotebookNode = from_dict(json.loads(content))  # type: ignore[no-untyped-call]  # nbformat types little
            os.utime(path)
        except FileNotFoundError:
            return None
        except (OSError, ValueError):
            self.notes.append(DAMAGED)
            with suppress(OSError):
                path.unlink()
            return None
        return found

    def put(self, key: str, notebook: NotebookNode) -> None:
        """Keep an executed chapter in one step, unless it holds a traceback."""
        if self.folder is None or holds_error(notebook):
            return
        content = json.dumps(notebook, ensure_ascii=False, sort_keys=True).encode()
        path = self._path(key)
        try:
            self.folder.mkdir(mode=OWN, parents=True, exist_ok=True)
            path.parent.mkdir(mode=OWN, exist_ok=True)
            handle, draft = tempfile.mkstemp(".part", dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(digest(content).encode() + b"\n" + content)
                Path(draft).replace(path)
            except BaseException:
                Path(draft).unlink(missing_ok=True)
                raise
        except OSError as error:
            self.notes.append(unwritten(self.folder, error, VARIABLE))
            self.folder = None

    def trim(self, largest: int = LARGEST) -> None:
        """Take away what was longest unused until the rest fits."""
        if self.folder is None:
            return
        with suppress(OSError):  # another run may be taking away the same
            files = [path for path in self.folder.rglob("*") if path.is_file()]
            known = sorted(
                (one.stat().st_mtime, one.stat().st_size, one) for one in files
            )
            size = sum(length for _, length, _ in known)
            for _, length, path in known:
                if size <= largest:
                    break
                path.unlink(missing_ok=True)
                size -= length

    def _path(self, key: str) -> Path:
        """Say where a chapter is kept."""
        assert self.folder is not None
        return self.folder / key[:2] / f"{key}{SUFFIX}"


def holds_error(notebook: NotebookNode) -> bool:
    """Tell whether any cell shows a traceback, even one that its author expected."""
    return any(
        output.get("output_type") == "error"
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    )
