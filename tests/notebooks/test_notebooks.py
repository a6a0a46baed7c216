"""The notebooks keep their contract, and each runs alone under stock tools."""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from briefing.exhibits.exhibit import MIME
from briefing.lint.lint import lint
from briefing.selection.parameters import parameters_cell
from helpers.paths import POCKET, ROOT

# A notebook whose number is zero is a tool for the desk and no chapter.
FOUND = sorted((ROOT / "notebooks").glob("*.ipynb"))
NOTEBOOKS = [path for path in FOUND if not path.name.startswith("00-")]
FORBIDDEN = re.compile(
    r"\b(def|class|for|while|lambda|groupby|plt|pd|open|import_module)\b|://|\.\./|/"
)
NUMBER = re.compile(
    r"\d|\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|"
    r"hundreds?) (incidents?|people|persons|violations|states|cases|records)\b",
    re.IGNORECASE,
)
# What no change of the data moves: a source, an article, a year.
KEPT = re.compile(r"@S-\d+|\b[Aa]rticles? \d+|\b(19|20)\d\d\b")
NAMES = [
    "01-at-a-glance",
    "02-by-state",
    "03-by-right",
    "04-between-states",
    "05-cases",
    "06-over-time",
    "07-who",
]


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    """Every notebook."""
    return request.param


@pytest.fixture
def notebook(path: Path) -> NotebookNode:
    """A notebook as it is in git."""
    return nbformat.read(path, as_version=4)


def tagged(notebook: NotebookNode, tag: str) -> list[int]:
    """Find the cells with a tag."""
    cells = enumerate(notebook.cells)
    return [i for i, one in cells if tag in one.metadata.get("tags", [])]


def sources(notebook: NotebookNode, kind: str) -> list[str]:
    """List the sources of a kind of cell."""
    return [one.source for one in notebook.cells if one.cell_type == kind]


def test_there_is_one_notebook_for_each_question() -> None:
    """Chapters are numbered and none is missing."""
    assert set(NAMES) <= {one.stem for one in NOTEBOOKS}


def test_it_begins_with_question_parameters_and_setup(notebook: NotebookNode) -> None:
    """The first three cells are the same in every chapter."""
    first = notebook.cells[0].source

    assert first.startswith("# ")
    assert first.splitlines()[0].endswith("?")
    assert [1] == tagged(notebook, "parameters")
    assert [2] == tagged(notebook, "setup")
    assert "chosen" == notebook.cells[2].source.splitlines()[-1]


def test_parameters_are_those_of_the_schema(notebook: NotebookNode) -> None:
    """The cell is the generated text, so no chapter has a parameter of its own."""
    assert parameters_cell() == notebook.cells[1].source
    assert notebook.cells[2].source.endswith(
        "\nchosen = select(load(data), Selection.of(locals()))\nchosen"
    )


def test_cells_hold_calls_and_no_logic(notebook: NotebookNode) -> None:
    """What is counted and how it looks stands in the package."""
    code = [one.source for one in notebook.cells[3:] if one.cell_type == "code"]

    assert [] == [one for one in code if FORBIDDEN.search(one)]
    assert [] == [one for one in code if len(one.splitlines()) > 8]
    assert 25 >= len(sources(notebook, "code"))


def test_lint_finds_nothing_either(path: Path) -> None:
    """What the command says is held against the checks here, which share no code with
    it.
    """
    assert [] == [str(fault) for fault in lint([path])]


def test_words_lead(notebook: NotebookNode) -> None:
    """There is at least one cell of words for every two of code."""
    assert 2 * len(sources(notebook, "markdown")) >= len(sources(notebook, "code"))


def test_prose_holds_no_typed_counts(notebook: NotebookNode) -> None:
    """Figures in prose are computed, so a new edition cannot keep an old one."""
    found = [hit[0] for text in sources(notebook, "markdown")
             for hit in NUMBER.finditer(KEPT.sub("", text))]  # fmt: skip

    assert [] == found


def test_it_ends_with_its_limits(notebook: NotebookNode) -> None:
    """No chapter ends on a number."""
    assert notebook.cells[-1].source.startswith("limits(")


def test_outputs_are_stripped_and_ids_are_stable(notebook: NotebookNode) -> None:
    """Git sees what a person changed, and nothing else."""
    code = [one for one in notebook.cells if one.cell_type == "code"]

    assert (4, 5) == (notebook.nbformat, notebook.nbformat_minor)
    assert "python3" == notebook.metadata.kernelspec.name
    assert not [one for one in code if one.outputs or one.execution_count]
    assert all(re.fullmatch(r"[a-z]+-\d\d", one.id) for one in notebook.cells)


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    [
        pytest.param(
            path,
            id=path.stem,
            marks=[pytest.mark.smoke] if path.stem == "02-by-state" else [],
        )
        for path in NOTEBOOKS
    ],
)
def test_it_runs_alone_under_stock_papermill(path: Path, tmp_path: Path) -> None:
    """With nothing but its defaults and a folder of data, every cell shows
    something.
    """
    out = tmp_path / path.name
    subprocess.run(
        [sys.executable, "-m", "papermill", "--no-progress-bar", "--log-level", "ERROR",
         "-p", "data", str(POCKET), str(path), str(out)],
        check=True,
        cwd=tmp_path,
    )  # fmt: skip
    ran = nbformat.read(out, as_version=4)
    shown = [one for one in ran.cells[2:] if one.cell_type == "code"]
    silent = [one.source for one in shown if "parameters" not in str(one.metadata.tags)
              and not any(MIME in o.get("data", {}) for o in one.outputs)]  # fmt: skip

    assert [] == silent
