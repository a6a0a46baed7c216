"""Look through what is about to be published for what nobody meant to publish.

That is secrets, traces of a machine and, where names are withheld, names of people.

What is found is named by file, kind and place, and never repeated.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence

from briefing.errors import BriefingError
from briefing.measure.name_finder import NameFinder
from briefing.publish.credentials import credentials
from briefing.publish.traces import forms, secrets, telling, traces
from briefing.publish.unpacked import Part, unpacked
from briefing.render.pdf_text import page_texts

WEB_TEXT = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
WEB = (b"http://", b"https://")
ENDS = b" \t\r\n\"'<>()[]{}|,"

# A certificate or a digest is no text.
NO_TEXT = re.compile(r"[0-9a-f]{32,}|[A-Za-z0-9+/]{120,}={0,2}")

NAMES_LEFT = "what would be published without names may hold the name of a person:"
NEXT = (
    "Take the words out of the notebook or the data; if they are no name, add them "
    "with the reason to briefing/measure/ordinary_words.csv."
)

Found = tuple[str, int]


def leaks(
    files: Mapping[str, bytes],
    texts: Mapping[str, str] | None = None,
    environment: Mapping[str, str] = os.environ,
) -> list[str]:
    """List what must not be published: credentials, home paths, names of user and
    machine.

    *texts* are words that stand in a file but cannot be read from it, as in a PDF.
    """
    look = Look(environment)
    said: list[str] = []
    seen: set[bytes] = set()
    for name, content in parts(files, texts or {}):
        if content in seen:
            continue
        seen.add(content)
        counts: dict[str, list[int]] = {}
        for kind, position in look.through(content):
            counts.setdefault(kind, []).append(position)
        said += [
            sentence(name, kind, content, sorted(set(positions)))
            for kind, positions in counts.items()
        ]
    return said


def parts(files: Mapping[str, bytes], texts: Mapping[str, str]) -> Iterator[Part]:
    """Yield everything there is to read, the words first, and the names of the
    files.
    """
    yield from ((name, text.encode()) for name, text in texts.items())
    yield "the names of the files", "\n".join(files).encode()
    for name, content in files.items():
        yield from unpacked(name, content)


class Look:
    """What to look for on this machine, in this environment."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Gather the secrets of the environment and the traces of the machine."""
        self.traces = traces(environment)
        self.values = {
            form: f"the value of the environment variable {name}"
            for name, value in secrets(environment)
            if telling(value)
            for form in forms(value)
        }

    def through(self, content: bytes) -> Iterator[Found]:
        """Yield what is found in a content, and where."""
        for value, kind in self.values.items():
            position = content.find(value)
            if position >= 0:
                yield kind, position
        for kind, pattern in self.traces:
            for match in pattern.finditer(content):
                if not in_web_address(content, match.start()):
                    yield kind, match.start()
        yield from credentials(content)


def in_web_address(content: bytes, position: int) -> bool:
    """Tell whether a position is inside the address of a page: sources have any
    path.
    """
    before = content[max(0, position - 2000) : position]
    start = max(before.rfind(bytes([end])) for end in ENDS) + 1
    return any(scheme in before[start:] for scheme in WEB)


def sentence(name: str, kind: str, content: bytes, positions: list[int]) -> str:
    """Say what stands where; how often, where it is more than once."""
    first = positions[0]
    line = content.count(b"\n", 0, first) + 1
    column = first - content.rfind(b"\n", 0, first)
    more = f", and {len(positions) - 1} more like it" if len(positions) > 1 else ""
    return f"{name}, line {line}, character {column}: {kind}{more}."


def names_left(
    files: Mapping[str, bytes],
    finder: NameFinder,
    texts: Mapping[str, str] | None = None,
) -> list[str]:
    """List where the name of a person may stand in files of a public edition.

    The text of a PDF is read back from its pages.
    """
    said: list[str] = []
    seen: set[str] = set()
    for name, text in readable(files, texts or {}):
        if text in seen:
            continue
        seen.add(text)
        position = finder.first_in(text)
        if position < 0:
            addresses = {match[0]: match.start() for match in WEB_TEXT.finditer(text)}
            spelt = (at for one, at in addresses.items() if finder.in_address(one))
            position = min(spelt, default=-1)
        if position >= 0:
            line = text.count("\n", 0, position) + 1
            column = position - text.rfind("\n", 0, position)
            said.append(f"{name}, line {line}, character {column}.")
    return said


def readable(
    files: Mapping[str, bytes], texts: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield every part of some files as text, and every page of a PDF."""
    for name, content in parts(files, texts):
        yield name, NO_TEXT.sub("", content.decode("utf-8", "replace"))
    for name, content in files.items():
        if content.startswith(b"%PDF"):
            for number, page in enumerate(page_texts(content), start=1):
                yield f"{name}, page {number}", page


def refuse_names(files: Mapping[str, bytes], finder: NameFinder | None) -> None:
    """Refuse to write files in which the name of a person may stand."""
    if finder is not None and (found := names_left(files, finder)):
        raise NameLeft.at(found)


class NameLeft(BriefingError):
    """The name of a person in what goes out without names."""

    @classmethod
    def at(cls, places: Sequence[str]) -> "NameLeft":
        """Say where it stands and what to do next, and not which name."""
        where = NAMES_LEFT.replace("published", "written")
        return cls(f"Nothing was written: {where} {' '.join(places)} {NEXT}")
