"""The fonts of the house, found by path: nothing depends on what a system has
installed.

Source Sans 3 comes as a variable font, of which matplotlib draws only the default
weight (extra light). A chart is therefore measured and drawn with two static weights
that are cut from it once and kept in matplotlib's cache.
"""

from __future__ import annotations

import os
import tempfile
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

SANS = "Source Sans 3"
SERIF = "Source Serif 4"
ARABIC = "Noto Sans Arabic"
DEVANAGARI = "Noto Sans Devanagari"
HAN = "Noto Sans CJK SC"

# Typst draws weight 400 of a variable font inside an SVG as its default weight, which
# is extra light; it honours every other weight. So text is medium, and strong is bold.
TEXT_WEIGHT = 500
STRONG_WEIGHT = 700
WEIGHTS = (TEXT_WEIGHT, STRONG_WEIGHT)

_PACKAGES = {
    "fontpkg_source_sans_3": "fontpkg-source-sans-3",
    "fontpkg_source_serif_4": "fontpkg-source-serif-4",
    "fontpkg_noto_sans_arabic": "fontpkg-noto-sans-arabic",
    "fontpkg_noto_sans_devanagari": "fontpkg-noto-sans-devanagari",
    "noto_cjk_sans_otc": "noto-cjk-sans-otc",
}
_SUFFIXES = {".ttf", ".otf", ".ttc"}

# What a chart may print: Latin with its extensions, Cyrillic, dashes and quotes.
_CHARACTERS = [
    *range(0x20, 0x250),
    *range(0x400, 0x530),
    *range(0x2010, 0x2060),
    0x2212,
]


def font_folders() -> list[Path]:
    """List the folders that hold the fonts, for a typesetter that searches folders."""
    return sorted({path.parent for path in font_paths()})


def font_paths() -> list[Path]:
    """List every font file of the house, in a fixed order."""
    files: list[Path] = []
    for package in _PACKAGES:
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            name = _PACKAGES[package]
            reason = f"the font package {name} is not installed; `pip install {name}`"
            raise ModuleNotFoundError(reason)
        home = Path(spec.origin).parent
        found = (path for path in home.rglob("*") if path.suffix in _SUFFIXES)
        files += sorted(found, key=Path.as_posix)  # where capitals are alike, too
    return files


def font_versions() -> dict[str, str]:
    """Name each font package with its version, for the page that says how this was
    made.
    """
    return {name: version(name) for name in _PACKAGES.values()}


def path_of(start: str) -> Path:
    """Find the font file whose name starts with *start*."""
    return next(path for path in font_paths() if path.name.startswith(start))


@cache
def register() -> None:
    """Make the fonts known to matplotlib, once, at the first chart and not at
    import.
    """
    from matplotlib.font_manager import FontEntry, fontManager

    files = [(SANS, weight, static_font(weight)) for weight in WEIGHTS]
    for family, start in (
        (ARABIC, "NotoSansArabic"),
        (DEVANAGARI, "NotoSansDevanagari"),
        (HAN, "NotoSansCJK"),
    ):
        file = path_of(start)  # one weight stands for all
        files += [(family, weight, file) for weight in WEIGHTS]
    # First, and of any size like theirs: the system may have fonts of the same names.
    fontManager.ttflist[:0] = [
        FontEntry(fname=str(file), name=family, weight=weight, size="scalable")
        for family, weight, file in files
    ]


def static_font(weight: int) -> Path:
    """Give one weight of Source Sans 3 as a file of its own, cut from the variable
    font.
    """
    from matplotlib import get_cachedir

    release = version(_PACKAGES["fontpkg_source_sans_3"])
    maker = version("fonttools")
    folder = Path(get_cachedir()) / "sco-briefing"
    folder.mkdir(exist_ok=True)
    target = folder / f"SourceSans3-{release}-{weight}-cut-{maker}.ttf"
    if not target.exists():
        _cut(weight, target)
    return target


def _cut(weight: int, target: Path) -> None:
    """Write *target* in one step, so that two kernels that start together do not
    clash.
    """
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    font = TTFont(path_of("SourceSans3["), recalcTimestamp=False)
    for tag in ("GPOS", "GSUB", "GDEF"):  # a label is measured without kerning
        del font[tag]
    cutter = subset.Subsetter(subset.Options(layout_features=[], hinting=False))
    cutter.populate(unicodes=_CHARACTERS)
    cutter.subset(font)
    static = instancer.instantiateVariableFont(font, {"wght": weight}, optimize=False)
    handle, draft = tempfile.mkstemp(dir=target.parent, suffix=".ttf")
    with os.fdopen(handle, "wb") as file:
        static.save(file)
    Path(draft).replace(target)
