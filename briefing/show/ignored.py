"""Rulings and interim measures ignored, as a table and in words, with the days
since.
"""

from __future__ import annotations

from briefing.measure import Chosen
from briefing.measure.ignored import KINDS, REMOVALS, ignored, under_measures
from briefing.measure.register import when
from briefing.measure.rows import state_label
from briefing.show import cut
from briefing.show.exhibit import Exhibit
from briefing.show.house import FINDING_LABELS
from briefing.show.prose import name, prose, strong
from briefing.show.records import data_of, place
from briefing.show.tables import column, exhibit
from briefing.show.words import counted, listing, lower_first, number, span

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
    rows = []
    printed, cuts = cut.lines(frame)
    for row in printed.to_dict("records"):
        verified = "date" not in str(row["unverified_cells"]).split(";")
        by = row["measures"][0] if row["kind"] == "measure" else ""
        rows.append(
            [
                row["incident_id"],
                row["title"],
                SHORT[row["kind"], by],
                when(row, verified=verified),
                FINDING_LABELS[row["finding"]],
                span(row["days_min"], row["days_max"]),
            ]
        )
    return exhibit(
        chosen,
        key="rulings_ignored",
        title="Rulings and interim measures ignored, and the days since",
        subtitle=place(chosen, "Incidents"),
        unit="incidents",
        alt=f"{number(len(frame))} incidents with the days from the act to the data "
        "release.",
        columns=[
            *(
                column(key, label, wide=wide, text=True)
                for key, (label, wide) in WIDTHS.items()
            ),
            column("days", "Days since", wide=1.1),
        ],
        rows=rows,
        data=data_of(cut.data(frame)[0]),
        notes=[MEANT, *chosen.notes("ignored"), *cuts, *cut.data(frame)[1]],
    )


def said_of_ignored(chosen: Chosen) -> Exhibit:
    """Say how often a ruling or measure was ignored, of what kind, and how long ago."""
    frame = ignored(chosen)
    if frame.empty:
        none = "No ruling or interim measure is reported as ignored here."
        return prose(none, _measures(chosen))
    sizes = frame["kind"].value_counts()
    kinds = [
        f"{lower_first(label)} ({number(int(sizes.get(of, 0)))})"
        for of, label in KINDS.items()
    ]
    first = f"{strong(counted(len(frame), 'incidents'))} stand here: {listing(kinds)}."
    states = (
        frame["executing_state"]
        .value_counts()
        .sort_index()
        .sort_values(ascending=False, kind="stable")
    )
    acted = [
        f"{name(state_label(chosen, 'executing', str(of)))} ({number(int(n))})"
        for of, n in states.items()
    ]
    oldest = frame.sort_values("days_max").iloc[-1]
    newest = frame.sort_values("days_min").iloc[0]
    second = (
        f"The states that acted: {listing(acted)}. From the oldest act "
        f"({oldest['incident_id']}) to the release of the data "
        f"{span(oldest['days_min'], oldest['days_max'])} days went by; from the most "
        f"recent ({newest['incident_id']}) "
        f"{span(newest['days_min'], newest['days_max'])}."
    )
    return prose(first, second, _measures(chosen))


def _measures(chosen: Chosen) -> str:
    """Say how many interim measures are on record, and how many ended in a removal."""
    held = under_measures(chosen)
    if held.empty:
        return "No incident of this selection has an interim measure on record."
    removed = int(held["type"].isin(REMOVALS).sum())
    ended = number(removed) if removed else "none"
    labels = chosen.dataset.categories("incidents", "type")
    rest = held.loc[~held["type"].isin(REMOVALS), "type"].value_counts()
    others = [
        f"{name(lower_first(labels[str(of)]))} ({number(int(n))})"
        for of, n in rest.items()
    ]
    text = (
        f"An interim measure of the European Court or a UN committee is on record in "
        f"{strong(counted(len(held), 'incidents'))}, of which {ended} ended in a "
        f"removal."
    )
    if others:
        text += f" The others are of these types: {listing(others)}."
    return text
