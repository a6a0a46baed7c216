"""Text is seen as it stands, and one text has one form: in the check and on every
road by which text is written.
"""

import csv
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from briefing.cli import main
from briefing.curate.change import Change
from briefing.curate.similarity import ALIKE, likeness
from briefing.curate.xlsx_merge import plan_of, workbook_of
from briefing.dataset.cell_checks import cell_fault
from briefing.dataset.characters import PLAIN, is_number, normal, same, unseen
from briefing.dataset.schema import Column
from briefing.dataset.validate import check
from briefing.errors import BriefingError
from helpers.paths import POCKET

TEXT = Column.model_validate(
    {"name": "f", "title": "F", "description": "A field.", "type": "string"}
)
RANGES = re.findall(r"(\\x\{\w+\}|[!-~])-(\\x\{\w+\}|[!-~])", PLAIN)
# Of many scripts, with what is unseen, composed and decomposed among it.
LETTERS = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("aeoZ Öëс́лا\u064aکषि्林が\u3099한\u11a8é\u0301  \n\t"),
        st.sampled_from("\u202e\u2066\u200b\u200c\u200d\u00ad\ufeff\ufe0f\u00a0\u3000"),
    ),
    max_size=12,
)
# What no text may hold, with how a reader of the finding names it.
REFUSED = [
    *((letter, "override") for letter in "\u202d\u202e"),
    *((letter, "embedding") for letter in "\u202a\u202b"),
    *((letter, "isolate") for letter in "\u2066\u2067\u2068\u2069"),
    ("\u202c", "pop directional formatting"),
    *((letter, "mark") for letter in "\u200e\u200f\u061c"),
    ("\u200b", "zero width space"),
    ("\u2060", "word joiner"),
    ("\ufeff", "zero width no-break space"),
    ("\u00ad", "soft hyphen"),
    ("\U000e0041", "tag latin capital letter a"),
    ("\U000e0001", "language tag"),
    ("\ufff9", "interlinear annotation anchor"),
    ("\ue000", "private use"),
    ("\U0010fffd", "private use"),
    ("\u0378", "unassigned"),
    ("\uffff", "unassigned"),
    ("\ufffd", "replacement character"),
    ("\u0085", "control"),
    ("\x07", "control"),
    ("\u2028", "line separator"),
    ("\ufe0f", "variation selector-16"),
    ("\U000e0100", "variation selector-17"),
    ("\u200d", "zero width joiner"),
    ("\u200c", "zero width non-joiner"),
    ("\u3164", "hangul filler"),
    ("\u2800", "braille pattern blank"),
]
# What belongs to its word, or to its picture.
LEGITIMATE = [
    "علی\u200cرضا رفت",  # Persian: the words stay apart without a blank
    "می\u200cخواهم",
    "क्\u200dष",  # Hindi: the half form
    "श्\u200cव",  # Hindi: the vowel is struck, and nothing joins
    "ක්\u200dෂ",  # Sinhala
    "ه\u200d",  # the letter as it begins a word, which stands for a year
    "👩🏽\u200d⚖\ufe0f and 1\ufe0f\u20e3",
    "葛\U000e0100城",  # a variant of a letter in a name of a place
    "ᠮᠣ\u180bᠩ",
    "ئالىم بۇلاقبېگى",
    "Zoë Öster, Чингиз, 林知远",
    "\u0600\u0661\u0662",  # a sign before a number, which is seen
]
# One name, as programs write it.
VARIANTS = [
    unicodedata.normalize("NFD", "Zoë Öster-Ali"),
    "Zoë\u00a0Öster-Ali",
    "Zoë\u2009Öster-Ali",
    "Zoë\u3000Öster-Ali",
    "  Zoë  Öster-Ali\u00a0",
    "Zo\u00adë Öster-Ali",
    "Zoë Ös\u200bter-Ali",
    "\ufeffZoë Öster-Ali",
    "Zoë \u2060Öster-Ali",
    "\u2068Zoë Öster-Ali\u2069",
    "Zoë Öster-Ali\u200e",
    "Zoë\tÖster-Ali",
]
# One name to a reader, and more than one way to type it rightly.
TYPED = [
    ("علی کریمی", "علي كريمي"),
    ("علی\u200cرضا", "علیرضا"),
    ("Al-Qadi", "Al\u2011Qadi"),
    ("O'Neil", "O\u2019Neil"),
    ("ﻋﻠﻰ", "على"),
    ("Ｍｅｒｒｉｎ", "Merrin"),
    ("Merri\ufb01eld", "Merrifield"),
]


def broken(text):
    """Name the rule that a text breaks, and what is expected instead."""
    return cell_fault(TEXT, text, {"unknown"}) or ("", "")


@pytest.mark.parametrize(("letter", "name"), REFUSED)
@pytest.mark.parametrize("text", ["Tarek {}Oduval", "Tarek{}", "{}Одувал"])
def test_what_cannot_be_seen_is_named(letter, name, text):
    """The code point, the name and the place stand in the finding."""
    code, expected = broken(text.format(letter))

    assert "control-character" == code
    assert f"U+{ord(letter):04X}" in expected
    assert name in expected.lower()
    assert f"character {text.index('{') + 1}" in expected


@pytest.mark.parametrize("text", LEGITIMATE)
def test_what_belongs_to_its_word_stands(text):
    """Joiners and selectors are refused only where they do nothing."""
    assert ("", "") == broken(text)


def test_plain_characters_are_plain():
    """No character of the quick test is unseen, or has another form."""
    found = []
    for first, last in RANGES:
        ends = [
            int(e[3:-1], 16) if e.startswith("\\x") else ord(e) for e in (first, last)
        ]
        found += map(chr, range(ends[0], ends[1] + 1))

    assert len(found) > 40_000
    assert [] == [a for a in found if [*unseen(a)] or normal(a) != a or a.isspace()]


@settings(max_examples=400, deadline=None)
@given(LETTERS)
def test_the_quick_test_never_trusts_what_the_rules_forbid(text):
    """What a letter-by-letter look refuses is refused."""
    text = text.encode("utf-8", "replace").decode()
    code = broken(text)[0]
    if text.strip() and any(unseen(text)):
        assert "control-character" == code
    if normal(text) != text:
        assert code


@settings(max_examples=400, deadline=None)
@given(LETTERS)
def test_the_normal_form_is_one(text):
    """It is its own normal form, of every form of the text, and compares as it."""
    once = normal(text)

    assert once == normal(once)
    assert once == unicodedata.normalize("NFC", once)
    assert same(text) == same(once) == same(same(text))


@pytest.mark.parametrize("name", VARIANTS)
def test_one_name_has_one_form(name):
    """Composed or not, with whatever blanks, it is stored in one way."""
    assert "Zoë Öster-Ali" == normal(name)
    assert likeness("Zoë Öster-Ali", name) >= ALIKE
    assert broken(name)[0] in ("normal-form", "control-character")


@pytest.mark.parametrize(("one", "other"), TYPED)
def test_one_name_to_a_reader_is_compared_as_one(one, other):
    """Letters that look alike are one for comparison, and stored as written."""
    assert same(one) == same(other)
    assert likeness(f"{one} Oduval", f"{other} Oduval") >= ALIKE


def test_what_tells_two_names_apart_is_kept():
    """Case, accents and letters of another sound make other names."""
    assert 5 == len({*map(same, ("Ali", "ali", "Áli", "Ari", "Али"))})


@pytest.mark.parametrize("name", VARIANTS)
def test_a_change_stores_the_normal_form(pocket, name):
    """Rows that are added and cells that are set are written in one form."""
    change = Change(pocket)
    row = change.row("persons", "P-0001")
    change.add("persons", {**row, "person_id": "P-0099\u00a0", "name": name})
    change.set("persons", "P-0002\u00a0", {"name": name})
    change.write()
    held = {one["person_id"]: one["name"] for one in Change(pocket).rows("persons")}

    assert ("Zoë Öster-Ali",) * 2 == (held["P-0099"], held["P-0002"])
    assert [] == check(pocket)


def test_half_a_character_is_refused_in_a_sentence(pocket):
    """No file could hold it."""
    with pytest.raises(BriefingError, match=r"name holds U\+D800 \(surrogate\)"):
        Change(pocket).set("persons", "P-0001", {"name": "Tarek \ud800"})


def test_a_workbook_brings_the_normal_form(pocket, tmp_path):
    """Typed in another form, what was there is no edit, and what is new is stored in
    ours.
    """
    place = tmp_path / "data.xlsx"
    place.write_bytes(workbook_of(pocket))
    book = load_workbook(place)
    book["persons"]["B2"].value = "Tarek\u00a0Oduval"
    book["persons"]["G2"].value = unicodedata.normalize("NFD", "café owner")
    book.save(place)
    plan = plan_of(place, pocket, reason="Seen.", source="S-0001")

    assert [("occupation", "café owner")] == [(e.field, e.now) for e in plan.edits]


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ("\u202eTarek Oduval", "control-character", "U+202E"),
        ("Tarek\u00a0Oduval", "normal-form", "U+00A0"),
        ("Tarek Oduva\u0301l", "normal-form", "U+0301"),
    ],
)
def test_the_check_names_row_field_and_code_point(pocket, capsys, change, code, words):
    """Whoever reads the list knows where to look and for what."""
    people = pocket / "persons.csv"
    text = people.read_text("utf-8").replace("Tarek Oduval", change, 1)
    people.write_text(text, "utf-8")

    assert 1 == main.main(["check", "--data", str(pocket)])
    line = capsys.readouterr().out.splitlines()[1]
    assert line.startswith(f"persons.csv\t2\tname\t{code}")
    assert words in line


def test_the_labels_of_the_descriptor_are_looked_at(pocket):
    """They are printed on every page that names a code."""
    place = pocket / "datapackage.json"
    text = place.read_text("utf-8")
    place.write_text(text.replace('"Extradition"', '"Extra\u202edition"'), "utf-8")
    found = [(one.file, one.field, one.code) for one in check(pocket)]

    assert ("datapackage.json", "incidents.type", "control-character") in found


def test_a_key_with_an_unseen_blank_is_found(pocket):
    """It would be another key, and nothing would say so."""
    place = pocket / "claims.csv"
    text = place.read_text("utf-8").replace("INC-0001,", "INC-0001\u00a0,", 1)
    place.write_text(text, "utf-8")

    assert "incident_id" in {one.field for one in check(pocket)}


def test_normalize_brings_a_package_into_its_form(pocket, capsys):
    """What the check names is mended by one command, and nothing else is touched."""
    people = pocket / "persons.csv"
    before = people.read_bytes()
    text = before.decode().replace("Tarek Oduval", "Tarek\u00a0 Oduva\u00adl", 1)
    people.write_text(text, "utf-8")

    assert 0 == main.main(["data", "normalize", "--data", str(pocket), "--dry-run"])
    assert text == people.read_text("utf-8")
    assert 0 == main.main(["data", "normalize", "--yes", "--data", str(pocket)])
    assert before == people.read_bytes()
    assert "Tarek\\xa0 Oduva\\xadl" in capsys.readouterr().out
    assert 0 == main.main(["check", "--data", str(pocket)])


def test_normalize_records_the_new_digest(pocket):
    """A package that was stamped is one that was stamped."""
    assert 0 == main.main(["data", "stamp", "--data", str(pocket)])
    people = pocket / "persons.csv"
    text = people.read_text("utf-8").replace("Tarek Oduval", "Tarek  Oduval", 1)
    people.write_text(text, "utf-8")
    assert 0 == main.main(["data", "stamp", "--data", str(pocket)])
    main.main(["data", "normalize", "--yes", "--data", str(pocket)])

    assert [] == check(pocket)


def test_normalize_refuses_what_cannot_be_read(pocket, capsys):
    """A ragged table is put right by hand first."""
    with (pocket / "persons.csv").open("a", encoding="utf-8") as file:
        file.write("P-0100,one\n")

    assert 2 == main.main(["data", "normalize", "--yes", "--data", str(pocket)])
    assert "ragged-row" in capsys.readouterr().err


def test_the_pocket_holds_texts_of_many_scripts():
    """The rules are tried on what they are for."""
    with (POCKET / "persons.csv").open(encoding="utf-8", newline="") as file:
        names = "".join(row["name"] for row in csv.DictReader(file))

    assert not names.isascii()


@pytest.mark.parametrize(
    ("text", "expected"), [("42", True), ("٤٢", False), ("４２", False), ("²", False)]
)
def test_numbers_are_written_in_ascii_digits(text, expected):
    """Python reads the digits of every script."""
    assert expected == is_number(text)
