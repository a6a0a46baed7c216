"""The front and back matter of a briefing: what its cover and its last pages say."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from nbformat import NotebookNode

from briefing.render.payloads import Payload, exhibits, first

TITLE = "Human rights in security co-operation"
# A date must be said; a briefing whose data has none says the beginning of the epoch.
UNDATED = "1970-01-01"
VERDICT = (
    "Inclusion in this briefing is no verdict. It says that a public source reported "
    "an act, not that a court found it, and nothing about anyone's guilt or innocence."
)


@dataclass(frozen=True)
class Front:
    """What stands on the cover, in the running header and on the last pages."""

    title: str
    scope: str = ""
    period: str = ""
    version: str = ""
    released: str = ""
    edition: str = ""
    source: str = ""
    licence: str = ""
    verdict: str = VERDICT
    headline: Sequence[Mapping[str, str]] = ()
    parameters: Sequence[Sequence[str]] = ()
    made: Sequence[Sequence[str]] = ()
    method: str = ""
    attachments: Mapping[str, str] = field(default_factory=dict)
    beside: Sequence[str] = ()  # tables of the data that are too large to be attached
    ours: bool = True
    compact: bool = False  # a heading in place of the cover, and nothing behind

    def printed(self) -> dict[str, Any]:
        """Return what the typesetter reads: everything but the long texts."""
        return asdict(self) | {"method": "", "attachments": sorted(self.attachments)}


def front_of(notebook: NotebookNode) -> Front:
    """Read the front matter of a chapter of ours, joined or alone.

    What the joined notebook does not say is taken from its first context.
    """
    context = dict(first(notebook, "context") or {})
    said = dict(notebook.metadata.get("briefing", {}))
    made = _pairs(said.get("made") or _made_from(context))
    parameters = said.get("parameters") or context.get("parameters") or []
    given = said.get("attachments")

    def say(key: str) -> str:
        """Say what the joined notebook says, else what its first chapter says."""
        return str(said.get(key) or context.get(key) or "")

    return Front(
        title=str(said.get("title") or context.get("title") or TITLE),
        scope=say("scope"),
        period=say("period"),
        version=say("version"),
        released=say("released") or UNDATED,
        source=say("source"),
        licence=say("licence"),
        edition=str(said.get("edition") or ""),
        headline=said.get("headline") or context.get("headline") or (),
        parameters=[[str(cell) for cell in row] for row in parameters],
        made=made,
        method=str(said.get("method") or ""),
        attachments=dict(given) if given else tables(exhibits(notebook)),
        beside=[str(name) for name in said.get("beside") or ()],
        compact=bool(said.get("compact")),
    )


def _made_from(context: Payload) -> dict[str, str]:
    """Say what a chapter alone knows about its making."""
    known = {
        "Data": context.get("source"),
        "Data released": context.get("released"),
        "SHA-256 of the data": context.get("digest"),
        "Licence of the data": context.get("licence"),
    }
    return {key: str(value) for key, value in known.items() if value}


def _pairs(made: Mapping[str, Any] | Iterable[Sequence[Any]]) -> list[list[str]]:
    """Flatten what was made how into rows of a name and a value."""
    rows = list(made.items()) if isinstance(made, Mapping) else list(made)
    flat: list[list[str]] = []
    for row in rows:
        name, value = row[0], row[1]
        if isinstance(value, Mapping):
            flat += [[f"{name}: {key}", str(inner)] for key, inner in value.items()]
        else:
            flat.append([str(name), str(value)])
    return flat


def tables(payloads: Iterable[Payload]) -> dict[str, str]:
    """Write every table behind what is printed as CSV, named after its key."""
    found: dict[str, str] = {}
    for payload in payloads:
        data = payload.get("data") or payload
        if payload["kind"] not in ("figure", "table") or not data.get("columns"):
            continue
        text = _csv(data["columns"], data["rows"])
        name, copy = f"tables/{payload['key']}.csv", 2
        while found.get(name, text) != text:
            name, copy = f"tables/{payload['key']}-{copy}.csv", copy + 1
        found[name] = text
    return found


def _csv(columns: Sequence[Any], rows: Iterable[Sequence[Any]]) -> str:
    """Write one table; a cell that a spreadsheet would run as a formula is quoted
    off.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    keys = [c["key"] if isinstance(c, Mapping) else c for c in columns]
    writer.writerow(keys)
    writer.writerows([[_inert(cell) for cell in row] for row in rows])
    return text.getvalue()


def _inert(cell: object) -> object:
    """Put an apostrophe before a text that a spreadsheet would run."""
    if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{cell}"
    return cell
