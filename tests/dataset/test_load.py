"""The dataset that loading gives: typed, named, and not to be changed."""

import dataclasses
from datetime import date

import pandas as pd
import pytest

from briefing.dataset.dataset import Dataset
from briefing.dataset.findings import InvalidPackage
from briefing.dataset.load import load


@pytest.fixture(scope="module")
def dataset(pytestconfig) -> Dataset:
    """The pocket dataset."""
    return load(pytestconfig.rootpath / "tests" / "data" / "pocket")


def test_the_dataset_knows_its_release(dataset):
    """Title, version, day and licence come from the descriptor."""
    assert dataset.title.startswith("Pocket package")
    assert ("2026.1", date(2026, 1, 15)) == (dataset.version, dataset.released)
    assert "Creative Commons Attribution 4.0 International" == dataset.licence


@pytest.mark.parametrize(
    ("table", "column", "dtype"),
    [
        ("incidents", "title", "str"),
        ("incidents", "type", "category"),
        ("incidents", "executing_state", "category"),
        ("incidents", "persons_min", "Int64"),
        ("incidents", "verified", "bool"),
        ("incidents", "first_day", "datetime64[s]"),
        ("incidents", "year", "Int64"),
        ("incidents", "finding", "category"),
        ("incidents", "counted", "bool"),
        ("memberships", "from", "datetime64[s]"),
        ("memberships", "to", "datetime64[s]"),
        ("appearances", "age", "Int64"),
        ("violations", "finding", "category"),
    ],
)
def test_columns_have_the_types_of_the_descriptor(dataset, table, column, dtype):
    """Types are read from the descriptor, and numbers and days have real gaps."""
    assert dtype == str(dataset.table(table)[column].dtype)


def test_codes_for_not_knowing_stay_apart(dataset):
    """No code for not-knowing becomes an empty cell of text."""
    requesting = dataset.incidents.set_index("incident_id")["requesting_state"]

    assert "not_reported" == requesting["INC-0005"]
    assert "not_applicable" == requesting["INC-0010"]


def test_lists_are_tuples(dataset):
    """A list cell is a tuple, also where it only says that nothing is known."""
    groups = dataset.incidents.set_index("incident_id")["groups"]

    assert ("asylum_seeker", "political_opposition") == groups["INC-0001"]
    assert ("unknown",) == groups["INC-0013"]


def test_every_table_has_an_attribute(dataset):
    """An analyst reaches each table by its name."""
    for name in dataset.package.tables:
        pd.testing.assert_frame_equal(dataset.table(name), getattr(dataset, name))


def test_rows_are_ordered_by_key(pocket):
    """The order of rows in a file is nobody's business."""
    path = pocket / "incidents.csv"
    header, *rows = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text(header + "".join(reversed(rows)), "utf-8")
    ids = load(pocket).incidents["incident_id"].tolist()

    assert sorted(ids) == ids


def test_names_in_any_script_are_kept(dataset):
    """Cyrillic, Uyghur and Chinese names come through as they stand."""
    names = set(dataset.persons["name"])

    assert {"Эркин Саватов", "ئالىم بۇلاقبېگى", "林知远"} <= names


@pytest.mark.parametrize(
    "change",
    [
        lambda frame: frame.insert(0, "new", 1),
        lambda frame: frame.pop("title"),
        lambda frame: frame.__setitem__("title", "changed"),
        lambda frame: frame.iloc.__setitem__((0, 0), "changed"),
        lambda frame: frame["title"].array.__setitem__(0, "changed"),
        lambda frame: setattr(frame.index, "name", "changed"),
        lambda frame: setattr(frame.columns, "name", "changed"),
    ],
)
def test_a_caller_cannot_change_the_dataset(dataset, change):
    """What a notebook does to a table stays with that notebook."""
    before = dataset.incidents
    change(dataset.incidents)
    after = dataset.incidents

    pd.testing.assert_frame_equal(before, after)
    assert (None, None) == (after.index.name, after.columns.name)


def test_the_dataset_is_frozen(dataset):
    """Nothing of the dataset can be replaced."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        dataset.digest = "other"


def test_the_digest_is_that_of_the_files(dataset, pocket):
    """The same bytes have one digest wherever they lie, and a changed byte another."""
    same = load(pocket).digest
    path = pocket / "reference" / "states.csv"
    path.write_text(path.read_text("utf-8").replace("Saltmere", "Saltmeer"), "utf-8")

    assert dataset.digest == same
    assert dataset.digest != load(pocket).digest


def test_codes_have_words(dataset):
    """Labels come in the order of the descriptor, with the missing codes last."""
    assert "Rendition or abduction" == dataset.label("incidents", "type", "rendition")
    assert "Uyghurs" == dataset.label("incidents", "groups", "uyghur")
    assert [*dataset.missing] == [*dataset.categories("incidents", "type")][-4:]


def test_states_and_rights_have_names(dataset):
    """A name is looked up in the reference tables, and a missing code has words too."""
    assert "Northmark" == dataset.state_name("XNM")
    assert "Not stated in the sources read" == dataset.state_name("not_reported")
    assert "Torture, ill-treatment" == dataset.right_label("TORTURE", short=True)
    assert dataset.right_label("TORTURE").startswith("Freedom from torture")


def test_a_refusal_names_the_first_findings(pocket):
    """The message has file, row, field, code and the command that shows all."""
    path = pocket / "incidents.csv"
    path.write_text(path.read_text("utf-8").replace(",rendition,", ",rendtion,"))
    with pytest.raises(InvalidPackage) as refusal:
        load(pocket)

    assert "incidents.csv row 4, type: unknown-code: 'rendtion'" in str(refusal.value)
    assert "did you mean 'rendition'?" in str(refusal.value)
    assert f"briefing check --data {pocket}" in str(refusal.value)


@pytest.mark.parametrize(
    "table", ["corrections", "involvements", "appearances", "persons"]
)
def test_a_table_may_be_empty(pocket, table):
    """A table with a header and no row yet is sound, and still has its types."""
    for name in {"persons": ["persons", "appearances"]}.get(table, [table]):
        path = pocket / f"{name}.csv"
        path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    claims = pocket / "claims.csv"
    said = claims.read_text("utf-8")
    claims.write_text(
        said.replace("INC-0005,S-0009,date,2011-05-31,not_reported\n", "")
    )

    assert 0 == len(load(pocket).table(table))
