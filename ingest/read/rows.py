"""Rows of a table on a page of which only places are known: words far apart on one line are cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.webpage.grid import write_rows

FEWEST = 2  # rows of a table, and cells of its widest row


@dataclass(frozen=True, slots=True)
class Cell:
    """Words of a line that stand apart from its others; places in points from the left of the page."""

    text: str
    left: float
    right: float


def write_table(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """The lines of a table, its columns named; a cell stands in the column that it overlaps or is nearest to."""
    widest = max(rows, key=len)
    columns = [(cell.left, cell.right) for cell in widest]
    grid = []
    for row in rows:
        cells = [""] * len(columns)
        for cell in row:
            at = min(range(len(columns)), key=lambda at: _distance(cell, columns[at]))
            cells[at] = f"{cells[at]} {cell.text}".strip()
            columns[at] = min(columns[at][0], cell.left), max(columns[at][1], cell.right)
        grid.append(cells)
    return write_rows(grid)


def is_table(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether lines with cells make a table: their cells stand under each other."""
    if len(rows) < FEWEST or max(map(len, rows)) < FEWEST:
        return False
    columns = [(cell.left, cell.right) for cell in max(rows, key=len)]
    aligned = sum(min(_distance(cell, column) for column in columns) < 1 for row in rows for cell in row)
    return aligned * 5 >= sum(map(len, rows)) * 4


def _distance(cell: Cell, column: tuple[float, float]) -> float:
    """How far a cell is from a column, in points; none where they overlap."""
    left, right = column
    if cell.left < right and left < cell.right:
        return 0.0
    return min(abs(cell.left - right), abs(left - cell.right))
