"""Reading a finished PDF back."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from nbformat import v4

from briefing.render.pdf import to_pdf
from briefing.render.pdf_text import page_texts
from helpers.pdf import foreign

PERSIAN = "دکتر محمد رضا نژاد در تهران بازداشت شد"
UYGHUR = "ئۇيغۇر ئاپتونوم رايونى"


def printed(text: str) -> str:
    """Print a text as a notebook of somebody else and read it back."""
    pdf = to_pdf(foreign(v4.new_markdown_cell(f"# Trial\n\n{text}")))
    return " ".join(" ".join(page_texts(pdf)).split())


@pytest.mark.parametrize(
    "text",
    [
        "Affluent officials fly first.",
        "Преследование Ёлкина в Нортмарке.",
        "新疆维吾尔自治区",
        PERSIAN,
        UYGHUR,
        "پاکستان کی حکومت",
        "الله لا إله",
    ],
)
def test_a_sentence_comes_back_as_it_was_written(text):
    """Ligatures, joined letters and dots that are drawn apart are letters again."""
    assert text in printed(text)


def test_words_of_two_directions_come_back_whole():
    """A name within a sentence keeps its letters in order, and the sentence its own."""
    text = printed(f"He was called {UYGHUR} in the east.")

    assert UYGHUR in text
    assert "He was called" in text
    assert "in the east." in text


def test_a_hyphen_at_the_end_of_a_line_is_a_hyphen():
    """PDFium marks it with a sign that no other program knows."""
    text = printed("well-known-" * 60)

    assert 60 == "".join(text.split()).replace("\u200b", "").count("well-known-")


def test_threads_may_read_at_once():
    """PDFium itself must not be called by two of them."""
    pdf = to_pdf(foreign(v4.new_markdown_cell("# Trial\n\nNorthmark. " * 300)))
    with ThreadPoolExecutor(4) as pool:
        read = list(pool.map(page_texts, [pdf] * 12))

    assert [read[0]] * 12 == read
    assert 300 == " ".join(read[0]).count("Northmark")
