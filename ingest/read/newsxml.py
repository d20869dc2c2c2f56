"""Agencies' XML (NewsML 1 and G2, NITF) and plain rows in XML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from errors import ReadError
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Note, Outcome, Problem
from ingest.documents.encoding import decode_text
from ingest.documents.xml import local_name, parse_xml, refuse_entities
from ingest.facts.fields import NAMES, build_article_from_fields, fold_field_name
from ingest.read.layout import join_spaces
from news.article import Article

_FIELDS = {name for names in NAMES.values() for name in names}
_IDENTITIES = ("id", "guid", "newsid", "articleid", "storyid", "uid")
_ELSEWHERE = {
    "authors": ("byline",),
    "outlet": ("origin", "provider", "creditline"),
}  # names that only agencies use


def read_newsxml(document: Document, allowance: ReadingAllowance) -> Iterator[Outcome]:
    """Read NewsML (each news item of text is an article), NITF, or repeated elements with named fields.

    Raises ReadError if it is none of these.
    """
    from ingest.read.wire.item import item_outcomes

    refuse_entities(decode_text(document.data[:1_000_000]))
    root = parse_xml(document.data)
    if local_name(root) in ("urlset", "sitemapindex"):
        raise ReadError("a sitemap lists addresses, not articles: give its address to have them fetched")
    elements, others = _items(root)
    if elements or others:
        if not elements:
            raise ReadError(f"{others} news items of pictures, films or other media: wanted articles")
        if others:
            yield Note(document.key, f"left out: {others} news items of pictures, films or other media")
        items = [item for element in elements for item in _read_items(element)]
        for item in items:
            allowance.take_member()
            yield from item_outcomes(document, item, alone=len(items) == 1)
        return
    yield from _read_rows(document, root, allowance)


def _items(root: Any) -> tuple[list[Any], int]:
    """The elements that hold an article each, and how many hold none by their class."""
    from ingest.read.wire.newsml_1 import is_newsml_1
    from ingest.read.wire.newsml_g2 import is_text_item

    found = [e for e in root.iter() if local_name(e) == "newsitem" and not _holds_item(e)]
    items = [e for e in found if is_newsml_1(e) or is_text_item(e)]
    alone = [e for e in root.iter() if local_name(e) == "nitf" and not _is_within_item(e)]
    return [*items, *alone], len(found) - len(items)


def _read_items(element: Any) -> Iterator[Any]:
    from ingest.read.wire.newsml_1 import is_newsml_1, newsml_1_items
    from ingest.read.wire.newsml_g2 import g2_item
    from ingest.read.wire.nitf import nitf_item

    if local_name(element) == "nitf":
        yield nitf_item(element)
    elif is_newsml_1(element):
        yield from newsml_1_items(element)
    else:
        yield g2_item(element)


def _holds_item(element: Any) -> bool:
    return any(local_name(inner) == "newsitem" for inner in element.iterdescendants())


def _is_within_item(element: Any) -> bool:
    return any(local_name(each) == "newsitem" for each in element.iterancestors())


def _read_rows(document: Document, root: Any, allowance: ReadingAllowance) -> Iterator[Outcome]:
    rows = list(_find_xml_rows(root))
    if not rows:
        name = local_name(root) or "nothing"
        raise ReadError(
            f"XML with <{name}> holds no articles that are known: wanted RSS, Atom, NewsML or NITF"
        )
    for number, (identity, fields) in enumerate(rows, 1):
        allowance.take_member()
        key = document.key if len(rows) == 1 else f"{document.key}#{identity or number}"
        try:
            for outcome in build_article_from_fields(fields, key):
                yield _name_outcome(outcome, identity)
        except ReadError as problem:
            yield Problem(key, str(problem))


def _name_outcome(outcome: Outcome, identity: str | None) -> Outcome:
    return (
        replace(outcome, source_id=outcome.source_id or identity) if isinstance(outcome, Article) else outcome
    )


def _find_xml_rows(root: Any) -> Iterator[tuple[str | None, dict[str, Any]]]:
    """Elements whose children are named like the columns of an export, at any depth."""
    for element in root.iter():
        fields = {
            fold_field_name(local_name(child)): child for child in element if isinstance(child.tag, str)
        }
        if not fields.keys().isdisjoint(NAMES["text"]) and len(_FIELDS & fields.keys()) > 1:
            values = {name: _read_field_value(name, child) for name, child in fields.items()}
            identity = next((values[name] for name in _IDENTITIES if values.get(name)), None)
            for field, names in _ELSEWHERE.items():
                if not any(values.get(name) for name in NAMES[field]):
                    stated = next((values[name].strip(" /") for name in names if values.get(name)), "")
                    values[field] = re.sub(r"^via\s+", "", stated, flags=re.I)
            yield element.get("id") or identity, values


def _read_field_value(name: str, element: Any) -> str:
    """A field's words; paragraphs stay apart in the text."""
    if name in NAMES["text"] and len(element):
        found = [join_spaces("".join(e.itertext())) for e in element.iter() if local_name(e) == "p"]
        return "\n\n".join([words for words in found if words] or [join_spaces("".join(element.itertext()))])
    text = "".join(element.itertext()).strip()
    # Some agencies escape what is escaped already; a name of a character is never meant as it stands
    return (
        re.sub(r"&amp;(?=(?:apos|quot|amp|lt|gt|nbsp);)", "&", text) if "<" in text else html.unescape(text)
    )
