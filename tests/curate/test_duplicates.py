"""Incidents that may be one act told twice: how names compare, what is listed and
decided.
"""

import csv
import io
import json
from contextlib import redirect_stderr, redirect_stdout
from datetime import date

import pytest

from briefing.cli.main import main
from briefing.curate.duplicates import likely, pairs, tables_of
from briefing.curate.similarity import ALIKE, WEAK, likeness
from briefing.dataset.files import stamp
from briefing.dataset.load import load
from briefing.dataset.validate import check
from briefing.selection.redaction import without_names
from helpers.paths import POCKET

# The extradition of INC-0012, as another source might tell it, in an invented spelling.
AGAIN = {
    "incident": {
        "title": "Затон выдал журналиста",
        "date": "2014-10-04",
        "type": "deportation",
        "executing_state": "XSM",
        "requesting_state": "XEV",
    },
    "persons": [{"name": "Erkin Savvatov"}],
}


def run(*words):
    """Run a command about duplicates, and give its code, what it printed and what it
    said.
    """
    out, said = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(said):
        code = main(["case", *map(str, words)])
    return code, out.getvalue(), said.getvalue()


def told_again(case):
    """The likely pairs of a case that is added to the pocket package as `new`."""
    rows = {name: [*some] for name, some in tables_of(POCKET).items()}
    blank = rows["incidents"][0] | {"record_kind": "act", "incident_id": "new"}
    blank |= dict.fromkeys(
        ("persons_min", "persons_max", "place", "summary"), "unknown"
    )
    rows["incidents"].append(blank | case["incident"])
    for person in case["persons"]:
        person = {"person_id": "new", "other_names": "not_applicable"} | person
        rows["persons"] += [person] if "name" in person else []
        rows["appearances"].append(person | {"incident_id": "new"})
    for page in case.get("sources", ()):
        rows["sources"].append(rows["sources"][0] | page | {"source_id": "new"})
        rows["claims"].append({"incident_id": "new", "source_id": "new"})
    return likely(rows, "new")


def decided(package):
    """Read the decisions of a package, without their header."""
    with (package / "duplicates.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def twice(package, **changes):
    """Write INC-0012 a second time as INC-0016, with some cells changed."""
    new = {"incident_id": "INC-0016", **changes}
    for name in ("incidents", "violations", "claims", "appearances"):
        path = package / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        copies = [row for row in rows if row["incident_id"] == "INC-0012"]
        with path.open("a", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [*rows[0]], lineterminator="\n")
            writer.writerows(
                {field: new.get(field, cell) for field, cell in row.items()}
                for row in copies
            )
    stamp(package)
    return package


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Эркин Саватов", "Erkin Sawatow"),
        ("ئالىم بۇلاقبېگى", "Alim Bulaqbegi"),
        ("林知远", "Lin Zhiyuan"),
        ("Tarek Oduval", "Тарек Одувал"),
        ("Zhakhongir Maksudov", "Jahongir Maqsudov"),
        ("Sefa Merrin", "Merrin, Sefa"),
        ("Fozil Nazarov", "Fozil Akbarovich Nazarov"),
        ("Abdul Kadir Orla", "Abdulkadir Orla"),
        ("Khayrullo Tursunov", "Xayrullo Tursunov"),
    ],
)
def test_one_name_in_two_spellings_is_alike(one, other):
    """Scripts, transliterations, order and fathers' names make no other person."""
    assert likeness(one, other) >= ALIKE
    assert likeness(one, other) == likeness(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Orla Vantreese", "Ines Vantreese"),
        ("Rustam Naimov", "Rustam Muminov"),
        ("Tarek Oduval", "Sefa Merrin"),
        ("林知远", "Lin Zhaoming"),
        ("Эркин Саватов", "林知远"),
        ("Karim", "Karim Alimov"),
        ("", "Karim Alimov"),
    ],
)
def test_two_names_are_not_alike(one, other):
    """Sisters, namesakes and people of one first name are different people."""
    assert likeness(one, other) < ALIKE


def test_a_family_name_alone_tells_little():
    """It is worth a look, and no proof."""
    assert WEAK == likeness("Khudayberganov", "Iskandar Khudoiberganov")


def test_an_incident_told_again_is_found_with_reasons():
    """Another spelling, another day and another kind of removal do not hide it."""
    (pair,) = told_again(AGAIN)

    assert ("new", "INC-0012") == (pair.first, pair.second)
    assert (
        "'Erkin Savvatov' is spelt like 'Эркин Саватов'",
        "2 days apart: 2014-10-04 and 2014-10-02",
        "both executed by XSM",
        "both requested by XEV",
    ) == pair.reasons


@pytest.mark.parametrize(
    "change",
    [
        {"date": "2012-10-04"},
        {"executing_state": "XNM", "requesting_state": "XSM"},
        {"record_kind": "aggregate"},
    ],
)
def test_what_is_another_act_is_not_listed(change):
    """Another year, other states, or a total is not the same act."""
    case = AGAIN | {"incident": AGAIN["incident"] | change}

    assert [] == told_again(case)


@pytest.mark.parametrize("people", [[{"person_id": "P-0003"}], []])
def test_a_person_known_by_the_identifier_is_a_reason(people):
    """Somebody recorded already need not be spelt again; without anybody little
    speaks.
    """
    case = AGAIN | {"persons": people}

    assert len(people) == len(told_again(case))


def test_a_day_and_a_month_exchanged_are_seen():
    """2 October and 10 February are one day in two habits."""
    case = AGAIN | {"incident": AGAIN["incident"] | {"date": "2014-02-10"}}
    (pair,) = told_again(case)

    assert "day and month exchanged: 2014-02-10 and 2014-10-02" in pair.reasons


def test_a_source_of_the_same_address_is_a_reason():
    """One page under two identifiers is one page."""
    page = {"url": "http://www.example.org/donggu/jizhe/", "title": "再次"}
    (pair,) = told_again(AGAIN | {"sources": [page]})

    assert "both cite example.org/donggu/jizhe" in pair.reasons


def test_the_pocket_package_has_no_likely_pair():
    """Its incidents are fifteen acts, totals and patterns."""
    assert [] == pairs(tables_of(POCKET))


def test_a_likely_pair_is_listed(pocket):
    """The command names both, says why, and that somebody has to decide."""
    code, out, said = run("duplicates", "--data", twice(pocket, date="2014-10-03"))
    (line,) = out.splitlines()[1:]

    assert ["INC-0012", "INC-0016"] == line.split("\t")[:2]
    assert "both about P-0003; 1 day apart: 2014-10-02 and 2014-10-03" in line
    assert said.startswith("1 likely pair is undecided.")
    assert code == 1


def test_without_a_likely_pair_nothing_is_listed(pocket):
    """Nothing on the output, a sentence beside it, and all is well."""
    assert (0, "", "No likely pair is undecided.\n") == run(
        "duplicates", "--data", pocket
    )


def test_a_decision_is_kept_and_not_asked_again(pocket):
    """The row says what was decided, why and when; the package stays valid."""
    twice(pocket)
    before = date.today().isoformat()  # midnight may come between
    pair = ("INC-0016", "INC-0012")
    code, _, _ = run(
        "decide",
        *pair,
        "--different",
        "--reason",
        "Two men.",
        "--yes",
        "--data",
        pocket,
    )
    *row, day = decided(pocket)[-1]

    assert (0, ["INC-0012", "INC-0016", "different", "Two men."]) == (code, row)
    assert before <= day <= date.today().isoformat()
    assert 0 == run("duplicates", "--data", pocket)[0]
    assert [] == check(pocket)


def test_nothing_else_changes(pocket):
    """A decision adds one line to one table, and its digest to the descriptor."""
    stamp(twice(pocket))
    before = {path: path.read_bytes() for path in pocket.rglob("*.csv")}
    run(
        *("decide", "INC-0001", "INC-0002", "--different", "--reason", "R"),
        *("--yes", "--data", pocket),
    )
    changed = {p.name for p, raw in before.items() if p.read_bytes() != raw}

    assert {"duplicates.csv"} == changed
    assert (
        (pocket / "duplicates.csv")
        .read_bytes()
        .startswith(before[pocket / "duplicates.csv"])
    )


def test_decided_pairs_are_shown_when_asked_for(pocket):
    """With --all, the list has what was decided too, and says how."""
    twice(pocket)
    run(
        *("decide", "INC-0012", "INC-0016", "--different", "--reason", "R"),
        *("--yes", "--data", pocket),
    )
    code, out, _ = run("duplicates", "--all", "--json", "--data", pocket)
    (pair,) = json.loads(out)["pairs"]

    assert (0, "different", 100) == (code, pair["decision"], pair["score"])


def test_a_second_decision_takes_the_place_of_the_first(pocket):
    """A pair has one decision: the last, whichever way round it is named."""
    code, out, _ = run(
        *("decide", "INC-0012", "INC-0004", "--different", "--reason", "Six years."),
        *("--yes", "--data", pocket),
    )

    assert (0, 1) == (code, len(decided(pocket)))
    assert "Six years." == decided(pocket)[0][3]
    assert "The arrest of 2008 ended with his release" in out


def test_one_act_that_is_counted_twice_is_named_until_it_is_not(pocket):
    """A decision moves no count: the list says so, until a correction does."""
    twice(pocket)
    same = ("--same", "--reason", "One report.")
    _, _, said = run("decide", "INC-0012", "INC-0016", *same, "--yes", "--data", pocket)
    code, _, listed = run("duplicates", "--data", pocket)

    assert "INC-0012 and INC-0016 are one act and both are counted." in said
    assert (1, said.strip()) == (code, listed.splitlines()[-1])


def test_one_act_that_is_counted_once_is_done(pocket):
    """A record set apart as a duplicate is no act that is counted."""
    twice(pocket, record_kind="duplicate")
    same = ("--same", "--reason", "One report.")
    _, _, said = run("decide", "INC-0012", "INC-0016", *same, "--yes", "--data", pocket)

    assert ("", []) == (said, check(pocket))
    assert 0 == run("duplicates", "--data", pocket)[0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["INC-0001", "INC-0001", "--same"], "INC-0001 is one incident; name two"),
        (["INC-0001", "INC-0002"], "Say what INC-0001 and INC-0002 are: --different"),
        (["INC-0001", "INC-0002", "--same", "--different"], "Say what INC-0001"),
        (["INC-0001", "INC-9002", "--same"], "incidents.csv has no row 'INC-9002'"),
    ],
)
def test_a_decision_that_says_too_little_is_refused(pocket, words, said):
    """Two known incidents and one verdict: what is missing is said, nothing is
    written.
    """
    before = decided(pocket)
    code, _, error = run("decide", *words, "--reason", "R", "--data", pocket)

    assert code == 2
    assert error.startswith(said)
    assert before == decided(pocket)


def test_a_decision_needs_a_reason(pocket):
    """Whoever comes later has to see what it stood on."""
    pair = ("INC-0001", "INC-0002", "--same", "--reason", " ")
    code, _, error = run("decide", *pair, "--data", pocket)

    assert (2, "A decision needs its reason") == (code, error[:27])


def test_a_package_made_elsewhere_need_not_keep_decisions(pocket):
    """Without the table likely pairs are listed, and a decision says what is
    missing.
    """
    path = pocket / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    kept = [one for one in package["resources"] if one["name"] != "duplicates"]
    path.write_text(json.dumps(package | {"resources": kept}), "utf-8")
    (pocket / "duplicates.csv").unlink()
    pair = ("INC-0001", "INC-0002", "--same", "--reason", "R")
    code, _, error = run("decide", *pair, "--data", pocket)

    assert [] == check(pocket)
    assert 0 == run("duplicates", "--data", pocket)[0]
    assert code == 2
    assert "has no table of duplicates" in error


def test_the_public_edition_has_no_name_in_a_decision(pocket):
    """Whoever decided may have written a name; without names it is masked."""
    reason = "Tarek Oduval was not there."
    run(
        *("decide", "INC-0001", "INC-0002", "--different", "--reason", reason),
        *("--yes", "--data", pocket),
    )
    reasons = without_names(load(pocket)).table("duplicates")["reason"]

    assert "[name withheld] was not there." in [*reasons]
