"""Addresses of sources: which ones a reader can follow."""

import re
from urllib.parse import urlsplit

# A name of letters that may be of any script, or numbers; more than one part.
HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W_](?:[\w-]*[^\W_])?\.?")
BROKEN = re.compile(r"[\s<>\\]")  # what ends an address where it is read
# The usual ones, for whole columns at once.
USUAL = (
    r"^https?://(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z0-9]+"
    r"(?:[/?][A-Za-z0-9._~/?#=&,;:@!$()*+'-]*)?$"
)
PORT = range(1, 65536)


def is_address(text: str) -> bool:
    """Tell whether a text is the whole address of a page: its protocol and its host."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    named = HOST.fullmatch(host) is not None or ":" in host  # numbers in brackets
    told = parts.scheme in ("http", "https") and parts.username is None
    return told and named and (port is None or port in PORT) and not BROKEN.search(text)
