"""A tutorial as a test carries it out: block after block, as a reader would.

- `sh` runs in one shell for the whole page; a line that shall fail says so in a
  comment, `# exit code 2`;
- `python` runs in one Python for the whole page and prints what a notebook would show;
- a block with a caption is what a reader types elsewhere: a file, or a cell of a
  notebook (`notebooks/x.ipynb, cell 6`); as `diff` it takes lines out and puts in;
- `text` right after a block is what that block prints; `…` stands for anything.
"""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat

FENCE = re.compile(
    r"^```(?:\{code-block\} )?(sh|python|text|diff|markdown|toml)\n"
    r"(?::caption: ([^\n]+)\n\n?)?(.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
MARK = "--- the block ended: "
# What a terminal that is ninety characters wide and has no colours would show.
TERMINAL = {"TTY_COMPATIBLE": "1", "TTY_INTERACTIVE": "0", "TERM": "dumb"}
TERMINAL |= {"COLUMNS": "90", "NO_COLOR": "1"}
# A name at the end of a block is shown, as a notebook shows it.
PYTHON = f"""
import ast, json, sys, traceback
names = {{}}
for line in sys.stdin:
    try:
        tree = ast.parse(json.loads(line))
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "page", "exec"), names)
        if last and (value := eval(
            compile(ast.Expression(last.value), "page", "eval"), names)) is not None:
            print(repr(value))
        print("\\n{MARK}", flush=True)
    except Exception:
        print(traceback.format_exc(), "\\n{MARK}1", flush=True)
"""


@dataclass(frozen=True)
class Block:
    """A fenced block of a page, and what the page says that it prints."""

    kind: str
    caption: str
    text: str
    prints: str | None


def blocks(page):
    """Take the blocks of a page, each with the output that is shown right below it."""
    text = page.read_text("utf-8")
    found = list(FENCE.finditer(text))
    for one, after in zip(found, [*found[1:], None], strict=True):
        if one[1] == "text" and not one[2]:
            continue
        printed = after is not None and after[1] == "text" and not after[2]
        below = printed and not text[one.end() : after.start()].strip()
        yield Block(one[1], one[2] or "", one[3], after[3] if below else None)


class Talk:
    """A program that is told something and answers until it says that it is done."""

    def __init__(self, words, folder, environment):
        """Start it."""
        self.process = subprocess.Popen(
            words,
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )

    def say(self, words):
        """Tell it something; return what it printed, and what stands behind its
        mark.
        """
        self.process.stdin.write(words + "\n")
        self.process.stdin.flush()
        printed = []
        for line in self.process.stdout:
            if line.startswith(MARK):
                return "".join(printed).strip("\n"), line.removeprefix(MARK).strip()
            printed.append(line)
        message = f"it ended: {''.join(printed)}"
        raise AssertionError(message)

    def end(self):
        """Let it go."""
        self.process.communicate(timeout=60)


class Reader:
    """Somebody who follows a page in a copy of the project."""

    def __init__(self, folder):
        """Open a terminal there."""
        self.folder = folder
        environment = os.environ | TERMINAL
        environment.pop("BRIEFING_DATA", None)
        self.shell = Talk(["bash"], folder, environment)
        self.shell.say(f"trap 'codes+=($?)' ERR; echo; echo '{MARK}'")
        self.python = None

    def follow(self, block):
        """Do what a block says, and return what is printed."""
        if block.caption:
            return self.write(block)
        if block.kind == "sh":
            return self.run(block.text)
        if block.kind == "python":
            return self.evaluate(block.text)
        return ""

    def run(self, text):
        """Type lines into the terminal; those that shall fail must, and no others."""
        end = f'codes=()\n{text}\necho; echo "{MARK}${{codes[*]}}"'
        printed, codes = self.shell.say(end)
        assert re.findall(r"# exit code (\d+)", text) == codes.split(), printed
        return printed

    def evaluate(self, text):
        """Type lines into Python, in the surroundings of the terminal."""
        if self.python is None:
            listed = self.run("env -0 | tr '\\0' '\\1'")
            pairs = [one.partition("=") for one in listed.split("\1") if "=" in one]
            around = {name.strip(): value for name, _, value in pairs}
            self.python = Talk([sys.executable, "-c", PYTHON], self.folder, around)
        printed, failed = self.python.say(json.dumps(text))
        assert not failed, printed
        return printed

    def write(self, block):
        """Save what belongs into a file or into a cell of a notebook."""
        name, _, cell = block.caption.partition(", cell ")
        path = self.folder / name
        if not cell:
            path.parent.mkdir(parents=True, exist_ok=True)
            old = path.read_text("utf-8") if block.kind == "diff" else ""
            path.write_text(edited(old, block), "utf-8")
            return ""
        notebook = nbformat.read(path, as_version=4)
        there = notebook.cells[int(cell) - 1]
        there.source = edited(there.source, block).rstrip("\n")
        nbformat.write(notebook, path)
        return ""

    def end(self):
        """Close the terminal."""
        for one in (self.shell, self.python):
            if one is not None:
                one.end()


def edited(old, block):
    """Put a text where an old one was, or carry out the lines of a diff."""
    if block.kind != "diff":
        return block.text
    lines = block.text.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if not line.startswith("+"))
    after = "".join(line[1:] for line in lines if not line.startswith("-"))
    assert 1 == (old + "\n").count(before), f"{block.caption} does not hold {before}"
    return (old + "\n").replace(before, after)


def alike(shown, printed):
    """Hold what a page shows against what was printed."""
    lines = [line.rstrip() for line in printed.strip("\n").splitlines()]
    parts = "\n".join(line.rstrip() for line in shown.splitlines()).split("…")
    parts = map(re.escape, parts)
    return re.fullmatch(".*?".join(parts), "\n".join(lines), re.DOTALL) is not None


def copied(root, folder):
    """Copy of the project what a reader of a tutorial works with."""
    for name in ("data", "notebooks", "docs", "tests/data/pocket"):
        subprocess.run(
            ["cp", "-r", "--parents", name, str(folder)], cwd=root, check=True
        )
    for name in ("METHOD.md", "CITATION.cff", "Makefile", "pyproject.toml"):
        (folder / name).write_bytes((root / name).read_bytes())
    (folder / ".venv").symlink_to(Path(sys.prefix))
    return folder
