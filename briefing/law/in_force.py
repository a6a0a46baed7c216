"""Which treaties bound each violation, and counts of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

import numpy as np
import pandas as pd

from briefing.counts.count import Count, tally, violations
from briefing.counts.dates import date_ranges, evaluate
from briefing.counts.dimensions import Dimension
from briefing.dataset.memoize import memoize
from briefing.law.treaties import limited_to, terms_of, treaty_status, turning
from briefing.selection.select import Chosen, Rows
from briefing.text import labels

STATUSES = tuple(labels.TREATY_STATUS)

LAWS = tuple(labels.LAW_IN_FORCE)

KEY = ["incident_id", "right", "responsible_state"]

SITUATION = ["right", "responsible_state", "position"]


def articles(chosen: Chosen) -> pd.DataFrame:
    """Articles that lay down a right: right, treaty, articles."""
    laid = chosen.dataset.right_articles[["right", "treaty", "articles"]]
    return laid[~laid["articles"].isin([*chosen.dataset.missing])]


@memoize
def positions(chosen: Chosen) -> pd.DataFrame:
    """Status of every responsible state under every treaty, on each range of days.

    Index: responsible_state and range, a place in `date_ranges`. A column for each
    treaty that lays down a right. Source: reference/treaty_parties.csv.
    """
    terms, ranges = terms_of(chosen.dataset), date_ranges(chosen)

    def status(state: str, treaty: str) -> pd.Categorical[str]:
        known = terms.get((treaty, state))
        return evaluate(partial(treaty_status, known), turning(known), ranges)

    treaties = sorted(articles(chosen)["treaty"].unique())
    return by_state_and_range(chosen, treaties, STATUSES, status)


def by_state_and_range(
    chosen: Chosen,
    columns: Iterable[str],
    codes: Sequence[str],
    ask: Callable[[str, str], pd.Categorical[str]],
) -> pd.DataFrame:
    """Return what *ask* says of each state and column on each range of days.

    Index: responsible_state, range. The columns are categorical.
    """
    states, n = responsible_states(chosen), len(date_ranges(chosen).first)
    found = {}
    for column in columns:
        parts = [ask(state, column).set_categories([*codes]).codes for state in states]
        places = np.concatenate([[], *parts]).astype(np.int8)
        found[column] = pd.Categorical.from_codes(places, pd.Index([*codes]))
    names = ["responsible_state", "range"]
    index = pd.MultiIndex.from_product([states, range(n)], names=names)
    return pd.DataFrame(found, index=index)


def responsible_states(chosen: Chosen) -> list[str]:
    """Codes of the states that answer for a chosen violation."""
    states = violations(chosen, "responsible_state")["responsible_state"]
    return sorted(states.unique())


def position_rows(chosen: Chosen) -> Rows:
    """Row of `positions` for each violation: its state, and the days of the act."""
    ranges = date_ranges(chosen)
    states = violations(chosen, "responsible_state")["responsible_state"]
    codes = states.cat.set_categories(responsible_states(chosen)).cat.codes
    rows = codes.to_numpy(dtype="int64") * len(ranges.first)
    return rows + ranges.places[chosen.violated]


@memoize
def classified(chosen: Chosen) -> pd.DataFrame:
    """The violations, with those in one situation under one number.

    The index is the incident's place. Columns: right, responsible_state, finding;
    position, a number for a state that stood alike to every treaty; situation, a number
    for such a position and a right.
    """
    of = positions(chosen)
    alike = of.groupby(["responsible_state", *of.columns], observed=True).ngroup()
    long = violations(chosen, "right", "responsible_state")
    long["position"] = alike.to_numpy()[position_rows(chosen)]
    long["situation"] = long.groupby(SITUATION, observed=True).ngroup()
    return long


@memoize
def statuses(chosen: Chosen) -> pd.DataFrame:
    """Status of the responsible state under each treaty that lays down the right.

    Unit: a situation under a treaty; n is the number of violations in it. Columns:
    situation, right, responsible_state, n, treaty, status, limited_to.
    """
    long = classified(chosen)
    found = long.drop_duplicates("situation")
    n = long["situation"].value_counts()
    of = positions(chosen).iloc[position_rows(chosen)[~long["situation"].duplicated()]]
    status = of.set_axis(found["situation"]).reset_index()
    status = status.melt("situation", var_name="treaty", value_name="status")
    found = found.assign(n=found["situation"].map(n))
    found = found[["situation", "right", "responsible_state", "n"]]
    laid = articles(chosen)[["right", "treaty"]].astype("str")
    frame = found.astype({"right": "str"}).merge(laid, on="right")
    frame = frame.merge(status.astype({"treaty": "str"}), on=["situation", "treaty"])
    limits = [*map(limited_to, frame["right"], frame["treaty"])]
    return frame.assign(limited_to=pd.Series(limits, index=frame.index, dtype="str"))


@memoize
def laws(chosen: Chosen) -> pd.Series[str]:
    """What the treaties taken together come to for each violation, a code of LAWS.

    A treaty for everybody decides before one for some people or cases; only where no
    treaty bound and none is left open was the violation bound by none.
    """
    frame = statuses(chosen)
    of = classified(chosen)["situation"].to_numpy()
    every = range(of.max(initial=-1) + 1)
    limited = frame["limited_to"] != ""
    full, part = (
        pd.crosstab(rows["situation"], rows["status"]).reindex(
            index=every, columns=[*STATUSES], fill_value=0
        )
        > 0
        for rows in (frame[~limited], frame[limited])
    )
    law = combined(full, part)
    return pd.Series(law.take(of), index=chosen.violated)


def combined(full: pd.DataFrame, part: pd.DataFrame) -> pd.Categorical[str]:
    """What the treaties for everybody and those for some come to, a code of LAWS.

    Either frame has a column for each status: whether the state has it under any of
    them.
    """
    codes = np.select(
        [
            full["bound"],
            full["uncertain"],
            part["bound"],
            part["uncertain"],
            full["not_known"] | part["not_known"],
        ],
        [*map(LAWS.index, ["bound", "uncertain", "partly", "uncertain", "not_known"])],
        LAWS.index("unbound"),
    )
    return pd.Categorical.from_codes(codes, pd.Index(LAWS))


def violations_by_law_in_force(chosen: Chosen) -> Count:
    """Violations by what bound the responsible state on the day of the act."""
    by = Dimension(
        "law in force", labels.LAW_IN_FORCE, ranked=False, notes=("law", "part")
    )
    long = violations(chosen).assign(code=laws(chosen).array)
    return tally(chosen, "violations", by, long)


def law_of_violations(chosen: Chosen, of: Rows | None = None) -> pd.DataFrame:
    """The violations with `law`, a code of LAWS; *of* are those wanted, if not all."""
    rows = np.arange(len(chosen.violation_at)) if of is None else of
    found = chosen.dataset.violations.iloc[chosen.violation_at[rows]]
    return found.assign(law=laws(chosen).iloc[rows].array).reset_index(drop=True)


def obligations(chosen: Chosen, of: Rows | None = None) -> pd.DataFrame:
    """Every violation under every treaty that lays down the right.

    Columns: incident_id, right, responsible_state, finding, treaty, articles,
    first_day, last_day; limited_to, whom or what the articles protect where that is not
    everybody; standing, the status of the state on the day of the act; verified,
    whether the days of that treaty and state were seen in a source. *of* are the
    violations that are wanted, where not all are.
    """
    rows = np.arange(len(chosen.violation_at)) if of is None else of
    ranges, terms = date_ranges(chosen), terms_of(chosen.dataset)
    found = chosen.dataset.violations[[*KEY, "finding"]]
    found = found.iloc[chosen.violation_at[rows]].assign(
        row=position_rows(chosen)[rows]
    )
    place = ranges.places[chosen.violated[rows]]
    for name, days in (("first_day", ranges.first), ("last_day", ranges.last)):
        found[name] = days[place].astype("datetime64[D]").astype("str")
    frame = found.merge(articles(chosen), on="right")
    frame["limited_to"] = [*map(limited_to, frame["right"], frame["treaty"])]
    status = {name: of.to_numpy() for name, of in positions(chosen).items()}
    frame["standing"] = [
        status[treaty][row]
        for treaty, row in frame[["treaty", "row"]].itertuples(index=False)
    ]
    known = map(
        terms.get, zip(frame["treaty"], frame["responsible_state"], strict=True)
    )
    frame["verified"] = [one is None or one.verified for one in known]
    columns = [*KEY, "finding", "treaty", "articles", "first_day", "last_day"]
    frame = frame[[*columns, "limited_to", "standing", "verified"]]
    return frame.sort_values([*KEY, "treaty"], ignore_index=True)


def by_status(chosen: Chosen, *keys: str) -> pd.DataFrame:
    """Violations by some columns of `statuses`, a column for each status, and n."""
    sums = statuses(chosen).groupby([*keys, "status"], observed=False)["n"].sum()
    split = sums.unstack("status").reindex(columns=[*STATUSES], fill_value=0)
    split = split.set_axis([*STATUSES], axis="columns").astype("int64")
    return split.assign(n=split.sum(axis="columns"))


def by_treaty(chosen: Chosen) -> pd.DataFrame:
    """Violations under each treaty that lays down the right, most bound first.

    Columns: treaty, label, one for each status, n.
    """
    treaties = sorted(chosen.dataset.right_articles["treaty"].unique())
    names = chosen.dataset.treaties.set_index("treaty")["short_title"]
    split = by_status(chosen, "treaty").reindex(treaties, fill_value=0)
    split.insert(0, "label", names[treaties].to_numpy())
    split = split.rename_axis("treaty").reset_index()
    order = split.sort_values(["bound", "n", "label"], ascending=[False, False, True])
    return order.reset_index(drop=True)


def by_state_and_treaty(chosen: Chosen) -> pd.DataFrame:
    """Violations by responsible state and treaty: one column for each status, n."""
    split = by_status(chosen, "responsible_state", "treaty")
    split = split[split["n"] > 0].reset_index()
    split = split.astype({"responsible_state": "str", "treaty": "str"})
    return split.sort_values(["responsible_state", "treaty"], ignore_index=True)


def unverified_terms(chosen: Chosen) -> list[tuple[str, str]]:
    """Treaties and states of which a day that counts here was not seen in a source."""
    terms = terms_of(chosen.dataset)
    found = by_state_and_treaty(chosen)
    pairs = zip(found["treaty"], found["responsible_state"], strict=True)
    return sorted(pair for pair in pairs if pair in terms and not terms[pair].verified)
