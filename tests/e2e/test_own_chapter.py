"""A chapter as somebody writes it who knows pandas, matplotlib and seaborn."""

import pikepdf
import pytest
from nbformat import write
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from briefing.lint.lint import lint
from briefing.selection.parameters import parameters_cell, setup_cell
from helpers.pdf import words
from helpers.project import Project

pytestmark = pytest.mark.slow

NAMES = ["axes", "figure", "limits", "table"]
OWN = "import pandas as pd\nimport seaborn as sns\n"
HEAT_MAP = """fig, ax = axes(rows=len(by_type), labels=by_type.index)
sns.heatmap(by_type, annot=True, fmt="d", cmap="Blues", cbar=False, ax=ax)
figure(fig, data=by_type, title="Most types are on record once", unit="incidents")"""
BARS = """most = by_type.sum(axis="columns").sort_values()
fig, ax = axes(rows=len(most), labels=most.index)
bars = ax.barh(most.index, most, color="#1f4e79")
ax.bar_label(bars, padding=3)
ax.annotate(f"Most: {most.max()}", (0.6, 0.2), xycoords="axes fraction")
figure(fig, data=most, title="Few types lead over all others", unit="incidents")"""
TABLE = """months = pd.DatetimeIndex(chosen.incidents["first_day"]).month_name()
by_month = chosen.incidents.groupby(months)["persons_min"].agg(["size", "max"])
table(by_month, title="Incidents by month, and the most people", unit="incidents")"""


def chapter():
    """Write the chapter: its own counts, heat map, annotation and table."""
    cells = [
        new_markdown_cell("# Which types are rare?", id="rare-01"),
        new_code_cell(
            parameters_cell(), id="rare-02", metadata={"tags": ["parameters"]}
        ),
        new_code_cell(
            OWN + setup_cell(NAMES), id="rare-03", metadata={"tags": ["setup"]}
        ),
        new_markdown_cell("What was documented is counted here.", id="rare-04"),
        new_code_cell(
            'by_type = chosen.incidents.groupby(["type", "finding"], observed=True)\n'
            "by_type = by_type.size().unstack(fill_value=0)",
            id="rare-05",
        ),
        new_code_cell(HEAT_MAP, id="rare-06"),
        new_markdown_cell(
            "The longest bar is that of the type with most.", id="rare-07"
        ),
        new_code_cell(BARS, id="rare-08"),
        new_markdown_cell("A month says nothing of the year.", id="rare-09"),
        new_code_cell(TABLE, id="rare-10"),
        new_markdown_cell("## Limits", id="rare-11"),
        new_code_cell('limits(chosen, "finding")', id="rare-12"),
    ]
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project whose second chapter is of one's own."""
    project = Project(tmp_path_factory.mktemp("own"))
    path = project.root / "notebooks" / "02-rights.ipynb"
    write(chapter(), path)
    return project


@pytest.fixture(scope="module")
def pdf(project):
    """The printed briefing."""
    ran = project.run("--edition", "first")
    assert 0 == ran.returncode, ran.stderr
    return next((project.out / "first").glob("*.pdf")).read_bytes()


def test_lint_has_nothing_to_say(project):
    """Its frames, comparisons and colours are those of an analyst."""
    path = project.root / "notebooks" / "02-rights.ipynb"

    assert [] == [str(fault) for fault in lint([path])]


def test_it_is_printed_under_the_standard_for_accessible_pdf(pdf, tmp_path):
    """Title, table and annotation can be read, and the file says that it is
    PDF/UA-1.
    """
    path = tmp_path / "read.pdf"
    path.write_bytes(pdf)
    printed = words(pdf)

    with pikepdf.open(path) as document, document.open_metadata() as metadata:
        assert "1" == metadata["pdfuaid:part"]
        texts = [str(one.get("/Alt", "")) for one in figures(document)]
    assert 1 == sum("Few types lead over all others" in one for one in texts)
    assert 1 == sum("Most types are on record once" in one for one in texts)
    assert "Incidentsbymonth,andthemostpeople" in printed
    assert "SCObriefingdataset,version2026.1" in printed


@pytest.mark.parametrize(
    "row",
    [
        "November21",  # INC-0003 and INC-0007, of one person each
        "August12",  # INC-0001, of two
        "February15",  # INC-0002, of five or six
        "June128",  # INC-0011, of 28 or 29
        "September1notreported",  # INC-0009, of which no source gives a number
    ],
)
def test_its_table_says_what_the_tables_of_the_package_say(row, pdf):
    """Counted by hand: the month, its incidents, and the most people at least."""
    assert row in words(pdf)


def figures(document):
    """Every figure in the structure of a PDF."""
    todo = [document.Root.StructTreeRoot]
    while todo:
        one = todo.pop()
        if not isinstance(one, pikepdf.Dictionary):
            continue
        if one.get("/S") == "/Figure":
            yield one
        kids = one.get("/K", [])
        todo += list(kids) if isinstance(kids, pikepdf.Array) else [kids]
