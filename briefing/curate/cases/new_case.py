"""Add a case to a package: identifiers given, what was left out filled in and named."""

from collections.abc import Mapping

from briefing.curate.cases.casefile import Case, Row
from briefing.curate.cases.given import Names
from briefing.curate.cases.working import working_date, working_people
from briefing.curate.change import Change
from briefing.dataset.package import Package
from briefing.errors import BriefingError

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
    """Put a case into *change*; give the identifier of its incident."""
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
    if "date" not in row and (day := working_date(change, key)):
        row["date"] = day
    if people := working_people(change, key):
        row = {"persons_min": people[0], "persons_max": people[1], **row}
    if row.get("unverified_cells", LEFT_OUT) not in change.package.missing:
        row = {"verified": "false", **row}
    change.add("incidents", filled(change.package, "incidents", row))
    return key


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
