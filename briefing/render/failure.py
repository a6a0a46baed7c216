"""
A chapter that stopped: which one, where and why.
"""

from __future__ import annotations

from nbformat import NotebookNode

# Papermill writes where files lay on this machine; a briefing must not say so.
MACHINE_KEYS = ("input_path", "output_path", "environment_variables")
ADDED = {"injected-parameters", "papermill-error-cell-tag"}


class ChapterFailed(Exception):
    """
    A chapter that stopped: which one, at which cell, why, and the notebook as it stood.
    """

    def __init__(
        self, chapter: str, cell: int, reason: str, notebook: NotebookNode
    ) -> None:
        """
        Keep the four things that a report of the failure needs.
        """
        super().__init__(f"{chapter}, cell {cell}: {reason}")
        self.chapter = chapter
        self.cell = cell
        self.reason = reason
        self.notebook = notebook

    def __reduce__(self) -> tuple[type, tuple[str, int, str, NotebookNode]]:
        """
        Let a failure travel between processes.
        """
        return ChapterFailed, (self.chapter, self.cell, self.reason, self.notebook)


def tidied(notebook: NotebookNode) -> NotebookNode:
    """
    Forget where the files lay on this machine.
    """
    for key in MACHINE_KEYS:
        notebook.metadata.get("papermill", {}).pop(key, None)
    return notebook


def failure(chapter: str, notebook: NotebookNode) -> ChapterFailed | None:
    """
    Say which of the cells that somebody wrote failed, counted from one, if any did.

    A notebook that leaves early (`SystemExit`, even with 0) did not do what it is for.
    """
    written = [
        cell
        for cell in notebook.cells
        if not ADDED & set(cell.metadata.get("tags", []))
    ]
    for number, cell in enumerate(written, start=1):
        allowed = "raises-exception" in cell.metadata.get("tags", [])
        for output in cell.get("outputs", []):
            if output.output_type == "error" and not allowed:
                reason = f"{output.ename}: {output.evalue}".strip(": ")
                return ChapterFailed(chapter, number, reason, tidied(notebook))
    return None
