"""Ten mistakes that an analyst makes: each is told with its cell and its cure.

Each is made for real, in a project of tiny notebooks, and met by the command.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from briefing.render.execute import run_chapter
from helpers.project import Project

JUPYTER = Path(sys.executable).parent / "jupyter"
# A notebook that says where its cells stand: the parameters are the second, the setup
# is the third, and what an analyst wrote is the fourth.
MINE = "02-rights"
PLOTLY = """display({
    "application/vnd.plotly.v1+json": {"data": []},
    "text/html": "<div><script>Plotly.newPlot()</script></div>",
    "text/plain": "Figure({})",
}, raw=True)"""
FONT = """import matplotlib.pyplot as plt
plt.rcParams["font.family"] = "Garamond Nowhere"
figure, axes = plt.subplots()
axes.set_title("Rights")
"""
FRAME = "incidents_by_right(chosen).frame"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A small project over the invented states."""
    made = Project(tmp_path)
    made.environment["BRIEFING_DATA"] = str(made.data)
    return made


def changed(project: Project, name: str, **keep: Any) -> None:
    """Change the fourth cell of a notebook as it lies, as an editor would."""
    path = project.root / "notebooks" / f"{name}.ipynb"
    raw = json.loads(path.read_text("utf-8"))
    raw["cells"][3].update(keep)
    if raw["cells"][3]["cell_type"] == "markdown":
        raw["cells"][3] = {"id": "d", "metadata": {}} | keep
    path.write_text(json.dumps(raw), "utf-8")


def linted(project: Project, *options: str) -> str:
    """Ask lint about the notebook, and give what it says."""
    ran = project.run("lint", f"notebooks/{MINE}.ipynb", *options, verb="chapter")
    assert "Traceback" not in ran.stderr
    return ran.stdout


def failed(project: Project, *options: str) -> str:
    """Try to make the briefing, and give what is said about it."""
    ran = project.run(*options)
    assert (1, "") == (ran.returncode, ran.stdout), ran.stderr
    assert "Nothing was published" in ran.stderr
    return ran.stderr


# What an analyst wrote, and what the run says of it.
SHOWN = {
    "a renamed column": (
        f'{FRAME}["lable"]',
        "KeyError: 'lable'",
        "`list(frame.columns)`, in a notebook, names the columns",
    ),
    "a renamed column, as an attribute": (
        f"{FRAME}.lable",
        "AttributeError: 'DataFrame' object has no attribute 'lable'",
        "`dir(…)` of what stands before the dot names what it has",
    ),
    "a frame where a count belongs": (
        f"stacked_bars({FRAME})",
        "UnfitFigure: this chart: 'code'",
        "Name the rows by frame.set_index(…)",
    ),
    "a name that is gone": (
        "table(ranked)",
        "NameError: name 'ranked' is not defined",
        "`briefing chapter lint` says where the name is made",
    ),
    "a Styler": (
        f"{FRAME}.style.highlight_max()",
        "shows a Styler, whose colours and formats do not print",
        "without .style",
    ),
    "a plotly figure": (
        PLOTLY,
        "shows a plotly figure, which lives in a browser and does not print",
        "Show a chart or table of briefing, such as stacked_bars(…)",
    ),
    "a frame of forty columns": (
        "import pandas as pd\npd.DataFrame([range(40)])",
        "shows a frame of 40 columns, and 12 fit on a page",
        'frame[["label", "n"]]',
    ),
    "a missing font": (
        FONT,
        "asks for the font Garamond Nowhere, which is not installed",
        "it brings its own fonts",
    ),
    "a picture without words": (
        FONT.replace("Garamond Nowhere", "DejaVu Sans"),
        "shows a picture that has no alternative text",
        "figure(fig, data=frame, title=…, unit=…)",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", SHOWN)
def test_what_a_cell_shows_in_vain(name: str, project: Project) -> None:
    """The run fails at that cell and says what to write in its place."""
    source, what, cure = SHOWN[name]
    project.write(MINE, source)
    said = failed(project)

    assert f"{MINE}, cell 4: {what}" in said
    assert cure in said


@pytest.mark.slow
def test_a_letter_that_no_font_has(project: Project) -> None:
    """The typesetter's complaint is taken back to the cell that holds the letter."""
    changed(project, MINE, cell_type="markdown", source="Held 😀 for long.")
    ran = project.run()

    where = 'Chapter "What is counted?", cell 4 "Held 😀 for long."'
    assert f"{where}: no font of the house draws 😀 (U+1F600" in ran.stderr
    assert "write what it means in words" in ran.stderr


@pytest.mark.slow
def test_a_cell_that_was_not_run(project: Project, tmp_path: Path) -> None:
    """What is exported as it stands must have been run; the cell that was not is
    named.
    """
    path = project.root / "notebooks" / f"{MINE}.ipynb"
    notebook = run_chapter(path, {"data": str(project.data)})
    notebook.cells[-1].update(outputs=[], execution_count=None)
    nbformat.write(notebook, tmp_path / "mine.ipynb")
    ran = subprocess.run(
        [str(JUPYTER), "nbconvert", "--to", "briefing", "mine.ipynb"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert ran.returncode != 0
    assert (
        'Cell 4 "stacked_bars(incidents_by_right(chosen))" has not been' in ran.stderr
    )
    assert "Run > Run All Cells, then export again" in ran.stderr
    assert not (tmp_path / "mine.pdf").exists()


def test_a_typed_number(project: Project) -> None:
    """Lint quotes the number, and says who writes it instead."""
    changed(project, MINE, cell_type="markdown", source="There are 41 incidents.")
    said = linted(project)

    assert 'cell 4 "There are 41 incidents.": a number is typed: "There are 41' in said
    assert "a sentence of `say` holds the number of every run" in said


@pytest.mark.slow
def test_a_parameters_tag_that_is_gone(project: Project) -> None:
    """Lint says where to put it back; a run that would count everything fails."""
    path = project.root / "notebooks" / f"{MINE}.ipynb"
    raw = json.loads(path.read_text("utf-8"))
    raw["cells"][1]["metadata"] = {}
    path.write_text(json.dumps(raw), "utf-8")
    said, ran = linted(project), failed(project, "--states", "XNM")

    assert ', cell 2 "states: str' in said
    assert "Give this cell the tag parameters" in said
    assert f"{MINE}, cell 2: no cell is tagged parameters" in ran
    assert "Give this cell the tag parameters" in ran


def test_a_notebook_saved_with_outputs(project: Project) -> None:
    """Lint names the cell, and `--fix` strips it."""
    shown = {"output_type": "stream", "name": "stdout", "text": ["7"]}
    changed(project, MINE, outputs=[shown], execution_count=7)
    said = linted(project)

    assert (
        'cell 4 "stacked_bars(incidents_by_right(chosen))": is saved with what' in said
    )
    assert "Edit > Clear Outputs of All Cells" in said
    assert "stored-outputs" not in linted(project, "--fix")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import plotly.express as px", "uses a plotly figure"),
        (f"{FRAME}.style", "makes a Styler"),
        ("table(ranked)", "uses ranked, which no cell above makes"),
    ],
)
def test_lint_sees_before_the_run_what_it_can(source, said, project: Project) -> None:
    """Nobody has to wait for a run to hear of it."""
    changed(project, MINE, source=source)

    lines = linted(project).splitlines()
    assert [line for line in lines if f'cell 4 "{source}"' in line and said in line]


def test_a_state_by_a_wrong_name(project: Project) -> None:
    """Lint reads no data, and says that the default is another; the run names the code
    that was meant.
    """
    path = project.root / "notebooks" / f"{MINE}.ipynb"
    text = path.read_text("utf-8")
    wrong = text.replace('states: str = \\"all\\"', 'states: str = \\"Northmarc\\"')
    path.write_text(wrong, "utf-8")
    said, ran = linted(project), project.run("--states", "Northmarc")

    assert ', cell 2 "states: str' in said
    assert "states is 'Northmarc'" in said
    assert 2 == ran.returncode and "Did you mean XNM (Northmark)?" in ran.stderr
