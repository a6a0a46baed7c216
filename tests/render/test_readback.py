"""The last look: every word that went in is in the PDF and on the page, and nothing
runs off the paper.
"""

import base64
import io
import logging
from importlib import import_module
from pathlib import Path

import pytest
from nbformat import v4
from PIL import Image

from briefing.render.document import Document, Front
from briefing.render.errors import TypesettingError
from briefing.render.html import to_html
from briefing.render.markdown import Rewriter
from briefing.render.notebook import concat
from briefing.render.pdf import to_pdf
from briefing.render.pdf_text import MILLIMETRE, page_texts
from briefing.render.readback import check_page, missing, tokens
from briefing.render.reader import read_document
from briefing.render.source_words import (
    Piece,
    words_of_author,
    words_of_html,
    words_of_markdown,
)
from helpers.pdf import chapter, foreign, outside, pages, payload, sample

html = import_module("briefing.render.html")
typeset = import_module("briefing.render.pdf")

SENTENCE = "He was held without a lawyer and then moved to another place. "
DIGEST = "0123456789abcdef" * 10
LAST = "LASTWORD"


def markdown(*texts):
    """Print the Markdown of somebody else."""
    cells = [v4.new_markdown_cell(text) for text in ("# Trial", *texts, "The end.")]
    return to_pdf(foreign(*cells))


def table(*rows):
    """Print a table of HTML, as pandas shows one."""
    head, *body = [
        "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in row) + "</tr>"
        for row, tag in zip(rows, ["th"] + ["td"] * len(rows), strict=False)
    ]
    text = f"<table><thead>{head}</thead><tbody>{''.join(body)}</tbody></table>"
    output = v4.new_output("execute_result", data={"text/html": text})
    return to_pdf(foreign(v4.new_code_cell("frame", outputs=[output])))


def picture(width, height, attributes=""):
    """Write a picture of so many pixels as HTML."""
    png = io.BytesIO()
    Image.new("RGB", (width, height), (90, 120, 150)).save(png, "PNG")
    packed = base64.b64encode(png.getvalue()).decode()
    return f'<img src="data:image/png;base64,{packed}" alt="A plain area" {attributes}>'


def tampered(monkeypatch, old, new):
    """Change what the typesetter is given, as a fault of a template would."""
    whole = typeset.to_typst

    def changed(*given):
        body = whole(*given)
        assert old in body
        return body.replace(old, new)

    monkeypatch.setattr(typeset, "to_typst", changed)


# What is higher than a page breaks, or is set smaller.
TALL = {
    "a cell of a frame": lambda: table(
        [f"column {n}" for n in range(12)],
        [*("few words" for _ in range(11)), SENTENCE * 60 + LAST],
    ),
    "a cell of three pages": lambda: table(["a", "b"], ["1", SENTENCE * 300 + LAST]),
    "a cell that is more than words": lambda: table(
        ["a", "b"], [f"<b>bold</b> {SENTENCE * 200}{LAST}", SENTENCE * 20]
    ),
    "a head": lambda: table(["a", SENTENCE * 120 + LAST], ["1", "2"]),
    "a cell of Markdown": lambda: markdown(
        f"| a | b |\n|---|---|\n| {SENTENCE * 150} **{LAST}** | c |"
    ),
    "a quotation": lambda: markdown(f"> {SENTENCE * 200}{LAST}"),
    "a footnote": lambda: markdown(f"Text[^1].\n\n[^1]: {SENTENCE * 200}{LAST}"),
    "an item of a list": lambda: markdown(f"- {SENTENCE * 200}{LAST}"),
    "code": lambda: markdown("```\n" + "a = 1\n" * 200 + LAST + "\n```"),
    "mathematics": lambda: markdown(
        r"$$\begin{pmatrix}" + r"a\\" * 90 + r"b\end{pmatrix}$$" + f"\n\n{LAST}"
    ),
    "a picture": lambda: markdown(f"{picture(40, 4000)}\n\n{LAST}"),
    "a picture by its height": lambda: markdown(
        f"{picture(40, 40, 'height=9000')}\n\n{LAST}"
    ),
}


@pytest.mark.parametrize("what", TALL)
def test_what_is_higher_than_a_page_is_printed_whole(what):
    """Nothing is cut at the foot: the last word stands there, above the margin."""
    pdf = TALL[what]()
    text = "".join(pages(pdf))

    assert LAST in text
    assert [] == outside(pdf, 19 * MILLIMETRE)


def test_every_sentence_of_a_high_cell_is_there():
    """Sixty sentences are sixty, and the row begins right below the head."""
    pdf = TALL["a cell of a frame"]()

    assert 60 == "".join(pages(pdf)).count("lawyer")
    assert "Hewasheld" in pages(pdf)[0]


# What is wider than the text is broken, or set smaller.
WIDE = {
    "code in a sentence": f"The digest is `{DIGEST}` and ends.",
    "codes without blanks between": ",".join(f"`code_{n}`" for n in range(60)),
    "code in a heading": f"## The `{DIGEST}` digest",
    "code in a link": f"[`{DIGEST}`](https://example.org) ends.",
    "code in a table": f"| a | b |\n|---|---|\n| `{DIGEST}` | {DIGEST} |",
    "bold in a table": f"| a | b |\n|---|---|\n| **{DIGEST}** | {SENTENCE} |",
    "a block of code": f"```\n{DIGEST * 3}\n```",
    "a run of several styles": f"**{'a' * 30}**`{'b' * 30}`*{'c' * 30}*",
    "a heading": f"## {SENTENCE * 4}{DIGEST}",
    "a word of letters that join": "دکترمحمدرضا" * 30,
    "a formula": "$$" + "+".join(f"x_{{{n}}}" for n in range(80)) + "$$",
    "a formula in a sentence": r"$\frac{" + "+".join("abcdefghijkl" * 6) + "}{2}$ it.",
    "a picture": picture(4000, 40),
    "a picture in a table": f"<table><tr><td>{SENTENCE}</td>"
    f"<td>{picture(4000, 40)}</td></tr></table>",
    "three times the width": picture(40, 40, 'style="width: 300%"'),
    "quotations in quotations": ">" * 12 + f" {SENTENCE * 20}",
    "lists in lists": "\n".join(f"{'    ' * n}- {SENTENCE}" for n in range(10)),
    "a table of sixty columns": "|" + "|".join(f"col_{n}" for n in range(60)) + "|\n"
    + "|---" * 60 + "|\n|" + "|".join(f"value {n}" for n in range(60)) + "|",
}  # fmt: skip


@pytest.mark.parametrize("what", WIDE)
def test_nothing_runs_off_the_paper(what):
    """No word stands in the side margins, by another reading than the check's own."""
    pdf = markdown(WIDE[what])

    assert [] == outside(pdf, 19 * MILLIMETRE)
    if "digest" in WIDE[what] or DIGEST in WIDE[what]:
        assert DIGEST in "".join(pages(pdf))


@pytest.mark.parametrize(
    ("attributes", "share"),
    [
        ('width="50%"', 0.5),
        ('width="100%"', 1),
        ('style="width: 25%"', 0.25),
        ('width="100"', 75 / (132 * MILLIMETRE)),
        ('width="5cm"', 50 / 132),
    ],
)
def test_a_width_is_what_it_says(attributes, share):
    """A percentage is one of the text's width, a number is one of pixels."""
    import pymupdf

    pdf = markdown(picture(40, 10, attributes))
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        box = document[0].get_image_info()[0]["bbox"]

    assert share * 132 == pytest.approx((box[2] - box[0]) / MILLIMETRE, abs=0.2)


def test_a_word_that_the_typesetter_was_not_given_stops_a_briefing(monkeypatch):
    """The message says where, what, what is expected, and what to do."""
    tampered(monkeypatch, "Saltmere", "")
    one = chapter("Which states acted?")
    one.cells.append(v4.new_markdown_cell("It happened in Northmark and in Saltmere."))

    with pytest.raises(TypesettingError) as refused:
        to_pdf(concat([one], {}))

    said = str(refused.value)
    assert said.startswith("chapter 1, cell 3: ")
    assert "not in the PDF: saltmere." in said
    assert "Every word has to be printed" in said
    assert "Make that text shorter" in said


@pytest.mark.parametrize("layout", ["", "study"])
@pytest.mark.parametrize(
    "part", ["title", "summary", "outcome", "note", "persons", "claims", "states"]
)
def test_a_long_text_of_a_case_breaks(part, layout):
    """Whatever of a case is long, all of it is printed above the foot."""
    shown = payload("register", layout=layout)
    for case in shown["cases"]:
        case |= {"heard": "", "fate": "", "later": []}
    first = shown["cases"][0]
    long = SENTENCE * 60 + LAST
    first[part] = [long] if isinstance(first[part], list) else long
    first["rights"] = [*first["rights"] * 12]
    pdf = to_pdf(concat([chapter("What happened?", shown)], {}))

    assert LAST in "".join(pages(pdf))
    assert [] == outside(pdf, 19 * MILLIMETRE)


@pytest.mark.parametrize("part", ["rows", "notes", "title", "columns"])
def test_a_long_text_of_a_table_breaks(part):
    """A reason for a correction may be as long as a page, and so may a note."""
    long = SENTENCE * 100 + LAST
    shown = payload("table")
    if part == "rows":
        shown["rows"][0][0] = long
    elif part == "columns":
        shown["columns"][0]["label"] = long
    else:
        shown[part] = [long] if part == "notes" else long
    pdf = to_pdf(concat([chapter("What changed?", shown)], {}))

    assert LAST in "".join(pages(pdf))
    assert [] == outside(pdf, 19 * MILLIMETRE)


def test_a_long_title_of_a_briefing_has_room_on_the_cover():
    """It is set smaller, and one line of it runs along the head of the pages."""
    front = {"title": SENTENCE * 8 + LAST, "scope": "Northmark, " * 40 + "Saltmere"}
    pdf = to_pdf(concat([chapter("Which states acted?", payload("table"))], front))

    assert LAST in pages(pdf)[0] and "Saltmere" in pages(pdf)[0]
    assert LAST not in "".join(pages(pdf)[1:])


def test_of_the_same_words_none_may_be_missing(monkeypatch):
    """A sentence that stands there twice has to be printed twice."""
    one = chapter("Which states acted?")
    one.cells.append(v4.new_markdown_cell("It happened in Eastvale. " * 2))
    tampered(monkeypatch, "in Eastvale. It", "It")

    with pytest.raises(
        TypesettingError, match="cell 3: these words are not in the PDF"
    ):
        to_pdf(concat([one], {}))


@pytest.mark.parametrize("kind", ["table", "figure", "notes", "register"])
def test_a_text_of_an_exhibit_that_is_not_printed_stops_a_briefing(kind, monkeypatch):
    """A template that forgets a text of a payload is found out, and the exhibit
    named.
    """
    given = payload(kind)
    if kind == "register":
        given["cases"][0]["remark"] = "Unheardof remark"
    else:
        given["remark"] = "Unheardof remark"
    whole = to_pdf(concat([chapter("Which states acted?", payload(kind))], {}))

    assert whole.startswith(b"%PDF")
    with pytest.raises(
        TypesettingError, match=r"not in the PDF: unheardof remark"
    ) as refused:
        to_pdf(concat([chapter("Which states acted?", given)], {}))
    name = given["cases"][0]["id"] if kind == "register" else given["title"]
    assert name in str(refused.value)


@pytest.mark.parametrize(
    ("moved", "side"),
    [
        ("#move(dx: 160mm)[Northmark acted.]", "right"),
        ("#move(dx: -30mm)[Northmark acted.]", "left"),
        ("#place(bottom, dy: 18mm)[Northmark acted.]", "bottom"),
        ("#place(top, dy: -20mm)[Northmark acted.]", "top"),
        ("#place(dx: 150mm, rect(width: 40mm))Northmark acted.", "right"),
    ],
)
def test_what_leaves_the_margins_stops_the_build(moved, side, monkeypatch):
    """A box that was moved is found in anybody's notebook, with its page."""
    tampered(monkeypatch, "Northmark acted.", moved)

    with pytest.raises(TypesettingError) as refused:
        markdown("Northmark acted.")

    said = str(refused.value)
    assert said.startswith("notebook, ")
    assert f"outside the {side} margin" in said
    assert "on page 1" in said.lower() or "page 1 of the PDF" in said


def test_a_clipped_cell_stops_the_build(monkeypatch):
    """As a row did that could not break."""
    breaks = typeset.write_project

    def unbreakable(*given):
        main = breaks(*given)
        tables = main.parent / "tables.typ"
        text = tables.read_text()
        assert "breakable: breakable" in text
        tables.write_text(text.replace("breakable: breakable", "breakable: false"))
        return main

    monkeypatch.setattr(typeset, "write_project", unbreakable)

    with pytest.raises(
        TypesettingError, match="cell 1: these words are not in the PDF"
    ):
        TALL["a cell of a frame"]()


def test_text_over_the_page_number_is_found(monkeypatch):
    """What stands at the foot of each page is known; what runs into it is not."""
    tampered(monkeypatch, "Northmark acted.",
             "#place(bottom, dy: 12mm)[Northmark acted.]")  # fmt: skip

    with pytest.raises(TypesettingError, match="outside the bottom margin"):
        markdown("Northmark acted.")


def losing(monkeypatch, word):
    """Let our reader of Markdown lose a word, as a fault in it would."""
    whole = Rewriter._text
    monkeypatch.setattr(
        Rewriter, "_text", lambda self, data: whole(self, data.replace(word, ""))
    )


def test_signs_of_other_dialects_are_printed_as_they_are_written(caplog):
    """JupyterLab knows no fenced divisions: their signs and names are text."""
    with caplog.at_level(logging.WARNING):
        pdf = markdown("::: {.saltmere}\nWords within.\n:::\n\nWords below.")

    assert ":::{.saltmere}" in "".join(pages(pdf))
    assert "Wordsbelow." in "".join(pages(pdf))
    assert "" == caplog.text


def test_words_that_no_reader_understood_are_said_of_another_notebook(
    caplog, monkeypatch
):
    """They are named with their cell, and the rest is printed."""
    losing(monkeypatch, "Saltmere")
    with caplog.at_level(logging.WARNING):
        pdf = markdown("It was *in Saltmere* that Northmark acted.", "In Eastvale.")

    assert 1 == caplog.text.count("were not understood")
    assert (
        "cell 2: these words were not understood, and would not be printed: saltmere;"
        in caplog.text
    )
    assert "itwasinthatnorthmarkacted" in "".join(pages(pdf)).casefold()


def test_words_that_our_reader_lost_stop_a_briefing(monkeypatch):
    """They are found before anything is typeset, on the page and on paper."""
    losing(monkeypatch, "Saltmere")
    one = chapter("Which states acted?")
    one.cells.append(v4.new_markdown_cell("It happened in Northmark and in Saltmere."))

    for form in (to_pdf, to_html):
        with pytest.raises(TypesettingError) as refused:
            form(concat([one], {}))
        assert str(refused.value).startswith("Chapter 1, cell 3: these words were not")
        assert "printed: saltmere;" in str(refused.value)


def test_a_lost_part_of_a_text_is_named_where_it_stands(monkeypatch):
    """In a note that another cell refers to, in a table, in a list, in code."""
    for word, texts, cell in (
        ("Saltmere", ("See[^n].", "x", "[^n]: A note on Saltmere"), 3),
        ("Saltmere", ("a", "| a | b |\n|---|---|\n| c | Saltmere |"), 2),
        ("Saltmere", ("a\n\n- b\n  - Saltmere",), 1),
        ("Saltmere", ("```\nx = Saltmere\n```", "See Eastvale"), 1),
        ("Saltmere", ("<div>Saltmere</div>", "See Eastvale"), 1),
        ("Saltmere", ("Saltmere [x][r] Saltmere", "[r]: https://a.example"), 1),
        ("in", ("an inn in Northmark", "in Eastvale"), 1),
    ):
        with monkeypatch.context() as patched:
            losing(patched, word)
            told = warnings(*texts)
        assert any(
            one.startswith(f"cell {cell}: these words") and word.lower() in one
            for one in told
        ), texts


def warnings(*texts):
    """Read the Markdown of somebody else, and return what is said of it."""
    cells = [v4.new_markdown_cell(text) for text in texts]
    given = foreign(*cells)
    return read_document(given, audit=False, name="trial", folder=Path()).warnings


@pytest.mark.parametrize(
    "texts",
    [
        ('See [x][r].', '[r]: https://a.example/page "A title"'),
        ("[x]: <a.html> 'one\ntitle'\n\n# a\n\nText",),
        ("See[^n] and again[^n].", "[^n]: Words with [x](https://a.example/q)\n\n"
         "    and [more](https://b.example/r) of them"),
        ("In 2011, 1 case[^1].", "[^1]: 1 of 5, by a formula $a$, persons"),
        (r"$$\newcommand{\foo}{bar} x \label{eq:k}$$ and \eqref{eq:k}",),
        ("\\begin{align}a&=b\\label{q}\\\\c&=d\\notag\\end{align}",),
        (r"\\(x_a y\\) and \\[z\\] and $n*m*k$ and $a<b$ or $c>d$",),
        ("It costs $5 and then $6 `$a$`",),
        ("Party 🎉 👍🏽 🇩🇪 🄰 1️⃣ end",),
        ("<!-- a comment --> seen <!-- none\nhere --> too",),
        ('<p hidden>No</p>\n\n<b style="display:none">no</b> yes',),
        ("<svg><text x='1' y='9'>Northmark</text><title>T</title></svg> below",),
        ("<b>bold</b>part a_b_c __x__y *i*j H<sub>2</sub>O",),
        ("text\n3. three\n4. four\n\n3) x\n4) y\n10. z",),
        ("``` {.python #id}\ncode\n```\n~~~js title=x\nmore\n~~~",),
        ("- [x] done\n- [ ] not\n  > quoted\n\n      code",),
        ("<script>a</script><style>b{}</style><template>t</template>z",),
        ("> [!NOTE]\n> Words\n\n*[HTML]: Hyper Text\n\nTerm\n: What it is",),
        ("https://a.example/b_c_d www.a.example x@a.example <https://a.example?b=c>",),
        ("&copy; &amp;x; &#x41; &nosuch; ==marked== ~~gone~~ ~one~",),
    ],
)  # fmt: skip
def test_what_no_reader_sees_as_words_raises_no_alarm(texts):
    """Definitions, comments, what is hidden, formulas, addresses, numbers, signs."""
    assert not [one for one in warnings(*texts) if "not understood" in one]


def test_a_word_that_a_warning_names_is_not_told_twice():
    """Of a row with too many cells one sentence is enough."""
    told = warnings("| a | b |\n|---|---|\n| c | d | Saltmere |")

    assert 1 == len(told)
    assert "Saltmere" in told[0]


@pytest.mark.parametrize(
    "text",
    [
        "See <code>x[^1]</code>, too.",
        "<pre>\nx[^1]\n</pre>",
        "Never closed: <code>x[^1]",
        "<style>b[^1]</style> seen",
        "![A dot[^1]](data:image/gif;base64,AAAA)",
        "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='20'>"
        "<text y='15'>x[^1] $y$</text></svg>",
    ],
)
def test_a_note_stands_behind_what_no_note_can_stand_in(text, caplog):
    """Behind code, a picture, a drawing: it is referred to, so it is printed."""
    with caplog.at_level(logging.WARNING):
        pdf = markdown(f"{text}\n\n[^1]: Words on Saltmere.")

    assert "WordsonSaltmere." in "".join(pages(pdf))
    assert "not understood" not in caplog.text


def test_a_citation_leaves_its_key_and_keeps_its_words():
    """A key becomes a number; what stands beside it is printed."""
    said = words_of_author('<p>So <span data-cited="[see @S-0012, p. 3]"></span>.</p>')
    noted = words_of_author('<p>A<span data-note="&lt;p&gt;B&lt;/p&gt;"></span></p>')

    assert ["so", "see", "p", "3"] == tokens(said)
    assert ["a", "b"] == tokens(noted)
    assert ["so", "see", "p", "3"] == tokens(
        words_of_markdown("So [see @S-0012, p. 3].", ours=True)
    )


def test_a_word_that_is_missing_on_the_page_stops_the_edition(monkeypatch):
    """The page for a browser is held against the same words."""
    whole = html.page
    monkeypatch.setattr(
        html, "page", lambda *given: whole(*given).replace("Saltmere", "")
    )
    one = chapter("Which states acted?")
    one.cells.append(v4.new_markdown_cell("It happened in Saltmere."))

    with pytest.raises(TypesettingError) as refused:
        to_html(concat([one], {}))

    assert "cell 3: these words are not in the page for a browser: saltmere." in str(
        refused.value
    )


def test_a_sample_of_every_exhibit_passes():
    """Both forms hold every word; the PDF is read by two programs."""
    pdf, page = to_pdf(sample()), to_html(sample())

    assert len(page_texts(pdf)) == len(pages(pdf))
    assert b"Which states acted?" in page


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Eﬃcient oﬃce", "Efficient\noffice"),
        ("soft\u00adhyphen", "soft-\nhyphen"),
        ("It's “so” – well…", 'It’s "so" - well ...'),
        (
            "https://example.org/a/b",
            "https:\u200b/\u200b/\u200bexample.\u200borg/\na/b",
        ),
        (DIGEST, DIGEST[:70] + "\n" + DIGEST[70:]),
        ("新疆维吾尔自治区", "新疆维\n吾尔自治区"),
        ("naïve ﬁancé", "naïve fiancé"),
        ("A\u00a0B x²", "A B x2"),
    ],
)
def test_ways_to_set_a_word_are_the_same_word(written, printed):
    """Broken lines, ligatures, quotation marks and blanks make no difference."""
    assert [] == list(missing([Piece("here", written)], [printed]))


@pytest.mark.parametrize(
    ("written", "printed", "gone"),
    [
        ("one two three", "one three", "two"),
        ("of of of", "of of", "of"),
        ("art", "part", ""),  # a word may have something right beside it
        ("12 persons", "21 persons", "12"),
        ("Northmark acted", "", "northmark acted"),
    ],
)
def test_a_missing_word_is_named(written, printed, gone):
    """As often as it was written, and no other."""
    found = list(missing([Piece("here", written)], [printed]))

    assert gone == " ".join(piece.text for piece in found)


def test_a_piece_is_found_wherever_a_page_breaks():
    """Words of another column may stand in between; each word counts once."""
    first, second = "Northmark acted twice in that year.", "Eastvale acted in no year."
    shown = [
        "Northmark acted Eastvale acted",
        "page 2",
        "twice in that year. in no year.",
    ]
    both = [Piece("one", first), Piece("two", second)]

    assert [] == list(missing(both, shown))
    assert ["two"] == [
        piece.place
        for piece in missing(both, [*shown[:2], "twice in that year. in year."])
    ]


def test_hidden_words_and_signs_of_markup_are_no_words():
    """Neither of these is shown by JupyterLab."""
    shown = words_of_html(
        "<p>Seen</p><script>a()</script><style>b</style><!-- c --><p hidden>d</p>"
        '<p style="display: none">e</p><p>too</p>'
    )
    said = words_of_markdown(
        "See [the page](https://a.example) ![alt](a.png)[^1]\n\n[^1]: A note",
        ours=False,
    )

    assert ["seen", "too"] == tokens(shown)
    assert ["see", "the", "page", "a", "note"] == tokens(said)


def test_a_page_is_checked_without_its_pictures():
    """What is packed into an address is no text."""
    document = Document(Front(title="Briefing", verdict=""), folder=None)
    document.add("author", "Northmark", form="ours", cell=1)

    with pytest.raises(TypesettingError, match="northmark"):
        check_page(
            document, '<p>Briefing</p><img src="data:image/png;base64,Northmark">'
        )
