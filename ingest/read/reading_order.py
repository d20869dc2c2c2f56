"""In which order the lines of a page are read: columns from left to right, each from top to bottom."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ingest.read.columns import PrintedLine

_GUTTER = 0.6  # of the type's size: the least white between two columns
_DEEP = 12  # cuts within cuts; a page of a newspaper has four


@dataclass(slots=True)
class _Band:
    """Lines from one white stripe across the page to the next."""

    lines: list[PrintedLine] = field(default_factory=list)


def order_lines(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines of one page as they are read, by recursive cuts through its white (Nagy and Seth 1984).

    A page is cut across at stripes of white into bands, and bands whose columns go on are one again; a band is
    cut at the gutters between its columns.
    """
    return _ordered(list(lines), _DEEP)


def in_reading_order(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines as they were drawn, unless a column stands before the one on its left: then ``order_lines``.

    What draws a page mostly draws it as it is read, and knows more of it than its white tells. Scripts that are
    read from the right keep their order.
    """
    if len(lines) < 4 or _reads_from_right(lines):
        return list(lines)
    drawn = {id(line): number for number, line in enumerate(lines)}
    for band in _bands(list(lines)):
        places = [
            median(drawn[id(line)] for line in column) for column in _columns(band.lines) if len(column) > 2
        ]
        if any(right < left for left, right in pairwise(places)):
            return order_lines(lines)
    return list(lines)


def _ordered(lines: list[PrintedLine], depth: int) -> list[PrintedLine]:
    if len(lines) < 2 or depth == 0:
        return lines
    bands = _bands(lines)
    if len(bands) > 1:
        return [line for band in bands for line in _ordered(band.lines, depth - 1)]
    columns = _columns(lines)
    if len(columns) > 1:
        return [line for column in columns for line in _ordered(column, depth - 1)]
    return sorted(lines, key=lambda line: (-line.top, line.left))


def _bands(lines: list[PrintedLine]) -> list[_Band]:
    """Stripes of the page from top to bottom; those through which the same gutter runs are one."""
    bands: list[_Band] = []
    floor = 0.0
    for line in sorted(lines, key=lambda line: -line.top):
        if not bands or line.top < floor:
            bands.append(_Band())
            floor = line.bottom
        bands[-1].lines.append(line)
        floor = min(floor, line.bottom)
    joined: list[_Band] = []
    for band in bands:
        if joined and _goes_on(joined[-1].lines, band.lines):
            joined[-1].lines += band.lines
        else:
            joined.append(band)
    return joined


def _goes_on(above: list[PrintedLine], below: list[PrintedLine]) -> bool:
    """Whether the columns above, or the one column, go on below."""
    before, after = len(_columns(above)), len(_columns(below))
    together = len(_columns([*above, *below]))
    return together == 1 if before == after == 1 else together > 1 and before > 1


def _columns(lines: list[PrintedLine]) -> list[list[PrintedLine]]:
    """The lines parted at gutters, from left to right."""
    wide = _GUTTER * median(max(line.size, 1.0) for line in lines)
    columns: list[list[PrintedLine]] = []
    edge = 0.0
    for line in sorted(lines, key=lambda line: line.left):
        if not columns or line.left > edge + wide:
            columns.append([])
            edge = line.right
        columns[-1].append(line)
        edge = max(edge, line.right)
    return columns


def _reads_from_right(lines: Sequence[PrintedLine]) -> bool:
    letters = [character for line in lines for character in line.text[:20] if character.isalpha()]
    from_right = sum(unicodedata.bidirectional(character) in ("R", "AL") for character in letters)
    return from_right * 2 > len(letters)
