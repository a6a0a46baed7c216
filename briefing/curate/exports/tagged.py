"""The tables as CSV with a row of hashtags under the header, for humanitarian tools.

The hashtags are those of the Humanitarian Exchange Language (HXL 1.1), as the
descriptor gives them in `hxl`; what it does not tag has a hashtag of its own making.
"""

import csv
import io

from briefing.curate.exports.applied import text_of
from briefing.curate.exports.packed import CODEBOOK
from briefing.dataset import Dataset, render_codebook
from briefing.dataset.descriptor import Column
from briefing.dataset.resource import Resource


def as_tagged(dataset: Dataset) -> dict[str, bytes]:
    """Give every table as tagged CSV, and the codebook."""
    files = {
        f"{resource.path.rpartition('.')[0]}.csv": tagged(dataset, resource)
        for resource in dataset.package.resources
    }
    return {CODEBOOK: render_codebook(dataset.package).encode()} | files


def tagged(dataset: Dataset, resource: Resource) -> bytes:
    """Write a table: header, hashtags, rows."""
    frame = text_of(dataset, resource.name)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerow(tags(dataset, resource))
    writer.writerows(zip(*(frame[name].tolist() for name in frame), strict=True))
    return text.getvalue().encode()


def tags(dataset: Dataset, resource: Resource) -> list[str]:
    """Give the hashtag of each column."""
    targets = {
        field: (key.reference.resource or resource.name, target)
        for key in resource.table.foreign_keys
        for field, target in zip(key.fields, key.reference.fields, strict=True)
    }
    known = {
        (one.name, field.name): field.hxl
        for one in dataset.package.resources
        for field in one.table.fields
    }
    return [
        field.hxl or known.get(targets.get(field.name, ("", "")), "") or own(field)
        for field in resource.table.fields
    ]


def own(field: Column) -> str:
    """Make a hashtag for a field that has none: a core one for days, else an
    extension.
    """
    name = "".join(sign if sign.isalnum() else "_" for sign in field.name.lower())
    if field.holds_dates:
        return f"#date+{name}"
    more = "+list" * (field.type == "list") + "+code" * bool(field.codes)
    return f"#x_{name}{more}"
