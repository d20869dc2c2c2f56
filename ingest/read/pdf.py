"""PDF files, read with PDFium; what is a scan is recognised by optical means where these are installed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from errors import ReadError
from ingest.read.allowance import Allowance
from ingest.read.columns import Line, blocks_of, headline_of, without_furniture
from ingest.read.dates import find_date, parse_date
from ingest.read.document import Document, Outcome
from ingest.read.fields import authors
from ingest.read.layout import Properties, article_from_layout
from ingest.read.rows import Cell

_PASSWORD = 4  # FPDF_ERR_PASSWORD
_LOOSE = 0.7  # of its type's size a letter is wide, gaps included, in a line that may be a table's row
_GAP = 1.2  # times the type's size between two cells
_NOBODY = re.compile(
    r"^\W*(?:anonymous|unknown|unbekannt|anonyme|user|admin\w*|author|owner|microsoft office user|none)\W*$",
    re.I,
)
_SCANNERS = re.compile(
    r"paper capture|abbyy|finereader|internet archive|scansnap|\bscan|tesseract|ocrmypdf|luratech|recoded by|google books",
    re.I,
)
_TOP = 12  # lines where a text says when it was printed
_AGES = 30  # years between a text and its file that make it an old print
_COVERS = 0.6  # of a page that the picture of a scan covers
_SCAN = 20  # letters a page; the picture of a page has none, a stamp or a number on it a few
# PDFium joins a word that is parted at a line's end, and marks the place
_PHYSICAL_LINE = re.compile("[^\r\n\x02\ufffe]*[\x02\ufffe]|[^\r\n\x02\ufffe]+")


def read_pdf(document: Document, allowance: Allowance | None = None) -> Iterator[Outcome]:
    """Read a PDF as one article.

    Raises ReadError if it is protected, broken or a scan that cannot be recognised here, LimitError if it
    has too many pages.
    """
    allowance = allowance or Allowance()
    pages, known, pictures = _pages(document, allowance)
    letters = sum(character.isalnum() for page in pages for line in page for character in line.text)
    if letters < _SCAN * max(1, len(pages)) and pictures:
        pages = _recognised(document, pages)
    kept = without_furniture(pages)
    lines = [line for page in kept for line in page]
    title, rest = headline_of(lines)
    if day := _day_of_issue(pages, kept):
        known = replace(known, published=day)
    yield from article_from_layout(document, title, blocks_of(rest), known)


def _day_of_issue(pages: list[list[Line]], kept: list[list[Line]]) -> datetime | None:
    """The day that a paper prints at the head or foot of its pages, which says more than when the file was made."""
    running = [line.text for page, rest in zip(pages, kept, strict=True) for line in page if line not in rest]
    return next((day for text in running if (day := find_date(text))), None)


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
        pages = [_lines(pdf, number) for number in range(len(pdf))]
        if _is_scan(pdf) or _is_old(pages, known.published):
            known = replace(known, published=None)  # the day it was scanned
        bare = [number for number, lines in enumerate(pages) if len(lines) < 3]
        return pages, known, any(_has_picture(pdf, number) for number in bare)


def _has_picture(pdf: Any, number: int) -> bool:
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        return any(True for _ in pdf[number].get_objects([pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    except pypdfium2.PdfiumError:
        return False


def _is_scan(pdf: Any) -> bool:
    """Whether the pages are pictures, whatever text was recognised on them."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    said = pdf.get_metadata_dict(skip_empty=True)
    if _SCANNERS.search(f"{said.get('Creator', '')} {said.get('Producer', '')}"):
        return True
    try:
        for number in range(min(2, len(pdf))):
            page = pdf[number]
            for each in page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
                left, bottom, right, top = each.get_bounds()
                if (right - left) * (top - bottom) > _COVERS * page.get_width() * page.get_height():
                    return True
    except (pypdfium2.PdfiumError, RuntimeError):
        return False
    return False


def _is_old(pages: list[list[Line]], made: datetime | None) -> bool:
    """Whether a text names an early year at its top, and none near that in which the file was made."""
    if made is None:
        return False
    years = [
        [int(year) for line in page for year in re.findall(r"(?<!\d)1[5-9]\d\d|20\d\d(?!\d)", line.text)]
        for page in pages
    ]
    top = (
        [int(year) for line in pages[0][:_TOP] for year in re.findall(r"(?<!\d)1[5-9]\d\d(?!\d)", line.text)]
        if pages
        else []
    )
    return (
        bool(top)
        and min(top) < made.year - _AGES
        and all(year < made.year - _AGES / 2 for page in years for year in page)
    )


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
        authors=tuple(
            name
            for name in authors(re.split(r"\s*(?:,|;|\band\b|&)\s*", stated.get("Author", "")))
            if not _NOBODY.match(name)
        ),
        published=when,
        tags=tuple(filter(None, re.split(r"\s*[,;]\s*", stated.get("Keywords", ""))))[:20],
    )


def _lines(pdf: Any, number: int) -> list[Line]:
    """The lines of a page in reading order, each with its place and size; a broken page has none."""
    import pypdfium2

    try:
        page = pdf[number]
        text_page = page.get_textpage()
        text = text_page.get_text_range()
    except (pypdfium2.PdfiumError, AssertionError):
        return []
    pieces = (piece for piece in _PHYSICAL_LINE.finditer(text) if piece.group().strip())
    found = [_line(text_page, piece.group(), piece.start(), number) for piece in pieces]
    text_page.close()
    page.close()
    return found


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
    size = max(pdfium.FPDFText_GetFontSize(text_page, index) for index in (first, last))
    if size <= 1.5:  # scaled by the page's matrix: the box tells
        size = top - bottom
    line = Line(piece.strip(" \t"), number, left, max(left, right), bottom, top, size)
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


def _recognised(document: Document, pages: list[list[Line]]) -> list[list[Line]]:
    """A scan's text, where ``ocrmypdf`` or ``tesseract`` is installed. Raises ReadError where it is not."""
    from ingest.read.scan import recognise

    texts = recognise(document.data, len(pages))
    if texts is None:
        raise ReadError(
            "a scan: pictures of pages, without text. Install tesseract or ocrmypdf so that it is read,"
            " or save it with a text layer"
        )
    if not any(text.strip() for text in texts):
        raise ReadError("a scan in which no text was recognised: wanted the text of an article")
    return [
        [Line.plain(line, number) for line in text.split("\n") if line.strip()]
        for number, text in enumerate(texts)
    ]
