"""A table as the lines of its files: what nobody touches keeps every byte."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefing.dataset.finding import did_you_mean
from briefing.dataset.resource import Resource
from briefing.errors import BriefingError

PARTS = "/"  # joins the parts of a key, where people write one


@dataclass
class Record:
    """A row: as it was in its file, and as it is to be; either may be nothing."""

    part: int  # which of the files of the table
    line: str
    was: dict[str, str] | None
    now: dict[str, str] | None

    @property
    def touched(self) -> bool:
        """Tell whether the row is another than it was."""
        return self.was != self.now


class Lines:
    """The rows of one table in the order of its files."""

    def __init__(self, resource: Resource, raw: Sequence[bytes]) -> None:
        """Read the rows, with the text of each."""
        self.resource = resource
        self.names = resource.table.names
        texts = [part.decode("utf-8") for part in raw]
        self.headers = [next(pieces(text))[0] for text in texts]
        self.ends = ["\n" if text.endswith("\n") else "" for text in texts]
        self.records = [
            Record(part, line, row, dict(row))
            for part, text in enumerate(texts)
            for line, cells in list(pieces(text))[1:]
            for row in [dict(zip(self.names, cells, strict=True))]
        ]
        self.index = {self.key_of(r.now): r for r in self.records if r.now}

    def standing(self) -> list[Record]:
        """List the rows that are to be there."""
        return [record for record in self.records if record.now is not None]

    def key_of(self, row: Mapping[str, str]) -> str:
        """Give the key of a row in one text."""
        return PARTS.join(row[name] for name in self.resource.table.primary_key)

    def add(self, row: dict[str, str]) -> None:
        """Put a row where a curator would look for it."""
        at = self.place(row)
        part = self.records[at - 1].part if at else 0
        self.records.insert(at, record := Record(part, "", None, row))
        self.index[self.key_of(row)] = record

    def put(self, key: str, row: dict[str, str] | None) -> None:
        """Have a row hold something else, or nothing."""
        record = self.index.pop(key)
        record.now = row
        if row is not None:
            self.index[self.key_of(row)] = record
        elif record.was is None:
            self.records.remove(record)

    def place(self, row: Mapping[str, str]) -> int:
        """Give the place after the rows of the same incident or an earlier one; else
        last.
        """
        if "incident_id" not in self.names:
            return len(self.records)
        ours = order(row["incident_id"])
        standing = [order((r.now or r.was or row)["incident_id"]) for r in self.records]
        if ours in standing:
            return len(standing) - standing[::-1].index(ours)
        earlier = [at for at, other in enumerate(standing, start=1) if other < ours]
        return max(earlier, default=0)

    def files(self) -> dict[str, bytes]:
        """Give the files that are to be another than they were."""
        moved = {record.part for record in self.records if record.touched}
        return {self.resource.files[part]: self.written(part) for part in sorted(moved)}

    def written(self, part: int) -> bytes:
        """Write one file: the lines of untouched rows as they stood."""
        lines = [self.headers[part]]
        for record in self.standing():
            if record.part == part:
                old = record.line if not record.touched else self.line(record.now or {})
                lines.append(old)
        return ("\n".join(lines) + self.ends[part]).encode("utf-8")

    def line(self, row: Mapping[str, str]) -> str:
        """Write one row as the package writes them."""
        line = io.StringIO()
        # A cell with a line break is quoted only if a line break ends the lines.
        writer = csv.writer(line, lineterminator="\n")
        writer.writerow([row[name] for name in self.names])
        return line.getvalue().removesuffix("\n")

    def whole(self, row: Mapping[str, str]) -> dict[str, str]:
        """Give a row with all fields of the table, or say which are wanting or
        strange.
        """
        self.known(row)
        wanting = [name for name in self.names if name not in row]
        if wanting:
            message = (
                f"A row of {self.resource.path} lacks {', '.join(wanting)}. Give each, "
                "with the code for why a value is not known where there is none."
            )
            raise BriefingError(message)
        return {name: row[name] for name in self.names}

    def known(self, row: Mapping[str, str]) -> None:
        """Refuse fields that the table has not."""
        for name in row:
            if name not in self.names:
                meant = did_you_mean(name, self.names)
                message = (
                    f"{self.resource.path} has no field '{name}'; expected {meant}"
                )
                raise BriefingError(message)


def pieces(text: str) -> Iterator[tuple[str, list[str]]]:
    """Give each row of a CSV text as it stands, without its line end, and its cells."""
    # Not splitlines: a cell may hold signs that it takes for the end of a line.
    lines = text.removesuffix("\n").split("\n")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begun = 0
    for cells in reader:
        yield "\n".join(lines[begun : reader.line_num]), cells
        begun = reader.line_num


def order(incident: str) -> tuple[int, str]:
    """Order incidents by their number, however many digits it has."""
    return len(incident), incident
