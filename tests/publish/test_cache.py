"""The cache of executed chapters: it saves time, and can do no harm."""

import hashlib
import os
import time
from importlib.metadata import distributions
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from briefing.publish import provenance
from briefing.publish.cache import (
    DAMAGED,
    OPEN,
    VARIABLE,
    Cache,
    cache_key,
    environment_key,
)
from briefing.publish.profiles import read_profile
from briefing.publish.provenance import everything, needed
from helpers.project import CHAPTERS, Project

KEY = "ab" * 32
KNOWN = {
    "data": "d",
    "code": "c",
    "fonts": "f",
    "software": {"python": "3"},
    "notebooks": {"01-one.ipynb": "n", "helper.py": "h"},
    "texts": {"METHOD.md": "m", "requirements.lock": "l"},
}


def executed(*outputs):
    """A notebook with one cell that shows something."""
    return new_notebook(cells=[new_code_cell("1", id="a", outputs=list(outputs))])


SHOWN = executed(new_output("display_data", {"text/plain": "Саватов — 4"}))


@pytest.fixture
def cache(tmp_path):
    """An empty cache."""
    return Cache(tmp_path / "cache")


@pytest.fixture
def entry(cache):
    """A cache with one chapter, and the file that holds it."""
    cache.put(KEY, SHOWN)
    (path,) = (path for path in cache.files.folder.rglob("*") if path.is_file())
    return cache, path


def test_a_chapter_is_found_again(entry):
    """What was kept is given back, equal in every part."""
    assert SHOWN == entry[0].get(KEY)


def test_a_chapter_that_was_not_kept_is_not_found(cache):
    """Nothing is made up, and nothing is wrong."""
    assert (None, []) == (cache.get(KEY), cache.notes)


@pytest.mark.parametrize(
    "harm",
    [
        lambda old: old[:70] + bytes([old[70] ^ 1]) + old[71:],
        lambda old: bytes([old[3] ^ 1]) + old[1:],
        lambda old: old[:-9],
        lambda old: b"",
        lambda old: old + b" ",
    ],
    ids=["flipped", "seal", "cut", "empty", "longer"],
)
def test_a_damaged_entry_is_taken_away_and_said(entry, harm):
    """A digest tells; the chapter is run again and kept again."""
    cache, path = entry
    path.write_bytes(harm(path.read_bytes()))

    assert (None, False) == (cache.get(KEY), path.exists())
    assert [DAMAGED] == cache.notes


def test_a_traceback_is_never_kept(cache):
    """Not even one that its author expected: a passing fault must not last."""
    cache.put(KEY, executed(new_output("error", ename="E", evalue="e", traceback=[])))

    assert None is cache.get(KEY)


def test_what_was_longest_unused_goes_first(cache):
    """The cache is bounded, and a hit counts as use."""
    for number, key in enumerate(("aa", "bb", "cc")):
        cache.put(key * 32, SHOWN)
        os.utime(cache.files.path(key * 32), (number, number))
    cache.files.largest = 2 * cache.files.path("aa" * 32).stat().st_size
    cache.get("aa" * 32)
    cache.trim()

    assert [True, False, True] == [
        cache.get(key * 32) is not None for key in ("aa", "bb", "cc")
    ]


def test_a_cache_that_cannot_be_written_is_said_once(tmp_path):
    """A run goes on without it."""
    (tmp_path / "file").write_text("no folder")
    cache = Cache(tmp_path / "file" / "cache")
    for _ in range(2):
        cache.put(KEY, SHOWN)

    assert 1 == len(cache.notes)
    assert "cannot be written (Not a directory)" in cache.notes[0]


def test_a_cache_in_the_home_of_somebody_else_is_said(tmp_path, monkeypatch):
    """After `sudo -u` HOME may name a folder that one cannot even look into."""

    def closed(*_, **__):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "stat", closed)
        cache = Cache(tmp_path / "cache")

    assert (None, 1) == (cache.get(KEY), len(cache.notes))
    assert "cannot be written (Permission denied)" in cache.notes[0]


@pytest.mark.parametrize("mode", [0o770, 0o707])
def test_a_folder_that_others_may_write_to_is_not_used(entry, mode):
    """Whoever can write an entry can write the numbers of an edition."""
    folder = entry[0].files.folder
    folder.chmod(mode)
    opened = Cache(folder)

    assert (None, [OPEN.format(folder, VARIABLE)]) == (
        opened.get(KEY),
        opened.notes,
    )


def test_an_entry_that_others_may_write_to_is_taken_away(entry):
    """It may have been written while the folder was open."""
    cache, path = entry
    path.chmod(0o666)

    assert (None, False) == (cache.get(KEY), path.exists())


def test_a_cache_is_made_for_its_owner_alone(tmp_path):
    """Also where a shell lets the group write to whatever is made."""
    before = os.umask(0o002)
    try:
        cache = Cache(tmp_path / "cache")
        cache.put(KEY, SHOWN)
    finally:
        os.umask(before)

    assert SHOWN == Cache(tmp_path / "cache").get(KEY)


def key(
    monkeypatch, tmp_path, *, known=KNOWN, settings=(), parameters=("states", "all")
):
    """The key of a chapter under the given circumstances."""
    for name, value in settings:
        monkeypatch.setenv(name, value)
    path = tmp_path / "01-one.ipynb"
    return cache_key(path, dict([parameters]), known, environment_key(known))


@pytest.mark.parametrize(
    "changed",
    [
        {"known": KNOWN | {"data": "other"}},
        {"known": KNOWN | {"code": "other"}},
        {"known": KNOWN | {"fonts": "other"}},
        {"known": KNOWN | {"software": {"python": "4"}}},
        {"known": KNOWN | {"notebooks": KNOWN["notebooks"] | {"01-one.ipynb": "x"}}},
        {"known": KNOWN | {"notebooks": KNOWN["notebooks"] | {"helper.py": "x"}}},
        {"known": KNOWN | {"texts": {"requirements.lock": "other"}}},
        {"settings": [("MPLCONFIGDIR", "other")]},
        {"settings": [("PYTHONPATH", "other")]},
        {"parameters": ("states", "XNM")},
    ],
    ids=str,
)
def test_whatever_can_move_a_byte_is_in_the_key(monkeypatch, tmp_path, changed):
    """Another input is another chapter."""
    before = key(monkeypatch, tmp_path)

    assert before != key(monkeypatch, tmp_path, **changed)


def test_every_installed_package_is_named_as_python_names_it():
    """Reading only the head of what a package says of itself loses none, and no
    version.
    """
    named = [f"{one.name} {one.version}" for one in distributions()]

    assert sorted(named) == list(everything())


@pytest.fixture
def code(tmp_path, monkeypatch):
    """A package of one module, with what may lie beside it."""
    path = tmp_path / "room" / "module.py"
    path.parent.mkdir()
    path.write_text("a = 1\n")
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "module.pyc").write_bytes(b"compiled")
    (tmp_path / "room" / ".#module.py").symlink_to("nobody@nowhere")
    monkeypatch.setattr(provenance, "CODE", tmp_path)
    return path


def of_module(text):
    """The digest of a package of one module."""
    return digest_of(f"{digest_of(text)}  room/module.py\n")


def test_what_lies_beside_the_code_counts_for_nothing(code):
    """Compiled modules and the locks of an editor are no code."""
    assert of_module("a = 1\n") == provenance.digest_of_code()


def test_a_file_that_was_exchanged_is_seen_whatever_its_age(code, root):
    """One of the same length with the old time on it is another file: what was made
    meanwhile is not kept.
    """
    profile = read_profile(start=root)
    before, stat = provenance.state_of_files(profile), code.stat()
    same = provenance.state_of_files(profile)
    time.sleep(0.05)  # so that the file system's clock has moved
    code.write_text("a = 2\n")
    os.utime(code, ns=(stat.st_atime_ns, stat.st_mtime_ns))

    assert same == before != provenance.state_of_files(profile)
    assert of_module("a = 2\n") == provenance.digest_of_code()


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_packages_of_an_older_kind_are_named_with_what_they_need(
    kind, tmp_path, monkeypatch
):
    """Some systems still install an `.egg-info`, which is one file or a folder."""
    before = everything()
    monkeypatch.syspath_prepend(tmp_path)
    said = "Metadata-Version: 1.1\nName: eastvale\nVersion: 3.1\n"
    place = tmp_path / "eastvale-3.1.egg-info"
    if kind == "file":
        place.write_text(said)
    else:
        place.mkdir()
        (place / "PKG-INFO").write_text(said)
        (place / "requires.txt").write_text("Northmark>=2\n")

    assert {"eastvale 3.1"} == set(everything()) - set(before)
    needs = [("northmark", "absent")] if kind == "folder" else []
    assert needs == list(needed("eastvale"))


def test_what_is_installed_while_we_run_is_named(tmp_path, monkeypatch):
    """A kernel of a long batch imports it, although this process read the list
    before.
    """
    monkeypatch.syspath_prepend(tmp_path)
    before = everything()
    place = tmp_path / "saltmere-1.0.dist-info"
    place.mkdir()
    (place / "METADATA").write_text("Name: saltmere\nVersion: 1.0\n\nIts pages.\n")

    assert {"saltmere 1.0"} == set(everything()) - set(before)


def digest_of(text):
    """The SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def test_words_around_the_chapters_are_not_in_the_key(monkeypatch, tmp_path):
    """To mend the method text runs no notebook again."""
    texts = KNOWN["texts"] | {"METHOD.md": "other"}

    assert key(monkeypatch, tmp_path) == key(
        monkeypatch, tmp_path, known=KNOWN | {"texts": texts}
    )


@pytest.mark.slow
def test_the_same_bytes_from_cache_without_it_and_from_any_number_of_workers(tmp_path):
    """How an edition was made cannot be seen in it."""
    project = Project(tmp_path)
    manners = {
        "first": [],
        "cached": [],
        "one": ["--no-cache", "--workers", "1"],
        "four": ["--no-cache", "--workers", "4"],
    }
    ran = {
        name: project.run("--out", name, *options) for name, options in manners.items()
    }
    found = {
        name: {
            path.relative_to(tmp_path / name).as_posix(): path.read_bytes()
            for path in (tmp_path / name / "all-states-2026.1").rglob("*")
            if path.is_file()
        }
        for name in manners
    }

    assert [0] * 4 == [one.returncode for one in ran.values()], ran
    assert "3 of 3 chapters from the cache.\n" in ran["cached"].stderr
    assert 7 == len(found["first"])
    assert [found["first"]] * 3 == [found[name] for name in ("cached", "one", "four")]


@pytest.mark.smoke
@pytest.mark.slow
def test_only_the_chapter_that_was_edited_runs(tmp_path):
    """The others come from the cache; a damaged one is run again, and it is said."""
    project = Project(tmp_path)
    project.run()
    project.write(
        "02-rights", CHAPTERS["02-rights"], "table(incidents_by_right(chosen))"
    )
    edited = project.run()
    for path in (tmp_path / "cache").rglob("*.json"):
        path.write_bytes(path.read_bytes()[:-5])
    damaged = project.run("--out", "other")

    assert "2 of 3 chapters from the cache; run: 02-rights.\n" in edited.stderr
    assert (0, 1) == (damaged.returncode, damaged.stderr.count(DAMAGED))
    assert (tmp_path / "other" / "all-states-2026.1").is_dir()
    assert {"all-states-2026.1", "all-states-2026.1-2"} == {
        name.split("/")[0] for name in project.editions()
    }
