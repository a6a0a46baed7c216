"""The columns of a dataset as numbers, each worked out once for all that is chosen of
it.
"""

import numpy as np
import numpy.typing as npt

from briefing.dataset import Dataset
from briefing.measure.coded import Coded, Marks, Places, coded, rows_of
from briefing.measure.once import once


@once
def column(dataset: Dataset, table: str, name: str) -> Coded:
    """Give a column of a table as numbers."""
    return coded(dataset.table(table)[name])


@once
def ends(dataset: Dataset, name: str) -> tuple[npt.NDArray[np.float64], Marks]:
    """Give a number of people for each incident, 0 where unknown, and where it is
    unknown.
    """
    numbers = dataset.incidents[name]
    known = numbers.to_numpy(dtype=np.float64, na_value=0)
    return known, numbers.isna().to_numpy(dtype=bool)


@once
def days(dataset: Dataset, name: str) -> Places:
    """Give a day of each incident as a number of days since 1970."""
    found = dataset.incidents[name].to_numpy().astype("datetime64[D]")
    return found.astype(np.int64)


@once
def counted(dataset: Dataset) -> Marks:
    """Tell which incidents are counted."""
    return dataset.incidents["counted"].to_numpy(dtype=bool)


@once
def incident_of(dataset: Dataset, table: str) -> Places:
    """Find for each row of a table the row of its incident."""
    ids = dataset.table(table)["incident_id"]
    return rows_of(ids, dataset.incidents["incident_id"])
