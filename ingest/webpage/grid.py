"""Tables as lines of text: an empty cell keeps its place, and each value stands with the name of its column."""

from __future__ import annotations

import re
from collections.abc import Sequence

EMPTY = "–"  # stands for a cell without a word
_NUMBER = re.compile(r"[^\w]*(?:[a-z]{1,3}\s?)?[\d][\d.,'’\s/:-]*(?:\s?[%\w°²³]{0,4})?[^\w]*$", re.I)
_YEAR = re.compile(r"(?:Q[1-4]\s*|H[12]\s*)?(?:1[5-9]|20)\d\d(?:[/–-]\d{2,4})?$", re.I)
_LONGEST_NAME = 60  # characters of a column's name

Cells = Sequence[str]


def write_rows(rows: Sequence[Cells], *, header: bool | None = None) -> list[str]:
    """Each row as one line, ``Quarter: Q3 2025 | Coal: 29,300 | Timber: –``, where the first row names the columns.

    ``header`` says whether it does; None: the cells tell. Rows of a table without names are ``Dunlow | 88 | –``.
    A row without any word is left out.
    """
    filled = [[" ".join(cell.split()) for cell in row] for row in rows]
    filled = [row for row in filled if any(row)]
    if len(filled) > 1 and (has_header(filled) if header is None else header):
        names, filled = filled[0], filled[1:]
        return [join_cells(name_cells(row, names)) for row in filled]
    return [join_cells(row) for row in filled]


def name_cells(row: Cells, names: Cells) -> list[str]:
    """The cells of a row, each after the name of its column where that has one."""
    width = max(len(row), len(names))
    cells = [row[at] if at < len(row) else "" for at in range(width)]
    titles = [names[at].rstrip(" :") if at < len(names) else "" for at in range(width)]
    return [f"{title}: {cell or EMPTY}" if title else cell for title, cell in zip(titles, cells, strict=True)]


def join_cells(cells: Cells) -> str:
    """The cells of a row as one line; what is empty at its end is no cell."""
    held = list(cells)
    while held and not held[-1].strip():
        held.pop()
    return " | ".join(cell.strip() or EMPTY for cell in held)


def has_header(rows: Sequence[Cells]) -> bool:
    """Whether the first row names the columns: words or years, above columns of numbers."""
    names, below = rows[0], rows[1:]
    width = max(map(len, below), default=0)
    if len(names) < 2 or width < 2 or any(len(name) > _LONGEST_NAME for name in names):
        return False
    stated = [name for name in names[1:] if name]
    if len(stated) < len(names) - 1 or len(set(stated)) < len(stated):
        return False
    if any(_is_number(name) and not _YEAR.match(name) for name in names):
        return False
    for column in range(1, min(len(names), width)):
        values = [row[column] for row in below if column < len(row) and row[column]]
        if values and sum(map(_is_number, values)) * 2 > len(values):
            return True
    return False


def _is_number(text: str) -> bool:
    return len(text) <= 24 and bool(_NUMBER.match(text))
