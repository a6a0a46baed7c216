"""What a set of changes comes to, cell by cell, for whoever is asked to agree."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from briefing.curate.lines import Lines


@dataclass(frozen=True)
class Edit:
    """One cell that changes; or a row, as its line, that is added or removed."""

    table: str
    key: str
    kind: Literal["added", "changed", "removed"]
    field: str
    was: str
    now: str


def edits_of(lines: Lines) -> Iterator[Edit]:
    """Give what would change in one table, in the order of its rows."""
    table = lines.resource.name
    for record in lines.records:
        was, now = record.was, record.now
        if was is None and now is not None:
            line = lines.line(now)
            yield Edit(table, lines.key_of(now), "added", "", "", line)
        elif now is None and was is not None:
            yield Edit(table, lines.key_of(was), "removed", "", record.line, "")
        elif was is not None and now is not None:
            for name in lines.names:
                if was[name] != now[name]:
                    key = lines.key_of(was)
                    yield Edit(table, key, "changed", name, was[name], now[name])
