"""Documents converted by pandoc with our filters, for Typst or for HTML."""

from __future__ import annotations

import json
import re
from pathlib import Path

from briefing.render.cancellation import CancelToken
from briefing.render.document import Document, printable
from briefing.render.reader import markdown
from briefing.render.subprocesses import pandoc_path, run_program

HERE = Path(__file__).parent

FILTERS = HERE / "filters"

STYLE = HERE / "templates" / "briefing.csl"

# The outer document is ours alone; what authors wrote is read by the filter.
READER = "markdown-raw_attribute-raw_html-raw_tex"

# Citeproc reads quotation marks and angle brackets as markup. They travel as characters
# of the private use area, and the filter `typst_sources.lua` turns them back.
DISGUISED = {ord(mark): 0xE000 + ord(mark) for mark in "\"'<>`"}

# Of a citation that is not found, and of a formula that Typst's writer cannot set, the
# run speaks by itself; all else that pandoc warns of goes on to the person who waits.
WARNED = re.compile(
    r"^\[WARNING\] (?!Citeproc: citation|Could not convert TeX)(.*(?:\n .*)*)", re.M
)


def to_typst(document: Document, folder: Path, token: CancelToken) -> str:
    """Turn *document* into Typst markup; *folder* is for the files that pandoc
    reads.
    """
    return convert(
        document,
        folder,
        token,
        "--to=typst-citations",
        before="typst",
        after="typst_sources",
    )


def convert(
    document: Document,
    folder: Path,
    token: CancelToken,
    *to: str,
    before: str,
    after: str,
) -> str:
    """Run pandoc over *document*, with filters of ours before and after citeproc."""
    bibliography = folder / "references.json"
    references = [
        {key: _literal(value) for key, value in item.items()}
        for item in document.references
    ]
    bibliography.write_bytes(json.dumps(references).encode())
    command = [
        pandoc_path(),
        "--sandbox",
        # Pandoc would read a user's abbreviations, and run what is in `init.lua`.
        f"--data-dir={folder / 'nothing'}",
        f"--from={READER}",
        *to,
        "--wrap=none",
        f"--lua-filter={FILTERS / before}.lua",
        "--citeproc",
        f"--bibliography={bibliography}",
        f"--csl={STYLE}",
        "--metadata=link-citations:true",
        "--metadata=lang:en-GB",
        f"--lua-filter={FILTERS / after}.lua",
    ]
    given = markdown(document).encode("utf-8")
    code, made, said = run_program("pandoc", command, given, token)
    if code:
        message = f"pandoc failed: {said}"
        raise RuntimeError(message)
    for lost in re.findall(r"citation (\S+) not found", said):
        document.warn(f"the text cites {lost}, which no register lists")
    for formula in re.findall(r"^unset formula (.*)$", said, re.MULTILINE):
        told = json.loads(formula)
        shown = " ".join(told["text"].split())[:200]
        document.warn(f"cell {told['cell']}: a formula could not be set: {shown}")
    for warning in WARNED.findall(said):
        document.warn(f"pandoc: {' '.join(warning.split())}")
    return made.decode("utf-8")


def _literal(value: object) -> object:
    """Keep a text of a reference from being read as markup."""
    if not isinstance(value, str) or value.startswith(("http:", "https:")):
        return value
    return printable(value).translate(DISGUISED)
