"""Rows of one case meet: cases, sources, people and violations, each written down
once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from briefing.curate.imports.acts import Act, Cells
from briefing.curate.imports.filling import Unplaced
from briefing.curate.imports.mapping import PEOPLE, Map, Ways
from briefing.dataset.dates import span
from briefing.dataset.working import DateClaim, deciding

ACT = ("act", "reported")


@dataclass
class Tables:
    """Our tables as they fill, each row by its key, with the lines that it came
    from.
    """

    rows: dict[str, dict[tuple[object, ...], Cells]] = field(default_factory=dict)
    lines: dict[str, dict[tuple[object, ...], list[int]]] = field(default_factory=dict)

    def meet(
        self, table: str, key: tuple[object, ...], cells: Cells, line: int
    ) -> Cells:
        """Give the row of this key, new or known, and note that a line speaks of it."""
        row = self.rows.setdefault(table, {}).setdefault(key, cells)
        self.lines.setdefault(table, {}).setdefault(key, []).append(line)
        return row


class Meeting:
    """All rows that could be read, put together."""

    def __init__(self, mapping: Map, missing: Iterable[str]) -> None:
        """Begin with nothing."""
        self.mapping, self.missing = mapping, frozenset(missing)
        self.tables = Tables()
        self.unplaced: list[Unplaced] = []

    def add(self, act: Act) -> None:
        """Put one row with those of its case."""
        self.unplaced += act.left
        incident = self.numbered("incidents", "INC", act.case, act.incident, act)
        source = self.numbered("sources", "S", (*act.source.items(),), act.source, act)
        case, ids = incident["incident_id"], {"source_id": source["source_id"]}
        for block, one in act.violations:
            key: tuple[object, ...] = (case, one["right"], one["responsible_state"])
            kept = self.tables.meet(
                "violations", key, {"incident_id": case, **one, **ids}, act.line
            )
            self.compare(kept, one, "violations", key, block, act)
        for name, value in (ACT, ("date", act.incident["date"])):
            claim = {"incident_id": case, **ids, "field": name, "value": value}
            key = (*claim.values(),)
            claim["locator"] = act.locator
            kept = self.tables.meet("claims", key, claim, act.line)
            self.compare(kept, claim, "claims", key, self.mapping.claims, act)
        if act.person:
            self.appear(act, case, source["source_id"])

    def appear(self, act: Act, case: str, source: str) -> None:
        """Put a person into a case."""
        row = {**act.person, "named_by": source}
        person = self.numbered("persons", "P", act.who, row, act)["person_id"]
        key = (person, case)
        cells = {"person_id": person, "incident_id": case, **act.appearance}
        kept = self.tables.meet("appearances", key, cells, act.line)
        self.compare(kept, cells, "appearances", key, self.mapping.appearances, act)

    def numbered(
        self, table: str, stem: str, key: tuple[object, ...], cells: Cells, act: Act
    ) -> Cells:
        """Give the row of this key with its number, comparing what is said of it
        again.
        """
        own = {"INC": "incident_id", "S": "source_id", "P": "person_id"}[stem]
        known = self.tables.rows.get(table, {})
        number = known[key][own] if key in known else f"{stem}-{len(known) + 1:04d}"
        kept = self.tables.meet(table, key, {own: number, **cells}, act.line)
        self.compare(kept, cells, table, key, getattr(self.mapping, table), act)
        return kept

    def compare(
        self,
        kept: Cells,
        cells: Mapping[str, str],
        table: str,
        key: tuple[object, ...],
        ways: Ways,
        act: Act,
    ) -> None:
        """Keep what was said first; what another line says instead finds no place."""
        first = self.tables.lines[table][key][0]
        elsewhere = self.mapping.columns_but()
        for name, way in ways.items():
            said = cells.get(name, "")
            # Dates are claims, and numbers of people ranges: both keep what differs.
            if name in ("date", PEOPLE) and table == "incidents":
                continue
            if said == kept.get(name) or said in self.missing or not way.columns:
                continue
            if kept[name] in self.missing:
                kept[name] = said
            elif way.column or not {*way.columns} <= elsewhere:
                why = (
                    f"{table}.{name}: line {first} says {kept[name]!r}, which was kept"
                )
                column = way.column or "+".join(way.columns)
                self.unplaced.append(Unplaced(act.line, column, said, why))

    def settle(self, acts: Sequence[Act]) -> None:
        """Derive of each case its working date, and how many people it is about."""
        by_case: dict[tuple[object, ...], list[Act]] = {}
        for act in acts:
            by_case.setdefault(act.case, []).append(act)
        for case, theirs in by_case.items():
            row = self.tables.rows["incidents"][case]
            row["date"] = working_date(theirs)
            counts = [act.people for act in theirs if act.people is not None]
            if counts:
                row["persons_min"] = str(min(low for low, _ in counts))
                row["persons_max"] = str(max(high for _, high in counts))
            elif named := {act.who for act in theirs if act.person}:
                ways = self.mapping.incidents
                for bound in {"persons_min", "persons_max"} - {*ways}:
                    row[bound] = str(len(named))


def working_date(acts: Sequence[Act]) -> str:
    """Derive the date of a case from what its rows say, by the rule of the package."""
    claims = {}
    for act in acts:
        if (known := span(act.incident["date"])) is not None:
            claim = DateClaim(known, act.source["kind"], act.source["publisher"])
            claims[claim] = act.incident["date"]
    spans = deciding(claims)
    texts = {text for claim, text in claims.items() if claim.span in spans}
    if len(texts) == 1:
        return texts.pop()
    first, last = min(s.first for s in spans), max(s.last for s in spans)
    return f"{first.isoformat()}/{last.isoformat()}"
