"""A file or a folder that is made for somebody: there it is, or a sentence says why
not.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from briefing.errors import BriefingError


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Say in a sentence where a disk that is closed, full or gone has stopped us."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"{place} cannot be written ({reason}). Name another place."
        raise BriefingError(message) from None
