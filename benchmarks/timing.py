"""What every benchmark does alike: time commands, print a table, keep a record."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from briefing.render.subprocesses import pandoc_path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
BRIEFING = str(BIN / "briefing")


class CommandFailed(Exception):
    """A command that was to be timed and did not end well."""


@dataclass
class Row:
    """One thing that is timed: its seconds run by run, and the peak of its memory in
    MB.
    """

    name: str
    seconds: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """Return the median of the seconds."""
        return statistics.median(self.seconds)

    @contextmanager
    def timing(self) -> Iterator[None]:
        """Add the wall time of the block as one run."""
        begun = time.perf_counter()
        yield
        self.seconds.append(time.perf_counter() - begun)

    def command(self, *commands: list[str], cwd: Path = ROOT, **more: str) -> None:
        """Time *commands*, one after the other, as one run.

        Peak memory is that of the largest process.
        """
        peak = 0.0
        with self.timing():
            for words in commands:
                peak = max(peak, timed(words, cwd, os.environ | more))
        self.megabytes.append(peak)


def timed(words: list[str], cwd: Path, environment: dict[str, str]) -> float:
    """Run one command and return its peak memory in MB; what it said is told if it
    fails.
    """
    with tempfile.TemporaryFile() as said:
        # posix_spawn and wait4, because subprocess gives no memory of one child alone.
        actions = [
            (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
            (os.POSIX_SPAWN_DUP2, said.fileno(), 2),
        ]
        before = Path.cwd()
        os.chdir(cwd)
        try:
            child = os.posix_spawn(words[0], words, environment, file_actions=actions)
        finally:
            os.chdir(before)
        _, status, usage = os.wait4(child, 0)
        if status:
            said.seek(0)
            tail = said.read().decode(errors="replace")[-2000:]
            message = f"`{' '.join(words)}` ended with {status}:\n{tail}"
            raise CommandFailed(message)
    return usage.ru_maxrss / 1024


@dataclass
class Reach:
    """A ratio within one session that we want to reach."""

    what: str
    figure: float
    want: Literal["at least", "at most"]
    limit: float
    unit: str = "x"

    @property
    def reached(self) -> bool:
        """Tell whether the figure is on the wanted side of the limit."""
        above = self.figure >= self.limit
        return above if self.want == "at least" else self.figure <= self.limit

    def __str__(self) -> str:
        """Say the figure, what was wanted, and whether it was reached."""
        said = "reached" if self.reached else "**not reached**"
        wanted = f"wanted {self.want} {self.limit:g} {self.unit}"
        return f"{self.what}: {self.figure:.2f} {self.unit} ({wanted}; {said})"


@dataclass
class Bench:
    """The result of one benchmark: its rows, what was to be reached, and what to
    know.
    """

    title: str
    rows: list[Row]
    base: Row
    reaches: list[Reach] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def markdown(self) -> str:
        """Write the table, then the reaches and notes as lists."""
        lines = [
            f"{self.title}. Ratios are to *{self.base.name}*.",
            "",
            "| what | median s | fastest to slowest | ratio | peak MB |",
            "|---|--:|--:|--:|--:|",
            *(self.line(row) for row in self.rows if row.seconds),
        ]
        said = [f"- {one}" for one in (*self.reaches, *self.notes)]
        return "\n".join([*lines, *(["", *said] if said else [])])

    def line(self, row: Row) -> str:
        """Write one row of the table."""
        peak = f"{max(row.megabytes):.0f}" if row.megabytes else ""
        spread = f"{min(row.seconds):.2f} to {max(row.seconds):.2f}"
        ratio = f"{row.median / self.base.median:.2f}"
        return f"| {row.name} | {row.median:.2f} | {spread} | {ratio} | {peak} |"

    def record(self) -> dict[str, object]:
        """Keep every figure, so that another program can read it."""
        reaches = [asdict(one) | {"reached": one.reached} for one in self.reaches]
        rows = [asdict(row) for row in self.rows]
        return {"title": self.title, **circumstances()} | {
            "rows": rows,
            "reaches": reaches,
            "notes": self.notes,
        }


def circumstances() -> dict[str, object]:
    """Say when and where the figures were taken, and how busy the machine was."""
    return {
        "taken": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.system()} {platform.machine()}",
        "cores": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 2),
    }


def arguments(doc: str, **defaults: int) -> argparse.Namespace:
    """Read the options that every benchmark has, and further numbers with
    *defaults*.
    """
    parser = argparse.ArgumentParser(description=doc.strip().splitlines()[0])
    parser.add_argument("--runs", type=int, default=5, help="how often; default 5")
    parser.add_argument("--quick", action="store_true", help="one run, for a look")
    parser.add_argument("--data", type=Path, default=ROOT / "data")
    parser.add_argument("--json", type=Path, help="where the figures go as JSON")
    for name, number in defaults.items():
        parser.add_argument(f"--{name}", type=int, default=number)
    given = parser.parse_args()
    given.data = given.data.resolve()
    given.runs = 1 if given.quick else given.runs
    # Stock routes look for pandoc on the PATH, R in a variable: all get the same one.
    folder = str(Path(pandoc_path()).parent)
    os.environ["PATH"] = f"{folder}{os.pathsep}{os.environ['PATH']}"
    os.environ["RSTUDIO_PANDOC"] = folder
    return given


def report(bench: Bench, given: argparse.Namespace) -> None:
    """Print the table, and keep the record where one was asked for."""
    print(bench.markdown())
    if given.json:
        given.json.write_text(json.dumps(bench.record(), indent=1) + "\n", "utf-8")


@contextmanager
def fresh() -> Iterator[dict[str, str]]:
    """Give a run an empty cache of its own, as environment."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        yield {"BRIEFING_CACHE": folder}
