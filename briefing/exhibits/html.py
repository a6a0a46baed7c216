"""An exhibit as JupyterLab shows it."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from briefing.exhibits.exhibit import Behind
from briefing.exhibits.fonts import with_fonts
from briefing.text.formats import UNITS, counted, html, number, tag

ROW = "background:none;border:0;text-align:left;vertical-align:top;white-space:normal"

TABLE = "border-collapse:collapse;table-layout:auto;margin:0;font-size:9pt"

EDGE = "margin-top:7pt;border-top:1px dashed #c5cfd5;padding-top:4pt;font-size:9pt"

SUMMARY = "cursor:pointer;color:#16425b"


def unfold(payload: Mapping[str, Any], behind: Behind | None) -> str:
    """Fold the incidents behind a figure or a table, with its unit and its key."""
    kind = str(payload["kind"])
    said = f"Counted in {unit(str(payload['unit']))}."
    key = tag("code", html(f"[words](#{kind}:{payload['key']})"))
    lines = [tag("div", f"{html(said)} A sentence refers to it by {key}")]
    title = f"Unit and key of this {kind}"
    if behind is not None and behind.total:
        title = f"{counted(behind.total, 'incidents')} behind this {kind}"
        lines.append(listed(behind))
    summary = tag("summary", html(f"{title} (not printed)"), SUMMARY)
    return tag("details", summary + "".join(lines), EDGE)


def unit(named: str) -> str:
    """Say what is counted; where several things are, each by its name."""
    parts = named.split(", ")
    return ", ".join(UNITS[one][1] if one in UNITS else one for one in parts)


def listed(behind: Behind) -> str:
    """List the incidents under each row, or say that there are too many to list."""
    if not behind.rows:
        return tag(
            "div",
            f"{number(behind.total)} are too many to list: choose fewer by the "
            f"parameters, or look at them with {tag('code', 'look(chosen)')}.",
        )
    rows = [
        tag("tr", _head(label, len(ids)) + tag("td", html(", ".join(ids)), ROW), ROW)
        for label, ids in behind.rows
    ]
    return tag("table", tag("tbody", "".join(rows)), TABLE)


def _head(label: str, n: int) -> str:
    """Head a row with its label and the number of its incidents."""
    if not label:
        return ""
    style = f"{ROW};font-weight:600;padding-right:1em;min-width:9em"
    return tag("th", html(f"{label} ({number(n)})"), style, scope="row")


INK, ACCENT, MUTED, HAIRLINE = "#1d262b", "#16425b", "#53616a", "#c5cfd5"

FACE = (
    "font-family:'Source Sans 3','Source Sans Pro','Noto Sans Arabic','Noto Sans CJK "
    f"SC','Segoe UI',sans-serif;font-size:10pt;line-height:1.4;color:{INK};"
    "background:#fff;padding:6px 10px;margin:.5em 0;box-sizing:border-box"
)

TITLE = f"font-weight:600;font-size:11.5pt;color:{INK}"

QUIET = f"color:{MUTED};font-size:9pt"

LABEL = f"color:{ACCENT};margin-right:.4em"

COLUMN = (
    "max-width:132mm"  # words keep to the column of the page, drawings to its width
)

FULL = "max-width:calc(170mm + 20px)"

CELL = "vertical-align:top;padding:.3em 10px .3em 0"

LEFT = f"text-align:left;white-space:normal;{CELL}"

RIGHT = f"text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums;{CELL}"


def figure(payload: Mapping[str, Any], behind: Behind | None = None) -> str:
    """Show a chart as a picture with its alt text, below title and subtitle."""
    picture = base64.b64encode(with_fonts(str(payload["svg"])).encode()).decode()
    image = (
        f'<img style="width:100%" alt="{html(payload["alt"])}"'
        f' src="data:image/svg+xml;base64,{picture}"/>'
    )
    inner = [
        tag("figcaption", heading(payload), "margin:0 0 8pt"),
        tag("div", image, f"max-width:{payload['width_mm']}mm"),
        foot(payload),
        unfold(payload, behind),
    ]
    return tag("figure", "".join(inner), f"{FACE};{FULL}")


def table(payload: Mapping[str, Any], behind: Behind | None = None) -> str:
    """Show a table with its heads, its notes and its source."""
    title = tag("caption", heading(payload), "text-align:left;padding:0 0 8pt")
    inner = [grid(payload, title), foot(payload), unfold(payload, behind)]
    return tag("div", "".join(inner), f"{FACE};{FULL};overflow-x:auto")


def grid(payload: Mapping[str, Any], title: str = "") -> str:
    """Rule the cells of a table as the page does, below its caption."""
    sides = [_side(one) for one in payload["columns"]]
    top = f"font-weight:600;color:{ACCENT};border:0;vertical-align:bottom"
    heads = [
        tag("th", html(column["label"]), f"{side};{top}", scope="col")
        for column, side in zip(payload["columns"], sides, strict=True)
    ]
    rows, last = payload["rows"], len(payload["rows"]) - 1
    summed, body = payload.get("emphasis") == "last", []
    for i, row in enumerate(rows):
        look = f";border:0;font-weight:{600 if summed and i == last else 400}"
        cells = [
            tag("td", html(cell), side + look)
            for cell, side in zip(row, sides, strict=True)
        ]
        dark = i == last or (summed and i == last - 1)
        rule = f"1px solid {ACCENT if dark else HAIRLINE}"
        body.append(tag("tr", "".join(cells), f"background:none;border-bottom:{rule}"))
    ruled = f"border-top:2px solid {ACCENT};border-bottom:1px solid {ACCENT}"
    head = tag("thead", tag("tr", "".join(heads), "background:none"), ruled)
    look = "border-collapse:collapse;table-layout:auto;margin:0;font-size:9.5pt"
    look += f";color:{INK};min-width:min(132mm,100%)"
    return tag("table", title + head + tag("tbody", "".join(body)), look)


def _side(column: Mapping[str, Any]) -> str:
    """Say where the cells of a column stand; the id of an incident is never broken."""
    if column["align"] == "right":
        return RIGHT
    return f"{LEFT};white-space:nowrap" if column["key"] == "incident_id" else LEFT


def heading(payload: Mapping[str, Any]) -> str:
    """Print title and subtitle; the number before them is given when pages are made."""
    label = tag("span", html(str(payload["kind"]).capitalize()), LABEL)
    title = tag("div", label + html(payload["title"]), TITLE)
    quiet = f"color:{MUTED};font-size:9.5pt;font-weight:400"
    return title + tag("div", html(payload["subtitle"]), quiet)


def foot(payload: Mapping[str, Any]) -> str:
    """Print caption, notes and source, as they stand below it on the page."""
    lines = [*payload["notes"], f"Source: {payload['source']}."]
    if payload["caption"] not in ("", payload["title"]):
        lines.insert(0, f"{payload['caption'].removesuffix('.')}.")
    inner = "".join(tag("div", html(line), "margin:.3em 0") for line in lines)
    return tag("div", inner, f"{QUIET};{COLUMN};line-height:1.3;margin-top:7pt")


def notes(title: str, lines: Sequence[str]) -> str:
    """Show the box of limits."""
    items = "".join(tag("li", html(line), "margin:.4em 0") for line in lines)
    box = f"border-left:3px solid {ACCENT};background:#f1f4f6;padding:8pt 12pt;{COLUMN}"
    head = tag("div", html(title), f"font-weight:600;color:{ACCENT}")
    return tag("div", head + tag("ul", items, "margin:.4em 0 0"), f"{FACE};{box}")


def columns_of_text(payload: Mapping[str, Any]) -> str:
    """Print a table for a terminal, in columns."""
    heads = [str(column["label"]) for column in payload["columns"]]
    rows = [heads, *payload["rows"]]
    widths = [min(48, max(len(str(row[j])) for row in rows)) for j in range(len(heads))]
    lines = [
        "  ".join(str(cell).ljust(w) for cell, w in zip(row, widths, strict=True))
        for row in rows
    ]
    return "\n".join([str(payload["title"]), *(line.rstrip() for line in lines)])
