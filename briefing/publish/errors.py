"""What keeps a run from beginning."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from briefing.dataset.characters import is_number
from briefing.errors import BriefingError


class Busy(BriefingError):
    """Somebody else is making the same briefing: exit code 3."""

    code = "busy"

    @classmethod
    def of(cls, stem: str, place: Path, wait: float) -> Busy:
        """Name the briefing, who makes it where that is known, and how to wait."""
        holder = ""
        with suppress(OSError):  # whoever holds it may let nobody else read it
            holder = place.read_text("ascii", errors="replace").strip()
        who = f"process {holder}" if is_number(holder) else "another run"
        waited = f" after {wait:g} s of waiting" if wait else ""
        return cls(
            f"'{stem}' is in the hands of {who}{waited}. Run the command again later; "
            f"`render` and `batch` can wait for it with --wait 10m."
        )
