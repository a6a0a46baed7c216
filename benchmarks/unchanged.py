"""Time a run that finds nothing changed, beside a bare Python and the import of pandas.

python benchmarks/unchanged.py [--runs 5] [--quick] [--json FILE] [--data DIR]
"""

from __future__ import annotations

import argparse
import sys
import tempfile

from timing import BRIEFING, Bench, Reach, Row, arguments, fresh, report


def measure(given: argparse.Namespace) -> Bench:
    """Publish once, then ask again and again whether there is anything to do."""
    bare = Row("`python -c pass`")
    pandas = Row("`python -c 'import pandas'`")
    package = Row("`python -c 'import briefing'`")
    same = Row("`briefing render --if-changed`, nothing changed")
    with fresh() as environment, tempfile.TemporaryDirectory() as out:
        words = [BRIEFING, "render", "--quiet", "--data", str(given.data), "--out", out]
        Row("first").command(words, **environment)
        for _ in range(given.runs):
            bare.command([sys.executable, "-c", "pass"])
            pandas.command([sys.executable, "-c", "import pandas"])
            package.command([sys.executable, "-c", "import briefing"])
            same.command([*words, "--if-changed"], **environment)
    reaches = [
        Reach("a run with nothing changed", same.median, "at most", 1, "s"),
        Reach(
            "of the import of pandas", same.median / pandas.median, "at most", 3, "x"
        ),
    ]
    title = f"A run with nothing changed, medians of {given.runs} runs"
    return Bench(title, [bare, package, pandas, same], pandas, reaches)


if __name__ == "__main__":
    asked = arguments(__doc__)
    report(measure(asked), asked)
