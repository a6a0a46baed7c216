"""Build the documentation site: lay out the pages, then let Sphinx make HTML of them.

`python docs/build.py [FOLDER]` writes it to build/docs. Pages are the Markdown of this
folder and what is kept elsewhere because it has its own place: the method, the
codebook, the explanations of refusals, the chapters, which are run for it. A warning is
an error.
"""

from __future__ import annotations

import json
import posixpath
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from chapters import run

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
TAKEN = {
    "METHOD.md": "method.md",
    "data/CODEBOOK.md": "codebook.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
}
LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")
# What the theme leaves out and somebody without a mouse or without sight needs.
MENDED = (
    ('class="caption" role="heading"', 'class="caption" role="heading" aria-level="2"'),
    ('<aside class="sidebar-', '<aside aria-label="Pages" class="sidebar-'),
    ('<aside class="toc-', '<aside aria-label="This page" class="toc-'),
    ("<pre>", '<pre tabindex="0">'),
    ('<div class="table-wrapper', '<div tabindex="0" class="table-wrapper'),
    ('<summary aria-label="Toggle hidden content">', "<summary>"),
    ('<div id="search-results">', '<h1>Search</h1><div id="search-results">'),
)
ANCHOR = re.compile(r'^<a id="([\w-]+)"></a>$', re.MULTILINE)
FONTS = {
    "SourceSans3.ttf": "SourceSans3[wght].ttf",
    "SourceSans3-Italic.ttf": "SourceSans3-Italic[wght].ttf",
}


def pages() -> dict[str, str]:
    """Say for every page where it lies in the project, and where in the site."""
    found = {f"docs/{path.name}": path.name for path in sorted(DOCS.glob("*.md"))}
    for path in sorted((ROOT / "briefing" / "explained").glob("*.md")):
        found[f"briefing/explained/{path.name}"] = f"explained/{path.name}"
    for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")):
        if not path.name.startswith("00-"):  # those are tools and no chapters
            found[f"notebooks/{path.name}"] = f"notebooks/{path.name}"
    return found | TAKEN


def lay_out(folder: Path) -> None:
    """Put every page where the site has it, with links that lead there."""
    known = pages()
    for origin, place in known.items():
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        if not place.endswith(".ipynb"):
            text = (ROOT / origin).read_text("utf-8")
            target.write_text(led(text, origin, known), "utf-8")
    origins = [origin for origin in known if origin.endswith(".ipynb")]
    ran = run([ROOT / origin for origin in origins], ROOT / "data")
    for origin, text in zip(origins, ran, strict=True):
        (folder / known[origin]).write_text(chapter(text, origin, known), "utf-8")
    for name in ("charts", "static"):
        shutil.copytree(DOCS / name, folder / name)
    for path in (DOCS / "conf.py", ROOT / "data" / "datapackage.json"):
        shutil.copy(path, folder)
    for name, path in fonts():
        shutil.copy(path, folder / "static" / name)


def fonts() -> Iterator[tuple[str, Path]]:
    """Find the fonts of the text, which are those of the briefing."""
    from briefing.exhibits import fonts

    for name, start in FONTS.items():
        yield name, Path(fonts.path_of(start))


def chapter(text: str, origin: str, known: dict[str, str]) -> str:
    """Do the same for the words of a notebook."""
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = led("".join(cell["source"]), origin, known)
    return json.dumps(notebook)


def led(text: str, origin: str, known: dict[str, str]) -> str:
    """Let links of a page lead within the site; what is not in it keeps its name
    only.
    """

    def changed(link: re.Match[str]) -> str:
        words, address = link[1], link[2]
        path, _, anchor = address.partition("#")
        if not path or ":" in path:
            return link[0]
        there = posixpath.normpath(posixpath.join(posixpath.dirname(origin), path))
        if there in known:
            here = posixpath.dirname(known[origin])
            near = posixpath.relpath(known[there], here or ".")
            return f"[{words}]({near}{'#' if anchor else ''}{anchor})"
        return words if "`" in words else f"{words} (`{there}`)"

    # What HTML calls an anchor is a target in the words of MyST.
    return ANCHOR.sub(r"(\1)=", LINK.sub(changed, text))


def build(out: Path) -> int:
    """Make the site in a folder that is emptied first; return what Sphinx returns."""
    from sphinx.cmd.build import build_main

    shutil.rmtree(out, ignore_errors=True)
    with TemporaryDirectory(prefix="briefing-docs-") as folder:
        source = Path(folder) / "source"
        source.mkdir()
        lay_out(source)
        trees = str(Path(folder) / "trees")
        strictly = ["-q", "-W", "--keep-going", "-d", trees]
        code = build_main([*strictly, str(source), str(out)])
    for page in out.rglob("*.html"):
        page.write_text(mended(page.read_text("utf-8")), "utf-8")
    return code


def mended(page: str) -> str:
    """Add to a page what its theme leaves out."""
    for lacking, whole in MENDED:
        page = page.replace(lacking, whole)
    return page


if __name__ == "__main__":
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "docs"
    code = build(place)
    print(place / "index.html")
    sys.exit(code)
