"""What is chosen of a dataset: rows of its tables, taken out only when they are looked
at.
"""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from briefing.dataset import Dataset
from briefing.measure.coded import Places
from briefing.measure.columns import ends
from briefing.measure.selection import Selection


@dataclass(frozen=True, eq=False)
class Held:
    """Rows of incidents that are counted, of their violations, and of records kept
    apart.
    """

    dataset: Dataset
    selection: Selection
    incident_at: Places
    violation_at: Places
    apart_at: Places
    doubtful: tuple[str, ...]

    @cached_property
    def incident_rows(self) -> pd.DataFrame:
        """Take the counted incidents out of the data; counting needs only their
        places.
        """
        return self.dataset.incidents.iloc[self.incident_at].reset_index(drop=True)

    @cached_property
    def violation_rows(self) -> pd.DataFrame:
        """Take the violations in them out of the data."""
        return self.dataset.violations.iloc[self.violation_at].reset_index(drop=True)

    @cached_property
    def apart_rows(self) -> pd.DataFrame:
        """Take the records that are shown and not counted out of the data."""
        return self.dataset.incidents.iloc[self.apart_at].reset_index(drop=True)

    @property
    def incidents(self) -> pd.DataFrame:
        """Give the counted incidents as a frame of the caller's own."""
        return self.incident_rows.copy(deep=False)

    @property
    def violations(self) -> pd.DataFrame:
        """Give the violations in them as a frame of the caller's own."""
        return self.violation_rows.copy(deep=False)

    @property
    def apart(self) -> pd.DataFrame:
        """Give the records that are shown and not counted, as a frame of the caller's
        own.
        """
        return self.apart_rows.copy(deep=False)

    def persons(self) -> tuple[int, int]:
        """Sum the people acted on, minimum and maximum; an unknown number adds
        nothing.
        """
        least, most = (
            ends(self.dataset, name)[0][self.incident_at]
            for name in ("persons_min", "persons_max")
        )
        return int(least.sum()), int(most.sum())

    @property
    def persons_unknown(self) -> int:
        """Count the incidents of which no source gives a number of people."""
        return int(ends(self.dataset, "persons_min")[1][self.incident_at].sum())
