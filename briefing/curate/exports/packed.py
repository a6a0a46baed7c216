"""The data as a package of their own: CSV or Parquet files with a descriptor, or a zip.

The tables hold what is counted, and the descriptor says that their corrections were
applied, so that whoever reads the files alone and whoever checks them find the same.
"""

import csv
import io
import json
import zipfile
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from briefing.curate.exports.applied import text_of
from briefing.dataset import Dataset, render_codebook
from briefing.dataset.corrections import TABLE
from briefing.dataset.descriptor import Column
from briefing.dataset.find import DESCRIPTOR
from briefing.dataset.package import Package
from briefing.dataset.stamp import stamped
from briefing.errors import BriefingError

CODEBOOK = "CODEBOOK.md"
KINDS = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
# Of a field that always has a value, Parquet keeps the type; a code for why there is
# none would have no place in a column of numbers or days.
TYPED = {"integer": pa.int64(), "boolean": pa.bool_(), "date": pa.date32()}


def as_package(dataset: Dataset, form: str) -> dict[str, bytes]:
    """Give the files of a package, with every table in a form."""
    whole = descriptor(dataset)
    files: dict[str, bytes] = {}
    for place, resource in enumerate(whole["resources"]):
        name = resource["name"]
        first = dataset.package.tables[name].path
        path = f"{first.rpartition('.')[0]}.{form}"
        write = in_parquet if form == "parquet" else in_csv
        files[path] = write(dataset, name)
        whole["resources"][place] = redescribed(resource, path, form, files[path])
    text = json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
    package = Package.model_validate_json(text)
    words = {DESCRIPTOR: text.encode(), CODEBOOK: render_codebook(package).encode()}
    return words | files


def descriptor(dataset: Dataset) -> dict[str, Any]:
    """Read the descriptor once more, for what we do not know of it is to be kept
    too.
    """
    raw = (dataset.root / DESCRIPTOR).read_bytes()
    ours = {"description": dataset.package.description}
    if Package.model_validate_json(raw).model_copy(update=ours) != dataset.package:
        message = f"{dataset.root} was changed in the meantime. Run the command again."
        raise BriefingError(message)
    whole: dict[str, Any] = json.loads(raw)
    return whole | ours


def redescribed(
    resource: dict[str, Any], path: str, form: str, content: bytes
) -> dict[str, Any]:
    """Give the description of a table that now stands in one file of a form."""
    left = ("dialect", "encoding") if form == "parquet" else ()
    where: dict[str, Any] = {"path": path, "format": form, "mediatype": KINDS[form]}
    where |= {"applied": True} if resource["name"] == TABLE else {}
    kept = {key: value for key, value in resource.items() if key not in left}
    return stamped(kept | where, [content])


def in_csv(dataset: Dataset, table: str) -> bytes:
    """Write a table as CSV, as its file would be."""
    text = io.StringIO()
    frame = text_of(dataset, table)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows(zip(*(frame[name].tolist() for name in frame), strict=True))
    return text.getvalue().encode()


def in_parquet(dataset: Dataset, table: str) -> bytes:
    """Write a table as Parquet, each column of text where codes may stand in it."""
    frame = text_of(dataset, table)
    fields = dataset.package.tables[table].table.fields
    columns = {one.name: column(frame[one.name], one) for one in fields}
    sink = io.BytesIO()
    pq.write_table(pa.table(columns), sink, compression="zstd")
    return sink.getvalue()


def column(texts: "pd.Series[str]", field: Column) -> pa.Array:
    """Give a column its type where every cell has a value."""
    found = pa.array(texts, pa.string())
    typed = field.constraints.required and field.type in TYPED
    return found.cast(TYPED[field.type]) if typed else found


def as_zip(dataset: Dataset) -> dict[str, bytes]:
    """Give the package of CSV files as one zip, whose bytes are always the same."""
    day = dataset.released
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, content in sorted(as_package(dataset, "csv").items()):
            about = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            # Not whose machine made it, nor who may read it there.
            about.create_system, about.external_attr = 3, 0o644 << 16
            archive.writestr(about, content, zipfile.ZIP_DEFLATED, 9)
    return {f"{dataset.package.name}-{dataset.version}.zip": sink.getvalue()}
