"""What tells of the machine and person that made an edition, and what they keep secret.

A false alarm stops a publication, so a name counts only where it cannot be a word of
the text: `ali` is a person in the data long before it is somebody's login.
"""

import base64
import html
import json
import os
import re
import socket
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

NOTIFY = "BRIEFING_NOTIFY"
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
            yield from ((name, one) for one in (whole, *parts(whole)) if one)


def parts(address: str) -> list[str]:
    """Take the secret parts of an address: its password, and what in it was drawn."""
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
    """Tell whether a value is too long or too odd to stand in a text by chance."""
    plain = value.isalpha() or value.isdigit()
    return len(value) > LONGEST_WORD if plain else len(value) >= SHORTEST


def forms(value: str) -> set[bytes]:
    """Write a value in the ways in which files write it."""
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
