"""What one row of somebody else's table says, in our words, before it meets the
others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.curate.imports.filling import Filler, Lost, Unplaced, said
from briefing.curate.imports.foreign import Foreign
from briefing.curate.imports.mapping import ELSE, PEOPLE, Map, Way, Ways
from briefing.dataset.characters import same

RANGE = re.compile(r"(\d{1,9})(?:\s*(?:-|–|/|to)\s*(\d{1,9}))?", re.ASCII)
NOBODY = "nobody is named in this row, of whom it could be told"

Cells = dict[str, str]


@dataclass(frozen=True)
class Act:
    """One row: its incident, source and violations; the person it names, if it names
    one.
    """

    line: int
    case: tuple[object, ...]
    incident: Cells
    people: tuple[int, int] | None
    source: Cells
    violations: Sequence[tuple[Ways, Cells]]
    who: tuple[object, ...]
    person: Cells
    appearance: Cells
    locator: str
    left: Sequence[Unplaced]


class Reader:
    """Reads row after row by one mapping."""

    def __init__(self, mapping: Map, filler: Filler) -> None:
        """Remember how rows are read."""
        self.mapping, self.filler = mapping, filler

    def read(self, row: Foreign) -> Act:
        """Read a row as a whole, or raise why it finds no place."""
        left = [*self.strange(row)]
        ways = dict(self.mapping.incidents)
        counted = ways.pop(PEOPLE, None)
        people = people_in(counted, row) if counted else None
        incident = self.one("incidents", ways, row, left)
        source = self.one("sources", self.mapping.sources, row, left)
        violations = []
        for block in self.mapping.violations:
            if not said(block["right"], row):
                continue  # of this kind of violation the row does not speak
            found, more = self.filler.rows("violations", block, row)
            violations += [(block, one) for one in found]
            left += more
        person, appearance = self.person_in(row, left)
        claim = self.one("claims", self.mapping.claims, row, left)
        return Act(
            line=row.line,
            case=key_of(self.mapping.case, row),
            incident=incident,
            people=people,
            source=source,
            violations=violations,
            who=key_of(self.mapping.person, row),
            person=person,
            appearance=appearance,
            locator=claim["locator"],
            left=left,
        )

    def one(self, table: str, ways: Ways, row: Foreign, left: list[Unplaced]) -> Cells:
        """Read what a row says for one row of a table."""
        rows, more = self.filler.rows(table, ways, row)
        left += more
        if len(rows) > 1:
            several = [name for name in rows[0] if rows[0][name] != rows[1][name]]
            way = ways[several[-1]]
            why = f"{table}.{several[-1]} takes one value, and the cell has several"
            raise Lost(why, way.column, said(way, row))
        return rows[0]

    def person_in(self, row: Foreign, left: list[Unplaced]) -> tuple[Cells, Cells]:
        """Read who is named; where nobody is, what is told of them finds no place."""
        persons, appearances = self.mapping.persons, self.mapping.appearances
        if not persons:
            return {}, {}
        if said(persons["name"], row):
            person = self.one("persons", persons, row, left)
            return person, self.one("appearances", appearances, row, left)
        elsewhere = self.mapping.columns_but("persons", "appearances")
        for way in (*persons.values(), *appearances.values()):
            for column in way.columns:
                if row.cells.get(column) and column not in elsewhere:
                    left.append(Unplaced(row.line, column, row.cells[column], NOBODY))
        return {}, {}

    def strange(self, row: Foreign) -> Iterator[Unplaced]:
        """Find the cells of columns that the mapping does not name."""
        known = {*self.mapping.columns, *self.mapping.leave}
        why = "no field takes this column: name it in the mapping, or under `leave`"
        for column, cell in row.cells.items():
            if cell and column not in known:
                yield Unplaced(row.line, column, cell, why)
        why = "a comment beside the cell: no field takes it; give it a column"
        for column, note in row.notes.items():
            if column not in self.mapping.leave:
                yield Unplaced(row.line, column, note, why)


def key_of(columns: Sequence[str], row: Foreign) -> tuple[object, ...]:
    """Give what makes rows belong together; without it, a row belongs to itself."""
    column, why = row.unreadable(columns)
    if why:
        why += "; type it as text"
        raise Lost(why, column, row.cells[column])
    # What a reader sees as one name is one, however it was typed.
    cells = tuple(same(row.cells.get(column, "")) for column in columns)
    return cells if any(cells) else (row.line,)


def people_in(way: Way, row: Foreign) -> tuple[int, int] | None:
    """Read a number of people, or a range of it, however the mapping fills it."""
    mapped = {word.casefold(): number for word, number in way.values.items()}
    column, why = row.unreadable(way.columns)
    if why:
        why += "; type it as text"
        raise Lost(why, column, row.cells[column])
    given = said(way, row)
    text = mapped.get(given.casefold(), given) or way.empty
    if text in ("", ELSE):
        return None
    match = RANGE.fullmatch(text)
    low = int(match[1]) if match else 0
    high = int(match[2] or match[1]) if match else -1
    if low > high:
        why = "expected a number of people, or a range such as 5-6"
        raise Lost(why, "+".join(way.columns), given or text)
    return low, high
