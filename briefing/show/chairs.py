"""Who was in the chair, and who was a member, when something happened: two tables."""

from __future__ import annotations

import pandas as pd

from briefing.measure import Chosen, executing_by_membership, incidents_by_chair
from briefing.measure.chairs import Term, terms
from briefing.measure.period import in_words
from briefing.measure.rows import state_label
from briefing.show.alt import alt
from briefing.show.behind import of_count, of_cross
from briefing.show.exhibit import Exhibit
from briefing.show.house import FINDING_LABELS
from briefing.show.leads import subtitle
from briefing.show.records import data_of
from briefing.show.tables import column, exhibit
from briefing.show.tidy import entries
from briefing.show.words import listing, lower_first, number

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
    return in_words(first["from"].date())
