"""What stands on the shelf: how it stands, what stays, and what goes whole or not at
all.
"""

import csv
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefing.cli.main import main
from briefing.errors import BriefingError
from briefing.files import atomic_write
from briefing.publish.manifest import damage
from briefing.publish.naming import KEEP
from briefing.publish.retention import is_kept, keep, prune, release
from briefing.publish.status import status
from briefing.publish.store import editions

DAY = 86400


def put(out: Path, name: str, version: str, released: str, stem: str = "") -> Path:
    """Put an edition on the shelf, as a run would have left it."""
    said = name if name.startswith(f"{stem}-{version}") else f"{stem}-{name}"
    files = {
        f"sco-briefing-{said}.pdf": b"%PDF " + name.encode(),
        "tables/a.csv": b"a\n",
    }
    made = {
        "edition": name,
        "stem": stem,
        "profile": "state",
        "data": {"version": version, "released": released},
        "software": {"packages": {"sco-briefing": "0.1.0"}},
        "outputs": {path: hashlib.sha256(files[path]).hexdigest() for path in files},
    }
    folder = out / name
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    (folder / "manifest.json").write_text(json.dumps(made), "utf-8")
    return folder


def ran(out: Path, stem: str, edition: str, ago: float = 0, **more: object) -> None:
    """Leave the record of a run that found *edition* good *ago* seconds back."""
    when = datetime.fromtimestamp(time.time() - ago, UTC).isoformat(timespec="seconds")
    good = {"edition": edition, "published": when, "confirmed": when}
    said = {"outcome": "published", "finished": when, "last_good": good, **more}
    place = out / "runs" / stem / "run.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(said), "utf-8")


@pytest.fixture
def shelf(tmp_path):
    """Five editions of one briefing and one of another, younger files first."""
    for number, (name, version, released) in enumerate(
        [
            ("xnm-2026.10-10", "2026.10", "2026-10-01"),
            ("xnm-2026.10-9", "2026.10", "2026-10-01"),
            ("xnm-2026.10", "2026.10", "2026-10-01"),
            ("xnm-2025.1", "2025.1", "2025-01-01"),
            ("xnm-2024.2", "2024.2", "2024-02-01"),
            ("state-xev-2024.2", "2024.2", "2024-02-01"),
        ]
    ):
        folder = put(tmp_path, name, version, released, name.rsplit("-20")[0])
        clock = time.time() - number
        os.utime(folder / "manifest.json", (clock, clock))
    return tmp_path


def names(out: Path) -> set[str]:
    """Name the folders that are there and not hidden."""
    return {path.name for path in out.iterdir() if not path.name.startswith(".")}


def test_editions_stand_in_the_order_of_their_data(shelf):
    """By release, then by number as a number; the clock of a file plays no part."""
    there = {stem: [one.name for one in some] for stem, some in editions(shelf).items()}

    assert {
        "xnm": [
            "xnm-2024.2",
            "xnm-2025.1",
            "xnm-2026.10",
            "xnm-2026.10-9",
            "xnm-2026.10-10",
        ],
        "state-xev": ["state-xev-2024.2"],
    } == there


def test_an_edition_with_a_name_of_its_own_belongs_to_its_briefing(shelf):
    """What it is an edition of, its manifest says."""
    put(shelf, "spring", "2026.10", "2026-10-01", "xnm")

    assert "spring" in {one.name for one in editions(shelf)["xnm"]}


@pytest.mark.parametrize("name", ["spring-2026.10", "xnm-2026.10-final"])
def test_a_chosen_name_may_hold_the_version(shelf, name):
    """It is still an edition of the briefing that its manifest names."""
    put(shelf, name, "2026.10", "2026-10-01", "xnm")

    assert name in {one.name for one in editions(shelf)["xnm"]}


def test_the_committed_sample_is_an_edition_and_marked_as_kept(root):
    """README shows it, and the tests hold the data against it: it never goes."""
    assert ["all-states-2026.11"] == [
        one.name for one in editions(root / "reports")["all-states"]
    ]
    assert is_kept(root / "reports" / "all-states-2026.11")


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, {"xnm-2026.10-10"}),
        (2, {"xnm-2026.10-9", "xnm-2026.10-10"}),
        (12, {"2024.2", "2025.1", "2026.10", "2026.10-9", "2026.10-10"}),
    ],
)
def test_the_newest_of_each_briefing_stay(shelf, number, expected):
    """So many of each, and never fewer than one."""
    prune(shelf, number)
    expected = {f"xnm-{one.removeprefix('xnm-')}" for one in expected}

    assert {*expected, "state-xev-2024.2"} == names(shelf)


def test_to_keep_none_is_refused(shelf, capsys):
    """The last edition of a briefing is not taken away by a slip of the hand."""
    assert 2 == main(["edition", "prune", "--newest", "0", "--out", str(shelf)])
    assert "at least one edition" in capsys.readouterr().err


def test_an_edition_that_is_marked_stays(shelf):
    """However old it is, until the mark is taken away."""
    keep(shelf, "xnm-2024.2", "Cited in\na judgment")
    prune(shelf, 1)

    assert {"xnm-2024.2", "xnm-2026.10-10"} <= names(shelf)
    mark = shelf / "xnm-2024.2" / KEEP
    assert "Cited in a judgment" == mark.read_text("utf-8").partition(" ")[2].strip()

    release(shelf, "xnm-2024.2")
    prune(shelf, 1)

    assert "xnm-2024.2" not in names(shelf)


def test_the_last_good_edition_stays(shelf):
    """By the record of the last run, and by what is whole."""
    ran(shelf, "xnm", "xnm-2025.1")
    (shelf / "xnm-2026.10-10" / "tables" / "a.csv").write_text("damaged")
    prune(shelf, 1)

    assert {"xnm-2025.1", "xnm-2026.10-9", "xnm-2026.10-10"} == {
        name for name in names(shelf) if name.startswith("xnm")
    }


def test_what_is_no_edition_of_ours_stays(shelf):
    """Folders, links and manifests of others are none of our business."""
    outside = put(shelf / "elsewhere", "xnm-2020.1", "2020.1", "2020-01-01", "xnm")
    (shelf / "xnm-2020.1").symlink_to(outside)
    (shelf / "notes").mkdir()
    shutil.copytree(shelf / "xnm-2024.2", shelf / "xnm-2024.2-copy")
    (shelf / "xnm-2023.1").mkdir()
    (shelf / "xnm-2023.1" / "manifest.json").write_text('{"name": "an extension"}')
    prune(shelf, 1)

    assert {
        "elsewhere",
        "xnm-2020.1",
        "notes",
        "xnm-2024.2-copy",
        "xnm-2023.1",
    } <= names(shelf)
    assert (outside / "manifest.json").is_file()


def test_a_dry_run_names_what_would_go_and_leaves_it(shelf, capsys):
    """With why, one a line."""
    before = names(shelf)
    code = main(["edition", "prune", "--newest", "4", "--dry-run", "--out", str(shelf)])
    said = capsys.readouterr()

    assert 0 == code
    assert [
        ["folder", "why"],
        [str(shelf / "xnm-2024.2"), "older than the newest 4"],
    ] == list(csv.reader(said.out.splitlines(), delimiter="\t"))
    assert "1 folder would go.\n" == said.err
    assert before == names(shelf)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["keep", "nowhere", "--reason", "x"], "There is no edition 'nowhere'"),
        (["keep", "xnm-2024.2"], "Say why"),
        (["release", "xnm-2024.2"], "is not marked"),
    ],
)
def test_a_mark_that_says_nothing_is_refused(shelf, capsys, words, reason):
    """A mark without a reason helps nobody a year later."""
    assert 2 == main(["edition", *words, "--out", str(shelf)])
    assert reason in capsys.readouterr().err
    assert [] == [*shelf.rglob(KEEP)]


def test_a_mark_is_a_file_with_its_reason_and_day(shelf, capsys):
    """The command names the file, which stands in the edition and harms nothing."""
    folder = shelf / "xnm-2024.2"
    words = ["edition", "keep", folder.name, "--reason", "Cited, twice"]

    assert 0 == main([*words, "--out", str(shelf)])
    assert f"{folder / KEEP}\n" == capsys.readouterr().out
    day, _, reason = (folder / KEEP).read_text("utf-8").partition(" ")
    assert "Cited, twice\n" == reason
    assert datetime.fromisoformat(day)
    assert [] == damage(folder)

    assert 0 == main(["edition", "release", folder.name, "--out", str(shelf)])
    assert not is_kept(folder)


def test_an_edition_that_is_marked_while_it_goes_stays(shelf, monkeypatch):
    """The mark came after `prune` had looked, and before the folder was hidden."""
    rename = Path.rename

    def late(path, target):
        if path.name == "xnm-2024.2":
            (path / KEEP).write_text("2026-01-01 cited\n")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", late)
    gone, _ = prune(shelf, 1)

    assert "xnm-2024.2" in names(shelf)
    assert "xnm-2024.2" not in {one.folder.name for one in gone}


def test_a_briefing_that_is_being_made_is_left_alone(shelf, capsys):
    """Another process has its lock; the others are pruned, and the exit code says
    busy.
    """
    put(shelf, "state-xev-2023.1", "2023.1", "2023-01-01", "state-xev")
    code = (
        "import sys, pathlib\nfrom briefing.publish.store import locked\n"
        "with locked(pathlib.Path(sys.argv[1]), 'xnm'):\n"
        "    print('held', flush=True)\n    sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(shelf)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        other.stdout.readline()
        exit_code = main(
            ["edition", "prune", "--newest", "1", "--yes", "--out", str(shelf)]
        )
        other.stdin.close()

    assert 3 == exit_code
    assert "'xnm' is in the hands of process" in capsys.readouterr().err
    assert 5 == len([name for name in names(shelf) if name.startswith("xnm-")])
    assert "state-xev-2023.1" not in names(shelf)


def test_a_failure_that_is_over_goes_and_one_that_is_not_stays(shelf):
    """Its notebooks help until a good run came after them."""
    for name in ("xnm-2026.10-11", "state-xev-2026.10", "other-2026.1"):
        (shelf / "failed" / name).mkdir(parents=True)
        (shelf / "failed" / name / "01.ipynb").write_text("{}")
    ran(shelf, "xnm", "xnm-2026.10-10", ago=-5)
    ran(shelf, "state-xev", "state-xev-2024.2", ago=DAY)
    prune(shelf, 12)

    assert {"state-xev-2026.10", "other-2026.1"} == names(shelf / "failed")


def test_a_failure_belongs_to_the_briefing_that_failed_whatever_it_is_called(shelf):
    """An edition may be named by hand, and one name may begin with another."""
    for name, stem in (("spring", "xnm"), ("xnm-2005-2026.10", "xnm-2005")):
        folder = shelf / "failed" / name
        folder.mkdir(parents=True)
        (folder / "failure.json").write_text(json.dumps({"briefing": stem}))
    ran(shelf, "xnm", "xnm-2026.10-10", ago=-5)
    prune(shelf, 12)

    assert {"xnm-2005-2026.10"} == names(shelf / "failed")


def test_killed_at_any_moment_no_half_edition_is_left(tmp_path):
    """Each edition is whole or gone, and the next run clears what was hidden."""
    chance = random.Random(4)
    for attempt in range(6):
        out = tmp_path / str(attempt)
        for number in range(1, 60):
            put(out, f"xnm-2026.1-{number}", "2026.1", "2026-01-01", "xnm")
        run = subprocess.Popen(
            [
                sys.executable,
                "-c",
                "import sys; from pathlib import Path; from briefing.publish.retention "
                "import prune; prune(Path(sys.argv[1]), 1)",
                str(out),
            ]
        )
        while len(names(out)) > 58 and run.poll() is None:
            time.sleep(0.001)
        time.sleep(chance.random() * 0.02)
        run.kill()
        run.wait()

        assert [[]] * len(status(out)) == [list(one.problems) for one in status(out)]

        prune(out, 1)

        assert {"xnm-2026.1-59"} == names(out)
        assert not list(out.glob(".edition-*"))


def test_a_briefing_that_stands_well_is_told_with_its_age(shelf, capsys):
    """Edition, age, when the next is due, what the last run did; exit code 0."""
    ran(shelf, "xnm", "xnm-2026.10-10", ago=3 * DAY)
    ran(shelf, "state-xev", "state-xev-2024.2", ago=600, outcome="no change")
    code = main(["edition", "list", "--out", str(shelf), "--every", "7d"])
    rows = list(csv.reader(capsys.readouterr().out.splitlines(), delimiter="\t"))

    assert 0 == code
    assert ["briefing", "last good edition", "age", "next due", "last run", "kept"] == (
        rows[0]
    )
    assert ["state-xev", "state-xev-2024.2", "10 min"] == rows[1][:3]
    assert ["xnm", "xnm-2026.10-10", "3 days"] == rows[2][:3]
    assert ["no change", "published"] == [row[4] for row in rows[1:]]


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ("overdue", "xnm: overdue since "),
        ("failed", "failed in 02-by-state, cell 5: ValueError: no"),
        ("refused", "was refused: There is no state 'XX'."),
        ("damaged", "xnm: edition xnm-2024.2 is damaged: tables/a.csv."),
        ("lost", "xnm: edition xnm-2024.2 is damaged: tables/a.csv."),
        ("added", "xnm: edition xnm-2024.2 is damaged: b.txt."),
        ("clock", "xnm: the clock was set back"),
        ("all damaged", "state-xev: no good edition is there."),
    ],
)
def test_what_needs_somebody_is_said_and_is_the_exit_code(
    shelf, capsys, wrong, expected
):
    """A monitor reads the code, a person the sentence."""
    ran(shelf, "xnm", "xnm-2026.10-10", ago=3 * DAY)
    table = shelf / "xnm-2024.2" / "tables" / "a.csv"
    if wrong == "overdue":
        ran(shelf, "xnm", "xnm-2026.10-10", ago=8 * DAY)
    elif wrong == "failed":
        more = {"chapter": "02-by-state", "cell": 5, "reason": "ValueError:\nno"}
        ran(shelf, "xnm", "xnm-2026.10-10", outcome="failed", **more)
    elif wrong == "refused":
        reason = "There is no state 'XX'."
        ran(shelf, "xnm", "xnm-2026.10-10", outcome="refused", reason=reason)
    elif wrong == "damaged":
        table.write_text("b\n")
    elif wrong == "lost":
        table.unlink()
    elif wrong == "added":
        (shelf / "xnm-2024.2" / "b.txt").touch()
    elif wrong == "clock":
        ran(shelf, "xnm", "xnm-2026.10-10", ago=-2 * DAY)
    else:
        (shelf / "state-xev-2024.2" / "tables" / "a.csv").unlink()
    code = main(["edition", "list", "--out", str(shelf), "--every", "7d"])

    assert 1 == code
    assert expected in capsys.readouterr().err


def test_without_a_record_the_file_of_the_manifest_tells_the_age(shelf):
    """A fresh clone has editions and no record of runs."""
    old = time.time() - 30 * DAY
    os.utime(shelf / "xnm-2026.10-10" / "manifest.json", (old, old))
    (xev, xnm) = status(shelf, 7 * DAY)

    assert [(), 1] == [xev.problems, len(xnm.problems)]
    assert ("xnm-2026.10-10", "") == (xnm.edition, xnm.outcome)


def test_without_every_nothing_is_overdue(shelf):
    """Who names no rhythm is told the age and no more."""
    ran(shelf, "xnm", "xnm-2026.10-10", ago=1000 * DAY)

    assert [(), ()] == [one.problems for one in status(shelf)]


def test_a_briefing_that_only_ever_failed_is_told(tmp_path, capsys):
    """There is no edition, only the record of a run."""
    ran(tmp_path, "state-xnm", "", outcome="failed", reason="no", last_good={})

    assert 1 == main(["edition", "list", "--out", str(tmp_path)])
    assert "state-xnm: no good edition is there." in capsys.readouterr().err


@pytest.mark.parametrize("record", ["", "[]", '{"last_good": 3, "outcome": 4}'])
def test_a_damaged_record_is_as_good_as_none(shelf, record):
    """The shelf itself tells what it can."""
    ran(shelf, "xnm", "xnm-2024.2")
    (shelf / "runs" / "xnm" / "run.json").write_text(record)

    assert "xnm-2026.10-10" == status(shelf)[1].edition


def test_a_shelf_without_an_edition_is_said(tmp_path, capsys):
    """Nothing was ever published: a monitor should hear of it."""
    assert 1 == main(["edition", "list", "--out", str(tmp_path / "absent")])
    assert "No edition was ever published" in capsys.readouterr().err


def test_the_status_for_programs_is_json(shelf, capsys):
    """The same, with seconds and without words for ages."""
    ran(shelf, "xnm", "xnm-2026.10-10", ago=DAY)
    keep(shelf, "xnm-2024.2", "cited")

    assert 0 == main(
        ["edition", "list", "--out", str(shelf), "--every", "7d", "--json"]
    )
    xnm = json.loads(capsys.readouterr().out)[1]
    assert ("xnm", "xnm-2026.10-10", 1, []) == tuple(
        xnm[name] for name in ("briefing", "edition", "kept", "problems")
    )
    assert DAY <= xnm["age"] < DAY + 3600
    assert 7 * DAY == datetime.fromisoformat(xnm["due"]).timestamp() - (
        datetime.fromisoformat(xnm["confirmed"]).timestamp()
    )


def test_an_edition_that_went_meanwhile_is_not_marked(shelf, monkeypatch):
    """Nobody is told that an edition stays which `prune` has just taken away."""

    def late(place, content):
        shutil.rmtree(place.parent)
        atomic_write(place, content)

    monkeypatch.setattr("briefing.publish.retention.atomic_write", late)

    with pytest.raises(BriefingError, match="was pruned just now"):
        keep(shelf, "xnm-2024.2", "cited")
    assert "xnm-2024.2" not in names(shelf)


def test_a_file_that_cannot_be_read_is_damage_and_stops_nobody(shelf, monkeypatch):
    """An edition may be taken away while somebody reads it."""

    def gone(path):
        raise FileNotFoundError

    monkeypatch.setattr("briefing.publish.manifest.digest_of_file", gone)

    assert "tables/a.csv" in damage(shelf / "xnm-2024.2")
