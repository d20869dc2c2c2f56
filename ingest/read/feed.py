"""Feeds (RSS, Atom, JSON Feed), sitemaps, and other XML that holds articles (``newsxml.py``)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit

from errors import ReadError
from ingest.read.allowance import Allowance
from ingest.read.dates import parse_date
from ingest.read.document import Document, Outcome, Problem
from ingest.read.encoding import decode
from ingest.read.fields import article_from_fields
from ingest.read.xml import local_name, parse_xml, refuse_entities


@dataclass(frozen=True, slots=True)
class Link:
    """An article that a feed or a sitemap points at."""

    url: str  # http(s)
    title: str = ""
    published: datetime | None = None  # in a sitemap: when the page last changed, where it says no more


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap lists: pages, and further sitemaps where it is an index."""

    pages: tuple[Link, ...]
    sitemaps: tuple[str, ...]


def read_feed(document: Document, allowance: Allowance | None = None) -> Iterator[Outcome]:
    """Read the entries of a feed with the text that the feed itself carries, or the articles of other XML.

    Raises ReadError if it is none of these or declares harmful entities, LimitError for too many entries.
    """
    allowance = allowance or Allowance()
    rows, outlet = _rows(document)
    if rows is None:
        from ingest.read.newsxml import read_newsxml

        yield from read_newsxml(document, allowance)
        return
    if not rows:
        raise ReadError("the feed has no entries")
    keys: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        allowance.take_member()
        yield from _entry(document, {"outlet": outlet, **row}, number, keys)


def entries(document: Document) -> list[Link]:
    """The articles that a feed points at, each address once, in the feed's order.

    Raises ReadError if the document is no feed.
    """
    rows, _ = _rows(document)
    if rows is None:
        raise ReadError("not a feed: wanted RSS, Atom or JSON Feed")
    base = document.url or ""
    found: dict[str, Link] = {}
    for row in rows:
        url = _absolute(base, row.get("url"))
        if _is_web(url):
            when = parse_date(str(row.get("published") or row.get("updated") or ""))
            found.setdefault(url, Link(url, " ".join(str(row.get("title") or "").split()), when))
    return list(found.values())


def is_feed(document: Document) -> bool:
    """Whether a document is RSS, Atom or JSON Feed."""
    try:
        return _rows(document)[0] is not None
    except ReadError:
        return False


def is_sitemap(document: Document) -> bool:
    """Whether a document is a sitemap or an index of sitemaps, by its root element."""
    return bool(
        re.match(rb"\s*(?:<\?[^>]*>|<!--.*?-->|\s)*<(?:\w+:)?(?:urlset|sitemapindex)\b", document.data, re.S)
    )


def sitemap(document: Document, since: datetime | None = None) -> Sitemap:
    """The pages of a sitemap that changed at ``since`` or later, and the sitemaps of an index.

    A page without a date is kept where ``since`` is not given and left out where it is: a sitemap that
    tells no dates would be fetched whole each time. Raises ReadError if it is no sitemap.
    """
    refuse_entities(decode(document.data))
    root = parse_xml(document.data)
    if local_name(root) not in ("urlset", "sitemapindex"):
        raise ReadError("not a sitemap: wanted XML with urlset or sitemapindex")
    pages, maps = [], []
    for element in root:
        facts = {local_name(e): (e.text or "").strip() for e in element.iter() if isinstance(e.tag, str)}
        url = facts.get("loc", "")
        when = parse_date(facts.get("publication_date") or facts.get("lastmod") or "")
        changed = parse_date(facts.get("lastmod") or "") or when
        if not _is_web(url) or (since is not None and not _at_or_after(changed, since, element)):
            continue
        if local_name(element) == "sitemap":
            maps.append(url)
        elif local_name(element) == "url":
            pages.append(Link(url, facts.get("title", ""), when))
    return Sitemap(tuple(dict.fromkeys(pages)), tuple(dict.fromkeys(maps)))


def _at_or_after(changed: datetime | None, since: datetime, element: Any) -> bool:
    if changed is None:
        return local_name(element) == "sitemap"
    if changed.tzinfo is None or since.tzinfo is None:  # only the day is known
        return changed.replace(tzinfo=None) >= since.replace(tzinfo=None)
    return changed >= since


def _absolute(base: str, url: Any) -> str:
    try:
        return urljoin(base, str(url or ""))
    except ValueError:
        return ""


def charset_of(content_type: str | None) -> str | None:
    """The encoding that a server names."""
    found = re.search(r"charset=[\"']?([\w.:-]+)", content_type or "", re.I)
    return found[1] if found else None


def _is_web(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("http", "https") and bool(urlsplit(url).hostname)
    except ValueError:
        return False


def _rows(document: Document) -> tuple[list[dict[str, Any]] | None, str]:
    """The entries of a feed as named fields, and the feed's name; None where it is no feed."""
    if document.data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _json_rows(document)
    return _xml_rows(document)


def _json_rows(document: Document) -> tuple[list[dict[str, Any]] | None, str]:
    try:
        feed = json.loads(decode(document.data))
    except (ValueError, RecursionError) as broken:
        raise ReadError(f"not JSON: {broken}") from None
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return None, ""
    rows = []
    for item in (item for item in feed["items"] if isinstance(item, dict)):
        people = item.get("authors") or item.get("author") or feed.get("authors") or []
        rows.append(
            {
                "id": str(item.get("id") or ""),
                "url": item.get("url"),
                "title": item.get("title"),
                "text": item.get("content_html") or item.get("content_text") or item.get("summary") or "",
                "authors": people if isinstance(people, list) else [people],
                "published": item.get("date_published"),
                "updated": item.get("date_modified"),
                "tags": item.get("tags") if isinstance(item.get("tags"), list) else [],
                "language": item.get("language") or feed.get("language"),
            }
        )
    return rows, str(feed.get("title") or "")


def _xml_rows(document: Document) -> tuple[list[dict[str, Any]] | None, str]:
    import feedparser

    text = decode(document.data, charset_of(document.content_type))
    refuse_entities(text)
    said = {"content-type": "application/xml; charset=utf-8"}
    # A stream, never the text itself: feedparser would fetch a text that looks like an address
    parsed = feedparser.parse(
        BytesIO(text.encode("utf-8", "replace")), response_headers=said, resolve_relative_uris=False
    )
    if not parsed.get("version") and not parsed.entries:
        return None, ""
    outlet = str(parsed.feed.get("title", ""))
    language = str(parsed.feed.get("language", ""))
    return [_row(entry, language) for entry in parsed.entries], outlet


def _row(entry: Any, language: str) -> dict[str, Any]:
    contents = [str(part.get("value") or "") for part in entry.get("content", [])]
    text = max([*contents, ""], key=len)
    row = {
        "id": entry.get("id", ""),
        "url": entry.get("link", ""),
        "title": entry.get("title", ""),
        "text": text if text.strip() else entry.get("summary", ""),
        "authors": [name for each in entry.get("authors", []) if (name := each.get("name"))]
        or [entry.get("author", "")],
        "published": _date(entry, "published"),
        "updated": _date(entry, "updated"),
        "tags": [tag.get("term") for tag in entry.get("tags", []) if tag.get("term")][:20],
        "language": entry.get("language") or language,
    }
    source = entry.get("source") or {}
    return {**row, "outlet": source["title"]} if source.get("title") else row


def _date(entry: Any, which: str) -> str:
    """The date as written where we can read it, else as feedparser could, in ISO form."""
    if which not in entry:  # feedparser would answer for one with the other
        return ""
    written = str(entry.get(which) or "")
    parsed = entry.get(f"{which}_parsed")
    if parse_date(written) or not parsed:
        return written
    try:
        return datetime(*parsed[:6]).replace(tzinfo=UTC).isoformat()
    except (ValueError, TypeError):
        return written


def _entry(document: Document, row: dict[str, Any], number: int, keys: dict[str, int]) -> Iterator[Outcome]:
    identity = " ".join(str(row.get("id") or row.get("title") or number).split())[:200]
    keys[identity] = keys.get(identity, 0) + 1
    key = f"{document.key}#{identity}" + (f"#{keys[identity]}" if keys[identity] > 1 else "")
    if document.url and row.get("url"):
        row["url"] = _absolute(document.url, row["url"])
    try:
        yield from article_from_fields(row, key)
    except ReadError:
        yield Problem(key, "the feed's entry has no text of its own: add the feed by its address instead")
