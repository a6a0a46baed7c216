"""A sentence can name a figure by its key, and is not left behind by what it leads
in.
"""

import pymupdf
import pytest
from nbformat import v4

from briefing.render.notebook import concat
from briefing.render.pdf import to_pdf
from helpers.pdf import chapter, pages, payload, shown, squeezed

FIGURE = payload("figure", key="incidents_by_year")
TABLE = payload("table", key="incidents_by_year")


def said(text):
    """Make a cell of words."""
    return v4.new_markdown_cell(text)


def typeset(*cells):
    """Typeset one chapter that begins with a figure and a table of other keys."""
    one = chapter("Which states acted?", payload("figure"), payload("table"))
    one.cells += cells
    return pages(to_pdf(concat([one], {})))


def test_a_sentence_names_a_figure_and_a_table_by_their_numbers():
    """The number is computed from the key, before the exhibit and after it."""
    key = "incidents_by_year"
    text = f"As [the chart](#figure:{key}) and [it](#table:{key}) say."

    found = "".join(typeset(said(text), shown(FIGURE), shown(TABLE), said(text)))

    assert 2 == found.count(squeezed("As Figure 2 and Table 2 say."))


def test_where_no_figure_stands_the_words_do():
    """A few values become a sentence; then nothing refers to a figure that is not
    there.
    """
    found = "".join(typeset(said("See [the sentence above](#figure:nothing).")))

    assert squeezed("See the sentence above.") in found


@pytest.mark.parametrize("lines", [18, 22, 26, 30, 34])
def test_a_heading_and_its_sentence_are_not_left_behind(lines):
    """Wherever a page ends, the box of notes stands under its heading and sentence."""
    notes = payload("notes", notes=["A note of some length for the box."] * 9)
    filling = said("\n\n".join(["One line of text."] * lines))
    head = said("## Limits here\n\nWhat follows belongs to every number.")
    one = chapter("Which states acted?")
    one.cells += [filling, head, shown(notes)]

    found = pages(to_pdf(concat([one], {})))
    (place,) = [i for i, page in enumerate(found) if squeezed("What follows") in page]

    assert squeezed("A note of some length") in found[place]
    assert squeezed("Limits here") in found[place]


def test_no_case_is_left_behind_by_its_heading():
    """In every column of the register, words of the case stand below its heading."""
    case = payload("register")["cases"][0]
    cases = [
        case
        | {"id": f"INC-{i:04d}", "summary": "A refugee was handed over. " * (i % 9)}
        for i in range(1, 40)
    ]
    one = chapter("What happened?", payload("register", cases=cases))

    pdf = to_pdf(concat([one], {}))

    assert 39 <= len(headings(pdf))
    assert [] == [heading for heading, below in headings(pdf) if not below]


def headings(pdf):
    """List the headings below a chapter's, each with whether its words stand below
    it.
    """
    found = []
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        for page in document:
            blocks = page.get_text("dict", clip=(0, 75, 595, 775))["blocks"]
            lines = [line for block in blocks for line in block.get("lines", ())]
            serif = [line for line in lines if "Serif" in line["spans"][0]["font"]]
            for line in serif:
                left, top, right, bottom = line["bbox"]
                below = [
                    other
                    for other in lines
                    if other not in serif
                    and other["bbox"][0] < right
                    and left < other["bbox"][2]
                    and top < other["bbox"][1] < bottom + 60
                ]
                if line["spans"][0]["size"] < 20:
                    found.append((line["spans"][0]["text"], bool(below)))
    return found
