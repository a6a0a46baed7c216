"""The schema as Markdown: data/CODEBOOK.md."""

from collections.abc import Iterator
from pathlib import Path

from briefing.dataset.findings import InvalidPackage
from briefing.dataset.location import find_package
from briefing.dataset.schema import Column, Package, Resource, read_package


def render_codebook(package: Package | str | Path | None = None) -> str:
    """Render the codebook of a package as Markdown."""
    if not isinstance(package, Package):
        root = find_package(package)
        package, findings = read_package(root)
        if package is None:
            raise InvalidPackage(str(root), findings)
    parts = [*front(package)]
    for resource in package.resources:
        parts += section(resource)
    return "\n\n".join(parts) + "\n"


def front(package: Package) -> Iterator[str]:
    """Say what the package is, how it says that something is not known, what it
    holds.
    """
    yield f"# Codebook: {plain(package.title)}"
    yield (
        "<!-- Rendered from datapackage.json by `briefing data codebook`; "
        "change it there. -->"
    )
    yield plain(package.description)
    licences = ", ".join(f"[{plain(x.title)}]({x.path})" for x in package.licenses)
    yield f"Version {plain(package.version)}, {package.released}. Licence: {licences}."
    yield "## When a value is not known"
    yield "No cell is empty. Where there is no value, one of these codes says why."
    yield table(
        ("code", "meaning"), ((f"`{k}`", plain(v)) for k, v in package.missing.items())
    )
    yield "## Tables"
    rows = (
        (f"[{plain(r.title)}](#{r.name})", f"`{r.path}`", plain(r.description))
        for r in package.resources
    )
    yield table(("table", "file", "what a row is"), rows)


def section(resource: Resource) -> Iterator[str]:
    """Describe one table: its key, what it refers to, its fields and their codes."""
    shape = resource.table
    # An anchor of our own: those that Markdown makes of headings differ by program.
    yield f'<a id="{resource.name}"></a>'
    yield f"## {plain(resource.title)}"
    yield plain(resource.description)
    key = ", ".join(f"`{name}`" for name in shape.primary_key)
    yield f"File: `{resource.path}`. Key: {key}."
    targets = {
        field: f"`{key.reference.resource or resource.name}.{target}`"
        for key in shape.foreign_keys
        for field, target in zip(key.fields, key.reference.fields, strict=True)
    }
    rows = (
        (
            f"`{field.name}`",
            plain(field.title),
            plain(field.description),
            kind(field),
            "; ".join(limits(field, targets.get(field.name))),
        )
        for field in shape.fields
    )
    yield table(("field", "title", "meaning", "type", "keeps to"), rows)
    for field in shape.fields:
        if field.codes:
            yield f"Codes of `{field.name}`:"
            codes = ((f"`{k}`", plain(v)) for k, v in field.codes.items())
            yield table(("code", "meaning"), codes)


def kind(field: Column) -> str:
    """Name the type of a field in words."""
    if field.type == "list":
        return f"list, separated by `{field.delimiter}`"
    if field.holds_dates and field.type == "string":
        return "date, as precise as known"
    return {"string": "text", "boolean": "true or false", "date": "day"}.get(
        field.type, "whole number"
    )


def limits(field: Column, target: str | None) -> Iterator[str]:
    """Say what the cells of a field keep to."""
    bounds = field.constraints
    if bounds.required:
        yield "always known"
    if bounds.unique:
        yield "unique"
    if target is not None:
        yield f"refers to {target}"
    if bounds.minimum is not None:
        yield f"at least {bounds.minimum}"
    if bounds.maximum is not None:
        yield f"at most {bounds.maximum}"
    if bounds.min_length is not None:
        yield f"at least {bounds.min_length} characters"
    if bounds.max_length is not None:
        yield f"at most {bounds.max_length} characters"
    if field.format == "uri":
        yield "an address, https:// or http://"
    if bounds.pattern is not None and not field.holds_dates:
        yield f"form `{bounds.pattern.replace('|', chr(92) + '|')}`"


def table(header: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    """Lay out rows as a Markdown table."""
    lines = [header, tuple("---" for _ in header), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def plain(text: str) -> str:
    """Write text so that Markdown prints it as it is, in one line."""
    text = " ".join(text.split())
    for sign in "\\`*_<|[]":
        text = text.replace(sign, f"\\{sign}")
    return text
