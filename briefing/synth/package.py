"""A package of invented tables, written to a folder."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from briefing.dataset.files import descriptor_bytes, moved, stamp
from briefing.dataset.location import find_package
from briefing.dataset.parquet import write_table
from briefing.dataset.transaction import DESCRIPTOR
from briefing.errors import BriefingError
from briefing.files import refuse_filled
from briefing.synth.tables import (
    acts,
    as_table,
    claims,
    corrections,
    incidents,
    involvements,
    people,
    press,
    reference,
    sources,
    violations,
)
from briefing.text.formats import number

FORMATS = ("csv", "parquet")

TITLE = "SYNTHETIC DATA, MADE BY A PROGRAM: {n} INVENTED INCIDENTS IN INVENTED STATES"

ABOUT = "Everything here is invented by chance: states, sources and acts. "

ABOUT += "It says nothing about any place or anybody."


def synth(
    incidents: int,
    out: str | Path,
    *,
    form: str = "csv",
    partitions: int = 1,
    seed: int = 2026,
    like: str | Path | None = None,
) -> Path:
    """Write a package of invented incidents to the folder *out*, and give the folder.

    The same number and seed give the same tables, in either format and in any number
    of partitions. The schema is that of the package *like*, or the nearest one.
    """
    folder = Path(out)
    refuse(incidents, folder, form, partitions)
    model = json.loads((find_package(like) / DESCRIPTOR).read_bytes())
    described = {resource["name"]: resource for resource in model["resources"]}
    folder.mkdir(parents=True, exist_ok=True)
    resources = {}
    for name, table in tables(np.random.default_rng(seed), incidents):
        resource = described[name]
        names = [field["name"] for field in resource["schema"]["fields"]]
        parts = partitions if len(table) >= partitions else 1
        place = str(Path(resource["path"]).with_suffix(""))
        paths = write_table(table.select(names), folder, place, form, parts)
        resources[name] = moved(resource, paths, form)
    package = {**model, "name": f"sco-briefing-synthetic-{incidents}"}
    package |= {
        "title": TITLE.format(n=number(incidents)),
        "description": ABOUT,
        "version": f"synthetic-{incidents}-{seed}",
        "created": "2026-01-15T00:00:00Z",
        # Nobody decided anything about invented incidents.
        "resources": [resources[name] for name in described if name in resources],
    }
    (folder / DESCRIPTOR).write_bytes(descriptor_bytes(package))
    stamp(folder)
    return folder


def refuse(incidents: int, folder: Path, form: str, partitions: int) -> None:
    """Refuse what cannot be made, and a folder in which something lies."""
    message = ""
    if incidents < 1 or partitions < 1:
        message = "At least one incident and one partition are needed."
    elif form not in FORMATS:
        message = f"There is no format '{form}'; take {' or '.join(FORMATS)}."
    if message:
        raise BriefingError(message)
    refuse_filled(folder)


def tables(chance: np.random.Generator, n: int) -> Iterator[tuple[str, pa.Table]]:
    """Make the tables one by one, so that no two large ones are held at once."""
    drawn = acts(chance, n)
    told = press(chance, drawn)
    said, date = claims(chance, drawn, told)
    yield "claims", said
    del said
    what = incidents(chance, drawn, date)
    yield "incidents", what
    yield "corrections", corrections(what, told)
    del what
    yield "violations", violations(chance, drawn, told)
    yield "sources", sources(chance, told)
    yield "involvements", involvements(chance, drawn)
    yield from people(chance, drawn, told).items()
    yield from ((name, as_table(name, rows)) for name, rows in reference().items())
