"""Emoji: no text font draws them, so that other people's are printed as their names."""

from __future__ import annotations

import re
import unicodedata

PICTURES = "\U0001f000-\U0001faff"
EMOJI = re.compile(f"[{PICTURES}]")
# Skin tones, joiners and variants change a picture; its name stands without them.
MODIFIERS = re.compile(
    f"[\U0001f3fb-\U0001f3ff\ufe0e\ufe0f\u20e3]|(?<=[{PICTURES}])\u200d"
)


def spelled(text: str) -> str:
    """Write each emoji as its Unicode name between colons, as people type it."""
    if not EMOJI.search(text):
        return text.replace("\ufe0f", "")
    return EMOJI.sub(_name, MODIFIERS.sub("", text))


def _name(match: re.Match[str]) -> str:
    """Name one emoji."""
    name = unicodedata.name(match.group(), "emoji").lower()
    return f":{name.replace(' ', '_')}:"
