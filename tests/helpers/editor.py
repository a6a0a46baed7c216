"""A command at a terminal, with an editor that is a script."""

import os
import pty
import subprocess
import sys

from helpers.project import COMMAND


def at_a_terminal(pocket, script, *words, answer="y"):
    """Run `briefing …` beside the package; the script has the path `p` and `text`."""
    editor = pocket.parent / "editor.py"
    editor.write_text(
        "import os, sys, pathlib\np = pathlib.Path(sys.argv[1])\n"
        f"text = p.read_text('utf-8')\n{script}\n",
        "utf-8",
    )
    ours, theirs = pty.openpty()
    os.write(ours, f"{answer}\n".encode())
    environment = os.environ | {"EDITOR": f"{sys.executable} {editor}", "VISUAL": ""}
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, *words, "--data", str(pocket)],
        stdin=theirs,
        capture_output=True,
        text=True,
        env=environment,
        cwd=pocket.parent,
    )
    os.close(ours)
    os.close(theirs)
    return done


def put(was, now):
    """The script that puts one text in the place of another."""
    return f"p.write_text(text.replace({was!r}, {now!r}), 'utf-8')"


def kept(pocket):
    """The files with what was typed and not written."""
    return sorted(pocket.parent.glob("case-draft-*"))
