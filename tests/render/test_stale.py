"""What was run in pieces is exported only where all pieces were made of one
selection.
"""

import nbformat
import pytest
from nbclient import NotebookClient

from briefing.render.errors import TypesettingError
from briefing.render.execute import run_chapter
from briefing.render.exporter import BriefingExporter
from briefing.render.notebook import iter_payloads
from briefing.render.pdf import to_pdf
from briefing.selection.parameters import BY_NAME
from helpers.paths import POCKET
from helpers.pdf import words
from helpers.project import notebook

pytestmark = pytest.mark.slow
STATES = "table(incidents_by_executing_state(chosen))"
RIGHTS = "stacked_bars(incidents_by_right(chosen))"
PARAMETERS, SETUP, FIRST, SECOND = 2, 3, 4, 5
ALL = (PARAMETERS, SETUP, FIRST, SECOND)


@pytest.fixture
def made():
    """A chapter of a table and a chart, with the invented data as its own."""
    written = notebook(STATES, RIGHTS)
    edit(written, 'data: str = ""', f'data: str = "{POCKET}"')
    return written


def edit(written, old, new):
    """Type something else into the parameters."""
    cell = written.cells[PARAMETERS - 1]
    assert old in cell.source
    cell.source = cell.source.replace(old, new)


def run(written, *steps):
    """Run cells in one kernel, in this order; a step may also be something to do
    between.
    """
    client = NotebookClient(written, kernel_name="python3")
    with client.setup_kernel():
        for step in steps:
            if callable(step):
                step()
            else:
                client.execute_cell(written.cells[step - 1], step - 1)


def exported(written):
    """Choose the briefing from the menu."""
    return BriefingExporter().from_notebook_node(written)[0]


def test_charts_from_before_a_restart_are_not_exported(made):
    """Their counts of executions are high, and still they show another selection."""
    run(made, *ALL, SECOND, SECOND)
    edit(made, 'states: str = "all"', 'states: str = "XEV"')
    run(made, PARAMETERS, SETUP)

    with pytest.raises(TypesettingError) as refused:
        exported(made)

    assert str(refused.value) == (
        f'Cell 4 "{STATES[:39]}…" and cell 5 "{RIGHTS}" were made of another '
        'selection or other data than cell 3 "from briefing import *" shows. '
        "Run > Run All Cells, then export again."
    )


def test_a_selection_that_was_not_made_again_is_not_exported(made):
    """The parameters ran with other values, the cell below them did not."""
    run(
        made,
        *ALL,
        lambda: edit(made, 'states: str = "all"', 'states: str = "XEV"'),
        *(PARAMETERS, FIRST, SECOND),
    )

    with pytest.raises(
        TypesettingError, match=r'^Cell 3 "from briefing import \*" was run'
    ):
        exported(made)


@pytest.mark.parametrize("by_hand", [False, True])
def test_parameters_that_were_edited_and_not_run_are_not_exported(made, by_hand):
    """What the cell says is not what is shown, however the setup takes it over."""
    if by_hand:
        names = ", ".join(f"{name}={name}" for name in BY_NAME)
        setup = made.cells[SETUP - 1]
        setup.source = setup.source.replace(
            "Selection.of(locals())", f"Selection({names})"
        )
    run(made, *ALL)
    edit(made, 'date_from: str = ""', 'date_from: str = "2006"')

    with pytest.raises(TypesettingError, match=r"says date_from = .2006., and "):
        exported(made)


def test_a_chart_alone_may_be_run_again(made):
    """After a restart too, as long as everything is of one selection."""
    run(made, *ALL, SECOND)
    run(made, PARAMETERS, SETUP, SECOND)

    assert "Saltmere" in words(exported(made))


def test_all_cells_run_again_are_exported(made):
    """What the refusal advises helps."""
    run(made, *ALL)
    edit(made, 'states: str = "all"', 'states: str = "XEV"')
    run(made, *ALL)

    assert "Eastvaleasexecutingstate" in words(exported(made))


def test_what_papermill_injects_counts_more_than_the_cell_above(tmp_path):
    """A chapter that was run by a command is exported with the values of that run."""
    path = tmp_path / "01-states.ipynb"
    nbformat.write(notebook(STATES), path)

    ran = run_chapter(path, {"data": str(POCKET), "states": "XEV"})

    assert "Eastvaleasexecutingstate" in words(exported(ran))


@pytest.mark.smoke
def test_no_payload_that_is_printed_says_under_what_it_was_made(made):
    """The bytes of an edition do not depend on it."""
    run(made, *ALL)
    bare = nbformat.from_dict(made)
    marked = [
        data
        for cell in bare.cells
        for output in cell.get("outputs", [])
        for data in output.get("data", {}).values()
        if isinstance(data, dict) and data.pop("under", "")
    ]

    assert 3 == len(marked)
    assert [] == [payload for payload in iter_payloads(made) if "under" in payload]
    assert to_pdf(bare) == to_pdf(made)
