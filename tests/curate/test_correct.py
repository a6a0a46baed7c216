"""A correction as a curator makes it: one command, one row, and every count follows."""

from datetime import date

import pytest

from briefing.cli import exit_codes
from briefing.cli.main import main
from briefing.curate.change import Change
from briefing.curate.corrections import correct, corrected_row, corrected_rows
from briefing.dataset.load import load
from briefing.dataset.validate import check
from helpers.recount import written

WHY = ["--reason", "The ruling gives the day.", "--source", "S-0007"]


def ask(package, *words, day="2026-02-01"):
    """Ask the command for a correction."""
    return main(
        [
            "case",
            "correct",
            *words,
            *WHY,
            "--yes",
            *("--date", day, "--data", str(package)),
        ]
    )


def test_a_correction_is_one_row_more(pocket):
    """The table keeps its bytes, the list has one row more, and what is loaded is
    new.
    """
    before = (pocket / "incidents.csv").read_bytes()
    listed = written(pocket, "corrections")
    code = ask(pocket, "incidents", "INC-0006", "fate", "--now", "released")
    (row,) = [row for row in written(pocket, "corrections") if row not in listed]

    assert exit_codes.DONE == code
    assert before == (pocket / "incidents.csv").read_bytes()
    assert ("detained", "released", "2026-02-01") == (
        row["was"],
        row["now"],
        row["date"],
    )
    assert [] == check(pocket)
    assert (
        "released"
        == load(pocket).incidents.set_index("incident_id")["fate"]["INC-0006"]
    )


def test_a_row_of_several_keys_is_named_by_them(pocket):
    """The parts of a key are joined by a slash, or as the list of corrections does."""
    first = ask(
        pocket, "violations", "INC-0006|ASYLUM|XSM", "grounds", "--now", "Another."
    )
    second = ask(
        pocket, "violations", "INC-0003|LIBERTY|XNM", "grounds", "--now", "Another."
    )
    keys = [row["key"] for row in written(pocket, "corrections")]

    assert (exit_codes.DONE, exit_codes.DONE) == (first, second)
    assert {"INC-0006|ASYLUM|XSM", "INC-0003|LIBERTY|XNM"} <= {*keys}


def test_a_second_correction_starts_from_the_first(pocket):
    """What it was is what the last correction says, and not what the table holds."""
    ask(pocket, "incidents", "INC-0006", "place", "--now", "Fennick")
    rows = {row["now"]: row["was"] for row in written(pocket, "corrections")}

    assert "Grey Harbour" == rows["Fennick"]


def test_a_dry_run_writes_nothing(pocket, capsys):
    """It shows what would change, and leaves every file as it is."""
    before = {path: path.read_bytes() for path in pocket.rglob("*") if path.is_file()}
    code = ask(
        pocket, "incidents", "INC-0006", "place", "--now", "Fennick", "--dry-run"
    )

    assert exit_codes.DONE == code
    assert "Grey Harbour\tFennick" in capsys.readouterr().out
    assert before == {path: path.read_bytes() for path in before}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["incidnts", "INC-0006", "place", "--now", "b"], "did you mean 'incidents'?"),
        (["incidents", "INC-0666", "place", "--now", "b"], "has no row 'INC-0666'"),
        (["incidents", "INC-0006", "plaice", "--now", "b"], "did you mean 'place'?"),
        (["incidents", "INC-0006", "place", "--now", "Grey Harbour"], "holds 'Grey Ha"),
        (["incidents", "INC-0006", "type", "--now", "expulson"], "unknown-code"),
        (
            ["incidents", "INC-0006", "executing_state", "--now", "XQQ"],
            "'XQQ' is not in",
        ),
        (["incidents", "INC-0006", "persons_min", "--now", "9"], "persons-reversed"),
        (["corrections", "a", "reason", "--now", "b"], "not corrected but followed"),
    ],
)
def test_what_cannot_be_corrected_is_refused(pocket, capsys, words, said):
    """A slip is refused with what was expected, and no row is written."""
    listed = written(pocket, "corrections")
    code = ask(pocket, *words)

    assert exit_codes.REFUSED == code
    assert said in capsys.readouterr().err
    assert listed == written(pocket, "corrections")


@pytest.mark.parametrize("day", ["2026-01-12", "2026-01-11"])
def test_of_one_cell_there_is_one_correction_a_day(pocket, capsys, day):
    """A second one would have to come later, or nobody could tell which holds."""
    code = ask(pocket, "incidents", "INC-0006", "place", "--now", "Fennick", day=day)

    assert exit_codes.REFUSED == code
    assert "was corrected on 2026-01-12 already" in capsys.readouterr().err


def test_a_day_is_a_day(pocket, capsys):
    """What is no day is refused before anything is read."""
    code = ask(pocket, "incidents", "INC-0006", "place", "--now", "b", day="May")

    assert exit_codes.REFUSED == code
    assert "--date May is no day" in capsys.readouterr().err


def test_a_day_has_come(pocket, capsys):
    """A day in the future, a slip of a digit, is refused and no row is written."""
    listed = written(pocket, "corrections")
    words = ("incidents", "INC-0006", "place", "--now", "Fennick")
    code = ask(pocket, *words, day="9206-11-22")

    assert exit_codes.REFUSED == code
    assert "--date 9206-11-22 is still to come" in capsys.readouterr().err
    assert listed == written(pocket, "corrections")


def test_a_source_has_to_be_there(pocket, capsys):
    """A correction rests on a source that is in the table of sources."""
    words = ["case", "correct", "incidents", "INC-0006", "place", "--now", "Fennick"]
    words += ["--reason", "Why.", "--source", "S-0999", "--data", str(pocket)]

    assert exit_codes.REFUSED == main(words)
    assert "'S-0999' is not in sources.csv" in capsys.readouterr().err


def test_several_corrections_are_one_change(pocket):
    """A program may note many, and all are written or none."""
    change = Change(pocket)
    words = {"reason": "Why.", "source": "S-0007", "day": date(2026, 2, 1)}
    correct(change, "incidents", "INC-0006", "place", now="Fennick", **words)
    correct(change, "incidents", "INC-0005", "fate", now="released", **words)
    change.write()

    assert "Fennick" == corrected_row(Change(pocket), "incidents", "INC-0006")["place"]
    assert 4 == len(written(pocket, "corrections"))


def test_corrected_rows_are_those_that_are_counted(pocket):
    """Who edits rows sees what holds now, each under the key that it has in the
    file.
    """
    rows = corrected_rows(Change(pocket), "incidents")
    data = load(pocket).written("incidents").to_dict("records")

    assert {row["incident_id"]: row for row in data} == rows


def test_where_corrections_were_applied_the_table_follows(pocket, tmp_path):
    """In an export the table holds what the correction says, and so it changes with
    it.
    """
    copy = tmp_path / "copy"
    main(
        ["data", "export", "--out", str(copy), "--format", "csv", "--data", str(pocket)]
    )
    code = ask(copy, "incidents", "INC-0006", "place", "--now", "Fennick")
    rows = {row["incident_id"]: row["place"] for row in written(copy, "incidents")}

    assert (exit_codes.DONE, "Fennick") == (code, rows["INC-0006"])
    assert [] == check(copy)
