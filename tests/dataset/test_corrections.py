"""Corrections: rows that say what a table holds in truth, applied in order, or
refused.
"""

import csv
import io
import json
import sys

import pandas as pd
import pytest

from briefing.counts.violations import violations_by_responsible_state
from briefing.dataset.findings import InvalidPackage
from briefing.dataset.load import forget, load
from briefing.dataset.validate import check
from briefing.publish.extract import extract
from briefing.selection.select import select
from briefing.selection.selection import Selection
from briefing.synth.package import synth
from helpers.paths import POCKET

WHY = "A reason.,S-0007"


def correct(package, *lines):
    """Add corrections to a package: what is corrected, the values, and the day."""
    with (package / "corrections.csv").open("a", encoding="utf-8") as table:
        for line in lines:
            cells, _, day = line.rpartition(",")
            table.write(f"{cells},{WHY},{day}\n")
    return package


def found(package):
    """Give what is found in a package, with the field it is found in."""
    return [(finding.code, finding.field) for finding in check(package)]


def place_of(package, incident="INC-0006"):
    """Give the place of an incident as it is loaded."""
    return load(package).incidents.set_index("incident_id")["place"][incident]


def test_what_is_loaded_is_corrected():
    """The table keeps what was coded first, and what is counted is what holds now."""
    text = (POCKET / "incidents.csv").read_text("utf-8")
    row = load(POCKET).incidents.set_index("incident_id").loc["INC-0005"]

    assert ("2011-05-31" in text, "2011-05-30" in text) == (True, False)
    assert ("2011-05-30", "2011-05-30") == (row["date"], str(row["first_day"])[:10])


def test_what_is_attached_is_what_was_counted(pocket):
    """The slice of the data in a PDF has the corrected values."""
    text = extract(select(load(pocket), Selection()))["data/incidents.csv"]
    rows = {row["incident_id"]: row for row in csv.DictReader(io.StringIO(text))}

    assert "2011-05-30" == rows["INC-0005"]["date"]
    assert "Grey Harbour" == rows["INC-0006"]["place"]


@pytest.mark.parametrize(
    ("cells", "code", "field"),
    [
        ("incidnts,INC-0006,place,a,b", "unknown-code", "table"),
        ("corrections,a,reason,a,b", "unknown-code", "table"),
        ("incidents,INC-0666,place,a,b", "broken-reference", "key"),
        ("incidents,INC-0006,plaice,a,b", "unknown-code", "field"),
        ("incidents,INC-0006,place,Millbrook,b", "correction-not-applied", "was"),
        (
            "violations,INC-0003|LIBERTY|XNM,basis,adjudicated,alleged",
            "correction-not-applied",
            "was",
        ),
        ("incidents,INC-0006,type,deportation,expulson", "unknown-code", "now"),
        ("incidents,INC-0006,date,2010,2010-02-30", "impossible-date", "now"),
    ],
)
def test_a_correction_corrects_what_is_there(pocket, cells, code, field):
    """Table, row and field exist and hold what the correction starts from."""
    assert [(code, field)] == found(correct(pocket, f"{cells},2026-02-01"))


def test_a_correction_that_no_longer_fits_is_refused(pocket):
    """Nobody edits a corrected value in silence: then the package is not loaded."""
    path = pocket / "incidents.csv"
    path.write_text(path.read_text("utf-8").replace("2011-05-31", "2011-05-29"))

    with pytest.raises(
        InvalidPackage, match="row 6 holds '2011-05-29'; expected '2011-05-31'"
    ):
        load(pocket)


def test_corrections_follow_each_other(pocket):
    """Several corrections of one cell go by their dates, and not by their lines."""
    correct(
        pocket,
        "incidents,INC-0006,place,Fennick,Millbrook,2026-03-02",
        "incidents,INC-0006,place,Grey Harbour,Fennick,2026-03-01",
    )

    assert "Millbrook" == place_of(pocket)


def test_a_key_may_be_corrected(pocket):
    """A violation is found by the state that was coded first, and counted under the
    other.
    """
    before = violations_by_responsible_state(select(load(pocket), Selection()))
    correct(
        pocket, "violations,INC-0006|ASYLUM|XSM,responsible_state,XSM,XNM,2026-02-01"
    )
    after = violations_by_responsible_state(select(load(pocket), Selection()))
    n = [
        dict(zip(one.frame["code"], one.frame["n"], strict=True))
        for one in (before, after)
    ]

    assert (1, -1) == tuple(n[1][code] - n[0][code] for code in ("XNM", "XSM"))


def test_a_correction_is_named_for_what_it_breaks(pocket):
    """Where the file is right and its correction is not, the finding says so."""
    correct(pocket, "incidents,INC-0006,executing_state,XSM,XQQ,2026-02-01")
    (finding,) = check(pocket)

    assert "broken-reference" == finding.code
    assert finding.what.endswith("by corrections.csv")


def test_where_a_table_cannot_be_read_its_corrections_wait(pocket):
    """One ragged row is one finding, and not another for each correction."""
    path = pocket / "incidents.csv"
    path.write_text(path.read_text("utf-8") + "INC-0099,act\n", "utf-8")

    assert {"ragged-row"} == {code for code, _ in found(pocket)}


def applied(package):
    """Say in its descriptor that the corrections of a package were applied."""
    path = package / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    for resource in descriptor["resources"]:
        if resource["name"] == "corrections":
            resource["applied"] = True
    path.write_text(json.dumps(descriptor), "utf-8")
    return package


def test_corrections_may_have_been_applied(pocket):
    """In a package that says so, the tables hold what the last corrections say."""
    path = applied(pocket) / "incidents.csv"
    found_before = found(pocket)
    text = path.read_text("utf-8").replace("2011-05-31", "2011-05-30")
    path.write_text(text.replace("XNM,Northmark City,3", "XNM,Grey Harbour,3"), "utf-8")

    assert [("correction-not-applied", "now")] * 2 == found_before
    assert [] == found(pocket)
    assert "Grey Harbour" == place_of(pocket)


@pytest.fixture(scope="module")
def parquet(tmp_path_factory):
    """A synthetic package in Parquet files, of which one cell is corrected."""
    out = tmp_path_factory.mktemp("synth") / "parquet"
    return synth(50, out, form="parquet", like=POCKET)


@pytest.mark.parametrize("value", ["high", "medium", "low"])
def test_some_rows_of_parquet_are_corrected_before_they_are_chosen(
    parquet, value, monkeypatch
):
    """A row is among those asked for by what holds now, also where little is read."""
    monkeypatch.setattr(sys.modules["briefing.dataset.load"], "SMALL", 0)
    monkeypatch.setattr(sys.modules["briefing.dataset.load"], "OFTEN", ())
    forget()
    some = load(parquet).table("incidents", ["incident_id"], {"confidence": [value]})
    forget()
    whole = load(parquet).incidents
    expected = whole[whole["confidence"] == value][["incident_id"]]

    pd.testing.assert_frame_equal(expected.reset_index(drop=True), some)


def test_a_table_of_parquet_is_corrected(parquet):
    """The first incident has another confidence than was drawn for it."""
    forget()
    (one,) = load(parquet).corrections.to_dict("records")
    row = load(parquet).incidents.set_index("incident_id").loc[one["key"]]

    assert one["now"] == row["confidence"]
    assert one["was"] != one["now"]
