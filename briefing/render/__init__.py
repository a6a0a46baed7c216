"""
Turn notebooks into a briefing: run them, join them, typeset them.
"""

from briefing.render.exporter import BriefingExporter, to_pdf
from briefing.render.join import join
from briefing.render.payloads import exhibits
from briefing.render.run import ChapterFailed, run_chapter

__all__ = [
    "BriefingExporter",
    "ChapterFailed",
    "exhibits",
    "join",
    "run_chapter",
    "to_pdf",
]
