"""Edit a case: what is new is written, what was published is corrected with a
reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from briefing.curate.cases.casefile import Case, Row
from briefing.curate.cases.given import Names
from briefing.curate.cases.new_case import add_row, filled
from briefing.curate.cases.told_case import OF_INCIDENT, keyed
from briefing.curate.change import Change
from briefing.curate.correct import corrected_rows
from briefing.curate.hand import SHARED, Hand
from briefing.errors import BriefingError


@dataclass
class Editing:
    """The edit of one case."""

    change: Change
    incident: str
    hand: Hand

    def run(self, case: Case) -> None:
        """Bring the package to what the case says; an absent section stays as it is."""
        if case.incident.get("incident_id", self.incident) != self.incident:
            message = f"The file is about {case.incident['incident_id']}, not this one."
            raise BriefingError(message)
        names = Names(self.change)
        sections = names.settled(case)
        # The source of a correction may be one that the case itself brings.
        source = self.hand.source
        self.hand.source = names.known.get(("sources", source), source)
        rows = corrected_rows(self.change, "incidents")
        self.hand.update("incidents", self.incident, rows[self.incident], case.incident)
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
                self.hand.update(table, key, rows[key], cells)
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
                self.hand.update(table, key, there.pop(key), row)
        for row in new:
            # A row whose key alone changed is that row, and not one gone and one come.
            close = self.close_to(table, row, there)
            if len(close) == 1:
                self.hand.update(table, close[0], there.pop(close[0]), row)
            else:
                self.add(table, row)
        for key in there:
            self.hand.remove(table, key)

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
