"""How many examples of a rule are tried: conftest.py has the profiles."""

from hypothesis import settings


def fewer(times: int) -> settings:
    """Try so many times fewer than elsewhere, because each of them takes long."""
    return settings(max_examples=max(2, settings.default.max_examples // times))
