"""Whether a table in HTML says something by colours, which the page does not print."""

from __future__ import annotations

import re

from briefing.render.hidden import sheets

COLOUR = re.compile(r"(?<![-\w])(?:background(?:-color|-image)?|color)\s*:", re.I)
INLINE = re.compile(
    r"<t[dhr]\b[^>]*?(?:\bbgcolor\s*=|style\s*=\s*(\"[^\"]*\"|'[^']*'))", re.I
)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
COMMENT = re.compile(r"/\*.*?\*/", re.S)
CELL_ID = re.compile(r"<t[dhr]\b[^>]*?\bid\s*=\s*[\"']?([\w-]+)", re.I)
ID = re.compile(r"#([\w-]+)\s*(?:,|$)")
MOST_RULES = 20


def has_coloured_cells(html: str) -> bool:
    """Tell whether cells of a table have a colour of their own, as of a `Styler`."""
    if "<table" not in html.lower():
        return False
    for found in INLINE.finditer(html):
        if found[1] is None or COLOUR.search(found[1]):
            return True
    css = COMMENT.sub("", "".join(sheets(html)))
    selectors = [one for one, body in RULE.findall(css) if COLOUR.search(body)]
    if not selectors:
        return False
    # A Styler has a rule for the id of each cell, thousands of them.
    ids = set(CELL_ID.findall(html))
    if any(name in ids for one in selectors for name in ID.findall(one.strip())):
        return True
    return any(_is_of_cells(one, html) for one in selectors[:MOST_RULES])


def _is_of_cells(selector: str, html: str) -> bool:
    """Tell whether a selector finds cells of a table."""
    import soupsieve
    from bs4 import BeautifulSoup

    try:
        found = soupsieve.select(selector.strip(), BeautifulSoup(html, "lxml"))
    except (soupsieve.SelectorSyntaxError, NotImplementedError, ValueError):
        return False
    return any(one.name in {"td", "th", "tr"} for one in found)
