"""Where the PDF of a preview stands, and how it gets there in one step."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from briefing.publish.draft import CannotWrite

PDF = b"%PDF"


def place_of(out: Path) -> Path:
    """Refuse to write over anything but a PDF, or under a name that is none of a
    PDF.
    """
    if out.is_dir():
        what = "is a folder"
    elif out.suffix.lower() != ".pdf":
        what = "is not the name of a PDF"
    elif out.is_file() and out.stat().st_size and head(out) != PDF:
        what = "is there already, is no PDF, and would be overwritten"
    else:
        return out
    near = out.with_name(f"{out.stem}-preview.pdf")
    message = f"{out} {what}. Name a PDF with --out, such as {near}."
    raise CannotWrite(message)


def head(path: Path) -> bytes:
    """Read how a file begins, which tells a PDF from others."""
    with path.open("rb") as file:
        return file.read(len(PDF))


def put(place: Path, content: bytes) -> None:
    """Write a file beside its place and rename it: whoever looks sees a whole one."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(".part", f".{place.name}-", place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(draft).chmod(0o644)
        Path(draft).replace(place)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
