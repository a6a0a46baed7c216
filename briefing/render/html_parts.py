"""What the templates of the page are given: numbers, names to link to, packed
pictures.
"""

from __future__ import annotations

import base64
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from briefing.measure.period import MONTHS
from briefing.render.document import printable
from briefing.render.payloads import Payload
from briefing.show.embed import with_fonts

SIZE = re.compile(r'viewBox="[\d.-]+ [\d.-]+ ([\d.]+) ([\d.]+)"')
PIXELS = 4 / 3  # a point of the drawing, on a screen
KINDS = {"svg": "svg+xml", "jpg": "jpeg"}


def anchors(payloads: Sequence[Payload]) -> dict[tuple[int, int], str]:
    """Name each case by its number; where it stands a second time, by its place as
    well.

    A case of the register goes first: a link leads to all that is known of it.
    """
    cases = [
        (payload.get("layout", ""), register, place, str(case["id"]))
        for register, payload in enumerate(payloads)
        for place, case in enumerate(payload.get("cases", ()))
    ]
    names: dict[tuple[int, int], str] = {}
    for _, register, place, name in sorted(cases):
        taken = name in names.values()
        names[register, place] = f"{name}:{register}" if taken else name
    return names


def citing(payloads: Sequence[Payload]) -> dict[str, list[str]]:
    """List the cases that cite each source, in the order of the page."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for payload in payloads:
        for case in payload.get("cases", ()):
            for source in case["sources"]:
                found[source][str(case["id"])] = None
    return {source: list(cases) for source, cases in found.items()}


def numbered(payloads: Sequence[Payload]) -> list[int]:
    """Count figures and tables, each kind by itself."""
    counts: dict[str, int] = defaultdict(int)
    numbers = []
    for payload in payloads:
        counts[payload["kind"]] += 1
        numbers.append(counts[payload["kind"]])
    return numbers


def drawing(payload: Payload) -> dict[str, Any]:
    """Pack a drawing with the letters of its labels, and say how large it is."""
    svg = str(payload["svg"])
    size = SIZE.search(svg)
    width, height = (float(size[1]), float(size[2])) if size else (482.0, 300.0)
    return {
        "address": packed("svg+xml", printable(with_fonts(svg)).encode()),
        "width": round(width * PIXELS),
        "height": round(height * PIXELS),
    }


def packed(kind: str, content: bytes) -> str:
    """Write a picture as an address that needs no server."""
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def worded(item: Mapping[str, Any]) -> str:
    """Write the date of a source as precisely as it is known."""
    parts = item.get("issued", {"date-parts": [[]]})["date-parts"][0]
    words = [str(parts[0])] if parts else []
    if len(parts) > 1:
        words.insert(0, MONTHS[parts[1] - 1])
    if len(parts) > 2:
        words.insert(0, str(parts[2]))
    return " ".join(words)
