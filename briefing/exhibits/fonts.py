"""The font files of charts and page, and the letters cut from them."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections.abc import Callable
from contextlib import suppress
from functools import cache, lru_cache
from html import unescape
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from briefing.files import FileCache, atomic_write

SANS = "Source Sans 3"

SERIF = "Source Serif 4"

ARABIC = "Noto Sans Arabic"

DEVANAGARI = "Noto Sans Devanagari"

HAN = "Noto Sans CJK SC"

FAMILIES = [SANS, ARABIC, DEVANAGARI, HAN]  # of a chart, in the order of trial

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
        _cut_weight(weight, target)
    return target


def _cut_weight(weight: int, target: Path) -> None:
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
    file = io.BytesIO()
    static.save(file)
    atomic_write(target, file.getvalue(), fsync=False)


LARGEST = 8_000_000  # bytes of cuttings that are kept, of some 20 kB each


def cutting(made_from: tuple[str, ...], cut: Callable[[], bytes]) -> bytes:
    """Return what *cut* makes, from disk if it was made before from the same."""
    from matplotlib import get_cachedir

    name = hashlib.sha256("\0".join(made_from).encode()).hexdigest()
    kept = FileCache(Path(get_cachedir()) / "sco-briefing" / "cuttings", "", LARGEST)
    with suppress(OSError, ValueError):
        found = kept.get(name)
        if found is not None:
            return found
    made = cut()
    with suppress(OSError):
        kept.put(name, made)
        kept.trim()
    return made


@cache
def makers() -> tuple[str, ...]:
    """Name with its version whatever has a part in the bytes of a cutting."""
    return ("fonttools", version("fonttools"), *map(str, font_versions().items()))


_LABEL = re.compile(r">([^<>]+)</t")


def with_fonts(svg: str) -> str:
    """Add the letters that the labels of a chart need, in both weights, to its SVG."""
    letters = "".join(sorted(set(unescape("".join(_LABEL.findall(svg))))))
    faces = [
        f"@font-face{{font-family:'{SANS}';font-weight:{weight};"
        f"src:url(data:font/ttf;base64,{_letters(letters, weight)})}}"
        for weight in (TEXT_WEIGHT, STRONG_WEIGHT)
    ]
    head, opening, rest = svg.partition("<svg ")
    tag, closing, body = rest.partition(">")
    return f"{head}{opening}{tag}{closing}<style>{''.join(faces)}</style>{body}"


@lru_cache(maxsize=64)
def _letters(letters: str, weight: int) -> str:
    """Cut a font down to some letters."""
    made_from = (*makers(), "chart", SANS, str(weight), letters)
    return base64.b64encode(
        cutting(made_from, lambda: _cut_letters(letters, weight))
    ).decode()


def _cut_letters(letters: str, weight: int) -> bytes:
    """Cut a font down to some letters, as a file."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    font = TTFont(static_font(weight), recalcTimestamp=False)
    cutter = subset.Subsetter(subset.Options(hinting=False))
    cutter.populate(text=letters)
    cutter.subset(font)
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()
