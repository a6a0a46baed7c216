"""Files as other programs leave them: one slip is told once, by its name, and what a
program made of a cell is never taken for what was typed.
"""

import csv
import datetime as dt
import io
import re
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.hyperlink import Hyperlink

from briefing.cli import main
from briefing.curate import xlsx_read
from briefing.curate.import_package import import_table
from briefing.curate.xlsx_merge import plan_of, workbook_of
from briefing.dataset.findings import few
from briefing.dataset.validate import check
from briefing.errors import BriefingError
from helpers.paths import POCKET, ROOT

EXAMPLE = ROOT / "docs" / "examples" / "own-data"
MAPPING = EXAMPLE / "mapping.toml"
TEXT = (EXAMPLE / "people.csv").read_text("utf-8")
HEADS, *ROWS = list(csv.reader(io.StringIO(TEXT)))
SOUND = dict(zip(HEADS, ROWS[3], strict=True))  # a row of which every cell is placed


def imported(place, mapping=MAPPING):
    """Import a file beside itself, with the codes of the pocket package."""
    return import_table(place, mapping, place.parent / "own", like=POCKET)


def table_of(place):
    """Read a table of the package that was made."""
    with place.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def book_of(place, *changes, rows=1):
    """Write a workbook of sound rows, with cells of the first changed by functions."""
    book = Workbook()
    sheet = book.active
    sheet.append(HEADS)
    for _ in range(rows):
        sheet.append([*SOUND.values()])
    for column, change in changes:
        change(sheet.cell(2, HEADS.index(column) + 1))
    book.save(place)
    return place


def value(what, form="General"):
    """Put a value into a cell, shown in a form."""

    def put(cell):
        cell.value, cell.number_format = what, form

    return put


def parted(delimiter, **changed):
    """Write the example with another delimiter."""
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerows(
        [HEADS, *ROWS]
    )
    return file.getvalue()


def in_another(encoding):
    """Write a table whose name has letters of the encoding."""
    name = {"cp1252": "Zoë Öster", "gb18030": "林知远"}.get(encoding, "Халим Остер")
    lines = [line for line in TEXT.splitlines() if line.isascii()]
    changed = [line.replace("Sora Oster", name) for line in lines]
    return "\r\n".join(changed).encode(encoding)


SLIPS = {
    "semicolons": (
        parted(";").encode(),
        r'parted by semicolons; write `delimiter = ";"',
    ),
    "tabs": (parted("\t").encode(), r'parted by tabs; write `delimiter = "\\t"'),
    "bars": (parted("|").encode(), r'upright bars; write `delimiter = "\|"'),
    "semicolons with a mark": (parted(";").encode("utf-8-sig"), "semicolons"),
    "utf-16": (
        parted("\t").encode("utf-16"),
        r'UTF-16; .*"utf-16"` and `delimiter = "\\t',
    ),
    "utf-16 without a mark": (TEXT.encode("utf-16-le"), 'encoding = "utf-16-le"'),
    "cp1251": (in_another("cp1251"), "as cp1251 it reads 'Халим'"),
    "cp1252": (in_another("cp1252"), "as cp1252 it reads 'Zoë'"),
    "gb18030": (in_another("gb18030"), "as gb18030 it reads '林知远'"),
    "no header": (
        "\n".join(TEXT.split("\n")[1:]).encode(),
        "names none of the columns",
    ),
    "words above": (f"Archive\nof 2026\n{TEXT}".encode(), "write `header = 3`"),
    "for Excel": (b"sep=;\r\n" + parted(";").encode(), "is for Excel alone"),
    "open quote": (
        TEXT.replace("handed over,", '"handed over,', 1).encode(),
        "line 2: a ",
    ),
    "a workbook": (b"PK\x03\x04" + b"\x00" * 40, "is a workbook"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
    "a web page": (b"<!DOCTYPE html><html><table>", "a web page"),
    "no rows": (TEXT.split("\n")[0].encode(), "no row below it"),
    "empty rows": (
        f"{HEADS[0]},{','.join(HEADS[1:])}\n,,,\n".encode(),
        "no row below it",
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_of_a_whole_file_is_named_in_one_sentence(tmp_path, capsys, slip):
    """The command ends with 2, writes nothing, and says what to write where."""
    raw, what = SLIPS[slip]
    (tmp_path / "people.csv").write_bytes(raw)
    words = ["data", "import", str(tmp_path / "people.csv"), "--map", str(MAPPING)]
    words += ["--out", str(tmp_path / "own"), "--data", str(POCKET)]

    assert 2 == main.main(words)
    said = capsys.readouterr().err
    assert re.search(what, said)
    assert 2 == len(said.splitlines())
    assert ["people.csv"] == [one.name for one in tmp_path.iterdir()]


def test_a_file_that_is_utf8_after_all_is_told_so(tmp_path):
    """Read as another encoding it would be letters that nobody typed."""
    (tmp_path / "people.csv").write_bytes(TEXT.replace("Halim", "Zoë").encode())
    mapping = f'{MAPPING.read_text("utf-8")}\n[file]\nencoding = "cp1252"\n'
    (tmp_path / "mapping.toml").write_text(mapping, "utf-8")

    with pytest.raises(BriefingError, match="is UTF-8, and"):
        imported(tmp_path / "people.csv", tmp_path / "mapping.toml")


PACKAGE_SLIPS = {
    "semicolons": (
        lambda t: t.replace(";", "/").replace(",", ";").encode(),
        "wrong-delimiter",
    ),
    "tabs": (lambda t: t.replace(",", "\t").encode(), "wrong-delimiter"),
    "a header of semicolons": (
        lambda t: "\n".join(
            [t.split("\n")[0].replace(",", ";"), *t.split("\n")[1:]]
        ).encode(),
        "wrong-delimiter",
    ),
    "no header": (lambda t: t.split("\n", 1)[1].encode(), "no-header"),
    "words above": (lambda t: f"Incidents of 2026\n{t}".encode(), "no-header"),
    "utf-16": (lambda t: t.encode("utf-16"), "not-utf8"),
    "utf-16 without a mark": (lambda t: t[:900].encode("utf-16-be"), "not-utf8"),
    "cp1251": (lambda t: t.encode("cp1251", "replace"), "not-utf8"),
    "a workbook": (lambda t: b"PK\x03\x04" + t.encode(), "not-utf8"),
    "open quote": (lambda t: f'{t}INC-0099,"'.encode(), "unreadable-row"),
}


@pytest.mark.parametrize("slip", PACKAGE_SLIPS)
def test_a_slip_of_a_table_is_one_finding(pocket, capsys, slip):
    """A table that cannot be read is told once, and no other rule speaks of it."""
    change, code = PACKAGE_SLIPS[slip]
    place = pocket / "incidents.csv"
    place.write_bytes(change(place.read_text("utf-8")))

    assert 1 == main.main(["check", "--strict", "--data", str(pocket)])
    _, *rows = csv.reader(io.StringIO(capsys.readouterr().out), delimiter="\t")
    assert [("incidents.csv", code)] == [(row[0], row[3]) for row in rows]


def test_findings_that_are_alike_are_shown_by_a_few(pocket, capsys):
    """Each kind has three examples and a count; `--all` lists every one."""
    place = pocket / "claims.csv"
    lines = place.read_text("utf-8").splitlines()
    spoiled = [line.replace(",S-0", ",T-0", 1) for line in lines[1:]]
    place.write_text("\n".join([lines[0], *spoiled, ""]), "utf-8")
    n = len(spoiled)

    assert 1 == main.main(["check", "--data", str(pocket)])
    shown, said = capsys.readouterr()
    forms = [line for line in shown.splitlines() if "\tpattern\t" in line]
    assert 4 == len(forms)
    assert f"{n - 3} more of this kind" in forms[-1]
    assert "of them shown (--all: each)" in said
    assert 1 == main.main(["check", "--all", "--data", str(pocket)])
    assert n == capsys.readouterr().out.count("\tpattern\t")


def test_causes_come_before_what_follows(pocket):
    """A record that is gone is told by those that miss it; a ragged row before them."""
    place = pocket / "sources.csv"
    lines = place.read_text("utf-8").splitlines()
    place.write_text("\n".join([*lines[:-1], f"{lines[-1]},one more", ""]), "utf-8")
    place = pocket / "claims.csv"
    text = place.read_text("utf-8").replace("INC-0001", "INC-9999")
    place.write_text(text, "utf-8")
    found = [one.code for one in few(check(pocket))]

    assert "ragged-row" == found[0]
    assert "broken-reference" in found[1:]


# What a cell holds, and what becomes of it: a field of the package, or why none.
CELLS = {
    "a day in its own form": (
        "When",
        value(dt.datetime(2014, 11, 2), "dd.mm.yyyy"),
        "2014-11-02",
    ),
    "a month": ("When", value(dt.datetime(2014, 11, 1), "mmm yyyy"), "2014-11"),
    "a year": ("When", value(2014), "2014"),
    "a serial number": ("When", value(41945), "2014-11-02"),
    "a day that never was": ("When", value(60, "dd.mm.yyyy"), "never was"),
    "a time of day": (
        "When",
        value(dt.datetime(2014, 11, 2, 10, 30), "d.m.yy h:mm"),
        "time of day",
    ),
    "a percentage": ("Age", value(0.41, "0%"), "does not tell what was typed"),
    "an error": ("Also written", value("#NAME?"), "error of a formula"),
    "the text of an error": ("Also written", value("#N/A"), "error of a formula"),
    "a range turned into a day": (
        "Headline",
        value(dt.datetime(2026, 6, 5), "d-mmm"),
        "made the day 2026-06-05 of what was typed",
    ),
    "sixteen digits": ("Case", value(4000123412341234), "does not tell what was typed"),
    "zeros before": ("Headline", value(7, "0000"), "0007"),
    "a float that is whole": ("Age", value(41.0), "41"),
    "a float of arithmetic": ("Headline", value(0.1 + 0.2), "0.3"),
    "a truth": ("Headline", value(what=True), "true"),
    "a line break": ("Headline", value("Sent_x000D_\nback"), "Sent\nback"),
    "a line break alone": ("Headline", value("Sent_x000D_back"), "Sent\nback"),
    "an escape of an escape": (
        "Headline",
        value("a_x005F_x000D_b"),
        "not what a spreadsheet made",
    ),
    "a tab": ("Headline", value("Sent_x0009_back"), "Sent back"),
    "digits as text": ("Headline", value("0012", "@"), "0012"),
}
FIELDS = {
    "When": ("incidents", "date"),
    "Headline": ("sources", "title"),
    "Age": ("appearances", "age"),
}


@pytest.mark.parametrize("kind", CELLS)
def test_a_cell_is_read_as_it_was_typed_or_listed(tmp_path, kind):
    """Nothing that a program made of a cell stands in the package."""
    column, change, expected = CELLS[kind]
    made = imported(book_of(tmp_path / "people.xlsx", (column, change)))
    listed = " ".join(one.why for one in made.unplaced if column in one.column)
    if not listed:
        table, name = FIELDS[column]
        assert expected == table_of(made.out / f"{table}.csv")[0][name]
        assert [] == check(made.out)
    else:
        assert expected in listed


def linked(target, shown="here", **more):
    """Make a cell that shows a word and leads to an address."""

    def put(cell):
        cell.value = shown
        cell.hyperlink = Hyperlink(ref=cell.coordinate, target=target, **more)

    return put


ADDRESS = "https://example.org/harbour/230"
LINKS = {
    "the target of a link": (linked(ADDRESS), ADDRESS),
    "with its part of the page": (linked(ADDRESS, location="p2"), f"{ADDRESS}#p2"),
    "shown without its protocol": (linked(ADDRESS, ADDRESS[8:]), ADDRESS),
    "shown with another end": (linked(f"{ADDRESS}/", ADDRESS), ADDRESS),
    "shown and linked": (linked("https://example.org/1", ADDRESS), "leads to"),
    "a place in the workbook": (linked(None, location="A1"), "not-an-address"),
    "a letter": (linked("mailto:a@example.org"), "not-an-address"),
    "a word": (value("here"), "not-an-address"),
    "a file": (value("C:\\papers\\12.pdf"), "not-an-address"),
    "no protocol": (value("www.example.org/12"), "not-an-address"),
    "another protocol": (value("javascript:alert(1)"), "not-an-address"),
    "no host": (value("https:///12"), "not-an-address"),
    "two addresses": (value(f"{ADDRESS} {ADDRESS}"), "not-an-address"),
}


@pytest.mark.parametrize("kind", LINKS)
def test_the_address_of_a_source_is_one_that_can_be_followed(tmp_path, kind):
    """Where a link leads is taken; what leads nowhere is listed."""
    change, expected = LINKS[kind]
    made = imported(book_of(tmp_path / "people.xlsx", ("Link", change)))
    if expected.startswith("http"):
        assert [] == list(made.unplaced)
        assert expected == table_of(made.out / "sources.csv")[0]["url"]
    else:
        assert [True] == [expected in one.why for one in made.unplaced]


def test_a_formula_that_links_tells_its_address(tmp_path):
    """=HYPERLINK("…", "here") shows its second word and leads to its first."""
    place = book_of(tmp_path / "people.xlsx", ("Link", value("a-link")))
    with ZipFile(place) as file:
        parts = {name: file.read(name).decode() for name in file.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    formula = f'<f>HYPERLINK("{ADDRESS}","here")</f><v>here</v>'
    was = 't="inlineStr"><is><t>a-link</t></is>'
    assert was in sheet
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(was, f't="str">{formula}')
    with ZipFile(place, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    made = imported(place)

    assert ADDRESS == table_of(made.out / "sources.csv")[0]["url"]


def test_a_comment_is_listed(tmp_path):
    """It is part of what was kept, and no field takes it."""

    def say(cell):
        cell.comment = Comment("The village is a guess.", "A curator")

    made = imported(book_of(tmp_path / "people.xlsx", ("From", say)))

    assert [("From", "The village is a guess.")] == [
        (one.column, one.cell) for one in made.unplaced
    ]


def bold(*places):
    """Format empty cells."""

    def put(sheet):
        for place in places:
            sheet[place].font = Font(bold=True)

    return put


def merged(area):
    """Merge empty cells."""
    return lambda sheet: sheet.merge_cells(area)


FAR = {
    "the last row": bold("A1048576"),
    "the last column": bold("XFD2"),
    "the last cell": bold("XFD1048576"),
    "a link over a column": lambda sheet: sheet._hyperlinks.append(
        Hyperlink(ref="Z1:Z1048576", location="A1")
    ),
    "a rule over all": lambda sheet: sheet.auto_filter.__setattr__(
        "ref", "A1:XFD1048576"
    ),
}


@pytest.mark.parametrize("far", FAR)
def test_what_is_formatted_and_empty_costs_nothing(tmp_path, monkeypatch, far):
    """Only filled cells are held, however far a format reaches."""
    place = book_of(tmp_path / "people.xlsx", rows=2)
    book = load_workbook(place)
    FAR[far](book.active)
    book.save(place)
    read = []
    real = xlsx_read.given_in
    monkeypatch.setattr(xlsx_read, "given_in", lambda *a: read.append(1) or real(*a))
    made = imported(place)

    assert 2 == made.rows
    assert [] == list(made.unplaced)
    assert len(read) <= 3 * len(HEADS) + 2


@pytest.mark.parametrize("place", ["A1048576", "XFD3", "XFD1048576"])
def test_a_far_cell_in_a_workbook_of_ours_costs_nothing(
    pocket, tmp_path, monkeypatch, place
):
    """Editing one does not make millions to be read back."""
    file = tmp_path / "data.xlsx"
    file.write_bytes(workbook_of(pocket))
    book = load_workbook(file)
    book["incidents"][place].font = Font(bold=True)
    filled = sum(
        cell.value is not None
        for sheet in book
        for row in sheet.iter_rows(max_row=200)
        for cell in row[:60]
    )
    book.save(file)
    read = []
    real = xlsx_read.given_in
    monkeypatch.setattr(xlsx_read, "given_in", lambda *a: read.append(1) or real(*a))
    plan = plan_of(file, pocket)

    assert ([], []) == (list(plan.edits), list(plan.problems))
    assert len(read) <= 2 * filled


def test_a_header_that_is_gone_is_one_problem(pocket, tmp_path):
    """Not one for each column."""
    file = tmp_path / "data.xlsx"
    file.write_bytes(workbook_of(pocket))
    book = load_workbook(file)
    book["incidents"].delete_rows(1)
    book.save(file)
    plan = plan_of(file, pocket)

    assert ["the first row names no column"] == [one.what[:29] for one in plan.problems]


def test_a_workbook_of_ours_brings_the_target_of_a_link(pocket, tmp_path):
    """The word that is shown is no address."""
    file = tmp_path / "data.xlsx"
    file.write_bytes(workbook_of(pocket))
    book = load_workbook(file)
    linked("https://example.org/new")(book["sources"]["D2"])
    book.save(file)
    plan = plan_of(file, pocket, reason="It moved.", source="S-0002")

    assert ["https://example.org/new"] == [one.now for one in plan.edits]


@pytest.mark.parametrize(
    "names",
    [
        ("Zoë Öster", "Zoe\u0308 O\u0308ster"),
        ("Zoë Öster", "Zoë\u00a0Öster"),
        ("Zoë Öster", "Zo\u00adë\u200b Öster"),
        ("علی کریمی", "علي كريمي"),
        ("O'Neil", "O\u2019Neil"),
    ],
)
def test_one_name_is_one_person(tmp_path, names):
    """However programs wrote it; another way to type it is listed, and no person."""
    file = io.StringIO()
    rows = [[*(SOUND | {"Name": name, "Case": "7"}).values()] for name in names]
    csv.writer(file).writerows([HEADS, *rows])
    (tmp_path / "people.csv").write_text(file.getvalue(), "utf-8")
    made = imported(tmp_path / "people.csv")

    assert 1 == len(table_of(made.out / "persons.csv"))
    assert 1 == len(table_of(made.out / "incidents.csv"))
    assert [] == check(made.out)
