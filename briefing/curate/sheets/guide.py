"""The first sheet of a workbook: how it is edited."""

from collections.abc import Iterator

from briefing.dataset.package import Package


def guide(package: Package) -> list[str]:
    """Say line by line how the workbook is edited."""
    return [
        f"Data version {package.version}, released {package.created[:10]}.",
        "One sheet is one table, one row one record.",
        *HOW,
        "An empty cell is a mistake: a cell without a value says which kind of "
        "not-knowing it is.",
        *(f"{code}: {label}" for code, label in package.missing.items()),
        "The tables:",
        *tables(package),
    ]


HOW = (
    "Change cells, add rows below the last one, delete whole rows. The first row of a "
    "sheet names its columns: leave it, and do not add columns.",
    "Choose a cell to see what its column means; a list opens where it takes one code.",
    "Every cell is text. Keep it so: paste values only, without their format.",
    "Dates stand as precise as they are known: 2011, 2011-05, 2011-05-30, or a/b for "
    "some time between a and b.",
    "Several codes in one cell are divided by a semicolon, without a space.",
    "A new row needs the next free number of its kind: INC-0042, S-0042, P-0042.",
    "Corrected values are shown. A change to a value that was published needs a reason "
    "and a source, and becomes a row of the table of corrections.",
    "Save as a workbook (.xlsx) and run `briefing data from-xlsx FILE`: it lists the "
    "changes and checks them before anything is written.",
)


def tables(package: Package) -> Iterator[str]:
    """Say of each sheet what a row of it is."""
    for name, resource in package.tables.items():
        yield f"{name}: {resource.description}"
