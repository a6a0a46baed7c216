"""Selection: the checked parameters."""

from collections.abc import Mapping
from datetime import date
from typing import Self, cast

from pydantic import BaseModel, ConfigDict, model_validator

from briefing.dataset.dates import Span, point
from briefing.selection.errors import (
    BackwardPeriod,
    EmptyList,
    ImpossibleDate,
    MissingParameters,
    UnknownChoice,
    UnknownParameter,
    WrongType,
)
from briefing.selection.parameters import BY_NAME, EVERYTHING


class Selection(BaseModel):
    """The incidents that a reader asks for; see `PARAMETERS` for what each part means.

    Names, types, choices and dates are checked here. Whether a code exists only the
    data can say, so `select` checks that.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    states: str = BY_NAME["states"].default
    role: str = BY_NAME["role"].default
    rights: str = BY_NAME["rights"].default
    types: str = BY_NAME["types"].default
    groups: str = BY_NAME["groups"].default
    date_from: str = BY_NAME["date_from"].default
    date_to: str = BY_NAME["date_to"].default
    finding: str = BY_NAME["finding"].default
    membership: str = BY_NAME["membership"].default
    cooperation: str = BY_NAME["cooperation"].default
    names: str = BY_NAME["names"].default
    data: str = BY_NAME["data"].default

    @model_validator(mode="before")
    @classmethod
    def _refuse(cls, given: Mapping[str, object]) -> Mapping[str, object]:
        """Refuse unknown names, wrong types, values not allowed and impossible
        dates.
        """
        given = {name: as_text(name, value) for name, value in given.items()}
        for name, value in given.items():
            if name not in BY_NAME:
                raise UnknownParameter.named(name, BY_NAME)
            if not isinstance(value, str):
                raise WrongType.of(name, value)
            allowed = BY_NAME[name].allowed
            if allowed and value not in allowed:
                raise UnknownChoice.of(name, value, allowed)
            if BY_NAME[name].vocabulary and not split(value):
                raise EmptyList.of(name)
            if name.startswith("date_") and value:
                refuse_impossible(name, value)
        return given

    @model_validator(mode="after")
    def _refuse_backward(self) -> Self:
        """Refuse a period that ends before it begins."""
        start, end = self.first_day, self.last_day
        if start and end and start > end:
            raise BackwardPeriod.of(self.date_from, self.date_to)
        return self

    @property
    def first_day(self) -> date | None:
        """First day of the period; None where it is open."""
        return days_of(self.date_from).first if self.date_from else None

    @property
    def last_day(self) -> date | None:
        """Last day of the period; None where it is open."""
        return days_of(self.date_to).last if self.date_to else None

    @classmethod
    def of(cls, names: Mapping[str, object]) -> Self:
        """Selection of the declared parameters among *names*, such as `locals()`.

        Every parameter has to be there; names that are no parameters are ignored.
        """
        missing = [name for name in BY_NAME if name not in names]
        if missing:
            raise MissingParameters.named(missing)
        return cls(**{name: names[name] for name in BY_NAME})  # type: ignore[arg-type]  # checked above

    @classmethod
    def from_strings(cls, given: Mapping[str, str]) -> Self:
        """Check parameters that arrive by name, as from a command line or a file."""
        return cls(**given)

    def codes(self, name: str) -> tuple[str, ...] | None:
        """List the codes asked for in *name*, each once; nothing where all are
        meant.
        """
        text: str = getattr(self, name)
        return None if text.strip() == EVERYTHING else split(text)

    @property
    def findings(self) -> tuple[str, ...]:
        """List the findings accepted, strongest first."""
        weakest_first = BY_NAME["finding"].allowed
        return weakest_first[weakest_first.index(self.finding) :][::-1]


def split(text: str) -> tuple[str, ...]:
    """Split a comma-separated list, naming each code once."""
    return tuple(dict.fromkeys(filter(None, map(str.strip, text.split(",")))))


def as_text(name: str, value: object) -> object:
    """Write a year as text where it arrives as a number; leave all else as it is.

    `papermill -p date_from 2011` makes a number of it, and a shell takes quotes away.
    """
    year = isinstance(value, int) and not isinstance(value, bool)
    if name.startswith("date_") and year and 1000 <= cast("int", value) <= 9999:
        return str(value)
    return value


def refuse_impossible(name: str, value: str) -> None:
    """Refuse a date that no calendar has."""
    try:
        days_of(value)
    except ValueError:
        raise ImpossibleDate.of(name, value) from None


def days_of(text: str) -> Span:
    """Return the days that 2012, 2012-05 or 2012-05-31 may mean.

    Raises ValueError for a date that no calendar has.
    """
    found = None if "-00" in text else point(text)
    if found is None:
        message = f"'{text}' is not a date"
        raise ValueError(message)
    return found
