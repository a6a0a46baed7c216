"""
From entries (one per incident or violation and code) to counts.
"""

from dataclasses import dataclass

import pandas as pd

from briefing.dataset.derive import FINDINGS
from briefing.measure.chosen import Chosen
from briefing.measure.counts import Count, Cross, Total
from briefing.measure.rows import Rows, ranked

PEOPLE = ["persons_min", "persons_max"]


@dataclass(frozen=True)
class Dimension:
    """
    What a count is by: a name and rows, which may be ranked and may overlap.
    """

    name: str
    rows: Rows
    ranked: bool = True
    overlapping: bool = False
    notes: tuple[str, ...] = ()


def count(chosen: Chosen, unit: str, by: Dimension, entries: pd.DataFrame) -> Count:
    """
    Count *entries* under each code, split by finding.
    """
    frame = sums(entries, by) if unit == "persons" else sizes(entries, by)
    if by.ranked:
        leading = "n_min" if unit == "persons" else "n"
        frame = ranked(frame, chosen.dataset.missing, leading)
    what = "People" if unit == "persons" else unit.capitalize()
    groups = entries.groupby("code")["incident_id"]
    ids = {code: tuple(sorted(set(of))) for code, of in groups}
    return Count(
        key=f"{unit}_by_{by.name.replace('-', '').replace(' ', '_')}",
        title=f"{what} by {by.name}",
        unit=unit,
        dimension=by.name,
        rows=frame,
        total=total(entries, unit),
        overlapping=by.overlapping and unit != "violations",
        notes=note_keys(chosen, unit, by),
        members={code: ids.get(code, ()) for code in frame["code"]},
        chosen=chosen,
    )


def sizes(entries: pd.DataFrame, by: Dimension) -> pd.DataFrame:
    """
    Count entries by code and finding; a code without any counts zero.
    """
    split = pd.crosstab(entries["code"], entries["finding"])
    split = split.reindex(index=list(by.rows), columns=list(FINDINGS), fill_value=0)
    split["n"] = split.sum(axis="columns")
    return labelled(split, by)


def sums(entries: pd.DataFrame, by: Dimension) -> pd.DataFrame:
    """
    Sum the people of entries by code and finding, minimum and maximum apart.
    """
    columns = {}
    for end in ("min", "max"):
        split = entries.pivot_table(
            index="code",
            columns="finding",
            values=f"persons_{end}",
            aggfunc="sum",
            fill_value=0,
            observed=True,
        ).reindex(index=list(by.rows), columns=list(FINDINGS), fill_value=0)
        columns[f"n_{end}"] = split.sum(axis="columns")
        columns |= {f"{finding}_{end}": split[finding] for finding in FINDINGS}
    order = [f"{of}_{end}" for of in ("n", *FINDINGS) for end in ("min", "max")]
    return labelled(pd.DataFrame(columns)[order], by)


def labelled(split: pd.DataFrame, by: Dimension) -> pd.DataFrame:
    """
    Put code and label before whole numbers.
    """
    frame = split.astype("int64").rename_axis(index="code", columns=None).reset_index()
    frame["code"] = frame["code"].astype("str")
    frame.insert(1, "label", [by.rows[code] for code in frame["code"]])
    return frame


def total(entries: pd.DataFrame, unit: str) -> Total:
    """
    Count or sum over distinct incidents; violations are distinct as they stand.
    """
    if unit == "violations":
        return len(entries)
    once = entries.drop_duplicates("incident_id")
    if unit == "incidents":
        return len(once)
    return int(once["persons_min"].sum()), int(once["persons_max"].sum())


def note_keys(chosen: Chosen, unit: str, by: Dimension) -> tuple[str, ...]:
    """
    List the standing notes that travel with a count.
    """
    keys = ["documented"]
    if unit == "violations":
        keys.append("alleged")
    if unit == "persons":
        keys += ["persons_range", "persons_repeat"]
        if chosen.incident_rows["persons_min"].isna().any():
            keys.append("persons_unknown")
    if by.overlapping and unit != "violations":
        keys += ["overlap", "right_finding"]
    keys += by.notes
    if chosen.doubtful:
        keys.append("doubtful")
    return tuple(keys)


def cross(
    chosen: Chosen,
    unit: str,
    *,
    key: str,
    rows: Dimension,
    cols: Dimension,
    entries: pd.DataFrame,
) -> Cross:
    """
    Count *entries* in every cell of two dimensions, split by finding.

    Rows and columns stand in the order of the views by that dimension alone.
    """
    tall = ordered(chosen, rows, entries["row_code"])
    wide = ordered(chosen, cols, entries["col_code"])
    cells = pd.MultiIndex.from_product([tall, wide], names=["row_code", "col_code"])
    split = (
        entries.groupby(["row_code", "col_code", "finding"])
        .size()
        .unstack("finding", fill_value=0)
        .reindex(index=cells, columns=list(FINDINGS), fill_value=0)
        .astype("int64")
    )
    split["n"] = split.sum(axis="columns")
    frame = split.rename_axis(columns=None).reset_index()
    frame.insert(1, "row_label", [rows.rows[code] for code in frame["row_code"]])
    frame.insert(3, "col_label", [cols.rows[code] for code in frame["col_code"]])
    groups = entries.groupby(["row_code", "col_code"])["incident_id"]
    ids = {(row, col): tuple(sorted(set(of))) for (row, col), of in groups}
    alone = Dimension(rows.name, rows.rows, notes=(*rows.notes, *cols.notes))
    return Cross(
        key=key,
        title=f"{unit.capitalize()} by {rows.name} and {cols.name}",
        unit=unit,
        row_dimension=rows.name,
        col_dimension=cols.name,
        cells=frame,
        total=len(entries),
        notes=note_keys(chosen, unit, alone),
        members={cell: ids.get(cell, ()) for cell in cells},
        chosen=chosen,
    )


def ordered(chosen: Chosen, by: Dimension, codes: "pd.Series[str]") -> list[str]:
    """
    Order the codes of a dimension as the count by it alone does.
    """
    if not by.ranked:
        return list(by.rows)
    n = codes.value_counts()
    frame = pd.DataFrame({"code": list(by.rows), "label": list(by.rows.values())})
    frame["n"] = [int(n.get(code, 0)) for code in by.rows]
    return list(ranked(frame, chosen.dataset.missing, "n")["code"])
