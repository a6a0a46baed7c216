"""Text from data is literal wherever it goes: in Markdown and in HTML."""

from __future__ import annotations

import re
from html import escape

# CommonMark and Pandoc both read a backslash before any of these as the mark itself.
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_BLANKS = re.compile(r"\s+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def plain(text: object) -> str:
    """Bring text into one line without control characters, which no format may
    carry.
    """
    return _BLANKS.sub(" ", _CONTROLS.sub(" ", str(text))).strip()


def markdown(text: object) -> str:
    """Escape text so that JupyterLab and Pandoc print it as the characters it is."""
    return _PUNCTUATION.sub(r"\\\1", plain(text))


def html(text: object) -> str:
    """Escape text for HTML, in content and in attributes."""
    return escape(plain(text), quote=True)


def tag(name: str, inner: str, style: str = "", **attributes: str) -> str:
    """Write an element of HTML; *inner* is HTML already, attributes are text."""
    pairs = ({"style": style} if style else {}) | attributes
    said = "".join(f' {key}="{html(value)}"' for key, value in pairs.items())
    return f"<{name}{said}>{inner}</{name}>"
