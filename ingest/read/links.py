"""What feeds and sitemaps point at, for those that are read by their address."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from errors import ReadError
from ingest.dates.dates import parse_date
from ingest.documents.address_variants import plain_address
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Link, Outcome
from ingest.documents.encoding import decode_text
from ingest.documents.xml import local_name, parse_xml, refuse_entities
from ingest.facts.fields import build_article_from_fields
from ingest.read.feed import make_absolute, part_shared_links, read_entry_text, read_feed_rows
from news.article import Article

_SITEMAP = re.compile(rb"(?:<\?[^>]*+>|<!--.*?-->|\s)*+<(?:\w+:)?(?:urlset|sitemapindex)\b", re.S)

_OF_PICTURES = ("image", "video", "xhtml")  # in the name of an element, or of its namespace


def read_links(document: Document, allowance: ReadingAllowance | None = None) -> Iterator[Outcome]:
    """The articles that a feed or a sitemap points at, each address once, in its order.

    An entry of a feed that has no address but a text of its own is an article as it is. Raises ReadError if the
    document is neither a feed nor a sitemap or declares harmful entities, LimitError for too many entries.
    """
    allowance = allowance or ReadingAllowance()
    seen: set[str] = set()
    for outcome in _read_sitemap(document) if is_sitemap(document) else _read_feed_links(document):
        allowance.take_member()
        if isinstance(outcome, Link):
            if outcome.url in seen:
                continue
            seen.add(outcome.url)
        yield outcome


def is_sitemap(document: Document) -> bool:
    """Whether a document is a sitemap or an index of sitemaps, by its root element."""
    return bool(_SITEMAP.match(document.data.removeprefix(b"\xef\xbb\xbf")))


def is_recent(link: Link, since: date | None) -> bool:
    """Whether what a link leads to was published or changed on the day ``since`` or later.

    A page of a sitemap without a date counts as old where ``since`` is given: else a sitemap that tells no dates
    would be fetched whole. A further sitemap without a date may hold recent pages; a feed holds recent articles.
    """
    when = link.changed or link.published
    if since is None or when is None:
        return since is None or link.is_sitemap or link.entry is not None
    return when.date() >= since


def _read_sitemap(document: Document) -> Iterator[Outcome]:
    refuse_entities(decode_text(document.data))
    for element in parse_xml(document.data):
        kind = local_name(element) if isinstance(element.tag, str) else ""
        facts = dict(_facts(element))
        url = make_absolute(document.url or "", facts.get("loc"))
        if kind in ("url", "sitemap") and _is_web(url):
            published, changed = facts.get("publication_date", ""), facts.get("lastmod", "")
            yield Link(
                url,
                facts.get("title", ""),
                parse_date(published),
                parse_date(changed),
                is_sitemap=kind == "sitemap",
                mark=_hash_entry([published, changed]) if published or changed else "",
            )


def _facts(element: Any) -> Iterator[tuple[str, str]]:
    """What an entry of a sitemap says of its page, and its ``news`` element; not of pictures and films on it."""
    for each in element:
        if any(word in str(each.tag) for word in _OF_PICTURES):
            continue
        held = [inner for inner in each.iter() if inner is not each] if local_name(each) == "news" else []
        for fact in [each, *held]:
            yield local_name(fact), (fact.text or "").strip()


def _read_feed_links(document: Document) -> Iterator[Outcome]:
    rows, outlet = read_feed_rows(document)
    if rows is None:
        raise ReadError("neither a feed (RSS, Atom, JSON Feed) nor a sitemap")
    part_shared_links(document, rows)
    keys: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        row = {"outlet": outlet, **row}
        url = make_absolute(document.url or "", row.get("url"))
        if _is_web(url) and not row["shared"]:
            row["url"] = plain_address(url)
            yield _make_link(row)
        elif row["text"]:
            yield from read_entry_text(document, row, number, keys)


def _make_link(row: dict[str, Any]) -> Link:
    """An entry as a link that holds what the feed says, for what the page will not say."""
    text = row["text"] if str(row["text"]).strip() else row["title"] or row["url"]
    try:
        facts = list(build_article_from_fields({**row, "text": text}, row["url"]))
    except ReadError:  # markup without a word
        facts = []
    entry = next((each for each in facts if isinstance(each, Article)), None)
    return Link(
        row["url"],
        " ".join(str(row["title"] or "").split()),
        parse_date(str(row["published"] or "")),
        parse_date(str(row["updated"] or "")),
        entry=entry,
        whole=entry is not None and bool(row["whole"]),
        mark=_hash_entry(row),
    )


def _hash_entry(said: Any) -> str:
    written = json.dumps(said, sort_keys=True, default=str, ensure_ascii=True)
    return hashlib.sha256(written.encode()).hexdigest()


def _is_web(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("http", "https") and bool(urlsplit(url).hostname)
    except ValueError:
        return False
