"""Show the incidents that a new case may tell again, before it is added."""

from typing import TYPE_CHECKING

from briefing.commands.agreeing import asked
from briefing.errors import BriefingError
from briefing.terminal import say

if TYPE_CHECKING:
    from briefing.curate.cases.casefile import Case
    from briefing.curate.change import Change
    from briefing.curate.twins.alike import Pair


def likely_of(change: "Change", case: "Case") -> "list[Pair]":
    """Show which incidents a case may tell again, with what speaks for it."""
    from briefing.curate.correct import corrected_rows
    from briefing.curate.twins.alike import likely

    tables = {
        name: [*corrected_rows(change, name).values()]
        for name in change.package.tables
        if "incident_id" in (names := change.package.tables[name].table.names)
        or names[0] in ("source_id", "person_id", "incident_a")
    }
    found = likely(tables, case.mapping())
    titles = {row["incident_id"]: row["title"] for row in tables["incidents"]}
    for pair in found:
        say(f"It may be {pair.second} ({pair.score} of 100): {titles[pair.second]}")
        say("".join(f"  {reason}\n" for reason in pair.reasons).rstrip())
    return found


def decide(
    change: "Change", key: str, doubles: "list[Pair]", reason: str, *, ask: bool
) -> None:
    """Note why a case is none of those that it is like, or refuse to add it."""
    from briefing.curate.twins.duplicates import decide as note

    if doubles and not reason and ask:
        reason = asked("Why is it another act? (Enter: it is none) ")
    if doubles and not reason:
        others = ", ".join(pair.second for pair in doubles)
        message = (
            f"The case may be {others} told again, and was not added. If it is another "
            "act, say how the records show it: --not-a-duplicate '…'. If it is one, "
            f"add what is new with `briefing case edit {doubles[0].second}`."
        )
        raise BriefingError(message)
    for pair in doubles:
        note(change, (pair.second, key), "different", reason)
