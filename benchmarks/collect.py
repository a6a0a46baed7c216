"""Run the benchmarks one after the other, each twice, and write what was measured down.

    python benchmarks/collect.py [NAME …] [--runs 5] [--quick]

Without names all of them run. The section of each in RESULTS.md is written again as
soon as it has run; the others stay as they are. A benchmark that fails says so there.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from timing import ROOT

HERE = Path(__file__).parent
RESULTS = HERE / "RESULTS.md"
# In the order of RESULTS.md; the second is what a look at one run of it is called with.
ALL = {
    "end_to_end": ["--runs", "1"],
    "floor": ["--runs", "1"],
    "batch": ["--runs", "1"],
    "unchanged": ["--runs", "1"],
    "one_chapter": ["--runs", "1"],
    "preview": ["--runs", "1"],
    "cluster": ["--runs", "1"],
    "load": ["--runs", "1"],
    "measures": ["--runs", "1"],
    "whole": ["--runs", "1"],
    "warm_kernels": ["--runs", "50"],
}
# These count something else than repetitions with --runs, or have another default.
OWN = {"warm_kernels": ["--runs", "500"]}
PACKAGES = ("pandas", "pyarrow", "matplotlib", "papermill", "nbconvert", "typst")
HEAD = """\
# What the benchmarks measured

`make bench` writes this file; nobody types a figure into it. How each is taken and what
is to be reached stands in [README.md](README.md). Every benchmark ran twice, one after
the other, and both runs are shown.
"""


def here() -> str:
    """Say when and where a section was measured, and with what."""
    cpu = re.search(r"model name\s*:\s*(.+)", reading("/proc/cpuinfo"))
    memory = re.search(r"MemTotal:\s*(\d+)", reading("/proc/meminfo"))
    said = [
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        cpu[1] if cpu else platform.machine(),
        f"{len(os.sched_getaffinity(0))} cores",
        f"{int(memory[1]) / 2**20:.0f} GB" if memory else "",
        f"{platform.system()} {platform.release()}",
        f"Python {platform.python_version()}",
        *(f"{name} {version(name)}" for name in PACKAGES),
    ]
    return ", ".join(filter(None, said))


def reading(path: str) -> str:
    """Read a file of the system, where there is one."""
    place = Path(path)
    return place.read_text("utf-8") if place.is_file() else ""


def section(name: str, options: list[str], times: int) -> str:
    """Run one benchmark so many times, and write its section."""
    parts = [f"## {name}", "", f"{here()}."]
    for number in range(1, times + 1):
        begun, load = time.monotonic(), os.getloadavg()[0]
        said = output(name, options)
        minutes = (time.monotonic() - begun) / 60
        busy = f"load before {load:.2f}, took {minutes:.1f} minutes"
        parts += ["", f"### {name}, run {number}", "", f"({busy})", "", said]
    return "\n".join(parts)


def output(name: str, options: list[str]) -> str:
    """Run one benchmark and return its table, or what went wrong."""
    words = [sys.executable, str(HERE / f"{name}.py"), *options]
    # Wide, so that no table is cut, and without colour.
    plain = os.environ | {"COLUMNS": "120", "NO_COLOR": "1"}
    done = subprocess.run(
        words, cwd=ROOT, env=plain, capture_output=True, text=True, check=False
    )
    said = done.stdout.strip()
    if said and not said.startswith("|") and "\n|" not in said:
        said = f"```text\n{said}\n```"
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no word"])[-1]
        said += f"\n\n**It ended with exit code {done.returncode}:** `{last[:300]}`"
    return said.strip()


def written(text: str, name: str, made: str) -> str:
    """Put a section into the text of RESULTS.md, in its place."""
    parts = re.split(r"(?m)^(?=## )", text)
    sections = {part.split("\n")[0].removeprefix("## "): part for part in parts[1:]}
    sections[name] = made
    ordered = [sections[one].strip() for one in ALL if one in sections]
    return "\n\n".join([HEAD.strip(), *ordered]) + "\n"


def main() -> None:
    """Read the arguments and run what was asked for."""
    there = [name for name in ALL if (HERE / f"{name}.py").is_file()]
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"of {', '.join(there)}"
    )
    parser.add_argument("--runs", type=int, default=5, help="in each of the two runs")
    parser.add_argument("--quick", action="store_true", help="as few as possible")
    given = parser.parse_args()
    if unknown := sorted({*given.names} - {*there}):
        parser.error(f"no benchmark is called {', '.join(unknown)}")
    for name in given.names or there:
        options = ["--runs", str(given.runs)]
        options = ALL[name] if given.quick else OWN.get(name, options)
        begun = time.monotonic()
        made = section(name, options, times=2)
        RESULTS.write_text(written(reading(str(RESULTS)), name, made), "utf-8")
        print(f"{name}: {(time.monotonic() - begun) / 60:.1f} minutes", flush=True)


if __name__ == "__main__":
    main()
