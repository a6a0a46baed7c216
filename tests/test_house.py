"""
The house: rooms import upstream only, modules are small, nothing stands about.
"""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LAYERS = [
    "errors",
    "dataset",
    "curate",
    "measure",
    "show",
    "render",
    "publish",
    "lab",
    "options",
    "terminal",
    "commands",
    "cli",
]
MODULES = sorted((ROOT / "briefing").rglob("*.py"))
TOP = {
    ".ci",
    ".gitignore",
    ".pre-commit-config.yaml",
    "CHANGELOG.md",
    "CITATION.cff",
    "CONTRIBUTING.md",
    "LICENSE",
    "METHOD.md",
    "Makefile",
    "README.md",
    "benchmarks",
    "briefing",
    "data",
    "deploy",
    "docs",
    "environment.yml",
    "notebooks",
    "pyproject.toml",
    "reports",
    "requirements.lock",
    "tests",
}


def modules_of(room: str) -> list[Path]:
    """
    List the files of a room, which is a folder or a single module.
    """
    place = ROOT / "briefing" / room
    return sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]


def rooms_imported_by(path: Path) -> set[str]:
    """
    Name the rooms that the module at *path* imports from, wherever in it.
    """
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
            names.add(node.module)
    parts = [name.split(".") for name in names if name.startswith("briefing.")]
    return {part[1] for part in parts if part[1] in LAYERS}


@pytest.mark.parametrize(("place", "room"), list(enumerate(LAYERS)))
def test_rooms_import_upstream_only(place: int, room: str) -> None:
    """
    A room imports only from itself and from rooms earlier in the flow.
    """
    imported = set().union(*(rooms_imported_by(path) for path in modules_of(room)))

    assert set() == imported - set(LAYERS[: place + 1])


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_modules_are_small(path: Path) -> None:
    """
    A module has one clear job: at most 180 lines.
    """
    assert len(path.read_text("utf-8").splitlines()) <= 180


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_functions_are_short(path: Path) -> None:
    """
    A function has at most 40 lines, its docstring not counted.
    """
    long = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef):
            docstring = (ast.get_docstring(node, clean=False) or "").count("\n") + 1
            if node.end_lineno - node.lineno + 1 - docstring > 40:
                long.append(node.name)

    assert [] == long


def test_nothing_else_stands_at_the_top() -> None:
    """
    A newcomer finds at the top only what the design names.
    """
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert TOP == {line.split("/")[0] for line in listing.stdout.splitlines()}
