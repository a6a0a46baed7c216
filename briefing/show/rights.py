"""The rights: what each protects, and where states have bound themselves to it."""

from __future__ import annotations

from briefing.measure import Chosen, violations_by_right
from briefing.show.behind import NONE
from briefing.show.exhibit import Exhibit
from briefing.show.records import data_of, place
from briefing.show.tables import column, exhibit
from briefing.show.tidy import entries


def rights_table(chosen: Chosen) -> Exhibit:
    """Print every right that the selection may count: its definition and its
    articles.
    """
    dataset = chosen.dataset
    rights = dataset.rights.set_index("right")
    rows = [
        [
            dataset.right_label(entry.code),
            entry.label,
            _stated(chosen, str(rights.loc[entry.code, "definition"])),
            articles(chosen, entry.code),
        ]
        for entry in entries(violations_by_right(chosen))
    ]
    codes = [entry.code for entry in entries(violations_by_right(chosen))]
    keep = ["label", "short_label", "definition"]
    return exhibit(
        chosen,
        key="rights",
        title="The rights, and where they are laid down",
        subtitle=place(chosen, "Definitions in plain words"),
        unit="rights",
        alt=f"{len(rows)} rights with definition and treaty articles.",
        columns=[
            column("label", "Right", wide=2.0, text=True),
            column("short_label", "In charts", wide=1.1, text=True),
            column("definition", "What it protects", wide=3.6, text=True),
            column("articles", "Articles", wide=2.2, text=True),
        ],
        rows=rows,
        data=data_of(rights.loc[codes, keep].reset_index()),
        behind=NONE,
    )


def articles(chosen: Chosen, right: str) -> str:
    """List the articles that lay down a right, treaty by treaty."""
    dataset = chosen.dataset
    every = dataset.right_articles.to_dict("records")
    short = dataset.treaties.set_index("treaty")["short_title"].to_dict()
    said = [
        f"{short[row['treaty']]} {row['articles']}"
        for row in every
        if row["right"] == right and row["articles"] not in dataset.missing
    ]
    return "; ".join(said)


def _stated(chosen: Chosen, text: str) -> str:
    """Leave a missing code blank."""
    return "" if text in chosen.dataset.missing else text
