"""Nexis Uni, Nexis Advance and Lexis+ (DOCX, RTF, PDF): "End of Document" stands below each article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.read.databases.nexis_article import record_of_nexis
from ingest.read.databases.paragraph import Paragraph
from ingest.read.databases.record import Record
from ingest.read.databases.vocabulary import BODY_MARK, END_MARK, read_label

NAME = "Nexis Uni"


def recognise(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a line ends a document, and a "Body" or labelled lines stand above it."""
    end = next((number for number, each in enumerate(paragraphs) if _is_end(each)), None)
    if end is None:
        return False
    return any(BODY_MARK.match(each.line) or read_label(each.text) for each in paragraphs[:end])


def split(paragraphs: Sequence[Paragraph]) -> Iterator[Record]:
    """The articles; the cover and the index above the first are left out."""
    start = 0
    for number, each in enumerate(paragraphs):
        if _is_end(each):
            yield record_of_nexis(paragraphs[start:number], 0, day_is_first=False)
            start = number + 1
    rest = paragraphs[start:]
    if any(BODY_MARK.match(each.line) for each in rest):  # a file that was cut off
        yield record_of_nexis(rest, 0, day_is_first=False)


def _is_end(paragraph: Paragraph) -> bool:
    return len(paragraph.text) < 60 and bool(END_MARK.match(paragraph.line))
