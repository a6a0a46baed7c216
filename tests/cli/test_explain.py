"""Every refusal leads to words that explain it, and every `--help` to lines to type."""

import builtins
import importlib
import pkgutil
import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.main import get_command

import briefing
from briefing.cli import main
from briefing.cli.explain import sections
from briefing.cli.options import NoDuration
from briefing.dataset.findings import RULES
from briefing.dataset.load import load
from briefing.errors import BriefingError
from briefing.lint import notebook

BRIEFING = Path(main.__file__).parents[1]
# What no class and no finding stands for: it is said where a command ends.
SAID = {"usage", NoDuration.code, "chapter-failed", "private", "names", "limit"}


def refusals():
    """Every class of refusal, of every module."""
    for module in pkgutil.walk_packages(briefing.__path__, "briefing."):
        if "__main__" not in module.name:
            importlib.import_module(module.name)
    found, rest = {BriefingError}, [BriefingError]
    while rest:
        below = rest.pop().__subclasses__()
        found.update(below)
        rest += below
    return found


def commands(group, before=""):
    """Give every command and every group of the program by its name."""
    for name, one in group.commands.items():
        yield f"{before}{name}", one
        if hasattr(one, "commands"):
            yield from commands(one, f"{before}{name} ")


COMMANDS = dict(commands(get_command(main.app)))
EXAMPLES = {
    name: (one.epilog or "").split("\n\n")[1:]
    for name, one in {"": get_command(main.app), **COMMANDS}.items()
    if not name or not hasattr(one, "commands")
}


def test_every_finding_is_explained():
    """What `briefing check` can find has a section under its code."""
    assert set() == set(RULES) - set(sections())


def test_every_fault_of_a_notebook_is_explained():
    """What `briefing chapter lint` can say has a section under its code."""
    assert set() == set(notebook.RULES) - set(sections())


def test_every_refusal_is_explained():
    """The code of each class of refusal has a section."""
    assert set() == {one.code for one in refusals()} - set(sections())


def test_every_section_explains_something_that_can_happen():
    """No page tells of a code that is gone."""
    code = "".join(path.read_text("utf-8") for path in (BRIEFING / "cli").glob("*.py"))
    of_commands = re.findall(r'@explained_by\("([\w-]+)"\)', code)
    of_classes = {one.code for one in refusals()}
    happens = {*RULES, *notebook.RULES, *of_classes, *of_commands, *SAID}

    assert set() == set(sections()) - happens


def test_every_section_says_what_to_do():
    """To know what is wrong is half of the help."""
    assert [] == [one.code for one in sections().values() if "**Do:**" not in one.text]


def test_what_a_failed_chapter_may_say_is_what_the_code_says():
    """The names in the table of failures are Python's, or stand in our code."""
    rows = re.findall(r"^\| (`.+?) \|", sections()["chapter-failed"].text, re.MULTILINE)
    names = {name for row in rows for name in re.findall(r"`(\w+)", row)}
    code = "".join(path.read_text("utf-8") for path in BRIEFING.rglob("*.py"))

    assert names
    assert set() == {
        one for one in names if one not in code and one not in dir(builtins)
    }


def test_a_refused_package_is_explained_by_its_first_finding(pocket):
    """The first thing to mend is what the refusal leads to."""
    with (pocket / "claims.csv").open("a", encoding="utf-8") as file:
        file.write("INC-0001\n")
    with pytest.raises(BriefingError) as refused:
        load(pocket)

    assert "ragged-row" == refused.value.code


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("render --states XNN", "parameter"),
        ("render --stats XNM", "usage"),
        ("render --finding adjudicated --date-to 1990", "nothing-found"),
        ("render nonsense", "profile"),
        ("render --deadline soon", "duration"),
        ("data codes nonsense", BriefingError.code),
        ("case new nowhere.toml", "case"),
        (
            "case correct incidents INC-0001 colour --now a --reason b --source c",
            "correction",
        ),
        ("case decide INC-0001 INC-0001 --same --reason b", "duplicates"),
        ("data export --format stone --out nowhere", "export"),
        ("data workbook read nowhere.xlsx", "spreadsheet"),
        ("data import nowhere.csv --map nowhere.toml --out nowhere", "import"),
        ("chapter new Why? --count nonsense", "new"),
    ],
)
def test_a_refusal_ends_with_where_to_read(
    words, code, capsys, monkeypatch, pocket, tmp_path
):
    """The last line names the command that explains it, and the command does."""
    shutil.copytree(BRIEFING.parent / "notebooks", tmp_path / "notebooks")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIEFING_DATA", str(pocket))
    refused = main.main(shlex.split(words))
    said = capsys.readouterr().err.splitlines()[-1]
    done = main.main(shlex.split(said.removeprefix("More: briefing ")))
    printed = capsys.readouterr().out

    assert (2, f"More: briefing explain {code}", 0) == (refused, said, done)
    assert code == printed.splitlines()[0]


def test_an_explanation_names_its_page(capsys):
    """The page is a file, for those who would rather read all of it."""
    main.main(["explain", "busy"])
    page = Path(capsys.readouterr().out.splitlines()[-1].removeprefix("From "))

    assert "## busy" in page.read_text("utf-8").splitlines()


def test_what_is_not_explained_is_refused(capsys):
    """A misspelt code is met with the one that was meant."""
    code = main.main(["explain", "unknwon-code"])

    assert (2, True) == (
        code,
        "Did you mean 'unknown-code'?" in capsys.readouterr().err,
    )


def test_without_a_code_all_are_listed(capsys):
    """Whoever does not know the word can look for it."""
    main.main(["explain"])

    assert list(sections()) == capsys.readouterr().out.splitlines()


def test_every_help_teaches_by_example():
    """A command has one to three lines to type, and its help ends with them."""
    assert set() == {
        name for name, lines in EXAMPLES.items() if len(lines) not in (1, 2, 3)
    }


@pytest.mark.parametrize("line", sorted(set().union(*EXAMPLES.values())))
def test_every_example_is_understood_by_its_command(line):
    """The command takes the words of its example; nothing is run."""
    _, *words = shlex.split(line.partition(" > ")[0])
    name = next(n for k in (3, 2, 1) if (n := " ".join(words[:k])) in COMMANDS)
    context = COMMANDS[name].make_context(name, words[len(name.split()) :])

    assert COMMANDS[name] is context.command
