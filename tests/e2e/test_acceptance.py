"""Two briefings on the real data, read back as a reader gets them, against a recount.

One is made by the command for two states and eight years; the other is the edition that
stands in reports/. Their tables and sentences are read from the published files, and
the numbers are counted again from data/ with the csv module and nothing of ours.
"""

import csv
import re
import subprocess
import sys

import pymupdf
import pytest

from helpers.paths import ROOT
from helpers.recount import STRONGEST, Recount

DATA = ROOT / "data"
ASKED = "--states KAZ,KGZ --date-from 2005-01-01 --date-to 2012-12-31"
SOME = (("KAZ", "KGZ"), "2005-01-01", "2012-12-31")
# What a published table counts: of which rows, by which field.
SINGLE = {
    "incidents_by_executing_state": ("incidents", "executing_state"),
    "incidents_by_requesting_state": ("incidents", "requesting_state"),
    "incidents_by_type": ("incidents", "type"),
    "incidents_by_year": ("incidents", "year"),
    "violations_by_right": ("offences", "right"),
    "violations_by_responsible_state": ("offences", "responsible_state"),
}
PEOPLE = {
    "persons_by_executing_state": "executing_state",
    "persons_by_requesting_state": "requesting_state",
}


class Edition:
    """A published edition: its tables, its words, and the recount they must equal."""

    def __init__(self, folder, recount):
        """Open the PDF that stands in *folder* beside its tables."""
        self.folder, self.recount = folder, recount
        (pdf,) = folder.glob("*.pdf")
        with pymupdf.open(pdf) as document:
            pages = " ".join(page.get_text() for page in document)
        self.words = re.sub(r"\s+", " ", pages.replace("\u2060", ""))

    def table(self, name):
        """Read a published table as rows of text."""
        path = self.folder / "tables" / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def numbers(self, pattern):
        """Read the numbers of the one sentence that has the form of *pattern*."""
        found = set(re.findall(pattern, self.words))
        assert 1 == len(found), (pattern, found)
        one = found.pop()
        return tuple(int(text) for text in ([one] if isinstance(one, str) else one))


def render(out):
    """Make an edition by the command."""
    code = "import sys; from briefing.cli.main import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "render", *ASKED.split(), "--quiet"]
    subprocess.run([*command, "--data", DATA, "--out", out], check=True)


@pytest.fixture(scope="session", params=["asked for", "committed"])
def edition(request, shared):
    """The edition that the command makes, and the one in the repository."""
    if request.param == "committed":
        return Edition(next(ROOT.glob("reports/all-states-*/")), Recount(DATA))
    out = shared("edition-of-real-data", render)
    (manifest,) = out.glob("*/manifest.json")
    return Edition(manifest.parent, Recount(DATA, *SOME))


def split(rows, *keys):
    """Turn table rows into counts by code and finding, without the zeros."""
    return {
        (*(row[key] for key in keys), finding): int(row[finding])
        for row in rows
        for finding in STRONGEST
        if row[finding] != "0"
    }


@pytest.mark.parametrize("name", SINGLE)
def test_tables_equal_the_recount(edition, name):
    """Every count by one field, split by finding."""
    rows, field = SINGLE[name]

    assert getattr(edition.recount, rows)(field) == split(edition.table(name), "code")


def test_incidents_by_right_equal_the_recount(edition):
    """An incident counts once under each right."""
    rows = edition.table("incidents_by_right")

    assert edition.recount.incidents_by_right() == split(rows, "code")


@pytest.mark.parametrize("name", [*PEOPLE, "persons_by_right"])
def test_people_equal_the_recount(edition, name):
    """Ranges of people, from the lowest to the highest number."""
    recount = edition.recount
    expected = (
        recount.persons(PEOPLE[name]) if name in PEOPLE else recount.persons_by_right()
    )
    found = {
        row["code"]: (int(row["n_min"]), int(row["n_max"]))
        for row in edition.table(name)
        if row["n_max"] != "0"
    }

    assert {code: ends for code, ends in expected.items() if ends[1]} == found


@pytest.mark.parametrize(
    ("name", "rows", "fields"),
    [
        (
            "executing_by_requesting",
            "acts",
            ("executing_state", "requesting_state"),
        ),
        ("rights_by_responsible_state", "violations", ("responsible_state", "right")),
    ],
)
def test_matrices_equal_the_recount(edition, name, rows, fields):
    """Every cell of a matrix, whichever way round it is printed."""
    counted = getattr(edition.recount, rows)
    counted = list(counted.values()) if isinstance(counted, dict) else counted
    found = {
        frozenset((row["row_code"], row["col_code"])): 0 for row in edition.table(name)
    }
    for row in edition.table(name):
        found[frozenset((row["row_code"], row["col_code"]))] += int(row["n"])
    expected = {}
    for row in counted:
        pair = frozenset((row[fields[0]], row[fields[1]]))
        expected[pair] = expected.get(pair, 0) + 1

    assert expected == {pair: n for pair, n in found.items() if n}


def test_the_headline_sentences_equal_the_recount(edition):
    """The first numbers that a reader meets: incidents, people, violations, each
    split.
    """
    recount = edition.recount
    acts, offences = list(recount.acts.values()), recount.violations
    of = [sum(act["finding"] == finding for act in acts) for finding in STRONGEST]
    ends = recount.people(("all", key) for key in recount.acts)["all"]
    adjudicated = sum(row["basis"] == "adjudicated" for row in offences)

    assert (len(acts), *of) == edition.numbers(
        r"This selection holds (\d+) incidents: (\d+) adjudicated, "
        r"(\d+) corroborated and (\d+) reported"
    )
    assert (*ends, len(offences)) == edition.numbers(
        r"(\d+) to (\d+) people were acted on, and (\d+) adjudicated or alleged"
    )
    assert (adjudicated, len(offences) - adjudicated) == edition.numbers(
        r"Of the violations, (\d+) were found by a court or treaty body; "
        r"the other (\d+) are alleged"
    )


def test_shares_are_of_what_was_counted(edition):
    """A share says its base, which is one of the totals, and is rounded rightly."""
    totals = {"documented incidents": len(edition.recount.acts)}
    totals["adjudicated or alleged violations"] = len(edition.recount.violations)
    shares = re.findall(
        rf"(\d+) of (\d+) ({'|'.join(totals)}) \((\d+)%\)", edition.words
    )

    assert shares
    assert [] == [
        (part, base, unit, percent)
        for part, base, unit, percent in shares
        if int(base) != totals[unit]
        or abs(100 * int(part) / int(base) - int(percent)) > 0.5
    ]


def test_every_number_named_for_a_state_is_its_count(edition):
    """The sentence that names the executing states gives each its own count."""
    acts = edition.recount.acts.values()
    names = {"RUS": "Russia", "KAZ": "Kazakhstan", "KGZ": "Kyrgyzstan"}
    counted = {
        name: sum(act["executing_state"] == code for act in acts)
        for code, name in names.items()
    }
    leader, n, base, rest = re.search(
        r"(\w+) is on record for (\d+) of (\d+) documented incidents(.*?\.) ",
        edition.words,
    ).groups()
    said = {leader: int(n)} | {
        name: int(count) for name, count in re.findall(r"(\w+) \((\d+)\)", rest)
    }

    assert len(acts) == int(base)
    assert {name: n for name, n in counted.items() if n} == {
        name: said.get(name) for name, n in counted.items() if n
    }


def test_every_counted_case_is_in_the_register(edition):
    """Each counted incident can be looked up by its number in the briefing itself."""
    assert set(edition.recount.acts) <= set(re.findall(r"INC-\d{4}", edition.words))
