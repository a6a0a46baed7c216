"""Text from data prints as itself, in Markdown and in HTML."""

import html as stock
import re

import pypandoc
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mistune import create_markdown

from briefing.text.formats import html, markdown, plain
from helpers.made_counts import HOSTILE

TEXTS = st.text(
    st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=60
)


def by_commonmark(text: str) -> str:
    """Print Markdown as JupyterLab's kind of reader does, and take the text of it."""
    page = str(create_markdown()(f"before {markdown(text)} after"))
    return stock.unescape(re.sub(r"</?p>", "", page)).strip()


@given(TEXTS)
def test_any_text_is_literal_in_commonmark(text: str) -> None:
    """No punctuation of ASCII means anything once it is escaped."""
    assert f"before {plain(text)} after".split() == by_commonmark(text).split()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_literal_in_pandoc(text: str) -> None:
    """Pandoc, with all the extensions of its own Markdown, prints the same
    characters.
    """
    said = pypandoc.convert_text(
        f"before {markdown(text)} after",
        "plain",
        format="markdown-smart",
        extra_args=["--wrap=none"],
    )

    assert f"before {text} after" == said.strip()


@given(TEXTS)
def test_html_cannot_open_an_element(text: str) -> None:
    """Neither content nor attribute can be left from within."""
    said = html(text)

    assert not set('<>"') & set(said)
    assert plain(text) == stock.unescape(said)


def test_plain_text_is_one_line_without_controls() -> None:
    """Line breaks and control characters have no place in a cell."""
    assert "a b c" == plain("a\n\n b\x00\x1b c ")
