"""Agencies' XML (NewsML-G2, NITF) and plain rows in XML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from errors import ReadError
from ingest.article import Article
from ingest.read.allowance import Allowance
from ingest.read.document import Document, Outcome, Problem
from ingest.read.encoding import decode
from ingest.read.fields import NAMES, article_from_fields, plain_name
from ingest.read.layout import one_line
from ingest.read.xml import local_name, parse_xml, refuse_entities

_FIELDS = {name for names in NAMES.values() for name in names}
_ITEMS = {"newsitem": "guid", "nitf": "id"}  # element that holds an article → attribute that names it


def read_newsxml(document: Document, allowance: Allowance) -> Iterator[Outcome]:
    """Read NewsML-G2 (each ``newsItem`` is an article), NITF, or repeated elements with named fields.

    Raises ReadError if it is none of these.
    """
    refuse_entities(decode(document.data[:1_000_000]))
    root = parse_xml(document.data)
    if local_name(root) in ("urlset", "sitemapindex"):
        raise ReadError("a sitemap lists addresses, not articles: give its address to have them fetched")
    items = [element for element in root.iter() if local_name(element) in _ITEMS and not _holds_item(element)]
    rows = [(item.get(_ITEMS[local_name(item)]), _news_fields(item)) for item in items] or list(_rows(root))
    if not rows:
        name = local_name(root) or "nothing"
        raise ReadError(
            f"XML with <{name}> holds no articles that are known: wanted RSS, Atom, NewsML or NITF"
        )
    for number, (identity, fields) in enumerate(rows, 1):
        allowance.take_member()
        key = document.key if len(rows) == 1 else f"{document.key}#{identity or number}"
        try:
            for outcome in article_from_fields(fields, key):
                yield _named(outcome, identity)
        except ReadError as problem:
            yield Problem(key, str(problem))


def _named(outcome: Outcome, identity: str | None) -> Outcome:
    return (
        replace(outcome, source_id=outcome.source_id or identity) if isinstance(outcome, Article) else outcome
    )


def _holds_item(element: Any) -> bool:
    return any(local_name(inner) in _ITEMS for inner in element.iterdescendants())


def _news_fields(item: Any) -> dict[str, Any]:
    """What NewsML-G2 and NITF call the parts of an article."""
    bodies = [e for e in item.iter() if local_name(e) in ("body.content", "body", "inlinexml", "inlinedata")]
    body = next((e for e in bodies if local_name(e) == "body.content"), bodies[-1] if bodies else None)
    head = next((e for e in item.iter() if local_name(e) == "hedline"), None)
    issued = next((e.get("norm") for e in item.iter() if local_name(e) == "date.issue"), None)
    return {
        "title": _first(item, "hl1", "headline", "title"),
        "deck": (_first(head, "hl2") if head is not None else "") or _first(item, "abstract"),
        "text": "\n\n".join(_paragraphs(body)) if body is not None else "",
        "published": _first(item, "contentcreated", "firstcreated")
        or issued
        or _first(item, "versioncreated"),
        "updated": _first(item, "contentmodified"),
        "authors": [name for e in item.iter() if local_name(e) in ("byline", "by") and (name := _words(e))][
            :5
        ],
        "outlet": _first(item, "creditline", "provider", "distributor", "doc.copyright"),
        "language": next(
            (e.get("tag") for e in item.iter() if local_name(e) == "language" and e.get("tag")), None
        ),
        "tags": [e.get("key") for e in item.iter() if local_name(e) == "keyword" and e.get("key")],
    }


def _first(item: Any, *names: str) -> str:
    for name in names:
        for element in item.iter():
            if local_name(element) == name and (words := _words(element)):
                return words
    return ""


def _words(element: Any) -> str:
    return one_line("".join(element.itertext()))


def _paragraphs(body: Any) -> list[str]:
    found = [_words(e) for e in body.iter() if local_name(e) == "p"]
    return [words for words in found if words] or [_words(body)]


def _rows(root: Any) -> Iterator[tuple[str | None, dict[str, Any]]]:
    """Elements whose children are named like the columns of an export, at any depth."""
    for element in root.iter():
        fields = {plain_name(local_name(child)): child for child in element if isinstance(child.tag, str)}
        if not fields.keys().isdisjoint(NAMES["text"]) and len(_FIELDS & fields.keys()) > 1:
            values = {name: _value(name, child) for name, child in fields.items()}
            yield element.get("id") or values.get("id"), values


def _value(name: str, element: Any) -> str:
    """A field's words; paragraphs stay apart in the text."""
    if name in NAMES["text"] and len(element):
        return "\n\n".join(_paragraphs(element))
    return "".join(element.itertext()).strip()
