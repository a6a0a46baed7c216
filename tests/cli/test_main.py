"""The command line: it only translates, and refuses before it starts anything."""

import subprocess
import sys

import pytest

from briefing.cli import exit_codes, main, output
from briefing.dataset import validate
from briefing.publish import runs
from briefing.publish.models import RunResult
from helpers.paths import POCKET


@pytest.fixture
def kernels(monkeypatch):
    """Note every kernel that would have been started."""
    started = []
    monkeypatch.setattr(
        "briefing.render.execute.BriefingEngine.execute_notebook",
        lambda *args, **named: started.append(args),
    )
    return started


@pytest.fixture
def built(monkeypatch, tmp_path):
    """Build nothing, and give back whatever outcome a test sets."""
    done = RunResult("x", "published", tmp_path, tmp_path / "x.pdf")
    calls = {"outcome": done}

    def run(spec, options, progress):
        calls.update(selection=spec.selection, data=spec.data, out=spec.out)
        calls.update(edition=spec.edition, profile=spec.profile, options=options)
        progress("01-one", 1, 2)
        return calls["outcome"]

    monkeypatch.setattr(runs, "run", run)
    return calls


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "render --stats XNM",
            "There is no option '--stats'. Did you mean '--states'?",
        ),
        ("render --states XNN", "Did you mean XNM (Northmark)?"),
        ("render --states", "requires an argument"),
        ("render --role exec", "Did you mean 'executing'?"),
        ("render --rights TORTUR", "Did you mean TORTURE ("),
        ("render --date-from 2012-13-01", "'2012-13-01', which is not a date"),
        (
            "render --date-from 2012-01-01 --date-to 2011-01-01",
            "The period ends before it begins",
        ),
        ("render --types listing", "No incident was found for all states"),
        ("render --edition a/b", "The edition cannot be called 'a/b'"),
        ("render --data nowhere", "nowhere"),
        ("rendr", "Did you mean 'render'?"),
        ("data codes rigths", "states, rights, types, groups"),
        (
            "render stat --states XNM",
            "There is no profile 'stat'. Did you mean 'state'?",
        ),
        ("render state", "is about one state; add --states with one code"),
        ("render state --states XNM,XEV", "is about one state"),
        ("render state --states XNM --role executing", "is made with role either"),
        ("render right", "is about one right; add --rights with one code"),
        ("render year", "is about one year; add --date-from with a year"),
        ("render year --date-from 2011-02", "is about one year"),
        ("render year --date-from 2010 --date-to 2011", "is about one year"),
    ],
)
def test_a_mistake_is_one_sentence_before_any_kernel(
    words, said, kernels, capsys, monkeypatch, tmp_path
):
    """Exit 2 and a sentence on stderr; nothing on stdout, no kernel, no edition."""
    monkeypatch.setenv("BRIEFING_DATA", str(POCKET))
    monkeypatch.chdir(tmp_path)
    code = main.main(words.split())
    printed = capsys.readouterr()

    assert (exit_codes.REFUSED, "", []) == (code, printed.out, kernels)
    assert said in printed.err
    assert "Traceback" not in printed.err
    assert [] == [path for path in tmp_path.rglob("*") if path.is_file()]


def test_every_parameter_is_an_option(built, capsys):
    """The options of render are the declared parameters, and three of its own."""
    code = main.main(
        ["render", "--states", "XNM", "--date-from", "2005", "--names", "withheld",
         "--data", "d", "--out", "o", "--edition", "e"]
    )  # fmt: skip

    assert 0 == code
    assert ("XNM", "2005", "withheld") == (
        built["selection"].states,
        built["selection"].date_from,
        built["selection"].names,
    )
    assert ("d", "o", "e") == (built["data"], str(built["out"]), built["edition"])


def test_render_ends_by_naming_the_pdf(built, capsys, tmp_path):
    """The last thing printed is where the PDF is; steps are plain lines in a pipe."""
    main.main(["render"])
    printed = capsys.readouterr()

    assert f"{tmp_path / 'x.pdf'}\n" == printed.out
    assert "1/2 01-one\n" == printed.err


def test_quiet_names_the_pdf_and_no_more(built, capsys, tmp_path):
    """A quiet run says nothing else."""
    main.main(["render", "--quiet"])
    printed = capsys.readouterr()

    assert (f"{tmp_path / 'x.pdf'}\n", "") == (printed.out, printed.err)


def test_an_unchanged_edition_is_said(built, capsys, tmp_path):
    """No news is news."""
    pdf = tmp_path / "x.pdf"
    built["outcome"] = RunResult("x", "no change", tmp_path, pdf)

    assert 0 == main.main(["render"])
    assert "Edition x has not changed." in capsys.readouterr().err


def test_a_failed_cell_is_exit_one_and_named(built, capsys, tmp_path):
    """Chapter, cell, reason, and where the notebook with the error is kept."""
    built["outcome"] = RunResult(
        "x",
        "failed",
        tmp_path,
        chapter="02-two",
        cell=7,
        reason="ValueError: no",
        notebook=tmp_path / "02-two.ipynb",
    )

    assert exit_codes.FAILED == main.main(["render"])
    assert (
        f"02-two, cell 7: ValueError: no\nNothing was published. "
        f"The notebook with the error: {tmp_path / '02-two.ipynb'}\n"
    ) in capsys.readouterr().err


def test_our_own_mistakes_keep_their_traceback(monkeypatch):
    """An error that is not a person's is not made into a sentence."""

    def broken(data):
        raise ZeroDivisionError

    monkeypatch.setattr(validate, "check", broken)

    with pytest.raises(ZeroDivisionError):
        main.main(["check"])


def test_check_of_a_sound_package(capsys):
    """Exit 0, no table, and it is said that there is nothing."""
    assert 0 == main.main(["check", "--data", str(POCKET)])
    assert ("", f"0 findings in {POCKET}\n") == tuple(capsys.readouterr())


@pytest.mark.parametrize("option", [[], ["--strict"]])
def test_check_of_a_broken_package(pocket, capsys, option):
    """Exit 1 and one line for each finding, tab-separated in a pipe."""
    path = pocket / "claims.csv"
    path.write_text(path.read_text("utf-8").replace("S-0001", "S-9999", 1), "utf-8")

    assert exit_codes.FAILED == main.main(["check", "--data", str(pocket), *option])
    lines = capsys.readouterr().out.splitlines()
    assert "file\trow\tfield\tcode\twhat\texpected" == lines[0]
    assert any(line.startswith("claims.csv\t2\tsource_id\tbroken-") for line in lines)


def test_a_table_is_drawn_on_a_terminal(monkeypatch, capsys):
    """A person sees a table; brackets in it are only brackets."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    output.show_table(("code", "label"), [("X", "[red]label[/]")])

    assert "[red]label[/]" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("states", "XNM\tNorthmark"),
        ("rights", "LIBERTY\tLiberty and security of person"),
        ("types", "travel_ban\tTravel or entry ban"),
        ("groups", "journalist\tJournalists"),
    ],
)
def test_codes_are_listed_with_their_labels(what, line, capsys):
    """Whatever a parameter takes can be looked up, one list or all of them."""
    assert 0 == main.main(["data", "codes", what, "--data", str(POCKET)])
    assert line in capsys.readouterr().out
    assert 0 == main.main(["data", "codes", "--data", str(POCKET)])
    assert f"{what}\t{line}" in capsys.readouterr().out


def test_profiles_are_listed(capsys):
    """Each kind of briefing with what it is about."""
    assert 0 == main.main(["profile", "list"])
    assert "brief\ttwo pages that fit a meeting" in capsys.readouterr().out


def test_codebook_is_written_beside_the_descriptor(pocket, capsys):
    """The codebook is rendered again, and its place printed."""
    assert 0 == main.main(["data", "codebook", "--data", str(pocket)])
    assert (pocket / "CODEBOOK.md").read_text("utf-8").startswith("# Codebook")
    assert f"{pocket / 'CODEBOOK.md'}\n" == capsys.readouterr().out


def test_stamp_names_what_changed_since(pocket, capsys):
    """Digests are written once, and are right afterwards."""
    for _ in range(2):
        main.main(["data", "stamp", "--data", str(pocket)])

    assert capsys.readouterr().out.endswith("Every digest was right.\n")
    assert 0 == main.main(["check", "--data", str(pocket)])


@pytest.mark.parametrize("words", [[], ["--help"], ["render", "--help"], ["--version"]])
def test_help_is_no_mistake(words, capsys):
    """Who asks how it works gets an answer."""
    assert 0 == main.main(words)
    assert "briefing" in capsys.readouterr().out.lower()


def test_an_interrupted_run_says_so(monkeypatch, built, capsys):
    """Ctrl-C is no crash."""

    def stop(*args, **named):
        raise KeyboardInterrupt

    monkeypatch.setattr(runs, "run", stop)

    assert exit_codes.INTERRUPTED == main.main(["render"])
    assert "What was not yet published" in capsys.readouterr().err


def test_a_plain_command_is_quick_to_start():
    """Help and checks do not wait for notebooks and typesetters to be imported."""
    heavy = {"papermill", "nbconvert", "matplotlib", "pandas", "pydantic", "babel"}
    code = "import briefing.cli.main, sys; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()

    assert set() == heavy & set(loaded)
