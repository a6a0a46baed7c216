"""A chapter that failed: its cell, its error, and the notebook as it stood."""

from __future__ import annotations

from nbformat import NotebookNode, v4

# Papermill writes where files lay on this machine; a briefing must not say so.
MACHINE_KEYS = ("input_path", "output_path", "environment_variables")

ADDED = {"injected-parameters", "papermill-error-cell-tag"}


class ChapterFailed(Exception):
    """A chapter that stopped: which one, at which cell, why, and the notebook as it
    stood.
    """

    def __init__(
        self, chapter: str, cell: int, reason: str, notebook: NotebookNode
    ) -> None:
        """Keep the four things that a report of the failure needs."""
        super().__init__(f"{chapter}, cell {cell}: {reason}")
        self.chapter = chapter
        self.cell = cell
        self.reason = reason
        self.notebook = notebook

    def __reduce__(self) -> tuple[type, tuple[str, int, str, NotebookNode]]:
        """Let a failure travel between processes."""
        return ChapterFailed, (self.chapter, self.cell, self.reason, self.notebook)


class Stopped(Exception):
    """A cell that was stopped, or that ended its kernel: a name for it, and what
    happened.
    """

    def __init__(self, name: str, what: str) -> None:
        """Keep both, as the notebook will show them."""
        super().__init__(f"{name}: {what}")
        self.name, self.what = name, what

    @property
    def output(self) -> NotebookNode:
        """Write it as the output of its cell."""
        made: NotebookNode = v4.new_output(  # type: ignore[no-untyped-call]  # nbformat types little
            "error", ename=self.name, evalue=self.what, traceback=[str(self)]
        )
        return made


def tidied(notebook: NotebookNode) -> NotebookNode:
    """Forget where the files lay on this machine."""
    for key in MACHINE_KEYS:
        notebook.metadata.get("papermill", {}).pop(key, None)
    return notebook


def failure(chapter: str, notebook: NotebookNode) -> ChapterFailed | None:
    """Say which of the cells that somebody wrote failed, counted from one, if any did.

    A notebook that leaves early (`SystemExit`, even with 0) did not do what it is for.
    """
    for number, cell in enumerate(written(notebook), start=1):
        allowed = "raises-exception" in cell.metadata.get("tags", [])
        for output in cell.get("outputs", []):
            if output.output_type == "error" and not allowed:
                reason = f"{output.ename}: {output.evalue}".strip(": ")
                return ChapterFailed(chapter, number, reason, tidied(notebook))
    return None


def written(notebook: NotebookNode) -> list[NotebookNode]:
    """List the cells that somebody wrote and papermill did not add."""
    return [
        cell
        for cell in notebook.cells
        if not ADDED & set(cell.metadata.get("tags", []))
    ]
