"""What a cell shows and paper cannot, and the cure: said of outputs before they are
set.

What of ours is shown carries a payload and always prints. This is about the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from nbformat import NotebookNode

from briefing.render.asides import is_aside, other_each_time
from briefing.render.chapters import UNPRINTED
from briefing.render.content_filter import OUTPUT, TAGS, hiding_tags, is_collapsed
from briefing.render.failure import ChapterFailed, written
from briefing.render.payloads import MIME, is_ours
from briefing.render.pictures import DRAWN
from briefing.render.svg import losses
from briefing.render.truncation import cut

Output = Mapping[str, Any]

OURS = "a chart or table of briefing, such as stacked_bars(…) or table(…)"
LIVE = {
    "application/vnd.jupyter.widget": "a widget",
    "application/vnd.plotly": "a plotly figure",
    "application/vnd.vega": "an Altair chart",
    "application/vnd.bokeh": "a Bokeh figure",
    "application/vnd.holoviews": "a HoloViews figure",
    "application/javascript": "a script",
}
PICTURES = ("image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp")
SCRIPTED = re.compile(r"<(script|iframe|video|audio|canvas)\b", re.IGNORECASE)
STYLER = re.compile(r"<pandas\.io\.formats\.style\.Styler (object )?at \w+>")
HEAD = re.compile(r"<thead>.*?</tr>", re.DOTALL)
CELL = re.compile(r"<th[ >]")
CUT = re.compile(r"([\d,]+) rows × ([\d,]+) columns")
NO_FONT = re.compile(r"findfont: Font family '?\[?'?([^'\]]+)'?\]?'? not found")
NO_GLYPH = re.compile(r"Glyph (\d+) \(.*?\) missing from")
MOST_COLUMNS = 12  # of a frame that is upright on a page and can be read


class Unprintable(NamedTuple):
    """Something that paper cannot show, and what to do instead."""

    what: str
    cure: str


def proof(
    chapter: str, notebook: NotebookNode, now: datetime | None = None
) -> ChapterFailed | None:
    """Say which cell of an executed chapter shows first what cannot be printed, if any.

    *now* is the time of the run, where the chapter comes from one. Somebody else's
    notebook is printed as well as it can be.
    """
    if not is_ours(notebook):
        return None
    for number, cell in enumerate(written(notebook), start=1):
        for found in [*closed(cell), *unprintable(cell.get("outputs", []), now)]:
            reason = f"{found.what}. {found.cure}"
            return ChapterFailed(chapter, number, reason, notebook)
    return None


def closed(cell: NotebookNode) -> Iterator[Unprintable]:
    """Name what somebody closed or marked to be left out: it may be meant for nobody,
    and a briefing shows everything or is not made.
    """
    if UNPRINTED & set(cell.metadata.get("tags", [])):
        return
    if cell.cell_type == "code" and cell.outputs and is_collapsed(cell, OUTPUT):
        yield Unprintable(
            "has its output collapsed in JupyterLab, so it may not be meant for print",
            "Expand it to have it printed, or delete the cell.",
        )
    for tag in hiding_tags(cell):
        if TAGS[tag] != "input":  # code is not printed anyway
            yield Unprintable(
                f"has the tag {tag}, and a chapter prints all that its cells show",
                "Take the tag away to have it printed, or delete the cell.",
            )


def unprintable(
    outputs: list[Output], now: datetime | None = None
) -> Iterator[Unprintable]:
    """Name what of the *outputs* of one cell cannot be printed."""
    for output in outputs:
        data = output.get("data", {})
        if MIME in data:
            continue
        if is_aside(output):
            told = [font(output)]
        else:
            told = [
                live(data),
                picture(output),
                drawing(data),
                styled(data),
                too_wide(data),
                abridged(output),
                fleeting(output, now),
            ]
        yield from [one for one in told if one is not None][:1]


def live(data: Output) -> Unprintable | None:
    """Find what only a browser's scripts can show."""
    if any(kind in data for kind in PICTURES):
        return None
    names = [LIVE[start] for start in LIVE if any(k.startswith(start) for k in data)]
    if not names and not SCRIPTED.search(text_of(data, "text/html")):
        return None
    name = names[0] if names else "something interactive"
    what = f"shows {name}, which lives in a browser and does not print"
    return Unprintable(what, f"Show {OURS}, in its place.")


def picture(output: Output) -> Unprintable | None:
    """Find a picture without words for those who do not see it."""
    described = output.get("metadata", {})
    for kind in PICTURES:
        if kind in output.get("data", {}):
            if described.get(kind, {}).get("alt") or described.get("alt"):
                return None
            what = "shows a picture that has no alternative text"
            cure = f"Draw {OURS}: it writes that text from its numbers."
            return Unprintable(what, cure)
    return None


def drawing(data: Output) -> Unprintable | None:
    """Find a drawing that would lack something on paper."""
    html = text_of(data, "text/html")
    for svg in (text_of(data, "image/svg+xml"), *DRAWN.findall(html)):
        for loss in losses(svg):
            cure = f"{loss.cure[0].upper()}{loss.cure[1:]}, or draw {OURS}."
            return Unprintable(
                f"shows a drawing that loses something: {loss.what}", cure
            )
    return None


def abridged(output: Output) -> Unprintable | None:
    """Find what a library cut, with an ellipsis for the rest."""
    found = cut(output)
    return Unprintable(found.what, found.cure) if found else None


def fleeting(output: Output, now: datetime | None) -> Unprintable | None:
    """Find what would be another at the next run of the same data."""
    what = other_each_time(output, now)
    if not what:
        return None
    return Unprintable(
        f"shows {what}, which is another at each run: the same data would never give "
        f"the same briefing twice",
        "Show the values that are meant, and take the rest out.",
    )


def styled(data: Output) -> Unprintable | None:
    """Find a Styler: its table would print without what makes it one."""
    if not STYLER.search(text_of(data, "text/plain")):
        return None
    what = "shows a Styler, whose colours and formats do not print"
    cure = "Show the count with table(…), or the frame itself without .style."
    return Unprintable(what, cure)


def too_wide(data: Output) -> Unprintable | None:
    """Find a frame that pandas cut, or whose columns fit no page."""
    html = text_of(data, "text/html")
    if 'class="dataframe"' not in html:
        return None
    cut, head = CUT.search(html), HEAD.search(html)
    columns = int(cut[2].replace(",", "")) if cut else 0
    columns = columns or (len(CELL.findall(head[0])) - 1 if head else 0)
    if columns > MOST_COLUMNS:
        what = f"shows a frame of {columns} columns, and {MOST_COLUMNS} fit on a page"
        cure = 'Choose those that the reader needs: frame[["label", "n"]].'
        return Unprintable(what, cure)
    if cut:
        what = (
            f"shows a frame of {cut[1]} rows that pandas cut, with a gap in its middle"
        )
        cure = "Show the first of them and say so: frame.head(20); or use table(…)."
        return Unprintable(what, cure)
    return None


def font(output: Output) -> Unprintable | None:
    """Find what matplotlib says, on the side, about letters that it cannot draw."""
    said = text_of(output, "text") if output.get("name") == "stderr" else ""
    missing, glyph = NO_FONT.search(said), NO_GLYPH.search(said)
    if missing:
        what = f"asks for the font {missing[1]}, which is not installed"
        cure = f"Leave the font out, or draw {OURS}: it brings its own fonts."
        return Unprintable(what, cure)
    if glyph:
        letter = chr(int(glyph[1]))
        what = f"draws the letter {letter} (U+{ord(letter):04X}), which its font lacks"
        return Unprintable(what, f"Draw {OURS}: it knows Latin, Cyrillic and Chinese.")
    return None


def text_of(data: Output, kind: str) -> str:
    """Give a text, which a notebook keeps as a list of lines or as one string."""
    said = data.get(kind, "")
    return "".join(said) if isinstance(said, list) else str(said)
