"""What may be answered where an answer is a code, with the words for it."""

from collections.abc import Collection, Mapping

from briefing.curate.change import Change
from briefing.dataset.descriptor import Column

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
