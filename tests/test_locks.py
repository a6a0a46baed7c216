"""
Dependencies: pyproject.toml, requirements.lock and environment.yml say the same.
"""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))


def canonical(name: str) -> str:
    """
    Spell a distribution's name the one way that the lock does.
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def locked() -> dict[str, set[str]]:
    """
    Read name and versions from the lock; a marker may split one name in two versions.
    """
    versions: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", LOCK, re.MULTILINE):
        versions.setdefault(canonical(name), set()).add(version)
    return versions


def direct(group: str | None = None) -> dict[str, str]:
    """
    Read the direct requirements, and their version ranges, from pyproject.toml.
    """
    project = PYPROJECT["project"]
    lines = (
        project["optional-dependencies"][group] if group else project["dependencies"]
    )
    pairs = [re.fullmatch(r"([\w.-]+)(.*)", line).groups() for line in lines]
    return {canonical(name): wanted for name, wanted in pairs}


@pytest.mark.parametrize("group", [None, "strict", "dev"])
def test_every_direct_dependency_is_locked(group: str | None) -> None:
    """
    What pyproject.toml asks for is in the lock.
    """
    assert set() == set(direct(group)) - set(locked())


def test_every_locked_release_has_a_hash() -> None:
    """
    A release without a hash could be replaced by another file of the same name.
    """
    blocks = re.split(r"\n(?=[\w.-]+==)", LOCK.strip())

    assert [] == [block for block in blocks if "--hash=sha256:" not in block]


def test_the_lock_names_no_address() -> None:
    """
    Where packages come from is the machine's business.
    """
    assert [] == re.findall(r"https?://\S+|--(?:extra-)?index-url|--find-links", LOCK)


def test_conda_pins_what_the_lock_pins() -> None:
    """
    environment.yml names every direct dependency at the version in the lock.
    """
    pip = next(item["pip"] for item in CONDA["dependencies"] if isinstance(item, dict))
    pinned = dict(line.split("==") for line in pip if "==" in line)
    expected = {name: locked()[name] for name in direct()}

    assert expected == {canonical(name): {at} for name, at in pinned.items()}


def test_conda_asks_for_the_same_python() -> None:
    """
    environment.yml and pyproject.toml agree on the oldest Python.
    """
    python = next(
        item for item in CONDA["dependencies"] if str(item).startswith("python")
    )

    assert f"python{PYPROJECT['project']['requires-python']}" == python
