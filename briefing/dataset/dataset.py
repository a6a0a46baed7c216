"""The Dataset: its tables, made when they are first used."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property

import pandas as pd

from briefing.dataset.corrections import (
    TABLE,
    Changed,
    changes_of,
    corrected,
    first_parts,
)
from briefing.dataset.derive import derive_incidents, derive_violations
from briefing.dataset.location import Root
from briefing.dataset.memoize import memoize
from briefing.dataset.parquet import some_of
from briefing.dataset.schema import Package
from briefing.dataset.table import (
    Numbers,
    Sheet,
    in_key_order,
    places,
    typed,
    written,
)

Where = Mapping[str, Collection[str]]

# What the derived columns follow from, besides the incidents themselves.
BEHIND = {
    "violations": ("incident_id", "basis"),
    "claims": ("incident_id", "source_id", "field", "value"),
    "sources": ("source_id", "publisher", "derived_from"),
}

# Tables whose keys are the categories of the columns that refer to them.
REFERENCES = ("states", "rights", "treaties")


class Tables:
    """The tables of a package by name."""

    def __init__(
        self,
        frames: dict[str, pd.DataFrame],
        text: Callable[[str], pd.DataFrame],
    ) -> None:
        """Keep tables that are made already, and what gives the text of each."""
        self.frames, self._text = frames, text

    def frame(self, name: str) -> pd.DataFrame:
        """A table with its types, and with what is derived from it."""
        return self.frames[name]

    def text(self, name: str) -> pd.DataFrame:
        """What stands in the file for numbers, days and truths."""
        return self._text(name)

    def cut(self, name: str, columns: Sequence[str], where: Where) -> pd.DataFrame:
        """Some columns of the rows whose cells are among those asked for."""
        return cut(self.frame(name), columns, where)


class LazyTables(Tables):
    """Tables made from the bytes of Parquet files and the text of others, when needed.

    All are corrected.
    """

    def __init__(
        self,
        package: Package,
        raw: Mapping[str, Sequence[bytes]],
        sheets: Mapping[str, Sheet],
    ) -> None:
        """Keep the bytes, and read nothing but the corrections."""
        super().__init__({}, cache(lambda name: written(self._sheet(name))))
        self._package, self._raw = package, raw
        self._sheets = dict(sheets)
        self._changes: dict[str, Changed] = {}
        self._changes = changes_of(self._sheet(TABLE))
        for name, sheet in sheets.items():
            self._sheets[name] = in_key_order(corrected(sheet, self.changed(name)))

    def frame(self, name: str) -> pd.DataFrame:
        """A table with its types, made where nobody asked for it before."""
        if name not in self.frames:
            self.frames[name] = self._made(name)
        return self.frames[name]

    def cut(self, name: str, columns: Sequence[str], where: Where) -> pd.DataFrame:
        """Some columns of some rows; of Parquet only these are read."""
        known = self._package.tables[name].table.names
        if name in self.frames or not {*columns, *where} <= {*known}:
            return cut(self.frame(name), columns, where)
        frame = typed(self._sheet(name, columns, where), self._codes(name))
        # Which rows are wanted may be another matter once they are corrected.
        again = name not in self._sheets and self.changed(name)
        return cut(frame, columns, where if again else {})

    def changed(self, name: str) -> Changed:
        """Give what the corrections say of a table."""
        return self._changes.get(name, {})

    def _sheet(
        self,
        name: str,
        columns: Sequence[str] | None = None,
        where: Where | None = None,
    ) -> Sheet:
        """Read a table, or some of it, as text, in the order of its key."""
        where = where or {}
        columns = columns or self._package.tables[name].table.names
        if name in self._sheets:
            sheet = self._sheets[name]
            return Sheet(sheet.resource, cut(sheet.frame, columns, where))
        resource, said = self._package.tables[name], self.changed(name)
        key = resource.table.primary_key
        wanted = dict.fromkeys([*columns, *key, *(where if said else ())])
        wheres, firsts = [where], first_parts(said, len(key))
        if said:
            wheres += [{} if firsts is None else {key[0]: firsts}]
        frame = some_of(resource, self._raw[name], [*wanted], *wheres)
        return in_key_order(corrected(Sheet(resource, frame), said))

    def _made(self, name: str) -> pd.DataFrame:
        frame = typed(self._sheet(name), self._codes(name))
        if name == "incidents":
            behind = {one: self.cut(one, some, {}) for one, some in BEHIND.items()}
            behind |= {"incidents": frame, "memberships": self.frame("memberships")}
            return derive_incidents(behind, frozenset(self._package.missing))
        if name == "violations":
            return derive_violations(frame, self.frame("incidents"))
        return frame

    def _codes(self, name: str) -> dict[str, list[str]]:
        """Codes of each categorical column in order, those for not-knowing last.

        They stand in the descriptor, or are the keys of a reference table.
        """
        table = self._package.tables[name].table
        codes = {f.name: [*f.codes] for f in table.fields if f.categories}
        for key in table.foreign_keys:
            if key.reference.resource in REFERENCES:
                (column,) = key.reference.fields
                keys = self.frame(key.reference.resource)[column]
                codes[key.fields[0]] = keys.tolist()
        missing = self._package.missing
        return {
            column: list(dict.fromkeys([*known, *missing]))
            for column, known in codes.items()
        }


def cut(frame: pd.DataFrame, columns: Sequence[str], where: Where) -> pd.DataFrame:
    """Take some columns of some rows."""
    for name, wanted in where.items():
        frame = frame[frame[name].isin([*wanted])]
    return frame[[*columns]].reset_index(drop=True)


class NamedTables(ABC):
    """Each table as an attribute, afresh each time."""

    incidents: pd.DataFrame  # one act a row, with what is derived
    violations: pd.DataFrame  # the rights violated in them
    claims: pd.DataFrame  # what each source says of one field
    sources: pd.DataFrame
    persons: pd.DataFrame  # named in public
    appearances: pd.DataFrame  # persons in incidents
    involvements: pd.DataFrame  # other states
    corrections: pd.DataFrame
    duplicates: pd.DataFrame  # decisions on incidents that look alike, if there are any
    states: pd.DataFrame
    memberships: pd.DataFrame  # periods of SCO status
    rights: pd.DataFrame
    right_articles: pd.DataFrame  # the articles that protect each right
    treaties: pd.DataFrame
    treaty_parties: pd.DataFrame  # positions of states towards treaties
    presidencies: pd.DataFrame  # terms in the chair
    events: pd.DataFrame  # for a timeline

    @abstractmethod
    def table(self, name: str) -> pd.DataFrame:
        """A table by its name."""

    def __getattr__(self, name: str) -> pd.DataFrame:
        """The table of this name."""
        if name in NamedTables.__annotations__:
            return self.table(name)
        message = f"{type(self).__name__!r} has no attribute {name!r}"
        raise AttributeError(message, name=name, obj=self)


# The columns that name a key of a reference table in words.
NAMED = (("states", "name"), ("rights", "label"), ("rights", "short_label"))


@dataclass(frozen=True, eq=False)
class Dataset(NamedTables):
    """A data package that was found sound.

    Every table is handed out afresh: what a caller does to it stays with the caller.
    The root is the absolute folder that was read, or the address where it lies; either
    way `load(str(root))` finds the same package again.
    """

    root: Root
    package: Package = field(repr=False)
    digest: str
    tables: Tables = field(repr=False)

    def table(
        self,
        name: str,
        columns: Sequence[str] | None = None,
        where: Where | None = None,
    ) -> pd.DataFrame:
        """A table by name, with what is derived from it.

        Of a large table some *columns* may be asked for, and only the rows *where* the
        cells of a column are among some: the rest is then not even read from Parquet.
        """
        # Copy-on-write keeps the caller's changes apart, and no cell is copied for it.
        if columns is None and where is None:
            return self.tables.frame(name).copy(deep=False)
        names = self.tables.frame(name).columns if columns is None else columns
        return self.tables.cut(name, [*names], where or {})

    @memoize
    def incident_rows(self, table: str) -> Numbers:
        """Row of the incident of each row of a table."""
        return places(self.table(table)["incident_id"], self.incidents["incident_id"])

    def written(self, name: str) -> pd.DataFrame:
        """A table as text, as it stands in its file, whatever the file is.

        Numbers and days keep there each its own kind of not-knowing.
        """
        frame, texts = self.tables.frame(name), self.tables.text(name)
        columns = {}
        for one in self.package.tables[name].table.fields:
            column = texts[one.name] if one.name in texts else frame[one.name]
            if one.type == "list":
                column = column.map(one.delimiter.join)
            columns[one.name] = column.astype("str")
        return pd.DataFrame(columns)

    def rows(self, name: str) -> list[dict[str, str]]:
        """The rows of a table as text."""
        frame = self.written(name)
        names = [str(one) for one in frame]
        cells = zip(*(frame[one] for one in names), strict=True)
        return [dict(zip(names, row, strict=True)) for row in cells]

    def categories(self, table: str, field: str) -> dict[str, str]:
        """Give the codes of a field with their labels in order, the missing codes
        last.
        """
        columns = self.package.tables[table].table.fields
        codes = next(column.codes for column in columns if column.name == field)
        return {**codes, **self.missing}

    def label(self, table: str, field: str, code: str) -> str:
        """Give the words for a code of a field."""
        return self.categories(table, field)[code]

    @property
    def missing(self) -> dict[str, str]:
        """Give the codes for the kinds of not-knowing, with their labels."""
        return self.package.missing

    def state_name(self, code: str) -> str:
        """Give the short name of a state, or the words for why there is none."""
        return self._named("states", code, "name")

    def right_label(self, code: str, *, short: bool = False) -> str:
        """Give the name of a right, or its short name for charts."""
        return self._named("rights", code, "short_label" if short else "label")

    def _named(self, table: str, code: str, column: str) -> str:
        """Look up the words for a key of a reference table."""
        return self.missing.get(code) or self._words[table, column][code]

    @cached_property
    def _words(self) -> dict[tuple[str, str], dict[str, str]]:
        """Read the names once: a register asks for thousands."""
        words = {}
        for table, column in NAMED:
            frame = self.tables.frame(table)
            (key,) = self.package.tables[table].table.primary_key
            words[table, column] = dict(zip(frame[key], frame[column], strict=True))
        return words

    @property
    def title(self) -> str:
        """Give the title of the package."""
        return self.package.title

    @property
    def version(self) -> str:
        """Give the version of the data."""
        return self.package.version

    @property
    def released(self) -> date:
        """Give the day on which this version was released."""
        return self.package.released

    @property
    def licence(self) -> str:
        """Give the title of the licence."""
        return self.package.licenses[0].title
