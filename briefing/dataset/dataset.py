"""The Dataset: its tables, made when they are first used."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

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
from briefing.dataset.parquet import some_of
from briefing.dataset.schema import Package
from briefing.dataset.table import Sheet, in_key_order, typed, written

Where = Mapping[str, Collection[str]]

# What the derived columns follow from, besides the incidents themselves.
BEHIND = {
    "violations": ("incident_id", "basis"),
    "claims": ("incident_id", "source_id", "field", "value"),
    "sources": ("source_id", "publisher", "derived_from"),
}

# Tables whose keys are the categories of the columns that refer to them.
REFERENCES = ("states", "rights", "treaties")


class Made(Mapping[str, pd.DataFrame]):
    """Tables by name, each made once."""

    def __init__(
        self, names: Collection[str], make: Callable[[str], pd.DataFrame]
    ) -> None:
        """Remember how they are made."""
        self._names, self._make = tuple(names), make
        self._made: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Give a table, making it where nobody asked for it before."""
        if name not in self._names:
            raise KeyError(name)
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        """Name the tables."""
        return iter(self._names)

    def __len__(self) -> int:
        """Count the tables."""
        return len(self._names)

    def has(self, name: str) -> bool:
        """Tell whether a table is made already."""
        return name in self._made


class Shelf:
    """The bytes of Parquet tables and the text of the others, and what is made of them.

    Whatever is handed out is corrected.
    """

    def __init__(
        self,
        package: Package,
        raw: Mapping[str, Sequence[bytes]],
        sheets: Mapping[str, Sheet],
    ) -> None:
        """Keep the bytes, and read nothing but the corrections."""
        self._package, self._raw = package, raw
        self._missing = frozenset(package.missing)
        self._sheets = dict(sheets)
        self._changes: dict[str, Changed] = {}
        self._changes = changes_of(
            self._sheet(TABLE, package.tables[TABLE].table.names)
        )
        for name, sheet in sheets.items():
            self._sheets[name] = in_key_order(corrected(sheet, self.changed(name)))
        self.frames = Made(package.tables, self._whole)
        self.texts = Made(package.tables, self._written)

    def cut(self, name: str, columns: Sequence[str], where: Where) -> pd.DataFrame:
        """Give some columns of the rows whose cells are among those asked for."""
        known = self._package.tables[name].table.names
        if self.frames.has(name) or not {*columns, *where} <= {*known}:
            return cut(self.frames[name], columns, where)
        frame = typed(self._sheet(name, columns, where), self._codes(name))
        # Which rows are wanted may be another matter once they are corrected.
        again = name not in self._sheets and self.changed(name)
        return cut(frame, columns, where if again else {})

    def changed(self, name: str) -> Changed:
        """Give what the corrections say of a table."""
        return self._changes.get(name, {})

    def _sheet(
        self, name: str, columns: Sequence[str], where: Where | None = None
    ) -> Sheet:
        """Read some of a table as text, in the order of its key."""
        where = where or {}
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

    def _whole(self, name: str) -> pd.DataFrame:
        """Make a table with its types, and with what is derived from it."""
        names = self._package.tables[name].table.names
        frame = typed(self._sheet(name, names, {}), self._codes(name))
        if name == "incidents":
            behind = {one: self.cut(one, some, {}) for one, some in BEHIND.items()}
            behind |= {"incidents": frame, "memberships": self.frames["memberships"]}
            return derive_incidents(behind, self._missing)
        if name == "violations":
            return derive_violations(frame, self.frames["incidents"])
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
                keys = self.frames[key.reference.resource][column]
                codes[key.fields[0]] = keys.tolist()
        missing = self._package.missing
        return {
            column: list(dict.fromkeys([*known, *missing]))
            for column, known in codes.items()
        }

    def _written(self, name: str) -> pd.DataFrame:
        """Give what stands in the files for numbers, days and truths."""
        return written(self._sheet(name, self._package.tables[name].table.names, {}))


def cut(frame: pd.DataFrame, columns: Sequence[str], where: Where) -> pd.DataFrame:
    """Take some columns of some rows."""
    for name, wanted in where.items():
        frame = frame[frame[name].isin([*wanted])]
    return frame[[*columns]].reset_index(drop=True)


class Tables(ABC):
    """Each table as an attribute."""

    @abstractmethod
    def table(
        self,
        name: str,
        columns: Sequence[str] | None = None,
        where: Mapping[str, Collection[str]] | None = None,
    ) -> pd.DataFrame:
        """Give a table by name, or some of it."""

    @property
    def incidents(self) -> pd.DataFrame:
        """Give the incidents, one act a row, with what is derived."""
        return self.table("incidents")

    @property
    def violations(self) -> pd.DataFrame:
        """Give the rights violated in them."""
        return self.table("violations")

    @property
    def claims(self) -> pd.DataFrame:
        """Give the claims of the sources."""
        return self.table("claims")

    @property
    def sources(self) -> pd.DataFrame:
        """Give the sources."""
        return self.table("sources")

    @property
    def persons(self) -> pd.DataFrame:
        """Give the persons named in public."""
        return self.table("persons")

    @property
    def appearances(self) -> pd.DataFrame:
        """Give the persons in incidents."""
        return self.table("appearances")

    @property
    def involvements(self) -> pd.DataFrame:
        """Give the other states involved."""
        return self.table("involvements")

    @property
    def corrections(self) -> pd.DataFrame:
        """Give the reasoned corrections."""
        return self.table("corrections")

    @property
    def duplicates(self) -> pd.DataFrame:
        """Give what was decided about incidents that look alike, where a package has
        it.
        """
        return self.table("duplicates")

    @property
    def states(self) -> pd.DataFrame:
        """Give the states."""
        return self.table("states")

    @property
    def memberships(self) -> pd.DataFrame:
        """Give the periods of SCO status."""
        return self.table("memberships")

    @property
    def rights(self) -> pd.DataFrame:
        """Give the rights."""
        return self.table("rights")

    @property
    def right_articles(self) -> pd.DataFrame:
        """Give the articles that protect each right."""
        return self.table("right_articles")

    @property
    def treaties(self) -> pd.DataFrame:
        """Give the treaties."""
        return self.table("treaties")

    @property
    def treaty_parties(self) -> pd.DataFrame:
        """Give the positions of states towards treaties."""
        return self.table("treaty_parties")

    @property
    def presidencies(self) -> pd.DataFrame:
        """Give the terms in the chair."""
        return self.table("presidencies")

    @property
    def events(self) -> pd.DataFrame:
        """Give the events for a timeline."""
        return self.table("events")


# The columns that name a key of a reference table in words.
NAMED = (("states", "name"), ("rights", "label"), ("rights", "short_label"))


@dataclass(frozen=True, eq=False)
class Dataset(Tables):
    """A data package that was found sound.

    Every table is handed out afresh: what a caller does to it stays with the caller.
    The root is the absolute folder that was read, or the address where it lies; either
    way `load(str(root))` finds the same package again.
    """

    root: Root
    package: Package = field(repr=False)
    digest: str
    _frames: Mapping[str, pd.DataFrame] = field(repr=False)
    _texts: Mapping[str, pd.DataFrame] = field(repr=False, default_factory=dict)
    _shelf: Shelf | None = field(repr=False, default=None)

    def table(
        self,
        name: str,
        columns: Sequence[str] | None = None,
        where: Where | None = None,
    ) -> pd.DataFrame:
        """Give a table by name, with what is derived from it.

        Of a large table some *columns* may be asked for, and only the rows *where* the
        cells of a column are among some: the rest is then not even read from Parquet.
        """
        # Copy-on-write keeps the caller's changes apart, and no cell is copied for it.
        if columns is None and where is None:
            return self._frames[name].copy(deep=False)
        names = self._frames[name].columns if columns is None else columns
        if self._shelf is not None:
            return self._shelf.cut(name, [*names], where or {})
        return cut(self._frames[name], [*names], where or {})

    def written(self, name: str) -> pd.DataFrame:
        """Give a table as text, as it stands in its file, whatever the file is.

        Numbers and days keep there each its own kind of not-knowing.
        """
        frame, texts = self._frames[name], self._texts.get(name, pd.DataFrame())
        columns = {}
        for one in self.package.tables[name].table.fields:
            column = texts[one.name] if one.name in texts else frame[one.name]
            if one.type == "list":
                column = column.map(one.delimiter.join)
            columns[one.name] = column.astype("str")
        return pd.DataFrame(columns)

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
            frame = self._frames[table]
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
