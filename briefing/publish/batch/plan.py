"""A plan of briefings, from a file or one for each state, right or year."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from briefing.dataset.dataset import Dataset
from briefing.dataset.load import load
from briefing.errors import BriefingError
from briefing.publish.models import EditionSpec
from briefing.publish.naming import refuse_unfit
from briefing.publish.profiles import (
    REGIONAL,
    STRICT,
    Profile,
    parameters_model,
    read_profile,
    resolve_selection,
    wording,
)
from briefing.selection import description
from briefing.selection.errors import EmptySelection
from briefing.selection.select import select
from briefing.selection.selection import Selection
from briefing.text.formats import listing


class BadPlan(BriefingError):
    """A plan that cannot be read, or that asks for something that does not exist."""

    code = "plan"


class NothingLeft(BriefingError):
    """A request for each of something, of which none has an incident."""

    code = "nothing-found"


class SameName(BriefingError):
    """Two briefings of one batch that would take the same name."""

    code = "plan"


def as_list(value: object) -> object:
    """Return one value as a list of it."""
    return value if isinstance(value, list) else [value]


TABLE = "a table of keys and values"

PlanParameters = parameters_model(
    Annotated[list[str], BeforeValidator(as_list), Field(min_length=1)],
    "text in quotes, or a list of texts for one briefing each",
)


class PlannedBriefing(BaseModel):
    """One [[briefing]] of a plan: a briefing for each combination of what it lists."""

    model_config = STRICT

    profile: str = Field(REGIONAL, description="text in quotes")
    edition: str | None = Field(None, description="text in quotes")
    parameters: PlanParameters = Field(  # type: ignore[valid-type]  # a class made above
        default_factory=PlanParameters, description=TABLE
    )
    each: Annotated[
        list[Literal["state", "right", "year"]], BeforeValidator(as_list)
    ] = Field([], description="state, right or year", title="word for 'each'")


class Plan(BaseModel):
    """The content of a plan; `parameters` hold for all of it."""

    model_config = STRICT

    parameters: PlanParameters = Field(  # type: ignore[valid-type]  # a class made above
        default_factory=PlanParameters, description=TABLE
    )
    briefing: list[PlannedBriefing] = Field([], description=TABLE)


@dataclass(frozen=True)
class Request:
    """One briefing, or one for `each` state, right or year, as somebody asked for it.

    `given` are the parameters.
    """

    profile: str
    given: Mapping[str, str] = field(default_factory=dict)
    each: tuple[str, ...] = ()
    edition: str | None = None


def read_plan(path: Path, given: Mapping[str, str]) -> list[Request]:
    """Read the plan at *path*; what is *given* on the command line holds for all of it.

    Raises BadPlan.
    """
    try:
        plan = Plan.model_validate(tomllib.loads(path.read_text("utf-8")))
    except OSError as error:
        message = f"Cannot read the plan {path}: {error.strerror}."
        raise BadPlan(message) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"{path} is not a plan, because it is not TOML: {error}."
        raise BadPlan(message) from None
    except ValidationError as error:
        raise BadPlan(wording(f"{path}", error, Plan)) from None
    if not plan.briefing:
        message = f"{path} asks for nothing; begin each briefing with [[briefing]]."
        raise BadPlan(message)
    shared = plan.parameters.model_dump(exclude_unset=True)  # type: ignore[attr-defined]  # as above
    return [
        request
        for number, one in enumerate(plan.briefing, start=1)
        for request in requests(f"{path}, briefing {number}", one, shared, given)
    ]


def requests(
    where: str,
    planned: PlannedBriefing,
    shared: Mapping[str, list[str]],
    given: Mapping[str, str],
) -> Iterator[Request]:
    """Yield a request for each combination of the values that a [[briefing]] lists."""
    own = planned.parameters.model_dump(exclude_unset=True)  # type: ignore[attr-defined]  # as above
    values = {**shared, **own}
    refuse_contradiction(where, values, given)
    values |= {name: [value] for name, value in given.items()}
    each, edition = tuple(planned.each), planned.edition or None
    for combination in product(*values.values()):
        parameters = dict(zip(values, combination, strict=True))
        yield Request(planned.profile or REGIONAL, parameters, each, edition)


def refuse_contradiction(
    where: str, asked: Mapping[str, list[str]], given: Mapping[str, str]
) -> None:
    """Refuse a command line that says something else than the plan."""
    for name, value in given.items():
        if asked.get(name, [value]) != [value]:
            message = (
                f"{where} is made with {name} {listing(asked[name])}; leave out "
                f"--{name.replace('_', '-')}, or change the plan."
            )
            raise BadPlan(message)


LISTED = {"state": "states", "right": "rights"}


def specs_of(
    requests: Sequence[Request], out: Path
) -> tuple[list[EditionSpec], list[str]]:
    """Return the editions to make, each of another name, and what was left out.

    Whatever a person got wrong is refused here, before anything runs.
    """
    specs, left_out = [], []
    for request in requests:
        profile, found, empty = selections(request)
        left_out += empty
        refuse_unfit(request.edition, out)
        specs += [
            EditionSpec(profile, one, one.data or None, out, request.edition)
            for one in found
        ]
    names = [spec.edition or spec.stem for spec in specs]
    for number, name in enumerate(names):
        if name in names[:number]:
            message = (
                f"Briefings {names.index(name) + 1} and {number + 1} of the batch "
                f"would both be called '{name}'; leave one out, or give it another "
                f"parameter or an edition of its own."
            )
            raise SameName(message)
    return specs, left_out


def selections(request: Request) -> tuple[Profile, list[Selection], list[str]]:
    """Return profile, selections, and the codes of those without an incident."""
    profile = read_profile(request.profile)
    if not request.each:
        return profile, [resolve_selection(profile, request.given)], []
    dataset = load(request.given.get("data") or None)
    found, empty = [], []
    for one in combinations(dataset, request):
        selection = resolve_selection(profile, {**request.given, **one})
        try:
            select(dataset, selection)
        except EmptySelection:
            empty.append(" ".join(dict.fromkeys(one.values())))
        else:
            found.append(selection)
    if not found:
        message = (
            f"No {' and '.join(request.each)} has an incident with the other "
            f"parameters as given; widen them."
        )
        raise NothingLeft(message)
    return profile, found, empty


def combinations(dataset: Dataset, request: Request) -> Iterator[dict[str, str]]:
    """Yield the parameters of each state, right or year, in every combination."""
    choices = [candidates(dataset, subject, request.given) for subject in request.each]
    for parts in product(*choices):
        yield {name: value for part in parts for name, value in part.items()}


def candidates(
    dataset: Dataset, subject: str, given: Mapping[str, str]
) -> list[dict[str, str]]:
    """Return the parameters of each value of a subject that was given, or of all."""
    if subject == "year":
        years = map(str, years_within(dataset, given))
        return [{"date_from": year, "date_to": year} for year in years]
    name = LISTED[subject]
    picked = Selection.from_strings({name: given[name]} if name in given else {})
    codes = picked.codes(name)
    known = sorted(description.vocabulary(dataset, name))
    return [{name: code} for code in (known if codes is None else codes)]


def years_within(dataset: Dataset, given: Mapping[str, str]) -> range:
    """Years that the data cover, within the period that was given."""
    first, last = description.reach(dataset)
    checked = Selection.from_strings(
        {name: given[name] for name in ("date_from", "date_to") if name in given}
    )
    start = checked.first_day or date(first, 1, 1)
    end = checked.last_day or date(last, 12, 31)
    return range(max(first, start.year), min(last, end.year) + 1)
