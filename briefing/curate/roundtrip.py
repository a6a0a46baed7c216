"""
A workbook of the package, and back: what was edited in it becomes one change.

A value that stood in the package is not overwritten: its change becomes a correction,
with the reason and the source that the curator gives.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing.curate.book import Remark, Table, in_words
from briefing.curate.change import Change
from briefing.curate.correct import correct, corrected_rows
from briefing.curate.edited import Wanted, edits_in
from briefing.curate.edits import Edit
from briefing.dataset.corrections import TABLE
from briefing.errors import BriefingError

# What curators note for themselves: no briefing counts it.
UNPRINTED = ("duplicates",)


@dataclass(frozen=True)
class Plan:
    """
    What a workbook comes to: edits to agree to, or problems that stand in the way.
    """

    change: Change
    edits: Sequence[Edit]
    notes: Sequence[Remark]
    problems: Sequence[Remark]


def tables_of(change: Change) -> dict[str, Table]:
    """
    Give every table as it is counted, with its corrections applied.
    """
    return {
        name: Table(resource, list(corrected_rows(change, name).values()))
        for name, resource in change.package.tables.items()
    }


def workbook_of(data: str | Path | None = None) -> bytes:
    """
    Return the workbook of a package.
    """
    from briefing.curate.xlsx_out import to_workbook

    change = Change(data)
    return to_workbook(change.package, tables_of(change).values())


def plan_of(
    place: Path,
    data: str | Path | None = None,
    *,
    reason: str = "",
    source: str = "",
    remove: bool = False,
) -> Plan:
    """
    Prepare what was edited in the workbook at *place*; nothing is written.
    """
    change = Change(data)
    held = {name: corrected_rows(change, name) for name in change.package.tables}
    wanted = edits_in(place, tables_of(change))
    if wanted.problems:
        return Plan(change, (), wanted.notes, wanted.problems)
    # Named by their keys in the files, which a correction may have changed since.
    keys = {
        name: {
            in_words(Table(resource, ()).key(row)): key
            for key, row in held[name].items()
        }
        for name, resource in change.package.tables.items()
    }
    refuse_silence(wanted, reason, source, remove=remove)
    for table, row in wanted.added:
        change.add(table, row)
    corrected = []
    for table, shown, cells in wanted.changed:
        key = keys[table][shown]
        if table in UNPRINTED:
            change.set(table, key, cells)
            continue
        for field, now in cells.items():
            was = held[table][key][field]
            correct(change, table, key, field, now=now, reason=reason, source=source)
            corrected.append(Edit(table, shown, "changed", field, was, now))
    for table, shown in wanted.removed:
        change.remove(table, keys[table][shown])
    others = [edit for edit in change.edits() if not ours(edit, wanted)]
    return Plan(change, [*corrected, *others], wanted.notes, ())


def ours(edit: Edit, wanted: Wanted) -> bool:
    """
    Tell whether an edit is the row of a correction that the plan names already.
    """
    typed = [row for table, row in wanted.added if table == TABLE]
    keys = {
        "/".join(row[n] for n in ("table", "key", "field", "date")) for row in typed
    }
    return edit.table == TABLE and edit.kind == "added" and edit.key not in keys


def refuse_silence(wanted: Wanted, reason: str, source: str, *, remove: bool) -> None:
    """
    Refuse to change or take away in silence what stood in the package.
    """
    changed = [one for one in wanted.changed if one[0] not in UNPRINTED]
    if changed and not (reason and source):
        table, key, cells = changed[0]
        message = (
            f"The workbook changes {len(changed)} published "
            f"{'row' if len(changed) == 1 else 'rows'}, first {next(iter(cells))} of "
            f"{key} in {table}. A published value is corrected with a reason: add "
            '--reason "…" --source S-…, and each becomes a row of corrections.csv.'
        )
        raise BriefingError(message)
    if wanted.removed and not remove:
        table, key = wanted.removed[0]
        message = (
            f"{len(wanted.removed)} rows of the package are not in the workbook, first "
            f"{key} of {table}. Put them back, or add --remove to take them out."
        )
        raise BriefingError(message)
