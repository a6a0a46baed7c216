"""The pocket package: invented, sound, and of the same shape as the real one."""

import json

import pytest

from briefing.dataset.validate import check


def shape(path):
    """Read the tables of a descriptor, without what belongs to one set of files."""
    resources = json.loads((path / "datapackage.json").read_text("utf-8"))["resources"]
    for resource in resources:
        resource.pop("hash", None)
        resource.pop("bytes", None)
    return resources


def test_the_pocket_package_is_sound(pocket):
    """What other tests count on has no finding of its own."""
    assert [] == check(pocket)


def test_the_pocket_package_has_the_shape_of_the_real_one(root):
    """Tables and fields are those of the data, so that a change is made in both."""
    assert shape(root / "data") == shape(root / "tests" / "data" / "pocket")


@pytest.mark.parametrize("table", ["incidents", "violations"])
def test_the_pocket_package_tells_of_invented_states_only(root, table):
    """A made-up count can never be mistaken for a claim about a place."""
    text = (root / "tests" / "data" / "pocket" / f"{table}.csv").read_text("utf-8")
    states = (root / "data" / "reference" / "states.csv").read_text("utf-8")
    codes = {line.split(",")[0] for line in states.splitlines()[1:]}

    assert set() == {code for code in codes if f",{code}," in text}
