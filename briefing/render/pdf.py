"""The Typst project of a briefing, and its PDF."""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from nbformat import NotebookNode

from briefing.render.cancellation import CancelToken
from briefing.render.checks import glyph_message, refuse_letters
from briefing.render.document import Document, printable
from briefing.render.errors import TypesettingError
from briefing.render.pandoc import to_typst
from briefing.render.readback import check_pdf
from briefing.render.reader import RAW_MIMETYPES, read_document
from briefing.render.subprocesses import run_program

TEMPLATES = Path(__file__).parent / "templates"

COMPILER = Path(__file__).with_name("typst_worker.py")

FONTS = {
    "fontpkg_source_sans_3": "files",
    "fontpkg_source_serif_4": "files",
    "fontpkg_noto_sans_arabic": "files",
    "fontpkg_noto_sans_devanagari": "files",
    "noto_cjk_sans_otc": "",
}

# A rule for letters is asked about every word: it is set where there are such letters.
ARABIC = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")

Standards = list[Literal["a-3a", "ua-1"]]

# Both for a briefing of ours; somebody else's notebook may have to do with fewer.
STANDARDS: tuple[Standards, ...] = (["a-3a", "ua-1"], ["a-3a"], [])

# Under a name of its own: a name of ours must not stand in for one of an equation.
BODY = """\
#import "briefing.typ" as sco
#import "briefing.typ": horizontalrule
"""

MAIN = """\
#import "briefing.typ" as sco
#show: sco.briefing
#include "body.typ"
"""


@dataclass(frozen=True)
class Compiled:
    """A PDF, and what stood against each of the standards that were tried before."""

    pdf: bytes
    refused: Sequence[dict[str, Any]]


def font_folders() -> list[str]:
    """Find the fonts that come as dependencies; those of the system are not looked
    at.
    """
    folders = []
    for package, folder in FONTS.items():
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            message = (
                f"The font package {package} is not installed. `make` installs it, or "
                f"`pip install {package.replace('_', '-')}`; then run again."
            )
            raise TypesettingError(message)
        folders.append(str(Path(spec.origin).parent / folder))
    return folders


def write_project(document: Document, body: str, folder: Path) -> Path:
    """Write everything the typesetter reads into *folder*, and return the main file."""
    for template in TEMPLATES.glob("*.typ"):
        (folder / template.name).write_bytes(template.read_bytes())
    _write(folder / "body.typ", BODY + body)
    front = document.front.printed()
    texts = [_json(payload) for payload in document.payloads]
    arabic = any(ARABIC.search(text) for text in (body, _json(front), *texts))
    _write(folder / "front.json", _json(front | {"arabic": arabic}))
    for number, payload in enumerate(document.payloads):
        _write(folder / "exhibits" / f"{number}.json", texts[number])
        if "svg" in payload:
            _write(folder / "exhibits" / f"{number}.svg", payload["svg"])
    for name, content in document.pictures.items():
        (folder / "pictures").mkdir(exist_ok=True)
        (folder / "pictures" / name).write_bytes(content)
    for name, text in document.front.attachments.items():
        _write(_inside(folder / "attachments", name), text)
    main = folder / "main.typ"
    _write(main, MAIN)
    return main


def _inside(folder: Path, name: str) -> Path:
    """Keep an attachment inside its folder, whatever its name says."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        message = f"An attachment may not be named {name!r}: it leaves its folder."
        raise TypesettingError(message)
    return path


def _write(path: Path, text: str) -> None:
    """Write one text as UTF-8 with plain line ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8", "replace"))


def _json(value: object) -> str:
    """Write a value as JSON without what cannot stand on a page."""
    return json.dumps(_printable(value), ensure_ascii=False)


def _printable(value: object) -> object:
    """Clean every text of a value."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _printable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(inner) for inner in value]
    return value


def compile_pdf(
    main: Path, standards: Sequence[Standards], released: str, token: CancelToken
) -> Compiled:
    """Compile to PDF under the first of *standards* that can be met.

    The clock and the system's fonts have no say in it.
    """
    order = {
        "main": str(main),
        "standards": standards,
        "fonts": font_folders(),
        "timestamp": _timestamp(released),
        "parent": os.getpid(),
    }
    command = [sys.executable, "-P", str(COMPILER)]
    code, made, said = run_program("Typst", command, json.dumps(order).encode(), token)
    if code:
        message = f"Typst failed: {said}"
        raise RuntimeError(message)
    refused, _, pdf = made.partition(b"\n")
    return Compiled(pdf, json.loads(refused))


def _timestamp(released: str) -> int:
    """Return midnight of the day of the data."""
    day = dt.date.fromisoformat(released)
    return int(dt.datetime.combine(day, dt.time(), dt.UTC).timestamp())


log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Options:
    """How to typeset: with the code of our notebooks or not, what the file is called,
    which raw cells are printed, and how long it may take.
    """

    audit: bool = False
    name: str = "notebook"
    folder: str = "."
    raw_mimetypes: tuple[str, ...] = RAW_MIMETYPES
    token: CancelToken = field(default_factory=CancelToken)


def to_pdf(notebook: NotebookNode, token: CancelToken | None = None) -> bytes:
    """Typeset *notebook* as the exporter does, without nbconvert, which takes its
    time.
    """
    return typeset(notebook, Options(token=token or CancelToken()))


def typeset(notebook: NotebookNode, options: Options) -> bytes:
    """Return the PDF of *notebook*.

    A notebook of ours meets both standards or fails with a reason. Somebody else's is
    printed in any case, with as many of the standards as it can meet.
    """
    document = read_document(
        notebook,
        audit=options.audit,
        name=options.name,
        folder=Path(options.folder),
        raw_mimetypes=options.raw_mimetypes,
    )
    with tempfile.TemporaryDirectory(prefix="briefing-press-") as scratch:
        folder = Path(scratch)
        body = to_typst(document, folder, options.token)
        main = write_project(document, body, folder)
        ours, released = document.front.ours, document.front.released
        standards = STANDARDS[:1] if ours else STANDARDS
        made = compile_pdf(main, standards, released, options.token)
    refuse_letters(made.refused, notebook)
    for error, fewer in zip(made.refused, STANDARDS[1:], strict=False):
        if not ours:
            kept = ", ".join(fewer) or "none"
            said = error["message"]
            log.warning("%s: %s; standards kept: %s", options.name, said, kept)
    if not made.pdf:
        raise TypesettingError(_reason(made, notebook))
    check_pdf(document, body, made.pdf, options.name)
    for message in document.warnings:
        log.warning("%s: %s", options.name, message)
    return made.pdf


def _reason(made: Compiled, notebook: NotebookNode) -> str:
    """Say in a sentence what stands against typesetting."""
    error = made.refused[-1]
    hints = "".join(f" {hint}." for hint in error["hints"])
    message = glyph_message(error["message"], notebook)
    return message or f"The briefing cannot be typeset: {error['message']}.{hints}"
