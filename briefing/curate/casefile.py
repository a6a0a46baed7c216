"""One case as a file, in TOML."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import tomlkit

from briefing.dataset.schema import Column, Package
from briefing.errors import BriefingError
from briefing.suggest import one_of

Row = dict[str, str]

# The sections of a case in the order in which they are written and read.
SECTIONS = ("sources", "claims", "violations", "persons", "involvements")


@dataclass
class Case:
    """One incident with what belongs to it, every cell as text.

    A section that is absent leaves its rows as they are.
    """

    incident: Row
    sections: dict[str, list[Row]] = field(default_factory=dict)

    def mapping(self) -> dict[str, Any]:
        """The case as one mapping, as it stands in a file."""
        return {"incident": self.incident, **self.sections}


def read_case(place: Path, package: Package) -> Case:
    """Read a case file."""
    try:
        text = place.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        message = f"{place} cannot be read as a case: {error}."
        raise BriefingError(message) from None
    return parse_case(text, str(place), package)


def parse_case(text: str, place: str, package: Package) -> Case:
    """Parse the text of a case file; *place* names it in messages."""
    try:
        parsed = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        message = (
            f"{place} cannot be read as TOML: {error}. "
            "`briefing case new --template` prints the form."
        )
        raise BriefingError(message) from None
    if not isinstance(parsed.get("incident", {}), dict):
        message = f"{place}: expected a section [incident] with its fields."
        raise BriefingError(message)
    for name in parsed:
        if name not in ("incident", *SECTIONS):
            meant = one_of(name, ["incident", *SECTIONS])
            message = f"{place} has a section '{name}'; expected {meant}"
            raise BriefingError(message)
    case = Case(cells(parsed.get("incident", {}), place, "incident", package))
    for name in SECTIONS:
        if name in parsed:
            rows = parsed[name]
            if not isinstance(rows, list) or not all(isinstance(r, dict) for r in rows):
                message = f"{place}: expected [[{name}]], once for each of them."
                raise BriefingError(message)
            case.sections[name] = [
                cells(row, f"{place}, {name} {nth}", name, package)
                for nth, row in enumerate(rows, start=1)
            ]
    return case


def cells(row: Mapping[str, Any], place: str, section: str, package: Package) -> Row:
    """The fields of a row as the text of cells."""
    fields = fields_of(section, package)
    for name in row:
        if name not in fields:
            meant = one_of(name, list(fields))
            message = f"{place} has a field '{name}'; expected {meant}"
            raise BriefingError(message)
    return {name: cell(value, fields[name], place) for name, value in row.items()}


def fields_of(section: str, package: Package) -> dict[str, Column]:
    """Fields that a section may have; only [incident] has that of the incident."""
    tables = {"incident": ["incidents"], "persons": ["persons", "appearances"]}
    return {
        one.name: one
        for table in tables.get(section, [section])
        for one in package.tables[table].table.fields
        if one.name != "incident_id" or section == "incident"
    }


def cell(value: object, column: Column, place: str) -> str:
    """A value as the text of a cell, as the tables write it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        if any(column.delimiter in one for one in value):
            message = f"{place}: an item of {column.name} holds '{column.delimiter}'."
            raise BriefingError(message)
        return column.delimiter.join(value)
    if type(value) in (int, date):
        return str(value)
    if isinstance(value, str):
        return value
    message = f"{place}: {column.name} is {value!r}; expected a text, number or list."
    raise BriefingError(message)


def as_toml(case: Case, package: Package) -> str:
    """A case as TOML, lists as lists."""

    def values(section: str, row: Row) -> dict[str, str | list[str]]:
        fields = fields_of(section, package)
        lists = {
            name: text.split(fields[name].delimiter)
            for name, text in row.items()
            if fields[name].type == "list" and text not in package.missing
        }
        return {**row, **lists}

    whole: dict[str, Any] = {"incident": values("incident", case.incident)}
    for name, rows in case.sections.items():
        whole[name] = [values(name, row) for row in rows]
    return tomlkit.dumps(whole).rstrip() + "\n"
