"""The public edition: no published name survives anywhere."""

import re
from urllib.parse import quote

import pytest

from briefing.counts import cases as case_rows
from briefing.counts import disagreements
from briefing.curate.change import Change
from briefing.curate.corrections import correct
from briefing.dataset.load import load
from briefing.selection.redaction import (
    address_masker,
    published_names,
    text_masker,
    with_addresses,
    without_names,
)
from helpers.counts_by_name import COUNTS
from helpers.pocket import choose, pocket_dataset

NAMES = [
    "Tarek Oduval",
    "Sefa O'Merrin",
    "Эркин Саватов",
    "林知远",
    "Lin Zhiyuan",
    "Al Bo",
    "Jos\u00e9 Oru\u00e7",
    "Kudar (passport name)",
]
PARTS = re.compile(
    "tarek|oduval|тарек|одувал|sefa|merrin|эркин|саватов|erkin|savatov|sawatow|ئالىم"
    "|بۇلاقبېگى|alim|bulaqbegi|林知远|\\blin\\b|zhiyuan|\\borla\\b|vantreese|\\bines\\b",
    re.IGNORECASE,
)


def texts(frame):
    """Write a whole frame as one text, ids and codes included."""
    return frame.to_csv()


@pytest.fixture(scope="module")
def withheld():
    """The whole pocket package in its public edition."""
    return choose(names="withheld")


@pytest.mark.parametrize("part", ["incidents", "violations", "apart"])
def test_no_name_survives_in_what_was_chosen(withheld, part):
    """Titles, summaries, outcomes, notes, grounds and authorities hold no name."""
    assert [] == PARTS.findall(texts(getattr(withheld, part)))


@pytest.mark.parametrize("table", sorted(pocket_dataset().package.tables))
def test_no_name_survives_in_the_data_behind_it(withheld, table):
    """Whatever a chapter takes from the dataset of a public edition is masked too."""
    assert [] == PARTS.findall(texts(withheld.dataset.table(table)))


@pytest.mark.parametrize("make", [case_rows.register, disagreements.disagreements])
def test_no_name_survives_in_the_register(withheld, make):
    """The register and the disagreements hold no name."""
    assert [] == PARTS.findall(texts(make(withheld)))


def test_names_stand_in_the_edition_with_names():
    """The test above would find a name if there were one."""
    shown = choose()

    assert 30 < len(PARTS.findall(texts(case_rows.register(shown))))


@pytest.mark.parametrize("name", sorted(COUNTS))
def test_counting_never_touches_names(withheld, name):
    """Every count is the same in both editions."""
    counted = [COUNTS[name](chosen).frame for chosen in (choose(), withheld)]

    assert counted[0].equals(counted[1])


def test_every_spelling_is_known():
    """Other spellings are published names as well; codes for not-knowing are none."""
    names = published_names(pocket_dataset())

    assert {"Erkin Sawatow", "ئالىم بۇلاقبېگى", "Sefa Merrin"} <= names
    assert "not_reported" not in names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tarek Oduval was held", "[name withheld] was held"),
        ("OĞDUVAL and ODUVAL v. Eastvale", "OĞDUVAL and [name withheld] v. Eastvale"),
        ("Oduval’s sister, Sefa O’Merrin", "[name withheld]’s sister, [name withheld]"),
        ("a case of Oduval-Merrin", "a case of [name withheld]-Merrin"),
        ("Саватов, ЭРКИН", "[name withheld], [name withheld]"),
        ("the linen of Lin.", "the linen of [name withheld]."),
        ("记者林知远被引渡", "记者[name withheld]被引渡"),
        ("Tarek\nOduval", "[name withheld]"),
        ("by Al Bo alone", "by [name withheld] alone"),
        ("Al went home", "Al went home"),
        ("Jose\u0301 Oruc\u0327 spoke", "[name withheld] spoke"),
        ("nobody is named", "nobody is named"),
        ("Kudar lost the passport", "[name withheld] lost the passport"),
    ],
    ids=str,
)
def test_names_are_masked_as_whole_words(text, expected):
    """A name, each spelling, and each part of three letters or more, in any script."""
    assert expected == text_masker(NAMES)(text)


@pytest.mark.parametrize("name", ["Sefa Oʻmerrin", "Sefa O'merrin", "Sefa O’Merrin"])
@pytest.mark.parametrize(
    "text", ["Oʻmerrin spoke", "O'MERRIN spoke", "Sefa O’merrin spoke", "ʻSefaʼ spoke"]
)
def test_an_apostrophe_that_is_a_letter_hides_no_name(name, text):
    """Uzbek and other spellings set a letter where another keyboard sets a quotation
    mark.
    """
    masked = text_masker([name])(text)

    assert "[name withheld] spoke" == masked.strip("ʻ").replace("ʼ", "")


@pytest.mark.parametrize("text", ["Irek spoke", "İREK spoke", "ırek spoke"])
@pytest.mark.parametrize("name", ["İrek", "Irek"])
def test_a_dotted_i_is_the_same_letter(name, text):
    """A name is found whether or not its i has a dot."""
    assert "[name withheld] spoke" == text_masker([name])(text)


@pytest.mark.parametrize("name", ["Sefa Oʻmerrin", "Sefa O'merrin", "İomerrin"])
def test_an_address_leaves_out_what_is_no_letter(name):
    """A family name with an apostrophe is run together in an address."""
    address = "https://example.org/2005/iomerrin-held"

    assert "withheld" == address_masker([name])(address)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://example.org/case/112-07", "https://example.org/case/112-07"),
        ("https://example.org/linen", "https://example.org/linen"),
        ("https://example.org/lin-v-northmark", "withheld"),
        ("https://example.org/tarekoduval2005", "withheld"),
        ("https://example.org/TarekO/x_oduval_y", "withheld"),
        ("https://example.org/%D0%A1%D0%B0%D0%B2%D0%B0%D1%82%D0%BE%D0%B2", "withheld"),
        ("not_reported", "not_reported"),
    ],
    ids=str,
)
def test_an_address_that_spells_a_name_is_withheld(address, expected):
    """A name run together, in small letters or percent-encoded is still a name."""
    assert expected == address_masker(NAMES)(address)


@pytest.mark.parametrize("held", ["tarekoduval", quote("Саватов"), "nobody"])
def test_a_corrected_address_spells_no_name(pocket, held):
    """What the address of a source was before is withheld as the address itself is."""
    was, now = f"https://example.org/1/{held}", f"https://example.org/2/{held}"
    change = Change(pocket)
    change.set("sources", "S-0007", {"url": was})
    words = {"now": now, "reason": "It moved.", "source": "S-0007"}
    correct(change, "sources", "S-0007", "url", **words)
    change.write()
    corrections = without_names(load(pocket)).table("corrections")
    (row,) = corrections[corrections["field"] == "url"].itertuples()

    kept = held == "nobody"
    expected = (was, now) if kept else ("withheld", "withheld")
    assert expected == (row.was, row.now)


@pytest.mark.parametrize(
    ("field", "now"),
    [("name", "Zorin Habbal"), ("other_names", "Orla Habbal;Zorin Habbal")],
)
def test_a_corrected_name_is_withheld_as_it_was_and_as_it_is(pocket, field, now):
    """A name that a correction took away was published, and stays in older texts."""
    change = Change(pocket)
    (was,) = {
        row[field] for row in change.rows("persons") if row["person_id"] == "P-0001"
    }
    words = {"now": now, "reason": "It was misread.", "source": "S-0007"}
    correct(change, "persons", "P-0001", field, **words)
    change.write()
    frame = without_names(load(pocket)).table("corrections")
    (row,) = frame[frame["field"] == field].itertuples()
    names = [name for cell in (was, now) for name in cell.split(";")]

    assert [] == [name for name in names if name in row.was + row.now]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is at https://example.org/sefaomerrin.", "It is at [address withheld]."),
        (f"(HTTPS://example.org/{quote('Саватов')})", "([address withheld])"),
        ("https://example.org/linen of Lin", "https://example.org/linen of MASK"),
    ],
    ids=str,
)
def test_an_address_in_a_text_spells_no_name(text, expected):
    """An address that a note gives is withheld as that of a source, and nothing
    else.
    """
    mask = with_addresses(text_masker(NAMES), address_masker(NAMES))

    assert expected.replace("MASK", "[name withheld]") == mask(text)
