"""Case studies: chosen by a printed rule, complete, safe in the public edition, on a
page.
"""

import json

import pytest

from briefing import say
from briefing.exhibits.exhibit import MIME
from briefing.render.pdf import to_pdf
from briefing.render.workbook import sheets_of_cases
from briefing.tables.cases import again, case_studies, register
from helpers.made_counts import payload_texts
from helpers.pdf import HOSTILE, chapter, opened, words
from helpers.pocket import choose

NAMES = ("Tarek", "Oduval", "Тарек", "Саватов", "Erkin", "Bulaqbegi", "ئالىم")


@pytest.fixture(scope="module")
def shown():
    """The studies of the pocket package."""
    return case_studies(choose()).payload


def study(payload, key):
    """Find one study."""
    return next(one for one in payload["cases"] if one["id"] == key)


def page(payload):
    """Typeset a payload as the only exhibit of a chapter."""
    return to_pdf(chapter("What happened?", payload))


def test_a_study_says_what_a_reader_asks(shown):
    """When, who, how many, how firmly; what happened, what followed, what sources
    say.
    """
    told = study(shown, "INC-0001")

    assert "18 August 2005" == told["date"]
    assert "Eastvale, for Northmark" == told["states"]
    assert "Adjudicated by a court or treaty body" == told["finding"]
    assert told["summary"].startswith("Eastvale handed over two members")
    assert "Sentenced" == told["fate"]
    assert told["heard"].startswith("Reported independently by Lantern Watch (non-")
    assert ["Date: 17 August 2005 (Northmark Courier); 18 August 2005 (Northern Court "
            "of Rights)."] == told["claims"]  # fmt: skip


def test_a_study_names_who_answers_for_each_right(shown):
    """The responsible state stands with the authority that found it, where one did."""
    sent, after = study(shown, "INC-0001")["rights"]

    assert ("Eastvale", "Oduval and Merrin v. Eastvale, no. 112/07") == (
        sent["responsible"],
        sent["authority"],
    )
    assert ("Northmark", "") == (after["responsible"], after["authority"])


def test_the_same_people_lead_from_one_study_to_another(shown):
    """Somebody acted on twice is found again."""
    assert study(shown, "INC-0012")["later"][0].startswith("INC-0004, 14 March 2008")
    assert [] == study(shown, "INC-0011")["later"]


def test_every_source_of_a_study_is_in_the_references(shown):
    """No study cites what the bibliography does not have, and JSON carries it all."""
    cited = {source for one in shown["cases"] for source in one["sources"]}

    assert cited == {item["id"] for item in shown["references"]}
    assert shown == json.loads(json.dumps(shown))


def test_it_is_a_register_for_whoever_knows_no_studies(shown):
    """Any reader of registers can print it: only the layout is another."""
    assert ("register", "study") == (shown["kind"], shown["layout"])


def test_a_workbook_lists_a_case_with_its_register(shown):
    """A case that is told at length as well has one row, in the place of its
    register.
    """
    every = register(choose()).payload
    rows = sheets_of_cases([shown, every])[0].rows

    assert [one["id"] for one in every["cases"]] == [row[0] for row in rows]
    assert {"Case register"} == {row[1] for row in rows}


def test_withheld_names_are_in_no_study():
    """In the public edition no text of a study holds a name."""
    exhibit = case_studies(choose(names="withheld"))
    texts = " ".join([*payload_texts(dict(exhibit.payload)), exhibit.html])

    assert not [name for name in NAMES if name in texts]
    assert not [one for one in exhibit.payload["cases"] if one["persons"]]


def test_a_selection_without_firm_cases_says_so():
    """Nothing is told at length that one source alone reports."""
    asked = choose(states="XNM")

    assert "prose" == case_studies(asked).kind
    assert "none is eligible" in say.studies(asked).text.lower()


def test_the_rule_is_printed_with_its_numbers():
    """A reader can repeat the choice."""
    said = say.studies(choose()).text

    assert "chosen by a rule and not by hand" in said
    assert "Of 12 incidents, 6 are eligible, and 6 are told here" in said
    assert (
        "Of 1 incident, 1 is eligible, and 1 is told here"
        in say.studies(choose(states="XEV", types="deportation")).text
    )


def test_jupyterlab_shows_a_study_whole():
    """The view has what the page has, and data opens no element in it."""
    bundle = case_studies(choose())._repr_mimebundle_()
    view = bundle["text/html"]

    assert bundle[MIME]["layout"] == "study"
    assert 6 == view.count("<section") == view.count("</section>")
    assert "What sources say." in view
    assert "The same people" in view
    assert "<script" not in view


@pytest.mark.parametrize(
    ("repeated", "expected"),
    [
        (0, ""),
        (1, " One further source adds no voice of its own."),
        (3, " 3 further sources add no voice of their own."),
    ],
)
def test_sources_without_a_voice_are_counted(repeated, expected):
    """Who repeats others is said to."""
    assert expected == again(repeated)


def test_studies_are_typeset_in_full(shown):
    """Every part stands on the page, and each study has a bookmark."""
    pdf = page(shown)
    said = words(pdf)
    parts = ("Whathappened", "Whatfollowed", "Whatthesourcessay", "Rightsatstake")

    assert not [part for part in parts if part not in said]
    assert "Thesamepeoplewereactedonin:" in said
    assert not [one["id"] for one in shown["cases"] if one["id"] not in said]
    assert "OduvalandMerrinv.Eastvale,no.112/07" in said
    with opened(pdf) as document, document.open_outline() as outline:
        told = [one.title for one in outline.root[0].children]

    assert [one["title"] for one in shown["cases"]] == told


@pytest.mark.parametrize("times", [1, 400])
def test_a_study_of_any_text_is_typeset(shown, times):
    """Hostile words print as they are, and a text longer than a page breaks."""
    first = shown["cases"][0]
    words_of = dict.fromkeys(("title", "heard", "outcome", "note", "fate"), HOSTILE)
    told = first | words_of | {"summary": f"{HOSTILE} Ende. " * times}
    said = words(page(shown | {"cases": [told], "references": shown["references"]}))

    assert "".join(HOSTILE.split()) in said
    assert times <= said.count("Ende.")


def test_a_study_without_anything_to_add_leaves_no_empty_heading(shown):
    """What is not known has no heading of its own."""
    bare = shown["cases"][0] | {
        "outcome": "", "fate": "", "later": [], "persons": [], "note": "", "claims": []
    }  # fmt: skip
    said = words(page(shown | {"cases": [bare]}))

    assert "Whatfollowed" not in said
    assert "Named" not in said
