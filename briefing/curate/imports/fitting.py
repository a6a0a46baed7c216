"""Read a mapping, and refuse one that does not fit the tables of the package."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from briefing.curate.imports.mapping import OPEN, OURS, PEOPLE, USUAL, Map, Way
from briefing.dataset.characters import normal
from briefing.dataset.descriptor import Column
from briefing.dataset.finding import did_you_mean
from briefing.dataset.package import Package
from briefing.errors import BriefingError


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
                f"expected {did_you_mean(name, takes)}."
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
