"""The facts that a web page states of its article: JSON-LD first, then meta elements, then its layout."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from ingest.read.byline import page_authors, people
from ingest.read.dates import parse_date
from ingest.read.headline import page_headline
from ingest.read.linked import linked_article, names
from ingest.read.page import Layout, folded
from ingest.read.published import page_dates

_OPENING = 60  # letters by which a line and a description are known to be the same
_NEAR = 10  # lines below a headline


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


def read_metadata(tree: Any, address: str | None, plain: Any) -> Metadata:
    """The facts of a page (an lxml tree); ``plain`` is trafilatura's view of it, for what it does not state."""
    linked = linked_article(tree)
    meta = _meta(tree)
    known = Metadata()
    known.outlet = _name(linked.get("publisher")) or meta.get("og:site_name") or _site(plain)
    layout = Layout(tree)
    known.title = page_headline(layout, meta, linked, known.outlet, address) or _plain(plain, "title")
    known.authors = page_authors(layout, meta, linked, known.outlet)
    if known.outlet is None and len(known.authors) > 1:
        known.outlet, known.authors = _part_outlet(tree, known.authors)
    known.authors = known.authors or _shown(layout, people((_plain(plain, "author") or "").split(";")))
    language = str(linked.get("inLanguage") or tree.get("lang") or meta.get("og:locale") or "")
    titles = [title for title in (_name(linked.get("headline")), meta.get("og:title"), known.title) if title]
    published, known.updated = _known(
        known.notes, page_dates(layout, meta, linked, titles, address, language)
    )
    known.published = published or (None if known.notes else _found_date(plain))
    known.language = language[:2].lower() or None
    known.section = _name(linked.get("articleSection")) or meta.get("article:section")
    known.tags = _tags(linked, meta)
    known.deck = _deck(layout, titles, meta, linked)
    known.url = _canonical(tree, meta, address)
    if str(linked.get("isAccessibleForFree")).strip().lower() in ("false", "no", "0"):
        known.notes.append("subscribers see more of it than this page holds")
    return known


def _meta(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iterfind(".//meta[@content]"):
        name = str(element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        value = " ".join(str(element.get("content")).split())
        if name and value:
            if name == "article:tag" and name in found:
                value = f"{found[name]}, {value}"
            found[name] = value if name == "article:tag" else found.get(name, value)
    return found


def _part_outlet(tree: Any, authors: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
    """The outlet among the authors, which "By Jo Doe | The Post" makes one of them: the title ends in its name."""
    name = tree.find(".//title")
    last = folded(re.split(r"\s[|–—·-]\s", "".join(name.itertext()) if name is not None else "")[-1])
    outlet = next((each for each in authors if last and folded(each) == last), None)
    return outlet, tuple(each for each in authors if each != outlet)


def _deck(layout: Layout, titles: list[str], meta: dict[str, str], linked: dict[str, Any]) -> str | None:
    """The line printed under the headline that begins as the page's description does, or the other way round."""
    described = (meta.get("og:description"), meta.get("description"), _name(linked.get("description")))
    openings = [folded(text)[:_OPENING] for text in described if text]
    for at in layout.headlines(titles):
        for line in layout.lines[at + 1 : at + _NEAR]:
            key = folded(line)[:_OPENING]
            if len(key) > _OPENING / 2 and any(
                key.startswith(each) or each.startswith(key) for each in openings if each
            ):
                return line
    return None


def _known(notes: list[str], dates: tuple[datetime | str | None, ...]) -> tuple[datetime | None, ...]:
    for which, found in zip(("published", "updated"), dates, strict=True):
        if isinstance(found, str):
            notes.append(f"{which} date {found[:60]!r} cannot be; left out")
    return tuple(None if isinstance(found, str) else found for found in dates)


def _found_date(plain: Any) -> datetime | None:
    """The date that trafilatura found in the text, unless it only found a year: it gives that as 1 January."""
    found = parse_date(_plain(plain, "date") or "")
    return found if found and (found.month, found.day) != (1, 1) else None


def _site(plain: Any) -> str | None:
    """The site's name, unless it is no more than a numeric address."""
    name = _plain(plain, "sitename")
    return None if name and re.fullmatch(r"[\d.:]+", name) else name


def _shown(layout: Layout, found: tuple[str, ...]) -> tuple[str, ...]:
    """Those names that stand on the page, not in the comments on it."""
    text = folded(" ".join(layout.lines))
    return tuple(name for name in found if folded(name) in text)


def _name(value: Any) -> str | None:
    found = names(value)
    return found[0] if found else None


def _plain(plain: Any, name: str) -> str | None:
    return getattr(plain, name, None) or None


def _tags(linked: dict[str, Any], meta: dict[str, str]) -> tuple[str, ...]:
    stated = (
        linked.get("keywords") or meta.get("article:tag") or meta.get("news_keywords") or meta.get("keywords")
    )
    words = stated if isinstance(stated, list) else re.split(r"[,;]", str(stated or ""))
    return tuple(dict.fromkeys(str(word).strip() for word in words if str(word).strip()))[:20]


def _canonical(tree: Any, meta: dict[str, str], address: str | None) -> str | None:
    link = tree.find(".//link[@rel='canonical'][@href]")
    for candidate in (link.get("href") if link is not None else None, meta.get("og:url"), address):
        if candidate and urlsplit(candidate).scheme in {"http", "https"} and urlsplit(candidate).netloc:
            return str(candidate).strip()
    return None
