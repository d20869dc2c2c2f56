"""EPUB: a book, or a newspaper's edition; every chapter with text is an article."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from errors import LimitError, ReadError
from ingest.dates.dates import parse_date
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Outcome, Problem
from ingest.documents.encoding import decode_text
from ingest.documents.markup import plain_text
from ingest.documents.xml import local_name, parse_xml
from ingest.documents.zip_package import make_safe_name, read_member
from ingest.facts.body import Body
from ingest.facts.fields import read_authors
from ingest.read.layout import join_spaces
from news.article import Article

_ENCRYPTED = "META-INF/encryption.xml"
_SHORTEST = 25  # words; a cover, a title page or an imprint has fewer
_HEADINGS = ("h1", "h2", "h3")
_HEADING_MARK = "\ue000"  # a private character: headings are told by it once the markup is gone


def read_book(document: Document, package: zipfile.ZipFile, allowance: ReadingAllowance) -> Iterator[Outcome]:
    """Read the chapters of an EPUB in the order of its spine, each under the key ``path!chapter``.

    Raises ReadError if the book is broken, protected or has no text, LimitError if it has too many chapters.
    """
    rights = _ENCRYPTED in package.namelist() and read_member(package, _ENCRYPTED, allowance)
    if rights and b"adobe.com/adept" in rights + b"".join(name.encode() for name in package.namelist()):
        raise ReadError("the book is protected: get it without copy protection")
    container = parse_xml(read_member(package, "META-INF/container.xml", allowance))
    opf = next((e.get("full-path") for e in container.iter() if local_name(e) == "rootfile"), None)
    if not opf:
        raise ReadError("the book does not say where its contents are: get it again")
    root = parse_xml(read_member(package, opf, allowance))
    facts = _read_dublin_core(root)
    found = False
    for name in _iterate_spine(root, opf):
        allowance.take_member()
        for outcome in _read_chapter(document, package, name, facts, allowance):
            found = True
            yield outcome
    if not found:
        raise ReadError("the book has no chapter with text: wanted the text of an article")


def _read_dublin_core(root: Any) -> dict[str, list[str]]:
    """Dublin Core elements of the book: title, creator, publisher, date, language, subject."""
    facts: dict[str, list[str]] = {}
    for element in root.iter():
        if isinstance(element.tag, str) and "purl.org/dc/" in element.tag and element.text:
            facts.setdefault(local_name(element), []).append(join_spaces(element.text))
    return facts


def _iterate_spine(root: Any, opf: str) -> Iterator[str]:
    items = {e.get("id"): e for e in root.iter() if local_name(e) == "item"}
    for reference in root.iter():
        item = items.get(reference.get("idref")) if local_name(reference) == "itemref" else None
        if item is not None and item.get("href") and "nav" not in (item.get("properties") or "").split():
            yield posixpath.normpath(posixpath.join(posixpath.dirname(opf), unquote(item.get("href"))))


def _read_chapter(
    document: Document,
    package: zipfile.ZipFile,
    name: str,
    facts: dict[str, list[str]],
    allowance: ReadingAllowance,
) -> Iterator[Outcome]:
    from bs4 import BeautifulSoup

    key = f"{document.key}!{make_safe_name(name)}"
    try:
        soup = BeautifulSoup(decode_text(read_member(package, name, allowance)), "lxml")
    except LimitError:
        raise
    except ReadError as problem:
        yield Problem(key, str(problem))
        return
    for furniture in soup(["nav", "aside"]):
        furniture.decompose()
    title, body = _read_chapter_contents(soup)
    named = body.lift_byline()
    if len(body.text.split()) < _SHORTEST:
        return
    book = facts.get("title", [""])[0]
    day = facts.get("date", [""])[0]
    yield body.dress_article(
        Article(
            key=key,
            title=title or book or document.name,
            text=body.text,
            outlet=(facts.get("publisher") or [book])[0] or None,
            authors=named or read_authors(facts.get("creator", [])),
            published=parse_date(day) if day else None,
            language=(facts.get("language", [""])[0])[:2].lower() or None,
            tags=tuple(facts.get("subject", []))[:20],
        )
    )


def _read_chapter_contents(soup: Any) -> tuple[str, Body]:
    """The chapter's first heading, and its paragraphs under the headings that follow."""
    body = Body()
    title = ""
    for heading in soup(_HEADINGS):
        words = join_spaces(heading.get_text(" "))
        if not title:
            title = words
            heading.decompose()
        elif words:
            heading.string = f"{_HEADING_MARK}{words}"
    inner = soup.body or soup
    for paragraph in plain_text(str(inner)).split("\n\n"):
        if paragraph.startswith(_HEADING_MARK):
            body.add_heading(paragraph.removeprefix(_HEADING_MARK))
        else:
            body.add_line(paragraph)
    return title, body
