"""Tables of counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from briefing.counts.count import Count, CrossCount
from briefing.counts.dimensions import state_label
from briefing.counts.disagreements import FIELD_LABELS
from briefing.counts.evidence import Evidence, evidence
from briefing.counts.headline import Level, sensitivity
from briefing.counts.incidents import (
    incidents_by_assurances,
    incidents_by_evidence,
    incidents_by_finding,
    persons_by_executing_state,
)
from briefing.counts.organisation import (
    Term,
    executing_by_membership,
    incidents_by_chair,
    terms,
)
from briefing.counts.overlaps import Overlap
from briefing.counts.persons import gathered, named_by_occupation, occupation_group
from briefing.counts.roles import (
    as_either,
    as_executing,
    as_requesting,
    as_responsible,
    region,
    subject,
)
from briefing.counts.violations import violations_by_finding, violations_by_right
from briefing.exhibits.alt_text import alt, combination, cross_alt
from briefing.exhibits.exhibit import Exhibit, of_all, of_count, of_cross, of_overlap
from briefing.exhibits.style import FINDING_LABELS
from briefing.exhibits.titles import (
    FINDINGS,
    Entry,
    bounds,
    entries,
    overlap_title,
    pairs,
    selection_subtitle,
    subtitle,
    title,
)
from briefing.selection.select import Chosen
from briefing.tables import table as printed_table
from briefing.tables.records import data_of, people_of
from briefing.tables.table import column, count_table, exhibit
from briefing.text.formats import (
    day_in_words,
    listing,
    lower_first,
    number,
    people,
    sentence_case,
    some,
    span,
)


def table(of: Count | CrossCount) -> Exhibit:
    """Print a count, or the cells of a cross that hold any, with their notes."""
    return cross_table(of) if isinstance(of, CrossCount) else count_table(of)


def cross_table(cross: CrossCount) -> Exhibit:
    """Print the cells of a cross that hold any, most first."""
    cells = pairs(cross)
    columns = [
        column("row_label", sentence_case(cross.row_dimension), wide=2.0, text=True),
        column("col_label", sentence_case(cross.col_dimension), wide=2.0, text=True),
        *(column(key, label) for key, label in FINDING_LABELS.items()),
        column("n", "Total"),
    ]
    rows = [
        [cell.row, cell.column, *(str(part) for part in cell.parts), str(cell.n)]
        for cell in cells
    ]
    sums = [str(sum(cell.parts[i] for cell in cells)) for i in range(3)]
    rows.append(["Total", "", *sums, str(cross.total)])
    empty = len(cross.frame) - len(cells)
    notes = [f"{empty} further pairs hold none and are left out of this table."]
    frame = cross.frame
    data = [
        [cell if isinstance(cell, str) else int(cell) for cell in row]
        for row in frame.itertuples(index=False)
    ]
    return exhibit(
        cross.chosen,
        key=cross.key,
        title=cross.title,
        subtitle=subtitle(cross),
        unit=cross.unit,
        alt=cross_alt(cross, "Table"),
        columns=columns,
        rows=rows,
        data={"columns": [str(name) for name in frame.columns], "rows": data},
        notes=[*(notes if empty else []), *cross.chosen.notes(*cross.notes)],
        total=True,
        behind=of_cross(cross),
    )


def combination_table(overlap: Overlap) -> dict[str, Any]:
    """Give combinations as columns, rows and data; the data say which rows belong to
    each.
    """
    rows = overlap.combinations.to_dict("records")
    codes = list(overlap.sets["code"])
    columns = [
        column("combination", "Reported by", wide=4.0, text=True),
        *(column(key, head) for key, head in FINDING_LABELS.items()),
        column("n", "Total"),
    ]
    numbers = [[int(row[key]) for key in (*FINDINGS, "n")] for row in rows]
    names = [combination(overlap, row["codes"]) for row in rows]
    marks = [["yes" if c in row["codes"] else "no" for c in codes] for row in rows]
    return {
        "columns": columns,
        "rows": [
            [words, *map(number, of)] for words, of in zip(names, numbers, strict=True)
        ],
        "behind": of_overlap(overlap),
        "data": {
            "columns": ["combination", *overlap.sets["label"], *FINDINGS, "n"],
            "rows": [
                [words, *mark, *of]
                for words, mark, of in zip(names, marks, numbers, strict=True)
            ],
        },
    }


def overlap_table(overlap: Overlap) -> Exhibit:
    """Print the rows of an overlap: how many incidents, alone and with others, by
    finding.
    """
    rows = overlap.sets.to_dict("records")
    columns = [
        column("label", sentence_case(overlap.dimension), wide=3.4, text=True),
        column("alone", "No other row"),
        column("shared", "With others"),
        *(column(key, head) for key, head in FINDING_LABELS.items()),
        column("n", "Total"),
    ]
    numbers = [
        [int(row["alone"]), int(row["n"] - row["alone"])]
        + [int(row[key]) for key in (*FINDINGS, "n")]
        for row in rows
    ]
    names = [str(row["label"]) for row in rows]
    return exhibit(
        overlap.chosen,
        key=f"{overlap.key}_alone",
        title=overlap.title,
        subtitle=selection_subtitle(overlap.chosen, overlap.title),
        unit=overlap.unit,
        alt=f"{overlap_title(overlap)}. {number(len(rows))} rows.",
        columns=columns,
        rows=[[who, *map(str, of)] for who, of in zip(names, numbers, strict=True)],
        data={
            "columns": [one["key"] for one in columns],
            "rows": [[who, *of] for who, of in zip(names, numbers, strict=True)],
        },
        notes=overlap.chosen.notes("several_sources", "documented"),
    )


STANDINGS = {
    "before": "Before a state named was a member",
    "unclear": "Not certain",
    "member": "Among members",
    "not_applicable": "No state named",
}

TERMS = (
    "Terms run from the end of one summit to the end of the next; where that is "
    "derived and not all of it was seen in a source, an asterisk says so."
)


def chairs_table(chosen: Chosen) -> Exhibit:
    """Print incidents by the state in the chair, with its terms."""
    count = incidents_by_chair(chosen)
    every = terms(chosen)
    rows: list[list[str]] = []
    data: list[list[str | int]] = []
    sums = [0, 0, 0, 0]
    for entry in entries(count):
        held = ", ".join(years_of(one) for one in every if one.state == entry.code)
        parts = [part[0] for part in entry.parts]
        sums = [a + b for a, b in zip(sums, [*parts, entry.low], strict=True)]
        rows.append([entry.label, held, *map(str, parts), str(entry.low)])
        data.append([entry.code, entry.label, held, *parts, entry.low])
    rows.append(["Total", "", *map(str, sums)])
    return exhibit(
        chosen,
        key=count.key,
        title=count.title,
        subtitle=subtitle(count),
        unit=count.unit,
        alt=alt(count, "Table"),
        columns=[
            column("label", "In the chair", wide=2.2, text=True),
            column("terms", "Terms", wide=3.4, text=True),
            *(column(key, label) for key, label in FINDING_LABELS.items()),
            column("n", "Total"),
        ],
        rows=rows,
        data={"columns": ["code", "label", "terms", *FINDING_LABELS, "n"],
              "rows": data},
        notes=[TERMS, *chosen.notes(*count.notes)],
        behind=of_count(count),
        total=True,
    )  # fmt: skip


def years_of(term: Term) -> str:
    """Write a term by its years: 2004/05, and an asterisk where not all was seen."""
    mark = "" if term.seen else "*"
    first = term.start.year
    if pd.isna(term.end):
        return f"since {first}{mark}"
    last = term.end.year
    return f"{first}{mark}" if first == last else f"{first}/{last % 100:02d}{mark}"


def membership_table(chosen: Chosen) -> Exhibit:
    """Print incidents by executing state, before and after membership."""
    cross = executing_by_membership(chosen)
    frame = cross.frame
    grid = frame.pivot(index="row_code", columns="col_code", values="n")
    shown = [
        code
        for code in STANDINGS
        if code in ("before", "member") or grid[code].sum() > 0
    ]
    order = list(dict.fromkeys(frame["row_code"]))
    rows = []
    for code in order:
        numbers = [int(grid.loc[code, one]) for one in shown]
        name = state_label(chosen, "executing", code)
        rows.append([name, since(chosen, code), *map(str, [*numbers, sum(numbers)])])
    sums = {one: int(grid[one].sum()) for one in shown}
    said = [f"{number(n)} {lower_first(STANDINGS[one])}" for one, n in sums.items()]
    return exhibit(
        chosen,
        key=cross.key,
        title="Incidents by executing state, before and after membership",
        subtitle=subtitle(cross),
        unit=cross.unit,
        alt=f"Table of {len(rows)} executing states: {listing(said)}.",
        columns=[
            column("row_label", "Executing state", wide=1.6, text=True),
            column("since", "Member since", wide=1.6, text=True),
            *(column(code, STANDINGS[code], wide=1.2) for code in shown),
            column("n", "Total"),
        ],
        rows=[*rows, ["Total", "", *map(str, [*sums.values(), sum(sums.values())])]],
        data=data_of(frame),
        notes=chosen.notes(*cross.notes, "before_after"),
        behind=of_cross(cross),
        total=True,
    )


def since(chosen: Chosen, code: str) -> str:
    """Say since when a state has been a member, as far as that was seen."""
    memberships = chosen.dataset.memberships
    own = memberships[
        (memberships["state"] == code) & (memberships["status"] == "member")
    ].sort_values("from")
    if own.empty:
        return "" if code in chosen.dataset.missing else "not a member"
    first = own.iloc[0]
    if "from" in str(first["unverified_cells"]).split(";"):
        return f"{first['from'].year}"
    return day_in_words(first["from"].date())


SIDE_BY_SIDE = (
    "The numbers of the state are part of those of all states. They stand side by "
    "side and are no rates and no ranking."
)


def beside_region(chosen: Chosen) -> Exhibit:
    """Print what a state did, asked for and answers for, beside the same of all
    states.
    """
    acted, asked, answers = (
        as_executing(chosen),
        as_requesting(chosen),
        as_responsible(chosen),
    )
    every = region(chosen)
    stated = every.incidents["cooperation"] == "requested"
    rows = [
        ["Incidents that it carried out", *_split(incidents_by_finding(acted)),
         number(len(every.incident_at))],
        ["Incidents done at its request, or in which it received the people",
         *_split(incidents_by_finding(asked)), number(int(stated.sum()))],
        ["People acted on in what it carried out", *_people(acted),
         span(*every.persons())],
        ["Violations that it is named responsible for",
         *_split(violations_by_finding(answers)), number(len(every.violation_at))],
    ]  # fmt: skip
    name = chosen.dataset.state_name(subject(chosen))
    columns = [
        column("what", "What is counted", wide=3.4, text=True),
        *(column(finding, finding.capitalize()) for finding in FINDINGS),
        column("n", name),
        column("all_states", "All states"),
    ]
    return exhibit(
        chosen,
        key="state_beside_region",
        title=f"{name} in its three roles, and all states",
        subtitle=selection_subtitle(
            as_either(chosen), "Incidents, people and violations by role"
        ),
        unit="incidents, persons, violations",
        alt=f"{name} and all states: "
        + "; ".join(f"{r[0]} {r[4]}, {r[5]}" for r in rows),
        columns=columns,
        rows=rows,
        data={"columns": [one["key"] for one in columns], "rows": rows},
        notes=[SIDE_BY_SIDE, *chosen.notes("persons_range")],
        behind=of_all(as_either(chosen)),
    )


def _split(count: Count) -> list[str]:
    """Print a count by finding, zero included, and its total."""
    rows = {row.code: row.low for row in entries(count)}
    return [*(number(rows.get(one, 0)) for one in FINDINGS), number(bounds(count)[1])]


def _people(chosen: Chosen) -> list[str]:
    """Print the people acted on by finding, and in all."""
    whole = span(*bounds(persons_by_executing_state(chosen)))
    return [*(people_of(chosen, finding) for finding in FINDINGS), whole]


def rights_beside_region(chosen: Chosen) -> Exhibit:
    """Print the violations of each right that a state answers for, beside all
    states'.
    """
    answers = as_responsible(chosen)
    whole = {row.code: row.low for row in entries(violations_by_right(region(chosen)))}
    counted = entries(violations_by_right(answers))
    rows = [
        [
            row.label,
            *(number(part[0]) for part in row.parts),
            number(row.low),
            number(whole[row.code]),
        ]
        for row in counted
    ]
    name = chosen.dataset.state_name(subject(chosen))
    columns = [
        column("label", "Right", wide=2.6, text=True),
        *(column(finding, finding.capitalize()) for finding in FINDINGS),
        column("n", name),
        column("all_states", "All states"),
    ]
    return exhibit(
        answers,
        key="state_rights_beside_region",
        title=f"Violations of each right: {name} and all states",
        subtitle=selection_subtitle(answers, "Violations by right"),
        unit="violations",
        alt=f"{number(len(rows))} rights with the violations that {name} is named "
        f"responsible for and those of all states.",
        columns=columns,
        rows=rows,
        data={"columns": [one["key"] for one in columns], "rows": rows},
        notes=[SIDE_BY_SIDE, *chosen.notes("alleged", "responsible")],
    )


MOST = 8  # descriptions of a group that are printed; the data of the table has all

QUESTIONS = {
    "Assurances of the requesting state": incidents_by_assurances,
    "Evidence for the accusation": incidents_by_evidence,
}

Answer = list[str | int]


def answers_table(chosen: Chosen) -> Exhibit:
    """Print what sources say of assurances and of evidence; each incident stands once
    under each question.
    """
    lines: list[Answer] = []
    said = []
    for question, measure in QUESTIONS.items():
        count = measure(chosen)
        said.append(title(count))
        lines += [[question, row.label, *split(row)] for row in entries(count)]
    return exhibit(
        chosen,
        key="assurances_and_evidence",
        title="Assurances given and evidence shown",
        subtitle=selection_subtitle(chosen, "Incidents by what sources say of each"),
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
        found[code] = printed_table.named(said)
    return found


CELLS = {
    "accusations": "accusation",
    "date": "date",
    "date_end": "end of the act",
    "executing_state": "executing state",
    "fate": "fate",
    "outcome": "outcome",
    "persons_max": "highest number of people",
    "persons_min": "lowest number of people",
    "place": "place",
    "requesting_state": "requesting state",
    "type": "type of act",
}

WeakPoint = tuple[str, str, int, int]


def evidence_table(chosen: Chosen) -> Exhibit:
    """Print the weak points of the record, each as a number of its own whole.

    An incident may stand in several of the lines that begin with *of which*.
    """
    lines = weak_points(evidence(chosen))
    columns = [
        column("point", "Weak point", wide=4.6, text=True),
        column("unit", "Unit", wide=1.6, text=True),
        column("n", "Number"),
        column("of", "Of"),
    ]
    return exhibit(
        chosen,
        key="evidence",
        title="Where the record is weak",
        subtitle=selection_subtitle(
            chosen, "Links, sources and incidents, each of its own whole"
        ),
        unit="links, sources, incidents",
        alt=f"{len(lines)} weak points of the record, each with its number and whole.",
        columns=columns,
        rows=[[point, unit, number(n), number(of)] for point, unit, n, of in lines],
        data={"columns": [one["key"] for one in columns], "rows": [*map(list, lines)]},
        notes=("A link is one incident and one source that reports it.",),
    )


def weak_points(found: Evidence) -> list[WeakPoint]:
    """Word each weak point, with its unit, its number and its whole; none is said as
    well.
    """
    links, sources, acts = found.links, found.sources, found.incidents
    lines = [
        ("Adds no voice, as it repeats another source", "links", found.repeating_links),
        ("Adds no voice, as its publisher spoke already", "links", found.second),
        ("Repeats another source", "sources", found.repeating),
        ("Read at the address of a copy", "sources", found.copies),
        ("Without a date of publication", "sources", found.without_date),
        ("Without an address", "sources", found.without_address),
        ("With a cell that was not seen in a source", "incidents", found.unverified),
    ]
    lines += [
        (f"of which unseen: {CELLS.get(cell, cell)}", "incidents", n)
        for cell, n in found.unverified_cells.items()
    ]
    lines.append(
        ("On which sources contradict each other", "incidents", found.differing)
    )
    lines += [
        (
            f"of which disputed: {lower_first(FIELD_LABELS.get(field, field))}",
            "incidents",
            n,
        )
        for field, n in found.differing_fields.items()
    ]
    wholes = {"links": links, "sources": sources, "incidents": acts}
    return [(point, unit, n, wholes[unit]) for point, unit, n in lines]


Range = tuple[int, int]

UNIT = "incidents, persons, violations, states"

ONLY = (
    "This selection accepts nothing but what a court or treaty body found, so there is "
    "no weaker standard to hold it against."
)

HEADS = (
    ("incidents", "Incidents"),
    ("people", "People acted on"),
    ("violations", "Violations"),
    ("executing", "Executing states"),
    ("requesting", "Requesting states"),
    ("responsible", "Responsible states"),
)


def sensitivity_table(chosen: Chosen) -> Exhibit:
    """Print the headline numbers under each standard of evidence, weakest first."""
    levels = sensitivity(chosen)
    return exhibit(
        chosen,
        key="sensitivity",
        title="Headline numbers by the least evidence accepted",
        subtitle=selection_subtitle(chosen, "Each line is selected anew"),
        unit=UNIT,
        alt=sensitivity_alt(levels),
        notes=chosen.notes("levels"),
        **sensitivity_rows(levels),
    )


def ranges(level: Level) -> dict[str, Range]:
    """Give the headline numbers of a level, each as two ends."""
    found = level.totals
    return {
        "incidents": (found.incidents, found.incidents),
        "people": (found.persons_min, found.persons_max),
        "violations": (found.violations, found.violations),
        "executing": (found.executing_states, found.executing_states),
        "requesting": (found.requesting_states, found.requesting_states),
        "responsible": (found.responsible_states, found.responsible_states),
    }


def sensitivity_rows(levels: Sequence[Level]) -> dict[str, Any]:
    """Give columns, rows and data of the levels."""
    numbers = [ranges(level) for level in levels]
    heads = ["finding", "incidents", "persons_min", "persons_max", "violations"]
    heads += ["executing_states", "requesting_states", "responsible_states"]
    return {
        "columns": [
            column("label", "Least accepted", wide=2.6, text=True),
            *(column(key, head) for key, head in HEADS),
        ],
        "rows": [
            [level.label, *(span(*of[key]) for key, _ in HEADS)]
            for level, of in zip(levels, numbers, strict=True)
        ],
        "data": {
            "columns": heads,
            "rows": [
                [level.finding, *(getattr(level.totals, key) for key in heads[1:])]
                for level in levels
            ],
        },
    }


def sensitivity_title(levels: Sequence[Level]) -> str:
    """Say how many incidents stand under the stricter standards."""
    n = {level.finding: level.totals.incidents for level in levels}
    court = number(n["adjudicated"]) if n["adjudicated"] else "none"
    if len(levels) == 1:
        return f"All {court} incidents rest on the finding of a court or treaty body"
    if len(levels) == 2:
        whole = number(n["corroborated"])
        found = sentence_case(f"{court} of {whole} incidents")
        return f"{found} rest on the finding of a court or treaty body"
    firm = f"{number(n['corroborated'])} of {number(n['reported'])} incidents"
    return f"{firm} have a court or two independent sources, {court} a court's finding"


def sensitivity_alt(levels: Sequence[Level]) -> str:
    """Describe the levels: every headline number of each."""
    said = []
    for level in levels:
        of = ranges(level)
        said.append(
            f"{level.label}: incidents {span(*of['incidents'])}, "
            f"{people(*of['people'])}, violations {span(*of['violations'])}, "
            f"executing states {span(*of['executing'])}"
        )
    form = "Bars of headline numbers by the least evidence accepted"
    return f"{form}. {sensitivity_title(levels)}. {'. '.join(said)}."
