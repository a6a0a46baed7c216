"""
Turn notebooks into a briefing: run them, join them, set them as PDF, page and workbook.
"""

from briefing.render.exporter import BriefingExporter, to_pdf
from briefing.render.html import to_html
from briefing.render.join import join
from briefing.render.payloads import exhibits
from briefing.render.run import ChapterFailed, run_chapter
from briefing.render.workbook import to_workbook

__all__ = [
    "BriefingExporter",
    "ChapterFailed",
    "exhibits",
    "join",
    "run_chapter",
    "to_html",
    "to_pdf",
    "to_workbook",
]
