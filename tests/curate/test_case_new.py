"""A new case: from a file or by question, filled in, checked, and written at once."""

import io
import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.cli.main import main
from briefing.cli.output import asked
from briefing.curate.casefile import parsed, read_case, written
from briefing.curate.cases import add_case
from briefing.curate.change import Change
from briefing.curate.interview import Questions
from briefing.dataset.validate import check
from briefing.errors import BriefingError
from helpers.paths import TEST_DATA
from helpers.project import COMMAND

CASES = TEST_DATA / "cases"
# What a person types, question by question; an empty line takes what is offered.
ANSWERS = """
Estuary Bulletin
Four at the bridge
https://example.org/estuary/four

2018-03-02
Press
en

reported

2018-03-01
p. 2
4


act
Eastvale sends four back to Northmark
Four people were put on a bus.

not_applicable
deportation
Eastland
Eastvale
XNM
Ashford Crossing
religious






in_country




medium
NON_REFOULEMENT
XEV
alleged

Nobody heard them.


Doru Pelkan

male
XNM




40


y
"""


def new(pocket: Path, *words: str) -> int:
    """Run `briefing case new`."""
    return main(["case", "new", *words, "--data", str(pocket)])


def with_claims(pocket: Path, *claims: tuple[str, str]) -> dict[str, str]:
    """Add the case of two dates with other claims of its date; give its incident."""
    change = Change(pocket)
    case = read_case(CASES / "01-two-dates.toml", change.package)
    kept = [row for row in case.sections["claims"] if row["field"] != "date"]
    dated = [{"source_id": s, "field": "date", "value": day} for s, day in claims]
    case.sections["claims"] = [*kept, *dated]
    key = add_case(change, case)
    assert [] == change.findings()
    return change.row("incidents", key)


@pytest.mark.parametrize(
    ("bulletin", "survey", "date"),
    [
        ("2017-03-06", "2017-03-04", "2017-03-04"),  # the weightier source
        ("2017-03-06", "2017-03", "2017-03-06"),  # the more precise day within it
        ("2017", "2017-03", "2017-03"),
        ("2017-02-01/2017-02-09", "2017-02-03/2017-02-04", "2017-02-03/2017-02-04"),
    ],
)
def test_the_date_follows_from_the_claims(pocket, bulletin, survey, date):
    """Where the case gives no date, the named rule derives it from the claims."""
    held = with_claims(pocket, ("bulletin", bulletin), ("survey", survey))

    assert date == held["date"]


@pytest.mark.parametrize(
    ("one", "other", "date"),
    [
        ("2017-03-06", "2017-04", "2017-03-06/2017-04"),
        ("2018/2018-02", "2017-03-04", "2017-03-04/2018-02"),
    ],
)
def test_sources_of_one_weight_that_disagree_give_an_interval(pocket, one, other, date):
    """Where two newspapers contradict each other, the record spans both."""
    held = with_claims(pocket, ("bulletin", one), ("S-0004", other))

    assert date == held["date"]


def test_what_is_left_out_says_why(pocket):
    """A field that the case leaves out holds the code for why there is no value."""
    held = with_claims(pocket, ("survey", "2017"))
    names = ("date_end", "outcome", "note", "verified", "unverified_cells")

    expected = ["not_applicable", "not_reported", "not_applicable", "true"]
    assert [*expected, "not_applicable"] == [held[name] for name in names]


def test_cells_that_nobody_saw_make_a_record_unverified(pocket):
    """Whoever names unverified cells need not say that the record is not verified."""
    change = Change(pocket)
    case = read_case(CASES / "02-listing.toml", change.package)
    case.incident["unverified_cells"] = "date"

    assert "false" == change.row("incidents", add_case(change, case))["verified"]


def test_sources_and_persons_that_are_there_are_named_by_identifier(pocket):
    """A case whose source and person are known adds neither."""
    assert 0 == new(pocket, str(CASES / "03-known-source.toml"), "--yes")
    change = Change(pocket)

    assert (14, 7) == (len(change.rows("sources")), len(change.rows("persons")))
    assert "unknown" == change.row("appearances", "P-0004/INC-0016")["age"]


@pytest.mark.parametrize(
    ("was", "now", "words"),
    [
        ("[incident]", "[incidents]", "a section 'incidents'; .* 'incident'"),
        ("place =", "plaze =", "a field 'plaze'; .* 'place'"),
        ('title = "', "title = ", "cannot be read as TOML"),
        ('groups = ["other"]', 'groups = ["a;b"]', "an item of groups holds ';'"),
        ("value = 1\n", "value = 1.5\n", "claims 3: value is 1.5; expected a text"),
        ('confidence = "medium"', "", "give confidence; it is never left out"),
        ('type = "deportation"', 'type = "deport"', "did you mean 'deportation'"),
        ("[incident]", '[incident]\nincident_id = "INC-0001"', "case edit INC-0001"),
        ('"ferryman"', '"P-0001"', "in the package with another name"),
        ('source_id = "survey"', 'source_id = "survay"', "broken-reference|pattern"),
        ("XSM", "XSS", "broken-reference"),
    ],
)
def test_a_mistake_in_a_file_is_a_sentence(pocket, tmp_path, capsys, was, now, words):
    """A case that cannot be added says why, and nothing is written."""
    text = (CASES / "01-two-dates.toml").read_text("utf-8")
    assert was in text
    place = tmp_path / "case.toml"
    last = was == 'source_id = "survey"'
    other = text[::-1].replace(was[::-1], now[::-1], 1)[::-1]
    place.write_text(other if last else text.replace(was, now), "utf-8")
    before = {p: p.read_bytes() for p in pocket.rglob("*.csv")}

    assert 2 == new(pocket, str(place), "--yes")
    assert before == {p: p.read_bytes() for p in pocket.rglob("*.csv")}
    assert re.search(words, capsys.readouterr().err)


def test_a_case_told_again_is_shown_and_refused(pocket, capsys):
    """The names in another script, a day later: the case that it is, and what to do."""
    assert 2 == new(pocket, str(CASES / "told-again.toml"), "--yes")
    said = capsys.readouterr().err

    assert "It may be INC-0001" in said
    assert "briefing case edit INC-0001" in said


def test_a_dry_run_writes_nothing(pocket, capsys):
    """What would be written is shown and checked, and nothing is written."""
    before = {p: p.read_bytes() for p in pocket.rglob("*.csv")}
    assert 0 == new(pocket, str(CASES / "05-case.json"), "--dry-run")
    said = capsys.readouterr()

    assert before == {p: p.read_bytes() for p in pocket.rglob("*.csv")}
    assert "INC-0016,act,Northmark lawyer kept from leaving" in said.out
    assert "Nothing was written." in said.err


@pytest.mark.parametrize(("answer", "rows"), [("y", 16), ("n", 15), ("", 15)])
def test_without_yes_it_asks(pocket, monkeypatch, answer, rows):
    """Only whoever says yes has it written."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{answer}\n"))

    assert 0 == new(pocket, str(CASES / "05-case.json"))
    assert rows == len(Change(pocket).rows("incidents"))


def test_where_nobody_answers_nothing_is_written(pocket, monkeypatch, capsys):
    """A script that forgets --yes is told so."""
    monkeypatch.setattr("sys.stdin", io.StringIO(""))

    assert 2 == new(pocket, str(CASES / "05-case.json"))
    assert "--yes to write without being asked" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("was", "now", "words"),
    [
        ('"date"', '"date": "2016", "date"', "'date' stands twice"),
        ('"title": "', '"title": "\\ud83d', r"holds '\\ud83d', which is no whole sign"),
        ("{", "[" * 9999 + "{", "nested too deep"),
    ],
)
def test_what_json_would_spoil_is_refused(pocket, tmp_path, capsys, was, now, words):
    """A name that stands twice is not dropped, and no half of a sign is written."""
    text = (CASES / "05-case.json").read_text("utf-8")
    assert was in text
    place = tmp_path / "case.json"
    place.write_text(text.replace(was, now, 1), "utf-8")

    assert 2 == new(pocket, str(place), "--yes")
    assert re.search(words, capsys.readouterr().err)


def test_a_mark_that_an_editor_puts_first_is_no_mistake(pocket, tmp_path):
    """A case saved on Windows with a mark of its encoding is read as without it."""
    place = tmp_path / "case.toml"
    text = (CASES / "02-listing.toml").read_text("utf-8")
    place.write_text(text, "utf-8-sig")

    assert 0 == new(pocket, str(place), "--yes")


def test_a_case_is_added_where_nobody_was_named_before(pocket):
    """A package without a person or a source is counted from the first one on."""
    change = Change(pocket)
    for table in ("appearances", "persons"):
        for key in list(change.lines(table).index):
            change.remove(table, key)
    change.write()

    assert 0 == new(pocket, str(CASES / "01-two-dates.toml"), "--yes")
    assert ["P-0001"] == [one["person_id"] for one in Change(pocket).rows("persons")]


@pytest.mark.parametrize("form", ["toml", "json"])
def test_what_show_prints_is_what_new_takes(pocket, tmp_path, capsys, form):
    """A case comes back from its printed form as it was, in either form."""
    assert 0 == new(pocket, str(CASES / "01-two-dates.toml"), "--yes")
    capsys.readouterr()
    assert 0 == main(
        [
            "case",
            "show",
            "INC-0016",
            "--data",
            str(pocket),
            *["--json"][: form == "json"],
        ]
    )
    package = Change(pocket).package
    case = parsed(capsys.readouterr().out, f"case.{form}", package)

    assert "INC-0016" == case.incident["incident_id"]
    assert ["S-0015", "S-0016"] == [
        row["source_id"] for row in case.sections["sources"]
    ]
    assert "Дору Пелкан;多鲁" == case.sections["persons"][0]["other_names"]
    assert case == parsed(written(case, package), "case.toml", package)
    assert case == parsed(json.dumps(case.mapping()), "case.json", package)


def test_a_case_is_asked_for_question_by_question(
    pocket, monkeypatch, tmp_path, capsys
):
    """Answers become a case; a wrong one is asked for again, a label stands for its
    code.
    """
    monkeypatch.chdir(tmp_path)
    answers = ANSWERS.removeprefix("\n")
    monkeypatch.setattr("sys.stdin", io.StringIO(answers))
    code = new(pocket)
    said = capsys.readouterr()

    assert 0 == code, said.err
    change = Change(pocket)
    held = change.row("incidents", "INC-0016")
    assert ["2018-03-01", "XEV", "4", "4"] == [
        held[name] for name in ("date", "executing_state", "persons_min", "persons_max")
    ]
    assert (
        "S-0015"
        == change.row("violations", "INC-0016/NON_REFOULEMENT/XEV")["source_id"]
    )
    assert "40" == change.row("appearances", "P-0008/INC-0016")["age"]
    assert [] == check(pocket)


def test_a_new_source_can_be_named_beside_another(pocket):
    """Of two sources, the one that has no identifier yet is an answer like the
    other.
    """
    answers = iter(["new 9", "new 1"])
    questions = Questions(Change(pocket), lambda _: next(answers), lambda _: None)
    questions.sources = ["new 1", "S-0003"]
    column = questions.columns("violations")["source_id"]

    assert "new 1" == questions.one("violations", column, default=None)


def test_answers_are_kept_where_the_case_cannot_be_written(
    pocket, monkeypatch, tmp_path, capsys
):
    """Nobody types a case twice: the answers are left in a file that `new` takes."""
    monkeypatch.chdir(tmp_path)
    answers = ANSWERS.removeprefix("\n").rstrip().removesuffix("y")
    monkeypatch.setattr("sys.stdin", io.StringIO(answers))
    assert 2 == new(pocket)
    kept = tmp_path / "case-not-written.toml"

    assert str(kept.name) in capsys.readouterr().err
    assert 0 == new(pocket, str(kept), "--yes")


@pytest.mark.parametrize(
    ("answer", "words"), [("n", ()), ("", ()), ("y", ("--dry-run",))]
)
def test_answers_that_are_not_written_are_kept(
    pocket, monkeypatch, tmp_path, capsys, answer, words
):
    """Whoever looks first, or does not agree yet, need not type the case again."""
    monkeypatch.chdir(tmp_path)
    answers = ANSWERS.removeprefix("\n").rstrip().removesuffix("y")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{answers}{answer}\n"))
    assert 0 == new(pocket, *words)
    said = capsys.readouterr().err

    assert "`briefing case new case-not-written.toml`" in said
    assert 0 == new(pocket, "case-not-written.toml", "--yes")


@pytest.mark.parametrize(
    ("lines", "last"),
    [
        (20, 'title = "Eastvale sends four back to Northmark"'),
        (2, 'title = "Four at the bridge"'),
        (11, 'value = "2018-03-01"'),
    ],
)
def test_answers_are_kept_where_somebody_stops(
    pocket, monkeypatch, tmp_path, capsys, lines, last
):
    """Whoever stops in the middle of a row finds it in a file, to be completed
    there.
    """
    monkeypatch.chdir(tmp_path)
    answers = ANSWERS.removeprefix("\n").splitlines(keepends=True)[:lines]
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(answers)))
    assert 2 == new(pocket)
    kept = tmp_path / "case-not-written.toml"

    assert last in kept.read_text("utf-8")
    assert 2 == new(pocket, str(kept), "--yes")
    assert "it is never left out" in capsys.readouterr().err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_answers_outlive_the_window(pocket, tmp_path, number):
    """Ctrl-C, a shutdown and a window that is closed leave what was typed until
    then.
    """
    ours, theirs = pty.openpty()
    # Tests that run under nohup hand on that the end of a window is not to matter.
    heard = "import signal; signal.signal(signal.SIGHUP, signal.SIG_DFL); "
    words = [sys.executable, "-c", heard + COMMAND, "case", "new"]
    with subprocess.Popen(
        [*words, "--data", str(pocket)],
        stdin=theirs, stdout=theirs, stderr=theirs, cwd=tmp_path,
    ) as asked:  # fmt: skip
        os.write(ours, b"Estuary Bulletin\nFour at the bridge\n")
        shown = b""
        while b"URL" not in shown and b"ddress" not in shown:
            shown += os.read(ours, 4096)
        asked.send_signal(number)
        while asked.poll() is None:
            if select.select([ours], [], [], 0.1)[0]:
                shown += os.read(ours, 4096)
    os.close(ours)
    os.close(theirs)

    assert b"Four at the bridge" in (tmp_path / "case-not-written.toml").read_bytes()


def test_an_answer_that_is_no_text_is_asked_for_again(monkeypatch, capsys):
    """A sign in another encoding ends no interview."""
    typed = io.TextIOWrapper(io.BytesIO(b"caf\xe9\nMoor\n"), "utf-8", "surrogateescape")
    monkeypatch.setattr("sys.stdin", typed)

    assert "Moor" == asked("Place: ")


def test_a_stream_that_ends_within_a_sign_is_nobody(monkeypatch):
    """Python fails to read it again and again, and never says that it has ended."""
    typed = io.TextIOWrapper(io.BytesIO(b"caf\xc3"), "utf-8")
    monkeypatch.setattr("sys.stdin", typed)

    with pytest.raises(BriefingError, match="Nobody answers here"):
        asked("Place: ")
