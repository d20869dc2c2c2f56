"""Word and OpenDocument files. What they link to is never fetched."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from itertools import pairwise, zip_longest
from typing import Any

from errors import ReadError
from ingest.dates.dates import parse_date
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Outcome
from ingest.documents.xml import refuse_entities
from ingest.documents.zip_package import open_zip, read_member
from ingest.facts.fields import BETWEEN_NAMES, read_authors
from ingest.read.layout import Block, Properties, build_article_from_layout
from ingest.read.rtf import is_rtf, read_rtf
from ingest.webpage.grid import has_header, join_cells, name_cells

_TEMPLATE = datetime(2013, 12, 23, 23, 15, tzinfo=UTC)  # the creation date of every file from python-docx
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_STRICT = (  # ISO's strict form of the same format has other names for the same things
    (
        b"http://purl.oclc.org/ooxml/officeDocument/",
        b"http://schemas.openxmlformats.org/officeDocument/2006/",
    ),
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
_CELL = 100  # characters; what is longer in a table is text laid out by it


def read_office(document: Document, allowance: ReadingAllowance | None = None) -> Iterator[Outcome]:
    """Read a DOCX, ODT or RTF file as one article, an EPUB as one article a chapter.

    Raises ReadError if it is broken, protected or of another kind, LimitError if it unpacks to too much.
    """
    allowance = allowance or ReadingAllowance()
    if is_rtf(document.data):
        yield from read_rtf(document)
        return
    with open_zip(document.data, allowance) as package:
        names = set(package.namelist())
        mimetype = b""
        if "mimetype" in names:
            mimetype = read_member(package, "mimetype", allowance).strip()
        if "word/document.xml" in names:
            yield from _read_docx(document, package, allowance)
        elif b"epub" in mimetype or "META-INF/container.xml" in names:
            from ingest.read.book import read_book

            yield from read_book(document, package, allowance)
        elif mimetype.startswith(b"application/vnd.oasis.opendocument.text"):
            yield from _read_odt(document, package, allowance)
        else:
            what = mimetype.decode("ascii", "replace")[:80] or "unknown"
            raise ReadError(f"an office file of the kind {what}: wanted DOCX, ODT, RTF or EPUB")


def _read_docx(
    document: Document, package: zipfile.ZipFile, allowance: ReadingAllowance
) -> Iterator[Outcome]:
    import docx

    data = document.data
    if any(old in read_member(package, "word/document.xml", allowance) for old, _ in _STRICT):
        data = _convert_strict(package, allowance)
    try:
        opened = docx.Document(BytesIO(data))
        body = opened.element.body
        blocks = [] if body is None else list(_list_docx_blocks(opened, body, boxes=False))
        if not any(block.text for block in blocks) and body is not None:
            blocks = list(_list_docx_blocks(opened, body, boxes=True))
        known = _read_docx_properties(opened)
    except (KeyError, ValueError, AttributeError, SyntaxError) as broken:  # lxml's errors are SyntaxErrors
        raise ReadError(f"not a whole Word file ({str(broken)[:150]}): save it again") from None
    title = next(
        (block.text for block, style in zip(blocks, _mark_headline_blocks(blocks), strict=True) if style),
        None,
    )
    yield from build_article_from_layout(document, title, blocks, known)


def _mark_headline_blocks(blocks: list[Block]) -> Iterator[bool]:
    """Which of the blocks is the headline: a heading that nothing but headings stands above."""
    above = True
    for block in blocks:
        yield above and block.is_heading and len(block.text) > 3
        above = above and (block.is_heading or not block.text)


def _convert_strict(package: zipfile.ZipFile, allowance: ReadingAllowance) -> bytes:
    """A file in the strict form of the format, with the names that python-docx knows."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for name in package.namelist():
            part = read_member(package, name, allowance)
            if name.endswith((".xml", ".rels")):
                for old, new in _STRICT:
                    part = part.replace(old, new)
            target.writestr(name, part)
    return made.getvalue()


def _list_docx_blocks(opened: Any, body: Any, boxes: bool) -> Iterator[Block]:
    """The paragraphs of the text, tables included; of text boxes only where ``boxes`` is set.

    A text box repeats a sentence of the text far oftener than it adds one.
    """
    headings = {
        style.style_id: str(style.name).lower()
        for style in opened.styles
        if re.match(r"(?:heading|title|überschrift|titel|titre)", str(style.name), re.I)
    }
    rows = _docx_rows(body)
    inside = {paragraph for row in rows for paragraph in row.iter(f"{_W}p")}
    for paragraph in body.iter(f"{_W}p", f"{_W}tr"):
        if paragraph in inside or (paragraph.tag == f"{_W}tr" and paragraph not in rows):
            continue
        if paragraph.tag == f"{_W}tr":
            if rows[paragraph]:
                yield Block(rows[paragraph])
            continue
        boxed = any(ancestor.tag == f"{_W}txbxContent" for ancestor in paragraph.iterancestors())
        fallback = any(ancestor.tag == _FALLBACK for ancestor in paragraph.iterancestors())
        if boxed != boxes or fallback:
            continue
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        name = headings.get(style.get(f"{_W}val"), "") if style is not None else ""
        for piece in _read_paragraph_words(paragraph).split("\n"):
            yield Block(" ".join(piece.split()), is_heading=bool(name))


def _docx_rows(body: Any) -> dict[Any, str]:
    """Each row of a table of data → its line; empty for a row of names. Rows of a layout's table are left out."""
    lines: dict[Any, str] = {}
    for table in body.iter(f"{_W}tbl"):
        rows = [(row, cells) for row in table.iterchildren(f"{_W}tr") if (cells := _list_cells(row))]
        marked = bool(rows) and rows[0][0].find(f"{_W}trPr/{_W}tblHeader") is not None
        words = [cells for _, cells in rows]
        for before, cells in pairwise(words):
            cells[:] = [
                above if each is None else each for each, above in zip_longest(cells, before[: len(cells)])
            ]
        filled = [[each or "" for each in cells] for cells in words]
        named = len(filled) > 1 and (marked or has_header(filled))
        for at, (row, _) in enumerate(rows):
            written = filled[at]
            lines[row] = (
                "" if named and at == 0 else join_cells(name_cells(written, filled[0]) if named else written)
            )
    return lines


def _list_cells(row: Any) -> list[str | None]:
    """The words of a row's cells, None for one that goes on from above; empty where it is a layout's row.

    Cells of a layout hold paragraphs; one that spans columns stands in each of them.
    """
    words: list[str | None] = []
    for cell in row.iter(f"{_W}tc"):
        held = [_read_paragraph_words(each) for each in cell.iter(f"{_W}p")]
        if len(held) != 1 or len(held[0]) > _CELL or "\n" in held[0]:
            return []
        merged = cell.find(f"{_W}tcPr/{_W}vMerge")
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        said = (
            None if merged is not None and merged.get(f"{_W}val") != "restart" else " ".join(held[0].split())
        )
        width = str(span.get(f"{_W}val")) if span is not None else "1"
        words += [said] * (min(int(width), 40) if width.isdecimal() and int(width) else 1)
    return words if len(words) > 1 else []


def _read_paragraph_words(paragraph: Any) -> str:
    """A paragraph's text with tracked insertions, without deletions, hidden text and what is nested in it."""
    words: list[str] = []

    def walk_element(element: Any) -> None:
        for child in element:
            if child.tag in (f"{_W}t", f"{_W}noBreakHyphen", f"{_W}tab", f"{_W}br", f"{_W}cr"):
                words.append(_MARKS.get(child.tag, child.text or ""))
            elif child.tag not in _UNSEEN and child.find(f"{_W}rPr/{_W}vanish") is None:
                walk_element(child)

    walk_element(paragraph)
    return "".join(words)


_UNSEEN = {f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent", f"{_W}p", _FALLBACK}
_MARKS = {f"{_W}noBreakHyphen": "-", f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n"}


def _read_docx_properties(opened: Any) -> Properties:
    core = opened.core_properties
    created = core.created
    if created is not None and created.tzinfo is None:
        created = created.replace(tzinfo=UTC)
    named = core.author if core.author not in ("python-docx", "Author", "User") else ""
    return Properties(
        title=core.title,
        authors=read_authors(BETWEEN_NAMES.split(named or "")),
        published=parse_date(created.isoformat()) if created and created != _TEMPLATE else None,
        language=(core.language or "")[:2].lower() or None,
        tags=tuple(filter(None, map(str.strip, re.split(r"[,;]", core.keywords or ""))))[:20],
    )


def _read_odt(document: Document, package: zipfile.ZipFile, allowance: ReadingAllowance) -> Iterator[Outcome]:
    import odfdo

    manifest = "META-INF/manifest.xml"
    if manifest in package.namelist() and b"encryption-data" in read_member(package, manifest, allowance):
        raise ReadError("the document is protected by a password: save it without one")
    for part in ("content.xml", "meta.xml"):
        if part in package.namelist():
            refuse_entities(read_member(package, part, allowance).decode("utf-8", "replace"))
    try:
        opened = odfdo.Document(BytesIO(document.data))
        body = opened.body
        for aside in body.get_elements("//text:note|//office:annotation|//text:tracked-changes|//draw:frame"):
            aside.delete()
        blocks = list(_list_odt_blocks(body))
        meta: Any = opened.get_part("meta.xml")
        created = None if _from_template(meta.serialize()) else meta.creation_date
        known = Properties(
            title=meta.title,
            authors=read_authors(BETWEEN_NAMES.split(meta.initial_creator or meta.creator or "")),
            published=parse_date(created.isoformat()) if created else None,
            language=(meta.language or "")[:2].lower() or None,
        )
    except (KeyError, ValueError, TypeError, AttributeError, SyntaxError, OSError) as broken:
        raise ReadError(f"not a whole OpenDocument file ({str(broken)[:150]}): save it again") from None
    title = next(
        (block.text for block, style in zip(blocks, _mark_headline_blocks(blocks), strict=True) if style),
        None,
    )
    yield from build_article_from_layout(document, title, blocks, known)


def _from_template(meta: bytes) -> bool:
    """Whether a document still has the day of the template it was made from: it says that it holds no words."""
    made = re.search(rb"<meta:creation-date>\s*(\d{4}-\d\d-\d\d)", meta)
    template = re.search(rb"<meta:template\b[^>]*\bmeta:date=\"(\d{4}-\d\d-\d\d)", meta)
    if made and template and made[1] == template[1]:
        return True
    return bool(re.search(rb"\bmeta:(?:word|character|paragraph)-count=\"0\"", meta))


def _list_odt_blocks(body: Any) -> Iterator[Block]:
    """Paragraphs and headings; a row of short cells is a paragraph, as in Word."""
    import odfdo

    for table in body.get_elements("//table:table"):
        rows = [
            (row, cells) for row in table.get_elements(".//table:table-row") if (cells := _odt_cells(row))
        ]
        words = [[" ".join(cell.inner_text.split()) for cell in cells] for _, cells in rows]
        if not rows or any(len(each) > _CELL for row_words in words for each in row_words):
            continue
        named = len(words) > 1 and has_header(words)
        for at, (_, cells) in enumerate(rows):
            line = join_cells(name_cells(words[at], words[0]) if named else words[at])
            for cell in cells[1:]:
                cell.delete()
            cells[0].clear()
            cells[0].append(odfdo.Paragraph("" if named and at == 0 else line))
    for element in body.get_elements("//text:p|//text:h"):
        yield Block(" ".join(element.inner_text.split()), is_heading=_is_odt_heading(element))


def _odt_cells(row: Any) -> list[Any]:
    """The cells of a row; none where there is only one."""
    cells = row.get_elements("table:table-cell|table:covered-table-cell")
    return cells if len(cells) > 1 else []


def _is_odt_heading(element: Any) -> bool:
    style = str(element.get_attribute("text:style-name") or "")
    return element.tag == "text:h" or style.lower() in ("title", "heading")
