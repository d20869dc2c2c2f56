"""The facts that a web page states of its article: JSON-LD first, then meta elements, then its layout."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from ingest.read.dates import parse_date
from ingest.read.fields import authors

_ARTICLE_TYPES = re.compile(r"Article|NewsArticle|BlogPosting|Report|LiveBlog|Posting|Review", re.I)
_SITE_SUFFIX = re.compile(r"\s+[|–—·»-]\s+[^|–—·»]{2,40}$")


@dataclass
class Metadata:
    """What was found; every field may be missing."""

    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    language: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    deck: str | None = None
    url: str | None = None
    notes: list[str] = field(default_factory=list)


def read_metadata(html: str, address: str | None, plain: Any) -> Metadata:
    """The facts of a page; ``plain`` is trafilatura's own view of it, used where the page does not say itself."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "lxml")
    linked = next(_json_ld(soup), {})
    meta = _meta(soup)
    known = Metadata()
    known.title = _title(linked, meta, plain, soup)
    known.outlet = _name(linked.get("publisher")) or meta.get("og:site_name") or _plain(plain, "sitename")
    known.authors = (
        authors(_names(linked.get("author"))) or authors(_meta_authors(meta)) or _plain_authors(plain)
    )
    known.published = _date(known, "published", _published(linked, meta, soup, plain))
    known.updated = _date(known, "updated", linked.get("dateModified") or meta.get("article:modified_time"))
    html_language = soup.html.get("lang") if soup.html else None
    known.language = (str(linked.get("inLanguage") or html_language or "")[:2].lower()) or None
    known.section = _name(linked.get("articleSection")) or meta.get("article:section")
    known.tags = _tags(linked, meta)
    known.deck = meta.get("og:description") or meta.get("description")
    known.url = _canonical(soup, meta, address)
    return known


def _json_ld(soup: Any) -> Iterator[dict[str, Any]]:
    for script in soup.find_all("script", type="application/ld+json"):
        try:
            yield from _articles_in(json.loads(script.string or ""))
        except (ValueError, RecursionError):
            continue


def _articles_in(content: Any) -> Iterator[dict[str, Any]]:
    if isinstance(content, list):
        for item in content:
            yield from _articles_in(item)
    elif isinstance(content, dict):
        if _ARTICLE_TYPES.search(str(content.get("@type", ""))):
            yield content
        yield from _articles_in(content.get("@graph"))
        yield from _articles_in(content.get("mainEntity"))


def _meta(soup: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in soup.find_all("meta", content=True):
        name = str(element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        value = " ".join(str(element["content"]).split())
        if name and value:
            if name == "article:tag" and name in found:
                value = f"{found[name]}, {value}"
            found[name] = value if name == "article:tag" else found.get(name, value)
    return found


def _title(linked: dict[str, Any], meta: dict[str, str], plain: Any, soup: Any) -> str | None:
    title = _name(linked.get("headline")) or meta.get("og:title") or _plain(plain, "title")
    if not title and soup.title and soup.title.string:
        title = " ".join(soup.title.string.split())
    if not title:
        return None
    without_site = _SITE_SUFFIX.sub("", title)
    return without_site if len(without_site.split()) >= 3 else title


def _published(linked: dict[str, Any], meta: dict[str, str], soup: Any, plain: Any) -> str | None:
    names = (
        "article:published_time",
        "datepublished",
        "date",
        "dc.date",
        "dcterms.created",
        "parsely-pub-date",
    )
    stated = linked.get("datePublished") or next((meta[name] for name in names if name in meta), None)
    if stated:
        return str(stated)
    element = soup.find("time", datetime=True)
    return str(element["datetime"]) if element else _plain(plain, "date")


def _date(known: Metadata, which: str, written: Any) -> datetime | None:
    if not written:
        return None
    found = parse_date(str(written))
    if found is None:
        known.notes.append(f"{which} date {str(written)[:60]!r} cannot be; left out")
    return found


def _name(value: Any) -> str | None:
    names = _names(value)
    return names[0] if names else None


def _names(value: Any) -> list[str]:
    if isinstance(value, list):
        return [name for item in value for name in _names(item)]
    if isinstance(value, dict):
        return _names(value.get("name"))
    return [" ".join(value.split())] if isinstance(value, str) and value.strip() else []


def _meta_authors(meta: dict[str, str]) -> list[str]:
    stated = meta.get("author") or meta.get("article:author") or meta.get("byl") or ""
    if re.match(r"https?://", stated):
        return []
    return re.split(r"\s*(?:,|;|\band\b|&)\s*", stated)


def _plain(plain: Any, name: str) -> str | None:
    return getattr(plain, name, None) or None


def _plain_authors(plain: Any) -> tuple[str, ...]:
    return authors(re.split(r"\s*;\s*", _plain(plain, "author") or ""))


def _tags(linked: dict[str, Any], meta: dict[str, str]) -> tuple[str, ...]:
    stated = (
        linked.get("keywords") or meta.get("article:tag") or meta.get("news_keywords") or meta.get("keywords")
    )
    words = stated if isinstance(stated, list) else re.split(r"\s*[,;]\s*", str(stated or ""))
    return tuple(dict.fromkeys(str(word).strip() for word in words if str(word).strip()))[:20]


def _canonical(soup: Any, meta: dict[str, str], address: str | None) -> str | None:
    link = soup.find("link", rel="canonical", href=True)
    for candidate in (str(link["href"]) if link else None, meta.get("og:url"), address):
        if candidate and urlsplit(candidate).scheme in {"http", "https"} and urlsplit(candidate).netloc:
            return candidate.strip()
    return None
