"""Places that fail: a full disk, read-only reports, a wrong clock, other data, a
rival.
"""

import json
import os
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefing.dataset.load import load
from helpers.disturbed_project import DisturbedProject, moment

pytestmark = pytest.mark.faults
LAST_YEAR = str(-400 * 24 * 60 * 60)
READ_ONLY = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"'
ROOM = 100_000  # bytes: enough for a lock, too little for an edition


@pytest.fixture
def full(place: DisturbedProject, needs):
    """Put a folder on a small disk with hardly any room left, until it is given
    more.
    """
    needs("mount", "umount")
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    mounted = []

    def mount(name: str) -> None:
        folder = place.home / name
        folder.mkdir(exist_ok=True)
        kept = place.home / f"{name}.kept"
        folder.rename(kept)
        folder.mkdir()
        system("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", folder)
        mounted.append(folder)
        system("cp", "-a", f"{kept}/.", folder)
        used = os.statvfs(folder)
        taken = (used.f_blocks - used.f_bfree) * used.f_frsize
        system("mount", "-o", f"remount,size={taken + ROOM}", folder)

    yield mount
    for folder in mounted:
        system("umount", "--lazy", folder)


def system(*words: object) -> None:
    """Run a command of the system."""
    subprocess.run([str(word) for word in words], check=True, capture_output=True)


def test_reports_on_a_full_disk(place: DisturbedProject, one, harmless, full) -> None:
    """An edition that does not fit is not there at all, and the disk is named."""
    full("reports")
    run = place.run(*one.words)

    assert run.code in (1, 2), run.words
    assert "No space left" in run.words
    assert "Nothing was published" in run.words
    assert [] == place.drafts()
    system("mount", "-o", "remount,size=64m", place.out)
    harmless(run, one)


@pytest.mark.parametrize("name", ["tmp", "cache"])
def test_another_folder_on_a_full_disk(
    place: DisturbedProject, one, harmless, full, name
) -> None:
    """Without room for temporary files the run says so; without a cache it goes on."""
    full(name)
    run = place.run(*one.words)

    assert run.code in ((0,) if name == "cache" else (0, 1, 2)), run.words
    assert run.code == 0 or "No space left" in run.words
    system("mount", "-o", "remount,size=64m", place.home / name)
    harmless(run, one)


def test_reports_that_are_read_only(
    place: DisturbedProject, one, harmless, needs
) -> None:
    """Nothing can be written, and that is what is said."""
    needs("unshare", "mount")
    if os.geteuid() != 0:
        pytest.skip("only root can mount a folder read-only")
    alone = ("unshare", "--mount", "sh", "-c", READ_ONLY, str(place.out))
    run = place.run(*one.words, under=alone)

    assert 2 == run.code, run.words
    assert "Read-only file system" in run.words
    harmless(run, one)


@pytest.fixture
def clock(place: DisturbedProject):
    """Give a clock that can be set, and the environment in which a run goes by it."""
    file = place.home.parent / f"{place.home.name}.clock"
    path = [str(Path(__file__).with_name("clock")), os.environ.get("PYTHONPATH", "")]
    file.write_text("0", "ascii")
    yield file, {"CLOCK_FILE": str(file), "PYTHONPATH": os.pathsep.join(path)}
    file.unlink()


def test_a_clock_that_is_wrong(place: DisturbedProject, one, harmless, clock) -> None:
    """The time of day is in no byte of an edition, and in its record."""
    file, by_it = clock
    file.write_text(LAST_YEAR, "ascii")
    run = place.run(*one.words, **by_it)

    assert 0 == run.code, run.words
    seen = min(datetime.fromisoformat(one["finished"]) for one in place.records())
    assert (datetime.now(UTC) - seen).days in (399, 400)
    harmless(run, one)


def test_an_edition_from_the_future(
    place: DisturbedProject, one, harmless, clock
) -> None:
    """After the clock was set back, an edition that seems to be of tomorrow is
    stale.
    """
    file, by_it = clock
    assert 0 == place.run(*one.words).code
    file.write_text(LAST_YEAR, "ascii")
    run = place.run(*one.words, "--if-stale", "7d", **by_it)

    assert 0 == run.code, run.words
    assert (
        place.records()[-1]["finished"] < place.records()[0]["last_good"]["published"]
    )
    harmless(run, one)


def test_a_clock_that_is_set_back_meanwhile(
    place: DisturbedProject, one, harmless, clock
) -> None:
    """No deadline passes and none is forgotten when the clock jumps."""
    file, by_it = clock
    words = (*one.words, "--deadline", "5m", "--cell-deadline", "2m")
    run = place.start(*words, **by_it)
    time.sleep(one.length / 2)
    file.write_text(LAST_YEAR, "ascii")

    assert 0 == run.code, run.words
    harmless(run, one)


def test_data_replaced_by_a_chapter(place: DisturbedProject, one, harmless) -> None:
    """Chapters that counted other data than were checked are not published."""
    run = place.run("render", "replaces")

    assert run.code in (1, 2), run.words
    assert "Nothing was published" in run.words
    harmless(run, one)


@pytest.mark.parametrize("number", range(4))
def test_data_replaced_at_any_moment(
    place: DisturbedProject, one, harmless, number
) -> None:
    """What is published holds the data of before, or of after, or nothing is
    published.
    """
    table = place.home / "data" / "incidents.csv"
    part = table.with_suffix(".part")
    part.write_bytes(table.read_bytes().replace(b"nine years", b"ten years"))
    run = place.start(*one.words)
    time.sleep(moment(one.length, "data", number))
    part.replace(table)

    assert run.code in (0, 1, 2), run.words
    said = ("incidents.csv", "The data were changed")
    assert run.code == 0 or any(words in run.words for words in said), run.words
    made = place.out / "all-states-2026.1" / "manifest.json"
    after = load(place.home / "data").digest
    if (
        made.is_file()
        and json.loads(made.read_text("utf-8"))["data"]["sha256"] == after
    ):
        # They were replaced before the run had read them, so it is one of the new data.
        assert [] == place.left()
        return
    harmless(run, one)


def test_two_runs_at_once(place: DisturbedProject, one, harmless) -> None:
    """One makes the edition; the other says that somebody is at it."""
    both = [place.start(*one.words) for _ in range(2)]
    done, busy = sorted(both, key=lambda run: run.code)

    assert (0, 3) == (done.code, busy.code), busy.words
    assert str(done.process.pid) in busy.words
    harmless(busy, one)


def test_two_runs_at_once_that_wait(place: DisturbedProject, one, harmless) -> None:
    """One makes the edition; the other waits, and finds it made."""
    both = [place.start(*one.words, "--wait", "2m") for _ in range(2)]

    assert [0, 0] == [run.code for run in both], both[0].words + both[1].words
    harmless(both[1], one)
