"""PDF files, read with PDFium; of a scan the text is recognised where a recogniser is installed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from errors import ReadError
from ingest.dates.dates import parse_date
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Outcome
from ingest.facts.fields import BETWEEN_NAMES, read_authors
from ingest.read.columns import PrintedLine
from ingest.read.layout import Properties
from ingest.read.pdf_lines import read_page_lines
from ingest.read.pictures import read_scan
from ingest.read.printed import read_lines
from ingest.read.recognition import render_pages
from ingest.read.typography import move_notes_last

_PASSWORD = 4  # FPDF_ERR_PASSWORD
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


def read_pdf(document: Document, allowance: ReadingAllowance | None = None) -> Iterator[Outcome]:
    """Read a PDF as one article, the export of a press database or a press review as the articles in it.

    Raises ReadError if it is protected, broken or a scan that cannot be recognised here, LimitError if it
    has too many pages.
    """
    allowance = allowance or ReadingAllowance()
    pages, known, pictures = _read_pdf_pages(document, allowance)
    letters = sum(character.isalnum() for page in pages for line in page for character in line.text)
    if letters < _SCAN * max(1, len(pages)) and pictures:
        yield from read_scan(document, len(pages), lambda: render_pages(document.data), known, allowance)
        return
    yield from read_lines(document, pages, known)


def _read_pdf_pages(
    document: Document, allowance: ReadingAllowance
) -> tuple[list[list[PrintedLine]], Properties, bool]:
    """The lines of each page, the document's properties, and whether it has pictures where it has no text."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(document.data)
    except pypdfium2.PdfiumError as problem:
        if getattr(problem, "err_code", None) == _PASSWORD:
            raise ReadError("the PDF is protected by a password: save it without one") from None
        raise ReadError(
            f"not a whole PDF, it is cut off or broken ({str(problem).rstrip('.')}): get the file again"
        ) from None
    with pdf:
        allowance.check_pages(len(pdf))
        known = _read_pdf_properties(pdf.get_metadata_dict(skip_empty=True))
        pages = move_notes_last([read_page_lines(pdf, number) for number in range(len(pdf))])
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


def _is_old(pages: list[list[PrintedLine]], made: datetime | None) -> bool:
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


def _read_pdf_properties(stated: dict[str, str]) -> Properties:
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
            for name in read_authors(BETWEEN_NAMES.split(stated.get("Author", "")))
            if not _NOBODY.match(name)
        ),
        published=when,
        tags=tuple(filter(None, map(str.strip, re.split(r"[,;]", stated.get("Keywords", "")))))[:20],
    )
