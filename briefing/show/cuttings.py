"""Fonts that were cut to some letters, kept on disk: the same letters are cut once.

Each stands under the digest of what it was made from and holds its own; a damaged one
is made again. Where nothing can be kept, everything works as without.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

from briefing.show import fonts

MOST = 400  # cuttings that are kept, of some 20 kB each; the oldest go
DIGEST = 64


def cutting(made_from: tuple[str, ...], cut: Callable[[], bytes]) -> bytes:
    """Return what *cut* makes, from disk if it was made before from the same."""
    name = hashlib.sha256("\0".join(made_from).encode()).hexdigest()
    try:
        place = _folder() / name
        held = place.read_bytes()
        if held[:DIGEST] == _digest(held[DIGEST:]):
            return held[DIGEST:]
    except OSError:
        pass
    made = cut()
    with suppress(OSError):
        _keep(_folder() / name, _digest(made) + made)
    return made


@cache
def makers() -> tuple[str, ...]:
    """Name with its version whatever has a part in the bytes of a cutting."""
    return ("fonttools", version("fonttools"), *map(str, fonts.font_versions().items()))


def _folder() -> Path:
    """Give the folder of the cuttings, beside matplotlib's own fonts."""
    from matplotlib import get_cachedir

    folder = Path(get_cachedir()) / "sco-briefing" / "cuttings"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _digest(content: bytes) -> bytes:
    """Give the SHA-256 of a content, as it stands before it."""
    return hashlib.sha256(content).hexdigest().encode()


def _keep(place: Path, content: bytes) -> None:
    """Write in one step, so that nobody reads half of it, and let the oldest go."""
    handle, draft = tempfile.mkstemp(dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(draft).replace(place)
    except OSError:
        Path(draft).unlink(missing_ok=True)
        raise
    held = sorted(place.parent.iterdir(), key=lambda path: path.stat().st_mtime)
    for old in held[:-MOST]:
        old.unlink(missing_ok=True)
