"""The models of datapackage.json: package, resources, fields, constraints."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic.alias_generators import to_camel

from briefing.dataset.characters import unseen, unseen_words
from briefing.dataset.findings import Finding, shown
from briefing.dataset.location import Root, legible
from briefing.dataset.transaction import DESCRIPTOR

NEEDED: dict[str, str] = {
    "incidents": "incident_id record_kind title date date_end type executing_state "
    "requesting_state persons_min persons_max fate unverified_cells",
    "violations": "incident_id right responsible_state basis authority source_id",
    "claims": "incident_id source_id field value",
    "sources": "source_id publisher kind derived_from",
    "persons": "person_id name",
    "appearances": "person_id incident_id",
    "involvements": "incident_id state role",
    "corrections": "table key field now date",
    "states": "state name",
    "memberships": "state status from to",
    "rights": "right label short_label",
    "right_articles": "right treaty articles",
    "treaties": "treaty title",
    "treaty_parties": "treaty state status",
    "presidencies": "state from to",
    "events": "event_id date label",
}


def lacking(fields: Mapping[str, Collection[str]]) -> list[str]:
    """Name each table, or field of a table, that a package would need and has not."""
    absent = []
    for table, names in NEEDED.items():
        if table not in fields:
            absent.append(table)
        else:
            absent += [f"{table}.{n}" for n in names.split() if n not in fields[table]]
    return absent


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


class Licence(Part):
    """Under which terms the data may be used."""

    name: str
    title: str
    path: str


class Package(Part):
    """The descriptor, read and found sound."""

    name: str
    title: str = Field(min_length=1)
    description: str = ""
    version: str = Field(min_length=1)
    created: str
    licenses: tuple[Licence, ...] = Field(min_length=1)
    resources: tuple[Resource, ...] = Field(min_length=1)

    @field_validator("created")
    @classmethod
    def is_a_moment(cls, created: str) -> str:
        """Refuse a release date that is not on the calendar."""
        datetime.fromisoformat(created)
        return created

    @model_validator(mode="after")
    def tables_fit_together(self) -> Self:
        """Refuse tables named twice, references into nowhere, and a package without
        ours.
        """
        fields = {r.name: r.table.names for r in self.resources}
        faults = [f"{name} is missing" for name in lacking(fields)]
        named = Counter([r.name for r in self.resources])
        named += Counter([path for r in self.resources for path in r.files])
        faults += [f"{name} is declared twice" for name, n in named.items() if n > 1]
        for resource in self.resources:
            for key in resource.table.foreign_keys:
                target = key.reference.resource or resource.name
                strange = {*key.reference.fields} - {*fields.get(target, ())}
                if strange or len(key.fields) != len(key.reference.fields):
                    faults.append(f"a foreign key of {resource.name} leads nowhere")
        if faults:
            raise ValueError("; ".join(faults))
        return self

    @property
    def released(self) -> date:
        """Give the day of the data release."""
        return datetime.fromisoformat(self.created).date()

    @property
    def missing(self) -> dict[str, str]:
        """Give the codes for the kinds of not-knowing, with their labels."""
        return {
            code.value: code.label
            for resource in self.resources
            for code in resource.table.missing_values
        }

    @property
    def tables(self) -> dict[str, Resource]:
        """Give the tables by name."""
        return {resource.name: resource for resource in self.resources}


def read_package(
    root: Root, raw: bytes | None = None
) -> tuple[Package | None, list[Finding]]:
    """Read the descriptor, unless its bytes are at hand, or say why it cannot be
    used.
    """
    path = root / DESCRIPTOR
    if raw is None and not legible(path):
        what, expected = "it is not there to read", f"a data package in {root}"
        return None, [Finding(DESCRIPTOR, None, None, "missing-file", what, expected)]
    try:
        raw = path.read_bytes() if raw is None else raw
        package = Package.model_validate_json(raw)
        return package, list(unseen_labels(package))
    except ValidationError as error:
        return None, [
            Finding(
                DESCRIPTOR,
                None,
                ".".join(map(str, fault["loc"])) or None,
                "invalid-descriptor",
                fault["msg"].removeprefix("Value error, "),
                "a Data Package descriptor with our tables",
            )
            for fault in error.errors(include_url=False, include_input=False)
        ]


def unseen_labels(package: Package) -> Iterator[Finding]:
    """Find what cannot be seen in titles and labels: they are printed as cells are."""
    said = [("title", package.title), ("description", package.description)]
    for resource in package.resources:
        said += [(resource.name, resource.title)]
        for field in resource.table.fields:
            place = f"{resource.name}.{field.name}"
            labels = [
                code.label for code in (*field.categories, *field.item_categories)
            ]
            said += [(place, text) for text in (field.title, *labels)]
        missing = resource.table.missing_values
        said += [(resource.name, code.label) for code in missing]
    for place, text in said:
        if any(unseen(text)):
            expected = f"text without {unseen_words(text)}"
            code = "control-character"
            yield Finding(DESCRIPTOR, None, place, code, shown(text), expected)
