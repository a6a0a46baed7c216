"""The limits of a chapter: the standing notes that belong to it, in a box at its
end.
"""

from __future__ import annotations

from briefing.measure import Chosen
from briefing.show import views
from briefing.show.escape import plain
from briefing.show.exhibit import Exhibit

ALWAYS = ("documented", "inclusion")


def limits(chosen: Chosen, *keys: str) -> Exhibit:
    """Show the notes *keys* after those that hold for every chapter.

    What was left out of this very selection is said without being asked for.
    """
    wanted = [*ALWAYS, *keys]
    if len(chosen.doubtful):
        wanted.append("doubtful")
    if chosen.selection.names == "withheld":
        wanted.append("withheld")
    lines = [plain(note) for note in chosen.notes(*dict.fromkeys(wanted))]
    title = "What these numbers cannot say"
    payload = {"kind": "notes", "title": title, "notes": lines}
    text = "\n".join([title, *(f"- {line}" for line in lines)])
    return Exhibit(payload, views.notes(title, lines), text)
