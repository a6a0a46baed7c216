"""The exporter as others call it: through nbconvert, and with its one option."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbconvert.exporters import get_exporter
from nbformat import v4
from traitlets.config import Config

from briefing.render.exporter import BriefingExporter
from helpers.pdf import chapter, opened, payload, words

JUPYTER = Path(sys.executable).parent / "jupyter"


def test_nbconvert_knows_the_exporter():
    """The exporter is found by its name."""
    assert get_exporter("briefing") is BriefingExporter


@pytest.mark.smoke
@pytest.mark.slow
def test_stock_nbconvert_makes_a_pdf_beside_the_notebook(tmp_path):
    """Nothing of ours is needed but the installed package."""
    nbformat.write(chapter("One?", payload("figure")), tmp_path / "out.ipynb")
    command = [str(JUPYTER), "nbconvert", "--to", "briefing", "out.ipynb"]

    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)

    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF-1.7")


def test_a_chapter_alone_has_its_cover_from_its_context():
    """One chapter is a briefing too: its cover says its data and its scope."""
    pdf, _ = BriefingExporter().from_notebook_node(chapter("One?", payload("table")))

    with opened(pdf) as document:
        assert payload("context")["title"] == str(document.docinfo.Title)


def test_an_audit_edition_prints_the_code():
    """The option shows what the briefing hides."""
    exporter = BriefingExporter(config=Config(BriefingExporter={"audit": True}))

    pdf, _ = exporter.from_notebook_node(chapter("One?"))

    assert "secret_code()" in words(pdf)


def test_an_analysts_own_frame_is_printed_in_a_chapter_of_ours():
    """What an analyst shows without our functions is typeset like any table."""
    html = "<table><tr><th>n</th></tr><tr><td>4711</td></tr></table>"
    output = v4.new_output("display_data", data={"text/html": html})
    notebook = chapter("One?")
    notebook.cells.append(v4.new_code_cell("frame", outputs=[output]))

    pdf, _ = BriefingExporter().from_notebook_node(notebook)

    assert "4711" in words(pdf)
