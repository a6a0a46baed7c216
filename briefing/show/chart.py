"""Where a figure is put together: a drawing, and all that must stand around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from briefing.show import house, views
from briefing.show.behind import Behind
from briefing.show.escape import plain
from briefing.show.exhibit import Exhibit
from briefing.show.sheet import Sheet


def chart(
    sheet: Sheet,
    *,
    key: str,
    title: str,
    subtitle: str,
    unit: str,
    caption: str,
    alt: str,
    source: str,
    table: Mapping[str, Any],
    notes: Sequence[str] = (),
    whole: Sequence[int] = (),
    reason: str = "",
    behind: Behind | None = None,
) -> Exhibit:
    """Make the exhibit of a drawing, or raise BrokenRule with what stands against it.

    *table* has the columns, rows and data that it is drawn of, *whole* its total where
    rows overlap. A *reason* is why a word such as "rise" may stand here; it is printed.
    *behind* are the incidents, where the table does not bring them along.
    """
    payload = {
        "kind": "figure",
        "key": key,
        "title": plain(title),
        "subtitle": plain(subtitle),
        "unit": unit,
        "caption": plain(caption),
        "alt": plain(alt),
        "source": plain(source),
        "notes": [plain(note) for note in (*notes, reason) if note],
        "svg": sheet.svg(),
        "width_mm": house.WIDTH_MM,
        **{name: table[name] for name in ("columns", "rows", "data")},
        "whole": list(whole),
        "reason": plain(reason),
    }
    text = f"{payload['title']}\n{payload['alt']}"
    found = behind or table.get("behind")
    return Exhibit(payload, views.figure(payload, found), text)
