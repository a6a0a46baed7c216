"""The tables of a dataset by name, so that an analyst's editor can complete them."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence

import pandas as pd


class Tables(ABC):
    """Each table as an attribute."""

    @abstractmethod
    def table(
        self,
        name: str,
        columns: Sequence[str] | None = None,
        where: Mapping[str, Collection[str]] | None = None,
    ) -> pd.DataFrame:
        """Give a table by name, or some of it."""

    @property
    def incidents(self) -> pd.DataFrame:
        """Give the incidents, one act a row, with what is derived."""
        return self.table("incidents")

    @property
    def violations(self) -> pd.DataFrame:
        """Give the rights violated in them."""
        return self.table("violations")

    @property
    def claims(self) -> pd.DataFrame:
        """Give the claims of the sources."""
        return self.table("claims")

    @property
    def sources(self) -> pd.DataFrame:
        """Give the sources."""
        return self.table("sources")

    @property
    def persons(self) -> pd.DataFrame:
        """Give the persons named in public."""
        return self.table("persons")

    @property
    def appearances(self) -> pd.DataFrame:
        """Give the persons in incidents."""
        return self.table("appearances")

    @property
    def involvements(self) -> pd.DataFrame:
        """Give the other states involved."""
        return self.table("involvements")

    @property
    def corrections(self) -> pd.DataFrame:
        """Give the reasoned corrections."""
        return self.table("corrections")

    @property
    def duplicates(self) -> pd.DataFrame:
        """Give what was decided about incidents that look alike, where a package has
        it.
        """
        return self.table("duplicates")

    @property
    def states(self) -> pd.DataFrame:
        """Give the states."""
        return self.table("states")

    @property
    def memberships(self) -> pd.DataFrame:
        """Give the periods of SCO status."""
        return self.table("memberships")

    @property
    def rights(self) -> pd.DataFrame:
        """Give the rights."""
        return self.table("rights")

    @property
    def right_articles(self) -> pd.DataFrame:
        """Give the articles that protect each right."""
        return self.table("right_articles")

    @property
    def treaties(self) -> pd.DataFrame:
        """Give the treaties."""
        return self.table("treaties")

    @property
    def treaty_parties(self) -> pd.DataFrame:
        """Give the positions of states towards treaties."""
        return self.table("treaty_parties")

    @property
    def presidencies(self) -> pd.DataFrame:
        """Give the terms in the chair."""
        return self.table("presidencies")

    @property
    def events(self) -> pd.DataFrame:
        """Give the events for a timeline."""
        return self.table("events")
