"""The documents tell the truth: paths exist, commands are real, versions agree."""

import json
import re
import shlex
import subprocess
import tomllib

import pytest
import yaml
from typer.main import get_command

from briefing.cli.main import app
from briefing.selection.parameters import PARAMETERS
from helpers.paths import ROOT

DOCUMENTS = ["README.md", "CONTRIBUTING.md", "METHOD.md", "CHANGELOG.md"]
DOCUMENTS += sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))
README = (ROOT / "README.md").read_text("utf-8")
PACKAGE = json.loads((ROOT / "data" / "datapackage.json").read_text("utf-8"))
TOP = {
    ".ci",
    ".gitattributes",
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
    "requirements-dev.lock",
    "requirements-lab.lock",
    "requirements.lock",
    "tests",
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name):
    """Every relative link and picture of a document exists in the repository."""
    text = (ROOT / name).read_text("utf-8")
    links = re.findall(r"\]\(([^)#]+)\)|src=\"([^\"]+)\"", text)
    targets = {first or second for first, second in links}

    assert set() == {
        target
        for target in targets
        if not target.startswith("https://")
        and not ((ROOT / name).parent / target).exists()
    }


@pytest.mark.parametrize("name", DOCUMENTS)
def test_named_paths_exist(name):
    """A path in code style that begins with a folder of ours exists."""
    text = (ROOT / name).read_text("utf-8")
    ours = r"`((?:data|briefing|notebooks|tests|benchmarks)/[\w./-]*)`"

    assert [] == [path for path in re.findall(ours, text) if not (ROOT / path).exists()]


def test_the_tree_in_readme_exists():
    """What README calls by name at the top is there."""
    (tree,) = re.findall(r"```text\n(.*?)```", README, re.DOTALL)
    names = [line.split()[0] for line in tree.splitlines()]

    assert [] == [name for name in names if not (ROOT / name).exists()]


def test_the_two_commands_stand_on_the_first_screen():
    """A newcomer sees both commands within twenty-five lines."""
    first_screen = "\n".join(README.splitlines()[:25])

    assert {"make briefing", "make test"} == set(
        re.findall(r"^make \w+", first_screen, re.MULTILINE)
    )


def test_every_make_target_in_the_documents_is_real():
    """A `make` command in a document is a target of the Makefile."""
    targets = set(
        re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    )
    named = {
        target
        for name in DOCUMENTS
        for target in re.findall(
            r"(?:`|^)make ([\w-]+)", (ROOT / name).read_text("utf-8"), re.MULTILINE
        )
    }

    assert set() == named - targets


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_in_the_documents_is_understood(name):
    """The commands and options that a document shows are those of the program."""
    text = (ROOT / name).read_text("utf-8")
    for line in re.findall(r"^(?:\.venv/bin/)?briefing (.+)$", text, re.MULTILINE):
        words = shlex.split(line.split(" #")[0])
        command = get_command(app)
        while hasattr(command, "commands"):
            command = command.commands[words.pop(0)]
        options = {option for p in command.params for option in p.opts}
        given = {word for word in words if word.startswith("--")}

        assert set() == given - options, line


def test_every_command_of_the_program_is_in_the_documents():
    """No command is a secret."""
    text = "".join((ROOT / name).read_text("utf-8") for name in DOCUMENTS)
    named = set(re.findall(r"briefing (\w+)", text))

    shown = {name for name, one in get_command(app).commands.items() if not one.hidden}

    assert set() == shown - named


def test_every_parameter_is_an_option():
    """The command line offers exactly the parameters of the one schema."""
    options = {p.name for p in get_command(app).commands["render"].params}

    assert {parameter.name for parameter in PARAMETERS} == options - {
        "profile",
        "out",
        "edition",
        "quiet",
        "if_changed",
        "if_stale",
        "no_cache",
        "workers",
        "cell_deadline",
        "deadline",
        "wait",
        "notify",
        "progress",
    }


def test_versions_agree():
    """The data version of the package, the citation and the changelog is one."""
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert "sco-briefing" == project["name"]
    assert [PACKAGE["version"]] * 2 == [citation["version"], newest[1]]
    assert PACKAGE["created"][:10] == str(citation["date-released"])


def test_the_method_types_no_count_of_the_data():
    """METHOD.md is printed in every edition: a typed count would outlive its data."""
    method = (ROOT / "METHOD.md").read_text("utf-8")
    section = re.sub(r"## How good the data are.*?(?=\n## )", "", method, flags=re.S)
    units = r"(incidents|violations|people|sources|records|states)"

    assert [] == re.findall(rf"\b\d+ {units}", section)


def test_nothing_else_stands_at_the_top() -> None:
    """A newcomer finds at the top only what the design names."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert TOP == {line.split("/")[0] for line in listing.stdout.splitlines()}
