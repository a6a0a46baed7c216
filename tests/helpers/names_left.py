"""Whether a name is left in what was published: read back by other libraries and
compared in another way than by the code that withholds.
"""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pikepdf
import pymupdf
from bs4 import BeautifulSoup
from openpyxl import load_workbook

LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїўґқғҳҷӯӣңөүұһә"
LATIN = (
    "a,b,v,g,d,e,e,zh,z,i,y,k,l,m,n,o,p,r,s,t,u,f,h,c,ch,sh,sh,,y,,e,yu,ya,"
    "i,i,u,g,k,g,h,j,u,i,n,o,u,u,h,a"
)
CYRILLIC = dict(zip(LETTERS, LATIN.split(","), strict=True))
SAME = (
    *(("dzh", "j"), ("zh", "j"), ("kh", "h"), ("gh", "g"), ("ye", "e"), ("iy", "i")),
    *(("q", "k"), ("x", "h"), ("y", "i"), ("w", "v")),
)
ENDS = re.compile(r"(?:ovich|evich|ovna|evna|oglu|ov|ova|ev|eva|uly|a|i)$")
LEAST = 5


def simple(word: str) -> str:
    """A word in small Latin letters, with one letter for each sound."""
    small = unicodedata.normalize("NFKD", word).casefold()
    small = "".join(
        CYRILLIC.get(one, one) for one in unicodedata.normalize("NFC", small)
    )
    plain = re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", small))
    for one, other in SAME:
        plain = plain.replace(one, other)
    return re.sub(r"(.)\1", r"\1", plain)


def stems(folder: Path) -> dict[str, str]:
    """The stem of every word of every name that persons.csv holds."""
    found = {}
    with (folder / "persons.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names = [row["name"], *row["other_names"].split(";")]
            for name in (n for n in names if n not in ("not_applicable", "unknown")):
                for word in re.findall(r"[^\W\d_]+", name):
                    cut = simple(ENDS.sub("", word.lower()))
                    if not word[0].islower() and len(cut) >= LEAST:
                        found[cut] = word
    return found


def left(texts: dict[str, str], known: dict[str, str]) -> list[tuple[str, str, str]]:
    """Where a word of a text begins with a stem: the place, the word, the name."""
    said, of = [], sorted(known)
    for place, text in texts.items():
        plain = unquote(unquote(text)).replace("\u00ad", "").replace("\u200b", "")
        joined = re.sub(r"(?<=\w)-\s*\n\s*(?=\w)", "", plain)
        for word in {
            *re.findall(r"[^\W\d_]+", plain),
            *re.findall(r"[^\W\d_]+", joined),
        }:
            short = simple(word)
            said += [(place, word, known[one]) for one in of if short.startswith(one)]
    return said


def read_back(folder: Path) -> dict[str, str]:
    """Every text of every file in a folder, names of files included."""
    texts = {"names of files": "\n".join(map(str, folder.rglob("*")))}
    for path in (path for path in folder.rglob("*") if path.is_file()):
        name, content = str(path.relative_to(folder)), path.read_bytes()
        for part, text in of_file(path.name, content):
            texts[f"{name}: {part}"] = text
    return texts


def of_file(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """The texts of a file, by its kind."""
    kind = name.rpartition(".")[2]
    if kind == "pdf":
        yield from of_pdf(content)
    elif kind == "html":
        soup = BeautifulSoup(content, "html.parser")
        yield "words", soup.get_text("\n")
        tags = soup.select("*")
        values = (str(v) for tag in tags for k, v in tag.attrs.items() if k != "d")
        yield "attributes", "\n".join(v for v in values if not v.startswith("data:"))
    elif kind == "xlsx":
        book = load_workbook(io.BytesIO(content))
        cells = (c for sheet in book for row in sheet.iter_rows() for c in row)
        yield "cells", "\n".join(str(c.value) for c in cells if c.value is not None)
        links = (
            c.hyperlink.target or ""
            for sheet in book
            for row in sheet.iter_rows()
            for c in row
            if c.hyperlink
        )
        yield "links", "\n".join(links)
        yield "sheets", "\n".join(book.sheetnames)
    elif kind == "zip":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                for part, text in of_file(member, archive.read(member)):
                    yield f"{member}: {part}", text
    elif kind == "parquet":
        import pyarrow.parquet as pq

        table = pq.read_table(io.BytesIO(content))
        yield (
            "cells",
            "\n".join(str(c) for col in table.columns for c in col.to_pylist()),
        )
    else:
        yield "text", content.decode()


def of_pdf(content: bytes) -> Iterator[tuple[str, str]]:
    """The pages, the bookmarks, the metadata, the descriptions and the attachments."""
    with pymupdf.open(stream=content) as pages:
        for page in pages:
            yield f"page {page.number + 1}", page.get_text()
            uris = (link.get("uri", "") for link in page.get_links())
            yield f"links of page {page.number + 1}", "\n".join(uris)
        yield "bookmarks", "\n".join(title for _, title, *_ in pages.get_toc())
    with pikepdf.open(io.BytesIO(content)) as document:
        yield "metadata", "\n".join(map(str, document.docinfo.values()))
        yield "XMP", str(document.open_metadata())
        said = [
            str(one[key])
            for one in document.objects
            if isinstance(one, pikepdf.Dictionary)
            for key in ("/Alt", "/ActualText", "/E", "/Contents", "/Desc", "/Title")
            if key in one and isinstance(one[key], pikepdf.String)
        ]
        yield "descriptions", "\n".join(said)
        for name, one in document.attachments.items():
            yield f"attachment {name}", one.get_file().read_bytes().decode()
