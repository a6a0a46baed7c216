"""Which tests the quick run takes: all that bear no mark of what takes long.

A test with such a mark is left to the full run, unless it is a `smoke` test as well.
"""

import pytest

LONG = ("slow", "faults", "browser", "office", "deploy")


def is_quick(item: pytest.Item) -> bool:
    """Tell whether the quick run takes a test."""
    if item.get_closest_marker("smoke"):
        return True
    return not any(item.get_closest_marker(mark) for mark in LONG)
