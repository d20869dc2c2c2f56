"""Feeds (RSS, Atom, JSON Feed) with the text they carry, and other XML that holds articles (``newsxml.py``)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

from errors import ReadError
from ingest.read.allowance import Allowance
from ingest.read.dates import parse_date
from ingest.read.document import Document, Outcome, Problem
from ingest.read.encoding import decode
from ingest.read.fields import article_from_fields
from ingest.read.xml import refuse_entities

_WHOLE_WORDS = 120  # a summary that is longer than this is the article itself


def read_feed(document: Document, allowance: Allowance | None = None) -> Iterator[Outcome]:
    """Read the entries of a feed with the text that the feed itself carries, or the articles of other XML.

    Raises ReadError if it is none of these or declares harmful entities, LimitError for too many entries.
    """
    allowance = allowance or Allowance()
    rows, outlet = feed_rows(document)
    if rows is None:
        from ingest.read.newsxml import read_newsxml

        yield from read_newsxml(document, allowance)
        return
    if not rows:
        raise ReadError("the feed has no entries")
    keys: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        allowance.take_member()
        yield from own_text(document, {"outlet": outlet, **row}, number, keys)


def absolute(base: str, url: Any) -> str:
    """An entry's link as an address; empty where it is none."""
    try:
        return urljoin(base, str(url)) if url else ""
    except ValueError:
        return ""


def charset_of(content_type: str | None) -> str | None:
    """The encoding that a server names."""
    found = re.search(r"charset=[\"']?([\w.:-]+)", content_type or "", re.I)
    return found[1] if found else None


def feed_rows(document: Document) -> tuple[list[dict[str, Any]] | None, str]:
    """The entries of a feed as named fields, and the feed's name; None where it is no feed.

    ``whole`` among the fields says that ``text`` is the article and not a teaser. Raises ReadError if broken.
    """
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
        content = item.get("content_html") or item.get("content_text")
        people = item.get("authors") or item.get("author") or feed.get("authors") or []
        rows.append(
            {
                "id": str(item.get("id") or ""),
                "url": item.get("url"),
                "title": item.get("title"),
                "text": content or item.get("summary") or "",
                "whole": bool(content),
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
    text = text if text.strip() else entry.get("summary", "")
    row = {
        "id": entry.get("id", ""),
        "url": entry.get("link", ""),
        "title": entry.get("title", ""),
        "text": text,
        "whole": text in contents or len(text.split()) >= _WHOLE_WORDS,
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


def own_text(document: Document, row: dict[str, Any], number: int, keys: dict[str, int]) -> Iterator[Outcome]:
    """The article that one entry carries itself; ``keys`` counts how often each entry's id was met."""
    identity = " ".join(str(row.get("id") or row.get("title") or number).split())[:200]
    keys[identity] = keys.get(identity, 0) + 1
    key = f"{document.key}#{identity}" + (f"#{keys[identity]}" if keys[identity] > 1 else "")
    if document.url and row.get("url"):
        row["url"] = absolute(document.url, row["url"])
    try:
        yield from article_from_fields(row, key)
    except ReadError:
        yield Problem(key, "the feed's entry has no text of its own: add the feed by its address instead")
