"""Profiles of a briefing are data, and combine with a command line by one clear
rule.
"""

import pytest

from briefing.cli import main
from briefing.errors import BriefingError
from briefing.publish.build import front_matter
from briefing.publish.naming import pdf_of, stem
from briefing.publish.profiles import (
    Profile,
    profiles,
    read_profile,
    resolve_selection,
    title_of,
)
from helpers.pocket import choose

BROKEN = {
    "titel = 'x'": "unknown key: 'titel'. Did you mean 'title'?",
    "one = 'state'": "unknown subject: 'state'. Did you mean 'states'?",
    "[parameters]\nrol = 'x'": "unknown parameter: 'rol'. Did you mean 'role'?",
}


def named(name: str, **given: str) -> str:
    """Name the edition of a profile and a selection."""
    profile = read_profile(name)
    return f"{stem(resolve_selection(profile, given), profile)}-2026.1"


def test_every_profile_is_read_and_says_what_it_is() -> None:
    """Five kinds of briefing, the main one first, each with notebooks that are
    there.
    """
    found = profiles()

    assert ["regional", "brief", "right", "state", "year"] == [p.name for p in found]
    assert all(profile.about and profile.chapters for profile in found)


def test_the_main_briefing_has_the_chapters_of_every_state() -> None:
    """A profile of one state is no chapter of the region."""
    chapters = {path.stem for path in read_profile().chapters}

    assert {"01-at-a-glance", "02-by-state"} <= chapters
    assert not {"11-state-profile", "12-brief"} & chapters


def test_what_a_profile_fixes_stands_and_may_be_repeated() -> None:
    """The profile decides its own parameters; the command line decides all others."""
    state = read_profile("state")
    given = {"states": "XNM", "finding": "corroborated"}

    assert ("either", "XNM", "corroborated") == (
        resolve_selection(state, given).role,
        resolve_selection(state, given | {"role": "either"}).states,
        resolve_selection(state, given).finding,
    )
    with pytest.raises(BriefingError, match="is made with role either; leave out"):
        resolve_selection(state, given | {"role": "requesting"})


@pytest.mark.parametrize(
    "given",
    [
        {"date_from": "2011"},
        {"date_to": "2011"},
        {"date_from": "2011-01-01", "date_to": "2011-12-31"},
        {"date_from": "2011", "date_to": "2011-12"},
    ],
    ids=str,
)
def test_a_year_may_be_said_once_or_from_end_to_end(given: dict[str, str]) -> None:
    """Every way to say a whole year names the same edition."""
    assert "year-all-states-2011-2026.1" == named("year", **given)


@pytest.mark.parametrize(
    ("profile", "given", "expected"),
    [
        ("regional", {"states": "XNM"}, "xnm-2026.1"),
        ("brief", {}, "brief-all-states-2026.1"),
        ("state", {"states": "XNM"}, "state-xnm-2026.1"),
        ("right", {"rights": "TORTURE"}, "right-all-states-torture-2026.1"),
        ("year", {"date_from": "2011"}, "year-all-states-2011-2026.1"),
    ],
)
def test_an_edition_is_named_after_its_profile(
    profile: str, given: dict[str, str], expected: str
) -> None:
    """Two briefings of one selection have two names; the main one needs no word for
    it.
    """
    scope = expected.removesuffix("-2026.1")

    assert expected == named(profile, **given)
    assert f"sco-briefing-{expected}.pdf" == pdf_of(scope, "2026.1", expected)


@pytest.mark.parametrize(
    ("profile", "given", "expected"),
    [
        ("state", {"states": "XNM"}, "Northmark in security co-operation"),
        ("right", {"rights": "LIBERTY"}, "Liberty and security of person: documented"),
        ("year", {"date_from": "2011"}, "among SCO states in 2011"),
    ],
)
def test_a_title_is_computed_from_the_selection(
    profile: str, given: dict[str, str], expected: str
) -> None:
    """The cover says which state, right or year."""
    kind = read_profile(profile)
    chosen = choose(**resolve_selection(kind, given).model_dump())

    assert expected in title_of(kind, chosen)
    assert title_of(kind, chosen) == front_matter(chosen, kind, "x")["title"]


@pytest.mark.parametrize("text", BROKEN)
def test_nonsense_in_a_profile_is_refused(tmp_path, text: str) -> None:
    """A misspelt key never goes unnoticed."""
    folder = tmp_path / "notebooks" / "profiles"
    folder.mkdir(parents=True)
    (tmp_path / "notebooks" / "01-x.ipynb").touch()
    whole = f"title = 'x'\nchapters = ['01-x']\n{text}"
    (folder / "regional.toml").write_text(whole)

    with pytest.raises(BriefingError) as refused:
        read_profile(start=tmp_path)
    assert BROKEN[text] in str(refused.value)


def test_a_blank_that_nothing_fills_is_refused(tmp_path) -> None:
    """A title with an unknown blank is found when the profile is read."""
    folder = tmp_path / "notebooks" / "profiles"
    folder.mkdir(parents=True)
    (tmp_path / "notebooks" / "01-x.ipynb").touch()
    (folder / "regional.toml").write_text("title = '{stat}'\nchapters = ['01-x']")

    with pytest.raises(BriefingError, match="Did you mean 'state'"):
        read_profile(start=tmp_path)


def test_a_compact_briefing_attaches_its_method(tmp_path) -> None:
    """Two pages have no room for the method, so it goes with the file."""
    method = tmp_path / "METHOD.md"
    method.write_text("# How we count\n")
    front = front_matter(choose(), Profile("B", (), method, compact=True), "x")

    assert ("", True) == (front["method"], front["compact"])


def test_the_command_passes_its_profile_on(monkeypatch, capsys, tmp_path) -> None:
    """`briefing render` is `briefing render regional`."""
    seen = []

    def run(spec, *_):
        seen.append((spec.profile.name, spec.selection.states, spec.selection.role))
        raise BriefingError(spec.profile.name)

    monkeypatch.setattr("briefing.publish.runs.run", run)
    for words in ("render", "render regional", "render state --states XNM"):
        main.main(words.split())

    assert [
        ("regional", "all", "executing"),
        ("regional", "all", "executing"),
        ("state", "XNM", "either"),
    ] == seen
