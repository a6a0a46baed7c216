"""The mapping of an import: which column of somebody's table is what in ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from briefing.dataset.package import Licence

BLANK = re.compile(r"\{([^{}]+)\}")  # a column in a text
PEOPLE = "persons"  # in [incidents]: a number or a range, which gives both bounds
# What an import sets itself, and no mapping may: identifiers, and what leads to them.
OURS = {"incident_id", "source_id", "person_id", "named_by", "derived_from"}
USUAL = {
    "incidents": {
        "record_kind": "act",
        "date_end": "not_applicable",
        "note": "not_applicable",
        "verified": "false",
        "unverified_cells": "not_reported",
        "confidence": "low",
    },
    "violations": {"basis": "alleged", "authority": "not_applicable"},
    "sources": {"address_is_copy": "false", "derived_from": "not_applicable"},
    "persons": {"sensitivity": "named_in_public"},
    "claims": {},
    "appearances": {},
}
OPEN = ("persons", "appearances", "claims")  # tables that a mapping may leave out
ELSE = "not_reported"  # in any other field that no column gives


class Strict(BaseModel):
    """A part of the mapping, in which a misspelt word is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Way(Strict):
    """How a field is filled: from a column, from several put together, or always the
    same.
    """

    column: str = ""
    text: str = ""  # "{Name}, {Place}": columns between words
    same: str = ""  # for every row
    values: dict[str, str] = {}
    formats: tuple[str, ...] = ()
    split: str = ""
    empty: str = ""  # what an empty cell says

    @property
    def columns(self) -> list[str]:
        """Name the columns that are read."""
        named = BLANK.findall(self.text)
        return [self.column, *named] if self.column else named


def way(given: object) -> object:
    """Read a bare text as what is the same for every row."""
    return {"same": given} if isinstance(given, str) else given


Ways = dict[str, Annotated[Way, BeforeValidator(way)]]


class Layout(Strict):
    """How the file is read."""

    encoding: str = "utf-8-sig"
    delimiter: str = Field(default=",", min_length=1, max_length=1)
    sheet: str = ""
    header: int = Field(default=1, ge=1)


class Map(Strict):
    """Everything that mapping.toml says."""

    title: str = Field(min_length=1)
    name: str = Field(default="imported", pattern=r"^[a-z0-9][a-z0-9._-]*$")
    version: str = Field(default="1", min_length=1)
    case: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()
    license: Licence | None = None
    file: Layout = Layout()
    incidents: Ways
    sources: Ways
    violations: tuple[Ways, ...] = Field(min_length=1)
    persons: Ways = {}
    appearances: Ways = {}
    claims: Ways = {}

    def blocks(self) -> Iterator[tuple[str, Ways]]:
        """Give each table with how its fields are filled."""
        for table in USUAL:
            given = getattr(self, table)
            for one in given if table == "violations" else (given,):
                yield table, one

    @property
    def columns(self) -> set[str]:
        """Name every column that is read."""
        ways = [one for _, block in self.blocks() for one in block.values()]
        return {*self.case, *self.person, *(c for one in ways for c in one.columns)}

    def columns_but(self, *tables: str) -> set[str]:
        """Name the columns that stand as they are in a field of another table."""
        blocks = [block for name, block in self.blocks() if name not in tables]
        ways = [way for block in blocks for way in block.values() if way.column]
        return {*self.case, *self.person, *(way.column for way in ways)}
