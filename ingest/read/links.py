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
from ingest.article import Article
from ingest.read.allowance import Allowance
from ingest.read.dates import parse_date
from ingest.read.document import Document, Link, Outcome
from ingest.read.encoding import decode
from ingest.read.feed import absolute, feed_rows, own_text, part_shared_links
from ingest.read.fields import article_from_fields
from ingest.read.xml import local_name, parse_xml, refuse_entities
from ingest.variants import plain_address

_SITEMAP = re.compile(rb"(?:<\?[^>]*+>|<!--.*?-->|\s)*+<(?:\w+:)?(?:urlset|sitemapindex)\b", re.S)

_OF_PICTURES = ("image", "video", "xhtml")  # in the name of an element, or of its namespace


def read_links(document: Document, allowance: Allowance | None = None) -> Iterator[Outcome]:
    """The articles that a feed or a sitemap points at, each address once, in its order.

    An entry of a feed that has no address but a text of its own is an article as it is. Raises ReadError if the
    document is neither a feed nor a sitemap or declares harmful entities, LimitError for too many entries.
    """
    allowance = allowance or Allowance()
    seen: set[str] = set()
    for outcome in _sitemap(document) if is_sitemap(document) else _feed(document):
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


def _sitemap(document: Document) -> Iterator[Outcome]:
    refuse_entities(decode(document.data))
    for element in parse_xml(document.data):
        kind = local_name(element) if isinstance(element.tag, str) else ""
        facts = dict(_facts(element))
        url = absolute(document.url or "", facts.get("loc"))
        if kind in ("url", "sitemap") and _is_web(url):
            published, changed = facts.get("publication_date", ""), facts.get("lastmod", "")
            yield Link(
                url,
                facts.get("title", ""),
                parse_date(published),
                parse_date(changed),
                is_sitemap=kind == "sitemap",
                mark=_mark([published, changed]) if published or changed else "",
            )


def _facts(element: Any) -> Iterator[tuple[str, str]]:
    """What an entry of a sitemap says of its page, and its ``news`` element; not of pictures and films on it."""
    for each in element:
        if any(word in str(each.tag) for word in _OF_PICTURES):
            continue
        held = [inner for inner in each.iter() if inner is not each] if local_name(each) == "news" else []
        for fact in [each, *held]:
            yield local_name(fact), (fact.text or "").strip()


def _feed(document: Document) -> Iterator[Outcome]:
    rows, outlet = feed_rows(document)
    if rows is None:
        raise ReadError("neither a feed (RSS, Atom, JSON Feed) nor a sitemap")
    part_shared_links(document, rows)
    keys: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        row = {"outlet": outlet, **row}
        url = absolute(document.url or "", row.get("url"))
        if _is_web(url) and not row["shared"]:
            row["url"] = plain_address(url)
            yield _link(row)
        elif row["text"]:
            yield from own_text(document, row, number, keys)


def _link(row: dict[str, Any]) -> Link:
    """An entry as a link that holds what the feed says, for what the page will not say."""
    text = row["text"] if str(row["text"]).strip() else row["title"] or row["url"]
    try:
        facts = list(article_from_fields({**row, "text": text}, row["url"]))
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
        mark=_mark(row),
    )


def _mark(said: Any) -> str:
    written = json.dumps(said, sort_keys=True, default=str, ensure_ascii=True)
    return hashlib.sha256(written.encode()).hexdigest()


def _is_web(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("http", "https") and bool(urlsplit(url).hostname)
    except ValueError:
        return False
