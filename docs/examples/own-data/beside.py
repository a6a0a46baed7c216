"""Count two data packages beside each other: `python beside.py FOLDER FOLDER`.

They are never added: a case that both know would count twice.
"""

import sys

import pandas as pd

from briefing import Selection, incidents_by_executing_state, load, select


def beside(*folders: str) -> pd.DataFrame:
    """Give the incidents by executing state of each package, a column for each."""
    columns = {}
    for folder in folders:
        dataset = load(folder)
        count = incidents_by_executing_state(select(dataset, Selection()))
        columns[dataset.title] = count.frame.set_index("label")["n"]
    return pd.DataFrame(columns).fillna(0).astype(int)


if __name__ == "__main__":
    print(beside(*sys.argv[1:]).to_string())
