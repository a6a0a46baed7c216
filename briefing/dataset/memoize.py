"""Remember what is worked out of a dataset or a selection, for as long as it lives."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

Whole = TypeVar("Whole")

Result = TypeVar("Result")

Arguments = ParamSpec("Arguments")


def memoize(
    function: Callable[Concatenate[Whole, Arguments], Result],
) -> Callable[Concatenate[Whole, Arguments], Result]:
    """Return *function* with a memory, as functools.cache does.

    The memory does not keep the first argument alive. Results are shared, so they must
    not be changed, and must not refer to the first argument.
    """
    known: WeakKeyDictionary[Any, dict[Any, Result]] = WeakKeyDictionary()

    @wraps(function)
    def remembered(
        of: Whole, /, *args: Arguments.args, **more: Arguments.kwargs
    ) -> Result:
        found = known.setdefault(of, {})
        asked = (args, *more.items())
        if asked not in found:
            found[asked] = function(of, *args, **more)
        return found[asked]

    return remembered
