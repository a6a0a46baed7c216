"""What the form says, as HTML: the choice, the course of a build, and where its files
are.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

from briefing.lab.building import Ended
from briefing.lab.sight import Sight

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
