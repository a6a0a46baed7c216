"""The files of an edition: one PDF, one page, one workbook, the tables, the
manifest.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from nbformat import NotebookNode

from briefing.errors import BriefingError
from briefing.measure import Chosen
from briefing.publish.asking import title_of
from briefing.publish.manifest import as_json, manifest, printed, with_outputs
from briefing.publish.naming import pdf_name
from briefing.publish.profile import Profile
from briefing.publish.slices import LARGEST, slices
from briefing.render import exhibits, join, to_html, to_pdf, to_workbook
from briefing.render.front import tables
from briefing.render.tools import Tools


class DataChanged(BriefingError):
    """Data that were edited while a briefing was made from them."""


def contents(
    chosen: Chosen,
    profile: Profile,
    edition: str,
    chapters: Sequence[NotebookNode],
    *,
    workers: int = 1,
    tools: Tools | None = None,
) -> dict[str, bytes]:
    """Make every file of an edition, *workers* at a time; the bytes are always the
    same.

    The PDF carries the tables, the slice of the data and the manifest as attachments;
    the manifest beside it also holds the digest of the PDF. The page for a browser and
    the workbook are made from the same run, under the same name. A table of the data
    that is too large to be sent about inside the PDF stands beside it.
    """
    payloads = [payload for chapter in chapters for payload in exhibits(chapter)]
    printed_tables, data = tables(payloads), slices(chosen)
    beside = {name: text for name, text in data.items() if len(text) > LARGEST}
    attached = printed_tables | {n: data[n] for n in data if n not in beside}
    made = manifest(chosen, profile, edition)
    inner = with_outputs(made, {n: text.encode() for n, text in attached.items()})
    attached["manifest.json"] = as_json(inner).decode()
    if profile.compact and profile.words:
        attached["METHOD.md"] = profile.words
    front = front_matter(chosen, profile, edition) | {
        "made": [*printed(made, chosen), *standing(beside)],
        "attachments": attached,
        "beside": sorted(beside),
    }
    names = [path.stem for path in profile.chapters]
    whole = join(chapters, front | {"method": profile.words}, names)
    pdf = pdf_name(chosen, edition, profile)
    name = pdf.removesuffix(".pdf")
    missing = dict(chosen.dataset.missing)
    files = {name: text.encode() for name, text in (printed_tables | beside).items()}
    tools = tools or Tools()
    files |= side_by_side(
        {
            pdf: lambda: to_pdf(join(chapters, front, names), tools),
            f"{name}.html": lambda: to_html(whole, tools),
            f"{name}.xlsx": lambda: to_workbook(whole, missing),
        },
        workers,
        tools,
    )
    return files | {"manifest.json": as_json(with_outputs(made, files))}


def side_by_side(
    makers: Mapping[str, Callable[[], bytes]], workers: int, tools: Tools
) -> dict[str, bytes]:
    """Make files, some at a time: pandoc and Typst are processes of their own.

    If several cannot be made, the first of them says so, whoever was faster. Whatever
    stops this, Ctrl-C included, stops the *tools* that are at work.
    """
    if workers == 1:
        return {name: make() for name, make in makers.items()}
    with ThreadPoolExecutor(workers) as pool:
        begun = {name: pool.submit(make) for name, make in makers.items()}
        try:
            return {name: future.result() for name, future in begun.items()}
        except BaseException:
            tools.stop()
            raise


def standing(beside: Mapping[str, str]) -> list[list[str]]:
    """Say which tables of the data are too large to be attached."""
    return [
        ["Beside this file, too large to be attached", f"{name}, {len(text):,} letters"]
        for name, text in beside.items()
    ]


def front_matter(chosen: Chosen, profile: Profile, edition: str) -> dict[str, Any]:
    """Gather what stands on the cover and behind the chapters."""
    context = chosen.context()
    limits = f" ({chosen.limits})" if chosen.limits else ""
    return {
        "title": title_of(profile, chosen),
        "scope": f"{chosen.scope}{limits}",
        "edition": edition,
        "method": "" if profile.compact else profile.words,
        "compact": profile.compact,
        **{
            key: context[key]
            for key in (
                "period",
                "version",
                "released",
                "source",
                "licence",
                "headline",
                "parameters",
            )
        },
    }


def refuse_other_data(chosen: Chosen, chapters: Sequence[NotebookNode]) -> None:
    """Refuse chapters that counted other data than were checked at the start."""
    counted = {
        payload["digest"]
        for chapter in chapters
        for payload in exhibits(chapter)
        if payload["kind"] == "context"
    }
    if counted - {chosen.dataset.digest}:
        message = (
            "The data were changed while the briefing was made, so its chapters would "
            "not agree. Nothing was published; run the command again."
        )
        raise DataChanged(message)
