"""Tell somebody what became of a run: by mail, webhook or chat, through apprise.

Addresses hold passwords. They come from the environment, and are not repeated in any
message, log or error.
"""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from briefing.publish.post import sent
from briefing.publish.traces import NOTIFY, masked

When = Literal["failure", "always", "never"]
GOOD = {"published", "no change"}
PATIENCE = 30.0  # seconds for all addresses together: a notice never holds up a run
LONGEST = 2000


@dataclass(frozen=True)
class Report:
    """What became of one edition, in the words of its outcome."""

    edition: str
    status: str
    chapter: str = ""
    cell: int = 0
    reason: str = ""
    pdf: str | Path | None = None
    seconds: float = 0

    @property
    def good(self) -> bool:
        """Tell whether nobody has to do anything."""
        return self.status in GOOD


def notify(
    reports: Iterable[Report],
    *,
    when: When,
    environment: Mapping[str, str] = os.environ,
    patience: float = PATIENCE,
) -> None:
    """Send one notice about a run, to every address that the environment names.

    What could not be sent is said beside the output, and changes nothing else.
    """
    told = list(reports)
    addresses = environment.get(NOTIFY, "").split()
    bad = any(not one.good for one in told)
    if not told or not addresses or when == "never" or (when == "failure" and not bad):
        return
    notice = masked(title(told), environment), masked(body(told), environment)
    for sentence in sent(addresses, *notice, patience):
        print(sentence, file=sys.stderr, flush=True)


def title(reports: Sequence[Report]) -> str:
    """Say in a line whether all is well."""
    bad = [one for one in reports if not one.good]
    one = (bad or reports)[0]
    if len(bad) > 1 or (bad and len(reports) > 1):
        said = f"{len(bad)} of {len(reports)} briefings need somebody"
    elif len(reports) > 1:
        said = f"{len(reports)} briefings are up to date"
    else:
        said = f"{one.edition}: {one.status}"
    return " ".join(f"SCO briefing, {said}".split())


def body(reports: Sequence[Report]) -> str:
    """Tell of every report what there is to know, what went wrong first."""
    ordered = sorted(reports, key=lambda one: one.good)
    return "\n\n".join("\n".join(lines(one)) for one in ordered)


def lines(report: Report) -> Iterator[str]:
    """Tell of one report where it stopped, why, and what to do."""
    yield f"{report.edition}: {report.status}"
    if report.good:
        yield f"PDF: {report.pdf}"
    if report.chapter:
        yield f"Notebook: {report.chapter}"
        yield f"Cell: {report.cell}"
    if report.reason:
        yield f"Reason: {report.reason[:LONGEST]}"
    if report.seconds:
        yield f"Time: {report.seconds:.1f} s"
    if report.status == "busy":
        yield "What to do: nothing, if the other run ends well; `briefing status` says."
    elif not report.good:
        kept = "the executed notebook is kept in failed/ beside the editions"
        what = kept if report.chapter else "mend what the reason names"
        yield f"What to do: {what}; then run it again."
        yield "Nothing was published. Editions published before are as they were."
