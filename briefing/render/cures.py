"""What to do about a chapter that failed."""

from __future__ import annotations

CURES = {
    "NameError": "`briefing chapter lint` says where the name is made, or which "
    "one was meant.",
    "SyntaxError": "`briefing chapter lint` says at which line the reading ended.",
    "IndentationError": "`briefing chapter lint` says at which line the reading ended.",
    "ModuleNotFoundError": (
        "Install it for yourself to look around; a chapter imports from briefing only."
    ),
    "ImportError": "`dir(briefing)` lists the names that a chapter may import.",
    "TypeError": "help(…) of that function, in a notebook, says what it takes.",
    "CellDeadline": "Give it longer, with --cell-deadline 30m, or count less at once.",
    "RunDeadline": "Give the run longer, with --deadline 2h.",
    "ToolDied": "Give the machine more memory, or choose less.",
    "OutputsLost": "Run it again, with less else on the machine.",
    "TooMuchOutput": "Show a table of what matters, and not all rows.",
}


def cure(reason: str) -> str:
    """Say what to do about a failure that begins with the name of an error."""
    return CURES.get(reason.partition(":")[0], "")
