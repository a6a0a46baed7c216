"""Many briefings in one go: none harms another, and what was stopped is finished
later.
"""

import csv
import io
import signal
import time
from collections.abc import Iterator

import psutil
import pytest
from filelock import FileLock

from helpers.batches import Project, project
from helpers.marked_project import COMMAND, Run
from helpers.processes import children

pytestmark = pytest.mark.slow

STATES = ["xev-2026.1", "xnm-2026.1", "xsm-2026.1"]
SLEEPS = "[[briefing]]\nprofile = 'sleeps'\n"
ALL = "[[briefing]]\n"
XNM = "[[briefing]]\nparameters.states = 'XNM'\n"
MIXED = """
[[briefing]]
parameters.states = ["XNM", "XNN", "XEV"]

[[briefing]]
profile = "raises"
"""


@pytest.fixture
def place() -> Iterator[Project]:
    """A project of tiny notebooks."""
    with project() as made:
        yield made


def hands_of(run: Run) -> list[psutil.Process]:
    """Find the worker processes of a run: they are forked from its server."""
    servers = children(psutil.Process(run.process.pid))
    return [hand for server in servers for hand in children(server)]


@pytest.mark.smoke
def test_one_trouble_harms_no_other_briefing(place: Project) -> None:
    """Each briefing has its own outcome, in the table, in the report and on record."""
    run = place.batch(MIXED)
    code = run.code
    table = list(csv.DictReader(io.StringIO(run.printed), delimiter="\t"))
    known, failed = place.rows[1], place.rows[3]

    assert 1 == code, run.words
    assert ["published", "refused", "published", "failed"] == place.statuses
    assert place.statuses == [row["outcome"] for row in table]
    assert "Did you mean XNM" in known["reason"]
    assert ("raises", 3) == (failed["chapter"], failed["cell"])
    assert "raises, cell 3" == table[3]["where"]
    assert "ZeroDivisionError" in table[3]["reason"]
    assert "4 briefings: 2 published, 1 refused, 1 failed." in run.words
    assert "failed" == place.record("raises-all-states")["outcome"]
    assert ([], []) == (place.left(), place.drafts())


def test_each_state_is_made_once_and_then_has_not_changed(place: Project) -> None:
    """A second batch finds everything done, and leaves every byte as it was."""
    command = [*COMMAND, "batch", "regional", "--each-state"]
    first = place.launch(command)
    codes, before = [first.code], place.editions()
    again = place.launch(command)

    assert [0, 0] == [*codes, again.code], first.words + again.words
    assert STATES == [row["edition"] for row in place.rows]
    assert ["no change"] * 3 == place.statuses
    assert before == place.editions()


def test_the_first_failure_may_stop_all(place: Project) -> None:
    """With --fail-fast nothing more begins, and the table says what has not run."""
    plan = f"[[briefing]]\nprofile = 'raises'\n{ALL}"
    run = place.batch(plan, "--fail-fast", "--workers", "1")

    assert 1 == run.code, run.words
    assert ["failed", "not run"] == place.statuses


@pytest.mark.parametrize(
    ("how", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["int", "term"]
)
def test_a_stopped_batch_says_how_far_it_came(place: Project, how, code) -> None:
    """What was published stays; the rest has not run, and no process is left."""
    run = place.batch(XNM + SLEEPS + ALL, "--workers", "1")
    run.until((place.out / "xnm-2026.1").exists)
    time.sleep(1)
    run.process.send_signal(how)

    assert code == run.code, run.words
    assert ["published", "not run", "not run"] == place.statuses
    assert "stopped before it was ready" == place.rows[1]["reason"]
    assert ([], []) == (place.left(), place.drafts())


def test_a_killed_batch_is_finished_by_the_next(place: Project) -> None:
    """After kill -9 no process, draft or lock is in the way."""
    run = place.batch(XNM + SLEEPS, "--workers", "1")
    run.until((place.out / "xnm-2026.1").exists)
    before = place.editions()
    run.process.kill()
    run.process.wait()
    left = place.left()
    again = place.batch(XNM + ALL)

    assert ([], 0) == (left, again.code), again.words
    assert ["no change", "published"] == place.statuses
    assert before.items() <= place.editions().items()
    assert [] == place.drafts()


def test_a_worker_that_is_killed_twice_fails_its_own_briefing_only(
    place: Project,
) -> None:
    """The first time it is tried again."""
    run = place.batch(SLEEPS + XNM, "--workers", "1")
    for _ in range(2):
        run.until(lambda: hands_of(run))
        hands = hands_of(run)
        hands[0].kill()
        psutil.wait_procs(hands, 20)

    assert 1 == run.code, run.words
    assert ["failed", "published"] == place.statuses
    assert "was killed (SIGKILL)" in place.rows[0]["reason"]
    assert ([], []) == (place.left(), place.drafts())


def test_a_briefing_that_somebody_else_makes_is_busy(place: Project) -> None:
    """If that is the only trouble, the exit code says so."""
    (place.out / ".locks").mkdir(parents=True)
    with FileLock(place.out / ".locks" / "xnm.lock"):
        run = place.batch(XNM + ALL)
        code = run.code

    assert 3 == code, run.words
    assert ["busy", "published"] == place.statuses


@pytest.mark.smoke
def test_a_bad_plan_is_refused_before_anything_runs(place: Project) -> None:
    """One sentence, exit code two, and nothing is written."""
    run = place.batch(XNM + "[[briefing]]\nprofil = 'sleeps'")

    assert (2, False) == (run.code, place.out.exists())
    assert "briefing 2 has an unknown key: 'profil'" in run.words
