"""What HTML hides is on no page, and what it shows is on every one."""

import pytest
from nbformat import NotebookNode, v4

from briefing.render.hidden import html_shown, markdown_shown, without_hidden
from briefing.render.html import to_html
from briefing.render.notebook import concat
from briefing.render.pdf import to_pdf
from helpers.pdf import chapter, foreign, payload, squeezed, words

# SECRET is hidden in each, "seen" is not.
HTML = {
    "a column": "<table><tr><th>seen</th><th style='display: none'>SECRET</th></tr>"
    "<tr><td>seen</td><td style='DISPLAY:NONE !important'>SECRET</td></tr></table>",
    "a cell without an end": "<table><tr><td hidden>SECRET<td>seen</table>",
    "a paragraph without an end": "<p hidden>SECRET<p>seen",
    "a class": "<style>.x{display:none}</style><b class=x>SECRET</b> seen",
    "the stronger rule": "<style>.x.y{display:block} .x{display:none}</style>"
    "<div class=x>SECRET</div><div class='x y'>seen</div>",
    "a later rule": "<style>.x{display:none} .x{display:block}</style>"
    "<div class=x>seen</div><div hidden>SECRET</div>",
    "xarray": "<style>.xr-text{display:none} .xr-wrap{display:block !important}"
    "</style><pre class=xr-text>SECRET</pre><div class=xr-wrap "
    "style='display:none'>seen</div>",
    "scikit-learn": "<style>#k .text{display:none} #k .sk{display:inline-block}"
    "</style><div id=k><div class=text>SECRET</div><div class=sk hidden>seen</div>",
    "a box not ticked": "<style>.d{display:none} input:checked~.d{display:block}"
    "</style><div><input type=checkbox><i class=d>SECRET</i></div>"
    "<div><input type=checkbox checked><i class=d>seen</i></div>",
    "not visible": "<div style='visibility:hidden'>SECRET "
    "<b style='visibility:visible'>seen</b></div>",
    "a row that collapses": "<table><tr style='visibility:collapse'><td>SECRET</td>"
    "</tr><tr><td>seen</td></tr></table>",
    "a column that collapses": "<table><col><col style='visibility:collapse'>"
    "<tr><td>seen</td><td>SECRET</td></tr></table>",
    "the second column": "<style>td:nth-child(2){display:none}</style>"
    "<table><tr><td>seen</td><td>SECRET</td></tr></table>",
    "elements that never show": "<template>SECRET</template><noscript>SECRET"
    "</noscript><dialog>SECRET</dialog><dialog open>seen</dialog><!-- SECRET -->",
    "no ink": "<span style='opacity:0'>SECRET</span><i style='opacity:.5'>seen</i>",
    "no size": "<span style='font-size:0'>SECRET</span>"
    "<div style='width:0;overflow:hidden'>SECRET</div><i>seen</i>",
    "off the page": "<i style='position:absolute;left:-9999px'>SECRET</i>seen",
    "ink like paper": "<i style='color:#fff;background-color:#fff'>SECRET</i>seen",
    "not for print": "<style>@media print{.n{display:none}}"
    "@media screen{.s{display:none}}</style><p class=n>SECRET</p><p class=s>seen",
    "a sheet for print": "<style media=print>.n{display:none}</style>"
    "<style media='screen'>.s{display:none}</style><p class=n>SECRET</p>"
    "<p class=s>seen",
    "a rule in a rule": "<style>.a{color:red; .b{display:none}}</style>"
    "<div class=a><p class=b>SECRET</p>seen</div>",
    "a slash that closes nothing": "seen<span hidden/>SECRET",
    "by what is around": "<style>.jp-OutputArea .q{display:none}</style>"
    "<b class=q>SECRET</b>seen",
    "a drawing": "<svg style='display:none'><text>SECRET</text></svg>seen",
    "for listeners": "<i aria-hidden=true>seen</i><i hidden>SECRET</i>",
    "closed details": "<details><summary>seen</summary>seen</details>"
    "<details hidden>SECRET</details>",
}
MARKDOWN = {
    "a division": "<div hidden>\n\n**SECRET**\n\n</div>\n\nseen",
    "within": "<div hidden>SECRET<div>SECRET</div>SECRET</div>seen",
    "in a line": "seen <span style='display:none'>SECRET</span> seen",
    "to the end": "seen\n\n<div style='visibility:hidden'>SECRET\n\nSECRET",
    "a paragraph": "<p hidden>SECRET\n\nseen",
    "a cell": "<table><tr><td>seen</td><td hidden>SECRET<td>seen</tr></table>",
    "a picture": "<img hidden src='SECRET.png'>seen",
}


def output(html: str) -> NotebookNode:
    """Make a cell that shows HTML, and as plain text what it hides."""
    data = {"text/html": html, "text/plain": "SECRET"}
    shown = v4.new_output("display_data", data)
    return v4.new_code_cell("x", outputs=[shown])


@pytest.mark.parametrize("name", HTML)
def test_html_of_an_output_hides_what_a_browser_hides(name: str) -> None:
    """Neither the hidden words nor their plain text are left; the others are."""
    (cell,) = without_hidden(foreign(output(HTML[name]))).cells
    left = cell.outputs[0].data

    assert "seen" in left["text/html"] and "text/plain" not in left
    body = left["text/html"].replace("<!-- SECRET -->", "")
    assert "SECRET" not in body


def test_no_hidden_word_is_in_a_pdf() -> None:
    """Everything at once, on paper: as often as it is seen, and no secret."""
    cells = [output(html) for html in HTML.values()]
    cells += [v4.new_markdown_cell(text) for text in MARKDOWN.values()]
    seen = sum(text.count("seen") for text in [*HTML.values(), *MARKDOWN.values()])

    # Each alone, because a style sheet holds for the whole notebook.
    text = "".join(words(to_pdf(foreign(cell))) for cell in cells)

    assert "SECRET" not in text
    assert seen == text.count("seen")


@pytest.mark.parametrize("name", MARKDOWN)
def test_markdown_hides_what_its_html_hides(name: str) -> None:
    """What stands within a hidden element goes, and what stands after it stays."""
    left = markdown_shown(MARKDOWN[name])

    assert "SECRET" not in left
    assert MARKDOWN[name].count("seen") == left.count("seen")


@pytest.mark.parametrize(
    "text",
    [
        "```html\n<div hidden>seen</div>\n```",
        "`<b hidden>seen</b>` and <i>seen</i>",
        "Below is code:\n\n    <div hidden>seen</div>\n",
        "| a |\n|---|\n| `<i hidden>` seen |",
        "display: none is how a style sheet hides <b>things</b>",
    ],
)
def test_code_about_hiding_is_shown(text: str) -> None:
    """What only speaks of hidden elements is no hidden element."""
    assert text == markdown_shown(text)


def test_html_that_hides_nothing_is_left_as_it_is() -> None:
    """Not a letter of it moves, however odd it is."""
    html = "<table class='dataframe'><tr><td>a & b<td>c</table><P>open"

    assert html == html_shown(html)


def test_a_style_sheet_holds_for_the_whole_notebook() -> None:
    """It may stand in another cell, as in a browser; it can hide code and warnings."""
    css = (
        "<style>.name{display:none} div.input{display:none} "
        ".output_stderr{display:none}</style>"
    )
    table = output("<table><tr><td class=name>SECRET</td><td>seen</td></tr></table>")
    table.source = "SECRET = 1"
    table.outputs.append(v4.new_output("stream", name="stderr", text="SECRET"))

    text = words(to_pdf(foreign(output(css), table)))

    assert "seen" in text and "SECRET" not in text


def test_a_title_that_is_hidden_is_no_title() -> None:
    """The name of the PDF comes from what can be read."""
    source = "<div hidden>\n\n# SECRET\n\n</div>\n\n# Seen"

    assert "SECRET" not in words(to_pdf(foreign(v4.new_markdown_cell(source))))


def test_page_and_pdf_of_a_briefing_agree() -> None:
    """A chapter of ours hides the same in both."""
    notebook = chapter("One?", payload("table"))
    notebook.cells += [output(HTML["a column"])]
    notebook.cells += [v4.new_markdown_cell(MARKDOWN["a division"])]
    whole = concat([notebook], {"edition": "all-2026.11", "method": "", "made": {}})

    page, pdf = to_html(whole).decode(), words(to_pdf(whole))

    assert "SECRET" not in page and "SECRET" not in pdf
    assert 3 == squeezed(page).count("seen") == pdf.count("seen")


def test_the_notebook_itself_is_not_changed() -> None:
    """Whoever hands in a notebook has it as it was."""
    notebook = foreign(output(HTML["a column"]))
    without_hidden(notebook)

    assert HTML["a column"] == notebook.cells[0].outputs[0].data["text/html"]
