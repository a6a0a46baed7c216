"""The descriptor, datapackage.json: the one place where the shape of the data is
told.
"""

import re
from functools import lru_cache
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic.alias_generators import to_camel

# A sign behind a backslash, a class, or the end of the text.
END = re.compile(r"(\\.|\[\^?\]?(?:\\.|[^\]\\])*\])|\$", re.DOTALL)


class Part(BaseModel):
    """A part of the descriptor: read strictly, never changed."""

    model_config = ConfigDict(
        frozen=True, strict=True, alias_generator=to_camel, populate_by_name=True
    )


class Code(Part):
    """A code and the words that a reader sees."""

    value: str = Field(min_length=1)
    label: str = Field(min_length=1)


@lru_cache
def expression(pattern: str) -> re.Pattern[str]:
    """Read a pattern as other validators do: digits are 0 to 9, and $ is the end."""
    ends = END.sub(lambda part: part[1] or r"\Z", pattern)
    return re.compile(ends, re.ASCII)


class Constraints(Part):
    """What the cells of a field keep to."""

    # A constraint that we do not check must not look as if we did.
    model_config = ConfigDict(extra="forbid")

    required: bool = False
    unique: bool = False
    pattern: str | None = None
    minimum: int | None = None
    maximum: int | None = None
    min_length: int | None = None
    max_length: int | None = None

    @field_validator("pattern")
    @classmethod
    def compiles(cls, pattern: str | None) -> str | None:
        """Refuse a pattern that is no regular expression."""
        try:
            expression(pattern or "")
        except re.error as error:
            message = f"is no regular expression: {error}"
            raise ValueError(message) from None
        return pattern


class Column(Part):
    """A field of a table."""

    name: str = Field(min_length=1)
    type: Literal["string", "integer", "boolean", "date", "list"]
    title: str
    description: str
    # The standard's word for an address; a text of any other format is just text.
    format: str = "default"
    categories: tuple[Code, ...] = ()
    item_categories: tuple[Code, ...] = ()
    delimiter: str = Field(default=";", min_length=1)
    # The hashtag of the Humanitarian Exchange Language under which others look for it.
    hxl: str = Field(default="", pattern=r"^(#[a-z]\w*(\+[a-z]\w*)*)?$")
    constraints: Constraints = Constraints()

    @property
    def codes(self) -> dict[str, str]:
        """Give the codes of the field, or of the items of its lists, with their
        labels.
        """
        return {c.value: c.label for c in self.categories or self.item_categories}

    def takes(self, text: str) -> bool:
        """Tell whether *text* has the form that the field's pattern asks for."""
        pattern = self.constraints.pattern
        return pattern is not None and expression(pattern).search(text) is not None

    @property
    def holds_dates(self) -> bool:
        """Tell whether the cells are dates, however precise."""
        partial = self.takes("2011") and self.takes("2011-05-30")
        return self.type == "date" or (self.type == "string" and partial)

    @property
    def holds_words(self) -> bool:
        """Tell whether the cells are free text."""
        bound = bool(self.codes) or self.constraints.pattern is not None
        return self.type in ("string", "list") and not bound


class Reference(Part):
    """What a foreign key points at; without a resource, at its own table."""

    resource: str = ""
    fields: tuple[str, ...]


class ForeignKey(Part):
    """Fields whose values stand in another table."""

    fields: tuple[str, ...]
    reference: Reference


class Shape(Part):
    """The Table Schema of one table."""

    fields: tuple[Column, ...] = Field(min_length=1)
    missing_values: tuple[Code, ...] = ()
    primary_key: tuple[str, ...] = Field(min_length=1)
    foreign_keys: tuple[ForeignKey, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Name the fields in order."""
        return tuple(field.name for field in self.fields)

    @model_validator(mode="after")
    def keys_name_fields(self) -> Self:
        """Refuse a field named twice, and a key of fields that the table has not."""
        named = [*self.primary_key, *(f for k in self.foreign_keys for f in k.fields)]
        if strange := sorted({*named} - {*self.names}):
            message = f"keys name fields that the table has not: {', '.join(strange)}"
            raise ValueError(message)
        if len(set(self.names)) < len(self.names):
            message = "two fields have the same name"
            raise ValueError(message)
        return self
