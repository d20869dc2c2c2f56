"""The lines of a page of a PDF, as PDFium gives them: what they say, where they stand, in which size."""

from __future__ import annotations

import ctypes
import re
from dataclasses import replace
from statistics import median_high
from typing import Any

from ingest.read.columns import PrintedLine
from ingest.read.reading_order import in_reading_order
from ingest.read.rows import Cell
from ingest.read.typography import join_initials

_NOTE_MARK = re.compile(  # not the figure of a square or cubic measure
    r"(?<!\bm)(?<!\b[kcm]m)(?<!\bft)(?<!\byd)(?<!\bmi)(?:(?<=[^\s\d])|(?<=[^\s\d] ))(?:\d{1,2}|[*†‡§]{1,2})(?=[\s\"'’”)]|$)"
)
_SAMPLED = 8  # characters of a line whose size is looked at
_RAISED = 0.15  # times the type's size
_LOOSE = 0.7  # of its type's size a letter is wide, gaps included, in a line that may be a table's row
_GAP = 1.2  # times the type's size between two cells
# PDFium joins a word that is parted at a line's end, and marks the place
_PHYSICAL_LINE = re.compile("[^\r\n\x02\ufffe]*[\x02\ufffe]|[^\r\n\x02\ufffe]+")


def read_page_lines(pdf: Any, number: int) -> list[PrintedLine]:
    """The lines of a page in reading order, each with its place and size; a broken page has none."""
    import pypdfium2

    try:
        page = pdf[number]
        text_page = page.get_textpage()
        text = text_page.get_text_range()
        crop = page.get_cropbox()
    except (pypdfium2.PdfiumError, AssertionError):
        return []
    pieces = (piece for piece in _PHYSICAL_LINE.finditer(text) if piece.group().strip())
    found = [_line(text_page, piece.group(), piece.start(), number) for piece in pieces]
    text_page.close()
    page.close()
    return in_reading_order(join_initials([line for line in found if _is_shown(line, crop)]))


def _is_shown(line: PrintedLine, crop: tuple[float, float, float, float]) -> bool:
    """Whether a line stands on the page as it is shown: printers write their marks outside of it."""
    if line.size <= 0 or line.right <= line.left:  # its place is not known
        return True
    left, bottom, right, top = crop
    across, down = (line.left + line.right) / 2, (line.bottom + line.top) / 2
    return left <= across <= right and bottom <= down <= top


def _line(text_page: Any, piece: str, at: int, number: int) -> PrintedLine:
    import pypdfium2.raw as pdfium

    inked = [at + index for index, character in enumerate(piece) if not character.isspace()]
    first, last = (
        pdfium.FPDFText_GetCharIndexFromTextIndex(text_page, index) for index in (inked[0], inked[-1])
    )
    try:
        left, bottom, _, top = text_page.get_charbox(first, loose=True)
        right = text_page.get_charbox(last, loose=True)[2]
    except RuntimeError:  # PdfiumError: a character without a place
        left, bottom, right, top = 0.0, 0.0, 0.0, 0.0
    size = _type_size(text_page, inked)
    if size <= 1.5:  # scaled by the page's matrix: the box tells
        size = top - bottom
    text = _without_marks(text_page, piece, at, size)
    line = PrintedLine(text.strip(" \t"), number, left, max(left, right), bottom, top, size)
    if line.right - line.left <= _LOOSE * size * len(line.text) or " " not in line.text:
        return line
    return replace(line, cells=_cells(text_page, piece, at, size))


def _cells(text_page: Any, piece: str, at: int, size: float) -> tuple[Cell, ...]:
    """The parts of a line between wide gaps; none where it has no such gap."""
    import pypdfium2.raw as pdfium

    cells: list[Cell] = []
    for word in re.finditer(r"\S+", piece):
        first, last = (
            pdfium.FPDFText_GetCharIndexFromTextIndex(text_page, at + index)
            for index in (word.start(), word.end() - 1)
        )
        try:
            left = text_page.get_charbox(first, loose=True)[0]
            right = text_page.get_charbox(last, loose=True)[2]
        except RuntimeError:  # a character without a place
            return ()
        if cells and left - cells[-1].right < _GAP * size:
            cells[-1] = Cell(f"{cells[-1].text} {word.group()}", cells[-1].left, right)
        else:
            cells.append(Cell(word.group(), left, right))
    return tuple(cells) if len(cells) > 1 else ()


def _type_size(text_page: Any, inked: list[int]) -> float:
    """The size of most of a line's type, in points: its initial may be larger, its footnote's mark smaller."""
    import pypdfium2.raw as pdfium

    sampled = inked[:: max(1, len(inked) // _SAMPLED)]
    indices = (pdfium.FPDFText_GetCharIndexFromTextIndex(text_page, at) for at in sampled)
    return median_high(float(pdfium.FPDFText_GetFontSize(text_page, index)) for index in indices)


def _without_marks(text_page: Any, piece: str, at: int, size: float) -> str:
    """A line without the marks of footnotes: small figures behind a word that stand higher than it."""
    kept, end = [], 0
    for mark in _NOTE_MARK.finditer(piece):
        word = len(piece[: mark.start()].rstrip()) - 1
        before, first = (_baseline(text_page, at + index) for index in (word, mark.start()))
        if first - before > _RAISED * size:
            kept.append(piece[end : word + 1])
            end = mark.end()
    return "".join([*kept, piece[end:]])


def _baseline(text_page: Any, at: int) -> float:
    """How high a character stands, in points."""
    import pypdfium2.raw as pdfium

    across, height = ctypes.c_double(), ctypes.c_double()
    index = pdfium.FPDFText_GetCharIndexFromTextIndex(text_page, at)
    pdfium.FPDFText_GetCharOrigin(text_page, index, across, height)
    return height.value
