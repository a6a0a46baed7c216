"""What a chapter imports: names of briefing, each by its name."""

from __future__ import annotations

import ast

from briefing.lab.fault import Faults
from briefing.lab.page import Page
from briefing.lab.python import nodes

# These show what lives in a browser: briefing/lab/paper.py says so, and says it once.
ALIVE = {
    "altair": "an Altair chart",
    "bokeh": "a Bokeh figure",
    "bqplot": "a widget",
    "folium": "a map for a browser",
    "holoviews": "a HoloViews figure",
    "hvplot": "a HoloViews figure",
    "ipyleaflet": "a map for a browser",
    "ipywidgets": "a widget",
    "itables": "an interactive table",
    "panel": "a panel of widgets",
    "plotly": "a plotly figure",
    "qgrid": "an interactive table",
}


def importing(page: Page) -> Faults:
    """Refuse imports of anything but briefing's names, each by its name."""
    for cell in page.of_kind("code"):
        for node in nodes(cell):
            for module in imported(node):
                if module in ALIVE or (module == "briefing" and is_language(node)):
                    continue
                what = f"imports {module} and not names from briefing, one by one"
                cure = "Names such as table and stacked_bars come `from briefing`; "
                cure += "what is missing there belongs into the package."
                yield page.fault(cell, "foreign-import", what, cure, line=line_of(node))
            if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
                what = "imports everything (*), so nobody sees which names are used"
                cure = "Name what the chapter uses, one name a line, as others do."
                yield page.fault(cell, "star-import", what, cure, line=node.lineno)


def is_language(node: ast.AST) -> bool:
    """Tell whether names are taken from briefing itself, and not from a room of it."""
    return isinstance(node, ast.ImportFrom) and node.module == "briefing"


def imported(node: ast.AST) -> list[str]:
    """Name the modules that a statement imports, each by its first word."""
    if isinstance(node, ast.Import):
        return [alias.name.partition(".")[0] for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [(node.module or "").partition(".")[0]]
    return []


def line_of(node: ast.AST) -> int:
    """Say on which line of its cell something stands."""
    return int(getattr(node, "lineno", 0))


def imported_rightly(page: Page) -> Faults:
    """Name what is imported from briefing and is not there."""
    from briefing import __all__ as language
    from briefing.measure.refusals import near_miss

    for cell in page.of_kind("code"):
        for node in nodes(cell):
            if not isinstance(node, ast.ImportFrom) or node.module != "briefing":
                continue
            for name in [one.name for one in node.names]:
                if name not in {*language, "*"}:
                    what = f"imports {name}, which briefing does not have"
                    cure = (
                        near_miss(name, language) or "`dir(briefing)` lists its names."
                    )
                    line = node.lineno
                    yield page.fault(cell, "undefined-name", what, cure, line=line)
