"""What a batch leaves on record of each briefing, whoever made it."""

import json

from briefing.cli.output import Course
from briefing.publish.batch.attempt import Attempt
from briefing.publish.batch.batch import Batch
from briefing.publish.batch.executors import Event, Lost
from briefing.publish.made import Failure, Made
from briefing.publish.models import Manner, Order
from briefing.publish.profiles import read_profile
from briefing.publish.run_record import now
from briefing.selection.selection import Selection
from helpers.paths import POCKET

PRIVATE = {"nothing private inside": False}


def recorded(out, said):
    """Have a batch of one briefing hear what a worker said, and read the record."""
    order = Order(read_profile(), Selection(), POCKET, out)
    (out / "runs" / order.stem).mkdir(parents=True)
    Batch([order], Manner()).hear(0, Event(0, "ended", said), Course(1, quiet=True))
    return json.loads((out / "runs" / order.stem / "run.json").read_bytes())


def test_the_check_that_stopped_a_briefing_stays_on_record(tmp_path):
    """A failure without a chapter is one of a check, and the record says of which."""
    failure = Failure("", 0, "what would be published is not for everybody")
    made = Made("x", "x.pdf", "1", {}, now(), checks=PRIVATE, failure=failure)
    said = recorded(tmp_path, Attempt(made))

    assert ("failed", failure.reason) == (said["outcome"], said["reason"])
    assert [{"check": "nothing private inside", "passed": False}] == said["checks"]


def test_a_lost_briefing_and_a_refused_one_are_on_record(tmp_path):
    """Nobody published them, so the batch says what became of them."""
    said = [
        recorded(tmp_path / "lost", Lost("killed")),
        recorded(tmp_path / "refused", Attempt(refused="no such state")),
    ]

    assert [("failed", "killed"), ("refused", "no such state")] == [
        (one["outcome"], one["reason"]) for one in said
    ]


def test_a_mistake_while_one_is_published_fails_that_one(tmp_path, monkeypatch):
    """The others go on, and the traceback is told with the table."""

    def broken(*_, **__):
        raise KeyError("foreseen by nobody")  # noqa: EM101 - as a library would

    monkeypatch.setattr("briefing.publish.batch.batch.publish", broken)
    made = Made("x", "x.pdf", "1", {}, now())
    said = recorded(tmp_path, Attempt(made))

    assert ("failed", "KeyError: 'foreseen by nobody'") == (
        said["outcome"],
        said["reason"],
    )
