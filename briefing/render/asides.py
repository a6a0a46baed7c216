"""What a cell says beside its results: warnings, logs, progress bars."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from nbformat import NotebookNode

from briefing.render.notebook import as_text, authored_cells, plain_text

LONGEST = 2_000  # characters of an aside that are kept

WIDGET = "application/vnd.jupyter.widget-view+json"

BAR = re.compile(
    r"\d+%\|[^|\n]*\|\s*[\d.]+\w*/[\d.]+\w*|\[\d\d:\d\d<|\bit/s\]"
    r"|[█▏▎▍▌▋▊▉━╸]{6,}[^\n]{0,40}\d+%|\d+%[^\n]{0,10}[█━]{6,}"
)

ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}")

TIMED = re.compile(
    r"^\s*(?:CPU times: |Wall time: )|\bper loop \(mean|\bloops? each\)", re.M
)

SCRATCH = re.compile(r"(?:/var/folders|/private|/tmp)/\S*tmp\S*|/tmp/\S+")

EPOCH = re.compile(r"\b(1[6-9]\d{8}|2\d{9})(?:\.\d+)?\b")

TIME = r"[T, ]+\d{1,2}:\d{2}"


class Aside(NamedTuple):
    """What one cell said beside its results."""

    cell: int
    text: str


def asides(notebook: NotebookNode) -> list[Aside]:
    """List what the cells of an executed chapter said beside their results."""
    found = []
    for number, cell in enumerate(authored_cells(notebook), start=1):
        said = "".join(
            as_text(one.get("text", ""))
            or as_text(one.get("data", {}).get("text/plain", ""))
            for one in cell.get("outputs", [])
            if is_aside(one)
        )
        text = plain_text(said).strip()
        if text:
            found.append(Aside(number, text[:LONGEST]))
    return found


def is_aside(output: Any) -> bool:  # noqa: ANN401  # an output of a notebook
    """Whether an output stands beside the results: standard error, or a progress
    bar that is a widget.
    """
    if output.get("output_type") == "stream" or "name" in output:
        return bool(output.get("name") == "stderr")
    data = output.get("data", {})
    return WIDGET in data and bool(BAR.search(as_text(data.get("text/plain", ""))))


def find_changing_text(output: Any, now: datetime | None = None) -> str:  # noqa: ANN401
    """Name what of an output would be another at the next run; empty where nothing is.

    *now* is the time of the run, where it is known: what shows that time holds a clock.
    """
    said = printed(output)
    if not said:
        return ""
    for pattern, what in (
        (ADDRESS, "an address in memory"),
        (BAR, "a progress bar"),
        (TIMED, "how long a computation took"),
        (SCRATCH, "the path of a temporary file"),
    ):
        if found := pattern.search(said):
            return f"{what} ({' '.join(found[0].split())[:60]})"
    if now is not None:
        return next((f"the time of the run ({one})" for one in clocks(said, now)), "")
    return ""


def printed(output: Any) -> str:  # noqa: ANN401
    """Return the text of an output in the form that is printed."""
    data = output.get("data", {})
    if html := as_text(data.get("text/html", "")):
        return re.sub(r"<[^>]*>", " ", html).replace("&lt;", "<").replace("&gt;", ">")
    if any(kind.startswith("image/") for kind in data):
        return ""
    return as_text(output.get("text", "")) or as_text(data.get("text/plain", ""))


def clocks(text: str, now: datetime) -> Iterator[str]:
    """Find the time of the run in a text, in the forms that programs write."""
    for day in {(now + timedelta(hours=h)).date() for h in (-14, 0, 14)}:
        forms = {
            day.isoformat(), f"{day:%d/%m/%Y}", f"{day:%m/%d/%Y}", f"{day:%d.%m.%Y}",
            f"{day:%Y/%m/%d}", f"{day:%d %b %Y}", f"{day:%d %B %Y}",
        }  # fmt: skip
        for form in forms:
            if found := re.search(re.escape(form) + TIME, text):
                yield found[0]
        if found := re.search(rf"{day:%b} +{day.day} \d\d:\d\d:\d\d", text):
            yield found[0]
        if found := re.search(rf"datetime\({day.year}, {day.month}, {day.day}, ", text):
            yield found[0]
    for found in EPOCH.finditer(text):
        if abs(int(found[1]) - now.timestamp()) < timedelta(days=1).total_seconds():
            yield found[0]


def utc_now() -> datetime:
    """Return the time of this moment."""
    return datetime.now(UTC)
