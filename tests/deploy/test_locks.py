"""Dependencies: pyproject.toml, the locks and environment.yml say the same."""

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from helpers.paths import ROOT

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
SMALL, LAB = "requirements.lock", "requirements-lab.lock"
WHOLE = "requirements-dev.lock"
INSTALLER = "deploy/installer.lock"
LOCKS = [SMALL, LAB, WHOLE, INSTALLER]
OF_LAB = ["lab", "strict", "remote", "cluster"]
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))


def canonical(name: str) -> str:
    """Spell a distribution's name the one way that the lock does."""
    return re.sub(r"[-_.]+", "-", name).lower()


def text(lock: str) -> str:
    """Read a lock."""
    return (ROOT / lock).read_text("utf-8")


def blocks(lock: str) -> list[str]:
    """Take a lock apart: a release, for which systems, and its hashes."""
    return re.split(r"\n(?=[\w.-]+(?:\[[\w,-]+\])?==)", text(lock).strip())


def locked(lock: str = WHOLE) -> dict[str, set[str]]:
    """Read name and versions from the lock; a marker may split one name in two
    versions.
    """
    versions: dict[str, set[str]] = {}
    for block in blocks(lock):
        name, version = re.match(r"([\w.-]+)[^=]*==([^\s;\\]+)", block).groups()
        versions.setdefault(canonical(name), set()).add(version)
    return versions


def extras(lock: str) -> dict[str, set[str]]:
    """Read with which extras each package is locked."""
    heads = [re.match(r"([\w.-]+)(?:\[([\w,-]+)\])?", one) for one in blocks(lock)]
    return {canonical(one[1]): set((one[2] or "").split(",")) - {""} for one in heads}


def direct(group: str | None = None) -> dict[str, str]:
    """Read the direct requirements, and their version ranges, from pyproject.toml."""
    project = PYPROJECT["project"]
    lines = (
        project["optional-dependencies"][group] if group else project["dependencies"]
    )
    pairs = [re.fullmatch(r"([\w.-]+)(.*)", line).groups() for line in lines]
    return {canonical(name): wanted for name, wanted in pairs}


@pytest.mark.parametrize(
    ("lock", "groups"),
    [
        (SMALL, [None]),
        (LAB, [None, *OF_LAB]),
        (WHOLE, [None, *PYPROJECT["project"]["optional-dependencies"]]),
    ],
)
def test_every_direct_dependency_is_locked(lock: str, groups: list[str | None]) -> None:
    """What pyproject.toml asks for is in the lock, and what installs the project."""
    asked = {name for group in groups for name in direct(group)}
    asked |= {
        canonical(Requirement(line).name)
        for line in PYPROJECT["dependency-groups"]["editable"]
    }

    assert set() == asked - set(locked(lock))


def test_a_briefing_is_spared_what_only_others_need() -> None:
    """No JupyterLab to make a briefing, no tests to open a notebook."""
    assert set() == {"jupyterlab", "itables", "nbdime"} & set(locked(SMALL))
    assert set() == {"pytest", "playwright", "duckdb", "polars"} & set(locked(LAB))


@pytest.mark.parametrize(
    ("small", "large"), [(SMALL, LAB), (LAB, WHOLE), (INSTALLER, WHOLE)]
)
def test_the_locks_never_disagree(small: str, large: str) -> None:
    """Whatever a smaller lock names, the larger one has: the same release, and the same
    hashes.
    """
    marks = re.compile(r"^([\w.-]+)[^=]*(==[^\s;\\]+)[^\\]*", re.MULTILINE)
    known = {marks.sub(r"\1\2 ", block) for block in blocks(large)}

    assert [] == [one for one in blocks(small) if marks.sub(r"\1\2 ", one) not in known]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_release_has_a_hash(lock: str) -> None:
    """A release without a hash could be replaced by another file of the same name."""
    assert [] == [block for block in blocks(lock) if "--hash=sha256:" not in block]


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_names_no_address(lock: str) -> None:
    """Where packages come from is the machine's business."""
    address = r"https?://\S+|--(?:extra-)?index-url|--find-links"

    assert [] == re.findall(address, text(lock))


def needs(name: str, asked: set[str]) -> Iterator[Requirement]:
    """Yield what an installed package needs here, with these extras of it."""
    try:
        lines = distribution(name).requires or []
    except PackageNotFoundError:  # locked for another system or Python
        return
    for line in lines:
        need = Requirement(line)
        if any(
            need.marker is None or need.marker.evaluate({"extra": extra})
            for extra in asked or {""}
        ):
            yield need


@pytest.mark.parametrize("lock", LOCKS)
def test_every_extra_that_is_needed_is_locked_with_it(lock: str) -> None:
    """What a package needs is in the lock, `name[extra]` as `name[extra]`: an old pip
    takes it for a package apart from `name`, and then asks for the newest.
    """
    pinned, versions = extras(lock), locked(lock)
    faults = [
        f"{name} needs {need}"
        for name in pinned
        for need in needs(name, pinned[name])
        if not set(need.extras) <= pinned.get(canonical(need.name), set())
        or not any(need.specifier.contains(at) for at in versions[canonical(need.name)])
    ]

    assert [] == faults


def test_make_lock_solves_all_four() -> None:
    """Every lock is written by one command, the smaller ones within the largest."""
    recipe = (ROOT / "Makefile").read_text().split("\nlock: ")[1].split("\n\n")[0]
    lines = {line.split(" -o ")[-1]: line for line in recipe.splitlines()[1:]}

    assert set(LOCKS) == set(lines)
    assert {"OF_DEV", "--constraints"} >= {
        next(word for word in ("OF_DEV", "--constraints") if word in lines[name])
        for name in (SMALL, LAB, INSTALLER)
    }
    assert set(OF_LAB) == set(re.findall(r"--extra (\w+)", lines[LAB]))


def conda() -> dict[str, str]:
    """Read what environment.yml asks for, by conda and by pip, but for Python and
    pip.
    """
    plain = [item for item in CONDA["dependencies"] if isinstance(item, str)]
    pip = next(item["pip"] for item in CONDA["dependencies"] if isinstance(item, dict))
    lines = [line for line in [*plain, *pip] if not line.startswith(("-e", "python"))]
    pairs = [re.fullmatch(r"([\w.-]+)(.*)", line).groups() for line in lines]
    return {canonical(name): wanted for name, wanted in pairs if name != "pip"}


def test_conda_asks_for_what_the_project_asks_for() -> None:
    """environment.yml names every direct dependency, with what JupyterLab needs beside
    it.
    """
    assert direct() | direct("lab") == conda()


@pytest.mark.parametrize("name", sorted(conda()))
def test_the_lock_lies_within_the_range(name: str) -> None:
    """Whoever takes the conda route gets what the lock has, or what may stand in for
    it.
    """
    outside = [at for at in locked()[name] if at not in SpecifierSet(conda()[name])]

    assert [] == outside


def test_conda_asks_for_the_same_python() -> None:
    """environment.yml and pyproject.toml agree on the oldest Python."""
    python = next(
        item for item in CONDA["dependencies"] if str(item).startswith("python")
    )

    assert f"python{PYPROJECT['project']['requires-python']}" == python


def test_conda_opens_jupyterlab_on_our_page() -> None:
    """A plain `jupyter lab` finds the settings that `briefing lab` gives it."""
    settings = ROOT / CONDA["variables"]["JUPYTER_CONFIG_PATH"]

    assert (settings / "jupyter_lab_config.json").is_file()
