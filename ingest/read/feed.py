"""Feeds (RSS, Atom, JSON Feed) with the text they carry, and other XML that holds articles (``newsxml.py``)."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

from errors import ReadError
from ingest.dates.dates import parse_date
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Outcome, Problem
from ingest.documents.encoding import decode_text
from ingest.documents.markup import has_markup
from ingest.documents.xml import refuse_entities
from ingest.facts.fields import build_article_from_fields
from news.article import Article

_MEDIA = re.compile(r"xmlns:(?P<prefix>[\w.-]+)\s*=\s*[\"']https?://search\.yahoo\.com/mrss/?[\"']")
_TEXTS = re.compile(r"<(?:description|summary|content|content:encoded)[\s>]")
_ADDRESS = re.compile(r"[^\s()<>]+@[^\s()<>]+")
_WHOLE_WORDS = 120  # a summary that is longer than this is the article itself


def read_feed(document: Document, allowance: ReadingAllowance | None = None) -> Iterator[Outcome]:
    """Read the entries of a feed with the text that the feed itself carries, or the articles of other XML.

    Raises ReadError if it is none of these or declares harmful entities, LimitError for too many entries.
    """
    allowance = allowance or ReadingAllowance()
    rows, outlet = read_feed_rows(document)
    if rows is None:
        from ingest.read.newsxml import read_newsxml

        yield from read_newsxml(document, allowance)
        return
    if not rows:
        raise ReadError("the feed has no entries")
    part_shared_links(document, rows)
    keys: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        allowance.take_member()
        yield from read_entry_text(document, {"outlet": outlet, **row}, number, keys)


def make_absolute(base: str, url: Any) -> str:
    """An entry's link as an address; empty where it is none."""
    try:
        return urljoin(base, str(url)) if url else ""
    except ValueError:
        return ""


def read_charset(content_type: str | None) -> str | None:
    """The encoding that a server names."""
    found = re.search(r"charset=[\"']?([\w.:-]+)", content_type or "", re.I)
    return found[1] if found else None


def read_feed_rows(document: Document) -> tuple[list[dict[str, Any]] | None, str]:
    """The entries of a feed as named fields, and the feed's name; None where it is no feed.

    ``whole`` among the fields says that ``text`` is the article and not a teaser. Raises ReadError if broken.
    """
    if document.data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _read_json_feed(document)
    return _read_xml_feed(document)


def _read_json_feed(document: Document) -> tuple[list[dict[str, Any]] | None, str]:
    try:
        feed = json.loads(decode_text(document.data))
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
                "text": content
                if item.get("content_html")
                else _as_text(content or item.get("summary") or ""),
                "whole": bool(content),
                "authors": people if isinstance(people, list) else [people],
                **_days(item.get("date_published"), item.get("date_modified")),
                "tags": item.get("tags") if isinstance(item.get("tags"), list) else [],
                "language": item.get("language") or feed.get("language"),
            }
        )
    return rows, str(feed.get("title") or "")


def _read_xml_feed(document: Document) -> tuple[list[dict[str, Any]] | None, str]:
    import feedparser

    text = decode_text(document.data, read_charset(document.content_type))
    refuse_entities(text)
    said = {"content-type": "application/xml; charset=utf-8"}
    # A stream, never the text itself: feedparser would fetch a text that looks like an address
    # What a picture is called (media:description) it would take for the entry's description; what is in angle
    # brackets it would take out of plain text. ``markup.py`` takes scripts out.
    stream = BytesIO(_without_media(text).encode("utf-8", "replace"))
    parsed = feedparser.parse(stream, response_headers=said, resolve_relative_uris=False, sanitize_html=False)
    if not parsed.get("version") and not parsed.entries:
        return None, ""
    outlet = str(parsed.feed.get("title", ""))
    language = str(parsed.feed.get("language", ""))
    is_atom = str(parsed.get("version")).startswith("atom")
    return [_read_entry(entry, language, is_atom) for entry in parsed.entries], outlet


def _without_media(text: str) -> str:
    """A feed in which the texts of pictures and films go by a name that nobody reads.

    They stay where no entry has another text, as in a list of films.
    """
    found = _MEDIA.search(text)
    others = len(_TEXTS.findall(text)) if found else 0
    if found is None or others <= ("<rss" in text[:5000]):  # the description of an RSS channel is no entry's
        return text
    prefix = re.escape(found["prefix"])
    return re.sub(rf"(</?{prefix}:)(?=(?:description|title|text|credit)\b)", r"\1x-", text)


def _read_entry(entry: Any, language: str, is_atom: bool) -> dict[str, Any]:
    contents = [
        _as_text(part.get("value"))
        if is_atom and part.get("type") == "text/plain"
        else str(part.get("value") or "")
        for part in entry.get("content", [])
    ]
    text = max([*contents, ""], key=len)
    text = text if text.strip() else entry.get("summary", "")
    title = str(entry.get("title", ""))
    row = {
        "id": entry.get("id", ""),
        "url": entry.get("link", ""),
        "title": _as_text(title) if is_atom and _is_plain(entry) else title,
        "text": text,
        "whole": text in contents or len(text.split()) >= _WHOLE_WORDS,
        "authors": _authors(entry, is_atom),
        **_days(_read_entry_date(entry, "published"), _read_entry_date(entry, "updated")),
        "tags": [tag.get("term") for tag in entry.get("tags", []) if tag.get("term")][:20],
        "language": entry.get("language") or language,
    }
    source = entry.get("source") or {}
    return {**row, "outlet": source["title"]} if source.get("title") else row


def _is_plain(entry: Any) -> bool:
    return bool((entry.get("title_detail") or {}).get("type") == "text/plain")


def _as_text(text: Any) -> str:
    """Plain text so that what looks like markup in it is kept as it is written."""
    written = str(text or "")
    return html.escape(written, quote=False) if has_markup(written) else written


def _days(published: Any, updated: Any) -> dict[str, Any]:
    """The dates of an entry: where it only says when it was changed, that is its day."""
    return {"published": published or updated, "updated": updated if published else None}


def _authors(entry: Any, is_atom: bool) -> list[str]:
    """The names of an entry's authors, without their addresses.

    Of ``jo@paper.example (Jo Doe)`` and ``Jo Doe <jo@paper.example>`` feedparser cuts the address after four letters
    of its last part and leaves the rest with the name, so that what is written is looked at instead.
    """
    stated = str(entry.get("author") or "")
    named = [each for each in entry.get("authors", []) if is_atom or not each.get("email")]
    names = [str(each.get("name") or "") for each in named]
    if not is_atom and "@" in stated:
        names.append(stated)
    elif not names:
        names = [stated]
    return [name for each in names if (name := _ADDRESS.sub("", each).strip(" ()<>\"'"))]


def part_shared_links(document: Document, rows: list[dict[str, Any]]) -> None:
    """Mark the entries that share one link without being one entry, such as the notes of a status page.

    They are told apart by their ids, or by headline and text; each is an article with the feed's own text.
    """
    distinct: dict[str, set[tuple[str, str]]] = {}
    ids = Counter(str(row.get("id") or "") for row in rows)
    for row in rows:
        identity = str(row.get("id") or "")
        named = identity if ids[identity] == 1 else ""
        said = ("", named) if named else (str(row.get("title")), str(row.get("text")))
        distinct.setdefault(make_absolute(document.url or "", row.get("url")), set()).add(said)
    for row in rows:
        url = make_absolute(document.url or "", row.get("url"))
        row["shared"] = bool(url and str(row.get("text") or "").strip()) and len(distinct[url]) > 1


def _read_entry_date(entry: Any, which: str) -> str:
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


def read_entry_text(
    document: Document, row: dict[str, Any], number: int, keys: dict[str, int]
) -> Iterator[Outcome]:
    """The article that one entry carries itself; ``keys`` counts how often each entry's id was met."""
    shared = bool(row.pop("shared", False))
    named = (
        f"{row.get('title') or number} {row.get('published') or ''}" if shared else row.get("title") or number
    )
    identity = " ".join(str(row.get("id") or named).split())[:200]
    keys[identity] = keys.get(identity, 0) + 1
    key = f"{document.key}#{identity}" + (f"#{keys[identity]}" if keys[identity] > 1 else "")
    if document.url and row.get("url"):
        row["url"] = make_absolute(document.url, row["url"])
    try:
        for outcome in build_article_from_fields(row, key):
            yield replace(outcome, key=key) if shared and isinstance(outcome, Article) else outcome
    except ReadError:
        yield Problem(key, "the feed's entry has no text of its own: add the feed by its address instead")
