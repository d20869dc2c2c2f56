"""Saved web pages: the article's body, and the facts of its metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from errors import ReadError
from ingest.documents.document import DateOrder, Document, Note, Outcome
from ingest.documents.encoding import decode_text
from ingest.facts.body import Body
from ingest.facts.page_layout import fold_print
from ingest.read.liveblog import part_updates
from ingest.read.text import title_from_file_name
from ingest.webpage.absence import name_absence
from ingest.webpage.blocks import reshape_blocks
from ingest.webpage.extraction import extract_body, guess_metadata
from ingest.webpage.furniture import remove_furniture, remove_hidden
from ingest.webpage.metadata import Metadata, read_metadata
from news.article import Article

_NOTHING = "no article text on the page: wanted a page that holds one article"


def read_html(document: Document) -> Iterator[Outcome]:
    """Read a web page. The body is found by ``trafilatura``, the facts by ``metadata.py``.

    Raises ReadError if no article text is found.
    """
    tree = parse_page(decode_text(document.data, _find_charset(document.content_type)))
    if tree is None:
        raise ReadError(_NOTHING)
    remove_hidden(tree)
    shown = deepcopy(tree)
    reshape_blocks(shown)
    consents = remove_furniture(shown)
    plain = guess_metadata(tree, document.url)
    known = read_metadata(tree, document.url, plain)
    body = extract_body(shown, document.url, _titles(known.title, plain.title))
    body = part_updates(shown, body, known.title, known.updated or known.published)
    if absence := name_absence(shown, body, consents, known.title, document.url):
        raise ReadError(f"no article on the page: {absence}")
    if known.deck:
        body.lift_deck(known.deck)
    body.lift_top(known.title, known.authors, known.outlet)
    if not body.text.strip():
        raise ReadError(_NOTHING)
    yield body.dress_article(_build_page_article(document, body, known))
    if known.order:
        yield DateOrder(known.url or document.key, *known.order)
    for note in known.notes:
        yield Note(known.url or document.key, note)


def _titles(headline: str | None, stated: str | None) -> tuple[str | None, ...]:
    """What in the text is the headline over again: what the page's title says, in full or in part."""
    whole = fold_print(stated or "")
    return (stated, headline) if headline and fold_print(headline) in whole else (stated,)


def parse_page(html: str) -> Any:
    """The page as an lxml tree, or None where there is nothing to be parsed."""
    from trafilatura import load_html

    return load_html(html)


def _find_charset(content_type: str | None) -> str | None:
    found = re.search(r"charset=[\"']?([\w.:-]+)", content_type or "", re.I)
    return found[1] if found else None


def _build_page_article(document: Document, body: Body, known: Metadata) -> Article:
    return Article(
        key=known.url or document.key,
        title=known.title or title_from_file_name(document),
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
