"""
Data at scale: what is remembered, what is read, in which format and from where.
"""

import os

import pandas as pd
import pytest

from briefing.dataset import InvalidPackage, load
from briefing.dataset.memory import FEW


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
