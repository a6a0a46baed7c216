"""
Build an edition: select, run the chapters, join, typeset, publish.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import nbformat
from nbformat import NotebookNode

from briefing.dataset import load
from briefing.errors import BriefingError
from briefing.measure import Chosen, Selection, select
from briefing.publish.contents import contents, refuse_other_data
from briefing.publish.draft import Draft, holds, write, writing
from briefing.publish.naming import FAILED, names, pdf_name, refuse_unfit
from briefing.publish.profile import Profile, read_profile
from briefing.render import ChapterFailed, run_chapter

Progress = Callable[[str, int, int], None]


class TakenName(BriefingError):
    """
    An edition that exists and holds something else: editions are never changed.
    """


@dataclass(frozen=True)
class Outcome:
    """
    What became of a build: published, unchanged, or failed at a cell of a chapter.

    `pdf` is where the edition stands; `notebook` is the executed notebook of a failure.
    """

    status: Literal["published", "unchanged", "failed"]
    edition: str
    folder: Path
    pdf: Path | None = None
    chapter: str = ""
    cell: int = 0
    reason: str = ""
    notebook: Path | None = None


def build(
    selection: Selection,
    *,
    data: Path | str | None,
    out: Path,
    edition: str | None = None,
    progress: Progress | None = None,
    profile: Profile | None = None,
) -> Outcome:
    """
    Make one edition of the briefing in *out*.

    Whatever a person got wrong is refused before the first kernel starts.
    """
    dataset = load(data or selection.data or None)
    chosen = select(dataset, selection)
    profile = profile or read_profile()
    refuse_unfit(edition, out)
    report = progress or silent
    with Draft(out) as draft:
        try:
            chapters = run_all(chosen, profile, report)
        except ChapterFailed as failure:
            return kept(failure, out, next(names(chosen, edition, profile)))
        refuse_other_data(chosen, chapters)
        steps = len(profile.chapters) + 1
        report("Typeset", steps, steps)
        for name in names(chosen, edition, profile):
            pdf = pdf_name(chosen, name, profile)
            files = contents(chosen, profile, name, chapters)
            folder = out / name
            if not folder.exists() and draft.publish(name, files):
                return Outcome("published", name, folder, folder / pdf)
            with writing(out):
                if holds(folder, files):
                    return Outcome("unchanged", name, folder, folder / pdf)
    message = (
        f"Edition '{edition}' exists in {out} and holds something else; editions are "
        f"never changed. Choose another --edition, or leave it out."
    )
    raise TakenName(message)


def run_all(chosen: Chosen, profile: Profile, report: Progress) -> list[NotebookNode]:
    """
    Run the chapters one after another, each with all parameters.
    """
    parameters = chosen.selection.model_dump()
    parameters["data"] = str(chosen.dataset.root.resolve())
    chapters = []
    for number, path in enumerate(profile.chapters, start=1):
        report(path.stem, number, len(profile.chapters) + 1)
        chapters.append(run_chapter(path, parameters, path.parent))
    return chapters


def kept(failure: ChapterFailed, out: Path, edition: str) -> Outcome:
    """
    Keep the executed notebook with its error, where nobody takes it for an edition.
    """
    folder = out / FAILED / edition
    path = folder / f"{failure.chapter}.ipynb"
    with writing(out):
        text = nbformat.writes(failure.notebook)  # type: ignore[no-untyped-call]  # nbformat types little
        write(path, text.encode())
    return Outcome(
        "failed",
        edition,
        folder,
        chapter=failure.chapter,
        cell=failure.cell,
        reason=failure.reason,
        notebook=path,
    )


def silent(step: str, number: int, steps: int) -> None:
    """
    Report nothing.
    """
