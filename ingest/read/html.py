"""Saved web pages: the article's body, and the facts of its metadata."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from errors import ReadError
from ingest.article import Article
from ingest.read.body import Body
from ingest.read.boilerplate import is_boilerplate
from ingest.read.document import Document, Note, Outcome
from ingest.read.encoding import decode
from ingest.read.metadata import Metadata, read_metadata
from ingest.read.text import stem

_HOLDERS = {"quote", "list", "table", "item", "div"}  # of trafilatura's tree: hold other blocks
_HELD = {"p", "head", "row"}


def read_html(document: Document) -> Iterator[Outcome]:
    """Read a web page. The body is found by ``trafilatura``, the facts by ``metadata.py``.

    Raises ReadError if no article text is found.
    """
    html = decode(document.data, _charset(document.content_type))
    tree = parse(html)
    if tree is None:
        raise ReadError("no article text on the page: wanted a page that holds one article")
    body, plain = _body(tree, document.url)
    known = read_metadata(tree, document.url, plain)
    if not body.text.strip():
        raise ReadError("no article text on the page: wanted a page that holds one article")
    if known.deck:
        body.lift_deck(known.deck)
    yield body.dress(_article(document, body, known))
    for note in known.notes:
        yield Note(known.url or document.key, note)


def parse(html: str) -> Any:
    """The page as an lxml tree, or None where there is nothing to be parsed."""
    from trafilatura import load_html

    return load_html(html)


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


def _body(tree: Any, url: str | None) -> tuple[Body, Any]:
    """The paragraphs and headings of the article, and what trafilatura says of the page as a whole."""
    import trafilatura

    found: Any = trafilatura.bare_extraction(
        tree, url=url, with_metadata=True, include_comments=False, include_images=False
    )
    body = Body()
    if found is not None and found.body is not None:
        title = _words(found.title or "").casefold()
        for block in found.body:
            _take(body, block, title)
            _lines(body, [block.tail or ""])
    return body, found


def _take(body: Body, block: Any, title: str) -> None:
    """Add one block of trafilatura's tree to ``body``: each item and each row of a table is a paragraph."""
    if block.tag == "head":
        heading = _words("".join(block.itertext()))
        if heading and heading.casefold() != title and not is_boilerplate(heading):
            body.heading(heading)
    elif block.tag == "row":
        body.line(" | ".join(filter(None, (_words("".join(cell.itertext())) for cell in block))))
    elif block.tag in _HOLDERS and any(child.tag in _HOLDERS or child.tag in _HELD for child in block):
        _lines(body, [block.text or ""])
        for child in block:
            _take(body, child, title)
            _lines(body, [child.tail or ""])
    else:
        _lines(body, _parts(block))


def _parts(block: Any) -> Iterator[str]:
    """The text of a block, cut at its line breaks."""
    text = block.text or ""
    for inner in block.iterdescendants():
        if inner.tag == "lb":
            yield text
            text = ""
        text += inner.text or ""
        text += inner.tail or ""
    yield text


def _lines(body: Body, parts: Iterable[str]) -> None:
    """Add the parts of a block; one that ends amid a sentence goes on in the next."""
    line: list[str] = []
    for part in filter(None, map(_words, parts)):
        line.append(part)
        if re.search(r"[.!?…:][\"'”’»“)\]]*$", part):
            body.line(" ".join(line))
            line = []
    body.line(" ".join(line))


def _words(text: str) -> str:
    return " ".join(text.replace("\xad", "").split())
