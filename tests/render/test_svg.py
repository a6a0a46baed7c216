"""What a drawing loses on paper is named, and its words are printed all the same."""

import base64
import logging

import pytest
from nbformat import v4

from briefing.render.checks import find_unprintable
from briefing.render.errors import TypesettingError
from briefing.render.images import losses
from briefing.render.pdf import to_pdf
from helpers.pdf import chapter, foreign, opened, payload, words

BOX = (
    "<foreignObject width='99' height='20'><div xmlns='http://www.w3.org/1999/xhtml'>"
    "Label of the box</div></foreignObject>"
)
# What is drawn, and what is said of it; nothing, where all is drawn.
DRAWINGS = {
    "Mermaid": (f"<rect width='9' height='9'/>{BOX}", "Label of the box"),
    "draw.io": (
        f"<switch>{BOX}<text y='9'>Label of...</text></switch>",
        "Label of the box",
    ),
    "draw.io, short": (
        f"<switch>{BOX}<text y='9'>Label of the box</text></switch>",
        "",
    ),
    "a prefix": (BOX.replace("foreignObject", "svg:foreignObject"), "Label of the box"),
    "a picture in it": (BOX.replace("Label of the box", "<img src='x'/>"), "a part of"),
    "no words": (BOX.replace("Label of the box", " "), ""),
    "text": ("<text y='9' font-family='Nowhere Sans'>Label</text>", ""),
    "along a path": (
        "<path id='p' d='M0 9 L99 9'/><text><textPath href='#p'>Label</textPath>"
        "</text>",
        "",
    ),
    "along no path": ("<text><textPath href='#p'>Label</textPath></text>", "Label"),
    "by language": (
        "<switch><text systemLanguage='de' y='9'>Ort</text><text y='9'>Place</text>"
        "</switch>",
        "",
    ),
    "a script": ("<script>draw()</script><text y='9'>Label</text>", "a script"),
    "a click": ("<text y='9' onclick='draw()'>Label</text>", "a script"),
    "moving": (
        "<text y='9' opacity='0'>Label<animate attributeName='opacity' to='1'/></text>",
        "moves in a browser",
    ),
    "moving by style": ("<style>@keyframes x{}</style>", "moves in a browser"),
    "from the web": ("<image href='https://example.org/a.png'/>", "stands elsewhere"),
    "from a file": ("<image xlink:href='a.png' width='9'/>", "stands elsewhere: a"),
    "from a drawing": ("<use href='other.svg#x'/>", "stands elsewhere: other.svg"),
    "from itself": ("<rect id='x' width='9' height='9'/><use href='#x'/>", ""),
    "a style of others": ("<style>@import url(x.css);</style>", "elsewhere: x.css"),
    "a link": ("<a href='https://example.org/'><text y='9'>Label</text></a>", ""),
}  # fmt: skip


def drawing(inner):
    """Write a drawing."""
    return (
        "<svg xmlns='http://www.w3.org/2000/svg' "
        "xmlns:svg='http://www.w3.org/2000/svg' "
        f"xmlns:xlink='http://www.w3.org/1999/xlink' width='200' height='40'>{inner}"
        "</svg>"
    )


def shown(**data):
    """Make a cell that shows something, with a description."""
    output = v4.new_output("display_data", data, metadata={"alt": "A drawing"})
    return v4.new_code_cell("x", outputs=[output])


def figures(pdf):
    """Count what a PDF says to be a figure with a description."""
    with opened(pdf) as document:
        return sum(
            getattr(one, "_type_name", "") == "dictionary" and "/Alt" in one
            for one in document.objects
        )


@pytest.mark.parametrize("name", DRAWINGS)
def test_each_loss_is_named(name):
    """What a browser shows and the typesetter does not has a name and a cure."""
    inner, said = DRAWINGS[name]
    found = " ".join(f"{loss.what} {loss.cure}" for loss in losses(drawing(inner)))

    if "elsewhere" in said:
        said = "stands elsewhere and is not shown: " + said.partition(": ")[2]
    assert bool(said) == bool(found) and said in found


@pytest.mark.parametrize("way", ["output", "attachment", "inline", "html", "file"])
def test_the_words_of_a_drawing_are_printed_below_it(way, tmp_path, caplog):
    """However a drawing comes into the notebook: drawn, warned of, and not mute."""
    svg = drawing(DRAWINGS["draw.io"][0])
    cell = v4.new_markdown_cell("![A drawing](attachment:a.svg)")
    coded = base64.b64encode(svg.encode()).decode()
    if way == "output":
        cell = shown(**{"image/svg+xml": svg})
    elif way == "attachment":
        cell["attachments"] = {"a.svg": {"image/svg+xml": coded}}
    elif way == "inline":
        cell.source = f"![A drawing](data:image/svg+xml;base64,{coded})"
    elif way == "html":
        cell = shown(**{"text/html": f"<p>{svg}</p>"})
    else:
        (tmp_path / "a.svg").write_text(svg)
        cell.source = "![A drawing](a.svg)"

    with caplog.at_level(logging.WARNING):
        pdf = exported(cell, tmp_path)

    assert "Wordsthatthepictureabovelacks:Labelofthebox" in words(pdf)
    said = "cell 1: words of a picture cannot be drawn (foreignObject): Label of the"
    assert said in caplog.text and "export it as PNG" in caplog.text


def exported(cell, folder):
    """Export a notebook of one cell as it lies in a folder."""
    from briefing.render.exporter import BriefingExporter

    described = {"metadata": {"path": str(folder), "name": "x"}}
    return BriefingExporter().from_notebook_node(foreign(cell), described)[0]


def test_a_picture_of_points_is_taken_where_there_is_one(caplog):
    """Mermaid and draw.io often leave a PNG beside the drawing: it lacks nothing."""
    png = (
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
        "awAAAABJRU5ErkJggg=="
    )
    cell = shown(**{"image/svg+xml": drawing(BOX), "image/png": png})

    with caplog.at_level(logging.WARNING):
        pdf = to_pdf(foreign(cell))

    assert 1 == figures(pdf) and "foreignObject" not in caplog.text


def test_a_drawing_without_a_part_from_elsewhere_is_drawn():
    """One picture that is not fetched takes nothing else away."""
    inner = "<image href='https://example.org/a.png'/><text y='20'>Label</text>"

    pdf = to_pdf(foreign(shown(**{"image/svg+xml": drawing(inner)})))

    assert "Label" in words(pdf) and 1 == figures(pdf)


@pytest.mark.parametrize("kind", ["image/svg+xml", "text/html"])
def test_a_chapter_with_such_a_drawing_fails_at_its_cell(kind):
    """A briefing shows everything or is not made."""
    notebook = chapter("One?", payload("table"))
    notebook.cells.append(shown(**{kind: drawing(BOX)}))

    failed = find_unprintable("13-one", notebook)

    assert failed is not None and 4 == failed.cell
    assert "Label of the box. Export it as PNG" in failed.reason


def test_a_chapter_whose_words_show_such_a_drawing_is_not_typeset():
    """A picture in Markdown is looked at as well."""
    coded = base64.b64encode(drawing(BOX).encode()).decode()
    notebook = chapter("One?", payload("table"))
    source = f"![A drawing](data:image/svg+xml;base64,{coded})"
    notebook.cells.append(v4.new_markdown_cell(source))

    with pytest.raises(
        TypesettingError, match="Cell 4: words of a picture cannot be drawn"
    ):
        to_pdf(notebook)
