"""Whether a table in HTML says something by colours, which the page does not print."""

from __future__ import annotations

import re

from briefing.render.hidden import STYLE

COLOUR = re.compile(r"(?<![-\w])(?:background(?:-color|-image)?|color)\s*:", re.I)
INLINE = re.compile(
    r"<t[dhr]\b[^>]*?(?:\bbgcolor\s*=|style\s*=\s*(\"[^\"]*\"|'[^']*'))", re.I
)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
COMMENT = re.compile(r"/\*.*?\*/", re.S)


def has_coloured_cells(html: str) -> bool:
    """Tell whether cells of a table have a colour of their own, as of a `Styler`."""
    if "<table" not in html.lower():
        return False
    for found in INLINE.finditer(html):
        if found[1] is None or COLOUR.search(found[1]):
            return True
    sheets = [COMMENT.sub("", css) for css in STYLE.findall(html)]
    rules = [
        one for css in sheets for one in RULE.findall(css) if COLOUR.search(one[1])
    ]
    if not rules:
        return False
    import soupsieve
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "lxml")
    for selector, _ in rules:
        try:
            found_cells = soupsieve.select(selector.strip(), soup)
        except (soupsieve.SelectorSyntaxError, NotImplementedError, ValueError):
            continue
        if any(one.name in {"td", "th", "tr"} for one in found_cells):
            return True
    return False
