"""The lines of printed pages to an article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from ingest.read.columns import Line, blocks_of, headline_of, without_furniture
from ingest.read.databases.reader import read_pages
from ingest.read.dates import find_date
from ingest.read.document import Document, Outcome
from ingest.read.layout import Properties, article_from_layout


def read_lines(document: Document, pages: list[list[Line]], known: Properties) -> Iterator[Outcome]:
    """Yield the article, or the articles of a press review, on ``pages``, each its lines in reading order.

    Raises ReadError if there is none.
    """
    kept = without_furniture(pages)
    if (export := read_pages(document, kept)) is not None:
        yield from export
        return
    title, rest = headline_of([line for page in kept for line in page])
    if day := _day_of_issue(pages, kept):
        known = replace(known, published=day)
    yield from article_from_layout(document, title, blocks_of(rest), known)


def _day_of_issue(pages: list[list[Line]], kept: list[list[Line]]) -> datetime | None:
    """The day that a paper prints at the head or foot of its pages, which says more than when the file was made."""
    running = [line.text for page, rest in zip(pages, kept, strict=True) for line in page if line not in rest]
    return next((day for text in running if (day := find_date(text))), None)
