"""Show, add and edit a case."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain
from textwrap import wrap

import pandas as pd
import tomlkit

from briefing.curate.casefile import Case, Row, fields_of
from briefing.curate.change import Change
from briefing.curate.corrections import SHARED, RowEditor, corrected_rows
from briefing.dataset.derive import working_date
from briefing.dataset.record_checks import PEOPLE, date_claims
from briefing.dataset.schema import Column, Package
from briefing.dataset.table import Sheet
from briefing.errors import BriefingError


def date_of(change: Change, incident: str) -> str | None:
    """The working date that follows from the claims on an incident."""
    rows = [row for row in change.rows("claims") if row["incident_id"] == incident]
    dated = [row for row in rows if row["field"] == "date"]
    resource = change.package.tables["sources"]
    sources = Sheet(resource, pd.DataFrame(change.rows("sources"), dtype="str"))
    claims = date_claims(pd.DataFrame(dated, dtype="str"), sources).get(incident)
    return working_date(claims, [row["value"] for row in dated]) if claims else None


def working_people(change: Change, incident: str) -> tuple[str, str] | None:
    """Give the smallest and the largest number of people that the claims speak of."""
    numbers: list[int] = []
    for row in change.rows("claims"):
        ours = row["incident_id"] == incident and row["field"] == "persons"
        if ours and (match := PEOPLE.fullmatch(row["value"])):
            numbers += [int(match[1]), int(match[2] or match[1])]
    return (str(min(numbers)), str(max(numbers))) if numbers else None


# Fields that name a source or a person by an identifier, or by a word of the case file.
NAMING = {
    "source_id": "sources",
    "named_by": "sources",
    "derived_from": "sources",
    "person_id": "persons",
}


class Names:
    """The identifiers of those that a case file calls by words of its own."""

    def __init__(self, change: Change) -> None:
        """Begin with the next free ones."""
        self.change = change
        self.known: dict[tuple[str, str], str] = {}

    def settled(self, case: Case) -> dict[str, list[Row]]:
        """Give the sections of a case with identifiers in place of its own words."""
        sections = {
            name: [dict(r) for r in rows] for name, rows in case.sections.items()
        }
        for table, field in (("sources", "source_id"), ("persons", "person_id")):
            following = numbers(self.change, table)
            for nth, row in enumerate(sections.get(table, []), start=1):
                word = row.get(field, f"{table} {nth}")
                if not self.change.has(table, word):
                    self.name(table, word, following, alone=set(row) <= {field, "age"})
                    row[field] = word
        for rows in sections.values():
            for row in rows:
                for field, table in NAMING.items():
                    if field in row:
                        row[field] = self.known.get((table, row[field]), row[field])
        return sections

    def name(
        self, table: str, word: str, following: Callable[[], str], *, alone: bool
    ) -> None:
        """Give a word of the case file an identifier."""
        if alone:
            message = (
                f"There is no '{word}' in {self.change.package.tables[table].path}; "
                "name one that is there, or describe a new one."
            )
            raise BriefingError(message)
        if (table, word) in self.known:
            message = f"The case describes '{word}' twice among its {table}."
            raise BriefingError(message)
        self.known[table, word] = following()


def numbers(change: Change, table: str) -> Callable[[], str]:
    """Count on from the next free identifier of a table, once one is asked for."""
    last = ""

    def following() -> str:
        nonlocal last
        stem, _, digits = last.rpartition("-")
        last = (
            f"{stem}-{int(digits) + 1:0{len(digits)}d}"
            if last
            else change.next_id(table)
        )
        return last

    return following


OF_INCIDENT = ("claims", "violations", "involvements")


def case_of(change: Change, incident: str) -> Case:
    """Gather what the package holds of an incident."""
    change.row("incidents", incident)
    tables = {name: keyed(change, name, incident) for name in OF_INCIDENT}
    sections = {name: [*rows.values()] for name, rows in tables.items()}
    people = appearing(change, incident)
    cited = {
        row["source_id"]: row["source_id"]
        for name in ("claims", "violations")
        for row in sections[name]
    }
    cited |= {row["named_by"]: row["named_by"] for row in people}
    sources = corrected_rows(change, "sources")
    told: dict[str, list[Row]] = {
        "sources": [sources[key] for key in sorted(cited) if key in sources],
        "persons": people,
        **sections,
    }
    for name in OF_INCIDENT:
        told[name] = [without(row, "incident_id") for row in told[name]]
    order = ("sources", "claims", "violations", "persons", "involvements")
    row = corrected_rows(change, "incidents")[incident]
    return Case(row, {name: told[name] for name in order if told[name]})


def keyed(change: Change, table: str, incident: str) -> dict[str, Row]:
    """Give the rows of an incident by their keys in the file, with what corrections
    say.
    """
    rows = corrected_rows(change, table)
    return {key: row for key, row in rows.items() if row["incident_id"] == incident}


def appearing(change: Change, incident: str) -> list[Row]:
    """Give the persons of an incident, each with the age it had there."""
    persons = corrected_rows(change, "persons")
    return [
        persons[row["person_id"]] | without(row, "incident_id")
        for row in keyed(change, "appearances", incident).values()
    ]


def without(row: Row, field: str) -> Row:
    """Give a row but for one field."""
    if field not in row:
        message = f"A row has no {field}; the package has another schema than ours."
        raise BriefingError(message)
    return {name: text for name, text in row.items() if name != field}


ABOUT_TEMPLATE = """\
A new case. Write between the quotes what the sources say, in your own words.
Take the # away before a line to fill it in. Lines that stay behind a # are filled in
as they are shown: not_reported where no source says anything.
Save the file and close it: the case is shown and checked before it is written."""

# What a section of the template is, and what its first row begins with.
TEMPLATE: dict[str, tuple[str, Row]] = {
    "incident": ("The act.", {}),
    "sources": (
        "A source, once for each. 'new 1' is a name for it in this file; a source that "
        "the package has is named by its identifier alone, such as S-0042.",
        {"source_id": "new 1"},
    ),
    "claims": (
        "What a source says of the act, once for each of its statements: that it was "
        "reported, its date, the number of persons.",
        {"source_id": "new 1", "field": "act", "value": "reported"},
    ),
    "violations": ("A right that was violated, once for each.", {"source_id": "new 1"}),
    "persons": (
        "A person who was named in public, once for each. One that the package has is "
        "named by person_id alone.",
        {"named_by": "new 1"},
    ),
    "involvements": ("Another state that had a part in it, once for each.", {}),
}

# Left out of a case, these follow from the claims.
DERIVED = ("date", "persons_min", "persons_max")


def template(change: Change) -> str:
    """The TOML template of a new case, each field explained by the descriptor."""
    parts = [commented(ABOUT_TEMPLATE)]
    for section, (about, begun) in TEMPLATE.items():
        optional = "# " if section in ("persons", "involvements") else ""
        head = f"[{section}]" if section == "incident" else f"[[{section}]]"
        parts.append(f"{commented(about)}\n{optional}{head}")
        for name, column in fields_of(section, change.package).items():
            if name == "incident_id":
                continue
            default = OTHERWISE.get(name, LEFT_OUT)
            needed = column.constraints.required and default in change.package.missing
            value = begun.get(name, "" if needed else default)
            off = optional or "# " * (not needed)
            text = f"{column.title}: {column.description}"
            if section == "incident" and name in DERIVED:
                off, value = "# ", ""
                text += " Left out, it follows from the claims."
            if codes := labels_of(change, section, column):
                text += f" One of: {codes}."
            listed = column.type == "list" and value == LEFT_OUT
            said = "[]" if listed else tomlkit.item(value).as_string()
            parts[-1] += f"\n{commented(text)}\n{off}{name} = {said}"
    return "\n\n".join(parts) + "\n"


def commented(text: str) -> str:
    """A text as comments of TOML."""
    lines = chain(*(wrap(one, 86, break_on_hyphens=False) for one in text.splitlines()))
    return "\n".join(f"# {line}" for line in lines)


def labels_of(change: Change, section: str, column: Column) -> str:
    """The codes that a field takes with their labels, or nothing."""
    tables = ("persons", "appearances") if section == "persons" else (section,)
    codes = dict(column.codes)
    for table in tables if section != "incident" else ("incidents",):
        for key in change.package.tables[table].table.foreign_keys:
            label = {"states": "name", "rights": "label"}.get(key.reference.resource)
            if label and key.fields == (column.name,):
                (field,) = key.reference.fields
                rows = change.rows(key.reference.resource)
                codes = {row[field]: row[label] for row in rows}
    return ", ".join(
        code if code == label.lower().replace(" ", "_") else f"{code} ({label})"
        for code, label in codes.items()
    )


LEFT_OUT = "not_reported"

# Where leaving a field out says something else than that no source tells.
OTHERWISE = {
    "record_kind": "act",
    "date_end": "not_applicable",
    "note": "not_applicable",
    "unverified_cells": "not_applicable",
    "verified": "true",
    "address_is_copy": "false",
    "derived_from": "not_applicable",
    "authority": "not_applicable",
    "other_names": "not_applicable",
    "sensitivity": "named_in_public",
    "age": "unknown",
}


def add_case(change: Change, case: Case, incident: str = "") -> str:
    """Put a case into *change* and return the identifier of its incident.

    A field that is left empty, as in the template, is left out.
    """
    case = Case(
        without_blanks(case.incident),
        {name: [*map(without_blanks, rows)] for name, rows in case.sections.items()},
    )
    key = incident or change.next_id("incidents")
    if case.incident.get("incident_id", key) != key:
        given = case.incident["incident_id"]
        message = (
            f"The case has the identifier {given}, but the next one is {key}. Leave "
            f"incident_id out; to change an incident, run `briefing case edit {given}`."
        )
        raise BriefingError(message)
    names = Names(change)
    sections = names.settled(case)
    # Violations and persons refer to sources, and the record follows from the claims.
    for name in ("sources", "claims", "violations", "persons", "involvements"):
        for row in sections.get(name, []):
            add_row(change, name, row, key)
    row = {"incident_id": key, **case.incident}
    if "date" not in row and (day := date_of(change, key)):
        row["date"] = day
    if people := working_people(change, key):
        row = {"persons_min": people[0], "persons_max": people[1], **row}
    if row.get("unverified_cells", LEFT_OUT) not in change.package.missing:
        row = {"verified": "false", **row}
    change.add("incidents", filled(change.package, "incidents", row))
    return key


def without_blanks(row: Row) -> Row:
    """The fields of a row in which anything stands."""
    return {name: text for name, text in row.items() if text}


def add_row(change: Change, section: str, row: Row, incident: str) -> None:
    """Add one row of a section; what the package has already is not added again."""
    whole = {**row, "incident_id": incident}
    if section == "persons":
        age = whole.pop("age", None)
        person = {k: v for k, v in whole.items() if k != "incident_id"}
        add_shared(change, "persons", "person_id", person)
        seen = {"person_id": row["person_id"], "incident_id": incident}
        seen |= {} if age is None else {"age": age}
        change.add("appearances", filled(change.package, "appearances", seen))
    elif section == "sources":
        add_shared(change, "sources", "source_id", row)
    else:
        change.add(section, filled(change.package, section, whole))


def add_shared(change: Change, table: str, field: str, row: Row) -> None:
    """Add a source or a person, unless an identifier alone names one that is there."""
    if change.has(table, key := row[field]):
        there = change.row(table, key)
        other = [name for name in row if row[name] != there[name]]
        if other:
            message = (
                f"{key} is in the package with another {other[0]}, "
                f"'{there[other[0]]}'. Name it by its identifier alone."
            )
            raise BriefingError(message)
        return
    change.add(table, filled(change.package, table, row))


def filled(package: Package, table: str, row: Mapping[str, str]) -> Row:
    """Fill in why there is no value where one was left out; required ones must be
    given.
    """
    fields = package.tables[table].table.fields
    whole, wanting = {}, []
    for one in fields:
        default = OTHERWISE.get(one.name, LEFT_OUT)
        missing = default in package.missing
        if one.name in row:
            whole[one.name] = row[one.name]
        elif one.constraints.required and missing:
            wanting.append(one.name)
        else:
            whole[one.name] = default
    if wanting:
        words = [row[name] for name in ("title", "name", "right") if name in row]
        of = f" of '{words[0]}'" if words else ""
        message = f"{table}{of}: give {', '.join(wanting)}; it is never left out."
        raise BriefingError(message)
    return whole


@dataclass
class Editing:
    """The edit of one case."""

    change: Change
    incident: str
    editor: RowEditor

    def run(self, case: Case) -> None:
        """Bring the package to what the case says; an absent section stays as it is."""
        if case.incident.get("incident_id", self.incident) != self.incident:
            message = f"The file is about {case.incident['incident_id']}, not this one."
            raise BriefingError(message)
        names = Names(self.change)
        sections = names.settled(case)
        # The source of a correction may be one that the case itself brings.
        source = self.editor.source
        self.editor.source = names.known.get(("sources", source), source)
        rows = corrected_rows(self.change, "incidents")
        self.editor.update(
            "incidents", self.incident, rows[self.incident], case.incident
        )
        for section in ("sources", "persons"):
            if section in sections:
                self.share(section, sections[section])
        for section in OF_INCIDENT:
            if section in sections:
                self.meet(section, sections[section])

    def share(self, table: str, wanted: list[Row]) -> None:
        """Bring sources or persons to what the case says, and persons into the
        incident.
        """
        field, rows = SHARED[table], corrected_rows(self.change, table)
        ages: list[Row] = []
        for row in wanted:
            key, cells = row[field], {k: v for k, v in row.items() if k != "age"}
            if key in rows:
                self.editor.update(table, key, rows[key], cells)
            else:
                self.change.add(table, filled(self.change.package, table, cells))
            age = {"age": row["age"]} if "age" in row else {}
            ages.append({field: key, **age})
        if table == "persons":
            self.meet("appearances", ages)

    def meet(self, table: str, wanted: list[Row]) -> None:
        """Bring the rows of the incident in one table to those that the case has."""
        there = keyed(self.change, table, self.incident)
        new: list[Row] = []
        for row in wanted:
            key = self.key_of(table, row, there)
            if key is None:
                new.append(row)
            else:
                self.editor.update(table, key, there.pop(key), row)
        for row in new:
            # A row whose key alone changed is that row, and not one gone and one come.
            close = self.close_to(table, row, there)
            if len(close) == 1:
                self.editor.update(table, close[0], there.pop(close[0]), row)
            else:
                self.add(table, row)
        for key in there:
            self.editor.remove(table, key, there[key])

    def key_of(self, table: str, row: Row, there: Mapping[str, Row]) -> str | None:
        """Find the row that has the same key as one of the case."""
        names = self.change.package.tables[table].table.primary_key
        whole = {**row, "incident_id": self.incident}
        for key, old in there.items():
            if all(old[name] == whole.get(name) for name in names):
                return key
        return None

    def close_to(self, table: str, row: Row, there: Mapping[str, Row]) -> list[str]:
        """Find the rows that are another in one field alone, and not by another
        person.
        """
        if table == "appearances" or not there:
            return []
        # A field that the case leaves out is not what the old row says of it.
        said = {**row, "incident_id": self.incident}
        whole = filled(self.change.package, table, said)
        return [
            key
            for key, old in there.items()
            if sum(old[name] != text for name, text in whole.items()) == 1
        ]

    def add(self, table: str, row: Row) -> None:
        """Add a row to the incident."""
        if table == "appearances":
            row = {**row, "incident_id": self.incident}
            self.change.add(table, filled(self.change.package, table, row))
        else:
            add_row(self.change, table, row, self.incident)
