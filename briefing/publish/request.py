"""What a profile and a request choose together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from briefing.errors import BriefingError
from briefing.publish.profiles import REGIONAL, Profile
from briefing.selection.selection import Selection
from briefing.text.formats import listing

if TYPE_CHECKING:
    from briefing.selection.select import Chosen

ONE = {
    "states": "one state; add --states with one code from `briefing data codes states`",
    "rights": "one right; add --rights with one code from `briefing data codes rights`",
    "year": "one year; add --date-from with a year, such as --date-from 2011",
}


class FixedParameter(BriefingError):
    """A parameter of the command line that the profile has already decided."""


class NotOne(BriefingError):
    """A profile about one state, right or year that was given none or several."""


def asked(profile: Profile, given: Mapping[str, str]) -> Selection:
    """Join the parameters *given* on a command line with those of the profile."""
    for name, value in profile.fixed.items():
        if given.get(name, value) != value:
            message = (
                f"The profile '{profile.name}' is made with {name} {value}; leave out "
                f"--{name.replace('_', '-')}, or choose another profile."
            )
            raise FixedParameter(message)
    said = {**given, **profile.fixed}
    if profile.one == "year":
        said = whole_year(said)
    selection = Selection.from_strings(said)
    if profile.one and not holds_one(profile.one, selection):
        message = f"The profile '{profile.name}' is about {ONE[profile.one]}."
        raise NotOne(message)
    return selection


def whole_year(said: Mapping[str, str]) -> dict[str, str]:
    """Let one end of the period stand for both where it is a bare year."""
    ends = {one for one in (said.get("date_from"), said.get("date_to")) if one}
    year = ends.pop() if len(ends) == 1 else ""
    whole = len(year) == 4
    return {**said, "date_from": year, "date_to": year} if whole else dict(said)


def holds_one(subject: str, selection: Selection) -> bool:
    """Tell whether a selection names exactly one state or right, or one whole year."""
    if subject != "year":
        return len(selection.codes(subject) or ()) == 1
    start, end = (
        selection.first_day,
        selection.last_day,
    )
    if start is None or end is None:
        return False
    first, last = (start.month, start.day), (end.month, end.day)
    return (start.year, first, last) == (end.year, (1, 1), (12, 31))


def title_of(profile: Profile, chosen: Chosen) -> str:
    """Fill the blanks of a profile's title from what was chosen."""
    from briefing.selection import description  # a name needs no data, and a title does

    selection, dataset = chosen.selection, chosen.dataset
    said = {}
    for name, blank in (("states", "state"), ("rights", "right")):
        labels = description.vocabulary(dataset, name)
        codes = selection.codes(name)
        said[blank] = (
            listing(labels[code] for code in codes) if codes else f"all {name}"
        )
    title = profile.title.format_map(
        {
            **said,
            "year": selection.date_from[:4],
            "period": chosen.period,
            "scope": chosen.scope,
        }
    )
    return title[:1].upper() + title[1:]


def free(profile: Profile, selection: Selection) -> Selection:
    """Take away what the profile fixes, so that a name need not say it twice."""
    plain = Selection().model_dump()
    return selection.model_copy(update={name: plain[name] for name in profile.fixed})


def prefix(profile: Profile) -> str:
    """Begin the name of an edition with its profile; the main briefing needs none."""
    return "" if profile.name == REGIONAL else f"{profile.name}-"
