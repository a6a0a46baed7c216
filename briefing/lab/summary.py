"""What a choice would give, counted before it is built."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from briefing.dataset.location import URL, VARIABLE
from briefing.dataset.transaction import DESCRIPTOR
from briefing.errors import BriefingError
from briefing.lab.build import Ended
from briefing.text.formats import counted, listing, people

if TYPE_CHECKING:
    from briefing.publish.profiles import Profile
    from briefing.selection.select import Chosen


@dataclass(frozen=True)
class Sight:
    """What would be counted, then for whom and what to mind; or why nothing can be."""

    counts: str
    rest: tuple[str, ...] = ()
    refused: bool = False


def sight(profile: Profile, given: Mapping[str, str], data: str) -> Sight:
    """Count what a briefing with the parameters *given* would hold of the package
    *data*.
    """
    from briefing.dataset.load import load
    from briefing.publish.profiles import resolve_selection
    from briefing.selection.select import select

    try:
        selection = resolve_selection(profile, given)
        chosen = select(load(data or None), selection)
    except BriefingError as error:
        return Sight(str(error), refused=True)
    return Sight(counts(chosen), (*scope(chosen), *minded(chosen)))


def counts(chosen: Chosen) -> str:
    """Say how many incidents, violations and people: three units, never one sum."""
    n, violations = len(chosen.incident_at), len(chosen.violation_at)
    said = (counted(n, "incidents"), counted(violations, "violations"))
    return f"{listing([*said, people(*chosen.persons())])}."


def scope(chosen: Chosen) -> tuple[str, ...]:
    """Say for which states, when, and what narrows it further."""
    limits = f"; {chosen.limits}" if chosen.limits else ""
    return (f"{chosen.scope}, {chosen.period}{limits}.",)


def minded(chosen: Chosen) -> tuple[str, ...]:
    """Word the notes that this choice calls for."""
    wanted = {
        "doubtful": len(chosen.doubtful),
        "persons_unknown": chosen.persons_unknown,
    }
    return chosen.notes(*(key for key, n in wanted.items() if n))


def place(named: str, root: Path) -> str:
    """Say where the command, which runs in *root*, finds the data that are *named*.

    The notebook runs in another folder, so nothing may stay relative.
    """
    named = named or os.environ.get(VARIABLE, "")
    if URL.match(named):
        return named
    if named:
        return str(root / os.path.expanduser(named))  # noqa: PTH111 - of nobody's home it makes no error
    near = root / "data"
    return str(near) if (near / DESCRIPTOR).is_file() else ""


def vocabularies(data: str) -> dict[str, dict[str, str]]:
    """Map each parameter that takes codes to the codes that the data know, and
    labels.
    """
    from briefing.dataset.load import load
    from briefing.selection import description
    from briefing.selection.parameters import PARAMETERS

    dataset = load(data or None)
    names = [one.name for one in PARAMETERS if one.vocabulary]
    return {name: description.vocabulary(dataset, name) for name in names}


def words(profile: str, given: Mapping[str, str]) -> list[str]:
    """Write a choice as the words of the command that makes the same briefing."""
    options = ((f"--{name.replace('_', '-')}", text) for name, text in given.items())
    return ["render", profile, *(word for pair in options for word in pair)]


def command_line(profile: str, given: Mapping[str, str]) -> str:
    """Write a choice as a line that can be pasted into a terminal."""
    return shlex.join(["briefing", *words(profile, given)])


FILES = {".pdf": "PDF", ".html": "web page", ".xlsx": "tables as a workbook"}

QUIET, LOUD = "opacity:.75", "border-left:4px solid #b3261e;padding-left:.6em"

CLOSE = "margin:.2em 0;line-height:1.4"


def status(text: str, style: str = "") -> str:
    """Wrap what changes by itself, so that a screen reader says it."""
    return f'<div role="status" style="{style}">{text}</div>'


def choice(seen: Sight) -> str:
    """Show what a choice would give, or the sentence that refuses it."""
    if seen.refused:
        return status(paragraphs(seen.counts.splitlines()), LOUD)
    return status(f"<strong>{escape(seen.counts)}</strong>{paragraphs(seen.rest)}")


def command(line: str) -> str:
    """Show the command that makes the same briefing."""
    return f"<code>{escape(line)}</code>"


def explanation(text: str) -> str:
    """Show what a field means, beside it."""
    return f'<div style="{QUIET};{CLOSE}">{escape(text)}</div>'


def course(chapters: Sequence[str], done: Mapping[str, str], last: str = "") -> str:
    """List the chapters, and how long those took that are there."""
    items = (
        f"<li>{escape(name)}: {escape(done[name])}</li>"
        if name in done
        else f'<li style="{QUIET}">{escape(name)} …</li>'
        for name in chapters
    )
    return status(f"<ol>{''.join(items)}</ol>{escape(last)}")


def paragraphs(lines: Iterable[str]) -> str:
    """Set lines as paragraphs."""
    return "".join(f'<p style="{CLOSE}">{escape(line)}</p>' for line in lines if line)


def warning(lines: Sequence[str]) -> str:
    """Say what is wrong where the form begins; nothing where nothing is."""
    return status(paragraphs(lines), LOUD) if lines else ""


def result(ended: Ended, here: Path) -> str:
    """Link the files of an edition as seen from *here*, or say why there is none."""
    if ended.code or ended.pdf is None:
        kept = ended.notebook and link(ended.notebook, here, "Open it at the error")
        return status(paragraphs(ended.said) + (kept or ""), LOUD)
    files = (ended.pdf.with_suffix(suffix) for suffix in FILES)
    links = [link(path, here, FILES[path.suffix]) for path in files if path.is_file()]
    said = paragraphs(ended.said)
    return status(f"<p><strong>Ready:</strong> {' · '.join(links)}</p>{said}")


def link(path: Path, here: Path, words: str) -> str:
    """Link a file the way that JupyterLab follows: relative to the notebook."""
    try:
        way = Path(os.path.relpath(path, here)).as_posix()
    except ValueError:  # another drive: no way leads there
        return escape(f"{words}: {path}")
    name = path.name if words == FILES[".pdf"] else words
    return f'<a href="{escape(quote(way))}">{escape(name)}</a>'
