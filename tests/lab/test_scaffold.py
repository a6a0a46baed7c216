"""What an analyst begins with: a chapter that runs and prints, and a kind of
briefing.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.cli import exit_codes, main
from briefing.lab import scaffold
from briefing.lab.scaffold import RECIPES, recipe
from briefing.lint.lint import lint
from briefing.publish.profiles import read_profile
from helpers.paths import POCKET, ROOT
from helpers.project import Project

QUESTION = "How long were people held?"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the notebooks, in which the command is called."""
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIEFING_DATA", str(POCKET))
    return tmp_path


def chapters(profile: str) -> list[str]:
    """Read the chapters of a profile of the project that we are in."""
    return [path.stem for path in read_profile(profile).chapters]


def test_a_chapter_takes_the_next_number_and_the_words_of_its_question(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file is named on standard output, for whoever opens it."""
    assert exit_codes.DONE == main.main(["chapter", "new", QUESTION])
    assert "notebooks/13-long-people-held.ipynb\n" == capsys.readouterr().out


def test_numbers_are_not_given_twice(place: Path) -> None:
    """The next number is one more than the highest, whatever is missing below."""
    folder = place / "notebooks"
    (folder / "12-brief.ipynb").rename(folder / "40-brief.ipynb")

    assert 41 == scaffold.next_number(folder)


@pytest.mark.parametrize("count", RECIPES)
def test_a_new_chapter_keeps_the_contract(count: str, place: Path) -> None:
    """Lint finds nothing, and neither does ruff."""
    path = scaffold.new_chapter(QUESTION, recipe(count), place / "notebooks")
    tool = str(Path(sys.executable).parent / "ruff")
    config = ["--config", str(ROOT / "pyproject.toml"), str(path)]
    for verb in (["check"], ["format", "--check"]):
        subprocess.run([tool, *verb, *config], check=True, capture_output=True)

    assert [] == [str(fault) for fault in lint([path])]


@pytest.mark.parametrize("count", RECIPES)
def test_every_cell_of_a_new_chapter_shows_something(count: str, place: Path) -> None:
    """Each count comes with a sentence, a chart and limits that suit it."""
    path = scaffold.new_chapter(QUESTION, recipe(count), place / "notebooks")
    cells = json.loads(path.read_text("utf-8"))["cells"]
    told = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    names: dict[str, object] = {}
    for source in told[:2]:
        exec(source, names)

    def shown(source: str) -> str:
        *made, last = source.splitlines()
        exec("\n".join(made), names)
        return eval(last, names).text

    assert [] == [source for source in told[2:] if not shown(source)]


@pytest.mark.slow
def test_a_new_chapter_runs_and_prints(tmp_path: Path) -> None:
    """The command that follows the command makes a briefing with the new question."""
    project = Project(tmp_path)
    written = project.run("new", QUESTION, "--profile", "regional", verb="chapter")
    made = project.run("--edition", "first")
    page = next((project.out / "first").glob("*.html")).read_text("utf-8")

    assert (0, 0) == (written.returncode, made.returncode), made.stderr
    assert QUESTION in page


@pytest.mark.parametrize(
    ("question", "slug"),
    [
        ("Who?", "who"),
        ("Who was where, and why?", "where-and-why"),
        ("Which courts were asked for protection?", "courts-asked-protection"),
        ("Кого задержали?", "kogo-zaderzhali"),
        ("What of the lawyers' families?", "lawyers-families"),
        ("??? a", "a"),
    ],
)
def test_a_name_is_made_of_the_words_that_tell(question: str, slug: str) -> None:
    """Three at most, in letters that every file system knows."""
    assert slug == scaffold.slug_of(question)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["chapter", "Who was held in 2011?"], "The question holds a number"),
        (["chapter", "?!"], "A chapter asks a question"),
        (["chapter", "Who?", "--name", "../x"], "cannot be called '../x'"),
        (["chapter", "Who?", "--name", "brief"], "12-brief.ipynb has that name"),
        (
            ["chapter", "Who?", "--count", "incidents_by_tpye"],
            "Did you mean 'incidents_by_type'?",
        ),
        (["chapter", "Who?", "--profile", "regonal"], "Did you mean 'regional'?"),
        (
            ["profile", "mine", "--title", "x", "--chapters", "02-by-stat"],
            "Did you mean '02-by-state'?",
        ),
        (["profile", "mine", "--title", "x", "--chapters", ","], "needs chapters"),
        (["profile", "Mine", "--title", "x", "--chapters", "07-who"], "small letters"),
        (
            ["profile", "brief", "--title", "x", "--chapters", "07-who"],
            "choose another",
        ),
        (
            ["profile", "mine", "--title", "{stat}", "--chapters", "12-brief"],
            "unknown blank in its title: 'stat'",
        ),
        (
            [
                "profile",
                "mine",
                "--title",
                "x",
                "--chapters",
                "07-who",
                "--one",
                "state",
            ],
            "Did you mean 'states'?",
        ),
        (["profile", "mine", "--title", "x", "--chapters", "00-tool"], "no chapter"),
        (["profile", "mine", "--title", " ", "--chapters", "07-who"], "empty title"),
        (["profile", "mine", "--title", "{", "--chapters", "07-who"], "cannot be fill"),
        (["profile", "mine", "--title", "x", "--chapters", "07-who,07-who"], "once"),
        (
            ["chapter", "Why were twelve Uyghur men held?"],
            "The question holds a number",
        ),
    ],
)
def test_a_mistake_is_refused_and_leaves_nothing(
    words: list[str], said: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence, exit code 2, and the project is as it was."""
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    code = main.main([words[0], "new", *words[1:]])

    assert exit_codes.REFUSED == code
    assert said in capsys.readouterr().err
    assert before == {p: p.read_bytes() for p in place.rglob("*") if p.is_file()}


def test_nothing_is_written_into_a_project_that_one_is_not_in(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The notebooks beside the package are read from anywhere, and written by
    nobody.
    """
    monkeypatch.chdir(tmp_path)

    assert exit_codes.REFUSED == main.main(["chapter", "new", QUESTION])
    assert "is in no project" in capsys.readouterr().err


def test_a_chapter_joins_a_profile_before_the_register(place: Path) -> None:
    """One line of the profile is new, and the rest is as somebody wrote it."""
    path = place / "notebooks" / "profiles" / "regional.toml"
    before = path.read_text("utf-8").splitlines()
    main.main(["chapter", "new", QUESTION, "--profile", "regional"])

    assert ["13-long-people-held", "05-cases"] == chapters("regional")[-2:]
    assert ['    "13-long-people-held",'] == [
        line for line in path.read_text("utf-8").splitlines() if line not in before
    ]


@pytest.mark.parametrize(
    "listed",
    [
        '["12-brief"]',
        '["12-brief",]',
        "['12-brief']",
        '[\n  "12-brief" # last\n]',
        '[\n  "12-brief",\n  # no more\n]',
    ],
)
def test_a_chapter_joins_whatever_list_there_is(listed: str, place: Path) -> None:
    """On one line or on many, with a last comma or without."""
    path = place / "notebooks" / "profiles" / "mine.toml"
    path.write_text(f'title = "x"\nchapters = {listed}\n', "utf-8")
    written = scaffold.new_chapter(
        QUESTION, recipe("incidents_by_type"), place / "notebooks"
    )
    scaffold.add_chapter(path, written.stem)

    assert ["12-brief", "13-long-people-held"] == chapters("mine")


def test_a_new_profile_is_read_back(place: Path) -> None:
    """What was said on the command line is what the briefing is made of."""
    words = ["--chapters", "07-who, 05-cases", "--one", "states", "--about", "a test"]
    code = main.main(
        ["profile", "new", "held", "--title", 'The "held" in {state}', *words]
    )
    made = read_profile("held")

    assert exit_codes.DONE == code
    assert ('The "held" in {state}', "a test", "states") == (
        made.title,
        made.about,
        made.one,
    )
    assert ["07-who", "05-cases"] == chapters("held")


def test_other_lines_of_a_profile_stay(place: Path) -> None:
    """Comments, order and escapes are as somebody wrote them."""
    path = place / "notebooks" / "profiles" / "mine.toml"
    text = '# ours\ntitle = "x"\nchapters = ["12-\\u0062rief"] # one\n'
    path.write_text(text, "utf-8")
    scaffold.new_chapter(QUESTION, recipe("incidents_by_type"), place / "notebooks")
    scaffold.add_chapter(path, "13-long-people-held")

    added = text.replace("]", ', "13-long-people-held"]')
    assert added == path.read_text("utf-8")
