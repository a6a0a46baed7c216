"""Turn notebooks into a briefing: run them, join them, set them as PDF, page and
workbook.

A name is fetched from its module when it is first used: a fork that only runs notebooks
needs no typesetter, and a command that only looks needs neither.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.render.binding import join
    from briefing.render.exporter import BriefingExporter
    from briefing.render.failure import ChapterFailed
    from briefing.render.forks import warm
    from briefing.render.html import to_html
    from briefing.render.payloads import exhibits
    from briefing.render.run import run_chapter, run_chapters
    from briefing.render.typeset import to_pdf
    from briefing.render.workbook import to_workbook

_HOMES = {
    "BriefingExporter": "exporter",
    "ChapterFailed": "failure",
    "exhibits": "payloads",
    "join": "binding",
    "run_chapter": "run",
    "run_chapters": "run",
    "to_html": "html",
    "to_pdf": "typeset",
    "to_workbook": "workbook",
    "warm": "forks",
}

__all__ = [
    "BriefingExporter",
    "ChapterFailed",
    "exhibits",
    "join",
    "run_chapter",
    "run_chapters",
    "to_html",
    "to_pdf",
    "to_workbook",
    "warm",
]


def __getattr__(name: str) -> object:
    """Fetch a name of this room from the module that it lives in."""
    if name not in _HOMES:
        message = f"module 'briefing.render' has no attribute '{name}'"
        raise AttributeError(message)
    found = getattr(import_module(f"briefing.render.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
