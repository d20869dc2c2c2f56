"""The facts that a web page states of its article: JSON-LD first, then meta elements, then its layout."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from ingest.dates.dates import parse_date
from ingest.facts.byline import find_page_authors, read_names
from ingest.facts.json_ld import find_linked_article, read_property_names
from ingest.facts.page_layout import Layout, fold_print
from ingest.webpage.headline import choose_headline
from ingest.webpage.publication_dates import find_page_dates, read_date_order

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
    order: tuple[bool | None, tuple[datetime, datetime] | None] | None = None  # see ``read_date_order``
    notes: list[str] = field(default_factory=list)


def read_metadata(tree: Any, address: str | None, plain: Any) -> Metadata:
    """The facts of a page (an lxml tree); ``plain`` is trafilatura's view of it, for what it does not state."""
    linked = find_linked_article(tree)
    meta = _read_meta_elements(tree)
    known = Metadata()
    known.outlet = _clean_name(linked.get("publisher")) or meta.get("og:site_name") or _clean_site_name(plain)
    layout = Layout(tree)
    known.title = choose_headline(layout, meta, linked, known.outlet, address) or _read_plain_field(
        plain, "title"
    )
    known.authors = find_page_authors(layout, meta, linked, known.outlet)
    if known.outlet is None and len(known.authors) > 1:
        known.outlet, known.authors = _part_outlet(tree, known.authors)
    known.authors = known.authors or _keep_shown_names(
        layout, read_names((_read_plain_field(plain, "author") or "").split(";"))
    )
    language = str(linked.get("inLanguage") or tree.get("lang") or meta.get("og:locale") or "")
    titles = [
        title for title in (_clean_name(linked.get("headline")), meta.get("og:title"), known.title) if title
    ]
    published, known.updated = _note_unknown_dates(
        known.notes, find_page_dates(layout, meta, linked, titles, address, language)
    )
    known.order = read_date_order(layout, meta, linked, titles, address)
    known.published = published or (None if known.notes else _read_plain_date(plain))
    known.language = language[:2].lower() or None
    known.section = _clean_name(linked.get("articleSection")) or meta.get("article:section")
    known.tags = _collect_page_tags(linked, meta)
    known.deck = _find_deck(layout, titles, meta, linked)
    known.url = _find_canonical(tree, meta, address)
    if str(linked.get("isAccessibleForFree")).strip().lower() in ("false", "no", "0"):
        known.notes.append("subscribers see more of it than this page holds")
    return known


def _read_meta_elements(tree: Any) -> dict[str, str]:
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
    last = fold_print(re.split(r"\s[|–—·-]\s", "".join(name.itertext()) if name is not None else "")[-1])
    outlet = next((each for each in authors if last and fold_print(each) == last), None)
    return outlet, tuple(each for each in authors if each != outlet)


def _find_deck(layout: Layout, titles: list[str], meta: dict[str, str], linked: dict[str, Any]) -> str | None:
    """The line printed under the headline that begins as the page's description does, or the other way round."""
    described = (meta.get("og:description"), meta.get("description"), _clean_name(linked.get("description")))
    openings = [fold_print(text)[:_OPENING] for text in described if text]
    for at in layout.find_headline_lines(titles):
        for line in layout.article_lines[at + 1 : at + _NEAR]:
            key = fold_print(line)[:_OPENING]
            if len(key) > _OPENING / 2 and any(
                key.startswith(each) or each.startswith(key) for each in openings if each
            ):
                return line
    return None


def _note_unknown_dates(
    notes: list[str], dates: tuple[datetime | str | None, ...]
) -> tuple[datetime | None, ...]:
    for which, found in zip(("published", "updated"), dates, strict=True):
        if isinstance(found, str):
            notes.append(f"{which} date {found[:60]!r} cannot be; left out")
    return tuple(None if isinstance(found, str) else found for found in dates)


def _read_plain_date(plain: Any) -> datetime | None:
    """The date that trafilatura found in the text, unless it only found a year: it gives that as 1 January."""
    found = parse_date(_read_plain_field(plain, "date") or "")
    return found if found and (found.month, found.day) != (1, 1) else None


def _clean_site_name(plain: Any) -> str | None:
    """The site's name, unless it is no more than a numeric address."""
    name = _read_plain_field(plain, "sitename")
    return None if name and re.fullmatch(r"[\d.:]+", name) else name


def _keep_shown_names(layout: Layout, found: tuple[str, ...]) -> tuple[str, ...]:
    """Those names that stand on the page, not in the comments on it."""
    text = fold_print(" ".join(layout.article_lines))
    return tuple(name for name in found if fold_print(name) in text)


def _clean_name(value: Any) -> str | None:
    found = read_property_names(value)
    return found[0] if found else None


def _read_plain_field(plain: Any, name: str) -> str | None:
    return getattr(plain, name, None) or None


def _collect_page_tags(linked: dict[str, Any], meta: dict[str, str]) -> tuple[str, ...]:
    stated = (
        linked.get("keywords") or meta.get("article:tag") or meta.get("news_keywords") or meta.get("keywords")
    )
    words = stated if isinstance(stated, list) else re.split(r"[,;]", str(stated or ""))
    return tuple(dict.fromkeys(str(word).strip() for word in words if str(word).strip()))[:20]


def _find_canonical(tree: Any, meta: dict[str, str], address: str | None) -> str | None:
    link = tree.find(".//link[@rel='canonical'][@href]")
    for candidate in (link.get("href") if link is not None else None, meta.get("og:url"), address):
        if candidate and urlsplit(candidate).scheme in {"http", "https"} and urlsplit(candidate).netloc:
            return str(candidate).strip()
    return None
