"""The people in tables: what was promised and shown before the act, and what they
did.
"""

from __future__ import annotations

from briefing.measure import (
    Chosen,
    Count,
    incidents_by_assurances,
    incidents_by_evidence,
    named_by_occupation,
)
from briefing.measure.occupations import occupation_group
from briefing.measure.people import gathered
from briefing.show import cut
from briefing.show.alt import alt
from briefing.show.behind import of_count
from briefing.show.exhibit import Exhibit
from briefing.show.house import FINDING_LABELS
from briefing.show.leads import subtitle, title
from briefing.show.records import place
from briefing.show.tables import column, exhibit
from briefing.show.tidy import Entry, entries
from briefing.show.words import number, some

MOST = 8  # descriptions of a group that are printed; the data of the table has all

QUESTIONS = {
    "Assurances of the requesting state": incidents_by_assurances,
    "Evidence for the accusation": incidents_by_evidence,
}
Line = list[str | int]


def answers_table(chosen: Chosen) -> Exhibit:
    """Print what sources say of assurances and of evidence; each incident stands once
    under each question.
    """
    lines: list[Line] = []
    said = []
    for question, measure in QUESTIONS.items():
        count = measure(chosen)
        said.append(title(count))
        lines += [[question, row.label, *split(row)] for row in entries(count)]
    return exhibit(
        chosen,
        key="assurances_and_evidence",
        title="Assurances given and evidence shown",
        subtitle=place(chosen, "Incidents by what sources say of each"),
        unit="incidents",
        alt=f"Table of two questions. {'. '.join(said)}.",
        columns=[
            column("question", "Question", wide=2.4, text=True),
            column("answer", "What sources say", wide=2.0, text=True),
            *(column(key, label) for key, label in FINDING_LABELS.items()),
            column("n", "Total"),
        ],
        rows=[[str(cell) for cell in line] for line in lines],
        data={"columns": ["question", "answer", *FINDING_LABELS, "n"], "rows": lines},
        notes=chosen.notes("silence"),
    )


def occupations_table(chosen: Chosen) -> Exhibit:
    """Print the occupations of people named in public, in groups, with the words for
    them.

    Where names are withheld the words are too, as some fit one person only.
    """
    count = named_by_occupation(chosen)
    words, rows = stated(chosen, count), entries(count)
    numbers = [split(row) for row in rows]
    heads = [
        column("label", "Occupation", wide=1.8, text=True),
        column("stated", "In the sources", wide=3.8, text=True),
        *(column(key, label) for key, label in FINDING_LABELS.items()),
        column("n", "Total"),
    ]
    printed = [
        [row.label, some(words[row.code], MOST), *map(str, line)]
        for row, line in zip(rows, numbers, strict=True)
    ]
    sums = [str(sum(of)) for of in zip(*numbers, strict=True)]
    data = [[row.label, "; ".join(words[row.code]), *split(row)] for row in rows]
    keep = [
        i
        for i, one in enumerate(heads)
        if one["key"] != "stated" or any(words.values())
    ]
    return exhibit(
        chosen,
        key=count.key,
        title="Occupations of people named in public",
        subtitle=subtitle(count),
        unit=count.unit,
        alt=alt(count, "Table"),
        behind=of_count(count),
        columns=[heads[i] for i in keep],
        rows=[[line[i] for i in keep] for line in [*printed, ["Total", "", *sums]]],
        data={
            "columns": [heads[i]["key"] for i in keep],
            "rows": [[line[i] for i in keep] for line in data],
        },
        notes=chosen.notes("occupation"),
        total=True,
    )


def split(row: Entry) -> list[int]:
    """Give the numbers of a row: adjudicated, corroborated, reported, and all."""
    return [*(part[0] for part in row.parts), row.low]


def stated(chosen: Chosen, count: Count) -> dict[str, list[str]]:
    """List the words that sources have for the occupations of a group, most used
    first.
    """
    rows = entries(count)
    found: dict[str, list[str]] = {row.code: [] for row in rows}
    if chosen.selection.names == "withheld":
        return found
    missing = chosen.dataset.missing
    occupations = gathered(chosen).persons["occupation"]
    uses_of: dict[str, dict[str, int]] = {}
    group = occupation_group(missing)
    for words, n in occupations.value_counts(sort=False).items():
        uses_of.setdefault(group(str(words)), {})[str(words)] = int(n)
    for code in (row.code for row in rows if row.code not in missing):
        uses = uses_of.get(code, {})
        ordered = sorted(uses.items(), key=lambda use: (-use[1], use[0].lower()))
        said = [f"{one} ({number(n)})" if n > 1 else one for one, n in ordered]
        found[code] = cut.named(said)
    return found
