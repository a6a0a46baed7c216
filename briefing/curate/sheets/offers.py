"""What a column of a workbook says of itself: its meaning, and the codes that it
takes.
"""

from __future__ import annotations

from collections.abc import Mapping

from briefing.curate.sheets.book import Table
from briefing.dataset.descriptor import Column

SMALL = 400  # rows of a table whose keys a drop-down still offers
TITLE, MESSAGE = 32, 255  # characters that a spreadsheet shows beside a cell
STRANGE = {
    # A warning and no refusal: the code may be a row that is added in the same go.
    "error_type": "warning",
    "error_title": "Not a known code",
    "error_message": "Choose from the list; or keep it, if you add the code to its own "
    "sheet as well.",
}


def told(field: Column) -> dict[str, object]:
    """Say beside each cell of a column what it means."""
    said = field.description
    if field.type == "list" and field.codes:
        said += f" Divided by '{field.delimiter}': {', '.join(field.codes)}"
    cut = said if len(said) <= MESSAGE else f"{said[: MESSAGE - 1]}…"
    return {
        "validate": "any",
        "input_title": field.title[:TITLE],
        "input_message": cut,
    }


def words_for(
    field: Column, table: Table, tables: Mapping[str, Table], missing: list[str]
) -> list[str]:
    """List what a cell of a column may hold, where that is a short list."""
    words = words_of(field, table, tables)
    open_ended = bool(words) and not field.constraints.required
    return [*words, *missing] if open_ended else words


def words_of(field: Column, table: Table, tables: Mapping[str, Table]) -> list[str]:
    """List the codes of a column: its own, or the keys of the table it refers to."""
    if field.type == "list":
        return []
    if field.type == "boolean":
        return ["true", "false"]
    for key in table.resource.table.foreign_keys:
        target = tables.get(key.reference.resource)
        if key.fields == (field.name,) and target and len(target.rows) <= SMALL:
            return [row[key.reference.fields[0]] for row in target.rows]
    return [*field.codes]
