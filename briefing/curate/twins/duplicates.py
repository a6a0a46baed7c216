"""Pairs of incidents that may be one, and what somebody decided about them."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from briefing.curate.change import Change
from briefing.curate.edits import Edit
from briefing.curate.twins.alike import LISTED, Pair, pairs
from briefing.curate.twins.traits import Rows
from briefing.errors import BriefingError

TABLE = "duplicates"
Verdict = Literal["different", "same"]
COMPARED = ("incidents", "persons", "appearances", "claims", "violations", "sources")


@dataclass(frozen=True)
class Decision:
    """What somebody decided about a pair."""

    first: str
    second: str
    verdict: str
    reason: str


def tables_of(data: str | Path | None = None) -> Rows:
    """Read the tables that incidents are compared by, corrected, every cell as text.

    A package made elsewhere need not keep decisions.
    """
    from briefing.dataset import load

    dataset = load(data)
    wanted = [name for name in (*COMPARED, TABLE) if name in dataset.package.tables]
    return {
        name: [
            {str(field): str(cell) for field, cell in row.items()}
            for row in dataset.written(name).to_dict("records")
        ]
        for name in wanted
    }


def decisions(rows: Rows) -> dict[frozenset[str], Decision]:
    """Give what was decided, by the pair."""
    found = {}
    for row in rows.get(TABLE, ()):
        first, second = row["incident_a"], row["incident_b"]
        decision = Decision(first, second, row["decision"], row["reason"])
        found[frozenset((first, second))] = decision
    return found


def undecided(rows: Rows, least: int = LISTED) -> list[Pair]:
    """Give the likely pairs that nobody has decided."""
    decided = decisions(rows)
    found = pairs(rows, least=least)
    return [one for one in found if frozenset((one.first, one.second)) not in decided]


def counted_twice(rows: Rows) -> list[Decision]:
    """Give the pairs that were decided to be one act while both are still counted."""
    acts = {r["incident_id"] for r in rows["incidents"] if r["record_kind"] == "act"}
    return [
        one
        for pair, one in decisions(rows).items()
        if one.verdict == "same" and pair <= acts
    ]


def decide(
    change: Change, pair: tuple[str, str], verdict: Verdict, reason: str
) -> list[Edit]:
    """Put a decision into a change, in place of an earlier one; give what it comes
    to.
    """
    first, second = sorted(pair)
    if first == second:
        message = f"{first} is one incident; name two that may be the same act."
        raise BriefingError(message)
    if not reason.strip():
        message = "A decision needs its reason: --reason and what the records show."
        raise BriefingError(message)
    if TABLE not in change.package.tables:
        message = (
            f"{change.root} has no table of duplicates. Copy the resource "
            f"'{TABLE}' of our datapackage.json, and {TABLE}.csv with its header alone."
        )
        raise BriefingError(message)
    for incident in (first, second):
        change.row("incidents", incident)
    today = date.today().isoformat()
    said = {"decision": verdict, "reason": reason.strip(), "date": today}
    for one, other in ((first, second), (second, first)):
        if change.has(TABLE, f"{one}/{other}"):
            change.set(TABLE, f"{one}/{other}", said)
            return change.edits()
    change.add(TABLE, {"incident_a": first, "incident_b": second, **said})
    return change.edits()
