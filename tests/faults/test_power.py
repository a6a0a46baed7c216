"""A power cut while a package is written: it is what it was, or what it was to be.

`FAULT_RUNS` says how many writers are killed at random moments: 50 in CI, 10 elsewhere.
Beside that one is killed before each of its steps in turn.
"""

import json
import shutil
import subprocess
import sys
from itertools import groupby
from pathlib import Path

import pytest

from briefing.curate.change import Change
from briefing.dataset.files import read_files
from briefing.dataset.validate import check
from helpers.disturbed_project import RUNS
from helpers.paths import POCKET

POWER = Path(__file__).with_name("power.py")
WRITER = """
import sys
from briefing.curate.change import Change
for number in range(int(sys.argv[2])):
    change = Change(sys.argv[1])
    change.set("incidents", "INC-0002", {"place": f"Place {number}"})
    change.set("violations", "INC-0002|NON_REFOULEMENT|XEV", {"grounds": f"{number}"})
    change.write()
"""
# Whoever is root becomes nobody, once all that the command needs is imported.
AS_NOBODY = """
import os, sys
from briefing.cli.main import main
main(["check", "--data", sys.argv[1]])
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
sys.exit(main(["check", "--data", sys.argv[2]]))
"""


def lose_power(pocket: Path, how: str) -> list[dict]:
    """Run the writer that is killed, and read what became of the package each time."""
    command = [sys.executable, str(POWER), how, str(pocket), str(RUNS)]
    run = subprocess.run(command, capture_output=True, text=True)
    assert 0 == run.returncode, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


@pytest.mark.faults
def test_a_writer_killed_at_a_random_moment(pocket):
    """Whenever the power goes, the next reader finds one of two valid packages."""
    told = lose_power(pocket, "moments")

    assert set() == {one["state"] for one in told} - {"old", "new"}


@pytest.mark.faults
@pytest.mark.smoke
def test_a_writer_killed_before_each_of_its_steps(pocket):
    """Up to some step nothing has happened, and from there on everything has."""
    told = lose_power(pocket, "steps")

    assert ["old", "new"] == [state for state, _ in groupby(t["state"] for t in told)]
    assert [True, False] == [killed for killed, _ in groupby(t["killed"] for t in told)]


@pytest.mark.faults
def test_who_reads_meanwhile_sees_one_version(pocket):
    """A reader that races a writer never sees one table old and another new."""
    writes = 8
    Change(pocket)  # finds the package sound once, for the writer, too
    command = [sys.executable, "-c", WRITER, str(pocket), str(writes)]
    seen, mixed = set(), []
    with subprocess.Popen(command) as writer:
        while writer.poll() is None:
            raw = {name: b"".join(r) for name, r in read_files(pocket).raw.items()}
            place = raw["incidents"].split(b"\nINC-0002,")[1].split(b",")[8]
            grounds = raw["violations"].split(b"INC-0002,NON_REFOULEMENT,XEV,")[1]
            told = place.rpartition(b" ")[2], grounds.split(b",")[2]
            seen.add(told)
            if told[0].isdigit() and told[0] != told[1]:
                mixed.append(told)

    assert (0, [], []) == (writer.returncode, mixed, check(pocket))
    assert len(seen) > 2


def test_who_may_not_write_is_told_whom_to_ask(short):
    """An interrupted change of a folder that is only read is a sentence, and no
    traceback.
    """
    place = Path(shutil.copytree(POCKET, short / "pocket"))
    (place / ".change").mkdir()
    place.chmod(0o555)
    short.chmod(0o755)
    command = [sys.executable, "-c", AS_NOBODY, str(POCKET), str(place)]
    run = subprocess.run(command, capture_output=True, text=True)
    place.chmod(0o755)

    assert 2 == run.returncode, run.stderr
    assert "can only be completed by somebody who may write there" in run.stderr
