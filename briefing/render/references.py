"""Cross-references: a sentence names an exhibit by its key, and prints its number.

An author writes `[the chart below](#figure:incidents_by_year)`. On a page that becomes
"Figure 3"; where no such exhibit is shown, as where a few values became a sentence, and
in JupyterLab, which numbers nothing, the author's own words stand.
"""

from __future__ import annotations

import re
from dataclasses import replace

from briefing.render.document import Document

LINK = re.compile(r"\[([^\]\n]+)\]\(#(figure|table):([\w-]+)\)")


def resolve(document: Document) -> None:
    """Put numbers in the place of keys in everything that an author wrote."""
    shown = _shown(document)
    for place, block in enumerate(document.blocks):
        if block.kind != "author" or "](#" not in block.text:
            continue

        def number(link: re.Match[str], here: int = place) -> str:
            words, kind, key = link.groups()
            found = [one for one in shown if one[:2] == (kind, key)]
            if not found:
                return words
            # The nearest one: a chapter that stands twice speaks of its own.
            nearest = min(found, key=lambda one: abs(one[2] - here))
            return f"{kind.capitalize()} {nearest[3]}"

        document.blocks[place] = replace(block, text=LINK.sub(number, block.text))


def _shown(document: Document) -> list[tuple[str, str, int, int]]:
    """List every figure and table: kind, key, place and number, which counts its
    kind.
    """
    shown: list[tuple[str, str, int, int]] = []
    for place, block in enumerate(document.blocks):
        if block.kind != "exhibit":
            continue
        payload = document.payloads[int(block.attributes["number"])]
        kind = str(payload["kind"])
        number = 1 + sum(one[0] == kind for one in shown)
        shown.append((kind, str(payload.get("key", "")), place, number))
    return shown
