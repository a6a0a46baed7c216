"""What is refused in a selection, with the nearest that would do."""

from collections.abc import Collection, Iterable, Mapping
from difflib import SequenceMatcher, get_close_matches
from typing import Self

from briefing.errors import BriefingError


class UnknownParameter(BriefingError):
    """A parameter that does not exist, most often a misspelt one."""

    @classmethod
    def named(cls, given: str, known: Collection[str]) -> Self:
        """Name the parameter that was given and the nearest one that exists."""
        near = near_miss(given, known) or f"The parameters are {listed(known)}."
        return cls(f"There is no parameter '{given}'. {near}")


class MissingParameters(BriefingError):
    """Parameters that no cell above the selection sets."""

    @classmethod
    def named(cls, names: Collection[str]) -> Self:
        """Name them, and how they come back."""
        return cls(
            f"Selection.of was not given {listed(names)}; it takes every parameter by "
            f"its name from the cell tagged parameters. Run that cell, or let "
            f"`briefing lint --fix` write it again."
        )


class WrongType(BriefingError):
    """A value that is not text."""

    @classmethod
    def of(cls, name: str, value: object) -> Self:
        """Name the parameter, its value and the type that it has."""
        kind = type(value).__name__
        return cls(
            f"Parameter '{name}' is {value!r} ({kind}); it must be text in quotes. "
            f"papermill passes text on as it is with -r in place of -p: -r {name} "
            f"{value}."
        )


class UnknownChoice(BriefingError):
    """A value outside the few that a parameter allows."""

    @classmethod
    def of(cls, name: str, value: str, allowed: Collection[str]) -> Self:
        """Name the parameter, its value and all that it allows."""
        what = f"Parameter '{name}' is '{value}'; it must be {listed(allowed, 'or')}."
        return cls(f"{what} {near_miss(value, allowed)}".strip())


class EmptyList(BriefingError):
    """A list of codes without a code, which is not the same as all."""

    @classmethod
    def of(cls, name: str) -> Self:
        """Name the parameter and what it may hold."""
        return cls(
            f"Parameter '{name}' is empty; write codes from `briefing list {name}`, "
            f"separated by commas, or all."
        )


class UnknownCode(BriefingError):
    """A code of a state, right, type or group that the data package does not hold."""

    @classmethod
    def of(cls, name: str, code: str, labels: dict[str, str]) -> Self:
        """Name the code, the nearest one by code or by label, and where all are
        listed.
        """
        near = nearest_code(code, labels)
        meant = f" Did you mean {near} ({labels[near]})?" if near else ""
        return cls(
            f"Parameter '{name}' holds the code '{code}', which the data package does "
            f"not know.{meant} `briefing list {name}` shows all {len(labels)}."
        )


class ImpossibleDate(BriefingError):
    """A date that no calendar has."""

    @classmethod
    def of(cls, name: str, value: str) -> Self:
        """Name the parameter, its value and the forms that a date may take."""
        return cls(
            f"Parameter '{name}' is '{value}', which is not a date; write it as "
            f"2012, 2012-05 or 2012-05-31."
        )


class BackwardPeriod(BriefingError):
    """A period that ends before it begins."""

    @classmethod
    def of(cls, date_from: str, date_to: str) -> Self:
        """Name both ends."""
        return cls(
            f"The period ends before it begins: date_from is {date_from}, "
            f"date_to is {date_to}. Exchange the two."
        )


class UnknownColumn(BriefingError):
    """A column that is asked for in a count, and that no table to count has."""

    @classmethod
    def of(cls, column: str, columns: Mapping[str, Iterable[str]]) -> Self:
        """Name the column, the nearest one, and all that there are."""
        known = sorted({name for names in columns.values() for name in names})
        near = near_miss(column, known)
        every = "; ".join(
            f"{table} have {listed(names)}" for table, names in columns.items()
        )
        return cls(f"count has no column by='{column}'. {near} {every}.".replace("  ", " "))


class UnknownUnit(BriefingError):
    """A unit that nothing is counted in."""

    @classmethod
    def of(cls, unit: str, units: Collection[str]) -> Self:
        """Name the unit, the nearest one, and all that there are."""
        near = near_miss(unit, units)
        return cls(f"count has no unit='{unit}'; it must be {listed(units, 'or')}. {near}".strip())


class EmptySelection(BriefingError):
    """A selection that no counted incident meets."""

    @classmethod
    def of(cls, scope: str, period: str, doubtful: int) -> Self:
        """Say what was asked for, and what a reader may widen."""
        maybe = (
            f" {doubtful} may lie in the period, but the dates are not certain enough."
            if doubtful
            else ""
        )
        where = scope.replace("All", "all") if scope.startswith("All ") else scope
        return cls(
            f"No incident was found for {where}, {period}, with the other parameters "
            f"as given.{maybe} Widen the states, the period or the finding."
        )


def near_miss(given: str, known: Collection[str]) -> str:
    """Ask for the nearest known word, or say nothing where none is near."""
    near = nearest_code(given, {word: word for word in known})
    return f"Did you mean '{near}'?" if near else ""


def nearest_code(given: str, labels: dict[str, str]) -> str | None:
    """Find the code meant by a misspelt code, or by a name written where a code
    belongs.
    """
    spellings = {label.casefold(): code for code, label in labels.items()}
    spellings |= {code.casefold(): code for code in labels}
    word = given.casefold()
    near = get_close_matches(word, spellings, n=9, cutoff=0.6)

    def likeness(other: str) -> tuple[float, bool]:
        # Of two that are equally near, people mean the one that begins alike.
        alike = round(SequenceMatcher(None, other, word).ratio(), 3)
        return alike, other[:2] == word[:2]

    return spellings[max(near, key=likeness)] if near else None


def listed(words: Iterable[str], last: str = "and") -> str:
    """Write words as a list in a sentence: one, two and three."""
    words = list(words)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
