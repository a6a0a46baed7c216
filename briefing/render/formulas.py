"""Mathematics kept apart from Markdown, as JupyterLab does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

# Two code points that are no characters: no text has a use for them.
OPENS, CLOSES = "\ufdd0", "\ufdd1"

KEPT = re.compile(f"{OPENS}(\\d+){CLOSES}")

TOKEN = re.compile(
    r"""
    # what is no mathematics: fences, code, addresses, tags
    ^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})[^\n]*
        (?:\n(?![ \t>]*(?P=fence)[`~]*[ \t]*$)[^\n]*)*
        (?:\n[ \t>]*(?P=fence)[`~]*[ \t]*$)?
    | (?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n)[\s\S])+?(?<!`)(?P=ticks)(?!`)
    | `+
    | https?://[^\s<>)\]"']*
    | <!--[\s\S]*?-->
    | </?[A-Za-z][A-Za-z0-9-]*
        (?:\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*\s*/?>
    # what begins a formula, refers to one, or is escaped
    | (?P<opens>\\\\[(\[] | \\begin\{[A-Za-z]+\*?\} | \$\$?)
    | \\(?P<refers>eqref|ref)\{(?P<label>[^{}\n]*)\}
    | (?P<single>\\\((?=(?:(?!\n[ \t]*\n)[\s\S])*?\\\))
        | \\\[(?=(?:(?!\n[ \t]*\n)[\s\S])*?\\\]))
    | \\[\s\S]
    """,
    re.VERBOSE | re.MULTILINE,
)

LONGEST = 20_000  # characters; what is longer is no formula

BLANK_LINE = re.compile(r"\n[ \t]*\n")

# Of what stands in \(…\): a command, or a sign that raises or lowers.
TELLS_TEX = re.compile(r"\\[A-Za-z]|(?<!\\)[\^_]")

TEX_COMMAND = re.compile(r"\\[A-Za-z]{2,}(?=\s*\{)")

DEFINES = re.compile(
    r"""\\(?:re|provide)?newcommand\*?\s*(?:\{\s*\\[A-Za-z]+\s*\}|\\[A-Za-z]+)\s*
        (?:\[[^\]]*\]\s*)*(?=\{)
    | \\DeclareMathOperator\*?\s*(?:\{\s*\\[A-Za-z]+\s*\}|\\[A-Za-z]+)\s*(?=\{)
    | \\def\s*\\[A-Za-z]+\s*(?:\#\d\s*)*(?=\{)
    | \\let\s*\\[A-Za-z]+\s*=?\s*\\[A-Za-z]+""",
    re.VERBOSE,
)

REFERS = re.compile(r"\\(eqref|ref)\s*\{([^}]*)\}")

NUMBERING = re.compile(
    r"""\\(?P<edge>begin|end)\s*\{[^}]*\} | (?P<row>\\\\(?:\[[^\]]*\])?)
    | \\label\s*\{(?P<label>[^}]*)\} | \\tag(?P<bare>\*?)\s*\{(?P<tag>[^}]*)\}
    | \\(?:eqref|ref)\s*\{[^}]*\} | \\(?:nonumber|notag)(?![A-Za-z])
    | \\require\s*\{[^}]*\} | \\[\s\S]""",
    re.VERBOSE,
)

# What numbers rows that are not numbered here, or asks a browser for a part of MathJax.
DROPPED = re.compile(r"\\(?:nonumber|notag|require)")


class Kept(NamedTuple):
    """Something that Markdown is not to read: how it was written, and what it is."""

    source: str
    kind: str  # "inline", "display", "eqref", "ref", or "html" that is written later
    text: str = ""
    write: Callable[[], str] | None = None


def keep_formulas(text: str, doubt: Callable[[str], None]) -> tuple[str, list[Kept]]:
    """Put marks in the place of formulas, and return these; *doubt* is told of what
    looks like a formula and is none to JupyterLab.
    """
    kept: list[Kept] = []
    out: list[str] = []
    place = 0
    while found := TOKEN.search(text, place):
        out.append(text[place : found.start()])
        piece, end = None, found.end()
        if found["opens"]:
            piece, end = _formula(text, found)
        elif found["refers"]:
            piece = Kept(found.group(), found["refers"], found["label"].strip())
        elif found["single"]:
            stop = text.index("\\)" if found["single"] == "\\(" else "\\]", end)
            if TELLS_TEX.search(text[end:stop]):
                doubt(text[found.start() : stop + 2])
        if piece is None:
            out.append(text[found.start() : end])
        else:
            out.append(f"{OPENS}{len(kept)}{CLOSES}")
            kept.append(piece)
        place = end
    return "".join(out) + text[place:], kept


def _formula(text: str, found: re.Match[str]) -> tuple[Kept | None, int]:
    """Return the formula that begins at *found*, if it has an end, and where that
    is.
    """
    opening, start = found["opens"], found.end()
    closing = {"\\\\(": "\\\\)", "\\\\[": "\\\\]"}.get(opening) or opening.replace(
        "\\begin", "\\end"
    )
    stop = _closing(text, start, closing)
    inner = text[start:stop]
    if stop < 0 or (not inner.strip() and opening == "$"):
        return None, start
    if opening == "$" and _is_money(text, found.start(), stop):
        return None, start
    end = stop + len(closing)
    source = text[found.start() : end]
    whole = source if opening.startswith("\\begin") else inner
    kind = "inline" if opening in ("$", "\\\\(") else "display"
    return Kept(source, kind, _unquoted(whole)), end


def _closing(text: str, start: int, closing: str) -> int:
    """Find where a formula closes, outside of braces if they are balanced; a blank
    line ends the search.
    """
    blank = BLANK_LINE.search(text, start, start + LONGEST)
    most = blank.start() if blank else min(len(text), start + LONGEST)
    if text.find(closing, start, most + len(closing)) < 0:
        return -1
    place, depth, inside = start, 0, -1
    while place < most:
        if text.startswith(closing, place):
            if depth <= 0:
                return place
            inside = place if inside < 0 else inside
        if text[place] == "\\" and not text.startswith(closing, place):
            place += 2
            continue
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        place += 1
    return inside


def _is_money(text: str, start: int, stop: int) -> bool:
    """Whether two dollars are those of amounts, or of names in a shell.

    JupyterLab sets "$5 and $6" as a formula, which no author has meant.
    """
    inner, after = text[start + 1 : stop], text[stop + 1 : stop + 3]
    before = text[start - 1 : start]
    amount = bool(re.match(r"\s*\d", after)) or before.isalnum()
    if re.match(r"\s*\d", inner):
        return amount or inner[-1].isspace() != inner[0].isspace()
    spaced = inner[-1].isspace() and not inner[0].isspace()
    return (before.isalnum() and inner[0].isspace()) or (spaced and after[:1].isalnum())


def _unquoted(tex: str) -> str:
    """Take away the marks of a quotation that run along a formula of several lines."""
    first, *others = tex.split("\n")
    if others and all(re.match(r"[ \t]*>", line) for line in others if line.strip()):
        others = [re.sub(r"^[ \t]*(?:>[ \t]?)+", "", line) for line in others]
    return "\n".join([first, *others])


def restored(text: str, kept: list[Kept]) -> str:
    """Put the source of what was kept back into its place."""
    return KEPT.sub(lambda mark: kept[int(mark[1])].source, text)


def definitions(tex: str) -> tuple[str, list[str]]:
    """Take the definitions out of a formula."""
    out, found, place = [], [], 0
    while match := DEFINES.search(tex, place):
        end = match.end()
        if tex.startswith("{", end):
            end = _group(tex, end)
        out.append(tex[place : match.start()])
        found.append(tex[match.start() : end])
        place = end
    return "".join(out) + tex[place:], found


def _group(tex: str, start: int) -> int:
    """Return where the group ends that a brace opens at *start*."""
    depth, place = 0, start
    while place < len(tex):
        if tex[place] == "\\":
            place += 2
            continue
        depth += {"{": 1, "}": -1}.get(tex[place], 0)
        place += 1
        if depth == 0:
            break
    return place


class Row(NamedTuple):
    """A row of a formula: its text, its labels, its tags, and what ends it."""

    text: str
    labels: list[str]
    tags: list[str]
    end: str


def rows(tex: str) -> Iterator[Row]:
    """Split a formula into its rows; those of a matrix within it are not counted."""
    base = 1 if tex.lstrip().startswith("\\begin") else 0
    out: list[str] = []
    names: list[str] = []
    tags: list[str] = []
    depth = place = 0
    for found in NUMBERING.finditer(tex):
        out.append(tex[place : found.start()])
        place = found.end()
        ends = found["row"] or found["edge"] == "end"
        if found["label"] is not None:
            names.append(found["label"].strip())
        elif found["tag"] is not None:
            tags.append(found["tag"] if found["bare"] else f"({found['tag']})")
        elif ends and depth == base:
            yield Row("".join(out), names, tags, found.group())
            out, names, tags = [], [], []
        elif not DROPPED.match(found.group()):
            out.append(found.group())
        depth += {"begin": 1, "end": -1}.get(found["edge"] or "", 0)
    yield Row("".join(out) + tex[place:], names, tags, "")


def numbered(tex: str, number_of: Callable[[str], str]) -> str:
    """Print the numbers of a formula at the ends of its rows, in place of labels."""
    out: list[str] = []
    for row in rows(tex):
        own = next(filter(None, map(number_of, row.labels)), "")
        numbers = row.tags or ([f"({own})"] if own else [])
        told = "".join(rf" \qquad\text{{{number}}}" for number in numbers)
        out += [row.text, told, row.end]
    return "".join(out)
