"""Dependencies: pyproject.toml, requirements.lock and environment.yml say the same."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))


def canonical(name: str) -> str:
    """Spell a distribution's name the one way that the lock does."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked() -> dict[str, set[str]]:
    """Read name and versions from the lock; a marker may split one name in two
    versions.
    """
    versions: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", LOCK, re.MULTILINE):
        versions.setdefault(canonical(name), set()).add(version)
    return versions


def direct(group: str | None = None) -> dict[str, str]:
    """Read the direct requirements, and their version ranges, from pyproject.toml."""
    project = PYPROJECT["project"]
    lines = (
        project["optional-dependencies"][group] if group else project["dependencies"]
    )
    pairs = [re.fullmatch(r"([\w.-]+)(.*)", line).groups() for line in lines]
    return {canonical(name): wanted for name, wanted in pairs}


@pytest.mark.parametrize(
    "group", [None, "cluster", "remote", "lab", "docs", "bench", "strict", "dev"]
)
def test_every_direct_dependency_is_locked(group: str | None) -> None:
    """What pyproject.toml asks for is in the lock."""
    assert set() == set(direct(group)) - set(locked())


def test_every_locked_release_has_a_hash() -> None:
    """A release without a hash could be replaced by another file of the same name."""
    blocks = re.split(r"\n(?=[\w.-]+==)", LOCK.strip())

    assert [] == [block for block in blocks if "--hash=sha256:" not in block]


def test_the_lock_names_no_address() -> None:
    """Where packages come from is the machine's business."""
    assert [] == re.findall(r"https?://\S+|--(?:extra-)?index-url|--find-links", LOCK)


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
