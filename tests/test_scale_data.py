"""
Data at scale: what is remembered, what is read, in which format and from where.
"""

import os
from pathlib import Path

import pandas as pd
import pytest

from briefing.cli import main
from briefing.dataset import InvalidPackage, check, load
from briefing.dataset.derive import FINDINGS
from briefing.dataset.memory import FEW
from briefing.dataset.synth import synth

POCKET = Path(__file__).with_name("pocket")


def test_the_same_files_give_the_same_dataset(pocket):
    """
    Nothing is built twice: the dataset in memory is handed out again.
    """
    assert load(pocket) is load(pocket)


def test_one_folder_by_two_names_tells_each_its_name(pocket, monkeypatch):
    """
    A dataset knows its folder, so a relative and an absolute path name the same one.
    """
    first = load(pocket)
    monkeypatch.chdir(pocket.parent)

    assert first is load("pocket")


def test_a_changed_byte_is_a_new_dataset(pocket):
    """
    The files are read each time, so that no change is missed.
    """
    before = load(pocket)
    path = pocket / "reference" / "states.csv"
    stat = path.stat()
    path.write_text(path.read_text("utf-8").replace("Saltmere", "Saltmeer"), "utf-8")
    # Of the same length and age: only reading it can tell.
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    after = load(pocket)

    assert ("Saltmere", "Saltmeer") == (
        before.state_name("XSM"),
        after.state_name("XSM"),
    )


def test_a_remembered_package_is_still_refused(pocket):
    """
    A file that nobody declared is found, although the digest is that of before.
    """
    load(pocket)
    (pocket / "stray.csv").write_text("a\n")

    with pytest.raises(InvalidPackage, match="undeclared-file"):
        load(pocket)


@pytest.mark.parametrize("table", ["incidents", "claims", "memberships"])
def test_no_change_reaches_who_loads_next(pocket, table):
    """
    Whatever is done to a table handed out, the next one to load sees none of it.
    """
    before = load(pocket).table(table)
    frame = load(pocket).table(table)
    for name in frame.columns:
        values = frame[name].array
        values[0] = values[-1]
        values[:] = values[::-1]
    frame.index.name = "changed"
    frame.columns.name = "changed"

    pd.testing.assert_frame_equal(before, load(pocket).table(table))


def test_only_a_few_are_remembered(pocket):
    """
    A long-lived process does not keep every version of the data that it has seen.
    """
    path = pocket / "reference" / "states.csv"
    text = path.read_text("utf-8")
    first = load(pocket)
    for n in range(FEW):
        path.write_text(text.replace("Saltmere", f"Saltmere {n}"), "utf-8")
        load(pocket)
    path.write_text(text, "utf-8")

    assert first is not load(pocket)


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> Path:
    """
    A synthetic package of CSV files.
    """
    return synth(2000, tmp_path_factory.mktemp("synth") / "csv", like=POCKET)


def test_a_synthetic_package_is_sound(made):
    """
    What the program invents breaks none of our rules.
    """
    assert [] == check(made)


def test_nobody_takes_a_synthetic_package_for_real(made):
    """
    Its title says so, and every state in it has a code that no state has.
    """
    data = load(made)

    assert data.title.startswith("SYNTHETIC DATA, MADE BY A PROGRAM: 2,000 INVENTED")
    assert {"X"} == {code[0] for code in data.states["state"]}


def test_a_synthetic_package_has_what_a_real_one_has(made):
    """
    Dates of every precision, ranges of people, doubt, denial, and many rights at once.
    """
    data = load(made)
    acts, claims = data.incidents, data.claims

    assert {4, 7, 10, 21} == set(acts["date"].str.len())
    assert (acts["persons_min"] < acts["persons_max"]).any()
    assert acts["persons_max"].max() > 100
    assert {"reported", "denied"} <= set(claims["value"])
    assert set(FINDINGS) == set(acts["finding"])
    assert data.violations.groupby("incident_id").size().max() > 6
    repeats = data.sources.set_index("source_id")["derived_from"]
    assert repeats.isin(repeats.index[repeats != "not_applicable"]).any()


def test_chance_is_repeated_by_its_seed(made, tmp_path):
    """
    The same number and seed give the same bytes; another seed gives others.
    """
    again = synth(2000, tmp_path / "again", like=POCKET)
    other = synth(2000, tmp_path / "other", like=POCKET, seed=7)

    assert load(made).digest == load(again).digest
    assert load(made).digest != load(other).digest


@pytest.mark.parametrize("n", [1, 2, 3, 50])
def test_a_synthetic_package_may_be_tiny(tmp_path, n):
    """
    One incident is a package too.
    """
    assert [] == check(synth(n, tmp_path / "tiny", like=POCKET))


def test_nothing_is_written_over(made, capsys):
    """
    A folder with something in it is refused in one sentence.
    """
    code = main(["synth", "--incidents", "5", "--out", str(made)])

    assert 2 == code
    assert "is not an empty folder" in capsys.readouterr().err


def test_the_command_writes_a_package(tmp_path, capsys):
    """
    The command names the folder that it wrote.
    """
    out = tmp_path / "new"
    asked = ["--incidents", "5", "--format", "csv", "--out", str(out)]

    assert 0 == main(["synth", *asked, "--data", str(POCKET)])
    assert f"{out}\n" == capsys.readouterr().out
    assert 5 == len(load(out).incidents)
