"""The second opinion of frictionless."""

import json
import sys

import pytest

from briefing.dataset.validate import NoFrictionless, adapted, strict


def test_frictionless_accepts_the_pocket_package(pocket):
    """Labelled missing values, lists and foreign keys are those of the standard."""
    assert [] == strict(pocket)


def test_an_opinion_has_a_place(pocket):
    """A finding names file, line and field, also below a cell of several lines."""
    path = pocket / "incidents.csv"
    text = path.read_text("utf-8")
    text = text.replace("Ashford Crossing", '"Ashford\nCrossing"', 1)
    path.write_text(text.replace(",1,1,business", ",one,1,business"), "utf-8")
    (finding,) = strict(pocket)

    assert ("incidents.csv", 5, "persons_min") == (
        finding.file,
        finding.row,
        finding.field,
    )


def test_codes_are_judged_too(pocket):
    """Frictionless passes over categories, so it is given them as an enumeration."""
    descriptor = json.loads((pocket / "datapackage.json").read_text("utf-8"))
    field = adapted(descriptor)["resources"][0]["schema"]["fields"][1]

    kinds = ["act", "aggregate", "list_total", "pattern", "no_violation", "duplicate"]
    assert kinds == field["constraints"]["enum"]


def test_without_frictionless_a_sentence_says_so(pocket, monkeypatch):
    """The strict check is an extra, and says how to get it."""
    monkeypatch.setitem(sys.modules, "frictionless", None)

    with pytest.raises(NoFrictionless, match=r"python deploy/set_up\.py lab"):
        strict(pocket)
