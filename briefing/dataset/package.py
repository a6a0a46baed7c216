"""The data package as a whole, as its descriptor tells it."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Self

from pydantic import Field, ValidationError, field_validator, model_validator

from briefing.dataset.characters import unseen, unseen_words
from briefing.dataset.descriptor import Part
from briefing.dataset.find import DESCRIPTOR, Root, legible
from briefing.dataset.finding import Finding, shown
from briefing.dataset.names import lacking
from briefing.dataset.resource import Resource


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
