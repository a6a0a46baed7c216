"""Identifiers for the sources and persons that a case file calls by words of its
own.
"""

from collections.abc import Callable

from briefing.curate.cases.casefile import Case, Row
from briefing.curate.change import Change
from briefing.errors import BriefingError

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
