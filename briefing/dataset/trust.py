"""Which contents were checked before and found sound, so that they need not be again.

What the rules say depends on the bytes of the package and on our code, and on nothing
else. The digest of both is noted in the user's cache; `briefing check` never asks here.
"""

import hashlib
import os
import platform
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

VARIABLE = "SCO_BRIEFING_CACHE"
MANY = 200  # notes kept


def trusted(digest: str) -> bool:
    """Tell whether contents of this digest were found sound by this very code."""
    with suppress(OSError, RuntimeError):
        note = note_of(digest)
        return note.read_bytes() == note.name.encode()
    return False


def trust(digest: str) -> None:
    """Note that contents of this digest were found sound; without a cache, note
    nothing.
    """
    # Somebody without a home has no cache either, and learns it by a RuntimeError.
    with suppress(OSError, RuntimeError):
        note = note_of(digest)
        note.parent.mkdir(parents=True, exist_ok=True)
        # Beside it first, so that no note is ever half written.
        draft = note.with_suffix(f".{os.getpid()}.part")
        draft.write_text(note.name, "utf-8")
        draft.replace(note)
        notes = sorted(note.parent.iterdir(), key=lambda one: one.stat().st_mtime)
        for old in notes[:-MANY]:
            old.unlink()


def can_note() -> bool:
    """Tell whether there is a place for notes, which other processes find."""
    with suppress(OSError, RuntimeError):
        folder = note_of("").parent
        folder.mkdir(parents=True, exist_ok=True)
        return os.access(folder, os.W_OK)
    return False


def note_of(digest: str) -> Path:
    """Give the place of the note on contents of this digest."""
    from platformdirs import user_cache_dir

    folder = os.environ.get(VARIABLE) or user_cache_dir("sco-briefing")
    name = hashlib.sha256(f"{digest} {digest_of_rules()}".encode()).hexdigest()
    return Path(folder).expanduser() / "sound" / name


@cache
def digest_of_rules() -> str:
    """Give one digest over the code of this room, and what it reads and checks with."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    # Which days, digits and spaces there are depends on Python, too.
    digest.update(f" python {platform.python_version()}".encode())
    for name in ("numpy", "pandas", "pandera", "pyarrow", "pydantic"):
        digest.update(f" {name} {version(name)}".encode())
    return digest.hexdigest()
