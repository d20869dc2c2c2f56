"""Word and OpenDocument files. What they link to is never fetched."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from errors import ReadError
from ingest.read.allowance import Allowance
from ingest.read.archive import open_zip, read_member
from ingest.read.dates import parse_date
from ingest.read.document import Document, Outcome
from ingest.read.fields import BETWEEN_NAMES, authors
from ingest.read.layout import Block, Properties, article_from_layout
from ingest.read.rtf import is_rtf, read_rtf
from ingest.read.xml import refuse_entities

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


def read_office(document: Document, allowance: Allowance | None = None) -> Iterator[Outcome]:
    """Read a DOCX, ODT or RTF file as one article, an EPUB as one article a chapter.

    Raises ReadError if it is broken, protected or of another kind, LimitError if it unpacks to too much.
    """
    allowance = allowance or Allowance()
    if is_rtf(document.data):
        yield from read_rtf(document)
        return
    with open_zip(document.data, allowance) as package:
        names = set(package.namelist())
        mimetype = b""
        if "mimetype" in names:
            mimetype = read_member(package, "mimetype", allowance).strip()
        if "word/document.xml" in names:
            yield from _docx(document, package, allowance)
        elif b"epub" in mimetype or "META-INF/container.xml" in names:
            from ingest.read.book import read_book

            yield from read_book(document, package, allowance)
        elif mimetype.startswith(b"application/vnd.oasis.opendocument.text"):
            yield from _odt(document, package, allowance)
        else:
            what = mimetype.decode("ascii", "replace")[:80] or "unknown"
            raise ReadError(f"an office file of the kind {what}: wanted DOCX, ODT, RTF or EPUB")


def _docx(document: Document, package: zipfile.ZipFile, allowance: Allowance) -> Iterator[Outcome]:
    import docx

    data = document.data
    if any(old in read_member(package, "word/document.xml", allowance) for old, _ in _STRICT):
        data = _transitional(package, allowance)
    try:
        opened = docx.Document(BytesIO(data))
        body = opened.element.body
        blocks = [] if body is None else list(_docx_blocks(opened, body, boxes=False))
        if not any(block.text for block in blocks) and body is not None:
            blocks = list(_docx_blocks(opened, body, boxes=True))
        known = _docx_properties(opened)
    except (KeyError, ValueError, AttributeError, SyntaxError) as broken:  # lxml's errors are SyntaxErrors
        raise ReadError(f"not a whole Word file ({str(broken)[:150]}): save it again") from None
    title = next((block.text for block, style in zip(blocks, _styles(blocks), strict=True) if style), None)
    yield from article_from_layout(document, title, blocks, known)


def _styles(blocks: list[Block]) -> Iterator[bool]:
    """Which of the blocks is the headline: a heading that nothing but headings stands above."""
    above = True
    for block in blocks:
        yield above and block.is_heading and len(block.text) > 3
        above = above and (block.is_heading or not block.text)


def _transitional(package: zipfile.ZipFile, allowance: Allowance) -> bytes:
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


def _docx_blocks(opened: Any, body: Any, boxes: bool) -> Iterator[Block]:
    """The paragraphs of the text, tables included; of text boxes only where ``boxes`` is set.

    A text box repeats a sentence of the text far oftener than it adds one.
    """
    headings = {
        style.style_id: str(style.name).lower()
        for style in opened.styles
        if re.match(r"(?:heading|title|überschrift|titel|titre)", str(style.name), re.I)
    }
    rows = [row for row in body.iter(f"{_W}tr") if _cells(row)]
    inside = {paragraph for row in rows for paragraph in row.iter(f"{_W}p")}
    for paragraph in body.iter(f"{_W}p", f"{_W}tr"):
        if paragraph in inside or (paragraph.tag == f"{_W}tr" and paragraph not in rows):
            continue
        if paragraph.tag == f"{_W}tr":
            yield Block(" | ".join(_cells(paragraph)))
            continue
        boxed = any(ancestor.tag == f"{_W}txbxContent" for ancestor in paragraph.iterancestors())
        fallback = any(ancestor.tag == _FALLBACK for ancestor in paragraph.iterancestors())
        if boxed != boxes or fallback:
            continue
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        name = headings.get(style.get(f"{_W}val"), "") if style is not None else ""
        for piece in _words(paragraph).split("\n"):
            yield Block(" ".join(piece.split()), is_heading=bool(name))


def _cells(row: Any) -> list[str]:
    """The words of a row's cells; none where it is a layout's, whose cells hold paragraphs."""
    cells = [[_words(each) for each in cell.iter(f"{_W}p")] for cell in row.iter(f"{_W}tc")]
    if len(cells) < 2 or any(len(cell) != 1 or len(cell[0]) > _CELL or "\n" in cell[0] for cell in cells):
        return []
    return [" ".join(cell[0].split()) for cell in cells if cell[0].strip()]


def _words(paragraph: Any) -> str:
    """A paragraph's text with tracked insertions, without deletions, hidden text and what is nested in it."""
    words: list[str] = []

    def walk(element: Any) -> None:
        for child in element:
            if child.tag in (f"{_W}t", f"{_W}noBreakHyphen", f"{_W}tab", f"{_W}br", f"{_W}cr"):
                words.append(_MARKS.get(child.tag, child.text or ""))
            elif child.tag not in _UNSEEN and child.find(f"{_W}rPr/{_W}vanish") is None:
                walk(child)

    walk(paragraph)
    return "".join(words)


_UNSEEN = {f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent", f"{_W}p", _FALLBACK}
_MARKS = {f"{_W}noBreakHyphen": "-", f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n"}


def _docx_properties(opened: Any) -> Properties:
    core = opened.core_properties
    created = core.created
    if created is not None and created.tzinfo is None:
        created = created.replace(tzinfo=UTC)
    named = core.author if core.author not in ("python-docx", "Author", "User") else ""
    return Properties(
        title=core.title,
        authors=authors(BETWEEN_NAMES.split(named or "")),
        published=parse_date(created.isoformat()) if created and created != _TEMPLATE else None,
        language=(core.language or "")[:2].lower() or None,
        tags=tuple(filter(None, map(str.strip, re.split(r"[,;]", core.keywords or ""))))[:20],
    )


def _odt(document: Document, package: zipfile.ZipFile, allowance: Allowance) -> Iterator[Outcome]:
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
        blocks = list(_odt_blocks(body))
        meta: Any = opened.get_part("meta.xml")
        created = meta.creation_date
        known = Properties(
            title=meta.title,
            authors=authors(BETWEEN_NAMES.split(meta.initial_creator or meta.creator or "")),
            published=parse_date(created.isoformat()) if created else None,
            language=(meta.language or "")[:2].lower() or None,
        )
    except (KeyError, ValueError, TypeError, AttributeError, SyntaxError, OSError) as broken:
        raise ReadError(f"not a whole OpenDocument file ({str(broken)[:150]}): save it again") from None
    title = next((block.text for block, style in zip(blocks, _styles(blocks), strict=True) if style), None)
    yield from article_from_layout(document, title, blocks, known)


def _odt_blocks(body: Any) -> Iterator[Block]:
    """Paragraphs and headings; a row of short cells is a paragraph, as in Word."""
    import odfdo

    for row in body.get_elements("//table:table-row"):
        cells = row.get_elements("table:table-cell")
        words = [" ".join(cell.inner_text.split()) for cell in cells]
        if len(cells) > 1 and all(len(each) <= _CELL for each in words):
            for cell in cells[1:]:
                cell.delete()
            cells[0].clear()
            cells[0].append(odfdo.Paragraph(" | ".join(filter(None, words))))
    for element in body.get_elements("//text:p|//text:h"):
        yield Block(" ".join(element.inner_text.split()), is_heading=_is_odt_heading(element))


def _is_odt_heading(element: Any) -> bool:
    style = str(element.get_attribute("text:style-name") or "")
    return element.tag == "text:h" or style.lower() in ("title", "heading")
