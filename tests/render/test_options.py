"""nbconvert's options and tags that leave things out: the PDF has the words that
nbconvert's own HTML has.
"""

import logging
import re

import pytest
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode, v4
from traitlets.config import Config

from briefing.lint.notebook import Page
from briefing.lint.output import printing
from briefing.render.checks import find_unprintable
from briefing.render.errors import TypesettingError
from briefing.render.exporter import BriefingExporter
from helpers.pdf import chapter, foreign, payload, words

# A word of its own for each thing that can be printed or left out.
SAID = {
    "openwords", "plaincode", "plainout", "cellcode", "cellout", "inputcode",
    "inputout", "outputcode", "outputout", "singlecode", "singleout", "otherout",
    "taggedwords", "rawwords", "latexwords", "errout", "typedin",
}  # fmt: skip


def code(word: str, *tags: str) -> NotebookNode:
    """Make a cell whose code and output have a word each."""
    output = v4.new_output("stream", text=f"{word}out\n")
    metadata = {"tags": list(tags)}
    return v4.new_code_cell(f"{word}code", outputs=[output], metadata=metadata)


def notebook() -> NotebookNode:
    """Make a notebook with every kind of cell and tag."""
    single = code("single")
    single.outputs += [
        v4.new_output(
            "display_data", {"text/plain": "otherout"}, metadata={"tags": ["one-less"]}
        ),
        v4.new_output("stream", name="stderr", text="errout\n"),
        v4.new_output("stream", name="stdin", text="typedin\n"),
    ]
    return foreign(
        v4.new_markdown_cell("# Title\n\nopenwords"),
        code("plain"),
        code("cell", "remove-cell"),
        code("input", "remove-input"),
        code("output", "remove-output"),
        single,
        v4.new_markdown_cell("taggedwords", metadata={"tags": ["remove-input"]}),
        v4.new_raw_cell("rawwords"),
        v4.new_raw_cell("latexwords", metadata={"raw_mimetype": "text/latex"}),
    )


def found(text: str) -> set[str]:
    """Find which words are there."""
    return {word for word in SAID if word in text}


def exported(config: Config, source: NotebookNode) -> set[str]:
    """Find the words of the PDF."""
    return found(words(BriefingExporter(config=config).from_notebook_node(source)[0]))


def in_html(config: Config, source: NotebookNode) -> set[str]:
    """Find the words of nbconvert's own page, without its style sheets."""
    page, _ = HTMLExporter(config=config).from_notebook_node(source)
    return found(re.sub(r"<style.*?</style>", "", page, flags=re.DOTALL))


def remove(**tags: list[str]) -> dict[str, dict[str, object]]:
    """Write an option of the preprocessor that removes by tags."""
    return {"TagRemovePreprocessor": {f"remove_{k}_tags": v for k, v in tags.items()}}


OPTIONS: dict[str, dict[str, dict[str, object]]] = {
    "nothing": {},
    "no-input": {
        "TemplateExporter": {"exclude_input": True, "exclude_output_prompt": True}
    },
    "no-prompt": {"TemplateExporter": {"exclude_input_prompt": True}},
    "no output": {"TemplateExporter": {"exclude_output": True}},
    "no code": {"TemplateExporter": {"exclude_code_cell": True}},
    "no words": {"TemplateExporter": {"exclude_markdown": True}},
    "no raw": {"TemplateExporter": {"exclude_raw": True}},
    "stdin": {"TemplateExporter": {"exclude_output_stdin": False}},
    "cells": remove(cell=["remove-cell"]),
    "inputs": remove(input=["remove-input"]),
    "outputs": remove(all_outputs=["remove-output"]),
    "one output": remove(single_output=["one-less"]),
    "turned off": {
        "TagRemovePreprocessor": {
            "enabled": False,
            "remove_cell_tags": ["remove-cell"],
        }
    },
    "regex": {"RegexRemovePreprocessor": {"patterns": ["plain", "tagged"]}},
    "clear output": {"ClearOutputPreprocessor": {"enabled": True}},
    "own name": {"BriefingExporter": {"exclude_input": True},
                 "HTMLExporter": {"exclude_input": True}},
}  # fmt: skip


@pytest.mark.parametrize("name", OPTIONS)
def test_the_same_words_are_left_out_as_by_nbconvert(name: str) -> None:
    """One exporter passes on what the other does, word for word."""
    config = Config(OPTIONS[name])

    assert in_html(config, notebook()) == exported(config, notebook())


def test_code_left_out_is_left_out_on_paper() -> None:
    """A notebook is passed on as PDF exactly to leave its code out."""
    config = Config(OPTIONS["no-input"])

    assert {word for word in SAID if word.endswith("code")}.isdisjoint(
        exported(config, notebook())
    )


def test_a_tag_that_is_not_followed_is_said(caplog: pytest.LogCaptureFixture) -> None:
    """Jupyter Book follows the tag, nbconvert only if told; the log says how."""
    with caplog.at_level(logging.WARNING):
        exported(Config(), notebook())

    said = "cell 3: the tag remove-cell is not followed, and all of the cell is"
    assert said in caplog.text
    assert "--TagRemovePreprocessor.remove_cell_tags=remove-cell" in caplog.text
    assert "cell 9: a raw cell for text/latex is not printed" in caplog.text


def test_a_message_names_the_cell_as_its_author_counts(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Cells that were removed above it still count."""
    with caplog.at_level(logging.WARNING):
        exported(Config(OPTIONS["cells"]), notebook())

    assert "cell 9: a raw cell" in caplog.text and "cell 3:" not in caplog.text


@pytest.mark.parametrize(
    ("metadata", "kept", "said"),
    [
        ({"jupyter": {"source_hidden": True}}, {"plainout"}, "its code is collapsed"),
        ({"hide_input": True}, {"plainout"}, "its code is collapsed"),
        ({"jupyter": {"outputs_hidden": True}}, {"plaincode"}, "its output is"),
        ({"jupyter": {"outputs_hidden": False}}, {"plaincode", "plainout"}, ""),
        ({"collapsed": True}, {"plaincode", "plainout"}, ""),
    ],
    ids=lambda one: " ".join(sorted(one)) if isinstance(one, set) else str(one),
)
def test_what_is_collapsed_stays_closed(
    metadata: dict[str, object],
    kept: set[str],
    said: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Nobody expects on paper what was closed on the screen; the log says so.

    An old notebook has `collapsed` in every cell, and means nothing by it.
    """
    cell = code("plain")
    cell.metadata.update(metadata)

    with caplog.at_level(logging.WARNING):
        assert kept == exported(Config(), foreign(cell))
    assert bool(said) == ("collapsed" in caplog.text) and said in caplog.text


@pytest.mark.parametrize(
    "config",
    [
        OPTIONS["no output"],
        OPTIONS["no code"],
        OPTIONS["no words"],
        remove(cell=["setup"]),
    ],
    ids=str,
)
def test_a_chapter_of_ours_is_printed_whole(config: dict[str, object]) -> None:
    """Its front page speaks of what the option would leave out."""
    exporter = BriefingExporter(config=Config(config))

    with pytest.raises(TypesettingError, match="Export"):
        exporter.from_notebook_node(chapter("One?", payload("table")))


@pytest.mark.parametrize(
    "metadata",
    [{"jupyter": {"outputs_hidden": True}}, {"tags": ["remove-output"]}],
    ids=str,
)
def test_a_chapter_that_hides_a_cell_is_refused(metadata: dict[str, object]) -> None:
    """It may be meant for nobody, so whoever wrote it decides; lint says it before."""
    notebook = chapter("One?", payload("table"))
    cell = code("plain")
    cell.metadata.update(metadata)
    notebook.cells.append(cell)

    failed = find_unprintable("13-one", notebook)
    assert failed is not None and 4 == failed.cell
    raw = {"cells": [{**cell, "outputs": []}]}
    assert ["will-not-print"] == [one.code for one in printing(Page(None, raw))]  # type: ignore[arg-type]
