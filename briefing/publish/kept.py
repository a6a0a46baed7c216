"""The list of editions that nobody may take away: reports/kept.csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from briefing.dataset.find import refuse_inside
from briefing.errors import BriefingError
from briefing.files import sync, write
from briefing.publish.draft import writing
from briefing.publish.editions import edition
from briefing.publish.lock import alone
from briefing.publish.naming import KEPT as KEPT

COLUMNS = ("edition", "reason", "date")


class NotKept(BriefingError):
    """An edition that cannot be marked, or a list that cannot be read."""


def keep(out: Path, name: str, reason: str) -> None:
    """Mark an edition as one that stays, and say why and since when."""
    refuse_inside(out, "--out")
    refuse_missing(out, name)
    if not reason.strip():
        message = f"Say why '{name}' stays: --reason 'Cited in the report of May'."
        raise NotKept(message)
    with listed(out) as rows:
        # While we waited for the list, `prune` may have taken the edition away.
        refuse_missing(out, name)
        today = datetime.now(UTC).date().isoformat()
        rows[name] = (" ".join(reason.split()), today)
        write_list(out, rows)


def refuse_missing(out: Path, name: str) -> None:
    """Refuse to mark what is no edition."""
    if edition(out / name) is None:
        message = (
            f"There is no edition '{name}' in {out}; `briefing status` lists them."
        )
        raise NotKept(message)


def release(out: Path, name: str) -> None:
    """Take the mark from an edition."""
    with listed(out) as rows:
        if name not in rows:
            message = f"'{name}' is not marked as kept in {out / KEPT}."
            raise NotKept(message)
        del rows[name]
        write_list(out, rows)


@contextmanager
def listed(out: Path) -> Iterator[dict[str, tuple[str, str]]]:
    """Read the list while nobody else may change it."""
    with alone(out, KEPT, wait=60):
        yield kept(out)


def kept(out: Path) -> dict[str, tuple[str, str]]:
    """Read which editions stay, why and since when. A list that is odd is not guessed
    at.
    """
    path = out / KEPT
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path} cannot be read ({error}); nothing was taken away or changed."
        raise NotKept(message) from None
    rows = list(csv.reader(io.StringIO(text)))
    if not rows or tuple(rows[0]) != COLUMNS or any(len(row) != 3 for row in rows):
        message = (
            f"{path} must have the columns {', '.join(COLUMNS)}, and each row must "
            f"have all three; nothing was taken away or changed. Mend it by hand."
        )
        raise NotKept(message)
    return {name: (reason, date) for name, reason, date in rows[1:]}


def write_list(out: Path, rows: dict[str, tuple[str, str]]) -> None:
    """Write the list in one step."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([COLUMNS, *((name, *rows[name]) for name in sorted(rows))])
    draft = out / f".{KEPT}.part"
    with writing(out):
        write(draft, text.getvalue().encode())
        draft.replace(out / KEPT)
        sync(out)
