"""The law in force as exhibits: which treaties bound the responsible states, how
often.
"""

from __future__ import annotations

import numpy as np

from briefing.measure import Chosen, violations_by_law_in_force
from briefing.measure.bearing import bearing, standings_of
from briefing.measure.law import by_treaty, obligations
from briefing.measure.treaties import STANDINGS
from briefing.show import cut, house
from briefing.show.bars import Bar, draw_stacked
from briefing.show.behind import of_all
from briefing.show.chart import chart
from briefing.show.exhibit import Exhibit
from briefing.show.figures import CAUTION
from briefing.show.house import Fill
from briefing.show.leads import fitting, noun, part
from briefing.show.prose import prose
from briefing.show.records import data_of, place
from briefing.show.tables import column, exhibit
from briefing.show.tidy import FEW, bounds
from briefing.show.words import listing, number, sentence_case

MEASURE = "Violations by treaty, and whether it bound the responsible state"
PARTS = {
    "Bound": Fill(house.DARK, house.DARK),
    "Not known": house.SPREAD,
    "Not bound": Fill(house.LIGHT, house.DARK),
}
LEFT_OPEN = ("uncertain", "not_known")
OUTSIDE = ("signed", "withdrawn", "not_party")
OPEN_NOTE = "Not known: not certain on that day, or not known from the tables."


def law_table(chosen: Chosen) -> Exhibit:
    """Print how the responsible states stood to each treaty; the data has each
    violation.
    """
    frame, n = by_treaty(chosen), len(chosen.violation_at)
    rows = [
        [str(row["label"]), *(str(row[of]) for of in [*STANDINGS, "n"])]
        for row in frame.to_dict("records")
    ]
    return exhibit(
        chosen,
        key="treaties_by_violation",
        title="Violations by treaty and position of the responsible state",
        subtitle=place(chosen, MEASURE),
        unit="violations",
        alt=f"Table: {_lines(chosen)}",
        columns=[
            column("label", "Treaty", wide=2.6, text=True),
            *(column(code, label) for code, label in STANDINGS.items()),
            column("n", "Total"),
        ],
        rows=rows,
        data=data_of(obligations(chosen, np.arange(n)[: cut.MOST_VIOLATIONS])),
        notes=[*unverified(chosen), *of_violations(n)],
    )


def law_bars(chosen: Chosen) -> Exhibit:
    """Draw for each treaty in how many violations it bound the responsible state."""
    frame = by_treaty(chosen)
    if (frame["n"] > 0).sum() <= FEW:
        return prose(sentence_case(_lines(chosen)))
    bars = [
        Bar(
            str(row["label"]),
            (
                row["bound"],
                sum(row[of] for of in LEFT_OPEN),
                sum(row[of] for of in OUTSIDE),
            ),
        )
        for row in frame.to_dict("records")
    ]
    return chart(
        draw_stacked(bars, PARTS),
        key="violations_by_treaty",
        title=_title(chosen),
        subtitle=place(chosen, MEASURE),
        unit="violations",
        caption=f"{MEASURE}. {CAUTION}",
        alt=f"Bar chart in parts: {_lines(chosen)}",
        source=chosen.source,
        table={**law_table(chosen).payload, "data": data_of(frame)},
        behind=of_all(chosen),
        notes=[OPEN_NOTE, *chosen.notes("treaty_overlap")],
        whole=[len(chosen.violation_at)],
    )


def _title(chosen: Chosen) -> str:
    """Say which treaty was in force most often, and in how many violations."""
    count = violations_by_law_in_force(chosen)
    frame = by_treaty(chosen)
    top = frame.iloc[0]
    total = bounds(count)[1]
    whole = f"{number(total)} {noun(count, total)} and the treaties in force"
    if not top["bound"] or (frame["bound"] == top["bound"]).sum() > 1:
        return sentence_case(whole)
    share = part(int(top["bound"]), int(top["n"]), noun(count, int(top["n"])))
    return fitting([f"{top['label']}: in force in {share}", sentence_case(whole)])


def _lines(chosen: Chosen) -> str:
    """Say treaty by treaty in how many violations it bound the state."""
    said = [
        f"{row['label']}, {number(row['bound'])} of {number(row['n'])}"
        for row in by_treaty(chosen).to_dict("records")
        if row["n"]
    ]
    if not said:
        return "no treaty in the tables lays down a right of this selection."
    return f"violations in which a treaty bound the responsible state: {listing(said)}."


def unverified(chosen: Chosen) -> list[str]:
    """Name the treaties whose days for a state were not seen in a source."""
    seen = bearing(chosen).verified
    short = chosen.dataset.treaties.set_index("treaty")["short_title"]
    pairs = sorted(
        (treaty, state)
        for (state, treaty), n in standings_of(chosen).items()
        if n.sum() and not seen[state, treaty]
    )
    said = [f"{short[one]} ({chosen.dataset.state_name(two)})" for one, two in pairs]
    if not said:
        return []
    return [f"Not seen in a source, so used by the year at most: {listing(said)}."]


def of_violations(n: int) -> list[str]:
    """Say of how many violations the file behind a table tells, where not of all."""
    most = cut.MOST_VIOLATIONS
    file = "data/violations.csv"
    return [cut.behind(most, n, "violations", file)] if n > most else []
