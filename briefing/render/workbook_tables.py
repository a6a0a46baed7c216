"""Figures and tables as sheets: the numbers behind each, under heads that can be
read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from briefing.measure.numbers import whole
from briefing.render.front import tables
from briefing.render.payloads import Payload
from briefing.render.sheets import Sheet

ENDS = {"_min": "minimum", "_max": "maximum"}
HEADS = {"n": "Total", "incident_id": "Case", "record_kind": "Kind"}
LONGEST_NAME = 31  # a spreadsheet allows no more


@dataclass
class Notes:
    """The notes of all tables, each once and numbered."""

    known: dict[str, int] = field(default_factory=dict)

    def number(self, text: str) -> int:
        """Give a note its number."""
        return self.known.setdefault(text, len(self.known) + 1)

    def sheet(self) -> Sheet:
        """List the notes."""
        rows: list[list[str | int | None]] = [
            [number, text] for text, number in self.known.items()
        ]
        return Sheet("Notes", "Notes on the tables", "Notes", ["Note", "Text"], rows)


def sheets_of_tables(payloads: Iterable[Payload], notes: Notes) -> list[Sheet]:
    """Make a sheet of every table that is attached as CSV, under the same name.

    Where a figure and a table show the same numbers, the words are those of the table.
    """
    found: dict[str, tuple[str, Payload]] = {}
    for payload in payloads:
        for text in tables([payload]).values():
            name, copy = str(payload["key"]), 2
            while found.get(name, (text,))[0] != text:
                name, copy = f"{payload['key']}-{copy}", copy + 1
            if name not in found or payload["kind"] == "table":
                found[name] = (text, payload)
    names: set[str] = set()
    return [
        sheet_of(fitting(name, names), payload, notes)
        for name, (_, payload) in found.items()
    ]


def fitting(name: str, taken: set[str]) -> str:
    """Cut a name to what a spreadsheet allows, and keep it apart from the others."""
    plain = "".join("_" if mark in "[]:*?/\\'" else mark for mark in name)
    short, copy = plain[:LONGEST_NAME], 2
    while short.lower() in taken:
        ending = f"-{copy}"
        short, copy = plain[: LONGEST_NAME - len(ending)] + ending, copy + 1
    taken.add(short.lower())
    return short


def sheet_of(name: str, payload: Payload, notes: Notes) -> Sheet:
    """Lay out the numbers behind one figure or table."""
    data = payload.get("data") or payload
    keys = [one if isinstance(one, str) else one["key"] for one in data["columns"]]
    labels = {one["key"]: one["label"] for one in payload["columns"]}
    counted = {one["key"] for one in payload["columns"] if one["align"] == "right"}
    rows = [
        [
            cell
            if not (isinstance(cell, str) and (key in counted or key[-4:] in ENDS))
            or (n := whole(cell)) is None
            else n
            for key, cell in zip(keys, row, strict=True)
        ]
        for row in data["rows"]
    ]
    numbers = sorted({notes.number(text) for text in payload.get("notes", ())})
    return Sheet(
        name,
        str(payload["title"]),
        str(payload.get("subtitle", "")),
        heads_of(keys, labels),
        rows,
        notes=tuple(numbers),
        source=str(payload.get("source", "")),
    )


def heads_of(keys: Sequence[str], labels: Mapping[str, str]) -> list[str]:
    """Word the heads of a table as they are printed, each differently.

    A code takes the head of the column that it is the code of.
    """
    named = {key: head(key, labels) for key in keys}
    heads = []
    for key, said in named.items():
        others = [one for other, one in named.items() if other != key]
        heads.append(f"{said}, code" if said in others and key not in labels else said)
    copies = [f"{one} ({key})" for one, key in zip(heads, keys, strict=True)]
    return heads if len(set(heads)) == len(heads) else copies


def head(key: str, labels: Mapping[str, str]) -> str:
    """Word one head."""
    base, end = (key[:-4], key[-4:]) if key[-4:] in ENDS else (key, "")
    coded = base.removesuffix("code") + "label" if base.endswith("code") else base
    said = labels.get(base) or labels.get(coded) or HEADS.get(base)
    words = said or base.replace("_", " ")
    if end:
        words = "People" if base in ("n", "persons") else words
        return f"{words[:1].upper()}{words[1:]}, {ENDS[end]}"
    return f"{words[:1].upper()}{words[1:]}"
