"""The lines of printed pages to an article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from ingest.dates.dates import find_date
from ingest.documents.document import Document, Outcome
from ingest.read.columns import PrintedLine, build_blocks, find_printed_headline, strip_furniture
from ingest.read.databases.reader import read_pages
from ingest.read.layout import Properties, build_article_from_layout


def read_lines(document: Document, pages: list[list[PrintedLine]], known: Properties) -> Iterator[Outcome]:
    """Yield the article, or the articles of a press review, on ``pages``, each its lines in reading order.

    Raises ReadError if there is none.
    """
    kept = strip_furniture(pages)
    if (export := read_pages(document, kept)) is not None:
        yield from export
        return
    title, rest = find_printed_headline([line for page in kept for line in page])
    if day := _day_of_issue(pages, kept):
        known = replace(known, published=day)
    yield from build_article_from_layout(document, title, build_blocks(rest), known)


def _day_of_issue(pages: list[list[PrintedLine]], kept: list[list[PrintedLine]]) -> datetime | None:
    """The day that a paper prints at the head or foot of its pages, which says more than when the file was made."""
    running = [line.text for page, rest in zip(pages, kept, strict=True) for line in page if line not in rest]
    return next((day for text in running if (day := find_date(text))), None)
