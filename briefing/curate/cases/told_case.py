"""A case of the package in the form of a case file, its values as they hold now."""

from briefing.curate.cases.casefile import Case, Row
from briefing.curate.change import Change
from briefing.curate.correct import corrected_rows
from briefing.errors import BriefingError

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
