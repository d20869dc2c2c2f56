"""Pages out of a record of the web: each that holds an article is one; the others are counted, not failures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from errors import ReadError
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Note, Outcome, Problem
from ingest.preparation.merge import rekey_article
from ingest.read.archive import read_nested
from news.article import Article

READ = ("text/html", "application/xhtml+xml", "application/pdf")


@dataclass(frozen=True, slots=True)
class Page:
    """What was answered to a request for an address."""

    url: str
    content_type: str
    data: bytes


def is_page(content_type: str) -> bool:
    """Whether an answer of this type can be an article."""
    return content_type.split(";")[0].strip().lower() in READ


def read_pages(document: Document, pages: Sequence[Page], allowance: ReadingAllowance) -> Iterator[Outcome]:
    """Read pages, of several of one address the last; an article is kept under its address.

    Raises ReadError if there is no page, or no article on any.
    """
    newest = {page.url.split("#", 1)[0]: page for page in pages}
    if not newest:
        raise ReadError("it holds no web page: wanted pages in HTML or PDF")
    taken, empty = 0, 0
    with allowance.step_inside():
        for page in newest.values():
            allowance.take_member()
            for outcome in read_nested(_document(document, page), allowance):
                if isinstance(outcome, Problem):
                    empty += 1
                    continue
                if isinstance(outcome, Article):
                    taken += 1
                    outcome = rekey_article(outcome, page.url) if page.url.startswith("http") else outcome
                yield outcome
    if not taken:
        raise ReadError(f"none of its {len(newest):,} pages holds an article: wanted pages of articles")
    if empty:
        yield Note(document.key, f"left out: {empty:,} of {len(newest):,} pages without an article")


def _document(document: Document, page: Page) -> Document:
    name = page.url.split("?")[0].rstrip("/").rsplit("/", 1)[-1] or document.name
    key = page.url if page.url.startswith("http") else f"{document.key}#{page.url}"
    made = Document(key, name[:200], page.data, content_type=page.content_type)
    return replace(made, url=page.url) if page.url.startswith("http") else made
