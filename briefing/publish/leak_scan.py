"""Search what is to be published for credentials and traces of person and machine."""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import os
import re
import socket
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from nbformat import NotebookNode

from briefing.errors import BriefingError
from briefing.publish.notifications import NOTIFY
from briefing.render.asides import is_aside
from briefing.render.notebook import authored_cells, payload_of
from briefing.render.pdf_text import page_texts
from briefing.render.reader import UNPRINTED
from briefing.selection.name_finder import NameFinder

DRAWN = "image/svg+xml"  # the one kind of picture that is text


def texts_of_cells(chapters: Mapping[str, NotebookNode]) -> dict[str, str]:
    """Return what every cell prints, by where it is; *chapters* by their names."""
    return {
        f"{name}, cell {number}": text
        for name, chapter in chapters.items()
        for number, cell in enumerate(authored_cells(chapter), start=1)
        if (text := "\n".join(of_cell(cell)))
    }


def of_cell(cell: NotebookNode) -> Iterator[str]:
    """Yield the texts that a cell prints."""
    if cell.cell_type == "markdown":
        yield cell.source
    elif not UNPRINTED & set(cell.metadata.get("tags", [])):
        for output in cell.get("outputs", []):
            if not is_aside(output):
                yield from of_output(output)


def of_output(output: NotebookNode) -> Iterator[str]:
    """Yield the texts of an output: of its payload, or in every form that is no
    picture.
    """
    payload = payload_of(output)
    if payload is not None:
        yield from texts(payload)
    else:
        shown = output.get("data", {})
        forms = (k for k in shown if k == DRAWN or not k.startswith("image/"))
        yield from texts([output.get("text", ""), *(shown[form] for form in forms)])


def texts(value: object) -> Iterator[str]:
    """Yield every text within a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner)


DEEPEST = 4

MARKED = (".html", "sharedStrings.xml")

URI = re.compile(rb"data:[\w/+.-]+(?:;[\w=-]+)*;base64,[A-Za-z0-9+/=\s]+")

# A picture that is text, within a page.
WRITTEN = re.compile(
    rb"data:(?:image/svg\+xml|text/\w+|application/\w*(?:json|xml))(?:;[\w=-]+)*;base64,"
    rb"([A-Za-z0-9+/=]+)"
)

ESCAPE = re.compile(rb"\\u([0-9a-fA-F]{4})")

# A cell that points to a shared text, or holds a number, can hold nothing else.
BARE_CELL = re.compile(rb'<c r="[A-Z]+\d+"[^>]*?(?:/>|><v>[\d.E+-]*</v></c>)')

# Within a word of a page or a workbook may stand where its letters change their look.
LOOK = (
    rb"</?(?:a|abbr|b|cite|code|em|i|mark|small|span|strong|sub|sup|tspan|u|wbr"
    rb"|r|t|rPr|sz|color|rFont|family|scheme|charset|vertAlign)(?=[\s/>])[^>]*>"
)

TAG = re.compile(rb"(" + LOOK + rb")|<[^>]*>")

STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)

TOLD = (b"/EmbeddedFile", b"/Metadata", b"/ObjStm")

HEX = re.compile(rb"<FEFF([0-9A-Fa-f]+)>")

Part = tuple[str, bytes]


def unpacked(name: str, content: bytes, depth: int = 0) -> Iterator[Part]:
    """Yield the readable parts of a file, each with the words for where it stands."""
    if depth > DEEPEST:
        yield name, content
    elif content.startswith(b"PK\x03\x04"):
        yield from in_archive(name, content, depth)
    elif content.startswith(b"%PDF"):
        yield from in_pdf(name, content, depth)
    elif content.startswith(b"PAR1"):
        yield name, in_parquet(content)
    elif content.startswith(b"\x1f\x8b"):
        yield from unpacked(name, inflated(content), depth + 1)
    elif b"\x00" in content:
        # Text of two bytes a letter reads as text once the zeros are out.
        yield name, content.replace(b"\x00", b"")
    else:
        # Fonts and pictures; what a picture says stands in the words of its cell.
        bare = URI.sub(b"data:", content) if b"data:" in content else content
        yield name, bare
        for number, match in enumerate(WRITTEN.finditer(content), start=1):
            inner = base64.b64decode(match[1])
            yield from unpacked(f"{name}, picture {number}", inner, depth + 1)
        if b"\\u" in bare:
            yield f"{name}, its escapes", ESCAPE.sub(letter, bare)
        if name.endswith(MARKED):
            words = html.unescape(TAG.sub(apart, bare).decode("utf-8", "replace"))
            yield f"{name}, its words", words.encode()


def apart(tag: re.Match[bytes]) -> bytes:
    """Leave out a tag within a word; any other ends a line."""
    return b"" if tag[1] else b"\n"


def in_archive(name: str, content: bytes, depth: int) -> Iterator[Part]:
    """Yield the members of a zip archive, which a workbook is."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                part = archive.read(member)
                if member.startswith("xl/worksheets/sheet"):
                    part = BARE_CELL.sub(b"", part)
                yield from unpacked(f"{name}, part {member}", part, depth + 1)
            yield f"{name}, names of its parts", "\n".join(archive.namelist()).encode()
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError):
        yield name, content


def in_pdf(name: str, content: bytes, depth: int) -> Iterator[Part]:
    """Yield the strings of a PDF, its metadata, and the files attached to it.

    Pages are drawn with the numbers of glyphs and cannot be read here; their words
    come from the notebooks.
    """
    for number, match in enumerate(STREAM.finditer(content), start=1):
        head = content[max(0, match.start() - 400) : match.start()]
        head = head[head.rfind(b" obj") + 1 :]
        if any(kind in head for kind in TOLD):
            what = "attachment" if TOLD[0] in head else "metadata"
            body = inflated(match[1]) if b"/FlateDecode" in head else match[1]
            yield from unpacked(f"{name}, {what} in stream {number}", body, depth + 1)
    bare = STREAM.sub(b"\n", content)
    said = b"\n".join(line for line in bare.split(b"\n") if b"(" in line)
    yield f"{name}, strings", said.replace(b"\x00", b"")
    wide = (bytes.fromhex(digits.decode()) for digits in even(HEX.findall(bare)))
    texts = "\n".join(one.decode("utf-16-be", "replace") for one in wide)
    yield f"{name}, wide strings", texts.encode("utf-8", "replace")


def in_parquet(content: bytes) -> bytes:
    """Return every different text of a Parquet file, a line for each."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(pa.BufferReader(content))
    cells = [one for column in table.columns for one in column.unique().to_pylist()]
    lists = (cell if isinstance(cell, list) else [cell] for cell in cells)
    told = [str(table.schema.metadata or ""), *table.column_names]
    said = (one for found in lists for one in found if isinstance(one, str))
    return "\n".join([*told, *said]).encode()


def letter(escape: re.Match[bytes]) -> bytes:
    """Return the letter that an escape of JSON stands for."""
    return chr(int(escape[1], 16)).encode("utf-8", "replace")


def even(found: list[bytes]) -> Iterator[bytes]:
    """Yield the hexadecimal strings that are whole bytes."""
    yield from (digits for digits in found if len(digits) % 2 == 0)


def inflated(content: bytes) -> bytes:
    """Unpack one compressed stream, or give it back where it is none."""
    try:
        if content.startswith(b"\x1f\x8b"):
            return gzip.decompress(content)
        return zlib.decompressobj().decompress(content)
    except (zlib.error, OSError, EOFError):
        return content


# What each detector's match must hold. Patterns begin with letters: those are quick.
HINTS: dict[str, tuple[bytes, ...]] = {
    "ArtifactoryDetector": (rb"AKC[a-zA-Z0-9]{10}", rb"AP[\dA-F][a-zA-Z0-9]{8}"),
    "AWSKeyDetector": (
        rb"A3T[A-Z0-9]{17}",
        rb"A(?:BI|CC|KI|SI)A[0-9A-Z]{16}",
        rb"[aA][wW][sS].{0,20}?(?i:key|pw|pass|token)",
    ),
    "AzureStorageKeyDetector": (rb"AccountKey=",),
    "BasicAuthDetector": (rb"://[^\s/:@]+:[^\s/@]+@",),
    "DiscordBotTokenDetector": (rb"[MNO][\w-]{23,25}\.[\w-]{6}\.",),
    "GitHubTokenDetector": (rb"gh[pousr]_",),
    "GitLabTokenDetector": (rb"gl[a-z]{2,5}-[\w-]{20}", rb"GR1348941"),
    "JwtTokenDetector": (rb"eyJ",),
    "MailchimpDetector": (rb"-us\d",),
    "NpmDetector": (rb":_authToken=",),
    "OpenAIDetector": (rb"T3BlbkFJ",),
    "PrivateKeyDetector": (rb"PRIVATE KEY", rb"PuTTY-User-Key-File"),
    "PypiTokenDetector": (rb"pypi-Ag",),
    "SendGridDetector": (rb"SG\.[\w-]{22}\.",),
    "SlackDetector": (rb"xox[abposr]-", rb"XOX[ABPOSR]-", rb"hooks\.slack\.com"),
    "SquareOAuthDetector": (rb"sq0csp-",),
    "StripeDetector": (rb"k_live_",),
    "TelegramBotTokenDetector": (rb":[0-9A-Za-z_-]{35}",),
    "TwilioKeyDetector": (rb"AC[a-z0-9]{32}", rb"SK[a-z0-9]{32}"),
}

# Addresses of machines are sources' own; the others are any long word after "key" or
# "token", which `ASSIGNED` finds by a stricter rule.
LEFT_OUT = {
    "CloudantDetector",
    "IbmCloudIamDetector",
    "IbmCosHmacDetector",
    "IPPublicDetector",
    "SoftlayerDetector",
}

WORDLIKE = {"ArtifactoryDetector"}  # APARTHEIDS is one for it

QUICK = tuple(
    (name, re.compile(hint)) for name, hints in HINTS.items() for hint in hints
)

VALUE = rb"[\"'\]]{0,3}\s{0,3}[:=]\s{0,3}[\"']{0,2}([^\s\"'<>&,;()]{12,})"

WORDS = (rb"api[_-]?key", rb"access[_-]?key", rb"private[_-]?key", rb"client[_-]?key")

ASSIGNED = tuple(
    re.compile(word + VALUE)
    for word in (*WORDS, rb"passw(?:or)?d", rb"passphrase", rb"secret", rb"token")
)

NEAR = 400

Hit = tuple[str, int]


def credentials(content: bytes) -> Iterator[Hit]:
    """Yield what is shaped like a credential, and where it begins."""
    for name, hint in QUICK:
        for match in hint.finditer(content):
            start = max(0, match.start() - NEAR)
            near = content[start : match.end() + NEAR].decode("utf-8", "replace")
            if any(genuine(name, found) for found in matches(name, near)):
                kind = detectors()[name].secret_type
                yield f"a credential ({kind})", match.start()
    # Only letters of ASCII change, so that a position stays where it is.
    small = content.lower()
    for word in ASSIGNED:
        for match in word.finditer(small):
            if random_looking(match[1]):
                yield "a credential (a value given to a secret's name)", match.start()


def matches(name: str, text: str) -> Iterator[str]:
    """Yield what the detector *name* finds, line by line as it is used to."""
    for line in text.splitlines():
        yield from detectors()[name].analyze_string(line)


def genuine(name: str, found: str) -> bool:
    """Leave out what is a word, from a detector that takes one for a credential."""
    return name not in WORDLIKE or any(letter.isdigit() for letter in found)


def random_looking(value: bytes) -> bool:
    """Whether a value was drawn and not written: letters and digits, no path.

    What is drawn may have a stroke in it, or dots and dashes, but not both.
    """
    path = b"/" in value and re.search(rb"[.:-]", value)
    return not path and all(re.search(one, value) for one in (rb"[a-z]", rb"\d"))


@cache
def detectors() -> dict[str, Any]:
    """Load every detector that knows a secret by its shape; none is loaded without
    need.
    """
    from detect_secrets import plugins
    from detect_secrets.plugins.base import RegexBasedDetector

    modules = [import_module(f"{plugins.__name__}.{one.name}") for one in files()]
    return {
        name: kind()
        for module in modules
        for name, kind in vars(module).items()
        if isinstance(kind, type)
        and issubclass(kind, RegexBasedDetector)
        and kind.__module__ == module.__name__
        and kind is not RegexBasedDetector
    }


def files() -> list[Any]:
    """Return the modules of detectors."""
    from detect_secrets import plugins

    return [one for one in iter_modules(plugins.__path__) if one.name != "base"]


SECRET_NAME = re.compile(
    r"TOKEN|SECRET|PASSW|PASSPHRASE|CREDENTIAL|(?:^|_|API)KEYS?(?:_|$)|_DSN$|" + NOTIFY,
    re.IGNORECASE,
)

SHORTEST, LONGEST_WORD = 8, 15

LEAST = 4  # a shorter secret would take the letters out of the words

COMMON = {"admin", "info", "localhost", "nobody", "press", "root", "runner", "user"}

HOMES = (
    rb"/home/(?<![\w.~%<-]/home/)[\w.-]",
    rb"/Users/(?<![\w.~%<-]/Users/)[\w.-]",
    rb":(?<=(?<![A-Za-z])[A-Za-z]:)[\\/]{1,4}(?i:users)[\\/]{1,4}[\w.-]",
)

Trace = tuple[str, re.Pattern[bytes]]


def traces(environment: Mapping[str, str]) -> list[Trace]:
    """List what to look for outside web addresses, each with the words for what it
    is.
    """
    homes = {*places(environment, "HOME", "USERPROFILE"), account()[1]} - {"/", ""}
    temporary = {*places(environment, "TMPDIR", "TEMP", "TMP"), tempfile.gettempdir()}
    here = os.fspath(Path.cwd())
    found = [("a home path", re.compile(pattern)) for pattern in HOMES]
    found += [("the home folder", below(home)) for home in sorted(homes)]
    found += [("a temporary folder", below(t, rb"/\w")) for t in sorted(temporary)]
    if here.count(os.sep) > 1 and here not in homes:
        found.append(("the working folder", below(here)))
    logins = {account()[0], *places(environment, "USER", "LOGNAME", "USERNAME")}
    hosts = {socket.gethostname(), *places(environment, "HOSTNAME", "COMPUTERNAME")}
    hosts |= {host.partition(".")[0] for host in hosts}
    for host in sorted(hosts - COMMON - {""}):
        found += named("the host name", host, rb"%s\.local(?:domain)?\b")
        for login in sorted(logins - {""}):
            both = re.escape(f"{login}@{host}".encode())
            found.append(("a login name", re.compile(both + rb"(?![\w-])")))
    for login in sorted(logins - COMMON - {""}):
        found += named("a login name", login, rb"[/\\]%s[/\\]")
    return found


def places(environment: Mapping[str, str], *names: str) -> list[str]:
    """Read the variables *names* that are set to more than one letter."""
    values = (environment.get(name, "").rstrip("/\\") for name in names)
    return [value for value in values if len(value) > 1]


@cache
def account() -> tuple[str, str]:
    """Look up name and home of the account that this process runs under, if it has
    them.
    """
    import psutil  # the command starts faster without it

    try:
        login = psutil.Process().username().rpartition("\\")[2]
    except (ImportError, KeyError, psutil.Error):
        return "", ""
    home = os.path.expanduser(f"~{login}")  # noqa: PTH111  # pathlib raises for a stranger
    # A container may run under a number that no account has.
    return ("", "") if login.isdecimal() or home.startswith("~") else (login, home)


def below(folder: str, then: bytes = rb"(?![\w-])") -> re.Pattern[bytes]:
    """Match a folder as a whole path. What stands before it is checked last: it is
    slow.
    """
    path = re.escape(folder.encode())
    return re.compile(path + rb"(?<![\w.~%%<-]%s)" % path + then)


def named(kind: str, name: str, place: bytes) -> Iterator[Trace]:
    """Match a name in its *place*, and anywhere if no text has such a word by
    chance.
    """
    word = re.escape(name.encode())
    yield kind, re.compile(place % word)
    letters = any(letter.isalpha() for letter in name)
    if len(name) > 4 and letters and any(letter.isdigit() for letter in name):
        yield kind, re.compile(word + rb"(?<![\w.-]%s)(?![\w-])" % word)


def secrets(environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the values that variables keep secret by their name, and parts of
    addresses.
    """
    for name, value in sorted(environment.items()):
        if not SECRET_NAME.search(name):
            continue
        for whole in {value.strip(), *value.split()}:
            yield from ((name, one) for one in (whole, *secret_parts(whole)) if one)


def secret_parts(address: str) -> list[str]:
    """Return the secret parts of an address: its password, and what was drawn."""
    if "://" not in address:
        return []
    try:
        split = urlsplit(address)
    except ValueError:
        return []
    userinfo, _, host = split.netloc.rpartition("@")
    words = re.split(r"[/?&=:]", "/".join((host, split.path, split.query)))
    drawn = [w for w in words if re.search(r"[A-Za-z]", w) and re.search(r"[0-9]", w)]
    password = userinfo.partition(":")[2]
    return [password, unquote(password), *(w for w in drawn if len(w) >= SHORTEST)]


def telling(value: str) -> bool:
    """Whether a value is too long or too odd to be in a text by chance."""
    plain = value.isalpha() or value.isdigit()
    return len(value) > LONGEST_WORD if plain else len(value) >= SHORTEST


def forms(value: str) -> set[bytes]:
    """Return a value in the ways in which files encode it."""
    doubled = {value.replace('"', '""'), value.replace("\\", "\\\\")}
    slashed = re.sub(r"([\\()])", r"\\\1", value)
    inner = [json.dumps(value, ensure_ascii=plain)[1:-1] for plain in (True, False)]
    marked = [html.escape(value), html.escape(value, quote=False)]
    marked.append(marked[0].replace("&#x27;", "'"))
    texts = {value, *doubled, slashed, *inner, *marked, quote(value), quote(value, "")}
    encoded = base64.b64encode(value.encode())
    return {text.encode() for text in texts} | {encoded.rstrip(b"=")}


def masked(text: str, environment: Mapping[str, str]) -> str:
    """Put the name of a variable in place of its secret, and dots for a password."""
    found = [(value, name) for name, value in secrets(environment)]
    for value, name in sorted(found, key=lambda one: -len(one[0])):
        if len(value) >= LEAST:
            text = text.replace(value, f"({name})")
    return re.sub(r"://[^\s/@]+@", "://…@", text)


WEB_TEXT = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)

WEB = (b"http://", b"https://")

ENDS = b" \t\r\n\"'<>()[]{}|,"

# A certificate or a digest is no text.
NO_TEXT = re.compile(r"[0-9a-f]{32,}|[A-Za-z0-9+/]{120,}={0,2}")

NAMES_LEFT = "what would be published without names may hold the name of a person:"

NEXT = (
    "Take the words out of the notebook or the data; if they are no name, add them "
    "with the reason to briefing/selection/ordinary_words.csv."
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
        """Collect the secrets of the environment and the traces of the machine."""
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
    """Return what was found where, and how often if more than once."""
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

    code = "names"

    @classmethod
    def at(cls, places: Sequence[str]) -> NameLeft:
        """Name the place and what to do next, and not the name."""
        where = NAMES_LEFT.replace("published", "written")
        return cls(f"Nothing was written: {where} {' '.join(places)} {NEXT}")
