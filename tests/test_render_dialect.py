"""The Markdown of authors: what is read does not depend on what is read quickly."""

import re
import subprocess
from pathlib import Path

import pypandoc
import pytest

from briefing.render.pandoc import FILTERS

TEXTS = {
    "title block": "% title\n% author\n\ntext",
    "metadata": "---\ntitle: x\n---\n\ntext",
    "terms": "a\n: def\n\n~ tilde",
    "term": "Term\n\n:   Definition",
    "simple table": "  a   b\n---- ----\n 1   2\n",
    "table without a head": "- -\n1 2\n- -\n",
    "grid": "+---+---+\n| a | b |\n+---+---+\n| 1 | 2 |\n+---+---+\n",
    "rows of lines": "-----------\n a   b\n--- ---\n 1   2\n\n 3   4\n-----------\n",
    "caption": "Table: cap\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n: and after",
    "no blank lines": "text\n# head\ntext\n> quote\n- list\n1. x\ni) y\n(@) z",
    "no blank lines in a quote": "> text\n> # head\n> - list\n>\n> a\n> : b",
    "underlined": "text\nHead\n====\nSub\n---\ntext",
    "raw": "`x`{=typst} ``y``{ =html}\n\n```{=typst}\nfoo\n```\n\n~~~{=html}\n~~~",
    "html": "<div>\n*a*\n\n# h\n</div>\n<script>alert(1)</script> <b>x</b>",
    "figure": "![cap](x.png)",
    "headings": "# Head {#id .c}\n\n[l](#id) [Head]",
    "addresses": "http://x.org and doi:10.1/x a@b.c mailto:a@b.c www.x.org urn:a:b",
    "citations": "[@S-1, p. 3] @S-1 says [-@S-1] (@good)",
    "examples": "(@) one\n(@) two\n\n(@x) three, see (@x)",
    "notes": "[^1] ^[inline *note*]\n\n[^1]: note\n    # head\n    - list",
    "prose": "It is - said the *author* - so: 12 of 40; see table 3 (and 4).",
}


@pytest.mark.parametrize("form", ["ours", "foreign"])
@pytest.mark.parametrize("kind", TEXTS)
def test_a_text_is_read_as_if_every_extension_were_named(kind, form, tmp_path):
    """Leaving out the extensions that a text has no sign of changes nothing in it."""
    named = re.findall(r"\{ '([-+]\w+)'", (FILTERS / "dialect.lua").read_text())
    apart = {"-citations", "-example_lists"} if form == "ours" else set()
    whole = "markdown" + "".join(name for name in named if name not in apart)
    asked = f"return require 'dialect'(io.read('a'), '{form}')"

    quick = said(f"print((function() {asked} end)())", TEXTS[kind], tmp_path).strip()

    assert read(TEXTS[kind], whole) == read(TEXTS[kind], quick)


def test_plain_prose_names_no_extension(tmp_path):
    """What most authors write costs nothing to tell."""
    asked = "print(require 'dialect'('Plain words, and more of them.', 'ours'))"

    assert "markdown" == said(asked, "", tmp_path).strip()


def said(program: str, text: str, folder: Path) -> str:
    """Run a program in pandoc's Lua with our filters at hand."""
    script = folder / "asked.lua"
    script.write_text(f"package.path = '{FILTERS}/?.lua'\n{program}\n")
    command = [pypandoc.get_pandoc_path(), "lua", script]
    return subprocess.run(
        command, input=text, capture_output=True, text=True, check=True
    ).stdout


def read(text: str, form: str) -> str:
    """Show how pandoc understands a text."""
    command = [pypandoc.get_pandoc_path(), f"--from={form}", "--to=native"]
    return subprocess.run(
        command, input=text, capture_output=True, text=True, check=True
    ).stdout
