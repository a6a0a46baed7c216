"""The command `explain`."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Annotated, NamedTuple

import typer

from briefing.cli.exit_codes import DONE
from briefing.cli.options import examples
from briefing.errors import BriefingError

app = typer.Typer()

SECTION = re.compile(r"^## (\S+)\n+(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)

# Codes that no class of refusal has: they are named where a command ends.
USAGE = "usage"

CHAPTER_FAILED = "chapter-failed"

PRIVATE = "private"

NAMES = "names"

LIMIT = "limit"


class Section(NamedTuple):
    """What explains one code, and the file in which it stands."""

    code: str
    text: str
    path: str


@cache
def sections() -> dict[str, Section]:
    """Read every section of every page, by its code."""
    return {one.code: one for one in read()}


def read() -> Iterator[Section]:
    """Take the pages apart."""
    from importlib.resources import files

    folder = files("briefing") / "explained"
    for page in sorted(folder.iterdir(), key=lambda page: page.name):
        if page.name.endswith(".md"):
            for code, text in SECTION.findall(page.read_text("utf-8")):
                yield Section(code, text.strip(), str(page))


@contextmanager
def explained_by(code: str) -> Iterator[None]:
    """Explain by *code* whatever refusal within has no code of its own."""
    try:
        yield
    except BriefingError as error:
        if error.code == BriefingError.code:
            error.code = code
        raise


def pointer(code: str) -> str:
    """Say where to read more."""
    return f"More: briefing explain {code}"


@app.command(
    rich_help_panel="Briefings",
    epilog=examples("briefing explain", "briefing explain unknown-code"),
)
def explain(
    code: Annotated[
        str, typer.Argument(help="What to explain; leave it out to see all.")
    ] = "",
) -> int:
    """Explain a code: what is wrong, why it matters, and what to do."""
    known = sections()
    if not code:
        print("\n".join(known))
        return DONE
    if code not in known:
        from briefing.suggest import did_you_mean

        message = (
            f"Nothing is called '{code}'. {did_you_mean(code, known)} "
            "`briefing explain` lists all that is explained."
        )
        raise BriefingError(re.sub(" +", " ", message))
    section = known[code]
    print(f"{code}\n{'=' * len(code)}\n{section.text}\n")
    print(f"From {section.path}")
    return DONE
