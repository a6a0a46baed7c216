"""Credentials, known by their shape: detect-secrets decides, a quick look says where.

Its detectors take a second for an edition when each reads everything. Every shape has
something that is rare and quickly found; the detector then reads only what is near it.
Guessing by entropy is left out: fonts, digests and identifiers are meant to be random.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

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
    """Tell a value that was drawn from one that was written: letters and digits, no
    path.

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
    """List the modules of detectors."""
    from detect_secrets import plugins

    return [one for one in iter_modules(plugins.__path__) if one.name != "base"]
