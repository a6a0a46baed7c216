"""The same counts by hand: in pandas, DuckDB and Polars, as a good analyst writes them.

Every function takes the tables and gives numbers by key, so that engines can be held
against each other. Zeros are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from briefing.counts.count import Count, CrossCount

Numbers = dict[tuple[str, ...], Any]

# What is counted, by the name of our measure: the unit, and the columns that it is by.
COUNTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "incidents_by_executing_state": ("incidents", ("executing_state",)),
    "incidents_by_requesting_state": ("incidents", ("requesting_state",)),
    "incidents_by_type": ("incidents", ("type",)),
    "incidents_by_finding": ("incidents", ()),
    "incidents_by_cooperation": ("incidents", ("cooperation",)),
    "incidents_by_membership": ("incidents", ("membership",)),
    "incidents_by_fate": ("incidents", ("fate",)),
    "incidents_by_assurances": ("incidents", ("assurances",)),
    "incidents_by_evidence": ("incidents", ("evidence_shown",)),
    "executing_by_requesting": ("incidents", ("executing_state", "requesting_state")),
    "executing_by_membership": ("incidents", ("executing_state", "membership")),
    "persons_by_executing_state": ("persons", ("executing_state",)),
    "persons_by_requesting_state": ("persons", ("requesting_state",)),
    "persons_by_type": ("persons", ("type",)),
    "violations_by_right": ("violations", ("right",)),
    "violations_by_responsible_state": ("violations", ("responsible_state",)),
    "violations_by_finding": ("violations", ()),
    "rights_by_responsible_state": ("violations", ("responsible_state", "right")),
    "incidents_by_target_group": ("lists", ("groups",)),
    "incidents_by_accusation": ("lists", ("accusations",)),
    "incidents_by_protection": ("lists", ("protections",)),
    "incidents_by_right": ("rights", ("right",)),
    "incidents_by_source_language": ("languages", ("language",)),
}
STRONGEST = {"adjudicated": 0, "corroborated": 1, "reported": 2}
FINDINGS = tuple(STRONGEST)


def pandas_select(tables: Mapping[str, Any]) -> dict[str, Any]:
    """Keep the acts and what hangs on them."""
    acts = tables["incidents"][tables["incidents"]["counted"]]
    of = tables["violations"]
    # Not isin: over text in Arrow it looks at every value in Python.
    kept = of.merge(acts[["incident_id"]], on="incident_id")
    return {**tables, "incidents": acts, "violations": kept}


def by_pandas(tables: Mapping[str, Any], unit: str, by: tuple[str, ...]) -> Numbers:
    """Count with pandas."""
    keys = [*by, "finding"]
    acts = tables["incidents"]
    if unit == "persons":
        sums = acts.groupby(keys)[["persons_min", "persons_max"]].sum()
        found = {key: (int(a), int(b)) for key, a, b in sums.itertuples()}
        return {key: n for key, n in found.items() if any(n)}
    if unit == "lists":
        acts = acts[["incident_id", "finding", *by]].explode(by[0])
        acts = acts.drop_duplicates(["incident_id", by[0]])
    if unit == "violations":
        acts = tables["violations"]
    if unit == "rights":
        of = tables["violations"]
        best = of.assign(best=of["finding"].map(STRONGEST))
        best = best.groupby(["right", "incident_id"])["best"].min().reset_index()
        acts = best.assign(finding=best["best"].map(dict(enumerate(FINDINGS))))
    if unit == "languages":
        claims = tables["claims"]
        told = claims[(claims["field"] == "act") & (claims["value"] == "reported")]
        told = told.merge(tables["sources"][["source_id", "language"]], on="source_id")
        told = told.drop_duplicates(["incident_id", "language"])
        acts = told.merge(acts[["incident_id", "finding"]], on="incident_id")
    sizes = acts.groupby(keys).size()
    return {as_key(key): int(n) for key, n in sizes.items()}


def by_duckdb(ask: Callable[[str], Any], unit: str, by: tuple[str, ...]) -> Numbers:
    """Count with DuckDB; *ask* runs a query over the tables."""
    keys = ", ".join(f'"{key}"' for key in (*by, "finding"))
    if unit == "persons":
        sums = "sum(persons_min), sum(persons_max)"
        rows = ask(f"select {keys}, {sums} from acts group by all")
        found = {row[:-2]: tuple(int(n or 0) for n in row[-2:]) for row in rows}
        return {key: n for key, n in found.items() if any(n)}
    first = keys.split(",")[0]
    source = {
        "incidents": "acts",
        "violations": "kept",
        "lists": "(select distinct incident_id, finding, unnest("
        f"{first}) as {first} from acts)",
        "rights": '(select "right", incident_id, min(finding) as finding from kept'
        " group by all)",
        "languages": "(select distinct acts.incident_id, acts.finding, language from"
        " claims join sources using (source_id) join acts using (incident_id)"
        " where field = 'act' and value = 'reported')",
    }[unit]
    rows = ask(f"select {keys}, count(*) from {source} group by all")
    return {tuple(row[:-1]): int(row[-1]) for row in rows}


def by_polars(tables: Mapping[str, Any], unit: str, by: tuple[str, ...]) -> Numbers:
    """Count with Polars, lazily."""
    import polars as pl

    acts, keys = tables["acts"], [*by, "finding"]
    if unit == "persons":
        sums = acts.group_by(keys).agg(pl.sum("persons_min"), pl.sum("persons_max"))
        found = {row[:-2]: tuple(map(int, row[-2:])) for row in sums.collect().rows()}
        return {key: n for key, n in found.items() if any(n)}
    if unit == "lists":
        acts = acts.select("incident_id", *keys).explode(by[0]).unique()
    if unit == "violations":
        acts = tables["kept"]
    if unit == "rights":
        # The findings stand in the alphabet as they stand by strength.
        acts = tables["kept"].group_by("right", "incident_id").agg(pl.min("finding"))
    if unit == "languages":
        reported = (pl.col("field") == "act") & (pl.col("value") == "reported")
        told = tables["claims"].filter(reported).join(tables["sources"], on="source_id")
        told = told.select("incident_id", "language").unique()
        acts = told.join(acts.select("incident_id", "finding"), on="incident_id")
    sizes = acts.group_by(keys).len().collect()
    return {tuple(row[:-1]): int(row[-1]) for row in sizes.rows()}


def as_key(key: object) -> tuple[str, ...]:
    """Give a key as a tuple, also where it is by one thing."""
    return key if isinstance(key, tuple) else (str(key),)


def of_measure(counted: Count | CrossCount) -> Numbers:
    """Read one of our counts as the same numbers by key."""
    frame = counted.frame
    if counted.unit == "persons":
        ends = {
            (row["code"], of): (int(row[f"{of}_min"]), int(row[f"{of}_max"]))
            for row in frame.to_dict("records")
            for of in FINDINGS
        }
        return {key: n for key, n in ends.items() if any(n)}
    keys = ["row_code", "col_code"] if "row_code" in frame else ["code"]
    found = {
        (*(row[key] for key in keys), of): int(row[of])
        for row in frame.to_dict("records")
        for of in FINDINGS
        if row[of]
    }
    if getattr(counted, "dimension", "") == "finding":
        return {key[1:]: n for key, n in found.items()}
    return found
