"""mapping.toml: which columns of another table mean what."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from briefing.dataset.characters import normal
from briefing.dataset.schema import Column, Licence, Package
from briefing.errors import BriefingError
from briefing.suggest import one_of

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


def read_mapping(place: Path, package: Package) -> Map:
    """Read a mapping, and refuse one that does not fit the tables of the package."""
    try:
        given = tomllib.loads(place.read_text("utf-8-sig"))
        mapping = Map.model_validate(in_normal_form(given))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = f"The mapping {place} cannot be read: {error}."
        raise BriefingError(message) from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        message = f"The mapping {place} is wrong at {where}: {first['msg']}."
        raise BriefingError(message) from None
    for table, block in mapping.blocks():
        unfit(place, package, table, block)
    return mapping


def in_normal_form(given: Any) -> Any:  # noqa: ANN401 - whatever TOML holds
    """Bring names and values into the form in which cells are read."""
    if isinstance(given, dict):
        return {normal(name): in_normal_form(one) for name, one in given.items()}
    if isinstance(given, list):
        return [in_normal_form(one) for one in given]
    if not isinstance(given, str) or not (core := given.strip()):
        return given
    # Blanks at the ends are meant: cells may be split at " and ".
    return given.replace(core, normal(core))


def unfit(place: Path, package: Package, table: str, block: Mapping[str, Way]) -> None:
    """Refuse a field that a table has not, one that is ours to fill, or one that is
    open.
    """
    fields = {one.name: one for one in package.tables[table].table.fields}
    takes = [name for name in fields if name not in OURS]
    takes += [PEOPLE] if table == "incidents" else []
    takes = ["locator"] if table == "claims" else takes
    for name in block:
        if name not in takes:
            message = (
                f"The mapping {place} fills {table}.{name}, which an import cannot; "
                f"expected {one_of(name, takes)}."
            )
            raise BriefingError(message)
        ignored(place, f"{table}.{name}", block[name], fields.get(name))
    if not block and table in OPEN:
        return
    for name, field in fields.items():
        filled = name in {*block, *USUAL[table], *OURS} or table == "claims"
        if field.constraints.required and not filled:
            message = (
                f"The mapping {place} leaves {table}.{name} open, which every row "
                f'needs: {field.description} Add `{name} = {{ column = "…" }}` to '
                f"[{table}], or one value for all."
            )
            raise BriefingError(message)


def ignored(place: Path, name: str, way: Way, field: Column | None) -> None:
    """Refuse what a mapping says of a field that would be passed over in silence."""
    why = ""
    if sum(map(bool, (way.column, way.text, way.same))) > 1:
        why = "in two ways; take one of column, text and a value for all"
    elif way.formats and not (field and field.holds_dates):
        why = "by `formats`, but it holds no dates; take that out"
    elif way.split and field is None:
        why = "by `split`, but a row has one number of people; write it as a range, 5-6"
    if why:
        message = f"The mapping {place} fills {name} {why}."
        raise BriefingError(message)
