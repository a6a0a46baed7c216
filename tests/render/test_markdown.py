"""The Markdown of cells: what JupyterLab shows is on the page, or is named."""

import base64
import io
import logging

import pymupdf
import pytest
from nbformat import v4
from PIL import Image

from briefing.render.errors import TypesettingError
from briefing.render.html import to_html
from briefing.render.notebook import concat
from briefing.render.pdf import Options, to_pdf, typeset
from helpers.paths import TEST_DATA
from helpers.pdf import chapter, foreign, pages, squeezed, words


def cells(*sources):
    """Make the notebook of somebody else out of cells of Markdown."""
    return foreign(*map(v4.new_markdown_cell, sources))


def ours(*sources, title="Who acted?"):
    """Make a chapter of ours that has these cells of Markdown."""
    one = chapter(title)
    one.cells += map(v4.new_markdown_cell, sources)
    return one


def printed(*sources):
    """Typeset cells, and give their words without spaces."""
    return words(to_pdf(cells(*sources)))


def lines(*sources):
    """Typeset cells, and give the lines of the pages in order."""
    with pymupdf.open(stream=to_pdf(cells(*sources)), filetype="pdf") as document:
        text = "\n".join(p.get_text(clip=(0, 75, 595, 775)) for p in document)
    return [line.strip().replace("\u200b", "") for line in text.splitlines()]


def links(pdf):
    """List where the links of a PDF lead: an address, or the words at the place."""
    found = []
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        for page in document:
            for link in page.get_links():
                found.append(link.get("uri") or place(document, link))
    return found


def place(document, link):
    """Give the first word at or below the place to which a link leads."""
    if link["kind"] == pymupdf.LINK_NAMED:
        link = {**link, **document.resolve_names()[link["nameddest"]]}
    page = document[link["page"]]
    top = link["to"][1] if isinstance(link["to"], tuple) else link["to"].y
    top = page.rect.height - top if link["kind"] == pymupdf.LINK_NAMED else top
    below = [word for word in page.get_text("words") if word[1] > top - 2]
    return min(below, key=lambda word: (round(word[1]), word[0]))[4] if below else ""


@pytest.fixture
def warnings(caplog):
    """Give a function that typesets cells and lists what was said of them."""

    def said(*sources, folder="."):
        caplog.clear()
        with caplog.at_level(logging.WARNING):
            typeset(cells(*sources), Options(name="x", folder=str(folder)))
        return [record.getMessage() for record in caplog.records]

    return said


# Notes, definitions of links, abbreviations: over the whole notebook.


@pytest.mark.parametrize(
    "sources",
    [
        ("Otherwise.[^court]", "## Notes\n\n[^court]: Judgment, paragraph 14."),
        ("[^court]: Judgment, paragraph 14.", "- a\n\n> Otherwise.[^court]"),
        (
            "| Otherwise.[^Court] |\n|---|",
            "x",
            "[^court]:\n    Judgment, paragraph 14.",
        ),
    ],
)
def test_a_note_may_stand_in_another_cell(sources, warnings):
    """Its number stands at the words, its text at the foot of the page."""
    text = printed(*sources)

    assert "Otherwise.1" in text and "1Judgment,paragraph14." in text
    assert "[^" not in text and [] == warnings(*sources)


def test_a_note_keeps_what_it_holds():
    """Paragraphs, lists, formulas and links of a note are those of its author."""
    note = "[^1]: One $x_1$ [go](http://a.org/).\n\n    Two.\n\n    - three"

    found = lines("Words.[^1]", note)

    assert {"Two.", "• three"} <= set(found)
    assert "http://a.org/" in links(to_pdf(cells("Words.[^1]", note)))


def test_a_cell_has_its_own_note_first():
    """Two cells may each number their notes from one."""
    text = printed("a[^1]\n\n[^1]: first", "b[^1]\n\n[^1]: second")

    assert "1first" in text and "2second" in text and "a1b2" in text


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("Words.[^gone]", "the note [^gone] is defined in no cell"),
        ("[^lone]: Text of it.", "nothing refers to the note [^lone]"),
        ("a[^d]\n\n[^d]: Text.\n\n[^d]: More.", "nothing refers to the note [^d]"),
        ("[^s]: Itself.[^s]", "nothing refers to the note [^s]"),
    ],
)
def test_a_note_without_its_other_half_is_said_and_printed(source, said, warnings):
    """Nothing that was written is lost, and the message names the cell."""
    (message,) = warnings("# T", source)

    assert f"cell 2: {said}" in message
    for word in ("gone", "Text", "More", "Itself"):
        assert (word in source) == (word in printed("# T", source))


def test_notes_within_code_are_code():
    """A sign in code refers to nothing."""
    text = printed("`[^1]`[^1]\n\n    [^2] $x$\n\n[^1]: note")

    assert "[^1]1" in text and "[^2]$x$" in text


def test_a_definition_of_a_link_holds_in_all_cells():
    """A list of addresses at the end of a notebook serves all of it."""
    pdf = to_pdf(cells("[one][a], [a] and [x][gone]", "[a]: http://a.org/ 'title'"))

    assert ["http://a.org/", "http://a.org/"] == links(pdf)
    assert "one,aand[x][gone]" in words(pdf)


def test_an_abbreviation_is_printed_as_jupyterlab_shows_it():
    """JupyterLab knows no abbreviations: the line is text."""
    assert "*[CAT]:Committee" in printed("CAT", "*[CAT]: Committee")


def test_chapters_do_not_share_their_notes():
    """What one chapter defines is not for another, though their labels are alike."""
    both = concat(
        [
            ours("a[^1] [w](#part)\n\n## Part", "[^1]: first", title="One?"),
            ours("b[^1] [w](#part)\n\n## Part", "[^1]: second", title="Two?"),
        ],
        {},
    )

    text = "".join(pages(to_pdf(both)))
    html = to_html(both).decode()

    assert text.index("1first") < text.index("2second")
    assert html.index("<p>first") < html.index("<p>second")
    assert 2 == html.count('<span id="anchor-') == html.count('href="#anchor-')


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("Words.[^gone]", "the note [^gone] is defined in no cell"),
        ("[w](#gone)", "the link to #gone leads nowhere"),
        ("$\\gone x$", r"a formula could not be set: \gone x"),
        ("![w](<a (1).png>)", "a picture could not be read: a (1).png"),
    ],
)
def test_a_chapter_that_asks_in_vain_is_refused(source, said):
    """The refusal names the chapter and the cell as its author counts."""
    both = concat([ours("x"), ours(source)], {}, ["01-one", "02-two"])

    with pytest.raises(TypesettingError, match=r"^02-two, cell 3: ") as refused:
        to_pdf(both)

    assert said in str(refused.value)


# Markdown within HTML.


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        ("<details>\n<summary>Sum</summary>", "</details>"),
        ("<section>", "</section>"),
        ("<center>", "</center>"),
        ("<blockquote>", "</blockquote>"),
        ("<table><tr><td>", "</td></tr></table>"),
        ("<my-element kind='x'>", "</my-element>"),
        ("<div align=center>", "</div>"),
    ],
)
def test_after_a_blank_line_markdown_is_markdown_again(opens, closes):
    """List, code and emphasis within an element of HTML are what they are outside."""
    inner = "- item one\n- item *two*\n\n```python\nprint('x')\n```"

    found = lines(f"{opens}\n\n{inner}\n\n{closes}\n\nAfter.")

    listed = [one for one in found if one in ("• item one", "• item two", "After.")]
    assert ["• item one", "• item two", "After."] == listed
    assert "print('x')" in found and ("Sum" in found) == ("Sum" in opens)


def test_html_without_a_blank_line_stays_as_it_is():
    """CommonMark reads no Markdown in the lines of an element."""
    assert "a*b*c" in printed("<div>\na *b*\n</div>\n\n*c*")


@pytest.mark.parametrize("name", ["sup", "sub", "kbd", "mark", "u", "small", "font"])
def test_words_of_inline_html_are_printed(name):
    """Elements within a line keep their words, and Markdown is read in them."""
    assert "abcd" in printed(f"a<{name} title='t'>b*c*</{name}>d")


def test_what_a_browser_would_not_show_is_named(warnings):
    """An unknown element is mostly a word in angle brackets."""
    said = warnings("List<String> x <iframe src='http://a.org/'></iframe>")

    assert 2 == len(said)
    assert "<String> is no element" in said[0] and "<iframe> lives" in said[1]


# Tables.


@pytest.mark.parametrize(
    "source",
    [
        "**Head**\n| R | G |\n|---|---|\n| Liberty | Sailors |",
        "Head\nR | G\n:--|--:\nLiberty | Sailors",
        "> Head\n> | R | G |\n> |:-:|---|\n> | Liberty | Sailors |",
        "- Head\n  | R | G |\n  |---|---|\n  | Liberty | Sailors |",
    ],
)
def test_a_table_needs_no_blank_line(source):
    """A table right below words is a table, with no bar and no dash printed."""
    text = printed(source)

    assert "HeadRGLibertySailors" in text.replace("•", "") and "|" not in text


def test_bars_in_cells_are_text():
    """Escaped bars stay in their cells, in code too."""
    text = printed("| a | b |\n|---|---|\n| `x\\|y` | z\\|w |\n| short |\n")

    assert "abx|yz|wshort" in text


def test_what_is_no_table_is_text():
    """A line of bars without its line of dashes is a line of bars."""
    assert "|no|table|" in printed("| no | table |")


def test_cells_beyond_the_head_are_named(warnings):
    """GitHub's Markdown leaves them out, and the message says what is gone."""
    (said,) = warnings("| a |\n|---|\n| b | gone too |\n| c | |")

    assert "cell 1: a row of a table has more cells" in said and "gone too" in said


# Fences.


@pytest.mark.parametrize("info", ['python title="a.py"', "{python}", "js {1,3}", ""])
@pytest.mark.parametrize("fence", ["```", "~~~", "````"])
def test_a_fence_is_a_block_whatever_it_says(fence, info):
    """Each line of code stands on a line of its own."""
    found = lines(f"{fence}{info}\nimport os\nimport sys\n{fence}\n\nAfter.")

    assert found.index("import os") + 1 == found.index("import sys")
    assert "After." in found


@pytest.mark.parametrize(
    "source",
    [
        "````md\n```py\nimport os\n```\n````",
        "- item\n  ```sh\n  ```py\n  ```\n  import os",
        "1. item\n\n   ~~~\n   import os\n   ~~~",
        "```\nimport os",
    ],
)
def test_fences_in_fences_and_lists(source):
    """A fence ends where CommonMark says, at the latest with its cell."""
    assert "importos" in printed(source, "x")


# Pictures and their names.

PIXEL = io.BytesIO()
Image.new("RGB", (30, 10), "red").save(PIXEL, "PNG")


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("map (1).png", "![m](<map (1).png>)"),
        ("map (1).png", "![m](map%20(1).png 'title')"),
        ("map ((2)).png", "![m](map%20((2)).png)"),
        ("with space.png", "<img src='with space.png' alt=m>"),
        ("it's.png", '<img alt="m" src="it\'s.png">'),
        ("a%20b.png", "![m](a%2520b.png)"),
        ("100%.png", "![m](100%.png)"),
        ("100%.png", "![m](100%25.png)"),
        ("a#b.png", "![m](a%23b.png)"),
        ("a#b.png", "![m](a#b.png)"),
        ("what?.png", "![m](what%3F.png)"),
        ("plain.png", "![m](plain.png?raw=true#top)"),
        ("карта.png", "![m](карта.png)"),
        ("карта.png", "![m](%D0%BA%D0%B0%D1%80%D1%82%D0%B0.png)"),
        ("caf\u00e9.png", "![m](cafe\u0301.png)"),
        ("[a] & b.png", "![m](<[a] & b.png>)"),
        ("a_b*c*.png", "![m](a_b*c*.png)"),
        ("plain.png", "![m][p]\n\n[p]: <plain.png>"),
        ("plain.png", "![m](./x/../plain.png)"),
        ("\U0001f600.png", "![m](\U0001f600.png)"),
        ("$a$.png", "![m]($a$.png)"),
    ],
)
def test_a_picture_is_found_by_any_name(name, asked, tmp_path, warnings):
    """What JupyterLab shows is shown, attached or beside the notebook."""
    (tmp_path / name).write_bytes(PIXEL.getvalue())

    assert [] == warnings(asked, folder=tmp_path)
    pdf = typeset(cells(asked), Options(folder=str(tmp_path)))
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        assert 1 == len(document[0].get_images())


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("my map (1).png", "![m](attachment:my%20map%20(1).png)"),
        ("50%.png", "![m](attachment:50%.png)"),
        ("it's.png", '<img alt="m" src="attachment:it\'s.png">'),
    ],
)
def test_an_attached_picture_is_found_by_any_name(name, asked):
    """JupyterLab attaches a picture under the name of its file."""
    cell = v4.new_markdown_cell(f"text {asked}")
    cell["attachments"] = {name: {"image/png": base64.b64encode(PIXEL.getvalue())}}
    cell["attachments"][name]["image/png"] = base64.b64encode(PIXEL.getvalue()).decode()
    one = ours()
    one.cells.append(cell)

    for notebook in (foreign(cell), one):
        with pymupdf.open(stream=to_pdf(notebook), filetype="pdf") as document:
            assert 1 == sum(len(page.get_images()) for page in document)
    assert b'src="data:image/png' in to_html(concat([one], {}))


@pytest.mark.parametrize("sign", ["", "!"])
def test_an_address_with_a_blank_is_no_link_and_is_named(sign, warnings):
    """JupyterLab prints the line as it is written, which nobody has meant."""
    (said,) = warnings(
        f"{sign}[m](pics/with space.png) `[a](b c)` [d](<http://a.org/e f>)"
    )

    assert "cell 1: [m](pics/with space.png) is printed as it is written" in said


def test_a_lost_picture_is_named_as_it_was_written(warnings):
    """The message has the name that the author wrote."""
    (said,) = warnings("![A map](<pics/gone (1).png>)")

    assert "cell 1: a picture could not be read: pics/gone (1).png" in said


# Links within a notebook.


@pytest.mark.parametrize(
    ("asked", "target", "word"),
    [
        ("#Our-method", "## Our method", "Our"),
        ("#our-method", "## Our method", "Our"),
        ("#our-method-1", "## X\n\n## Our method\n\n## Our *method*", "Our"),
        ("#M%C3%A9thode-d'usage", "## Méthode d'usage", "Méthode"),
        ("#Метод", "Метод\n---", "Метод"),
        ("#a-b--c", "## a **b** & c", "a"),
        ("#place", "<a id='place'></a>Here", "Here"),
        ("#place", "<a name=place></a>\n\nHere", "Here"),
        ("#place", "<h2 id='place'>Here</h2>", "Here"),
        ("#place", "<div id='place'>\n\nHere\n\n</div>", "Here"),
        ("notebook.ipynb#Our-method", "## Our method", "Our"),
    ],
)
def test_a_link_to_a_heading_or_an_anchor_leads_there(asked, target, word):
    """As JupyterLab and GitHub name headings, and as authors name places."""
    pdf = to_pdf(cells(f"[go]({asked})", "text\n\n" * 12, target))

    assert [word] == links(pdf)


@pytest.mark.parametrize(
    "asked",
    ["#gone", "other.ipynb", "other.ipynb#x", "../data/x.csv", "attachment:a.pdf"],
)
def test_a_dead_link_is_named_and_its_words_are_printed(asked, warnings):
    """Nobody looks for what a PDF cannot have."""
    (said,) = warnings(f"# T\n\n[words]({asked})")

    assert f"cell 1: the link to {asked} leads nowhere on paper" in said
    assert "Twords" in printed(f"# T\n\n[words]({asked})")


def test_a_chapter_links_to_a_heading_of_another():
    """A link to a notebook leads to the chapter that it became."""
    first = ours("[there](02-two.ipynb#the-part) [absent](09-nine.ipynb)")
    both = concat([first, ours("## The part")], {}, ["01-one", "02-two"])

    assert "The" in links(to_pdf(both))
    html = to_html(both).decode()
    assert '<a href="#anchor-1">there</a> absent' in html
    assert '<span id="anchor-1"></span>The part' in html


def test_two_places_of_one_name_stop_nothing():
    """The first has the name."""
    pdf = to_pdf(
        cells("[go](#p) <a id=p></a>One", "<a id=p></a>Two[^1][^1]\n\n[^1]: n")
    )

    assert pdf.startswith(b"%PDF")


def test_an_output_cannot_link_into_the_document():
    """Only what was resolved is a link: a name of ours in HTML means nothing."""
    data = {"text/html": "<a href='#anchor-7'>x</a><p id='anchor-8'>y</p>"}
    output = v4.new_output("display_data", data=data)

    assert [] == links(to_pdf(foreign(v4.new_code_cell("x", outputs=[output]))))


# Mathematics.


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"$$\label{eq:one} e = mc^2$$ By \eqref{eq:one}.", "(1)By(1)."),
        ("$$\\label{a} \\text{abc}$$\n\n$$x\\label{b}$$ z \\eqref{b}", "abc𝑥(1)z(1)"),
        (r"By \ref{a}. $$x \tag{7} \label{a}$$", "By7."),
        ("\\begin{align}a&=1\\label{x}\\\\b&=2\\end{align}\nsee \\eqref{x}", "see(1)"),
        (r"costs $5 and $6, or US$ 7 and 8$", "costs$5and$6,orUS$7and8$"),
        (r"$HOME and $PATH", "$HOMEand$PATH"),
        ("$$\n\\newcommand{\\q}{\\mathrm{abc}}\n$$\n\n$\\q$ z", "abcz"),
        ("`$x$` and\n\n```\n$y$\n```", "$x$and$y$"),
        (r"[a](https://a.org/?x=$b&y=$c)", "a"),
        ("$$\n- a\n+ b\n$$\n\nz", "z"),
        ("$$ $$\n\\[\\]\nz", "[]z"),
        ("| $|x|$ | y |\n|---|---|\n| $5 | $6 |", "y$5$6"),
    ],
)
def test_formulas_are_read_as_jupyterlab_reads_them(source, text, warnings):
    """Numbers of equations are printed where they are referred to; money is money."""
    found = printed(source)

    assert text in found and [] == warnings(source)
    assert not [sign for sign in ("\\label", "\\eqref", "\\ref", "$$") if sign in found]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (r"$\unknown x$", r"a formula could not be set: \unknown x"),
        ("\\eqref{a}\n\n    $\\label{a}$", r"a formula could not be set: \eqref{a}"),
        (r"\eqref{gone}", r"a formula could not be set: \eqref{gone}"),
        (r"\(a^2\)", r"\(a^2\) is no formula to JupyterLab"),
        (r"\[\alpha\]", r"\[\alpha\] is no formula to JupyterLab"),
        (
            r"\newcommand{\q}{x}",
            r"TeX outside of a formula is printed as it is written: \newcommand",
        ),
        (
            "\\begin{tabular}{l}a\\end{tabular}",
            r"a formula could not be set: \begin{tabular}",
        ),
    ],
)
def test_tex_that_is_not_set_is_named(source, said, warnings):
    """No formula is printed as its source without a word."""
    (message,) = warnings("# T", source)

    assert f"cell 2: {said}" in message


def test_a_definition_holds_for_the_whole_notebook():
    """As in JupyterLab, where one MathJax reads all cells."""
    pdf = to_pdf(cells(r"$\def\q{\text{abc}} \newcommand\r[1]{#1}$", r"$\r{\q}$"))

    assert "abc" in words(pdf)


def test_the_page_sets_formulas_too():
    """Numbers, definitions and links are those of the PDF."""
    one = ours(r"$\newcommand{\q}{\mathrm{abc}}$ $$\q \label{e}$$ see \eqref{e}")

    html = to_html(concat([one], {})).decode()

    assert '<a href="#anchor-1">(1)</a>' in html and "<math" in html
    assert "\\q" not in html.replace("\\qquad", "").split("<math")[0]


# What JupyterLab reads, and what only pandoc would.


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a  \nb\\\nc<br>d", "abcd"),
        ("~~a~~ ~b~ c", "abc"),
        ("- [ ] todo\n- [x] done", "•☐todo•☒done"),
        ("www.a.org and x@a.org", "www.a.organdx@a.org"),
        (":smile: &copy; &lt;b&gt; <!-- no --> z", ":smile:©<b>z"),
        ("**a**b __x__ ***z*** snake_case_word", "abxzsnake_case_word"),
        ("Head\n===\nsub\n---\n# x\ntext\n## y\n***\nend", "Headsubxtextyend"),
        ("3. three\n4. four", "3.three4.four"),
        ("text\n5) five", "text5)five"),
        ("x^2^ ^[n] [t]{.c} `c`{=html} :::", "x^2^^[n][t]{.c}c{=html}:::"),
        ("(@) one\n\n| line\n| block\n\n% title", "(@)one|line|block%title"),
        ("Term\n: def", "Term:def"),
        ("---\ntitle: x\n---\n\ntext", "title:xtext"),
        ('# H {#id .c}\n\n--help ... "q"', 'H{#id.c}--help..."q"'),
        ("a\tb\r\nc\r\n\r\n- x\r\n- y\x00z", "abc•x•yz"),
        ("\\* \\# \\<b\\> \\\\ \\@", "*#<b>\\@"),
        ("<dl><dt>t</dt><dd>d: e</dd></dl>", "td:e"),
        ("<figure><img src='data:,'><figcaption>Cap</figcaption></figure>", "Cap"),
        ("- a\n\n  b\n\n      code\n- c", "•abcode•c"),
        ("1. a\n   - b\n2. c\n\nd", "1.a•b2.cd"),
    ],
)
def test_the_words_are_those_of_jupyterlab(source, text):
    """No sign is eaten, and none is printed that is markup to JupyterLab."""
    assert text in printed(source)


def test_quotation_marks_are_set_in_texts_of_ours_only():
    """Other people's options and quotations stay as they typed them."""
    text = "".join(pages(to_pdf(ours('It\'s "so".'))))

    assert squeezed("It’s “so”.") in text
    assert squeezed('It\'s "so" --x') in printed('It\'s "so" --x')


def test_citations_of_ours_are_numbered():
    """A text of ours cites by the number of a source; a mailbox is none."""
    payloads = TEST_DATA / "samples" / "payloads.json"
    register = next(
        p
        for p in __import__("json").loads(payloads.read_text())
        if p["kind"] == "register"
    )
    source = register["references"][0]["id"]
    one = chapter("What happened?", register)
    one.cells.append(v4.new_markdown_cell(f"Cited [@{source}], not me@{source}.org."))

    text = "".join(pages(to_pdf(concat([one], {}))))

    assert "Cited[1],not" in text or "Cited1,not" in text
    assert f"me@{source}.org" in text


def test_a_setext_heading_is_the_title_too():
    """The title of a PDF is its first heading, however it is written."""
    for source in ("The *title*\n===", "<h1>The <b>title</b></h1>", "x\n# The title #"):
        with pymupdf.open(stream=to_pdf(cells(source)), filetype="pdf") as document:
            assert "The title" == document.metadata["title"]
