"""Every measure against an independent recount from the files, with the csv module."""

import pytest

from briefing.counts import violations
from briefing.dataset.load import load
from briefing.selection import select, selection
from helpers.counts_by_name import COUNTS
from helpers.paths import POCKET, ROOT
from helpers.recount import Recount

DATA = ROOT / "data"
PACKAGES = [POCKET, DATA]
FINDINGS = ("adjudicated", "corroborated", "reported")
SINGLE = {
    "incidents_by_executing_state": ("incidents", "executing_state"),
    "incidents_by_requesting_state": ("incidents", "requesting_state"),
    "incidents_by_type": ("incidents", "type"),
    "incidents_by_year": ("incidents", "year"),
    "incidents_by_finding": ("incidents", "finding"),
    "violations_by_right": ("offences", "right"),
    "violations_by_responsible_state": ("offences", "responsible_state"),
    "violations_by_finding": ("offences", "finding"),
}
PEOPLE = {
    "persons_by_executing_state": "executing_state",
    "persons_by_requesting_state": "requesting_state",
    "persons_by_type": "type",
    "persons_by_year": "year",
}


def asked(package):
    """A narrower selection: two executing states, some years."""
    pocket = package == POCKET
    states = ("XEV", "XSM") if pocket else ("KAZ", "KGZ")
    return {
        "states": ",".join(states),
        "date_from": "2005-01-01",
        "date_to": "2012-12-31",
    }


@pytest.fixture(scope="module", params=PACKAGES, ids=lambda path: path.name)
def package(request):
    """A package that is there."""
    return request.param


@pytest.fixture(scope="module", params=["all", "some"])
def both(request, package):
    """The same selection, counted by us and from the files."""
    words = asked(package) if request.param == "some" else {}
    chosen = select.select(load(package), selection.Selection(**words))
    states = {"states": words["states"].split(",")} if words else {}
    return chosen, Recount(package, **{**words, **states})


def split(count):
    """Read a count as (code, finding) -> n, without zeros."""
    rows = count.frame.set_index("code")[list(FINDINGS)].stack()
    return {key: n for key, n in rows.items() if n}


@pytest.mark.parametrize("name", SINGLE)
def test_counts_equal_the_recount(both, name):
    """Each cell of each count is what the files say."""
    chosen, recount = both
    method, field = SINGLE[name]

    assert getattr(recount, method)(field) == split(COUNTS[name](chosen))


def test_incidents_by_right_equal_the_recount(both):
    """Each incident stands once under each right."""
    chosen, recount = both

    assert recount.incidents_by_right() == split(violations.incidents_by_right(chosen))


@pytest.mark.parametrize("name", [*PEOPLE, "persons_by_right"])
def test_people_equal_the_recount(both, name):
    """Both ends of every range are sums over the files."""
    chosen, recount = both
    by_right = name == "persons_by_right"
    expected = recount.persons_by_right() if by_right else recount.persons(PEOPLE[name])
    counted = COUNTS[name](chosen).frame.set_index("code")
    found = {
        code: (row["n_min"], row["n_max"])
        for code, row in counted.iterrows()
        if row["n_max"]
    }

    assert {code: ends for code, ends in expected.items() if ends[1]} == found


@pytest.mark.parametrize(
    ("name", "row", "col"),
    [
        ("executing_by_requesting", "executing_state", "requesting_state"),
        ("rights_by_responsible_state", "responsible_state", "right"),
    ],
)
def test_matrices_equal_the_recount(both, name, row, col):
    """Each cell of each matrix is what the files say."""
    chosen, recount = both
    acts = name == "executing_by_requesting"
    rows = recount.acts.values() if acts else recount.violations
    cells = COUNTS[name](chosen).frame
    found = cells.set_index(["row_code", "col_code"])["n"]

    assert recount.crossed(rows, row, col) == {k: n for k, n in found.items() if n}


def test_sources_are_independent_as_in_the_recount(both):
    """Articles that repeat one source are one source."""
    chosen, recount = both
    heard = chosen.incidents.set_index("incident_id")["independent_sources"]

    assert {key: act["sources"] for key, act in recount.acts.items()} == dict(heard)
