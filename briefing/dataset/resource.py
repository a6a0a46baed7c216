"""A table of the descriptor: its files and its shape."""

from typing import Annotated, Literal

from pydantic import Field, field_validator

from briefing.dataset.descriptor import Part, Shape

File = Annotated[str, Field(min_length=1, max_length=200)]


class Resource(Part):
    """One table: its files and its shape."""

    name: str = Field(min_length=1)
    files: tuple[File, ...] = Field(alias="path", min_length=1)
    title: str
    description: str
    format: Literal["csv", "parquet"] = "csv"
    hash: str | None = None
    bytes: int | None = None
    # Of the corrections: the tables hold what they say, and need not be corrected.
    applied: bool = False
    table: Shape = Field(alias="schema")

    @field_validator("files", mode="before")
    @classmethod
    def one_is_a_list(cls, path: object) -> object:
        """Read one path as a list of one."""
        if isinstance(path, str):
            return (path,)
        return tuple(path) if isinstance(path, list) else path

    @property
    def path(self) -> str:
        """Name the file, or the first of several."""
        return self.files[0]
