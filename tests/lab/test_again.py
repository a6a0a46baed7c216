"""After an edit only those cells run again whose output may have become another."""

import nbformat
import pytest

from briefing.lab.preview import cells, merged, only_shows, to_run
from briefing.render.execute import run_chapter
from briefing.render.notebook import iter_payloads
from helpers.paths import POCKET
from helpers.project import notebook

STATES, RIGHTS, TYPES = (
    "table(incidents_by_executing_state(chosen))",
    "stacked_bars(incidents_by_right(chosen))",
    "say(incidents_by_type(chosen))",
)


def code(made):
    """List the sources of the cells of code that are left to run."""
    return [
        cell.source for cell in made.cells if cell.cell_type == "code" and cell.source
    ]


def shown(made):
    """Pretend that every cell of a notebook has run, and showed nothing."""
    return {key: [] for _, key, _ in cells(made)}


@pytest.mark.parametrize(
    "source",
    [
        STATES,
        TYPES,
        'limits(chosen, "finding", "requested")',
        "table(\n    incidents_by_type(chosen),\n)  # words",
        "look(chosen)",
    ],
)
def test_calls_of_the_language_only_show(source):
    """A chart, a table, a sentence: nothing after them depends on them."""
    assert only_shows(source)


@pytest.mark.parametrize(
    "source",
    [
        "",
        "chosen",
        "n = 1",
        "import os",
        "%matplotlib inline",
        "frame.sort_values('n', inplace=True)",
        "print(chosen)",
        "table(mine(chosen))",
        "table(count := incidents_by_type(chosen))",
        "[table(one) for one in every]",
        "table(incidents_by_type(chosen)); n = 2",
        "table(incidents_by_type(",
    ],
)
def test_whatever_may_do_more_is_taken_to_do_more(source):
    """Names that are not ours, assignments and mistakes run whenever anything runs."""
    assert not only_shows(source)


def test_an_edited_chart_runs_with_what_it_needs_and_no_other():
    """Parameters and selection run, and of the charts only the one that was edited."""
    before, after = notebook(STATES, RIGHTS, TYPES), notebook(STATES, STATES, TYPES)
    first = [cell.source for cell in after.cells[1:3]]
    known = {key: [] for key in shown(before) if RIGHTS not in key[-1]}

    made = to_run(notebook(STATES, "matrix(executing_by_requesting(chosen))"), known)

    assert [*first, "matrix(executing_by_requesting(chosen))"] == code(made)


def test_an_edited_parameter_runs_everything():
    """What every chart was made with is another thing now."""
    before, after = notebook(STATES, RIGHTS), notebook(STATES, RIGHTS)
    after.cells[1].source += "\n"

    assert 4 == len(code(to_run(after, shown(before))))


def test_edited_words_run_nothing():
    """A sentence of the author is no reason to start a kernel."""
    before, after = notebook(STATES, RIGHTS), notebook(STATES, RIGHTS)
    after.cells[0].source = "# Which states?"

    assert [] == code(to_run(after, shown(before)))


def test_a_chart_that_moved_over_an_assignment_runs_again():
    """What stands between two places may have changed what a name means."""
    before, after = notebook("n = 1", STATES), notebook(STATES, "n = 1")

    assert STATES in code(to_run(after, shown(before)))


def test_a_cell_keeps_its_number():
    """What does not run stays in its place without words."""
    after = notebook(STATES, RIGHTS, "1 / 0")

    made = to_run(after, shown(notebook(STATES, RIGHTS)))

    assert len(after.cells) == len(made.cells)
    assert "1 / 0" == made.cells[-1].source


@pytest.mark.slow
def test_a_part_that_ran_shows_what_the_whole_would(tmp_path):
    """After an edit the outputs are those of a run of every cell."""
    path = tmp_path / "01-part.ipynb"
    asked = {"data": str(POCKET), "states": "XEV"}
    before, after = notebook(STATES, RIGHTS, TYPES), notebook(STATES, TYPES, RIGHTS)
    after.cells.insert(4, nbformat.v4.new_code_cell("look(chosen)", id="new"))
    for made in (before, after):
        nbformat.write(made, path)
        whole = run_chapter(path, asked)
        if made is before:
            known = merged(before, whole, {})
    nbformat.write(to_run(after, known), path)

    merged(after, run_chapter(path, asked), known)

    assert list(iter_payloads(whole)) == list(iter_payloads(after))


@pytest.mark.slow
@pytest.mark.parametrize("asked", [{}, {"states": "XSM"}])
def test_a_chapter_that_papermill_ran_can_be_previewed(tmp_path, asked):
    """Its injected parameters are nobody's cell: they run, and others may replace
    them.
    """
    path, made = tmp_path / "01-ran.ipynb", notebook(STATES)
    injected = f'data = "{POCKET}"\nstates = "XEV"'
    tags = {"tags": ["injected-parameters"]}
    made.cells.insert(2, nbformat.v4.new_code_cell(injected, id="p", metadata=tags))
    nbformat.write(to_run(made, {}), path)

    known = merged(made, run_chapter(path, asked and asked | {"data": str(POCKET)}), {})

    scopes = [one["scope"] for one in iter_payloads(made) if one["kind"] == "context"]
    named = "Saltmere" if asked else "Eastvale"
    assert [f"{named} as executing state"] == scopes
    assert [] == code(to_run(made, known))
