"""The data in other forms, as they are counted: CSV, JSON lines, Parquet, zip."""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from briefing.dataset.codebook import render_codebook
from briefing.dataset.corrections import TABLE
from briefing.dataset.csv_table import write_csv
from briefing.dataset.dataset import Dataset, Tables
from briefing.dataset.files import descriptor_bytes, moved, stamped
from briefing.dataset.location import refuse_inside
from briefing.dataset.schema import Column, Package, Resource
from briefing.dataset.table import row_key, row_keys, split_key
from briefing.dataset.transaction import DESCRIPTOR
from briefing.errors import BriefingError
from briefing.files import refuse_filled, writing
from briefing.suggest import one_of

PEOPLE = ("persons", "appearances")

WITHHELD = " In this copy names are withheld, and the tables of people are empty."


def text_of(dataset: Dataset, table: str) -> pd.DataFrame:
    """Give a table as text, as it is counted."""
    frame = dataset.written(table)
    return consistent(dataset, frame) if table == TABLE else frame


def consistent(dataset: Dataset, corrections: pd.DataFrame) -> pd.DataFrame:
    """Give the corrections as they speak of tables to which they were applied.

    A row is named by the key that it has now. Where a cell was withheld whole, nothing
    is said of what it held.
    """
    frame = corrections.sort_values("date", kind="stable")
    frame = frame.assign(key=keys_now(dataset, frame))
    last = frame.drop_duplicates(["table", "key", "field"], keep="last")
    for table, rows in last.groupby("table"):
        held = dataset.written(str(table))
        names = dataset.package.tables[str(table)].table.primary_key
        held.index = pd.Index(list(row_keys(held, names)))
        for _, key, field, now in rows[["key", "field", "now"]].itertuples():
            if held.at[key, field] != now:
                cell = frame["table"].eq(table) & frame["key"].eq(key)
                frame = frame[~(cell & frame["field"].eq(field))]
    return frame.sort_index()


def keys_now(dataset: Dataset, corrections: pd.DataFrame) -> list[str]:
    """Give the key that the row of each correction has now, which may be corrected
    too.
    """
    parts: dict[tuple[str, str], list[str]] = {}
    columns = ["table", "key", "field", "now"]
    for table, key, field, now in corrections[columns].itertuples(index=False):
        names = dataset.package.tables[table].table.primary_key
        cells = parts.setdefault((table, key), split_key(key, len(names)))
        if field in names:
            cells[names.index(field)] = now
    rows = zip(corrections["table"], corrections["key"], strict=True)
    return [row_key(parts[row]) for row in rows]


def without_people(dataset: Dataset) -> Dataset:
    """Empty the tables of people, for a copy in which nobody is to be found by a
    name.
    """
    corrected = dataset.table(TABLE)
    kept = dict.fromkeys(PEOPLE, corrected[:0].index)
    kept[TABLE] = corrected.index[~corrected["table"].isin(PEOPLE)]
    about = dataset.package.description + WITHHELD
    frames, texts = {}, {}
    for name in dataset.package.tables:
        frame, text = dataset.table(name), dataset.tables.text(name)
        rows = kept.get(name, frame.index)
        frames[name] = frame.loc[rows].reset_index(drop=True)
        texts[name] = text.loc[rows].reset_index(drop=True)
    return replace(
        dataset,
        package=dataset.package.model_copy(update={"description": about}),
        tables=Tables(frames, texts.__getitem__),
    )


CODEBOOK = "CODEBOOK.md"

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
        applied = {"applied": True} if name == TABLE else {}
        described = moved(resource, [path], form) | applied
        whole["resources"][place] = stamped(described, [files[path]])
    raw = descriptor_bytes(whole)
    package = Package.model_validate_json(raw)
    words = {DESCRIPTOR: raw, CODEBOOK: render_codebook(package).encode()}
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


def in_csv(dataset: Dataset, table: str) -> bytes:
    """A table as CSV, as its file would be."""
    frame = text_of(dataset, table)
    return write_csv([[*frame], *frame.itertuples(index=False)])


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


DERIVED = (
    "first_day",
    "last_day",
    "year",
    "independent_sources",
    "finding",
    "cooperation",
    "membership",
    "counted",
)

HANGING = ("violations", "claims", "involvements", "appearances")

Row = dict[str, Any]


def as_lines(dataset: Dataset) -> dict[str, bytes]:
    """Give every incident as one line of JSON, and the codebook.

    A number or a day that is not known is the code that says why, as in the tables.
    What follows from the tables stands under `derived`.
    """
    rows = {name: records(dataset, name) for name in dataset.package.tables}
    parts = {name: by_incident(rows[name]) for name in HANGING}
    sources = {row["source_id"]: row for row in rows["sources"]}
    persons = {row["person_id"]: row for row in rows["persons"]}
    corrected, follows = corrections(rows[TABLE]), derived(dataset)
    lines = []
    for row in rows["incidents"]:
        key = row["incident_id"]
        of = {name: part.get(key, []) for name, part in parts.items()}
        there = [one | persons[one["person_id"]] for one in of.pop("appearances")]
        told = [one["source_id"] for one in (*of["claims"], *of["violations"])]
        whole = row | {"derived": follows[key]} | of
        whole |= {
            "persons": there,
            "sources": [sources[one] for one in sorted({*told} & {*sources})],
            "corrections": corrected.get(key, []),
        }
        lines.append(json.dumps(whole, ensure_ascii=False) + "\n")
    codebook = render_codebook(dataset.package).encode()
    return {"incidents.jsonl": "".join(lines).encode(), CODEBOOK: codebook}


def records(dataset: Dataset, table: str) -> list[Row]:
    """Give the rows of a table, each cell with its type."""
    frame, missing = text_of(dataset, table), {*dataset.missing}
    fields = {one.name: one for one in dataset.package.tables[table].table.fields}
    columns = [
        [value(text, fields[str(name)], missing) for text in frame[name].tolist()]
        for name in frame
    ]
    rows = zip(*columns, strict=True)
    return [dict(zip(frame.columns, row, strict=True)) for row in rows]


def value(text: str, field: Column, missing: set[str]) -> object:
    """Give a cell its type; a code for not-knowing stays a code."""
    if field.type == "list":
        return text.split(field.delimiter)
    if text in missing:
        return text
    if field.type == "integer":
        return int(text)
    return text == "true" if field.type == "boolean" else text


def by_incident(rows: list[Row]) -> dict[str, list[Row]]:
    """Gather rows under their incident, which they need not name again."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        rest = {name: cell for name, cell in row.items() if name != "incident_id"}
        found.setdefault(row["incident_id"], []).append(rest)
    return found


def corrections(rows: list[Row]) -> Mapping[str, list[Row]]:
    """Gather the corrections of an incident and of what hangs on it."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        # An incident comes first in the keys of what hangs on it, but for persons.
        parts = split_key(row["key"], 2)
        if row["table"] in ("incidents", *HANGING):
            place = 1 if row["table"] == "appearances" else 0
            found.setdefault(parts[place], []).append(row)
    return found


def derived(dataset: Dataset) -> dict[str, Row]:
    """Give of each incident what follows from the tables and is never typed in."""
    frame = dataset.incidents
    found = {}
    for key, *cells in frame[["incident_id", *DERIVED]].itertuples(index=False):
        found[key] = {
            name: plain(cell) for name, cell in zip(DERIVED, cells, strict=True)
        }
    return found


def plain(cell: Any) -> object:  # noqa: ANN401 - whatever a frame holds
    """Give a cell of a frame as JSON has it."""
    if pd.isna(cell):
        return None
    if isinstance(cell, pd.Timestamp):
        return cell.date().isoformat()
    # What numpy holds knows how to become what Python holds.
    return cell.item() if hasattr(cell, "item") else cell


def as_tagged(dataset: Dataset) -> dict[str, bytes]:
    """Give every table as tagged CSV, and the codebook."""
    files = {
        f"{resource.path.rpartition('.')[0]}.csv": tagged(dataset, resource)
        for resource in dataset.package.resources
    }
    return {CODEBOOK: render_codebook(dataset.package).encode()} | files


def tagged(dataset: Dataset, resource: Resource) -> bytes:
    """Write a table: header, hashtags, rows."""
    frame = text_of(dataset, resource.name)
    rows = frame.itertuples(index=False)
    return write_csv([[*frame], tags(dataset, resource), *rows])


def tags(dataset: Dataset, resource: Resource) -> list[str]:
    """Give the hashtag of each column."""
    targets = {
        field: (key.reference.resource or resource.name, target)
        for key in resource.table.foreign_keys
        for field, target in zip(key.fields, key.reference.fields, strict=True)
    }
    known = {
        (one.name, field.name): field.hxl
        for one in dataset.package.resources
        for field in one.table.fields
    }
    return [
        field.hxl or known.get(targets.get(field.name, ("", "")), "") or own(field)
        for field in resource.table.fields
    ]


def own(field: Column) -> str:
    """Make a hashtag for a field that has none: a core one for days, else an
    extension.
    """
    name = "".join(sign if sign.isalnum() else "_" for sign in field.name.lower())
    if field.holds_dates:
        return f"#date+{name}"
    more = "+list" * (field.type == "list") + "+code" * bool(field.codes)
    return f"#x_{name}{more}"


Files = Mapping[str, bytes]

FORMS: Mapping[str, Callable[[Dataset], Files]] = {
    "csv": lambda dataset: as_package(dataset, "csv"),
    "jsonl": as_lines,
    "parquet": lambda dataset: as_package(dataset, "parquet"),
    "hxl": as_tagged,
    "zip": as_zip,
}


def export(
    dataset: Dataset,
    form: str,
    folder: str | Path,
    look: Callable[[Files], None] | None = None,
) -> list[Path]:
    """Write the data in a form to a new or empty folder, and give the files.

    The folder has all of the files or none. *look* sees the files before and may refuse
    them.
    """
    folder = Path(folder)
    refuse(form, folder)
    files = FORMS[form](dataset)
    if look is not None:
        look(files)
    with writing(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(mkdtemp(prefix=".export-", dir=folder.parent))
        try:
            for name, content in files.items():
                path = draft / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            # A temporary folder is its owner's alone; what is exported is to be shared.
            draft.chmod(0o755)
            with suppress(FileNotFoundError):
                folder.rmdir()
            draft.rename(folder)
        finally:
            rmtree(draft, ignore_errors=True)
    return [folder / name for name in files]


def refuse(form: str, folder: Path) -> None:
    """Refuse a form that there is not, and a folder in which something lies."""
    if form not in FORMS:
        meant = one_of(form, list(FORMS))
        message = f"There is no form '{form}'; expected {meant}."
        raise BriefingError(message)
    refuse_inside(folder, "The folder", itself=False)
    refuse_filled(folder)
