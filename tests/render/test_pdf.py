"""The PDF of a briefing: what is in it, and that it meets its standards."""

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from nbformat import v4

from briefing.exhibits.fonts import font_paths
from briefing.render.errors import TypesettingError
from briefing.render.notebook import concat
from briefing.render.pdf import to_pdf
from helpers.pdf import (
    HOSTILE,
    chapter,
    opened,
    outside,
    pages,
    payload,
    sample,
    shown,
    squeezed,
    texts,
    words,
)
from helpers.processes import digest_elsewhere


@pytest.fixture(scope="module")
def pdf():
    """The sample briefing."""
    return to_pdf(sample())


def test_the_cover_says_what_the_briefing_is(pdf):
    """Title, scope, period, version, headline numbers and the verdict stand on page
    one.
    """
    context = payload("context")
    said = [context[key] for key in ("title", "scope", "period", "version")]
    said += [f"{item['value']}{item['unit']}" for item in context["headline"]]
    said.append("Inclusion in this briefing is no verdict.")

    cover = pages(pdf)[0]

    assert [] == [text for text in said if squeezed(text) not in cover]


def test_every_page_but_the_cover_is_numbered(pdf):
    """The footer says which page of how many."""
    found = pages(pdf)

    numbered = [f"page{n}of{len(found)}" in page for n, page in enumerate(found, 1)]
    assert [False] + [True] * (len(found) - 1) == numbered


def test_the_contents_list_chapters_and_back_matter(pdf):
    """The contents name the chapters and what follows them."""
    names = ["Which states acted?", "What happened?", "Method and limits", "Sources"]
    names.append("How this was made")

    assert [] == [name for name in names if squeezed(name) not in pages(pdf)[1]]


def test_the_pdf_is_tagged_and_says_its_title_and_language(pdf):
    """A screen reader finds structure, a title and the language."""
    with opened(pdf) as document:
        root = document.Root
        found = (
            bool(root.MarkInfo.Marked),
            str(root.Lang),
            str(document.docinfo.Title),
        )

    assert (True, "en-GB", payload("context")["title"]) == found


def test_the_pages_are_a4(pdf):
    """Every page of the sample is A4, upright."""
    with opened(pdf) as document:
        sizes = {tuple(round(float(v)) for v in p.mediabox) for p in document.pages}

    assert {(0, 0, 595, 842)} == sizes


def test_every_font_is_embedded(pdf):
    """No font is left to the reader's machine."""
    with opened(pdf) as document:
        described = [
            o
            for o in document.objects
            if getattr(o, "_type_name", "") == "dictionary"
            and o.get("/Type") == "/FontDescriptor"
        ]
        embedded = ["/FontFile2" in o or "/FontFile3" in o for o in described]

    assert embedded and all(embedded)


def test_tables_are_attached_as_csv(pdf):
    """The numbers behind every figure and table come with the PDF."""
    with opened(pdf) as document:
        names = sorted(document.attachments)

    assert [
        "tables/disagreements.csv",
        "tables/incidents_by_executing_state.csv",
    ] == names


def test_given_attachments_are_attached_as_they_are():
    """What the publisher hands over is in the PDF, byte for byte."""
    notebook = concat(
        [chapter("One?")], {"attachments": {"manifest.json": '{"a": 1}\n'}}
    )

    with opened(to_pdf(notebook)) as document:
        content = document.attachments["manifest.json"].get_file().read_bytes()

    assert b'{"a": 1}\n' == content


def test_an_attachment_cannot_leave_its_folder():
    """A name that climbs out is refused."""
    notebook = concat([chapter("One?")], {"attachments": {"../../x.csv": "a\n"}})

    with pytest.raises(TypesettingError, match="leaves its folder"):
        to_pdf(notebook)


def test_every_case_cites_its_sources(pdf):
    """A case ends with the numbers of its sources, and the bibliography has them."""
    text = words(pdf)

    assert "Sources[1,2]" in text and "AddressofacopY".lower() in text.lower()


def test_code_and_context_are_not_printed(pdf):
    """A briefing shows findings; parameters stand on its last page."""
    assert "secret_code" not in words(pdf)


def test_two_processes_make_the_same_bytes(pdf):
    """The same chapters give the same file, whoever runs it and when."""
    there = digest_elsewhere("to_pdf(sample())")

    assert hashlib.sha256(pdf).hexdigest() == there


@pytest.mark.slow
@pytest.mark.parametrize("checker", [["pdfua", "check"], ["outloud"]])
def test_the_checkers_find_no_error(pdf, checker, tmp_path):
    """Two independent checkers of accessibility pass the sample."""
    path = tmp_path / "sample.pdf"
    path.write_bytes(pdf)
    command = [str(Path(sys.executable).parent / checker[0]), *checker[1:], str(path)]

    done = subprocess.run(command, capture_output=True, text=True)

    assert 0 == done.returncode, done.stdout


HARD = {
    "markup": HOSTILE,
    "long": "A very long title " * 280,
    "unbroken": "x" * 5000,
    "right to left": "ئەرشىدىن ئىسرائىل",
    "Chinese": "维吾尔族难民被引渡",
    "Cyrillic": "Ершидин Исраил",
}


@pytest.mark.parametrize("kind", ["figure", "table", "case", "reference", "cell"])
@pytest.mark.parametrize("hard", HARD)
def test_hard_texts_print_as_themselves(kind, hard):
    """No text of the data is markup anywhere, and none is lost."""
    text = HARD[hard]
    if kind in ("figure", "table"):
        shown = payload(kind, title=text, notes=[text])
    elif kind == "cell":
        shown = payload("table", columns=payload("table")["columns"][:1], rows=[[text]])
    else:
        shown = payload("register")
        case = shown["cases"][0] | {"title": text if kind == "case" else "A case"}
        source = {"id": "S-0001", "type": "webpage", "title": text}
        shown |= {"cases": [case | {"sources": ["S-0001"]}], "references": [source]}

    printed = words(to_pdf(chapter("One?", shown)))

    assert (
        set(squeezed(text)) <= set(printed)
        if hard == "right to left"
        else (squeezed(text) in printed)
    )


def test_a_wide_table_turns_its_page():
    """A table too wide for an upright page is set on a turned one."""
    columns = [
        {"key": f"c{n}", "label": f"Kyrgyzstan{n}", "align": "right", "width": 1}
        for n in range(15)
    ]
    wide = payload("table", columns=columns, rows=[["12345"] * 15] * 3)

    with opened(to_pdf(chapter("One?", wide))) as document:
        turned = [p.mediabox[2] > p.mediabox[3] for p in document.pages]

    assert 1 == sum(turned)


def test_a_table_that_fits_no_page_is_set_in_parts():
    """A cell is never clipped: the columns are parted, and the first stands in each
    part.
    """
    columns = [
        {"key": f"c{n}", "label": f"Kyrgyzstan{n}", "align": "right", "width": 1}
        for n in range(40)
    ]
    cells = [f"{10_000 + n}" for n in range(40)]
    wide = payload("table", columns=columns, rows=[cells])

    said = words(to_pdf(chapter("One?", wide)))
    parts = int(re.search(r"Part1of(\d+)ofthistable", said)[1])

    assert [parts] + [1] * 39 == [said.count(cell) for cell in cells]


SLIM = "abcdefghijklnopqrstuvxyz0123456789 .,;:()/-"


@pytest.mark.slow
def test_no_letter_is_wider_than_a_table_takes_it_for():
    """Cells that cannot be the widest are not measured: 0.6 em for a slim letter, and
    for any other 1.1 em a byte, with room for kerning.
    """
    (path,) = (path for path in font_paths() if path.name.startswith("SourceSans3["))
    font = instancer.instantiateVariableFont(TTFont(path), {"wght": 600})
    em, widths = font["head"].unitsPerEm, font["hmtx"]
    wide = {chr(c): widths[name][0] / em for c, name in font.getBestCmap().items()}

    assert max(wide[letter] for letter in SLIM) < 0.57
    assert max(wide[one] / len(one.encode()) for one in wide if one not in SLIM) < 1


@pytest.mark.parametrize("lines", [29, 31, 33])
def test_a_register_low_on_a_page_stays_above_the_foot(lines):
    """Where the first case does not fit, the register begins on the next page."""
    case = payload("register")["cases"][0]
    case = case | {"rights": case["rights"][:1] * 4, "claims": []}
    whole = payload("register", cases=[case | {"id": f"INC-{n}"} for n in range(6)])
    before = payload("prose", markdown="\n\n".join(["An invented line."] * lines))

    feet = texts(to_pdf(chapter("One?", before, whole)), 778, 842)[1:]

    assert [] == [foot for foot in feet if not re.fullmatch(r"\D*page\d+of\d+", foot)]


def test_a_long_table_repeats_its_header():
    """A table over several pages shows its header on each."""
    rows = [[f"State {n}", "1", "2", "3", "6"] for n in range(120)]

    found = pages(to_pdf(chapter("One?", payload("table", rows=rows))))

    assert 3 <= sum("ExecutingstateAdjudicatedCorroborated" in page for page in found)


def test_a_glyph_that_no_font_has_is_refused():
    """A briefing of ours never prints an empty box."""
    notes = payload("notes", notes=["ไทย"])

    with pytest.raises(TypesettingError, match="no font of the house draws"):
        to_pdf(chapter("One?", notes))


def pictured(**metadata):
    """Make a chapter of ours in which an analyst shows a picture of their own."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    output = v4.new_output(
        "display_data", data={"image/svg+xml": svg}, metadata=metadata
    )
    notebook = chapter("One?")
    notebook.cells.append(v4.new_code_cell("plot", outputs=[output]))
    return notebook


def test_a_picture_without_a_description_is_refused():
    """What is a warning in somebody else's notebook is a refusal in ours."""
    with pytest.raises(TypesettingError, match="no alternative text"):
        to_pdf(pictured())


def test_a_described_picture_is_shown():
    """An analyst may show a picture of their own that says what it shows."""
    assert to_pdf(pictured(alt="A square")).startswith(b"%PDF")


def test_an_error_in_a_chapter_is_refused():
    """A briefing is never made from a cell that failed."""
    error = v4.new_output("error", ename="KeyError", evalue="n", traceback=[])
    notebook = chapter("One?")
    notebook.cells.append(v4.new_code_cell("x", outputs=[error]))

    with pytest.raises(TypesettingError, match="Cell 3: it failed with KeyError: n"):
        to_pdf(notebook)


def test_a_citation_of_an_unknown_source_is_refused():
    """A sentence cannot cite what the bibliography does not list."""
    prose = payload("prose", markdown="As reported [@S-9999].")

    with pytest.raises(TypesettingError, match="S-9999"):
        to_pdf(chapter("One?", prose, payload("register")))


def test_nothing_is_printed_outside_the_margins():
    """Every word lies on its page, on upright pages and on turned ones."""
    columns = [
        {"key": f"c{n}", "label": f"Kyrgyzstan{n}", "align": "right", "width": 1}
        for n in range(15)
    ]
    wide = payload("table", columns=columns, rows=[["12345"] * 15] * 3)
    notebook = sample()
    notebook.cells.insert(9, shown(wide))

    assert [] == outside(to_pdf(notebook), margin=50)
