"""Other people's notebooks: whatever is in them, a readable PDF comes out."""

import base64
import logging

import pandas as pd
import pytest
from nbformat import v4

from briefing.render.document import spelled
from briefing.render.exporter import BriefingExporter
from briefing.render.pdf import to_pdf
from helpers.paths import TEST_DATA
from helpers.pdf import foreign, opened, pages, read, squeezed, words

FOLDER = TEST_DATA / "foreign"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))

# What must be readable in the PDF of each notebook.
SAID = {
    "attachments": ["Attachments"],
    "broken_pictures": ["Picture not shown: gone", "<Figure size 640x480>"],
    "dataframes": ["Northmark", '#read("/etc/passwd")', "$x$ @a *b* _c_ <script>"],
    "empty": ["empty"],
    "errors_and_streams": ["red and green", "100%", "ZeroDivisionError", "This cell"],
    "huge_outputs": ["cut here", "x" * 500, "z" * 3000, "word word"],
    "markdown": ["#let x", '#read("/etc/passwd")', "never closed", "Last words", "@no"],
    "maths": ["unknownmacro", "$5 and $6"],
    "pictures": ["Pictures"],
    "raw_cells": ['#read("/etc/passwd") \\LaTeX raw', "shown as text"],
    "scripts_of_the_world": [
        "Кириллица",
        "维吾尔",
        "日本語",
        "हिन्दी",
        ":grinning_face:",
    ],
    "tall_frame": ["299", "Cut here: 400 more rows"],
    "untitled": ["untitled", "no title"],
    "version_3": ["Old notebook", "print 1"],
    "wide_frame": ["measure_00", "measure_39", "Part 2 of 5"],
    "widgets": ["IntSlider(value=0)", "Not shown on paper", "Figure({})"],
}
# These hold characters that none of our fonts draws, which the standards forbid.
WITHOUT_STANDARDS = {"errors_and_streams"}


def converted(path):
    """Convert a file as `jupyter nbconvert --to briefing` does."""
    pdf, _ = BriefingExporter().from_filename(str(path))
    return pdf


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_each_notebook_is_readable(path):
    """What its author wrote and what its cells printed is on the pages."""
    text = "".join(pages(converted(path)))

    assert [] == [said for said in SAID[path.stem] if squeezed(said) not in text]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_each_notebook_meets_the_standards_that_it_can(path):
    """Standards are dropped only where a glyph is missing."""
    with opened(converted(path)) as document:
        metadata = document.Root.Metadata.read_bytes().decode()

    assert (path.stem in WITHOUT_STANDARDS) == ("pdfuaid" not in metadata)


def test_dropping_a_standard_is_said(caplog):
    """The log names the reason and what is kept."""
    with caplog.at_level(logging.WARNING):
        converted(FOLDER / "errors_and_streams.ipynb")

    assert "standards kept: none" in caplog.text


def test_what_could_not_be_printed_is_said(caplog):
    """The log names the cell of every picture that is not shown."""
    with caplog.at_level(logging.WARNING):
        converted(FOLDER / "broken_pictures.ipynb")

    said = ["cell 1: a remote picture was not fetched: https://example.org/a.png"]
    said.append("cell 2: a picture (image/png) could not be read")
    assert [] == [text for text in said if text not in caplog.text]


def test_nothing_is_read_from_outside_the_folder(tmp_path):
    """A picture beside the notebook is shown, one above its folder is not."""
    pixel = v4.new_markdown_cell("![in](in.svg)\n\n![out](../out.svg)")
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    home = tmp_path / "home"
    home.mkdir()
    (home / "in.svg").write_text(svg)
    (tmp_path / "out.svg").write_text(svg)
    exporter = BriefingExporter()

    pdf, _ = exporter.from_notebook_node(
        foreign(pixel), {"metadata": {"path": str(home), "name": "x"}}
    )

    assert "Picturenotshown:out(../out.svg)" in words(pdf)
    assert "Picturenotshown:in" not in words(pdf)


def test_the_first_heading_is_the_title():
    """Its markup is dropped, and what stands in a code block is no heading."""
    source = "```\n# no heading\n```\n\n# The *real* [title](x.html) #\n"

    with opened(to_pdf(foreign(v4.new_markdown_cell(source)))) as document:
        title = str(document.docinfo.Title)

    assert "The real title" == title


def test_code_is_printed():
    """In somebody else's notebook the code is part of the text."""
    assert "print(1)" in words(to_pdf(foreign(v4.new_code_cell("print(1)"))))


def test_a_cell_cannot_swallow_the_next():
    """A fence or a division that is never closed ends with its cell."""
    open_ended = [
        v4.new_markdown_cell(s) for s in ("~~~~~~", "::: {.x}", "<div>", "|a")
    ]

    text = words(to_pdf(foreign(*open_ended, v4.new_markdown_cell("**after**"))))

    assert "after" in text and "**" not in text


@pytest.mark.parametrize(
    "source",
    [
        "```{=typst}\n#panic()\n```",
        "`#panic()`{=typst}",
        "#panic()",
        '<p>#panic()</p><img src="x" alt=\'"#panic()\'>',
        "$#panic()$",
        "| #panic() |\n|---|\n| `#panic()` |",
        '[#panic()](https://example.org/"#panic()")',
    ],
)
def test_typst_in_markdown_is_text(source):
    """No author can write Typst, so that no notebook can run code in the typesetter."""
    assert "panic()" in words(to_pdf(foreign(v4.new_markdown_cell(source))))


def test_typst_in_an_output_is_text():
    """No output can write Typst either."""
    html = '<table><tr><th>")] #panic()</th></tr><tr><td>\\"#panic()</td></tr></table>'
    output = v4.new_output("display_data", data={"text/html": html})

    text = words(to_pdf(foreign(v4.new_code_cell("x", outputs=[output]))))

    assert '")]#panic()' in text and '\\"#panic()' in text


def test_the_same_notebook_gives_the_same_bytes():
    """Neither the clock nor the machine is in the PDF."""
    path = FOLDER / "dataframes.ipynb"

    assert to_pdf(read(path)) == to_pdf(read(path))


def test_an_emoji_is_printed_as_its_name():
    """A family is named by its members, a skin tone not at all."""
    assert ":waving_hand_sign: :woman::girl:" == spelled("👋🏽 👩‍👧")


def test_a_picture_says_its_alternative_text():
    """The alternative text of an output's metadata reaches the PDF."""
    png = (FOLDER / "pictures.ipynb").read_text("utf-8").split('"image/png": "')[1]
    data = {"image/png": png.split('"')[0].replace("\\n", "")}
    base64.b64decode(data["image/png"])
    output = v4.new_output("display_data", data=data, metadata={"alt": "A blue field"})

    pdf = to_pdf(foreign(v4.new_code_cell("x", outputs=[output])))

    with opened(pdf) as document:
        alts = [str(o.Alt) for o in document.objects if _has_alt(o)]
    assert ["A blue field"] == alts


def _has_alt(thing):
    """Tell whether an object of a PDF has an alternative text."""
    return getattr(thing, "_type_name", "") == "dictionary" and "/Alt" in thing


def test_a_drawing_inside_html_is_drawn():
    """SVG in the HTML of an output is a picture like any other."""
    html = '<div><svg width="9" height="9"><rect width="9" height="9"/></svg></div>'
    output = v4.new_output("display_data", data={"text/html": html})

    pdf = to_pdf(foreign(v4.new_code_cell("x", outputs=[output])))

    with opened(pdf) as document:
        assert 1 == len([o for o in document.objects if _has_alt(o)])


@pytest.mark.parametrize("name", ["x\0.png", "n" * 5000, "C:\\x.png", "\\\\host\\x"])
def test_a_name_that_no_file_can_have_is_a_lost_picture(name):
    """A strange name stops nothing."""
    cell = v4.new_markdown_cell(f"![lost]({name})")

    assert to_pdf(foreign(cell)).startswith(b"%PDF")


@pytest.mark.parametrize("call", ["**a**", "~~a~~", "$x$", "[a](http://b.c)"])
@pytest.mark.parametrize("after", [".field", "(panic)", "[panic]", ";"])
def test_text_after_a_call_is_text(call, after):
    """What follows emphasis, a note, an equation or a link is never a part of it."""
    cell = v4.new_markdown_cell(f"{call}{after} end")

    assert f"{after}end" in words(to_pdf(foreign(cell)))


def test_a_link_leads_to_the_web_or_nowhere():
    """A link that would run something is printed as its text."""
    source = "[run](javascript:alert(1)) [go](https://example.org/)"

    with opened(to_pdf(foreign(v4.new_markdown_cell(source)))) as document:
        targets = [str(a.A.URI) for a in document.pages[0].get("/Annots", [])]

    assert ["https://example.org/"] == targets


COLOURED = {
    "a Styler": pd.DataFrame({"n": [1, 2]}).style.highlight_max(color="red").to_html(),
    "its gradient": "<style>#T_1_row0_col0 {background-color: #fff7fb; color: #000}"
    "</style><table id='T_1'><tr><td id='T_1_row0_col0'>1</td></tr></table>",
    "a row": "<table><tr style='background: yellow'><td>1</td></tr></table>",
    "an old one": "<table><tr><td bgcolor='red'>1</td></tr></table>",
}
PLAIN = {
    "a frame": pd.DataFrame({"n": [1, 2]}).to_html(),
    "a formatted Styler": pd.DataFrame({"n": [1.5]}).style.format("{:.3f}").to_html(),
    "colours of something else": "<style>p {color: red}</style><table><td>1</table>",
}


@pytest.mark.parametrize("name", [*COLOURED, *PLAIN])
def test_colours_of_a_table_go_with_a_word(name, caplog):
    """Values, formats and captions are printed; colours are named with their cell."""
    html = (COLOURED | PLAIN)[name]
    output = v4.new_output("display_data", data={"text/html": html})

    with caplog.at_level(logging.WARNING):
        text = words(to_pdf(foreign(v4.new_code_cell("x", outputs=[output]))))

    said = "cell 1: the colours of a table are not printed"
    assert (name in COLOURED) == (said in caplog.text) and "1" in text
