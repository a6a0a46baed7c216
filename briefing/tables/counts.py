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
from briefing.counts.persons import named_by_occupation, occupation_group, people_named
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
from briefing.exhibits.exhibit import (
    Column,
    Exhibit,
    of_count,
    of_cross,
    of_overlap,
)
from briefing.exhibits.titles import (
    FINDINGS,
    bounds,
    overlap_title,
    subtitle,
    title,
)
from briefing.selection.select import Chosen
from briefing.tables.records import people_of
from briefing.tables.table import (
    SPLIT,
    Printed,
    UnfitTable,
    column,
    count_table,
    exhibit,
    frame_table,
    printed,
    printed_cell,
    shortened,
    texts,
    tuples,
)
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


def table(
    of: Count | CrossCount | pd.DataFrame | pd.Series[Any],
    *,
    title: str | None = None,
    unit: str | None = None,
    note: str | None = None,
    alt: str | None = None,
    key: str | None = None,
    chosen: Chosen | None = None,
) -> Exhibit:
    """Table of a count, of the cells of a cross that hold any, or of any frame.

    A frame needs a *title* and a *unit* (a key of `UNITS`); its index and its heads
    become columns and heads, numbers stand right, a missing value is "not reported".
    *key* is the name by which a sentence refers to the table, *chosen* the selection
    that it is of, or else the one that was selected last. A count words itself.

    Raises UnfitTable.
    """
    words = {"title": title, "unit": unit, "note": note, "alt": alt, "key": key}
    if not isinstance(of, Count | CrossCount):
        return frame_table(of, chosen=chosen, **words)
    given = [name for name, text in words.items() if text]
    if given:
        message = (
            f'Table "{of.title}" cannot be printed: it is a count, which has a title, '
            f"a unit and notes of its own, and {listing(given)} cannot be given. "
            f"Expected is table(count). For words of your own give its frame: "
            f"table(count.frame, title=…, unit=…)."
        )
        raise UnfitTable(message)
    return cross_table(of) if isinstance(of, CrossCount) else count_table(of)


def cross_table(cross: CrossCount) -> Exhibit:
    """Print the cells of a cross that hold any, most first."""
    frame = cross.frame[cross.frame["n"] > 0].sort_values(
        ["n", "row_label", "col_label"], ascending=[False, True, True]
    )
    empty = len(cross.frame) - len(frame)
    notes = [f"{empty} further pairs hold none and are left out of this table."]
    return exhibit(
        cross.chosen,
        frame,
        [
            *texts(
                {
                    "row_label": (sentence_case(cross.row_dimension), 2.0),
                    "col_label": (sentence_case(cross.col_dimension), 2.0),
                }
            ),
            *SPLIT,
        ],
        key=cross.key,
        title=cross.title,
        subtitle=subtitle(cross),
        unit=cross.unit,
        alt=cross_alt(cross, "Table"),
        data=cross.frame,
        notes=[*(notes if empty else []), *cross.chosen.notes(*cross.notes)],
        total=True,
        behind=of_cross(cross),
    )


def combination_table(overlap: Overlap) -> Printed:
    """Columns, rows and data of combinations, for the figure that they are drawn in;
    the data say which rows belong to each.
    """
    found = overlap.combinations
    frame = found[[*FINDINGS, "n"]]
    frame.insert(0, "combination", [combination(overlap, of) for of in found["codes"]])
    data = frame.copy(deep=False)
    sets = zip(overlap.sets["code"], overlap.sets["label"], strict=True)
    for place, (code, label) in enumerate(sets, start=1):
        within = found["codes"].map(lambda codes, code=code: code in codes)
        data.insert(place, label, within.map({True: "yes", False: "no"}))
    columns = [*texts({"combination": ("Reported by", 4.0)}), *SPLIT]
    parts = printed(frame, columns, data)
    return parts | {"behind": of_overlap(overlap)}


def overlap_table(overlap: Overlap) -> Exhibit:
    """Print the rows of an overlap: how many incidents, alone and with others, by
    finding.
    """
    frame = overlap.sets.assign(shared=overlap.sets["n"] - overlap.sets["alone"])
    return exhibit(
        overlap.chosen,
        frame,
        [
            *texts({"label": (sentence_case(overlap.dimension), 3.4)}),
            column("alone", "No other row"),
            column("shared", "With others"),
            *SPLIT,
        ],
        key=f"{overlap.key}_alone",
        title=overlap.title,
        measure=overlap.title,
        unit=overlap.unit,
        alt=f"{overlap_title(overlap)}. {number(len(frame))} rows.",
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
    held = [
        ", ".join(years_of(one) for one in every if one.state == code)
        for code in count.frame["code"]
    ]
    frame = count.frame.copy(deep=False)
    frame.insert(2, "terms", held)
    return exhibit(
        chosen,
        frame,
        [*texts({"label": ("In the chair", 2.2), "terms": ("Terms", 3.4)}), *SPLIT],
        key=count.key,
        title=count.title,
        subtitle=subtitle(count),
        unit=count.unit,
        alt=alt(count, "Table"),
        data=frame,
        notes=[TERMS, *chosen.notes(*count.notes)],
        behind=of_count(count),
        total=True,
    )


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
    order = list(dict.fromkeys(cross.frame["row_code"]))
    grid = cross.frame.pivot(index="row_code", columns="col_code", values="n")
    sums = {code: int(grid[code].sum()) for code in STANDINGS}
    shown = [code for code, n in sums.items() if n or code in ("before", "member")]
    frame = grid.loc[order, shown].assign(
        row_label=[state_label(chosen, "executing", code) for code in order],
        since=[since(chosen, code) for code in order],
        n=grid.loc[order, shown].sum(axis="columns"),
    )
    said = [f"{number(sums[one])} {lower_first(STANDINGS[one])}" for one in shown]
    return exhibit(
        chosen,
        frame,
        [
            *texts(
                {"row_label": ("Executing state", 1.6), "since": ("Member since", 1.6)}
            ),
            *(column(code, STANDINGS[code], wide=1.2) for code in shown),
            column("n", "Total"),
        ],
        key=cross.key,
        title="Incidents by executing state, before and after membership",
        subtitle=subtitle(cross),
        unit=cross.unit,
        alt=f"Table of {len(frame)} executing states: {listing(said)}.",
        data=cross.frame,
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
        ("Incidents that it carried out", *_split(incidents_by_finding(acted)),
         len(every.incident_at)),
        ("Incidents done at its request, or in which it received the people",
         *_split(incidents_by_finding(asked)), int(stated.sum())),
        ("People acted on in what it carried out", *_people(acted),
         span(*every.persons())),
        ("Violations that it is named responsible for",
         *_split(violations_by_finding(answers)), len(every.violation_at)),
    ]  # fmt: skip
    name = chosen.dataset.state_name(subject(chosen))
    columns = [
        *texts({"what": ("What is counted", 3.4)}),
        *SPLIT[:-1],
        column("n", name),
        column("all_states", "All states"),
    ]
    frame = pd.DataFrame(rows, columns=[one["key"] for one in columns], dtype=object)
    beside = frame[["what", "n", "all_states"]].map(printed_cell)
    said = [f"{what} {n}, {of}" for what, n, of in tuples(beside)]
    return exhibit(
        as_either(chosen),
        frame,
        columns,
        key="state_beside_region",
        title=f"{name} in its three roles, and all states",
        measure="Incidents, people and violations by role",
        unit="incidents, persons, violations",
        alt=f"{name} and all states: {'; '.join(said)}",
        notes=[SIDE_BY_SIDE, *chosen.notes("persons_range")],
    )


def _split(count: Count) -> list[int]:
    """The numbers of a count by finding, zero included, and its total."""
    rows = count.frame.set_index("code")["n"].reindex(FINDINGS, fill_value=0)
    return [*map(int, rows), bounds(count)[1]]


def _people(chosen: Chosen) -> list[str]:
    """The people acted on by finding, and in all, as they are printed."""
    whole = span(*bounds(persons_by_executing_state(chosen)))
    return [*(people_of(chosen, finding) for finding in FINDINGS), whole]


def rights_beside_region(chosen: Chosen) -> Exhibit:
    """Print the violations of each right that a state answers for, beside all
    states'.
    """
    answers = as_responsible(chosen)
    counted = violations_by_right(answers).frame
    whole = violations_by_right(region(chosen)).frame.set_index("code")["n"]
    name = chosen.dataset.state_name(subject(chosen))
    return exhibit(
        answers,
        counted.assign(all_states=counted["code"].map(whole)),
        [
            *texts({"label": ("Right", 2.6)}),
            *SPLIT[:-1],
            column("n", name),
            column("all_states", "All states"),
        ],
        key="state_rights_beside_region",
        title=f"Violations of each right: {name} and all states",
        measure="Violations by right",
        unit="violations",
        alt=f"{number(len(counted))} rights with the violations that {name} is named "
        f"responsible for and those of all states.",
        notes=[SIDE_BY_SIDE, *chosen.notes("alleged", "responsible")],
    )


MOST = 8  # descriptions of a group that are printed; the data of the table has all

QUESTIONS = {
    "Assurances of the requesting state": incidents_by_assurances,
    "Evidence for the accusation": incidents_by_evidence,
}


def answers_table(chosen: Chosen) -> Exhibit:
    """Print what sources say of assurances and of evidence; each incident stands once
    under each question.
    """
    counts = {question: measure(chosen) for question, measure in QUESTIONS.items()}
    frame = pd.concat(
        [of.frame.assign(question=question) for question, of in counts.items()]
    )
    return exhibit(
        chosen,
        frame.rename(columns={"label": "answer"}),
        [
            *texts(
                {"question": ("Question", 2.4), "answer": ("What sources say", 2.0)}
            ),
            *SPLIT,
        ],
        key="assurances_and_evidence",
        title="Assurances given and evidence shown",
        measure="Incidents by what sources say of each",
        unit="incidents",
        alt=f"Table of two questions. {'. '.join(map(title, counts.values()))}.",
        notes=chosen.notes("silence"),
    )


def occupations_table(chosen: Chosen) -> Exhibit:
    """Print the occupations of people named in public, in groups, with the words for
    them.

    Where names are withheld the words are too, as some fit one person only.
    """
    count = named_by_occupation(chosen)
    words = stated(chosen, count)
    frame = count.frame.copy(deep=False)
    frame.insert(2, "stated", [some(words[code], MOST) for code in frame["code"]])
    every = frame.assign(stated=["; ".join(words[code]) for code in frame["code"]])
    columns = [
        *texts({"label": ("Occupation", 1.8), "stated": ("In the sources", 3.8)}),
        *SPLIT,
    ]
    if not any(words.values()):
        del columns[1]
    return exhibit(
        chosen,
        frame,
        columns,
        key=count.key,
        title="Occupations of people named in public",
        subtitle=subtitle(count),
        unit=count.unit,
        alt=alt(count, "Table"),
        data=every[[one["key"] for one in columns]],
        notes=chosen.notes("occupation"),
        total=True,
        behind=of_count(count),
    )


def stated(chosen: Chosen, count: Count) -> dict[str, list[str]]:
    """List the words that sources have for the occupations of a group, most used
    first.
    """
    codes = count.frame["code"]
    found: dict[str, list[str]] = {code: [] for code in codes}
    if chosen.selection.names == "withheld":
        return found
    missing = chosen.dataset.missing
    occupations = people_named(chosen)["occupation"]
    uses_of: dict[str, dict[str, int]] = {}
    group = occupation_group(missing)
    for words, n in occupations.value_counts(sort=False).items():
        uses_of.setdefault(group(str(words)), {})[str(words)] = int(n)
    for code in codes[~codes.isin(missing)]:
        uses = uses_of.get(code, {})
        ordered = sorted(uses.items(), key=lambda use: (-use[1], use[0].lower()))
        said = [f"{one} ({number(n)})" if n > 1 else one for one, n in ordered]
        found[code] = shortened(said)
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
    columns = [
        *texts({"point": ("Weak point", 4.6), "unit": ("Unit", 1.6)}),
        column("n", "Number"),
        column("of", "Of"),
    ]
    frame = pd.DataFrame(
        weak_points(evidence(chosen)), columns=[one["key"] for one in columns]
    )
    return exhibit(
        chosen,
        frame,
        columns,
        key="evidence",
        title="Where the record is weak",
        measure="Links, sources and incidents, each of its own whole",
        unit="links, sources, incidents",
        alt=f"{len(frame)} weak points of the record, each with its number and whole.",
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
    frame, columns, data = sensitivity_frames(levels)
    return exhibit(
        chosen,
        frame,
        columns,
        data=data,
        key="sensitivity",
        title="Headline numbers by the least evidence accepted",
        measure="Each line is selected anew",
        unit=UNIT,
        alt=sensitivity_alt(levels),
        notes=chosen.notes("levels"),
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


def sensitivity_rows(levels: Sequence[Level]) -> Printed:
    """Columns, rows and data of the levels, for the figure that they are drawn in."""
    frame, columns, data = sensitivity_frames(levels)
    return printed(frame, columns, data)


def sensitivity_frames(
    levels: Sequence[Level],
) -> tuple[pd.DataFrame, list[Column], pd.DataFrame]:
    """The levels as they are printed, the columns of that, and their numbers."""
    frame = pd.DataFrame([{"label": level.label} | ranges(level) for level in levels])
    columns = [
        *texts({"label": ("Least accepted", 2.6)}),
        *(column(key, head) for key, head in HEADS),
    ]
    heads = ["incidents", "persons_min", "persons_max", "violations"]
    heads += ["executing_states", "requesting_states", "responsible_states"]
    data = pd.DataFrame(
        [
            {"finding": level.finding}
            | {key: getattr(level.totals, key) for key in heads}
            for level in levels
        ]
    )
    return frame, columns, data


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
