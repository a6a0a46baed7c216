"""Numbers in shaded cells."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.charts.axes import Sheet, chart, wrap
from briefing.charts.bar import GAP
from briefing.counts.count import CrossCount
from briefing.exhibits import style
from briefing.exhibits.alt_text import cross_alt
from briefing.exhibits.exhibit import Exhibit, of_cross
from briefing.exhibits.prose import cells_in_words
from briefing.exhibits.style import Fill
from briefing.exhibits.text_width import measure
from briefing.exhibits.titles import CAUTION, FEW, cross_title, pairs, subtitle
from briefing.tables.counts import cross_table
from briefing.text.formats import number, sentence_case

CELL = 19.0

SMALL_LEADING = 9.4

TOTALS = 28.0

MOST_LINES = 3

SMALLEST = 7.0  # the floor, for the heads of narrow columns

MOST_COLUMNS = 10  # more would not leave a name its place

MOST_ROWS = 26  # more would not leave the page its notes

NAMES = 150.0  # the most that names may take of the width


@dataclass(frozen=True)
class Grid:
    """Numbers in rows and columns with their names, and what rows and columns are."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]
    row_name: str
    column_name: str

    def trimmed(self) -> Grid:
        """Leave out empty rows and columns, and join the smallest of too many.

        The table beside the chart has every cell.
        """
        room = style.WIDTH - NAMES - GAP - 2 - self.totals
        columns = min(MOST_COLUMNS, int(room / (self.widest + 4)))
        return self._down(columns).turned()._down(MOST_ROWS).turned()

    @property
    def widest(self) -> float:
        """Measure the largest number, which is the total."""
        return measure(number(sum(map(sum, self.cells))), style.TEXT, strong=True)

    @property
    def totals(self) -> float:
        """Give the place that the totals take on the right."""
        return max(TOTALS, self.widest + GAP)

    def turned(self) -> Grid:
        """Make rows of the columns."""
        cells = tuple(zip(*self.cells, strict=True))
        names = (self.column_name, self.row_name)
        return Grid(self.columns, self.rows, cells, *names)

    def _down(self, most: int) -> Grid:
        """Bring the columns down to the filled ones, and those to *most*."""
        sums = [sum(row[j] for row in self.cells) for j in range(len(self.columns))]
        filled = [j for j in range(len(sums)) if sums[j]]
        keep = len(filled) if len(filled) <= most else most - 1
        largest = sorted(filled, key=lambda j: -sums[j])[:keep]
        kept = [j for j in filled if j in largest]
        rest = [j for j in filled if j not in largest]
        heads = [self.columns[j] for j in kept]
        heads += [f"{number(len(rest))} others"] if rest else []
        rows = [i for i, row in enumerate(self.cells) if any(row)]
        cells = [[self.cells[i][j] for j in kept] for i in rows]
        if rest:
            for i, row in zip(rows, cells, strict=True):
                row.append(sum(self.cells[i][j] for j in rest))
        return Grid(
            tuple(self.rows[i] for i in rows),
            tuple(heads),
            tuple(tuple(row) for row in cells),
            self.row_name,
            self.column_name,
        )


def draw_grid(grid: Grid) -> Sheet:
    """Print every number in its cell, zero too; the shade only repeats it."""
    top = 22 + SMALL_LEADING * MOST_LINES
    sheet = Sheet(top + CELL * (len(grid.rows) + 1) + 4)
    left = _names(sheet, grid, top=top)
    wide = min((style.WIDTH - left - grid.totals) / len(grid.columns), 60.0)
    end = left + wide * len(grid.columns) + grid.totals
    _heads(sheet, grid, left=left, wide=wide)
    sheet.text(end, top - 8, "Total", size=style.SMALL, strong=True, align="right")
    largest = max(n for row in grid.cells for n in row)
    for i, row in enumerate(grid.cells):
        y = top + CELL * i
        for j, n in enumerate(row):
            _cell(sheet, n, left + wide * j, y, wide=wide, largest=largest)
        whole = number(sum(row))
        sheet.text(end, y + CELL / 2, whole, strong=True, align="right")
    y = top + CELL * (len(grid.rows) + 0.5)
    for j, column in enumerate(zip(*grid.cells, strict=True)):
        x = left + wide * (j + 0.5)
        sheet.text(x, y, number(sum(column)), strong=True, align="center")
    whole = number(sum(map(sum, grid.cells)))
    sheet.text(end, y, whole, strong=True, align="right")
    return sheet


def _cell(
    sheet: Sheet, n: int, x: float, y: float, *, wide: float, largest: int
) -> None:
    """Print one number on its shade, in the ink that reads best there."""
    face = style.shade(n, largest)
    sheet.box(x, y, wide, CELL, Fill(face, style.RULE))
    colour = style.ink_on(face) if n else style.MUTED
    middle = (x + wide / 2, y + CELL / 2)
    sheet.text(*middle, number(n), strong=n > 0, colour=colour, align="center")


def _names(sheet: Sheet, grid: Grid, *, top: float) -> float:
    """Name the rows against the grid, and say where the grid begins."""
    small = style.SMALL
    widest = 84.0 if len(grid.columns) > 7 else NAMES
    names = [wrap(name, widest, size=small) for name in (*grid.rows, "Total")]
    printed = [grid.row_name, *(line for lines in names for line in lines)]
    left = max(sheet.width_of(line, size=small) for line in printed) + GAP + 2
    for i, lines in enumerate(names):
        strong = i == len(grid.rows)
        for k, line in enumerate(lines):
            y = top + CELL * (i + 0.5) + SMALL_LEADING * (k - (len(lines) - 1) / 2)
            end = left - GAP
            sheet.text(end, y, line, size=small, strong=strong, align="right")
    return left


def _heads(sheet: Sheet, grid: Grid, *, left: float, wide: float) -> None:
    """Name the columns over the grid, and what rows and columns are."""
    small = style.SMALL
    sheet.text(left, 6, grid.column_name, size=small, strong=True)
    bottom = 14 + SMALL_LEADING * MOST_LINES
    sheet.text(
        left - GAP, bottom, grid.row_name, size=small, strong=True, align="right"
    )
    for j, name in enumerate(grid.columns):
        lines = wrap(name, wide - 1, size=SMALLEST, most=MOST_LINES)
        for k, line in enumerate(lines):
            y = bottom - SMALL_LEADING * (len(lines) - 1 - k)
            x = left + wide * (j + 0.5)
            sheet.text(x, y, line, size=SMALLEST, align="center")


def heat_map(cross: CrossCount) -> Exhibit:
    """Draw a grid of rights by responsible state, every number printed."""
    return _grid(cross, turned=True)


def matrix(cross: CrossCount) -> Exhibit:
    """Draw a grid of executing by requesting state, every number printed."""
    return _grid(cross, turned=False)


def _grid(cross: CrossCount, *, turned: bool) -> Exhibit:
    """Draw the cells of a cross; *turned* makes rows of its columns."""
    if len(pairs(cross)) <= FEW:
        return cells_in_words(cross)
    spread = cross.grid()
    spread = spread.T if turned else spread
    names = (cross.row_dimension, cross.col_dimension)
    down, across = reversed(names) if turned else names
    whole = Grid(
        tuple(str(name) for name in spread.index),
        tuple(str(name) for name in spread.columns),
        tuple(tuple(int(n) for n in row) for row in spread.to_numpy()),
        sentence_case(down),
        sentence_case(across),
    )
    shown = whole.trimmed()
    note = "Rows and columns without any are left out."
    for heads, what in ((shown.columns, "columns"), (shown.rows, "rows")):
        if heads[-1].endswith(" others"):
            note += f" The smallest {what} are joined here; the data has each."
    return chart(
        draw_grid(shown),
        key=cross.key,
        title=cross_title(cross),
        subtitle=subtitle(cross),
        unit=cross.unit,
        caption=f"{cross.title}. {CAUTION}",
        alt=cross_alt(cross, "Grid of numbers"),
        source=cross.chosen.source,
        table=cross_table(cross).payload,
        behind=of_cross(cross),
        notes=[note],
        whole=[cross.total],
    )
