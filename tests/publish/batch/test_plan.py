"""A plan says which briefings a batch makes, and is refused before any of them runs."""

import csv
from pathlib import Path

import pytest

from briefing.errors import BriefingError
from briefing.publish.batch.plan import Request, read_plan, specs_of
from helpers.paths import POCKET

BAD = {
    "": "asks for nothing; begin each briefing with [[briefing]]",
    "[[briefing]": "is not a plan, because it is not TOML",
    "[[briefings]]": "unknown key: 'briefings'. Did you mean 'briefing'?",
    "[[briefing]]\nprofil = 'state'": "unknown key: 'profil'. Did you mean 'profile'?",
    "[[briefing]]\nprofile = 3": "'profile' is 3; it must be text in quotes",
    "[[briefing]]\neach = 'sate'": "unknown word for 'each': 'sate'",
    "[[briefing]]\neach = 3": "'each' is 3; it must be state, right or year",
    "[[briefing]]\nparameters.rol = 'x'": "parameter: 'rol'. Did you mean 'role'?",
    "[[briefing]]\nparameters.role = 1": "must be text in quotes, or a list of texts",
    "[[briefing]]\nparameters = 3": "is 3; it must be a table of keys and values",
    "parameters.names = 'withheld'\n[[briefing]]": "leave out --names, or change",
    "[[briefing]]\nprofile = 'stat'": "There is no profile 'stat'",
    "[[briefing]]\nprofile = 'state'": "is about one state",
    "[[briefing]]\nparameters.role = 'both'": "must be executing, requesting",
    "[[briefing]]\n[[briefing]]": "would both be called 'all-states'",
    "[[briefing]]\nedition = '../x'": "cannot be called '../x'",
}


def plan(tmp_path: Path, text: str) -> Path:
    """Write a plan."""
    path = tmp_path / "plan.toml"
    path.write_text(text, "utf-8")
    return path


def rows(table: str) -> list[dict[str, str]]:
    """Read a table of the pocket package without our code."""
    with (POCKET / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def stems(requests: list[Request], out: Path) -> list[str]:
    """Name what is ordered."""
    specs, _ = specs_of(requests, out)
    return [spec.stem for spec in specs]


@pytest.mark.parametrize("text", BAD)
def test_a_bad_plan_is_refused_with_what_was_meant(tmp_path, text: str) -> None:
    """The sentence names the place in the plan and the nearest word that exists."""
    with pytest.raises(BriefingError) as refused:
        specs_of(read_plan(plan(tmp_path, text), {"names": "shown"}), tmp_path)

    assert BAD[text] in str(refused.value)


def test_a_plan_that_is_not_there_is_refused(tmp_path) -> None:
    """A wrong path is a sentence and not a traceback."""
    with pytest.raises(BriefingError, match="Cannot read the plan"):
        read_plan(tmp_path / "plan.toml", {})


def test_parameters_of_a_plan_hold_for_all_and_a_list_is_meant_one_by_one(
    tmp_path,
) -> None:
    """Profile times parameters: each value of a list is a briefing of its own."""
    text = """
    parameters = { names = "withheld" }
    [[briefing]]
    [[briefing]]
    profile = "state"
    parameters.states = ["XNM", "XEV"]
    """

    assert [
        "all-states-public",
        "state-xnm-public",
        "state-xev-public",
    ] == stems(read_plan(plan(tmp_path, text), {}), tmp_path)


def test_the_command_line_holds_for_the_whole_plan(tmp_path) -> None:
    """What is typed beside a plan narrows each of its briefings."""
    path = plan(tmp_path, "[[briefing]]\n[[briefing]]\nprofile = 'brief'")
    requests = read_plan(path, {"states": "XNM"})

    assert ["xnm", "brief-xnm"] == stems(requests, tmp_path)


@pytest.mark.parametrize(
    ("profile", "each", "given", "expected", "empty"),
    [
        ("state", "state", {}, ["state-xev", "state-xnm", "state-xsm"], []),
        ("state", "state", {"states": "XNM"}, ["state-xnm"], []),
        (
            "year",
            "year",
            {"date_from": "2006", "date_to": "2009"},
            ["year-all-states-2006", "year-all-states-2008"],
            ["2007", "2009"],
        ),
    ],
)
def test_each_means_each_that_has_an_incident(
    tmp_path, profile, each, given, expected, empty
) -> None:
    """A briefing on nothing is left out, and the batch says which."""
    request = Request(profile, {"data": str(POCKET)} | given, (each,))
    specs, left_out = specs_of([request], tmp_path)

    assert (expected, empty) == ([spec.stem for spec in specs], left_out)


def test_each_of_two_is_every_combination(tmp_path) -> None:
    """Every state with every right that it has incidents under."""
    request = Request("regional", {"data": str(POCKET)}, ("state", "right"))
    specs, left_out = specs_of([request], tmp_path)
    pairs = {(one.selection.states, one.selection.rights) for one in specs}
    acts = {row["incident_id"]: row["executing_state"] for row in rows("incidents")}
    uncounted = {"INC-0013", "INC-0014", "INC-0015"}

    assert pairs == {
        (acts[row["incident_id"]], row["right"])
        for row in rows("violations")
        if row["incident_id"] not in uncounted
    }
    assert 3 * 6 == len(pairs) + len(left_out)


def test_each_of_nothing_is_refused(tmp_path) -> None:
    """A batch that would make nothing says so."""
    period = {"date_from": "2300", "date_to": "2301"}
    with pytest.raises(BriefingError, match="No state has an incident"):
        specs_of(
            [Request("state", {"data": str(POCKET)} | period, ("state",))], tmp_path
        )
