"""The case register says what is known, by whom, and where they differ."""

import json
from typing import Any

import pytest

from briefing.charts.bar import stacked_bars
from briefing.counts.incidents import incidents_by_requesting_state
from briefing.exhibits.exhibit import Exhibit
from briefing.sentences.counts import headline, limits
from briefing.tables.bibliography import reference
from briefing.tables.cases import register, register_apart, unverified
from briefing.tables.counts import table
from helpers.made_counts import chosen, payload_texts
from helpers.paths import TEST_DATA

SAMPLES = json.loads((TEST_DATA / "samples" / "payloads.json").read_text("utf-8"))
NAMES = ("Tarek", "Oduval", "Тарек", "Саватов", "Erkin", "Bulaqbegi", "ئالىم")


def case(exhibit: Exhibit, key: str) -> dict[str, Any]:
    """Find one case of a register."""
    return next(one for one in exhibit.payload["cases"] if one["id"] == key)


def test_every_counted_incident_is_a_case_in_order_of_time() -> None:
    """The register has all that the counts have, and no more."""
    cases = register(chosen()).payload["cases"]

    assert set(chosen().incidents["incident_id"]) == {one["id"] for one in cases}
    assert "INC-0003" == cases[0]["id"]


def test_records_that_are_not_counted_have_a_register_of_their_own() -> None:
    """What is in no count can still be read, apart, with its sources."""
    counted = {one["id"] for one in register(chosen()).payload["cases"]}
    apart = register_apart(chosen()).payload["cases"]

    assert set(chosen().apart["incident_id"]) == {one["id"] for one in apart}
    assert not counted & {one["id"] for one in apart}
    assert all(one["sources"] for one in apart)
    assert "prose" == register_apart(chosen(states="XSM", date_to="2008")).kind


def test_a_case_shows_where_sources_differ() -> None:
    """28 or 29: both are printed, with who says which."""
    told = case(register(chosen()), "INC-0011")

    assert "28 to 29 people" == told["people"]
    assert [
        "Number of people: 28 people (Lantern Watch); 29 people (Вести Затона)."
    ] == told["claims"]


def test_a_right_names_who_answers_for_it_and_on_what_ground() -> None:
    """The sending and the receiving state answer for different rights."""
    sent, after = case(register(chosen()), "INC-0001")["rights"]

    assert ("Eastvale", "Adjudicated") == (sent["responsible"], sent["basis"])
    assert "Oduval and Merrin v. Eastvale, no. 112/07" == sent["authority"]
    assert ("Northmark", "Alleged") == (after["responsible"], after["basis"])


def test_every_source_of_a_case_is_in_the_references() -> None:
    """No case cites what the bibliography does not have."""
    shown = register(chosen()).payload
    cited = {source for one in shown["cases"] for source in one["sources"]}

    assert cited == {item["id"] for item in shown["references"]}
    assert all(one["sources"] for one in shown["cases"])


def test_withheld_names_are_nowhere() -> None:
    """In the public edition no text of the register holds a name."""
    exhibit = register(chosen(names="withheld"))
    texts = " ".join([*payload_texts(dict(exhibit.payload)), exhibit.html])

    assert not [name for name in NAMES if name in texts]
    assert not [one for one in exhibit.payload["cases"] if one["persons"]]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("not_applicable", ""),
        ("date", ""),
        ("type", "Not seen in a source: the type of act."),
        (
            "fate;persons_max",
            "Not seen in a source: the highest number of people and what became of "
            "the people.",
        ),
    ],
)
def test_what_no_source_states_is_said(cells: str, expected: str) -> None:
    """Cells that are not verified are named in the note."""
    assert expected == unverified({"unverified_cells": cells})


def test_a_reference_leaves_out_what_is_not_known() -> None:
    """A missing code never prints."""
    row = {
        "source_id": "S-0001",
        "publisher": "Lantern Watch",
        "title": "not_reported",
        "url": "withheld",
        "date": "2011-06",
        "kind": "ngo",
        "language": "en",
        "address_is_copy": True,
    }

    assert {
        "id": "S-0001",
        "type": "report",
        "author": [{"literal": "Lantern Watch"}],
        "title": "Source S-0001",
        "issued": {"date-parts": [[2011, 6]]},
        "language": "en",
        "note": "The address is that of a copy.",
    } == reference(row, ("not_reported", "withheld"))


@pytest.mark.parametrize(
    "made",
    [
        register(chosen()),
        table(incidents_by_requesting_state(chosen())),
        stacked_bars(incidents_by_requesting_state(chosen())),
        limits(chosen()),
        headline(chosen()),
    ],
    ids=lambda exhibit: exhibit.kind,
)
def test_payloads_have_the_shape_of_the_samples(made: Exhibit) -> None:
    """Whoever builds against the samples gets what we make, and JSON carries it."""
    sample = next(one for one in SAMPLES if one["kind"] == made.kind)

    assert set(sample) == set(made.payload)
    assert made.payload == json.loads(json.dumps(made.payload))
