"""What is refused in a selection, with the nearest that would do."""

from collections.abc import Collection, Iterable, Mapping
from typing import Self

from briefing.errors import BriefingError
from briefing.suggest import did_you_mean, nearest
from briefing.text.formats import listing


class UnknownParameter(BriefingError):
    """A parameter that does not exist, most often a misspelt one."""

    code = "parameter"

    @classmethod
    def named(cls, given: str, known: Collection[str]) -> Self:
        """Name the parameter that was given and the nearest one that exists."""
        near = did_you_mean(given, known) or f"The parameters are {listing(known)}."
        return cls(f"There is no parameter '{given}'. {near}")


class MissingParameters(BriefingError):
    """Parameters that no cell above the selection sets."""

    code = "parameter"

    @classmethod
    def named(cls, names: Collection[str]) -> Self:
        """Name them, and how they come back."""
        return cls(
            f"Selection.of was not given {listing(names)}; it takes every parameter by "
            f"its name from the cell tagged parameters. Run that cell, or let "
            f"`briefing chapter lint --fix` write it again."
        )


class WrongType(BriefingError):
    """A value that is not text."""

    code = "parameter"

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

    code = "parameter"

    @classmethod
    def of(cls, name: str, value: str, allowed: Collection[str]) -> Self:
        """Name the parameter, its value and all that it allows."""
        what = f"Parameter '{name}' is '{value}'; it must be {listing(allowed, 'or')}."
        return cls(f"{what} {did_you_mean(value, allowed)}".strip())


class EmptyList(BriefingError):
    """A list of codes without a code, which is not the same as all."""

    code = "parameter"

    @classmethod
    def of(cls, name: str) -> Self:
        """Name the parameter and what it may hold."""
        return cls(
            f"Parameter '{name}' is empty; write codes from `briefing data codes "
            f"{name}`, separated by commas, or all."
        )


class UnknownCode(BriefingError):
    """A code of a state, right, type or group that the data package does not hold."""

    code = "parameter"

    @classmethod
    def of(cls, name: str, code: str, labels: dict[str, str]) -> Self:
        """Name the code, the nearest one by code or by label, and where all are
        listed.
        """
        near = nearest(code, labels)
        meant = f" Did you mean {near} ({labels[near]})?" if near else ""
        return cls(
            f"Parameter '{name}' holds the code '{code}', which the data package does "
            f"not know.{meant} `briefing data codes {name}` shows all {len(labels)}."
        )


class ImpossibleDate(BriefingError):
    """A date that no calendar has."""

    code = "parameter"

    @classmethod
    def of(cls, name: str, value: str) -> Self:
        """Name the parameter, its value and the forms that a date may take."""
        return cls(
            f"Parameter '{name}' is '{value}', which is not a date; write it as "
            f"2012, 2012-05 or 2012-05-31."
        )


class BackwardPeriod(BriefingError):
    """A period that ends before it begins."""

    code = "parameter"

    @classmethod
    def of(cls, date_from: str, date_to: str) -> Self:
        """Name both ends."""
        return cls(
            f"The period ends before it begins: date_from is {date_from}, "
            f"date_to is {date_to}. Exchange the two."
        )


class UnknownColumn(BriefingError):
    """A column that is asked for in a count, and that no table to count has."""

    code = "column"

    @classmethod
    def of(cls, column: str, columns: Mapping[str, Iterable[str]]) -> Self:
        """Name the column, the nearest one, and all that there are."""
        known = sorted({name for names in columns.values() for name in names})
        near = did_you_mean(column, known)
        every = "; ".join(
            f"{table} have {listing(names)}" for table, names in columns.items()
        )
        return cls(
            f"count has no column by='{column}'. {near} {every}.".replace("  ", " ")
        )

    @classmethod
    def not_one_or_two(cls, columns: Collection[str]) -> Self:
        """Name the columns, which are none, twice the same, or more than two."""
        given = listing([repr(one) for one in columns]) or "no column"
        return cls(
            f"count takes one column, or two different ones, and was given {given}. "
            'Write by="type" or by=["type", "place"].'
        )


class UnknownUnit(BriefingError):
    """A unit that nothing is counted in."""

    code = "column"

    @classmethod
    def of(cls, unit: str, units: Collection[str]) -> Self:
        """Name the unit, the nearest one, and all that there are."""
        near = did_you_mean(unit, units)
        what = f"count has no unit='{unit}'; it must be {listing(units, 'or')}."
        return cls(f"{what} {near}".strip())

    @classmethod
    def not_crossed(cls, rows: str, cols: str) -> Self:
        """Name the two columns by which people cannot be counted at once."""
        return cls(
            f"count has no unit='persons' by two columns ('{rows}' and '{cols}'): "
            "people are ranges, which no cell of a cross holds. Count people by one "
            "of the two, or incidents by both."
        )


class EmptySelection(BriefingError):
    """A selection that no counted incident meets."""

    code = "nothing-found"

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
