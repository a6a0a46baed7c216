"""Joining chapters, and reading what they show."""

import nbformat
from nbformat import v4

from briefing.render.notebook import concat, is_ours, iter_payloads
from helpers.pdf import chapter, payload


def test_chapters_are_joined_in_order():
    """The cells of the second chapter follow those of the first."""
    joined = concat([chapter("One?"), chapter("Two?")], {})

    titles = [c.source for c in joined.cells if c.cell_type == "markdown"]
    assert ["# One?", "# Two?"] == titles


def test_a_joined_notebook_is_a_valid_notebook():
    """Chapters made from one template do not share their cell ids when joined."""
    one = chapter("One?")

    nbformat.validate(concat([one, one], {"title": "Twice"}))


def test_joining_leaves_the_chapters_as_they_were():
    """A chapter may be joined into a second briefing."""
    one = chapter("One?")
    before = nbformat.writes(one)

    concat([one], {})

    assert before == nbformat.writes(one)


def test_front_matter_is_carried_in_the_metadata():
    """The joined notebook says what its cover says."""
    assert {"title": "T"} == dict(concat([], {"title": "T"}).metadata["briefing"])


def test_exhibits_are_all_payloads_in_reading_order():
    """Every payload is found, and nothing else."""
    notebook = chapter("One?", payload("figure"), payload("table"))

    kinds = [found["kind"] for found in iter_payloads(notebook)]
    assert ["context", "figure", "table"] == kinds


def test_a_notebook_without_a_context_is_not_ours():
    """What does not say which data it counted is somebody else's."""
    assert not is_ours(v4.new_notebook(cells=[v4.new_markdown_cell("# Hello")]))
