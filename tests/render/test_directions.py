"""Text from right to left stands in place, and leaves its neighbours in theirs."""

import logging
import re

import pymupdf
import pytest
from nbformat import v4

from briefing.render.directions import isolated, turns, upright
from briefing.render.pdf import to_pdf
from helpers.pdf import foreign, pages, squeezed

LEFT, RIGHT = "Sefa Merrin", "Ilo Marsh"
NAMES = {
    "Uyghur": "ئالىم بۇلاقبېگى",
    "Persian": "علی\u200cرضا",
    "Urdu": "ٹیپو گھوڑے",
}


@pytest.mark.parametrize("script", NAMES)
@pytest.mark.parametrize("after", [", 34; ", " (34) ", ": 34 – "])
def test_a_number_after_a_name_stays_behind_it(script, after):
    """Read from the places of the words on the paper."""
    text = f"{LEFT}, {NAMES[script]}{after}{RIGHT}"
    pdf = to_pdf(foreign(v4.new_markdown_cell(text)))
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        words = [word for page in document for word in page.get_text("words")]
    letters = [word[0] for word in words if re.search("[\u0590-\u06ff]", word[4])]
    number = next(word[0] for word in words if "34" in word[4])
    right = next(word[0] for word in words if "Marsh" in word[4])

    assert max(letters) < number < right


@pytest.mark.parametrize("mark", "\u202e\u202b\u2067")
def test_a_notebook_that_turns_its_text_is_warned_of(caplog, mark):
    """The words stand in order, and the cell and the mark are named."""
    cells = [v4.new_markdown_cell("# A\n"), v4.new_markdown_cell(f"x {mark}Tarek, 43")]
    with caplog.at_level(logging.WARNING):
        pdf = to_pdf(foreign(*cells))

    assert "xTarek,43" in squeezed("".join(pages(pdf)))
    assert f"cell 2: U+{ord(mark):04X}" in caplog.text


def test_runs_are_isolates_on_the_page():
    """In texts, and not in the names of elements, in styles or in drawings."""
    name = NAMES["Uyghur"]
    page = f'<p title="{name}">A, {name}, 34</p><svg><text>{name}</text></svg>'

    assert (
        f'<p title="{name}">A, <bdi>{name}</bdi>, 34</p><svg><text>{name}</text></svg>'
        == isolated(page)
    )
    assert "<p>क्\u200dष, Тарек</p>" == isolated("<p>क्\u200dष, Тарек</p>")


@pytest.mark.parametrize(
    ("text", "name", "left"),
    [
        ("a \u202eb", "U+202E (right-to-left override)", "a b"),
        ("a &#x202E;b", "U+202E (right-to-left override)", "a b"),
        ("a &#8238;b", "U+202E (right-to-left override)", "a b"),
        ("a \u202bb\u202c", "U+202B (right-to-left embedding)", "a b"),
        ("a \u2067b", "U+2067 (right-to-left isolate)", "a b"),
        ("a\u2069 \u2067b", "U+2069 (pop directional isolate)", "a b"),
        ("\u2067a\nb\u2069", "U+2067 (right-to-left isolate)", "a\nb"),
        ("a \u2068b\u2069 c", "", "a \u2068b\u2069 c"),
        ("a b", "", "a b"),
    ],
)
def test_marks_that_turn_text_are_named_and_left_out(text, name, left):
    """An isolate that ends is harmless, and stays."""
    assert name == turns(text)
    assert left == upright(text)
