"""Mechanisms as tables: the rights that each deals with, and the violations it
covers.
"""

from __future__ import annotations

import numpy as np

from briefing.measure import Chosen, rows
from briefing.measure.mechanisms import MECHANISMS, Mechanism
from briefing.measure.remedies import DOORS, by_mechanism, covered, rights_of
from briefing.show import cut
from briefing.show.doors import ASKED
from briefing.show.exhibit import Exhibit
from briefing.show.law import of_violations
from briefing.show.records import data_of, place
from briefing.show.tables import column, exhibit
from briefing.show.words import listing, number

NONE = "–"
RAPPORTEURS = "Special rapporteurs of the United Nations may take up every one of them."


def mechanisms_table(chosen: Chosen) -> Exhibit:
    """Print for every right which mechanism deals with it, and under which articles."""
    laid = chosen.dataset.right_articles
    dealt = rights_of(chosen)
    free = [one for one in MECHANISMS if one.rights]
    rights = rows.right_rows(chosen, short=True)
    printed = [
        [
            label,
            *(articles(chosen, one, right) for one in ASKED),
            "; ".join(one.name for one in free if right in dealt[one.code]) or NONE,
        ]
        for right, label in sorted(rights.items(), key=lambda pair: pair[1])
    ]
    return exhibit(
        chosen,
        key="mechanisms_by_right",
        title="Which mechanism deals with which right, and under which articles",
        subtitle=place(chosen, "Articles, as the tables have them"),
        unit="rights",
        alt=f"{len(printed)} rights by {len(MECHANISMS)} mechanisms.",
        columns=[
            column("right", "Right", wide=1.8, text=True),
            *(column(one.code, one.name, wide=1.4, text=True) for one in ASKED),
            column("special", "UN working groups", wide=3.0, text=True),
        ],
        rows=printed,
        data=data_of(laid[["right", "treaty", "articles"]]),
        notes=[RAPPORTEURS],
    )


def articles(chosen: Chosen, one: Mechanism, right: str) -> str:
    """List the articles of a mechanism's treaties that lay down a right."""
    laid = chosen.dataset.right_articles
    laid = laid[(laid["right"] == right) & laid["treaty"].isin(one.treaties)]
    main = one.treaties[0]
    said = [
        f"{row['articles']}" if row["treaty"] == main else _named(row)
        for row in laid.to_dict("records")
        if row["articles"] not in chosen.dataset.missing
    ]
    return "; ".join(said).replace(",", ", ") or NONE


def _named(row: dict[object, object]) -> str:
    """Name a protocol before its articles."""
    return f"{str(row['treaty']).rsplit('-', 1)[-1]}: {row['articles']}"


def coverage_table(chosen: Chosen) -> Exhibit:
    """Print how many violations each mechanism deals with, and whether it is open to
    them.
    """
    frame, n = by_mechanism(chosen), len(chosen.violation_at)
    printed = [
        [str(row["label"]), *(str(row[of]) for of in [*DOORS, "n"])]
        for row in frame.to_dict("records")
    ]
    said = [f"{row['label']}, {number(row['open'])} of {number(row['n'])}" for row in
            frame.to_dict("records")]  # fmt: skip
    return exhibit(
        chosen,
        key="violations_by_mechanism",
        title="Violations by mechanism, and whether it is open to them",
        subtitle=place(chosen, "Violations of rights that a mechanism deals with"),
        unit="violations",
        alt=f"Table: open for these violations: {listing(said)}.",
        columns=[
            column("label", "Mechanism", wide=3.0, text=True),
            *(column(code, label) for code, label in DOORS.items()),
            column("n", "Total"),
        ],
        rows=printed,
        data=data_of(covered(chosen, np.arange(n)[: cut.MOST_VIOLATIONS])),
        notes=[*chosen.notes("mechanism_overlap", "time_limit"), *of_violations(n)],
    )
