"""Tables of treaties, mechanisms and rulings not carried out."""

from __future__ import annotations

import numpy as np
import pandas as pd

from briefing.counts import dimensions
from briefing.counts.cases import when
from briefing.dataset.dates import Span
from briefing.exhibits import style
from briefing.exhibits.exhibit import Exhibit
from briefing.exhibits.prose import prose
from briefing.exhibits.style import FINDING_LABELS, Fill
from briefing.exhibits.titles import (
    bounds,
    fitting,
    noun,
    part,
)
from briefing.law.in_force import (
    KEY,
    by_state_and_treaty,
    by_treaty,
    classified,
    law_of_violations,
    laws,
    obligations,
    statuses,
    unverified_terms,
    violations_by_law_in_force,
)
from briefing.law.noncompliance import ignored
from briefing.law.remedies import (
    ASKED,
    MECHANISMS,
    Mechanism,
    by_mechanism,
    covered,
    doors,
    rights_of,
)
from briefing.law.treaties import EVER, Terms, terms_of
from briefing.selection.select import Chosen, Rows
from briefing.tables.table import (
    MOST_DATA,
    MOST_NAMED,
    MOST_VIOLATIONS,
    column,
    exhibit,
    in_file,
    kept_note,
    record_exhibit,
    shortened,
    texts,
    tuples,
)
from briefing.text.formats import (
    day_in_words,
    listing,
    month_in_words,
    number,
    sentence_case,
)
from briefing.text.labels import ACCESS, TREATY_STATUS

MEASURE = "Violations by treaty, and whether it bound the responsible state"

PARTS = {
    "Bound": Fill(style.DARK, style.DARK),
    "Not known": style.SPREAD,
    "Not bound": Fill(style.LIGHT, style.DARK),
}

LEFT_OPEN = ("uncertain", "not_known")

OUTSIDE = ("signed", "withdrawn", "not_party")

OPEN_NOTE = "Not known: not certain on that day, or not known from the tables."


def law_table(chosen: Chosen) -> Exhibit:
    """Print how the responsible states stood to each treaty; the data has each
    violation.
    """
    n = len(chosen.violation_at)
    return exhibit(
        chosen,
        by_treaty(chosen),
        [
            *texts({"label": ("Treaty", 2.6)}),
            *(column(code, label) for code, label in TREATY_STATUS.items()),
            column("n", "Total"),
        ],
        key="treaties_by_violation",
        title="Violations by treaty and position of the responsible state",
        measure=MEASURE,
        unit="violations",
        alt=f"Table: {treaties_in_words(chosen)}",
        data=obligations(chosen, np.arange(n)[:MOST_VIOLATIONS]),
        notes=[*unverified(chosen), *of_violations(n)],
    )


def law_title(chosen: Chosen) -> str:
    """Say which treaty was in force most often, and in how many violations."""
    count = violations_by_law_in_force(chosen)
    frame = by_treaty(chosen)
    top = frame.iloc[0]
    total = bounds(count)[1]
    whole = f"{number(total)} {noun(count, total)} and the treaties in force"
    if not top["bound"] or (frame["bound"] == top["bound"]).sum() > 1:
        return sentence_case(whole)
    share = part(count, int(top["bound"]), int(top["n"]))
    return fitting([f"{top['label']}: in force in {share}", sentence_case(whole)])


def treaties_in_words(chosen: Chosen) -> str:
    """Say treaty by treaty in how many violations it bound the state."""
    frame = by_treaty(chosen)
    said = [
        f"{label}, {number(bound)} of {number(n)}"
        for label, bound, n in tuples(frame[["label", "bound", "n"]])
        if n
    ]
    if not said:
        return "no treaty in the tables lays down a right of this selection."
    return f"violations in which a treaty bound the responsible state: {listing(said)}."


def unverified(chosen: Chosen) -> list[str]:
    """Name the treaties whose days for a state were not seen in a source."""
    short = chosen.dataset.treaties.set_index("treaty")["short_title"]
    pairs = unverified_terms(chosen)
    said = [f"{short[one]} ({chosen.dataset.state_name(two)})" for one, two in pairs]
    if not said:
        return []
    return [f"Not seen in a source, so used by the year at most: {listing(said)}."]


def of_violations(n: int) -> list[str]:
    """Say of how many violations the file behind a table tells, where not of all."""
    most = MOST_VIOLATIONS
    file = "data/violations.csv"
    return [kept_note(most, n, "violations", file)] if n > most else []


DASH = "–"


def unbound_table(chosen: Chosen) -> Exhibit:
    """Print the violations that no treaty is known to have bound, and why none did.

    Those of one state and right, in the same position, stand in one row.
    """
    rows = np.flatnonzero(laws(chosen).isin(["unbound", *LEFT_OPEN]))
    if not len(rows):
        return prose("There is no violation of this kind to list.")
    alike = groups(chosen, rows)
    law = law_of_violations(chosen, rows[:MOST_DATA])
    columns = [
        column("state", "State", wide=1.1, text=True),
        column("right", "Right", wide=1.4, text=True),
        column("n", "Violations", wide=0.9),
        column("cases", "Cases", wide=2.2, text=True),
        column("positions", "Position of the state then", wide=5.0, text=True),
    ]
    frame = pd.DataFrame(
        [
            (state, right, len(at), "; ".join(cases(chosen, at)), stood)
            for (state, right, stood), at in alike.items()
        ],
        columns=[one["key"] for one in columns],
    )
    return exhibit(
        chosen,
        frame,
        columns,
        key="violations_without_treaty",
        title="Violations that no treaty in the tables is known to have bound",
        measure="Violations",
        unit="violations",
        alt=f"{number(len(rows))} violations that no treaty is known to have bound.",
        data=law[[*KEY, "law"]],
        notes=in_file(pd.DataFrame(index=rows), "data/violations.csv")[1],
    )


def groups(chosen: Chosen, rows: Rows) -> dict[tuple[str, str, str], Rows]:
    """Return the violations of one state and right, in the same position, together.

    They stand in the order of the codes of states and rights. Keys: the state, the
    right, and the status of the state under each treaty, in words.
    """
    found = classified(chosen).iloc[rows].assign(row=rows)
    words = positions_in_words(chosen)
    none = "No treaty in the tables lays down this right"
    found["words"] = [words.get(situation, none) for situation in found["situation"]]
    keys = ["responsible_state", "right", "words"]
    found = found.astype({"responsible_state": "str", "right": "str"})
    found = found.sort_values(keys[:2], kind="stable")
    groups = {}
    for key, alike in found.groupby(keys, sort=False):
        state, right, said = map(str, key)
        name = chosen.dataset.state_name(state)
        label = chosen.dataset.right_label(right, short=True)
        groups[name, label, said] = alike["row"].to_numpy()
    return groups


def cases(chosen: Chosen, rows: Rows) -> list[str]:
    """Name the incidents of some violations with their years."""
    at = chosen.incident_at[chosen.violated[rows[:MOST_NAMED]]]
    found = chosen.dataset.incidents[["incident_id", "first_day", "last_day"]].iloc[at]
    said = []
    for incident, first, last in tuples(found):
        years = sorted({first.year, last.year})
        said.append(f"{incident} ({' or '.join(map(str, years))})")
    return shortened([*said, *[""] * (len(rows) - len(said))])


def positions_in_words(chosen: Chosen) -> dict[int, str]:
    """Return for each situation the treaties by status: Bound: A, B; Not known: C."""
    short = chosen.dataset.treaties.set_index("treaty")["short_title"]
    found = statuses(chosen).sort_values(["situation", "treaty"])
    said: dict[int, str] = {}
    for situation, rows in found.groupby("situation"):
        names = rows["treaty"].map(short).groupby(rows["status"].astype("str"))
        lists = names.agg(", ".join)
        said[int(str(situation))] = "; ".join(
            f"{label}: {lists[code]}"
            for code, label in TREATY_STATUS.items()
            if code in lists
        )
    return said


def law_by_state_table(chosen: Chosen) -> Exhibit:
    """Print for each treaty and state in how many violations the treaty bound it."""
    frame = by_state_and_treaty(chosen)
    names = dimensions.state_labels(chosen, "responsible")
    states = sorted(names, key=names.__getitem__)
    treaties = by_treaty(chosen)
    treaties = treaties[treaties["n"] > 0]
    if treaties.empty:
        return prose("No treaty in the tables lays down a right of this selection.")
    share = frame["bound"].map(number) + "/" + frame["n"].map(number)
    grid = (
        frame.assign(share=share)
        .pivot(index="treaty", columns="responsible_state", values="share")
        .reindex(index=treaties["treaty"], columns=states, fill_value=DASH)
        .fillna(DASH)
        .assign(label=treaties["label"].to_numpy())
    )
    note = f"{DASH}: no violation of a right that the treaty lays down."
    heads = listing([f"{state} {names[state]}" for state in states])
    return exhibit(
        chosen,
        grid,
        [
            *texts({"label": ("Treaty", 3.2)}),
            *(column(state, state) for state in states),
        ],
        key="violations_by_treaty_and_state",
        title="Treaties that bound each state",
        measure="Violations: treaty in force / right laid down in it",
        unit="violations",
        alt=f"Table of {len(grid)} treaties by {len(states)} responsible states.",
        data=frame,
        notes=[f"{heads}. {note}"],
    )


FREE = (
    "The working groups and special rapporteurs of the United Nations need no "
    "acceptance and are open against every member state."
)

LAST = {"not_accepted": "Not accepted", "signatory": "Signed only"}


def doors_table(chosen: Chosen) -> Exhibit:
    """Print for every state whether each mechanism is open for an act of the release
    day.
    """
    frame = doors(chosen)
    known = terms_of(chosen.dataset)
    codes = frame.set_index(["state", "mechanism"])["door"]
    states = sorted(set(frame["state"]), key=chosen.dataset.state_name)
    stood = {
        one.code: [
            words(one, known.get((one.door, state)), codes[state, one.code])
            for state in states
        ]
        for one in ASKED
    }
    names = [chosen.dataset.state_name(state) for state in states]
    released = day_in_words(chosen.dataset.released)
    return exhibit(
        chosen,
        pd.DataFrame({"state": names} | stood),
        texts({"state": ("State", 1.2)} | {one.code: (one.name, 1.9) for one in ASKED}),
        key="mechanisms_by_state",
        title=f"Where complaints can be brought, by state, on {released}",
        measure="Acceptance by the state, as the tables have it",
        unit="states",
        alt=f"{len(states)} states by {len(ASKED)} mechanisms that need acceptance.",
        data=frame,
        notes=[FREE, *chosen.notes("doors")],
    )


def words(one: Mechanism, known: Terms | None, door: str) -> str:
    """Say whether a door is open, from when, and up to when the tables know."""
    if known is None:
        return "Not in the tables"
    if door == "open" and known.start is not None:
        doubt = "" if known.verified else " (day not verified)"
        since = f"acts since {days(known.start)}{doubt}"
        if one.code == "CED":
            return f"Urgent requests, {since}; complaints not in the tables"
        return f"Open: {since}"
    if door == "closed" and known.end is not None:
        if one.code == "ECTHR":
            day = days(known.end)
            return f"Closed for acts after {day}; time limit for earlier ones"
        return f"Closed to new complaints since {days(known.end)}"
    if door == "not_verified":
        return "Not verified"
    if door == "not_open":
        return "Not open"
    last = LAST.get(known.status, "Not a party")
    if known.seen is None or known.seen == EVER:
        return f"{last}, by a source without a day"
    return f"{last} as of {days(known.seen)}"


def days(when: Span) -> str:
    """Write days as precisely as they are known: a day, a month, a year, or a
    stretch.
    """
    first, last = when.first, when.last
    if first == last:
        return day_in_words(first)
    if (first.year, first.month) == (last.year, last.month):
        return month_in_words(first)
    if first.year == last.year:
        return f"{first.year}"
    return f"{first.year} or {last.year}"


NO_RIGHT = "–"

RAPPORTEURS = "Special rapporteurs of the United Nations may take up every one of them."


def mechanisms_table(chosen: Chosen) -> Exhibit:
    """Print for every right which mechanism deals with it, and under which articles."""
    dealt = rights_of(chosen)
    free = [one for one in MECHANISMS if one.rights]
    rights = dimensions.right_labels(chosen, short=True)
    codes = sorted(rights, key=rights.__getitem__)
    special = [
        "; ".join(one.name for one in free if code in dealt[one.code]) or NO_RIGHT
        for code in codes
    ]
    frame = pd.DataFrame(
        {"right": [rights[code] for code in codes]}
        | {one.code: [articles(chosen, one, code) for code in codes] for one in ASKED}
        | {"special": special}
    )
    return exhibit(
        chosen,
        frame,
        texts(
            {"right": ("Right", 1.8)}
            | {one.code: (one.name, 1.4) for one in ASKED}
            | {"special": ("UN working groups", 3.0)}
        ),
        key="mechanisms_by_right",
        title="Which mechanism deals with which right, and under which articles",
        measure="Articles, as the tables have them",
        unit="rights",
        alt=f"{len(frame)} rights by {len(MECHANISMS)} mechanisms.",
        data=chosen.dataset.right_articles[["right", "treaty", "articles"]],
        notes=[RAPPORTEURS],
    )


def articles(chosen: Chosen, one: Mechanism, right: str) -> str:
    """List the articles of a mechanism's treaties that lay down a right; before those
    of a protocol stands its name.
    """
    laid = chosen.dataset.right_articles
    laid = laid[(laid["right"] == right) & laid["treaty"].isin(one.treaties)]
    laid = laid[~laid["articles"].isin(chosen.dataset.missing)]
    said = [
        of if treaty == one.treaties[0] else f"{treaty.rsplit('-', 1)[-1]}: {of}"
        for treaty, of in zip(laid["treaty"], laid["articles"], strict=True)
    ]
    return "; ".join(said).replace(",", ", ") or NO_RIGHT


def coverage_table(chosen: Chosen) -> Exhibit:
    """Print how many violations each mechanism deals with, and whether it is open to
    them.
    """
    frame, n = by_mechanism(chosen), len(chosen.violation_at)
    counts = zip(frame["label"], frame["open"], frame["n"], strict=True)
    said = [f"{label}, {number(some)} of {number(n)}" for label, some, n in counts]
    return exhibit(
        chosen,
        frame,
        [
            *texts({"label": ("Mechanism", 3.0)}),
            *(column(code, label) for code, label in ACCESS.items()),
            column("n", "Total"),
        ],
        key="violations_by_mechanism",
        title="Violations by mechanism, and whether it is open to them",
        measure="Violations of rights that a mechanism deals with",
        unit="violations",
        alt=f"Table: open for these violations: {listing(said)}.",
        data=covered(chosen, np.arange(n)[:MOST_VIOLATIONS]),
        notes=[*chosen.notes("mechanism_overlap", "time_limit"), *of_violations(n)],
    )


WIDTHS = {
    "incident_id": ("Case", 1.0),
    "title": ("Incident", 4.4),
    "kind": ("Ignored", 1.5),
    "date": ("When", 1.9),
    "finding": ("Known as", 1.3),
}

MEANT = (
    "Decision: a ruling, decision or opinion not carried out. Measure: removed "
    "although an interim measure of the European Court or of a UN committee is on "
    "record. Remedy: a remedy denied or a decision ignored in another way."
)

SHORT = {
    ("decision", ""): "Decision",
    ("measure", "European Court"): "Measure (Court)",
    ("measure", "UN committee"): "Measure (UN)",
    ("remedy", ""): "Remedy",
}


def ignored_table(chosen: Chosen) -> Exhibit:
    """Print what was ignored, case by case, the longest ago first within each kind."""
    frame = ignored(chosen)
    if frame.empty:
        return prose("There is no case of this kind to list.")
    return record_exhibit(
        chosen,
        frame,
        lambda row: [
            row["incident_id"],
            row["title"],
            SHORT[row["kind"], row["measures"][0] if row["kind"] == "measure" else ""],
            when(row),
            FINDING_LABELS[row["finding"]],
            (row["days_min"], row["days_max"]),
        ],
        [*texts(WIDTHS), column("days", "Days since", wide=1.1)],
        key="rulings_ignored",
        title="Rulings and interim measures ignored, and the days since",
        measure="Incidents",
        unit="incidents",
        alt=f"{number(len(frame))} incidents with the days from the act to the data "
        "release.",
        notes=[MEANT, *chosen.notes("ignored")],
    )
