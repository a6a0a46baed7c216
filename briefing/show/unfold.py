"""The part of an exhibit that unfolds below it in JupyterLab and is not printed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from briefing.show.behind import Behind
from briefing.show.escape import html, tag
from briefing.show.words import UNITS, counted, number

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
