"""Generated notebooks: every word is in the PDF, or a warning names its cell."""

import logging

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbformat import v4

from briefing.render.pdf import to_pdf
from helpers.pdf import foreign, squeezed, words

ALPHABETS = ["abcdefgh", "ABCDXYZ", "äöüßéñçåøæ", "абвгдежя", "αβγδλω", "中文字符日本"]
# A word is short enough for any column, and has no letter that forms a ligature.
WORD = st.sampled_from(ALPHABETS).flatmap(lambda a: st.text(a, min_size=3, max_size=8))
WORDS = st.lists(WORD, min_size=1, max_size=4).map(" ".join)


@st.composite
def inlines(draw):
    """Make a line of text with markup of one kind."""
    forms = (
        "{}",
        "*{}*",
        "**{}** {}",
        "__{}__",
        "`{}`",
        "``{} ` {}``",
        "~~{}~~",
        "~{}~",
        "[{}](http://a.org/)",
        "[{}](#nowhere)",
        "[{}][ref]",
        "<b>{}</b> {}",
        "{}<br>{}",
        "<kbd>{}</kbd>",
        "<span title='{}'>x</span> {}",
        "{}  \n{}",
        "{}\\\n{}",
        "{}[^n]",
        "{}[^gone]",
        "$\\text{{{}}}$",
        "$5 {} and $6",
        "\\({}^2\\)",
        "{}^{}^",
        "[{}]{{.c}}",
        "![{}](gone.png)",
        "<{}>",
        "&lt;{}&gt;",
        "\\*{}\\* {}",
        "{} --- {} ...",
        "@{} #{}",
        "{} | {}",
        "*{} **{}*** {}",
        "\\{}{{{}}}",
        "_{}_{}",
        "*[{}]: {}",
        "<!-- no --> {}",
    )
    form = draw(st.sampled_from(forms))
    said = [draw(WORDS) for _ in range(form.count("{}"))]
    hidden = said[0] if "title=" in form else ""
    return form.format(*said), [one for one in said if one != hidden]


BLOCKS = (
    "{}",
    "# {}",
    "## {} ##\n{}",
    "{}\n===",
    "- {}\n- {}",
    "* {}\n\n  {}\n* {}",
    "3. {}\n4. {}",
    "> {}\n> {}",
    "> - {}\n>\n> {}",
    "- [ ] {}\n- [x] {}",
    "| {} | {} |\n|---|:-:|\n| {} | {} |",
    "{}\n| {} |\n|---|\n| {} |",
    "| {} | {} |",
    "<details>\n<summary>{}</summary>\n\n{}\n\n</details>",
    "<div>{}\n\n- {}\n</div>",
    "<table><tr><td>\n\n{}\n\n</td><td>{}</td></tr></table>",
    "<center>\n\n{}\n</center>",
    "<section>\n{}\n</section>\n\n{}",
    "***\n\n{}",
    ": {}\n\n::: {}\n:::",
    "(@) {}",
    "{}\n\n[^x]: {}",
    "<div>\n{}",
    "1) {}\n\n   {}",
    "{}\n{}",
    "---\n{}\n---",
)
CODE = (
    "```{}\n{}\n```",
    "~~~ {{py {}}}\n{}\n~~~",
    "- x\n  ```\n  {}\n  {}\n  ```",
    "```\n{}\n{}",
)


@st.composite
def texts(draw):
    """Make the Markdown of a cell, and list the words that its reader must see."""
    source, shown = [], []
    for _ in range(draw(st.integers(1, 4))):
        block = draw(st.sampled_from(BLOCKS))
        made = [draw(inlines()) for _ in range(block.count("{}"))]
        source.append(block.format(*(one.replace("\n", "<br>") for one, _ in made)))
        shown += [word for _, said in made for word in said]
    if draw(st.booleans()):
        fence = draw(st.sampled_from(CODE))
        said = [draw(WORDS), draw(WORDS)]
        source.append(fence.format(*said))
        # What stands beside the language on the line of a fence is not shown.
        shown += said if fence.count("\n  ") or fence.startswith("```\n") else said[1:]
    return "\n\n".join(source), shown


@st.composite
def notebooks(draw):
    """Make a notebook, and list for each of its cells the words to be seen."""
    cells, shown = [], []
    for _ in range(draw(st.integers(1, 4))):
        source, said = draw(texts())
        if draw(st.integers(0, 4)):
            cells.append(v4.new_markdown_cell(source))
        else:
            kind = draw(st.sampled_from(["text/markdown", "text/plain"]))
            output = v4.new_output("display_data", data={kind: source})
            cells.append(v4.new_code_cell("x = 1", outputs=[output]))
        shown.append(said)
    cells.append(v4.new_markdown_cell("[^n]: Last.\n\n[ref]: http://a.org/\n\nEnd[^n]"))
    return foreign(*cells), [*shown, ["Last.", "End"]]


def kept_or_named(made):
    """Typeset a notebook: what is not in its PDF is in a cell that a warning names."""
    notebook, shown = made
    told = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: told.append(record.getMessage())
    log = logging.getLogger("briefing.render.pdf")
    log.addHandler(handler)
    try:
        text = words(to_pdf(notebook))
    finally:
        log.removeHandler(handler)
    for cell, said in enumerate(shown, start=1):
        named = any(f"cell {cell}:" in message for message in told)
        lost = [word for part in said for word in part.split() if word not in text]
        assert named or not lost, (cell, lost, squeezed(text))


def with_examples(count):
    """Say how many notebooks are tried."""
    health = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=count, deadline=None, suppress_health_check=health)


@with_examples(8)
@given(notebooks())
def test_every_word_is_printed_or_named(made):
    """A few notebooks of every kind of Markdown, in the quick run."""
    kept_or_named(made)


@pytest.mark.slow
@with_examples(200)
@given(notebooks())
def test_every_word_of_two_hundred_notebooks_is_printed_or_named(made):
    """Two hundred of them, in the whole run."""
    kept_or_named(made)
