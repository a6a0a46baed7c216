"""A time of day that is wrong: Python reads this file first wherever it is on its path.

`CLOCK_FILE` names a file with the seconds to add, which may change while a run lasts.
Only the time of day moves; no kernel moves the monotonic clock. (A preloaded library
that shifts every clock of a process breaks forks of processes with threads.)
"""

import os
import time
from pathlib import Path

CLOCK = os.environ.get("CLOCK_FILE")
true_time = time.time


def wrong_time() -> float:
    """Give the seconds since 1970 by the wrong clock."""
    return true_time() + float(Path(CLOCK).read_text("ascii"))


if CLOCK:
    time.time = wrong_time
    time.time_ns = lambda: int(wrong_time() * 1e9)
