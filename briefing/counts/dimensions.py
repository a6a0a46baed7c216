"""What a count is by: the codes of each dimension in order, their labels and notes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from briefing.selection import description
from briefing.selection.errors import UnknownColumn
from briefing.selection.select import Chosen
from briefing.text import formats, labels

UNCERTAIN = "uncertain"

UNKNOWN = "unknown"

LISTS = "object"  # the type of a column whose cells are tuples

Codes = Mapping[str, str]


@dataclass(frozen=True)
class Dimension:
    """What a count is by.

    `codes` maps each code to its label in order, which a *ranked* count replaces by the
    largest first. Where an incident may stand under several codes it is *overlapping*,
    and its notes begin with *overlap*. `notes` and `overlap` are keys of text.notes.
    """

    name: str
    codes: Codes
    ranked: bool = True
    overlapping: bool = False
    notes: tuple[str, ...] = ()
    overlap: tuple[str, ...] = ("overlap", "right_finding")

    @property
    def key(self) -> str:
        """The name as a part of the key of a count: executing_state."""
        return self.name.replace("-", "").replace(" ", "_")


def dimension(chosen: Chosen, column: str, unit: str) -> Dimension:
    """Return the dimension of a column of the incidents or violations.

    Raises UnknownColumn where neither table has it.
    """
    table = table_of(chosen, column, unit)
    make = DIMENSIONS.get((table, column))
    found = make(chosen) if make else any_column(chosen, table, column)
    # A violation has one right and one responsible state; an incident has several.
    single = table == unit == "violations"
    return replace(found, overlapping=False) if single else found


def table_of(chosen: Chosen, column: str, unit: str) -> str:
    """Return the table of a column: violations come first in counts of violations."""
    tables = ["incidents", "violations"]
    columns = {name: chosen.dataset.table(name).columns for name in tables}
    for table in reversed(tables) if unit == "violations" else tables:
        if column in columns[table]:
            return table
    raise UnknownColumn.of(column, columns)


def is_list(chosen: Chosen, table: str, column: str) -> bool:
    """Tell whether the cells of a column are tuples."""
    return chosen.dataset.table(table)[column].dtype == LISTS


def as_codes(values: pd.Series) -> pd.Series:
    """Return a column as a categorical of texts; no value is 'uncertain' or 'unknown'.

    A year that is not certain has no value, and neither has a number that is not known.
    """
    if not isinstance(values.dtype, pd.CategoricalDtype):
        days = pd.api.types.is_datetime64_any_dtype(values)
        values = values.astype("category")
        known = values.cat.categories
        texts = [str(value)[:10] if days else str(value) for value in known]
        values = values.cat.rename_categories(texts)
    if values.hasnans:
        absent = UNCERTAIN if values.name == "year" else UNKNOWN
        if absent not in values.cat.categories:
            values = values.cat.add_categories(absent)
        values = values.fillna(absent)
    return values


def any_column(chosen: Chosen, table: str, column: str) -> Dimension:
    """Return the dimension of a column that has none of its own.

    Coded columns have the codes and labels of the descriptor, others the values that
    occur, most first.
    """
    name = column.replace("_", " ")
    if is_list(chosen, table, column):
        return list_dimension(chosen, column, name)
    fields = chosen.dataset.package.tables[table].table.fields
    if any(field.codes for field in fields if field.name == column):
        return coded_dimension(chosen, column, name, table=table)
    rows = chosen.incident_at if table == "incidents" else chosen.violation_at
    values = as_codes(chosen.dataset.table(table)[column].iloc[rows])
    found = values.cat.remove_unused_categories().cat.categories
    missing = chosen.dataset.missing
    stated = {code: code for code in found if code not in missing}
    gaps = [code for code in missing if code in found]
    return Dimension(name, stated | missing_labels(chosen, gaps))


def coded_dimension(
    chosen: Chosen,
    column: str,
    name: str,
    known: Codes | None = None,
    *,
    table: str = "incidents",
) -> Dimension:
    """Return the dimension of a coded column, in the order of its codes."""
    codes = field_labels(chosen, column, known, table=table)
    return Dimension(name, codes, ranked=False)


def list_dimension(chosen: Chosen, column: str, name: str) -> Dimension:
    """Return the dimension of a column of lists, most first."""
    codes = field_labels(chosen, column)
    return Dimension(name, codes, overlapping=True, overlap=("several",))


def field_labels(
    chosen: Chosen,
    column: str,
    known: Codes | None = None,
    *,
    table: str = "incidents",
) -> dict[str, str]:
    """Return the codes of a field with their labels, and each kind of not-knowing that
    counted incidents have.
    """
    missing = chosen.dataset.missing
    codes = dict(known or chosen.dataset.categories(table, column))
    values = counted(chosen, table, column)
    occurring = {*(values.explode() if values.dtype == LISTS else values)}
    gaps = [code for code in missing if code in occurring]
    stated = {code: label for code, label in codes.items() if code not in missing}
    return stated | missing_labels(chosen, gaps)


def missing_labels(chosen: Chosen, codes: list[str]) -> dict[str, str]:
    """Return the labels of codes for not-knowing."""
    return {
        code: labels.MISSING.get(code, chosen.dataset.missing[code]) for code in codes
    }


def counted(chosen: Chosen, table: str, column: str) -> pd.Series:
    """Return the different values that counted incidents have, chosen or not."""
    dataset = chosen.dataset
    acts = dataset.incidents["counted"].to_numpy()
    if table == "violations":
        acts = acts[dataset.incident_rows("violations")]
    values: pd.Series = dataset.table(table).loc[acts, column]
    return values.drop_duplicates()


def state_labels(chosen: Chosen, role: str) -> dict[str, str]:
    """Return the states of a role: members, and all that the data name in that role.

    Where the reader chose states in that very role, only those are listed.
    """
    codes = chosen.selection.codes("states")
    if codes is not None and chosen.selection.role == role:
        return {code: chosen.dataset.state_name(code) for code in codes}
    found = named_states(chosen, role) | members(chosen)
    return {code: state_label(chosen, role, code) for code in sorted(found)}


def named_states(chosen: Chosen, role: str) -> set[str]:
    """Return the codes that counted incidents, chosen or not, name in a role."""
    table = "violations" if role == "responsible" else "incidents"
    return set(counted(chosen, table, f"{role}_state"))


def members(chosen: Chosen) -> set[str]:
    """Return the states that are or were members of the SCO."""
    memberships = chosen.dataset.memberships
    return set(memberships.loc[memberships["status"] == "member", "state"])


def state_label(chosen: Chosen, role: str, code: str) -> str:
    """Return the name of a state, or what it means in a role that none is named."""
    if code in chosen.dataset.missing:
        return labels.NO_STATE.get((role, code), chosen.dataset.missing[code])
    return chosen.dataset.state_name(code)


def right_labels(chosen: Chosen, *, short: bool = False) -> dict[str, str]:
    """Return the rights, or those that the reader chose."""
    codes = chosen.selection.codes("rights") or chosen.dataset.rights["right"]
    return {code: chosen.dataset.right_label(code, short=short) for code in codes}


def types(chosen: Chosen) -> Dimension:
    """Types of act, or those that the reader chose."""
    codes = chosen.selection.codes("types")
    known = description.vocabulary(chosen.dataset, "types")
    return Dimension(
        "type", known if codes is None else {code: known[code] for code in codes}
    )


def years(chosen: Chosen) -> Dimension:
    """Every year of the period, then the row for years that are not certain."""
    codes = {str(year): str(year) for year in chosen.years}
    codes[UNCERTAIN] = labels.UNCERTAIN_YEAR
    return Dimension("year", codes, ranked=False, notes=("year",))


def findings(chosen: Chosen) -> Dimension:
    """Findings that the selection accepts, strongest first."""
    codes = {code: labels.FINDINGS[code] for code in chosen.selection.findings}
    return Dimension("finding", codes, ranked=False, notes=("finding",))


def executing(chosen: Chosen) -> Dimension:
    """States whose agents acted."""
    return Dimension("executing state", state_labels(chosen, "executing"))


def requesting(chosen: Chosen) -> Dimension:
    """States that asked for the act or received the people."""
    codes = state_labels(chosen, "requesting")
    return Dimension("requesting state", codes, notes=("requested",))


def responsible(chosen: Chosen) -> Dimension:
    """States that answer for violations."""
    codes = state_labels(chosen, "responsible")
    return Dimension(
        "responsible state",
        codes,
        overlapping=True,
        notes=("responsible",),
        overlap=("overlap",),
    )


def rights(chosen: Chosen) -> Dimension:
    """Rights violated, by their short labels."""
    return Dimension("right", right_labels(chosen, short=True), overlapping=True)


def cooperation(_: Chosen) -> Dimension:
    """Whether a request or a receiving state is stated."""
    return Dimension(
        "co-operation", labels.COOPERATION, ranked=False, notes=("requested",)
    )


def membership(_: Chosen) -> Dimension:
    """Whether every state named was certainly a member on the day."""
    return Dimension(
        "membership", labels.MEMBERSHIP, ranked=False, notes=("membership",)
    )


def independent_sources(chosen: Chosen) -> Dimension:
    """Numbers of independent sources up to the largest, fewest first."""
    n = chosen.dataset.incidents["independent_sources"].iloc[chosen.incident_at]
    codes = {
        str(i): formats.counted(i, "independent sources")
        for i in range(1, int(n.max()) + 1)
    }
    return Dimension("independent sources", codes, ranked=False, notes=("independent",))


def fates(chosen: Chosen) -> Dimension:
    """What the newest source says of the people, from worst to best."""
    codes = field_labels(chosen, "fate")
    order = [code for step in labels.FATES.values() for code in step if code in codes]
    ladder = {code: codes[code] for code in order}
    return Dimension("fate", ladder | codes, ranked=False)


DIMENSIONS: Mapping[tuple[str, str], Callable[[Chosen], Dimension]] = {
    ("incidents", "executing_state"): executing,
    ("incidents", "requesting_state"): requesting,
    ("incidents", "type"): types,
    ("incidents", "year"): years,
    ("incidents", "finding"): findings,
    ("incidents", "cooperation"): cooperation,
    ("incidents", "membership"): membership,
    ("incidents", "independent_sources"): independent_sources,
    ("incidents", "groups"): lambda of: list_dimension(of, "groups", "target group"),
    ("incidents", "accusations"): lambda of: list_dimension(
        of, "accusations", "accusation"
    ),
    ("incidents", "protections"): lambda of: list_dimension(
        of, "protections", "protection"
    ),
    ("incidents", "assurances"): lambda of: coded_dimension(
        of, "assurances", "assurances", labels.ASSURANCES
    ),
    ("incidents", "evidence_shown"): lambda of: coded_dimension(
        of, "evidence_shown", "evidence", labels.EVIDENCE_SHOWN
    ),
    ("incidents", "fate"): fates,
    ("violations", "right"): rights,
    ("violations", "responsible_state"): responsible,
    ("violations", "finding"): findings,
}


def ranked(frame: pd.DataFrame, missing: Mapping[str, str], by: str) -> pd.DataFrame:
    """Put the largest first and equals by label; rows that name no state stand last."""
    keys = frame.assign(missing=frame["code"].isin([*missing]))
    order = keys.sort_values(
        ["missing", by, "label"], ascending=[True, False, True], kind="stable"
    )
    return frame.loc[order.index].reset_index(drop=True)
