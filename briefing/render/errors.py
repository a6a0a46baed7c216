"""Chapters that fail, runs that are stopped, and what cannot be typeset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.errors import BriefingError

if TYPE_CHECKING:
    from nbformat import NotebookNode

# What to do, by the name that the reason of a failed chapter begins with.
CURES = {
    "NameError": "`briefing chapter lint` says where the name is made, or which "
    "one was meant.",
    "SyntaxError": "`briefing chapter lint` says at which line the reading ended.",
    "IndentationError": "`briefing chapter lint` says at which line the reading ended.",
    "ModuleNotFoundError": (
        "Install it for yourself to look around; a chapter imports from briefing only."
    ),
    "ImportError": "`dir(briefing)` lists the names that a chapter may import.",
    "KeyError": "`list(frame.columns)`, in a notebook, names the columns of a table.",
    "AttributeError": "`dir(…)` of what stands before the dot names what it has.",
    "TypeError": "help(…) of that function, in a notebook, says what it takes.",
    "CellDeadline": "Give it longer, with --cell-deadline 30m, or count less at once.",
    "RunDeadline": "Give the run longer, with --deadline 2h.",
    "ToolDied": "Give the machine more memory, or choose less.",
    "OutputsLost": "Run it again, with less else on the machine.",
    "TooMuchOutput": "Show a table of what matters, and not all rows.",
}


class TypesettingError(BriefingError):
    """A briefing that cannot be typeset as the standards ask: no PDF is made."""

    code = "typesetting"


class ChapterError(Exception):
    """A chapter that failed: its name, the cell counted from one, the reason, and the
    notebook as it stood.
    """

    def __init__(
        self, chapter: str, cell: int, reason: str, notebook: NotebookNode
    ) -> None:
        super().__init__(f"{chapter}, cell {cell}: {reason}")
        self.chapter = chapter
        self.cell = cell
        self.reason = reason
        self.notebook = notebook

    def __reduce__(self) -> tuple[type, tuple[str, int, str, NotebookNode]]:
        """Let it be pickled."""
        return ChapterError, (self.chapter, self.cell, self.reason, self.notebook)


class ExecutionStopped(Exception):
    """A cell or a program that was stopped, or that died: a name for it, and what
    happened.
    """

    def __init__(self, name: str, what: str) -> None:
        super().__init__(f"{name}: {what}")
        self.name, self.what = name, what

    @property
    def output(self) -> NotebookNode:
        """Return it as the output of its cell."""
        from nbformat import v4

        made: NotebookNode = v4.new_output(  # type: ignore[no-untyped-call]  # nbformat types little
            "error", ename=self.name, evalue=self.what, traceback=[str(self)]
        )
        return made


def cure(reason: str) -> str:
    """What to do about a failure that begins with the name of an error, or nothing."""
    return CURES.get(reason.partition(":")[0], "")
