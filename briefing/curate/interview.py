"""A new case, question by question."""

from collections.abc import Callable, Collection, Mapping

from briefing.curate.casefile import Case, Row
from briefing.curate.cases import LEFT_OUT, OTHERWISE
from briefing.curate.change import Change
from briefing.dataset.cell_checks import cell_fault
from briefing.dataset.schema import Column
from briefing.suggest import one_of

LABELS = {"rights": "label", "states": "name"}


def codes_of(
    change: Change, table: str, column: Column, sources: Collection[str]
) -> Mapping[str, str]:
    """Give the codes that a field takes, with their labels; or the sources of the
    case.
    """
    if column.name in ("source_id", "named_by"):
        return dict.fromkeys(sources, "")
    for key in change.package.tables[table].table.foreign_keys:
        target = key.reference.resource
        if key.fields == (column.name,) and target in LABELS:
            field = key.reference.fields[0]
            return {row[field]: row[LABELS[target]] for row in change.rows(target)}
    return column.codes


def by_label(said: str, known: Mapping[str, str]) -> str:
    """Take the label of a code, or the code in other letters, for the code."""
    folded = {code.casefold(): code for code in known}
    folded |= {label.casefold(): code for code, label in known.items() if label}
    return folded.get(said.casefold(), said)


FOLLOW = ("date", "persons_min", "persons_max")  # from what the sources claim

CLAIMED = {"act": "reported", "date": "", "persons": ""}


class Questions:
    """Who asks, and what is known so far."""

    def __init__(
        self, change: Change, ask: Callable[[str], str], tell: Callable[[str], None]
    ) -> None:
        """Remember how to ask and to tell."""
        self.change, self.ask, self.tell = change, ask, tell
        self.sources: list[str] = []
        self.so_far = Case({}, {})

    def case(self) -> Case:
        """Ask for a whole case: its sources first, because the record follows from
        them.
        """
        self.tell("## Sources (at least one)")
        while source := self.source(first=not self.sources):
            self.sources.append(source)
            self.claims(source)
        self.tell("## The incident")
        follows = {row["field"] for row in self.so_far.sections["claims"]}
        into = self.so_far.incident
        self.row("incidents", leave={"incident_id"}, follows=follows, into=into)
        self.tell("## Violations (at least one for an act)")
        self.rows("violations", "right")
        self.tell("## People named in public")
        self.rows("persons", "name")
        self.tell("## Other states involved")
        self.rows("involvements", "state")
        return self.so_far

    def begun(self, section: str, row: Row) -> Row:
        """Note a row before the rest of it is asked for, in case nobody goes on."""
        self.so_far.sections.setdefault(section, []).append(row)
        return row

    def source(self, *, first: bool) -> str:
        """Ask for a source, one that is there or a new one; give what it is called."""
        again = "" if first else ", or Enter for no more"
        while True:
            said = self.ask(f"Source: S-…, or its publisher if it is new{again}: ")
            if self.change.has("sources", said):
                self.begun("sources", {"source_id": said})
                return said
            if said.startswith("S-"):
                self.tell(f"There is no {said} in sources.csv.")
            elif said:
                word = f"new {len(self.sources) + 1}"
                row = self.begun("sources", {"source_id": word, "publisher": said})
                self.row("sources", leave={*row}, into=row)
                return word
            elif not first:
                return ""

    def claims(self, source: str) -> None:
        """Ask what a source says of the act, of its date and of the number of
        people.
        """
        for name, default in CLAIMED.items():
            offered = default or "nothing"
            said = self.ask(f"What does it say of '{name}'? [{offered}] ") or default
            if said:
                of = {"source_id": source, "field": name, "value": said}
                where = "Where in it (page, paragraph)? [not_reported] "
                row = self.begun("claims", of)
                row["locator"] = self.ask(where) or LEFT_OUT

    def rows(self, table: str, lead: str) -> None:
        """Ask for rows until nobody names another."""
        column = self.columns(table)[lead]
        while said := self.one(table, column, default="", more=" (Enter: no more)"):
            leave = {"incident_id", "person_id", lead}
            row = self.begun(table, {lead: said})
            self.row(table, leave=leave, into=row)
            if table == "persons":
                age = self.columns("appearances")["age"]
                row["age"] = self.one("appearances", age, default="unknown")

    def row(
        self,
        table: str,
        *,
        leave: set[str],
        into: Row,
        follows: set[str] | None = None,
    ) -> None:
        """Ask for the fields of a row, but for those to *leave*."""
        missing = self.change.package.missing
        for name, column in self.columns(table).items():
            if name in leave:
                continue
            if name in FOLLOW and name.partition("_")[0] in (follows or ()):
                continue
            default: str | None = OTHERWISE.get(name, LEFT_OUT)
            if column.constraints.required and default in missing:
                default = None
            if name in ("source_id", "named_by") and len(self.sources) == 1:
                default = self.sources[0]
            into[name] = self.one(table, column, default=default)

    def one(
        self, table: str, column: Column, *, default: str | None, more: str = ""
    ) -> str:
        """Ask for one cell until the answer is one that the field can hold."""
        known = codes_of(self.change, table, column, self.sources)
        self.tell(f"{column.title}: {column.description}")
        if known:
            self.tell("\n".join(f"  {code}  {label}" for code, label in known.items()))
        hint = f" [{default}]" if default else ""
        missing = frozenset(self.change.package.missing)
        while True:
            said = self.ask(f"{column.title}{more}{hint}: ").strip()
            if not said and default is not None:
                return default
            said = by_label(said, known)
            if said in known:  # a new source too, whose word is no identifier yet
                return said
            if fault := cell_fault(column, said, missing):
                self.tell(f"Expected {fault[1]}.")
            elif known and not column.codes and said not in {*known, *missing}:
                self.tell(f"Expected {one_of(said, [*known])}.")
            else:
                return said

    def columns(self, table: str) -> dict[str, Column]:
        """Give the fields of a table by name."""
        return {f.name: f for f in self.change.package.tables[table].table.fields}
