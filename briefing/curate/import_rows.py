"""Rows of another table become cases, sources, people and claims."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from briefing.curate.import_mapping import (
    BLANK,
    ELSE,
    OURS,
    PEOPLE,
    USUAL,
    Map,
    Way,
    Ways,
)
from briefing.curate.import_table import Foreign
from briefing.curate.xlsx_read import Reading, Row, in_column, plain_text
from briefing.dataset.cell_checks import cell_fault
from briefing.dataset.characters import same
from briefing.dataset.dates import span
from briefing.dataset.derive import DateClaim, spoken, working_date
from briefing.dataset.schema import Column, Package
from briefing.suggest import one_of

LABELS = ("name", "iso2", "label", "short_label", "title", "short_title")

TRUTHS = {"yes": "true", "1": "true", "no": "false", "0": "false"}


def truth(text: str) -> str:
    """Read a yes or a no."""
    word = text.casefold()
    return TRUTHS.get(word, word)


def dated(text: str, formats: Sequence[str]) -> str:
    """Read a date in the first of some forms that it has, only as precise as the
    form.
    """
    for form in formats:
        try:
            moment = dt.datetime.strptime(text, form)
        except ValueError:
            continue
        day = any(sign in form for sign in ("%d", "%j", "%x", "%D", "%F"))
        month = any(sign in form for sign in ("%m", "%b", "%B"))
        return moment.date().isoformat()[: 10 if day else 7 if month else 4]
    message = f"no date of the form {' or '.join(formats)} that is on the calendar"
    raise ValueError(message)


def words_for(
    package: Package, tables: Mapping[str, Sequence[Row]], name: str, field: Column
) -> dict[str, str]:
    """Give the codes of a field by what people call them, without regard to
    capitals.
    """
    shape = package.tables[name].table
    words = {label.casefold(): code for code, label in field.codes.items()}
    words |= {code.casefold(): code for code in field.codes}
    for key in shape.foreign_keys:
        target = key.reference.resource
        if key.fields != (field.name,) or target not in tables:
            continue
        for row in tables[target]:
            code = row[key.reference.fields[0]]
            called = [row[label] for label in LABELS if label in row]
            words |= {word.casefold(): code for word in [*called, code]}
    return words


@dataclass(frozen=True)
class Unplaced:
    """A cell that found no place, or a whole row where no column is named; and why."""

    line: int
    column: str
    cell: str
    why: str


class Lost(Exception):
    """Why a whole row finds no place, by the cell that is the reason."""

    def __init__(self, why: str, column: str = "", cell: str = "") -> None:
        """Remember cell and reason."""
        super().__init__(why)
        self.column, self.cell, self.why = column, cell, why


class Filler:
    """Knows the fields of a package, and the words by which people call its codes."""

    def __init__(self, package: Package, tables: Mapping[str, Sequence[Row]]) -> None:
        """Gather the words for the codes of each field."""
        self.package, self.missing = package, frozenset(package.missing)
        self.words = {
            (name, field.name): words_for(package, tables, name, field)
            for name, resource in package.tables.items()
            for field in resource.table.fields
        }
        self.faults: dict[tuple[str, str, str], tuple[str, str] | None] = {}

    def rows(
        self, table: str, ways: Mapping[str, Way], row: Foreign
    ) -> tuple[list[dict[str, str]], list[Unplaced]]:
        """Make our rows of a table: one for each combination of what its cells split
        into.
        """
        unplaced: list[Unplaced] = []
        columns: dict[str, list[str]] = {}
        for known in self.package.tables[table].table.fields:
            if known.name in OURS:
                continue
            way = ways.get(known.name)
            if way is None:
                columns[known.name] = [USUAL[table].get(known.name, ELSE)]
                continue
            texts, left = self.texts(table, known, way, row)
            unplaced += left
            listed = known.type == "list"
            columns[known.name] = [known.delimiter.join(texts)] if listed else texts
        found = product(*columns.values())
        return [dict(zip(columns, cells, strict=True)) for cells in found], unplaced

    def texts(
        self, table: str, field: Column, way: Way, row: Foreign
    ) -> tuple[list[str], list[Unplaced]]:
        """Read what one field holds: one text, or several where the cell is split."""
        raw = said(way, row)
        column = way.column or "+".join(way.columns)
        if not raw:
            return [self.empty(field, way, column)], []
        mark = way.split or (field.delimiter if field.type == "list" else "")
        texts: list[str] = []
        unplaced = []
        reading = reading_of(way, row, field)
        raw = reading.text or raw
        parts = raw.split(mark) if mark else [raw]
        if reading.refused:
            parts, what = [], f"{table}.{field.name}: {reading.refused}"
            unplaced.append(Unplaced(row.line, column, raw, f"{what}; type it as text"))
        # A cell that holds a day, and not the text of one, needs no form.
        given = row.given.get(way.column)
        formats = way.formats if given is None or plain_text(given) else ()
        for part in filter(None, map(str.strip, parts)):
            try:
                texts.append(self.text(table, field, way, part, formats))
            except ValueError as error:
                what = f"{table}.{field.name}: {error}"
                unplaced.append(Unplaced(row.line, column, part, what))
        if not texts:
            if field.constraints.required:
                why = unplaced[0].why if unplaced else f"{table}.{field.name} is empty"
                raise Lost(why, column, raw)
            texts = [ELSE]
        return list(dict.fromkeys(texts)), unplaced

    def empty(self, field: Column, way: Way, column: str) -> str:
        """Say what an empty cell says; a field that must be known takes none."""
        if way.empty or not field.constraints.required:
            return way.empty or ELSE
        why = f"{field.title} must be known, and the cell is empty"
        raise Lost(why, column)

    def text(
        self, table: str, field: Column, way: Way, part: str, formats: Sequence[str]
    ) -> str:
        """Put one text in our words, or say in a ValueError why that cannot be done."""
        mapped = {word.casefold(): code for word, code in way.values.items()}
        known = self.words[table, field.name]
        text = mapped.get(part.casefold()) or known.get(part.casefold(), part)
        if known and text not in {*known.values(), *self.missing}:
            meant = one_of(part, [*dict.fromkeys([*way.values, *known.values()])])
            message = f"no code is called so; expected {meant}"
            raise ValueError(message)
        if field.holds_dates and formats and text not in self.missing:
            text = dated(text, formats)
        if field.type == "boolean":
            text = truth(text)
        place = (table, field.name, text)
        if place not in self.faults:  # the same few texts come again and again
            self.faults[place] = cell_fault(field, text, self.missing)
        if fault := self.faults[place]:
            message = "{}: expected {}".format(*fault)
            raise ValueError(message)
        return text


def reading_of(way: Way, row: Foreign, field: Column) -> Reading:
    """Read the cell of a workbook as its column is read, or find which cannot be."""
    given = row.given.get(way.column)
    if given is not None:
        return in_column(given, field)
    _, why = row.unreadable(way.columns)
    return Reading("", refused=why)


def said(way: Way, row: Foreign) -> str:
    """Give what the row says: a cell, several put together, or what every row says."""
    if way.column:
        return row.cells.get(way.column, "")
    if way.text:
        if not any(row.cells.get(name) for name in way.columns):
            return ""
        return BLANK.sub(lambda blank: row.cells.get(blank[1], ""), way.text).strip()
    return way.same


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
            row["date"] = date_of(theirs)
            counts = [act.people for act in theirs if act.people is not None]
            if counts:
                row["persons_min"] = str(min(low for low, _ in counts))
                row["persons_max"] = str(max(high for _, high in counts))
            elif named := {act.who for act in theirs if act.person}:
                ways = self.mapping.incidents
                for bound in {"persons_min", "persons_max"} - {*ways}:
                    row[bound] = str(len(named))


def date_of(acts: Sequence[Act]) -> str:
    """The working date that follows from what the rows of a case say."""
    texts = [act.incident["date"] for act in acts]
    claims = [
        DateClaim(known, act.source["kind"], spoken(act.source["publisher"]))
        for act, text in zip(acts, texts, strict=True)
        if (known := span(text)) is not None
    ]
    return working_date(claims, texts)
