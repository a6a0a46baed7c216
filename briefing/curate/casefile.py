"""One case as a file, in TOML or JSON."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from briefing.dataset.schema import Column, Package
from briefing.errors import BriefingError
from briefing.suggest import one_of


def understood(text: str, form: str) -> object:
    """Understand a text, or say in a ValueError why that cannot be done."""
    try:
        text.encode()
        if form == "TOML":
            return tomllib.loads(text)
        said = json.loads(text, object_pairs_hook=once)
        # JSON may name half of a sign, which no file can hold; TOML refuses that.
        json.dumps(said, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        half = ascii(error.object[error.start])
        message = f"it holds {half}, which is no whole sign of UTF-8"
        raise ValueError(message) from None
    except RecursionError:
        message = "it is nested too deep"
        raise ValueError(message) from None
    return said


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make a mapping of what JSON gives, which would drop the first of two in
    silence.
    """
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            message = f"'{name}' stands twice in one place; keep one of them"
            raise ValueError(message)
    return dict(pairs)


def quoted(text: str) -> str:
    """Quote a text for TOML, whose rules for it are those of JSON, and one more."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


Row = dict[str, str]

# The sections of a case in the order in which they are written and read.
SECTIONS = ("sources", "claims", "violations", "persons", "involvements")


@dataclass
class Case:
    """One incident with what belongs to it, every cell as text; a section may be
    absent.
    """

    incident: Row
    sections: dict[str, list[Row]] = field(default_factory=dict)

    def mapping(self) -> dict[str, Any]:
        """Give it as one mapping, as it stands in a file."""
        return {"incident": self.incident, **self.sections}


def read_case(place: Path, package: Package) -> Case:
    """Read a case file: JSON by the end of its name, TOML otherwise."""
    try:
        text = place.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        message = f"{place} cannot be read as a case: {error}."
        raise BriefingError(message) from None
    return parsed(text, str(place), package)


def parsed(text: str, place: str, package: Package) -> Case:
    """Understand the text of a case file."""
    form = "JSON" if place.endswith(".json") else "TOML"
    try:
        said = understood(text, form)
    except ValueError as error:
        message = (
            f"{place} cannot be read as {form}: {error}. "
            "`briefing case show` prints the form."
        )
        raise BriefingError(message) from None
    if not isinstance(said, dict) or not isinstance(said.get("incident", {}), dict):
        message = f"{place}: expected a section [incident] with its fields."
        raise BriefingError(message)
    strange = [name for name in said if name not in ("incident", *SECTIONS)]
    if strange:
        meant = one_of(strange[0], ["incident", *SECTIONS])
        message = f"{place} has a section '{strange[0]}'; expected {meant}"
        raise BriefingError(message)
    case = Case(cells(said.get("incident", {}), place, "incident", package))
    for name in SECTIONS:
        if name in said:
            rows = said[name]
            if not isinstance(rows, list) or not all(isinstance(r, dict) for r in rows):
                message = f"{place}: expected [[{name}]], once for each of them."
                raise BriefingError(message)
            case.sections[name] = [
                cells(row, f"{place}, {name} {nth}", name, package)
                for nth, row in enumerate(rows, start=1)
            ]
    return case


def cells(
    row: Mapping[str, Any], place: str, section: str, package: Package
) -> dict[str, str]:
    """Give the fields of a row as the text of cells."""
    fields = fields_of(section, package)
    for name in row:
        if name not in fields:
            meant = one_of(name, list(fields))
            message = f"{place} has a field '{name}'; expected {meant}"
            raise BriefingError(message)
    return {name: cell(value, fields[name], place) for name, value in row.items()}


def fields_of(section: str, package: Package) -> dict[str, Column]:
    """Give the fields that a section may have; that of the incident itself is
    implied.
    """
    tables = {"incident": ["incidents"], "persons": ["persons", "appearances"]}
    return {
        one.name: one
        for table in tables.get(section, [section])
        for one in package.tables[table].table.fields
        if one.name != "incident_id" or section == "incident"
    }


def cell(value: object, column: Column, place: str) -> str:
    """Give a value as the text of a cell, as the tables write it."""
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


def written(case: Case, package: Package) -> str:
    """Write a case as TOML."""
    parts = ["\n".join(["[incident]", *lines("incident", case.incident, package)])]
    for name, rows in case.sections.items():
        parts += [
            "\n".join([f"[[{name}]]", *lines(name, row, package)]) for row in rows
        ]
    return "\n\n".join(parts) + "\n"


def lines(section: str, row: Mapping[str, str], package: Package) -> Iterator[str]:
    """Write the fields of a row, lists as lists."""
    fields = fields_of(section, package)
    missing = package.missing
    for name, text in row.items():
        if fields[name].type == "list" and text not in missing:
            items = ", ".join(map(quoted, text.split(fields[name].delimiter)))
            yield f"{name} = [{items}]"
        else:
            yield f"{name} = {quoted(text)}"
