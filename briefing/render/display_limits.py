"""The limits of what a kernel of ours prints are lifted: nothing is cut in silence."""

from __future__ import annotations

import sys
from typing import Any


def lift(shell: Any) -> None:  # noqa: ANN401  # IPython's shell
    """Let pandas, NumPy and IPython print texts, lists and arrays whole.

    Rows and columns of frames keep their limits: a frame that is longer is refused,
    because nobody reads a thousand rows on paper.
    """
    import numpy as np
    import pandas as pd

    pd.set_option("display.max_colwidth", None)
    pd.set_option("display.max_seq_items", None)
    np.set_printoptions(threshold=sys.maxsize)
    shell.display_formatter.formatters["text/plain"].max_seq_length = 0
