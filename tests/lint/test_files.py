"""What lint reads: the notebooks and profiles of a project, wherever it is called."""

import shutil
from pathlib import Path

import pytest

from briefing.cli import exit_codes, main
from briefing.lint.lint import lint
from briefing.publish.profiles import NoProfile, profile_in
from helpers.paths import POCKET, ROOT

CHAPTERS = 'title = "x"\nchapters = ["02-by-state"]\n'


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one chapter and one profile, in which the command is called."""
    profiles = tmp_path / "notebooks" / "profiles"
    profiles.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\n', "utf-8")
    shutil.copy(ROOT / "notebooks" / "02-by-state.ipynb", tmp_path / "notebooks")
    (profiles / "mine.toml").write_text(CHAPTERS, "utf-8")
    monkeypatch.setenv("BRIEFING_DATA", str(POCKET))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def spoilt(place: Path) -> None:
    """Break the chapter and the profile."""
    path = place / "notebooks" / "02-by-state.ipynb"
    path.write_text("{", "utf-8")
    wrong = CHAPTERS.replace("title", "titel")
    (place / "notebooks" / "profiles" / "mine.toml").write_text(wrong, "utf-8")


@pytest.mark.parametrize("below", ["", "notebooks", "notebooks/profiles", "docs/deep"])
def test_without_a_path_the_project_is_read(
    below: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From every folder of it."""
    spoilt(place)
    (place / below).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(place / below)

    assert ["unreadable", "profile"] == [fault.code for fault in lint()]


@pytest.mark.parametrize("path", [".", "..", "notebooks"])
def test_a_project_is_its_notebooks_and_profiles(
    path: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other files of TOML are no profiles; of a folder of projects each is read."""
    spoilt(place)
    if path == "..":
        (place / "empty").mkdir()
        monkeypatch.chdir(place / "empty")

    assert ["unreadable", "profile"] == [fault.code for fault in lint([Path(path)])]


def test_what_jupyter_keeps_of_older_versions_is_not_read(place: Path) -> None:
    """Hidden folders are left out where notebooks are looked for below."""
    (place / "mine" / "deep").mkdir(parents=True)
    (place / "mine" / ".ipynb_checkpoints").mkdir()
    for folder in ("deep", ".ipynb_checkpoints"):
        (place / "mine" / folder / "13-x.ipynb").write_text("{", "utf-8")

    found = [fault.path for fault in lint([place / "mine"])]
    assert [place / "mine" / "deep" / "13-x.ipynb"] == found


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("docs", "docs holds no notebook and no profile. Name one of them"),
        ("docs/notes.md", "neither a notebook (.ipynb) nor a profile (.toml)"),
    ],
)
def test_a_path_without_anything_to_read_is_refused(
    name: str, said: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """To say that there is nothing to mend would be taken for an answer."""
    (place / "docs").mkdir()
    (place / "docs" / "notes.md").write_text("# Notes\n", "utf-8")

    assert exit_codes.REFUSED == main.main(["chapter", "lint", name])
    assert said in capsys.readouterr().err


def test_a_profile_may_be_named_where_it_lies(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its chapters are found from the folder that it stands in."""
    monkeypatch.chdir(place / "notebooks" / "profiles")

    assert [] == lint([Path("mine.toml")])


# What somebody wrote into a profile, and what is said of it.
WRONG = {
    'about = "\xe9"\n': "is not a text in UTF-8; save it again with that encoding",
    'one = ["states"]\n': "'one' is ['states']; it must be a text in quotes",
    'compact = "no"\n': "'compact' is 'no'; it must be true or false",
    'parameters = "either"\n': "begins with the line [parameters]",
    '[parameters]\nrole = "eithr"\n': "'role' is 'eithr'; it must be executing, "
    "requesting, either or responsible. Did you mean 'either'?",
    '[parameters]\nstates = ["XNM"]\n': "'states' is ['XNM'] (list); it must be text",
    '[parameters]\ndate_from = 2011\ndate_to = "2010"\n': "ends before it begins",
    '[parameters]\ndate_from = "2011-13"\n': "write it as 2012, 2012-05 or 2012-05-31",
}
TITLES = ("{", "}", "{}", "{0}", "{state", "{state.name}", "{state!z}", "{year:d}")


@pytest.mark.parametrize("more", WRONG)
def test_a_profile_of_nonsense_is_refused(more: str, place: Path) -> None:
    """Where it is read, and before that by lint, in the same words."""
    path = place / "notebooks" / "profiles" / "mine.toml"
    path.write_text(CHAPTERS + more, "latin-1")

    assert [True] == [WRONG[more] in str(fault) for fault in lint([path])]
    with pytest.raises(NoProfile) as refused:
        profile_in(path)
    assert WRONG[more] in str(refused.value)


@pytest.mark.parametrize("title", TITLES)
def test_a_title_that_cannot_be_filled_is_refused(title: str, place: Path) -> None:
    """One sentence, and nothing is left behind."""
    command = ["profile", "new", "held", "--title", title, "--chapters", "02-by-state"]

    assert exit_codes.REFUSED == main.main(command)
    assert ["mine.toml"] == [
        path.name for path in (place / "notebooks" / "profiles").iterdir()
    ]


def test_a_profile_that_cannot_be_read_gets_no_chapter(place: Path) -> None:
    """The refusal comes before a notebook is written."""
    path = place / "notebooks" / "profiles" / "mine.toml"
    path.write_bytes(b'title = "\xe9"\n')

    assert exit_codes.REFUSED == main.main(
        ["chapter", "new", "Who?", "--profile", "mine"]
    )
    assert 1 == len(list((place / "notebooks").glob("*.ipynb")))
