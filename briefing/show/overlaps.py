"""Overlaps as exhibits: who documented what, as a drawing and as a table."""

from __future__ import annotations

from typing import Any

from briefing.measure.overlap import Overlap
from briefing.show.behind import of_overlap
from briefing.show.chart import chart
from briefing.show.exhibit import Exhibit
from briefing.show.figures import CAUTION
from briefing.show.house import FINDING_LABELS
from briefing.show.overlap_words import alt, combination, in_words, title
from briefing.show.records import place
from briefing.show.tables import column, exhibit
from briefing.show.tidy import FEW, FINDINGS
from briefing.show.upset import Column, Set, draw_upset, room_for
from briefing.show.words import counted, number, sentence_case

MOST_COLUMNS = 16  # combinations; more would not leave each its place
LEAST = 2  # where there are more, those of one incident are joined


def upset(overlap: Overlap) -> Exhibit:
    """Draw which publishers or kinds of source report the same incidents.

    A combination has a column of its own if it is among the sixteen largest (fewer
    where their numbers are long); where there are more than sixteen, those that hold a
    single incident are joined as well.
    """
    rows = overlap.combinations.to_dict("records")
    if len(rows) <= FEW:
        return in_words(overlap)
    sets = overlap.sets
    places = {code: i for i, code in enumerate(sets["code"])}
    kept = [row for row in rows if len(rows) <= MOST_COLUMNS or row["n"] >= LEAST]
    drawn = [Set(str(s["label"]), int(s["n"])) for s in sets.to_dict("records")]
    wide = [Column(tuple(places[c] for c in row["codes"]), row["n"]) for row in kept]
    kept = kept[: room_for(drawn, wide, MOST_COLUMNS)]
    left = len(rows) - len(kept)
    rest = sum(row["n"] for row in rows[len(kept) :])
    words = f"in {left} other combination{'' if left == 1 else 's'}"
    sheet = draw_upset(
        drawn,
        wide[: len(kept)],
        (words, rest) if left else None,
    )
    note = "Filled marks: who reports the incidents of the bar above."
    joined = f" The last bar: {counted(rest, 'incidents')} {words}."
    return chart(
        sheet,
        key=overlap.key,
        title=title(overlap),
        subtitle=place(overlap.chosen, f"{overlap.title}, each combination once"),
        unit=overlap.unit,
        caption=f"{overlap.title}. {CAUTION}",
        alt=alt(overlap),
        source=overlap.chosen.source,
        table=combination_table(overlap),
        notes=(f"{note}{joined if left else ''}",),
        whole=[overlap.total, *map(int, sets["n"]), *map(int, sets["alone"])],
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
        subtitle=place(overlap.chosen, overlap.title),
        unit=overlap.unit,
        alt=f"{title(overlap)}. {number(len(rows))} rows.",
        columns=columns,
        rows=[[who, *map(str, of)] for who, of in zip(names, numbers, strict=True)],
        data={
            "columns": [one["key"] for one in columns],
            "rows": [[who, *of] for who, of in zip(names, numbers, strict=True)],
        },
        notes=overlap.chosen.notes("several_sources", "documented"),
    )
