"""Saved web pages: the article's body, and the facts of its metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from errors import ReadError
from ingest.article import Article
from ingest.read.boilerplate import is_boilerplate
from ingest.read.document import Document, Note, Outcome
from ingest.read.encoding import decode
from ingest.read.metadata import Metadata, read_metadata
from ingest.read.text import Body, stem

_PARAGRAPHS = {"p", "quote", "item", "cell"}


def read_html(document: Document) -> Iterator[Outcome]:
    """Read a web page. The body is found by ``trafilatura``, the facts by ``metadata.py``.

    Raises ReadError if no article text is found.
    """
    html = decode(document.data, _charset(document.content_type))
    body, plain = _body(html)
    known = read_metadata(html, document.url, plain)
    if not body.text.strip():
        raise ReadError("no article text on the page: wanted a page that holds one article")
    yield body.dress(_article(document, body, known))
    for note in known.notes:
        yield Note(known.url or document.key, note)


def _charset(content_type: str | None) -> str | None:
    found = re.search(r"charset=[\"']?([\w.:-]+)", content_type or "", re.I)
    return found[1] if found else None


def _article(document: Document, body: Body, known: Metadata) -> Article:
    return Article(
        key=known.url or document.key,
        title=known.title or stem(document),
        text=body.text,
        url=known.url or document.url,
        outlet=known.outlet,
        authors=known.authors,
        published=known.published,
        updated=known.updated,
        language=known.language,
        section=known.section,
        tags=known.tags,
        deck=known.deck if known.deck and known.deck not in body.text else None,
    )


def _body(html: str) -> tuple[Body, Any]:
    """The paragraphs and headings of the article, and what trafilatura says of the page as a whole."""
    import trafilatura

    found: Any = trafilatura.bare_extraction(
        html, with_metadata=True, include_comments=False, include_tables=False, include_images=False
    )
    body = Body()
    if found is None or found.body is None:
        return body, found
    title = " ".join((found.title or "").split()).casefold()
    for element in found.body.iter():
        words = " ".join("".join(element.itertext()).split()) if element.tag in {*_PARAGRAPHS, "head"} else ""
        if not words or is_boilerplate(words):
            continue
        if element.tag == "head":
            if words.casefold() != title:
                body.heading(words)
        elif not any(ancestor.tag in _PARAGRAPHS for ancestor in element.iterancestors()):
            body.line(words)
    return body, found


def with_url(article: Article, url: str) -> Article:
    """``article`` under the address it was fetched from, unless the page names its own."""
    return article if article.url else replace(article, url=url, key=url)
