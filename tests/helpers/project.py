"""A small project of three quick chapters, for tests that run the real command
often.
"""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from briefing.selection.parameters import parameters_cell
from helpers.paths import POCKET

PROFILE = 'title = "Three chapters"\nabout = "a test"\nchapters = [{}]\n'
SETUP = """from briefing import *
chosen = select(load(data), Selection.of(locals()))
chosen"""
CHAPTERS = {
    "01-states": "table(incidents_by_executing_state(chosen))",
    "02-rights": "stacked_bars(incidents_by_right(chosen))",
    "03-types": "table(incidents_by_type(chosen))",
}
COMMAND = "import sys; from briefing.cli.main import main; sys.exit(main())"


def notebook(*sources):
    """A chapter with our parameters, that runs the given cells after its selection."""
    return new_notebook(
        cells=[
            new_markdown_cell("# What is counted?", id="a"),
            new_code_cell(parameters_cell(), id="b", metadata={"tags": ["parameters"]}),
            new_code_cell(SETUP, id="c", metadata={"tags": ["setup"]}),
            *(
                new_code_cell(source, id=f"d{number}")
                for number, source in enumerate(sources)
            ),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )


@dataclass
class Project:
    """A folder with notebooks and a profile, and the command as a person runs it
    there.
    """

    root: Path
    data: Path = POCKET
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self):
        """Write the notebooks and the profile that names them."""
        (self.root / "notebooks" / "profiles").mkdir(parents=True)
        for name, source in CHAPTERS.items():
            self.write(name, source)
        names = ", ".join(f'"{name}"' for name in CHAPTERS)
        profile = self.root / "notebooks" / "profiles" / "regional.toml"
        profile.write_text(PROFILE.format(names), "utf-8")
        (self.root / "METHOD.md").write_text("# Method\n\nCounted.\n", "utf-8")
        self.environment["BRIEFING_CACHE"] = str(self.root / "cache")

    @property
    def out(self):
        """Where the editions are published."""
        return self.root / "reports"

    def write(self, name, *sources):
        """Write a chapter."""
        nbformat.write(notebook(*sources), self.root / "notebooks" / f"{name}.ipynb")

    def command(self, *options, verb="render"):
        """The words of a command line."""
        given = [] if verb != "render" else ["--data", str(self.data)]
        return [sys.executable, "-c", COMMAND, verb, *given, *options]

    def run(self, *options, verb="render"):
        """Run the command to its end."""
        return subprocess.run(
            self.command(*options, verb=verb),
            cwd=self.root,
            env=os.environ | self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def start(self, *options):
        """Start the command and let it run."""
        return subprocess.Popen(
            self.command(*options),
            cwd=self.root,
            env=os.environ | self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def editions(self):
        """Every published file with its bytes."""
        kept = {"runs", ".locks", "failed"}
        return {
            path.relative_to(self.out).as_posix(): path.read_bytes()
            for path in sorted(self.out.rglob("*"))
            if path.is_file() and path.relative_to(self.out).parts[0] not in kept
        }


def stop(process, number=signal.SIGTERM):
    """Send a signal to a command, and wait for what it says last."""
    process.send_signal(number)
    said, errors = process.communicate(timeout=60)
    return process.returncode, said, errors
