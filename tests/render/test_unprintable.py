"""What paper cannot show is refused at its cell, and what was not run is not
exported.
"""

import pandas as pd
import pytest
from nbformat import NotebookNode, v4

from briefing.render.checks import find_unprintable, unprintable
from briefing.render.errors import TypesettingError
from briefing.render.exporter import BriefingExporter
from helpers.pdf import chapter, foreign, payload

FRAME = pd.DataFrame({"code": ["XNM"], "label": ["Northmark"], "n": [1]})
TALL = pd.DataFrame(range(1000))
SCRIPT = "<div><script>draw()</script></div>"
PIXEL = "iVBORw0KGgo="
# What a cell shows, and what is said of it; nothing, where it prints.
SHOWN: dict[str, tuple[dict[str, object], str]] = {
    "text": ({"text/plain": "7"}, ""),
    "a small frame": ({"text/html": FRAME.to_html()}, ""),
    "a frame of twelve": ({"text/html": pd.DataFrame([range(12)]).to_html()}, ""),
    "of thirteen": ({"text/html": pd.DataFrame([range(13)]).to_html()}, "13 columns"),
    "of a thousand rows": (
        {"text/html": TALL.to_html(max_rows=60, show_dimensions=True)},
        "a frame of 1000 rows that pandas cut",
    ),
    "a Styler": (
        {"text/plain": "<pandas.io.formats.style.Styler at 0x7f>", "text/html": "<b>"},
        "a Styler",
    ),
    "plotly": (
        {"application/vnd.plotly.v1+json": {}, "text/html": SCRIPT},
        "a plotly figure",
    ),
    "altair": ({"application/vnd.vegalite.v5+json": {}}, "an Altair chart"),
    "a widget": ({"application/vnd.jupyter.widget-view+json": {}}, "a widget"),
    "itables": ({"text/html": f"<table></table>{SCRIPT}"}, "something interactive"),
    "a script": ({"application/javascript": "alert()"}, "a script"),
    "a picture": ({"image/png": PIXEL}, "no alternative text"),
}  # fmt: skip


def told(**of: object) -> list[str]:
    """Say what is wrong with one output."""
    return [found.what for found in unprintable([of])]


@pytest.mark.parametrize("name", SHOWN)
def test_what_prints_and_what_does_not(name: str) -> None:
    """Frames and texts print; what needs a browser, or was cut, is named."""
    data, said = SHOWN[name]

    assert [True] * bool(said) == [said in what for what in told(data=data)]


def test_a_picture_with_words_prints() -> None:
    """Who describes a picture may show it."""
    assert [] == told(data={"image/png": PIXEL}, metadata={"alt": "Two bars"})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("findfont: Font family 'Garamond' not found.\n", "the font Garamond"),
        ("findfont: Font family ['Garamond'] not found. Falling", "the font Garamond"),
        ("Glyph 3588 (\\N{THAI}) missing from font(s) X.", "U+0E04"),
        ("a warning of another kind", ""),
    ],
)
def test_what_matplotlib_says_on_the_side_is_heard(text: str, said: str) -> None:
    """It draws something else and goes on; a briefing does not."""
    shown = told(name="stderr", text=text)

    assert [True] * bool(said) == [said in what for what in shown]


def test_the_cell_is_counted_as_its_author_does() -> None:
    """The cell that papermill adds is nobody's."""
    notebook = chapter("One?")
    added = v4.new_code_cell("n", metadata={"tags": ["injected-parameters"]})
    notebook.cells.insert(1, added)
    notebook.cells.append(showing({"application/javascript": "alert()"}))
    failed = find_unprintable("13-one", notebook)

    assert failed is not None
    assert ("13-one", 3) == (failed.chapter, failed.cell)


def test_somebody_elses_notebook_is_printed_as_well_as_can_be() -> None:
    """The rules of a briefing hold for a briefing."""
    cell = showing({"application/javascript": "alert()"})

    assert find_unprintable("any", foreign(cell)) is None


def test_an_export_names_the_cell_that_does_not_print() -> None:
    """The menu of JupyterLab says the same as a run."""
    notebook = chapter("One?")
    notebook.cells.append(showing({"application/javascript": "alert()"}))

    with pytest.raises(TypesettingError, match="Notebook, cell 3: shows a script"):
        BriefingExporter().from_notebook_node(notebook)


def test_what_was_run_before_the_selection_is_not_exported() -> None:
    """A chart of another selection would stand under the new title."""
    notebook = chapter("One?", payload("table"))
    notebook.cells[1].execution_count = 5
    notebook.cells[2].execution_count = 3

    with pytest.raises(
        TypesettingError, match=r'Cell 3 "secret_code\(\)" was run before'
    ):
        BriefingExporter().from_notebook_node(notebook)


def test_a_changed_chart_alone_may_be_run_again() -> None:
    """To run one cell anew is no mistake."""
    notebook = chapter("One?", payload("table"), payload("figure"))
    for cell, number in zip(notebook.cells[1:], (1, 9, 3), strict=True):
        cell.execution_count = number

    assert BriefingExporter().from_notebook_node(notebook)[0].startswith(b"%PDF")


def test_a_chapter_of_which_nothing_ran_is_not_exported() -> None:
    """Its code would be printed in place of the briefing."""
    cells = [
        v4.new_markdown_cell("# One?"),
        v4.new_code_cell("n = 1", metadata={"tags": ["parameters"]}),
        v4.new_code_cell("n", metadata={"tags": ["setup"]}),
    ]

    with pytest.raises(TypesettingError, match="No cell of this chapter has been run"):
        BriefingExporter().from_notebook_node(foreign(*cells))


def test_a_letter_in_the_data_is_traced_to_the_cell_that_shows_it() -> None:
    """No word of the author holds it; what the cell shows does."""
    notebook = chapter("One?", payload("notes", notes=["Held in 𓀀"]))

    with pytest.raises(TypesettingError, match=r'Chapter "One\?", cell 3 "secret_code'):
        BriefingExporter().from_notebook_node(notebook)


def showing(data: dict[str, object]) -> NotebookNode:
    """Make a cell of code that shows something."""
    output = v4.new_output("display_data", data=data)
    return v4.new_code_cell("shown", outputs=[output])
