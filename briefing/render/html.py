"""The briefing as one HTML page."""

from __future__ import annotations

import base64
import datetime as dt
import io
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import unescape
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from nbformat import NotebookNode

from briefing.exhibits import fonts
from briefing.exhibits.fonts import cutting, makers, with_fonts
from briefing.files import atomic_write
from briefing.render.cancellation import CancelToken
from briefing.render.directions import isolated
from briefing.render.document import Document, printable
from briefing.render.errors import TypesettingError
from briefing.render.notebook import Payload, concat
from briefing.render.pandoc import convert
from briefing.render.readback import check_page
from briefing.render.reader import read_document
from briefing.text.formats import date_in_words, day_in_words

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
    """Return each face the letters that it has to show."""
    found = []
    for face in FACES:
        role = {fonts.SERIF: "headings"}.get(face.family, "text")
        text = letters["italic" if face.style == "italic" else role]
        wanted = {one for one in text if any(ord(one) in part for part in face.letters)}
        if wanted:
            found.append((face, "".join(sorted(wanted))))
    return found


def features_of(face: Face) -> list[str]:
    """Return what a face needs so that its letters join."""
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
    """Return a variable font at the weights of the page, as a file of its own."""
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
    file = io.BytesIO()
    cut.save(file)
    atomic_write(target, file.getvalue(), fsync=False)


SIZE = re.compile(r'viewBox="[\d.-]+ [\d.-]+ ([\d.]+) ([\d.]+)"')

PIXELS = 4 / 3  # a point of the drawing, on a screen

KINDS = {"svg": "svg+xml", "jpg": "jpeg"}


def anchors(payloads: Sequence[Payload]) -> dict[tuple[int, int], str]:
    """Name each case by its number; where it stands a second time, by its place as
    well.

    A case of the register goes first: a link leads to all that is known of it.
    """
    cases = [
        (payload.get("layout", ""), register, place, str(case["id"]))
        for register, payload in enumerate(payloads)
        for place, case in enumerate(payload.get("cases", ()))
    ]
    names: dict[tuple[int, int], str] = {}
    for _, register, place, name in sorted(cases):
        taken = name in names.values()
        names[register, place] = f"{name}:{register}" if taken else name
    return names


def cases_by_source(payloads: Sequence[Payload]) -> dict[str, list[str]]:
    """List the cases that cite each source, in the order of the page."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for payload in payloads:
        for case in payload.get("cases", ()):
            for source in case["sources"]:
                found[source][str(case["id"])] = None
    return {source: list(cases) for source, cases in found.items()}


def drawing_context(payload: Payload) -> dict[str, Any]:
    """Pack a drawing with the letters of its labels, and say how large it is."""
    svg = str(payload["svg"])
    size = SIZE.search(svg)
    width, height = (float(size[1]), float(size[2])) if size else (482.0, 300.0)
    return {
        "address": data_uri("svg+xml", printable(with_fonts(svg)).encode()),
        "width": round(width * PIXELS),
        "height": round(height * PIXELS),
    }


def data_uri(kind: str, content: bytes) -> str:
    """Write a picture as an address that needs no server."""
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def source_date(item: Mapping[str, Any]) -> str:
    """Write the date of a source as precisely as it is known."""
    parts = item.get("issued", {"date-parts": [[]]})["date-parts"][0]
    text = "-".join(f"{int(part):02}" for part in parts)
    return date_in_words(text) if text else ""


TEMPLATES = Path(__file__).parent / "templates"


def printable_value(value: object) -> object:
    """Drop from a text what no page can carry; markup of ours stands."""
    plain = isinstance(value, str) and not isinstance(value, Markup)
    return printable(value) if plain else value


ENVIRONMENT = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    finalize=printable_value,
)


class TemplateContext:
    """Everything that a page may show, numbered as in the PDF."""

    def __init__(self, document: Document) -> None:
        """Return every exhibit its number, and find who cites what."""
        self.document = document
        self.numbers = document.numbers()
        self.known = {str(item["id"]): item for item in document.references}
        self.places = anchors(document.payloads)
        self.cases = {
            str(case["id"])
            for payload in document.payloads
            for case in payload.get("cases", ())
        }
        self.cited = cases_by_source(document.payloads)
        template = ENVIRONMENT.get_template("exhibits.html.j2")
        self.macros: Any = template.make_module({"cases": self.cases})

    def show(self, kind: str, said: Mapping[str, str]) -> str:
        """Fill one mark."""
        macros = self.macros
        if kind == "exhibit":
            return str(self._exhibit(int(said["number"])))
        if kind == "case":
            return str(self._case(int(said["number"]), int(said["case"]), said))
        if kind == "sources":
            items = [self.known[one] for one in said["ids"].split()]
            return str(macros.sources(items, self.cited, source_date))
        if kind == "picture":
            address, width = self._picture(said["name"]), said.get("width", "")
            return str(macros.picture(address, said["alt"], width))
        if kind == "made":
            return str(macros.made(self.document.front))
        return str(getattr(macros, kind)())

    def _case(self, register: int, place: int, said: Mapping[str, str]) -> Markup:
        """Show a case under a name that a link can lead to."""
        case = self.document.payloads[register]["cases"][place]
        cited = [self.known[one] for one in case["sources"] if one in self.known]
        anchor = self.places[register, place]
        made: Markup = self.macros.case(case, int(said["level"]), cited, anchor)
        return made

    def _exhibit(self, place: int) -> Markup:
        """Show a figure, a table or a box of notes."""
        payload, number = self.document.payloads[place], self.numbers[place]
        kind = payload["kind"]
        if kind == "figure":
            beside = self._table_of(payload)
            drawn: Markup = self.macros.figure(
                payload, number, drawing_context(payload), beside
            )
            return drawn
        if kind not in ("table", "notes"):
            message = f"No page can show an exhibit of the kind {kind!r}."
            raise TypesettingError(message)
        made: Markup = getattr(self.macros, kind)(payload, number)
        return made

    def _table_of(self, figure: Payload) -> int | None:
        """Find the table that shows every number of a figure."""
        rows = [list(row) for row in figure["rows"]]
        for payload, number in zip(self.document.payloads, self.numbers, strict=True):
            if payload["kind"] != "table" or payload["key"] != figure["key"]:
                continue
            there = [list(row) for row in payload["rows"]]
            if all(row in there for row in rows):
                return number
        return None

    def _picture(self, name: str) -> str:
        """Return the address of a picture, which is the picture itself."""
        content = self.document.pictures.get(name)
        if content is None:
            return ""
        kind = name.rpartition(".")[2]
        return data_uri(KINDS.get(kind, kind), content)


STYLE = Path(__file__).parent / "templates" / "page.css"

POLICY = (
    "default-src 'none'; img-src data:; font-src data:; base-uri 'none'; "
    "form-action 'none'; style-src"
)

FORM = ("--to=html5", "--section-divs", "--mathml", "--syntax-highlighting=none")

MARK = re.compile(r'<sco-([a-z]+)((?: [a-z]+="[^"]*")*)></sco-\1>')

ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')

SECTION = re.compile(
    r'<section id="([^"]+)" class="level([23])">\s*<h[23]>(.*?)</h[23]>', re.DOTALL
)

TAG = re.compile(r"<[^>]*>")

SLANTED = re.compile(r"<(em|i|cite)\b[^>]*>(.*?)</\1>", re.DOTALL)

HEADED = re.compile(r"<(h[1-6]|strong)\b[^>]*>(.*?)</\1>", re.DOTALL)


def to_html(notebook: NotebookNode, token: CancelToken | None = None) -> bytes:
    """Return the page of a joined notebook of ours; the same notebook, the same bytes.

    A page has room for what a compact briefing leaves out.
    """
    front = notebook.metadata.get("briefing", {})
    whole = concat([notebook], {**front, "compact": False})
    document = read_document(whole, audit=False, name="briefing", folder=Path())
    with TemporaryDirectory(prefix="briefing-page-") as scratch:
        folder = Path(scratch)
        body = convert(
            document,
            folder,
            token or CancelToken(),
            *FORM,
            before="html",
            after="html_sources",
        )
    outline = outline_of(body)
    shelf = TemplateContext(document)
    shown = MARK.sub(lambda mark: shelf.show(mark[1], attributes_of(mark[2])), body)
    # Pandoc and our templates have escaped every text of it.
    made = page(document, Markup(isolated(shown)), outline)
    check_page(document, made)
    return made.encode("utf-8", "replace")


def attributes_of(written: str) -> dict[str, str]:
    """Read the attributes of a mark, which the filter has escaped."""
    return {key: unescape(value) for key, value in ATTRIBUTE.findall(written)}


def outline_of(body: str) -> list[dict[str, Any]]:
    """List the chapters and their sections for the table of contents."""
    outline: list[dict[str, Any]] = []
    for place, level, inner in SECTION.findall(body):
        entry = {"id": place, "words": unescape(TAG.sub("", inner)), "parts": []}
        if level == "2":
            outline.append(entry)
        elif outline:
            outline[-1]["parts"].append(entry)
    return outline


def page(document: Document, body: Markup, outline: list[dict[str, Any]]) -> str:
    """Put the body into the page, and the letters that it shows into the style."""
    front = document.front
    released = dt.date.fromisoformat(front.released)
    template = ENVIRONMENT.get_template("page.html.j2")
    said = {
        "front": front,
        "body": body,
        "outline": outline,
        "released": day_in_words(released),
    }
    # Rendered twice: which letters it takes is known only when it stands there.
    bare = template.render(**said, style="", policy="")
    style = Markup(STYLE.read_text("utf-8") + faces(letters_of(bare)))
    digest = base64.b64encode(sha256(style.encode()).digest()).decode()
    return template.render(**said, style=style, policy=f"{POLICY} 'sha256-{digest}'")


def letters_of(made: str) -> dict[str, str]:
    """Collect the letters that a page shows: upright, slanted and in its headings."""
    said = {
        "text": TAG.sub("", made),
        "italic": "".join(inner for _, inner in SLANTED.findall(made)),
        "headings": "".join(inner for _, inner in HEADED.findall(made)),
    }
    return {
        role: "".join(sorted(set(unescape(TAG.sub("", text)))))
        for role, text in said.items()
    }
