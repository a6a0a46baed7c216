"""What a batch leaves on record of each briefing, whoever built it."""

import json
from concurrent.futures import Future

import pytest

from briefing.cli.output import Course
from briefing.errors import BriefingError
from briefing.publish.batch.batch import Batch
from briefing.publish.batch.executors import WorkerDied
from briefing.publish.batch.worker import TaskFailed
from briefing.publish.models import Bundle, EditionSpec, RunOptions
from briefing.publish.profiles import read_profile
from briefing.selection.selection import Selection
from helpers.paths import POCKET

PRIVATE = {"nothing private inside": False}


class AtOnce:
    """An executor that builds nothing, and answers with what a test sets."""

    capacity = 1

    def __init__(self, *answers):
        self.answers = list(answers)
        self.tasks = []

    def submit(self, _, task):
        """Answer at once."""
        self.tasks.append(task)
        answer, future = self.answers.pop(0), Future()
        if isinstance(answer, Exception):
            future.set_exception(answer)
        else:
            future.set_result(answer)
        return future


def spec_in(out, edition=None):
    """The main briefing of the pocket package."""
    return EditionSpec(read_profile(), Selection(), POCKET, out, edition)


def recorded(out, *answers):
    """Make a batch of one briefing that gets these answers, and read the record."""
    spec = spec_in(out)
    (out / "runs" / spec.stem).mkdir(parents=True)
    batch = Batch([spec], RunOptions())
    batch.run(AtOnce(*answers), None, Course(1, quiet=True))
    record = json.loads((out / "runs" / spec.stem / "run.json").read_bytes())
    return record, batch.results[0]


def bundle(**more):
    """What a worker made of it."""
    return Bundle("all-states-2026.1", "x.pdf", {}, **more)


def test_the_check_that_stopped_a_briefing_stays_on_record(tmp_path):
    """A failure without a chapter is one of a check, and the record names it."""
    reason = "what would be published is not for everybody"
    record, _ = recorded(tmp_path, bundle(checks=PRIVATE, reason=reason))

    assert ("failed", reason) == (record["outcome"], record["reason"])
    assert [{"check": "nothing private inside", "passed": False}] == record["checks"]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([WorkerDied("it was killed")] * 2, ("failed", "WorkerDied: it was killed")),
        ([BriefingError("no such state")], ("refused", "no such state")),
        ([TaskFailed("KeyError: 'x'", "trace")], ("failed", "KeyError: 'x'")),
    ],
    ids=["killed twice", "refused", "mistake of ours"],
)
def test_what_was_not_built_is_on_record(tmp_path, answers, expected):
    """Nothing was published, so the batch writes what became of it."""
    record, result = recorded(tmp_path, *answers)

    assert expected == (record["outcome"], record["reason"])
    assert expected == (result.status, result.reason)
    assert [] == [*tmp_path.glob(".edition-*")]


def test_a_task_whose_worker_died_is_tried_once_more(tmp_path):
    """The second time under the name that was reserved for the first."""
    executor = AtOnce(WorkerDied("it was killed"), bundle(files={"x": b"x"}))
    batch = Batch([spec_in(tmp_path)], RunOptions())
    batch.run(executor, None, Course(1, quiet=True))

    assert ["all-states-2026.1"] * 2 == [one.spec.edition for one in executor.tasks]
    assert "published" == batch.results[0].status


def test_two_editions_of_one_briefing_are_made_one_after_the_other(tmp_path):
    """They share a lock, and neither is busy because of the other."""
    specs = [spec_in(tmp_path), spec_in(tmp_path, "spring")]
    answers = [bundle(files={"x": b"x"}), Bundle("spring", "y.pdf", {}, {"y": 1}, {})]
    executor = AtOnce(*answers)
    executor.capacity = 2
    batch = Batch(specs, RunOptions())
    batch.run(executor, None, Course(2, quiet=True))

    assert ["published"] * 2 == [result.status for result in batch.results]
    assert (tmp_path / "spring").is_dir()


def test_a_mistake_while_one_is_published_fails_that_one(tmp_path, monkeypatch):
    """The others go on, and the traceback comes with the table."""

    def broken(*_, **__):
        raise KeyError("foreseen by nobody")  # noqa: EM101 - as a library would

    monkeypatch.setattr("briefing.publish.batch.batch.publish", broken)
    record, result = recorded(tmp_path, bundle())

    assert ("failed", "KeyError: 'foreseen by nobody'") == (
        record["outcome"],
        record["reason"],
    )
    assert "in broken" in result.trace
