"""Parquet files as tables of text, and tables written as Parquet."""

import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from briefing.dataset.csv_table import Part, misnamed
from briefing.dataset.findings import Finding
from briefing.dataset.schema import Column, Resource

MANY = 100_000  # rows of a file above which several threads are worth their while


def read_parquet(
    resource: Resource, path: str, raw: bytes
) -> tuple[Part | None, list[Finding]]:
    """Read the rows of a file; where its shape is wrong, say so and give no table.

    Rows are numbered from 1: the file has no line for a header.
    """
    try:
        file = pq.ParquetFile(io.BytesIO(raw))
        findings = list(misnamed(resource, path, file.schema_arrow.names))
        findings += list(mistyped(resource, path, file.schema_arrow))
        if findings:
            return None, findings
        table = columns_of(file, resource, resource.table.names)
    except (pa.ArrowException, OSError) as error:
        what = str(error).splitlines()[0]
        code, expected = "unreadable-file", "a whole Parquet file"
        return None, [Finding(path, None, None, code, what, expected)]
    return Part(table, np.arange(1, len(table) + 1)), []


def columns_of(
    file: pq.ParquetFile, resource: Resource, names: Iterable[str]
) -> pa.Table:
    """Read some columns, as text."""
    wanted = [*names]
    # A kernel forked from a process with threads is one that may hang.
    threads = file.metadata.num_rows > MANY
    read = file.read(columns=wanted, use_threads=threads)
    fields = {field.name: field for field in resource.table.fields}
    return pa.table({name: text(read[name], fields[name]) for name in wanted})


def some_of(
    resource: Resource,
    raw: Iterable[bytes],
    names: list[str],
    *wheres: Mapping[str, Collection[str]],
) -> pd.DataFrame:
    """Read some columns of the rows whose cells are among those asked for, as text.

    A row that meets one of several conditions is read. Arrow passes over groups of rows
    in which, by their bounds, none can be.
    """
    asked = [
        [(name, "in", sorted(wanted)) for name, wanted in where.items()]
        for where in wheres
    ]
    fields = {field.name: field for field in resource.table.fields}
    parts = []
    for part in raw:
        few = pq.read_metadata(pa.BufferReader(part)).num_rows <= MANY
        read = pq.read_table(
            pa.BufferReader(part),
            columns=names,
            filters=asked if all(asked) and asked else None,
            use_threads=not few,
        )
        parts.append(pa.table({name: text(read[name], fields[name]) for name in names}))
    frame: pd.DataFrame = pa.concat_tables(parts).to_pandas()
    return frame


def text(column: pa.ChunkedArray, field: Column) -> pa.ChunkedArray:
    """Write a column as CSV would; an empty cell stays empty, and is found to be so."""
    if listed(column.type):
        column = pc.binary_join(column, field.delimiter)
    return pc.fill_null(pc.cast(column, pa.large_string()), "")


def mistyped(resource: Resource, path: str, schema: pa.Schema) -> Iterator[Finding]:
    """Find columns of a type in which no cell of their field can stand."""
    for field in resource.table.fields:
        place = schema.get_field_index(field.name)
        if place >= 0 and not fits(schema.field(place).type, field):
            what = f"a column of {schema.field(place).type}"
            expected = f"text, or a column of type {field.type}"
            yield Finding(path, None, field.name, "wrong-type", what, expected)


def fits(kind: pa.DataType, field: Column) -> bool:
    """Tell whether a column of a type can hold a field: text always, else the field's
    own.
    """
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if textual(kind):
        return True
    if field.type == "list" and (
        pa.types.is_list(kind) or pa.types.is_large_list(kind)
    ):
        return textual(kind.value_type)
    own = {
        "integer": pa.types.is_integer,
        "boolean": pa.types.is_boolean,
        "date": pa.types.is_date,
    }
    return field.type in own and bool(own[field.type](kind))


def textual(kind: pa.DataType) -> bool:
    """Tell whether a type is text."""
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def listed(kind: pa.DataType) -> bool:
    """Tell whether a type is a list."""
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind))


GROUP = 100_000  # rows of a Parquet file that are read or passed over together


def write_table(
    table: pa.Table, folder: Path, place: str, form: str, partitions: int = 1
) -> list[str]:
    """Write a table beside the descriptor, and give the paths of its files in order."""
    paths = []
    each = -(-len(table) // partitions)
    for n in range(partitions):
        end = f".{form}" if partitions == 1 else f"/part-{n:04d}.{form}"
        path = folder / f"{place}{end}"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_part(table.slice(n * each, each), path, form)
        paths.append(path.relative_to(folder).as_posix())
    return paths


def write_part(part: pa.Table, path: Path, form: str) -> None:
    """Write one file."""
    if form == "csv":
        pacsv.write_csv(part, path)
    else:
        pq.write_table(part, path, compression="zstd", row_group_size=GROUP)
