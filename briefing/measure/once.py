"""What was worked out of a dataset or a selection once, and is asked for again and
again.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

Whole = TypeVar("Whole")
Found = TypeVar("Found")
Asked = ParamSpec("Asked")


def once(
    function: Callable[Concatenate[Whole, Asked], Found],
) -> Callable[Concatenate[Whole, Asked], Found]:
    """Remember what *function* says of a dataset or selection, for as long as that
    lives.

    What it gives is shared, so it must not be changed, and must not hold the whole.
    """
    known: WeakKeyDictionary[Any, dict[Any, Found]] = WeakKeyDictionary()

    @wraps(function)
    def remembered(of: Whole, /, *args: Asked.args, **more: Asked.kwargs) -> Found:
        found = known.setdefault(of, {})
        asked = (args, *more.items())
        if asked not in found:
            found[asked] = function(of, *args, **more)
        return found[asked]

    return remembered
