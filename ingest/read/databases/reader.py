"""Which database a file was exported from, and what it holds.

To add a source: one file in this folder with ``NAME``, ``recognise(paragraphs)`` and ``split(paragraphs)``, and its
name in ``_SOURCES``, the more particular ones first.
"""

from __future__ import annotations

import importlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from errors import DatelineError
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Outcome, Problem
from ingest.documents.encoding import decode_text
from ingest.read.databases.paragraph import Paragraph, lines_of_text
from ingest.read.databases.record import articles_of_records
from ingest.read.databases.vocabulary import DOCUMENT_MARK, END_MARK, read_label
from ingest.read.rtf import is_rtf, rtf_text

if TYPE_CHECKING:
    from ingest.read.columns import PrintedLine

_SOURCES = {  # what its text must hold for a source to look closer
    "proquest": re.compile(r"proquest", re.I),
    "europresse": re.compile(r""),
    "nexis_uni": re.compile(r"docum|dokum", re.I),
    "lexisnexis": re.compile(r"docum|dokum|LENGTH|L[ÄA]NGE|LENGTE|LONG|EXTENS|LUNGH", re.I),
    "factiva": re.compile(r"[A-Z0-9]{3}[12]\d{7}[a-z][a-z0-9]{7}"),
    "mediargus": re.compile(r", pp?\."),
    "apa": re.compile(r"gefunden am|\bvom "),
    "ebsco": re.compile(r"number ?:|record ?:|\ban ?:|nummer ?:|num[ée]ro|record \(", re.I),
    "newsbank": re.compile(r"record|newsbank|news document|nummer|document number", re.I),
}
_TRACE = re.compile(  # what a file must hold to be looked at: no export is without one of these
    rb"\d (?:of|von|de|sur|van|di) \d{1,6} ?(?:docu|doku)|(?:docu|doku)mento? ?\d{1,6} (?:of|von|de|sur|van|di) \d"
    rb"|(?:end of|ende des|fin du|fin del?|einde van|einde van het|fine del?|fim do|final del) ?(?:docu|doku)|dokumentende"
    rb"|proquest|factiva|titrearticle|docpublicationname|accession|record (?:number|id)|dokumentnummer|gefunden am|_{50}"
    rb"|(?:load-date|date-chargement|publication-type|pub-type|type-publication|fecha-carga) ?:|read news document|newsbank"
    rb"|[a-z][a-z0-9]{2,11}[12]\d{7}[a-z][a-z0-9]{7,9}\b|^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}, ?p"
    rb"|^[ \t]*(?:headline|title|titel|titre|t.{1,2}tulo|source|quelle|fuente|byline)[ \t]*:",
    re.I | re.M,
)
_NUMBER = re.compile(  # of Factiva, of Europresse
    r"^(?:\S+ ){0,3}[A-Z][A-Z0-9]{2,11}[12]\d{7}[a-z][a-z0-9]{7,9}$|\bnews[·.‧•]\s?\d{8}[·.‧•]"
)
_FRONT = 4  # pages on which a table of contents may stand
_RECORDS = 3  # times that a label must come back for a file to look like an export
_TELLING = frozenset({"headline", "outlet", "day", "byline", "accession"})


def read_export(
    document: Document, kind: str, allowance: ReadingAllowance | None = None
) -> Iterator[Outcome] | None:
    """The articles of a database's export; None where the file is none, or not of a kind that exports have.

    ``kind`` is the document's, as ``kinds.py`` names it.
    """
    if kind == "feed":
        return _read_xml(document)
    paragraphs = _paragraphs(document, kind, allowance or ReadingAllowance())
    return read_paragraphs(document, paragraphs) if paragraphs else None


def read_pages(document: Document, pages: Sequence[Sequence[PrintedLine]]) -> Iterator[Outcome] | None:
    """The articles in the lines of a PDF's pages; None where they are no export and no press review."""
    from ingest.read.databases import clippings
    from ingest.read.databases.containers import paragraphs_of_pages

    text = "\n".join(line.text for page in pages for line in page).encode("utf-8", "replace")
    listed = sum(clippings.is_entry(line.text) for page in pages[:_FRONT] for line in page) >= _RECORDS
    if not _has_trace(text) and not (listed and len(pages) > 1):
        return None
    paragraphs = paragraphs_of_pages(pages)
    export = read_paragraphs(document, paragraphs)
    if export is None and listed and clippings.recognise(paragraphs):
        return articles_of_records(document, clippings.split(paragraphs), clippings.NAME)
    return export


def read_paragraphs(document: Document, paragraphs: Sequence[Paragraph]) -> Iterator[Outcome] | None:
    """The articles in the paragraphs of an export; None where they are no export.

    Where they look like one and no splitter takes them, that is a problem, so that nothing is kept as one article.
    """
    text = "\n".join(each.text for each in paragraphs)
    for name, trace in _SOURCES.items():
        source: Any = importlib.import_module(f"ingest.read.databases.{name}")
        if trace.search(text) and source.recognise(paragraphs):
            return articles_of_records(document, source.split(paragraphs), source.NAME)
    count = _likely_articles(paragraphs)
    if count < 2:
        return None
    reason = (
        f"looks like an export of {count} or more articles from a press database, in a layout that is not known: nothing"
        " of it was kept. Download it in another format (DOCX, RTF, HTML or text), or one article a file"
    )
    return iter([Problem(document.key, reason)])


def _likely_articles(paragraphs: Sequence[Paragraph]) -> int:
    """How many articles a file that no splitter takes seems to hold; 0 where it looks like none."""
    counts: Counter[str] = Counter()
    labels: Counter[tuple[str, str]] = Counter()
    for paragraph in paragraphs:
        for line in paragraph.lines:
            if len(line) < 120:
                counts["mark"] += bool(DOCUMENT_MARK.match(line))
                counts["end"] += bool(END_MARK.match(line))
                counts["number"] += bool(_NUMBER.search(line))
            if label := read_label(line):
                labels[label[:2]] += 1
    often = {label: count for label, count in labels.items() if count >= _RECORDS and label[1] in _TELLING}
    if len({field for _, field in often}) >= 3:
        counts["labels"] = min(often.values())
    return max(counts.values(), default=0)


def _paragraphs(document: Document, kind: str, allowance: ReadingAllowance) -> list[Paragraph]:
    data = document.data
    if kind == "text":
        if document.name.lower().endswith((".md", ".markdown")) or not _has_trace(data):
            return []
        return lines_of_text(decode_text(data))
    if kind == "html":
        from ingest.read.databases.containers import paragraphs_of_page
        from ingest.read.feed import read_charset

        return (
            paragraphs_of_page(decode_text(data, read_charset(document.content_type)))
            if _has_trace(data)
            else []
        )
    if kind != "office":
        return []
    if is_rtf(data):
        return lines_of_text(rtf_text(data)) if _has_trace(data) else []
    return _word_paragraphs(data, allowance)


def _word_paragraphs(data: bytes, allowance: ReadingAllowance) -> list[Paragraph]:
    from ingest.documents.zip_package import open_zip, read_member
    from ingest.read.databases.containers import paragraphs_of_word

    own = ReadingAllowance(
        max_bytes=allowance.max_bytes
    )  # the reader of Word files counts the same bytes again
    try:
        with open_zip(data, own) as package:
            if "word/document.xml" not in package.namelist():
                return []
            part = read_member(package, "word/document.xml", own)
        return paragraphs_of_word(part) if _has_trace(re.sub(rb"<[^>]{0,400}>", b"", part)) else []
    except DatelineError:
        return []  # the reader of Word files says what is wrong


def _has_trace(data: bytes) -> bool:
    if b"\0" in data[:200]:
        data = data.replace(b"\0", b"")
    return bool(_TRACE.search(data.replace(b"&nbsp;", b" ").replace(b"\xc2\xa0", b" ")))


def _read_xml(document: Document) -> Iterator[Outcome] | None:
    head = document.data[:200_000].lower()
    if b"headline" not in head or not (
        b"leadparagraph" in head or b"accessionno" in head or b"ppsarticle" in head
    ):
        return None
    from ingest.documents.xml import parse_xml, refuse_entities
    from ingest.read.databases import factiva_xml

    refuse_entities(decode_text(document.data[:1_000_000]))
    records = list(factiva_xml.records_of_xml(parse_xml(document.data)))
    return articles_of_records(document, records, factiva_xml.NAME) if records else None
