"""Executed notebooks, kept by everything that could change them."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbformat import NotebookNode, from_dict

from briefing.files import FileCache, open_to_others
from briefing.publish.provenance import digest, everything

VARIABLE = "BRIEFING_CACHE"

OPEN = (
    "The cache in {} belongs to somebody else, or others may write to it; it is not "
    "used, and every chapter runs. Close it with `chmod -R go-w`, or set {} to a "
    "folder of your own."
)

DAMAGED = "A damaged chapter was taken out of the cache; it is run again."

LARGEST = 1 << 30  # bytes: some thousand chapters

# Variables that reach a kernel; of the others it sees nothing (`kernelapp.py`).
SETTINGS = ("MPLCONFIGDIR", "PYTHONOPTIMIZE", "PYTHONPATH", "PYTHONWARNINGS")


def cache_folder() -> Path:
    """Folder of the cache: $BRIEFING_CACHE, or where the system keeps caches."""
    from platformdirs import user_cache_dir

    return Path(os.environ.get(VARIABLE) or user_cache_dir("sco-briefing")) / "chapters"


def environment_key(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Return what every chapter of a run depends on besides itself and its parameters.

    The data go in as a whole and not as the slice that a selection needs, because every
    chapter prints their version and compares with their totals.
    """
    return {
        **{name: inputs[name] for name in ("data", "code", "fonts", "software")},
        "lock": inputs["texts"].get("requirements.lock"),
        "installed": everything(),
        "settings": {name: os.environ.get(name) for name in SETTINGS},
    }


def cache_key(
    path: Path,
    parameters: Mapping[str, Any],
    inputs: Mapping[str, Any],
    environment: Mapping[str, Any],
) -> str:
    """Return the SHA-256 (hex) of everything that can change an executed notebook.

    Its path counts too: a notebook sees its folder, and the data by their path.
    """
    notebooks = inputs["notebooks"]
    whole = {
        **environment,
        "notebook": notebooks[path.name],
        "place": str(path.resolve()),
        "beside": {name: d for name, d in notebooks.items() if ".ipynb" not in name},
        "parameters": dict(parameters),
    }
    return digest(json.dumps(whole, sort_keys=True).encode())


class Cache:
    """Executed notebooks by `cache_key`; with the folder None, nothing is kept.

    A cache that is damaged, open to others or cannot be written stops no run: `notes`
    says so in sentences.
    """

    def __init__(self, folder: Path | None, largest: int = LARGEST) -> None:
        self.notes: list[str] = []
        self.files = FileCache(folder, ".json", largest) if folder else None
        try:
            if folder is not None and open_to_others(folder.stat()):
                self._close(OPEN.format(folder, VARIABLE))
        except FileNotFoundError:
            pass  # it is made with the first chapter
        except OSError as error:
            self._close(unwritten(folder, error))

    def get(self, key: str) -> NotebookNode | None:
        """Return an executed notebook, or None; a damaged one is taken away."""
        if self.files is None:
            return None
        try:
            content = self.files.get(key)
            if content is None:
                return None
            found: NotebookNode = from_dict(json.loads(content))  # type: ignore[no-untyped-call]  # nbformat types little
        except (OSError, ValueError):
            self.notes.append(DAMAGED)
            return None
        return found

    def put(self, key: str, notebook: NotebookNode) -> None:
        """Keep an executed notebook, unless it holds a traceback."""
        if self.files is None or holds_error(notebook):
            return
        content = json.dumps(notebook, ensure_ascii=False, sort_keys=True).encode()
        try:
            self.files.put(key, content)
        except OSError as error:
            self._close(unwritten(self.files.folder, error))

    def trim(self) -> None:
        """Take away what was not used for the longest time until the rest fits."""
        if self.files is not None:
            self.files.trim()

    def _close(self, why: str) -> None:
        self.notes.append(why)
        self.files = None


def unwritten(folder: Path | None, error: OSError) -> str:
    """Sentence for a cache that cannot be written."""
    return (
        f"The cache in {folder} cannot be written ({error.strerror or error}), so "
        f"nothing is kept of this run; set {VARIABLE} to a folder with room."
    )


def holds_error(notebook: NotebookNode) -> bool:
    """Whether any cell shows a traceback, even one that its author expected."""
    return any(
        output.get("output_type") == "error"
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    )
