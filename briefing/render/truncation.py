"""Whether a library cut what a cell shows: texts, rows, columns, lists, arrays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any, NamedTuple

from briefing.render.notebook import as_text

ELLIPSES = {"...", "..", "…", "⋮", "⋱"}

# Letters of a cut text: 50 with blanks around it of pandas, about 30 of polars.
DEFAULT_WIDTHS = {47, 48, 49, 50, 31, 33}

TABLE_ROW = re.compile(r"<tr\b[^>]*>(.*?)(?=<tr\b|</tr|</table|\Z)", re.I | re.S)

CELL = re.compile(r"<t([hd])\b[^>]*>(.*?)(?=</?t[hdr]\b|</table|\Z)", re.I | re.S)

TAG = re.compile(r"<[^>]*>")

FRAME = re.compile(r"\[([\d,]+) rows x ([\d,]+) columns\]")

SERIES = re.compile(r"\bLength: ([\d,]+)(?:, dtype: \S+|\n?Categories|$|\\n)", re.M)

INDEX = re.compile(r"(?:dtype=\S+|names=\[[^\]]*\]|\]),\s*length=(\d+)")

# A line, or a row of columns, that is nothing but ellipses.
GAP = re.compile(
    r"^\s*(?:\.\.\.?|…)(?:\s+(?:\.\.\.?|…))+\s*$|^│\s*…(?:\s*[┆│]\s*…)*\s*│$", re.M
)

LITERAL = r"(?:[\d.\]})'\"]|nan|None|True|False|NaT|<NA>)"

SEQUENCES = (
    re.compile(rf"{LITERAL},\s*\.\.\.\s*[\])}}]"),  # [0, 1, ...]
    re.compile(rf"{LITERAL},\s*\.\.\.,"),  # [0, 1, ..., 9]
    re.compile(r"\[[^\[\]]*[\d.'\"]\s+\.\.\.\s+[-\d.'\"][^\[\]]*\]"),  # [0 1 ... 9]
    re.compile(r"\]\s*\.\.\.,?\s*\["),  # rows of an array
)

# A cell that is a sequence from end to end; pandas writes words in it unquoted.
WHOLE = re.compile(r"[\[({].*,\s*\.\.\.(?:\s*,.*)?[\])}]", re.S)

# A text in a column, behind the two blanks that part columns.
IN_COLUMN = re.compile(r"  (\S.{45,46}\.\.\.)(?=  |\s*$)", re.M)

WIDER = (
    'Show it with table(…), or lift the limit: pd.set_option("display.max_colwidth", '
    "None)."
)

LONGER = (
    "Show fewer and say so, or lift the limit: pd.set_option("
    '"display.max_seq_items", None), np.set_printoptions(threshold=sys.maxsize).'
)

FIRST = "Show the first of them and say so: frame.head(20); or use table(…)."


class Unprintable(NamedTuple):
    """What paper cannot show, worded to follow the name of a cell, and the cure."""

    what: str
    cure: str


def find_cut(data: Any) -> Unprintable | None:  # noqa: ANN401  # an output of a notebook
    """Find what was cut of an output, in the form that is printed."""
    bundle = data.get("data", {})
    html = as_text(bundle.get("text/html", ""))
    if "<table" in html.lower():
        return next(of_table(html), None)
    if html:
        return None
    said = as_text(bundle.get("text/plain", "")) or as_text(data.get("text", ""))
    return next(of_text(said), None)


def of_table(html: str) -> Iterator[Unprintable]:
    """Find what was cut of a table in HTML."""
    rows = [CELL.findall(row) for row in TABLE_ROW.findall(html)]
    texts = [[unescape(TAG.sub("", inner)).strip() for _, inner in row] for row in rows]
    for row in texts:
        if len(row) > 1 and set(row) <= ELLIPSES:
            yield Unprintable("shows a frame with a gap in its middle", FIRST)
    for column in zip(*texts, strict=False):
        if len(column) > 1 and set(column) <= ELLIPSES:
            yield Unprintable("shows a frame of which columns were left out", FIRST)
    body = [text for row, kinds in zip(texts, rows, strict=True)
            for text, (kind, _) in zip(row, kinds, strict=True)
            if kind in "dD" or any(k in "dD" for k, _ in kinds)]  # fmt: skip
    longest = max(map(len, body), default=0)
    ended = [
        text
        for text in body
        if text.endswith(("...", "…")) and len(text) == longest and len(text) > 3
    ]
    if ended and (longest in DEFAULT_WIDTHS or len(ended) > 1):
        few = quote_ends(ended[0])
        yield Unprintable(
            f'shows texts cut at {longest} letters, such as "{few}"', WIDER
        )
    for text in body:
        yield from in_cell(text)


def in_cell(text: str) -> Iterator[Unprintable]:
    """Find what was cut of a thing within a cell: a list, an array, another frame."""
    if WHOLE.fullmatch(text) and text != "[...]":
        yield Unprintable(f'shows a list that was cut: "{quote_ends(text)}"', LONGER)
    elif "..." in text or "Length: " in text or " rows x " in text:
        yield from of_text(text)


def of_text(text: str) -> Iterator[Unprintable]:
    """Find what was cut of a printed text."""
    if found := FRAME.search(text):
        what = f"shows a frame of {found[1]} rows and {found[2]} columns that was cut"
        yield Unprintable(what, FIRST)
    if found := INDEX.search(text):
        yield Unprintable(f"shows an index of {found[1]} labels that was cut", LONGER)
    if ".." in text and (found := SERIES.search(text)):
        yield Unprintable(f"shows a series of {found[1]} values that was cut", FIRST)
    for pattern in SEQUENCES:
        if found := pattern.search(text):
            what = f'shows a list or an array that was cut: "{quote_ends(found[0])}"'
            yield Unprintable(what, LONGER)
    if GAP.search(text):
        yield Unprintable("shows a frame with a gap in its middle", FIRST)
    if found := IN_COLUMN.search(text):
        yield Unprintable(f'shows texts cut at 50 letters, such as "{found[1]}"', WIDER)


def quote_ends(text: str) -> str:
    """Quote both ends of a text."""
    said = " ".join(text.split())
    return said if len(said) <= 60 else f"{said[:28]} […] {said[-28:]}"
