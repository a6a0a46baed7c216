"""Numbered pins over a row of years, each at its date, and the key that names them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.show import house
from briefing.show.house import Fill
from briefing.show.labels import wrap
from briefing.show.sheet import Sheet
from briefing.show.words import number

PIN = 10.0
ROW = 12.0
HEAD = 11.0
LINE = 9.4
COLUMNS = 2
GUTTER = 12.0
INDENT = 15.0  # the place of a number before what it stands for
FACE = Fill(house.PAPER, house.DARK)
VAGUE = Fill(house.PAPER, house.DARK, dashed=True)


@dataclass(frozen=True)
class Pin:
    """One pin: its number, the days that it may stand for in points, and its words."""

    number: int
    left: float
    right: float
    words: str
    vague: bool = False


Lane = tuple[str, Sequence[Pin]]


def lane_height(pins: Sequence[Pin]) -> float:
    """Measure a lane: its name, and as many rows as keep its pins apart."""
    return HEAD + ROW * (1 + max(_rows(pins), default=0)) + 3


def draw_lane(sheet: Sheet, lane: Lane, y: float, *, end: float) -> None:
    """Draw the pins of a lane under its name; where two meet, one stands lower."""
    name, pins = lane
    sheet.text(0, y + HEAD / 2, name, size=house.SMALL, strong=True)
    for pin, row in zip(pins, _rows(pins), strict=True):
        left, right = _sides(pin)
        top = y + HEAD + ROW * row
        sheet.box(left, top, right - left, PIN, VAGUE if pin.vague else FACE)
        middle = (left + right) / 2
        words = number(pin.number)
        sheet.text(middle, top + PIN / 2, words, size=7.0, align="center")
    bottom = y + lane_height(pins) - 2
    sheet.line(0, bottom, end, bottom)


def _sides(pin: Pin) -> tuple[float, float]:
    """Give a pin the width that its number needs, its middle on its date."""
    middle = (pin.left + pin.right) / 2
    wide = max(pin.right - pin.left, 11.0)
    left = min(max(0.5, middle - wide / 2), house.WIDTH - wide - 0.5)
    return left, left + wide


def _rows(pins: Sequence[Pin]) -> list[int]:
    """Find for each pin the first row in which it meets no other."""
    ends: list[float] = []
    rows = []
    for pin in pins:
        left, right = _sides(pin)
        free = [i for i, end in enumerate(ends) if end + 1 < left]
        row = free[0] if free else len(ends)
        ends[row : row + 1] = [right]
        rows.append(row)
    return rows


def key_lines(lanes: Sequence[Lane]) -> list[list[tuple[str, str]]]:
    """Break the key into columns of lines: a number or none, and words; heads have
    "!".
    """
    wide = (house.WIDTH - GUTTER * (COLUMNS - 1)) / COLUMNS - INDENT
    blocks = []
    for name, pins in lanes:
        block = [("!", name)]
        for pin in pins:
            lines = wrap(pin.words, wide, size=house.SMALL, most=3)
            block += [(number(pin.number), lines[0]), *(("", one) for one in lines[1:])]
        blocks.append(block)
    half = sum(map(len, blocks)) / COLUMNS
    columns: list[list[tuple[str, str]]] = [[] for _ in range(COLUMNS)]
    place = 0
    for block in blocks:
        full = columns[place] and len(columns[place]) + len(block) / 2 > half
        place = min(place + bool(full), COLUMNS - 1)
        columns[place] += block
    return columns


def key_height(lanes: Sequence[Lane]) -> float:
    """Measure the key."""
    return LINE * max(map(len, key_lines(lanes)), default=0) + 6


def draw_key(sheet: Sheet, lanes: Sequence[Lane], y: float) -> None:
    """Print what every pin stands for, lane by lane, in columns."""
    wide = (house.WIDTH - GUTTER * (COLUMNS - 1)) / COLUMNS
    for i, lines in enumerate(key_lines(lanes)):
        x = i * (wide + GUTTER)
        for k, (mark, words) in enumerate(lines):
            at = y + LINE * (k + 0.5)
            head = mark == "!"
            start = x if head else x + INDENT
            sheet.text(start, at, words, size=house.SMALL, strong=head)
            if mark and not head:
                end = x + INDENT - 4
                sheet.text(end, at, mark, size=house.SMALL, strong=True, align="right")
