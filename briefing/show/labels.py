"""Labels that are too long for their place: broken into lines, and cut as a last
resort.
"""

from __future__ import annotations

from briefing.show.sheet import measure


def wrap(words: str, width: float, *, size: float, most: int = 2) -> list[str]:
    """Break a label into lines no wider than *width*, and cut it off after *most*
    lines.
    """
    head, bracket, tail = words.partition(" (")
    halves = [head, f"({tail}"]
    if measure(words, size) <= width:
        return [words]
    if bracket and max(measure(one, size) for one in halves) <= width:
        return halves
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(_clip(word, width, size))
    if len(lines) > most:
        lines = [*lines[: most - 1], _clip(f"{lines[most - 1]} …", width, size)]
    return lines


def _clip(words: str, width: float, size: float) -> str:
    """Cut text that is wider than its place, and show that it was cut."""
    if measure(words, size) <= width:
        return words
    kept = words.removesuffix(" …")
    while kept and measure(f"{kept}…", size) > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"
