"""What is derived, never typed: finding, membership, independence, working date."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from briefing.dataset.date_columns import days
from briefing.dataset.dates import Span, span
from briefing.dataset.table import Numbers, Truths, among, places


def origin(source: str, parents: Mapping[str, str]) -> str:
    """Follow what a source repeats to the one that speaks for itself.

    Three articles quoting one report are one source. A source that leads into a
    circle is its own origin.
    """
    return origins({source: ""}, parents)[source]


def origins(sources: Mapping[str, str], parents: Mapping[str, str]) -> dict[str, str]:
    """Give the origin of each source, walking every link once however long a chain
    is.
    """
    ends: dict[str, str] = {}
    for source in sources:
        way: dict[str, None] = {}
        at = source
        while at in parents and at not in ends and at not in way:
            way[at] = None
            at = parents[at]
        # What leads into a circle is its own end, and so is what leads to that.
        lost = at in way or (at in parents and ends[at] == at)
        end = ends.get(at, at)
        ends.update((one, one if lost else end) for one in way)
        ends.setdefault(source, source)
    return ends


def circles(parents: Mapping[str, str]) -> set[str]:
    """Give the sources that following what they repeat leads back to themselves."""
    # What leads into a circle is its own origin although it repeats another.
    ends = origins(parents, parents)
    lost = [source for source, end in ends.items() if source == end]
    found: set[str] = set()
    passed: set[str] = set()
    for source in lost:
        at, way = source, []
        while at in parents and at not in passed:
            passed.add(at)
            way.append(at)
            at = parents[at]
        if at in way:
            found.update(way[way.index(at) :])
    return found


def parents_of(sources: pd.DataFrame, missing: frozenset[str]) -> dict[str, str]:
    """Give, of each source that repeats another, that other."""
    repeats = sources[~sources["derived_from"].isin([*missing, ""])]
    return dict(zip(repeats["source_id"], repeats["derived_from"], strict=True))


def voices(sources: pd.DataFrame, missing: frozenset[str]) -> "pd.Series[str]":
    """Give of each source the publisher at its origin: sources with one voice are
    one.
    """
    codes, names = pd.factorize(sources["publisher"])
    voice = np.array([spoken(name) for name in names], dtype=object)[codes]
    parents = parents_of(sources, missing)
    ends = origins(parents, parents)
    repeating = places(pd.Series([*ends], dtype="str"), sources["source_id"])
    at = places(pd.Series([*ends.values()], dtype="str"), sources["source_id"])
    # One that repeats a source which is not in the table speaks with that one's name.
    lost = np.array([spoken(end) for end in ends.values()], dtype=object)
    voice[repeating] = np.where(at >= 0, voice[at], lost)
    return pd.Series(voice, index=sources.index, dtype="str")


def spoken(publisher: str) -> str:
    """Give the name of a publisher as it is compared."""
    return publisher.strip().casefold()


Period = tuple[pd.Timestamp, pd.Timestamp]

Verdicts = npt.NDArray[np.int64]

# From the one that decides to the one that only stands where no state is stated.
BEFORE, UNCLEAR, MEMBER, NONE = range(4)

WORDS = ("before", "unclear", "member", "not_applicable")


def standing(periods: Collection[Period], first: Any, last: Any) -> Verdicts:  # noqa: ANN401 - a day, or a column of days
    """Place the days *first* to *last* in the membership periods of one state.

    The day on which a period ended is not in it; a period without end still lasts.
    """
    verdict = np.full(np.shape(first), BEFORE)
    for begun, ended in periods:
        open_ended = pd.isna(ended)
        within = (begun <= first) & (open_ended | (last < ended))
        touching = (begun <= last) & (open_ended | (first < ended))
        verdict = np.maximum(verdict, np.where(within, MEMBER, touching * UNCLEAR))
    return verdict


def combined(standings: Iterable[Verdicts]) -> Verdicts:
    """Combine the standings of the states of one act: one that was outside decides."""
    lowest: Verdicts = np.array(NONE)
    for verdict in standings:
        lowest = np.minimum(lowest, verdict)
    return lowest


@dataclass(frozen=True)
class DateClaim:
    """What one source says of a date: who speaks, and with whose voice."""

    span: Span
    kind: str
    voice: str


def deciding(claims: Collection[DateClaim]) -> list[Span]:
    """Give the dates of those claims that decide."""
    for kinds in ({"court", "treaty_body"}, {"igo"}):
        if highest := [c.span for c in claims if c.kind in kinds]:
            return highest
    return [c.span for c in claims if len(agreeing(c, claims)) > 1] or [
        c.span for c in claims
    ]


def agreeing(claim: DateClaim, claims: Collection[DateClaim]) -> set[str]:
    """Give the voices that a claim does not contradict: 2011-05 allows 2011-05-30."""
    return {c.voice for c in claims if c.span.holds(claim.span)} | {claim.voice}


def allowed(claims: Collection[DateClaim]) -> Iterator[Span]:
    """Give the working dates that the rule allows.

    A deciding date; a more precise one that some source gives within it; or, where
    several decide, the interval that spans them.
    """
    spans = deciding(claims)
    yield from spans
    for claim in claims:
        if any(span.holds(claim.span) for span in spans):
            yield claim.span
    yield Span(min(s.first for s in spans), max(s.last for s in spans))


def follows(working: Span, claims: Collection[DateClaim], *, inferred: bool) -> bool:
    """Tell whether a working date follows from the claims.

    Where the date is marked as inferred it may be less precise than the claims: the
    year alone, say, where a court order stands for the day of the act.
    """
    spans = list(allowed(claims))
    return working in spans or (inferred and any(working.holds(s) for s in spans))


def working_date(claims: Collection[DateClaim], texts: Sequence[str]) -> str:
    """The date that follows from claims, whose texts are given as well.

    The most precise date that none of the deciding claims contradicts; where they
    contradict each other, the interval that spans them.
    """
    spans = deciding(claims)
    dates = {text: one for text in texts if (one := span(text))}
    fitting = [t for t, one in dates.items() if all(s.holds(one) for s in spans)]
    if fitting:
        return min(fitting, key=lambda text: dates[text].last - dates[text].first)
    decided = [text for text, one in dates.items() if one in spans]
    first = min(decided, key=lambda text: dates[text].first).partition("/")[0]
    last = max(decided, key=lambda text: dates[text].last).rpartition("/")[2]
    return f"{first}/{last}"


Frames = Mapping[str, pd.DataFrame]

# In this order wherever they are shown.
FINDINGS = ("adjudicated", "corroborated", "reported")


def derive_incidents(frames: Frames, missing: frozenset[str]) -> pd.DataFrame:
    """Add to each incident its days, year, finding, co-operation and membership."""
    incidents = frames["incidents"]
    incidents = incidents.join(days(incidents["date"]))
    first, last = incidents["first_day"].dt.year, incidents["last_day"].dt.year
    adjudicated = frames["violations"].query("basis == 'adjudicated'")["incident_id"]
    incidents = incidents.assign(
        # A year that the date leaves open is not counted under either.
        year=first.astype("Int64").where(first == last),
        independent_sources=independent_sources(frames, missing),
    )
    return incidents.assign(
        finding=graded(
            among(incidents["incident_id"], adjudicated),
            incidents["independent_sources"],
        ),
        cooperation=cooperation(incidents["requesting_state"], missing),
        membership=membership(incidents, frames["memberships"], missing),
        counted=incidents["record_kind"] == "act",
    )


def cooperation(requesting: pd.Series, missing: frozenset[str]) -> pd.Series:
    """Whether a state is said to have asked for the act: requested or context."""
    places = requesting.isin(missing).to_numpy().astype(int)
    asked = pd.Categorical.from_codes(places, pd.Index(["requested", "context"]))
    return pd.Series(asked, index=requesting.index)


def derive_violations(
    violations: pd.DataFrame, incidents: pd.DataFrame
) -> pd.DataFrame:
    """Add to each violation its finding.

    What a court found of one right does not adjudicate another of the same incident.
    """
    of = places(violations["incident_id"], incidents["incident_id"])
    heard = incidents["independent_sources"].iloc[of].set_axis(violations.index)
    adjudicated = (violations["basis"] == "adjudicated").to_numpy()
    return violations.assign(finding=graded(adjudicated, heard))


def graded(adjudicated: Truths, heard: "pd.Series[int]") -> pd.Series:
    """Ordered grades of how a fact is known, strongest first: by a court, by two or
    more independent sources, by one.
    """
    grade = np.where(adjudicated, 0, np.where(heard >= 2, 1, 2))
    grades = pd.Categorical.from_codes(grade, pd.Index(FINDINGS), ordered=True)
    return pd.Series(grades, index=heard.index)


def independent_sources(frames: Frames, missing: frozenset[str]) -> Numbers:
    """Count the voices that report each incident; who repeats another adds none."""
    claims, sources = frames["claims"], frames["sources"]
    reports = (claims["field"] == "act") & (claims["value"] == "reported")
    of = places(claims["incident_id"][reports], frames["incidents"]["incident_id"])
    by = places(claims["source_id"][reports], sources["source_id"])
    heard, names = pd.factorize(voices(sources, missing))
    # One number for each pair of incident and voice, so that equal pairs are one.
    many = max(len(names), 1)
    pairs = pd.unique(of * many + heard[by])
    return np.bincount(pairs // many, minlength=len(frames["incidents"]))


def membership(
    incidents: pd.DataFrame, memberships: pd.DataFrame, missing: frozenset[str]
) -> pd.Series:
    """Say whether all states of an act were members on every day that its date allows.

    The states are the executing one and, where stated, the requesting one.
    """
    member = memberships[memberships["status"] == "member"]
    periods = {
        str(state): list(zip(rows["from"], rows["to"], strict=True))
        for state, rows in member.groupby("state")
    }
    days = [incidents[name].to_numpy() for name in ("first_day", "last_day")]
    verdicts = combined(
        standings(incidents[role], periods, missing, days)
        for role in ("executing_state", "requesting_state")
    )
    standing = pd.Categorical.from_codes(verdicts, pd.Index(WORDS))
    return pd.Series(standing, index=incidents.index)


def standings(
    states: pd.Series,
    periods: Mapping[str, list[Period]],
    missing: frozenset[str],
    days: Sequence[npt.NDArray[np.datetime64]],
) -> Verdicts:
    """Place the days of each act in the membership of its state, where one is
    stated.
    """
    codes, names = pd.factorize(states)
    verdicts = np.full(len(states), NONE)
    for place, name in enumerate(names):
        if name not in missing:
            rows = codes == place
            verdicts[rows] = standing(
                periods.get(name, []), *(day[rows] for day in days)
            )
    return verdicts
