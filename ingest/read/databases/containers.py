"""The paragraphs of a page and of a Word file, as the splitters of databases take them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ingest.facts.body import BYLINE, SENTENCE_END
from ingest.read.databases.clippings import is_entry
from ingest.read.databases.days import read_day
from ingest.read.databases.factiva import is_head_line
from ingest.read.databases.paragraph import Paragraph
from ingest.read.databases.vocabulary import (
    BODY_MARK,
    COPYRIGHT,
    DOCUMENT_MARK,
    END_MARK,
    TAIL_MARK,
    WORD_COUNT,
    read_label,
)

if TYPE_CHECKING:
    from ingest.read.columns import PrintedLine

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SILENT = frozenset(
    {"script", "style", "noscript", "template", "head", "select", "option", "textarea", "title"}
)
_BLOCK_NAMES = (
    "address article aside blockquote body center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header hr html legend li main nav ol p pre section small table tbody td tfoot th thead tr ul text"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_BOLD = frozenset({"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6"})
_RULE = re.compile(r"\.([\w-]+)\s*\{([^{}]*)\}")
# libxml2 reads nothing below an </html> that no <html> opens, as in pages that lie one inside the other
_CLOSED = re.compile(r"</(?:body|html)\s*>", re.I)
_OUTER = 6  # elements around a paragraph whose class names count


class _Page:
    """The paragraphs of a page as they are put together while its elements are passed."""

    def __init__(self, bold: set[str], centred: set[str]) -> None:
        self.bold, self.centred = bold, centred
        self.classes: list[str] = []  # of the open elements
        self.inner: list[str] = []  # of the elements inside the paragraph
        self.words: list[str] = []
        self.strong = self.plain = 0  # letters set bold, and not

    def add(self, text: str | None, is_bold: bool) -> None:
        if text:
            self.words.append(text)
            letters = len(text) - text.count(" ")
            self.strong += letters if is_bold else 0
            self.plain += 0 if is_bold else letters

    def flush(self) -> Iterator[Paragraph]:
        lines = "".join(self.words).replace("\xad", "").split("\v")
        text = "\n".join(" ".join(line.split()) for line in lines).strip()
        if text:
            names = " ".join(filter(None, (*self.classes[-_OUTER:], *self.inner)))
            parts = set(names.split())
            yield Paragraph(
                text,
                style=names,
                is_centred=not parts.isdisjoint(self.centred),
                is_bold=self.strong > 4 * self.plain,
            )
        self.words, self.inner = [], []
        self.strong = self.plain = 0


def paragraphs_of_page(html: str) -> list[Paragraph]:
    """The paragraphs of a saved page in their order; a ``br`` is a line break within one.

    Each bears the class names and ids around it, by which some databases mark an article's parts.
    """
    from lxml import etree
    from lxml import html as lxml_html

    html = _CLOSED.sub("", html)
    try:
        tree: Any = lxml_html.document_fromstring(html)
    except (etree.ParserError, ValueError):
        try:
            tree = lxml_html.document_fromstring(html.encode("utf-8"))
        except (etree.ParserError, ValueError):
            return []
    styles = [(name, rule) for each in tree.iter("style") for name, rule in _RULE.findall(each.text or "")]
    page = _Page(
        {name for name, rule in styles if re.search(r"font-weight:\s*(?:bold|[6-9]00)", rule)},
        {name for name, rule in styles if re.search(r"text-align:\s*center", rule)},
    )
    return list(_walk(tree, page, etree))


def _walk(tree: Any, page: _Page, etree: Any) -> Iterator[Paragraph]:
    silent = bold = 0
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            page.add(None if silent else element.tail, bold > 0)
            continue
        tag = element.tag if isinstance(element.tag, str) else ""
        names = f"{element.get('class') or ''} {element.get('id') or ''}".strip()
        is_bold = (
            tag in _BOLD
            or not page.bold.isdisjoint(names.split())
            or "font-weight:bold" in (element.get("style") or "")
        )
        if event == "start":
            silent += tag in _SILENT
            bold += is_bold
            if tag in _BLOCKS:
                yield from page.flush()
                page.classes.append(names)
            elif names:
                page.inner.append(names)
            if tag == "br":
                page.words.append("\v")
            page.add(None if silent else element.text, bold > 0)
            continue
        if tag in _BLOCKS:
            yield from page.flush()
            page.classes.pop()
        silent -= tag in _SILENT
        bold -= is_bold
        page.add(None if silent else element.tail, bold > 0)


def paragraphs_of_word(data: bytes) -> list[Paragraph]:
    """The paragraphs of ``word/document.xml``, those of tables included, without deleted and hidden text.

    Raises ReadError if it is not XML.
    """
    from ingest.documents.xml import parse_xml

    paragraphs: list[Paragraph] = []
    parted = True
    for element in parse_xml(data).iter(f"{_W}p"):
        if not _is_fallback(element):
            paragraph = _word_paragraph(element, parted)
            paragraphs.append(paragraph)
            parted = not paragraph.text.strip() or paragraph.text.endswith("\n")
    return paragraphs


def paragraphs_of_pages(pages: Sequence[Sequence[PrintedLine]]) -> list[Paragraph]:
    """The paragraphs of a PDF's pages; a line that says a fact, as databases print them, is one by itself."""
    from ingest.read.columns import build_blocks

    blocks = build_blocks([line for page in pages for line in page], is_fact_line)
    return [Paragraph(each.text, is_bold=each.is_heading, page=each.page) for each in blocks]


def is_fact_line(text: str) -> bool:
    """Whether a line is a label, a mark or a day rather than a part of a paragraph."""
    line = " ".join(text.split())
    if len(line) > _FACT:
        return False
    marks = (DOCUMENT_MARK, END_MARK, BODY_MARK, TAIL_MARK, COPYRIGHT, WORD_COUNT)
    if any(mark.match(line) for mark in marks) or read_label(line) is not None:
        return True
    if is_head_line(line):
        return True
    return is_entry(line) or _says_when(line) or (bool(BYLINE.match(line)) and not SENTENCE_END.search(line))


def _says_when(line: str) -> bool:
    return len(line) < _FACT // 2 and any(map(str.isdigit, line)) and read_day(line) is not None


_FACT = 140  # characters
_SKIPPED = frozenset(f"{_W}{name}" for name in ("del", "moveFrom", "txbxContent", "p", "pPr", "rPr"))
_MARKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def _is_fallback(element: Any) -> bool:
    return any(outer.tag.endswith(("}Fallback", "}txbxContent")) for outer in element.iterancestors())


def _word_paragraph(element: Any, parted: bool) -> Paragraph:
    words: list[str] = []
    strong = plain = 0
    stack = [(iter(element), False)]
    while stack:
        children, bold = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
        elif child.tag == f"{_W}t":
            words.append(child.text or "")
            strong, plain = (strong + len(words[-1]), plain) if bold else (strong, plain + len(words[-1]))
        elif child.tag in _MARKS:
            words.append(_MARKS[child.tag])
        elif child.tag not in _SKIPPED:
            properties = child.find(f"{_W}rPr")
            if properties is not None and properties.find(f"{_W}vanish") is not None:
                continue
            mark = properties.find(f"{_W}b") if properties is not None else None
            stack.append((iter(child), mark is not None and mark.get(f"{_W}val") not in ("0", "false")))
    layout = element.find(f"{_W}pPr")
    align = layout.find(f"{_W}jc") if layout is not None else None
    style = layout.find(f"{_W}pStyle") if layout is not None else None
    text = "".join(words).replace("\xa0", " ").replace("\xad", "")
    return Paragraph(
        text,
        is_parted=parted or text.startswith("\n"),
        style=style.get(f"{_W}val") or "" if style is not None else "",
        is_centred=align is not None and align.get(f"{_W}val") == "center",
        is_bold=strong > 4 * plain,
    )
