"""
What JupyterLab shows of an exhibit: plain HTML, every text of it escaped.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from briefing.show.embed import with_fonts
from briefing.show.escape import html

FACE = "font-family:'Source Sans 3','Source Sans Pro','Segoe UI',sans-serif"
TITLE = "font-weight:700;font-size:1.1em"
QUIET = "color:var(--jp-ui-font-color2,#595959);font-size:.9em"
LEFT = "text-align:left;white-space:normal;vertical-align:top;padding:.2em .8em .2em 0"
RIGHT = "text-align:right;white-space:nowrap;vertical-align:top;padding:.2em 0 .2em 1em"
RULE = "border-bottom:1px solid #8a8a8a"


def tag(name: str, inner: str, style: str = "", **attributes: str) -> str:
    """
    Write an element; *inner* is HTML already, attributes are text.
    """
    pairs = ({"style": style} if style else {}) | attributes
    said = "".join(f' {key}="{html(value)}"' for key, value in pairs.items())
    return f"<{name}{said}>{inner}</{name}>"


def figure(payload: Mapping[str, Any]) -> str:
    """
    Show a chart as a picture with its alt text, below title and subtitle.
    """
    picture = base64.b64encode(with_fonts(str(payload["svg"])).encode()).decode()
    image = (
        f'<img style="width:100%" alt="{html(payload["alt"])}"'
        f' src="data:image/svg+xml;base64,{picture}"/>'
    )
    inner = [
        heading(payload),
        tag("div", image, "background:#fff;padding:4px"),
        foot(payload),
    ]
    return tag("figure", "".join(inner), f"{FACE};max-width:680px;margin:.5em 0")


def table(payload: Mapping[str, Any]) -> str:
    """
    Show a table with its heads, its notes and its source.
    """
    columns = payload["columns"]
    sides = [RIGHT if column["align"] == "right" else LEFT for column in columns]
    heads = [
        tag("th", html(column["label"]), f"{side};{RULE}", scope="col")
        for column, side in zip(columns, sides, strict=True)
    ]
    body = []
    for i, row in enumerate(payload["rows"]):
        last = payload["emphasis"] == "last" and i == len(payload["rows"]) - 1
        strong = f";font-weight:700;border-top:{RULE[14:]}" if last else ""
        cells = zip(row, sides, strict=True)
        body.append(
            tag("tr", "".join(tag("td", html(c), side + strong) for c, side in cells))
        )
    whole = tag("thead", tag("tr", "".join(heads))) + tag("tbody", "".join(body))
    inner = heading(payload) + tag("table", whole, "border-collapse:collapse")
    return tag("div", inner + foot(payload), f"{FACE};max-width:900px;margin:.5em 0")


def heading(payload: Mapping[str, Any]) -> str:
    """
    Print title and subtitle.
    """
    title = tag("div", html(payload["title"]), TITLE)
    return title + tag("div", html(payload["subtitle"]), QUIET)


def foot(payload: Mapping[str, Any]) -> str:
    """
    Print caption, notes and source.
    """
    lines = [*payload["notes"], f"Source: {payload['source']}"]
    if payload["kind"] == "figure":
        lines.insert(0, payload["caption"])
    return tag("div", "<br/>".join(html(line) for line in lines), QUIET)


def notes(title: str, lines: Sequence[str]) -> str:
    """
    Show the box of limits.
    """
    items = "".join(tag("li", html(line)) for line in lines)
    box = "border-left:4px solid #4780b0;padding:.3em 1em;max-width:680px"
    return tag(
        "div", tag("div", html(title), TITLE) + tag("ul", items), f"{FACE};{box}"
    )


def columns_of_text(payload: Mapping[str, Any]) -> str:
    """
    Print a table for a terminal, in columns.
    """
    heads = [str(column["label"]) for column in payload["columns"]]
    rows = [heads, *payload["rows"]]
    widths = [min(48, max(len(str(row[j])) for row in rows)) for j in range(len(heads))]
    lines = [
        "  ".join(str(cell).ljust(w) for cell, w in zip(row, widths, strict=True))
        for row in rows
    ]
    return "\n".join([str(payload["title"]), *(line.rstrip() for line in lines)])
