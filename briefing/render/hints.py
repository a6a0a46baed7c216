"""What a kernel of ours adds to an error: the columns that a table does have.

pandas says which column it did not find and not which there are, and the person who
reads it has a log in hand and no notebook.
"""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any

MOST_NAMES = 20


class Words(str):
    """A text that a KeyError prints as it is, where others are printed in quotes."""

    def __repr__(self) -> str:
        """Give the text without quotes."""
        return str(self)


def hinting(shell: Any) -> None:  # noqa: ANN401 - IPython's shell
    """Let *shell* say more about a column that is not there."""

    def told(
        shell: Any,  # noqa: ANN401 - IPython's shell
        kind: type[BaseException],
        error: BaseException,
        traceback: TracebackType,
        tb_offset: int | None = None,
    ) -> None:
        said = hint(error, traceback)
        if said:
            error.args = (Words(f"{error}: {said}"),)
        shell.showtraceback((kind, error, traceback), tb_offset=tb_offset)

    shell.set_custom_exc((KeyError, AttributeError), told)


def hint(error: BaseException, traceback: TracebackType | None) -> str:
    """Name the columns of the table in which something was looked for in vain."""
    frame, missed = frame_of(error, traceback)
    if frame is None:
        return ""
    from briefing.measure.refusals import listed, near_miss

    names = [str(name) for name in frame.columns]
    near = near_miss(str(missed), names)
    told = listed([*names[:MOST_NAMES], *(["others"] if names[MOST_NAMES:] else [])])
    if isinstance(error, AttributeError) and not near:
        return (
            "this is the frame of a count; give the function the count itself, "
            "such as incidents_by_type(chosen)"
        )
    return f"the table has the columns {told}. {near}".strip()


def frame_of(
    error: BaseException, traceback: TracebackType | None
) -> tuple[Any, object]:
    """Find the table that an error is about, and what was looked for in it."""
    pandas = sys.modules.get("pandas")
    if pandas is None:
        return None, ""
    if isinstance(error, AttributeError):
        found = error.obj if isinstance(error.obj, pandas.DataFrame) else None
        return found, error.name
    while traceback is not None:
        own = traceback.tb_frame.f_locals.get("self")
        inside = traceback.tb_frame.f_globals.get("__name__", "").startswith("pandas.")
        if inside and isinstance(own, pandas.DataFrame):
            return own, error.args[0] if error.args else ""
        traceback = traceback.tb_next
    return None, ""
