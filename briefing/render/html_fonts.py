"""The fonts of the page: cut down to the letters it shows, and packed into it.

The big variable fonts are cut once to the weights and scripts in use, and kept in
matplotlib's cache; each page then takes its letters from there.
"""

from __future__ import annotations

import base64
import io
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from briefing.show import fonts
from briefing.show.cuttings import cutting, makers

# Figures of one width, accents in their place, and how Arabic letters join. Kerning is
# left out: it is larger than the letters.
FEATURES = ["tnum", "ccmp", "locl", "rlig", "calt", "init", "medi", "fina", "isol"]
# How the letters of Hindi join and where their signs stand.
JOINING = [
    *("nukt", "akhn", "rphf", "rkrf", "blwf", "half", "vatu", "cjct", "pres", "abvs"),
    *("blws", "psts", "haln", "dist", "abvm", "blwm", "mark", "mkmk"),
]
LATIN = (range(0x20, 0x250), range(0x300, 0x370), range(0x1E00, 0x1F00))
EUROPEAN = (*LATIN, range(0x400, 0x530), range(0x2010, 0x2070), range(0x20A0, 0x2220))
ARABIC = (range(0x600, 0x780), range(0xFB50, 0xFE00), range(0xFE70, 0xFEFF))
INDIC = (range(0x900, 0x980), range(0x1CD0, 0x1D00), range(0xA8E0, 0xA900))
HAN = (range(0x2E80, 0xA000), range(0xAC00, 0xD7B0), range(0xF900, 0xFB00))
HAN_TOO = (range(0xFF00, 0xFFF0), range(0x20000, 0x32000))


@dataclass(frozen=True)
class Face:
    """One face of the page: its font, the axes it keeps, and the letters it is for."""

    family: str
    start: str
    package: str
    weight: str
    limits: Mapping[str, float | tuple[float, float]]
    letters: tuple[range, ...]
    style: str = "normal"


FACES = (
    Face(fonts.SANS, "SourceSans3[", "fontpkg-source-sans-3", "400 700",
         {"wght": (400, 700)}, EUROPEAN),
    Face(fonts.SANS, "SourceSans3-Italic[", "fontpkg-source-sans-3", "400",
         {"wght": 400}, EUROPEAN, "italic"),
    Face(fonts.SERIF, "SourceSerif4[", "fontpkg-source-serif-4", "600",
         {"wght": 600, "opsz": 24}, EUROPEAN),
    Face(fonts.ARABIC, "NotoSansArabic", "fontpkg-noto-sans-arabic", "400",
         {"wght": 400, "wdth": 100}, ARABIC),
    Face(fonts.DEVANAGARI, "NotoSansDevanagari", "fontpkg-noto-sans-devanagari", "400",
         {"wght": 400, "wdth": 100}, INDIC),
    Face(fonts.HAN, "NotoSansCJK", "noto-cjk-sans-otc", "400", {}, HAN + HAN_TOO),
)  # fmt: skip


def faces(letters: Mapping[str, str]) -> str:
    """Write the font faces of a page; *letters* are those set in each style or family.

    A face of which no letter is shown is left out.
    """
    return "".join(_face(face, wanted) for face, wanted in _wanted(letters))


def _wanted(letters: Mapping[str, str]) -> list[tuple[Face, str]]:
    """Give each face the letters that it has to show."""
    found = []
    for face in FACES:
        role = {fonts.SERIF: "headings"}.get(face.family, "text")
        text = letters["italic" if face.style == "italic" else role]
        wanted = {one for one in text if any(ord(one) in part for part in face.letters)}
        if wanted:
            found.append((face, "".join(sorted(wanted))))
    return found


def features_of(face: Face) -> list[str]:
    """Give what a face needs so that its letters join."""
    return FEATURES + (JOINING if face.family == fonts.DEVANAGARI else [])


def _face(face: Face, letters: str) -> str:
    """Write one face."""
    made_from = (*makers(), "page", repr(face), *features_of(face), letters)
    cut = cutting(made_from, lambda: _letters(face, letters))
    content = base64.b64encode(cut).decode()
    return (
        f"@font-face{{font-family:'{face.family}';font-weight:{face.weight};"
        f"font-style:{face.style};font-display:swap;"
        f"src:url(data:font/woff;base64,{content}) format('woff')}}\n"
    )


def _letters(face: Face, letters: str) -> bytes:
    """Cut a face down to some letters, compressed as browsers read it."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    whole = _base(face) if face.limits else fonts.path_of(face.start)
    number = -1 if face.limits else 2  # the simplified Chinese of the collection
    font = TTFont(whole, recalcTimestamp=False, fontNumber=number)
    options = subset.Options(hinting=False, layout_features=features_of(face))
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters)
    cutter.subset(font)
    font.flavor = "woff"
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


def _base(face: Face) -> Path:
    """Give a variable font at the weights of the page, as a file of its own."""
    from matplotlib import get_cachedir

    folder = Path(get_cachedir()) / "sco-briefing"
    folder.mkdir(exist_ok=True)
    made_by = version(face.package), version("fonttools")
    said = "-".join((face.family, face.style, face.weight, *made_by))
    target = folder / f"page-{said.replace(' ', '_')}.ttf"
    if not target.exists():
        _cut(face, target)
    return target


def _cut(face: Face, target: Path) -> None:
    """Write *target* in one step, so that two processes that start together do not
    clash.
    """
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    font = TTFont(fonts.path_of(face.start), recalcTimestamp=False)
    cutter = subset.Subsetter(
        subset.Options(hinting=False, layout_features=features_of(face))
    )
    cutter.populate(unicodes=[one for part in face.letters for one in part])
    cutter.subset(font)
    cut = instancer.instantiateVariableFont(font, dict(face.limits))
    handle, draft = tempfile.mkstemp(dir=target.parent, suffix=".ttf")
    with os.fdopen(handle, "wb") as file:
        cut.save(file)
    Path(draft).replace(target)
