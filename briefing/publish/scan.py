"""Look through what is about to be published for what nobody meant to publish.

What is found is named by file, kind and place, and never repeated.
"""

import os
from collections.abc import Iterator, Mapping

from briefing.publish.credentials import credentials
from briefing.publish.traces import forms, secrets, telling, traces
from briefing.publish.unpacked import Part, unpacked

WEB = (b"http://", b"https://")
ENDS = b" \t\r\n\"'<>()[]{}|,"

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
