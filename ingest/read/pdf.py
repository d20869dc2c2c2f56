"""PDF files, read with PDFium; of a scan the text is recognised where a recogniser is installed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median_high
from typing import Any

from errors import ReadError
from ingest.read.allowance import Allowance
from ingest.read.columns import Line
from ingest.read.dates import parse_date
from ingest.read.document import Document, Outcome
from ingest.read.fields import BETWEEN_NAMES, authors
from ingest.read.layout import Properties
from ingest.read.pictures import read_scan
from ingest.read.printed import read_lines
from ingest.read.reading_order import in_reading_order
from ingest.read.recognition import render_pages
from ingest.read.typography import join_initials, move_notes_last

_PASSWORD = 4  # FPDF_ERR_PASSWORD
_NOTE_MARK = re.compile(  # not the figure of a square or cubic measure
    r"(?<!\bm)(?<!\b[kcm]m)(?<!\bft)(?<!\byd)(?<!\bmi)(?:(?<=[^\s\d])|(?<=[^\s\d] ))(?:\d{1,2}|[*†‡§]{1,2})(?=[\s\"'’”)]|$)"
)
_SAMPLED = 8  # characters of a line whose size is looked at
_RAISED = 0.15  # times the type's size
_SCAN = 20  # letters a page; the picture of a page has none, a stamp or a number on it a few
# PDFium joins a word that is parted at a line's end, and marks the place
_PHYSICAL_LINE = re.compile("[^\r\n\x02\ufffe]*[\x02\ufffe]|[^\r\n\x02\ufffe]+")


def read_pdf(document: Document, allowance: Allowance | None = None) -> Iterator[Outcome]:
    """Read a PDF as one article, the export of a press database or a press review as the articles in it.

    Raises ReadError if it is protected, broken or a scan that cannot be recognised here, LimitError if it
    has too many pages.
    """
    allowance = allowance or Allowance()
    pages, known, pictures = _pages(document, allowance)
    letters = sum(character.isalnum() for page in pages for line in page for character in line.text)
    if letters < _SCAN * max(1, len(pages)) and pictures:
        yield from read_scan(document, len(pages), lambda: render_pages(document.data), known, allowance)
        return
    yield from read_lines(document, pages, known)


def _pages(document: Document, allowance: Allowance) -> tuple[list[list[Line]], Properties, bool]:
    """The lines of each page, the document's properties, and whether it has pictures where it has no text."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(document.data)
    except pypdfium2.PdfiumError as problem:
        if getattr(problem, "err_code", None) == _PASSWORD:
            raise ReadError("the PDF is protected by a password: save it without one") from None
        raise ReadError(f"not a whole PDF, it is cut off or broken ({problem}): get the file again") from None
    with pdf:
        allowance.check_pages(len(pdf))
        known = _properties(pdf.get_metadata_dict(skip_empty=True))
        pages = move_notes_last([_lines(pdf, number) for number in range(len(pdf))])
        bare = [number for number, lines in enumerate(pages) if len(lines) < 3]
        return pages, known, any(_has_picture(pdf, number) for number in bare)


def _has_picture(pdf: Any, number: int) -> bool:
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        return any(True for _ in pdf[number].get_objects([pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    except pypdfium2.PdfiumError:
        return False


def _properties(stated: dict[str, str]) -> Properties:
    created = re.match(r"D:(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d))?", stated.get("CreationDate", ""))
    when = None
    if created:
        year, month, day, hour, minute, second = created.groups()
        clock = f"T{hour}:{minute}:{second}" if hour else ""
        zone = re.search(r"([+-]\d\d)'?(\d\d)'?$|Z", stated["CreationDate"])
        offset = f"{zone[1]}:{zone[2]}" if zone and zone[1] else "+00:00" if zone else ""
        when = parse_date(f"{year}-{month}-{day}{clock}{offset if clock else ''}")
    return Properties(
        title=stated.get("Title"),
        authors=authors(BETWEEN_NAMES.split(stated.get("Author", ""))),
        published=when,
        tags=tuple(filter(None, map(str.strip, re.split(r"[,;]", stated.get("Keywords", "")))))[:20],
    )


def _lines(pdf: Any, number: int) -> list[Line]:
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


def _is_shown(line: Line, crop: tuple[float, float, float, float]) -> bool:
    """Whether a line stands on the page as it is shown: printers write their marks outside of it."""
    if line.size <= 0 or line.right <= line.left:  # its place is not known
        return True
    left, bottom, right, top = crop
    across, down = (line.left + line.right) / 2, (line.bottom + line.top) / 2
    return left <= across <= right and bottom <= down <= top


def _line(text_page: Any, piece: str, at: int, number: int) -> Line:
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
    return Line(text.strip(" \t"), number, left, max(left, right), bottom, top, size)


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
    import ctypes

    import pypdfium2.raw as pdfium

    across, height = ctypes.c_double(), ctypes.c_double()
    index = pdfium.FPDFText_GetCharIndexFromTextIndex(text_page, at)
    pdfium.FPDFText_GetCharOrigin(text_page, index, across, height)
    return height.value
