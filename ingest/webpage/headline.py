"""The headline of a page: what its head, its headings and its address agree on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from ingest.facts.json_ld import read_property_names
from ingest.facts.page_layout import Layout, fold_print

LONGEST = 300  # characters
_SEPARATOR = re.compile(r"(?<!\s)\s++[|–—·•»«:/-]++\s++|(?:(?<!\s)\s++)?+[|»«•]\s*+")
_MARKED = re.compile(r"(?:entry|post|article|news|page)[-_]*(?:title|headline)|^(?:headline|title)$", re.I)
_AGREE = 0.6  # share of the shorter one's words
# How much each candidate counts by itself, and for each that agrees with it. Chosen on one half of 845 pages
# with a known title, checked on the other.
_PRIOR = {
    "h1": 1.5,
    "last h1": 1.4,
    "linked": 1.3,
    "microdata": 1.2,
    "class": 1.0,
    "og": 1.0,
    "twitter": 0.6,
    "title": 0.5,
    "h2": 0.2,
}
_VOTE = {"linked": 1.5, "og": 1.5, "microdata": 1.5, "title": 1.0, "h1": 1.0, "twitter": 0.5}
_ONLY_HEADING = 1.0
_IN_ADDRESS = 1.5
_SITE = -3.0
_ONE_WORD = -1.0


def choose_headline(
    layout: Layout, meta: dict[str, str], linked: dict[str, Any], outlet: str | None, address: str | None
) -> str | None:
    """The headline, or None where the page has no title of any kind.

    Candidates are the headings, the ``title`` element's longest part and what the head states; each is rated by
    how many of the others agree with it and with the address. The name of the site is no headline.
    """
    candidates = {
        kind: text
        for kind, text in _list_headline_candidates(layout, meta, linked)
        if 0 < len(text) <= LONGEST
    }
    headings = [text for each in layout.tree.iter("h1") if (text := _heading_text(each))]
    slug, homes = _read_slug(address), layout.list_home_links()
    best, top = None, float("-inf")
    for kind, text in candidates.items():
        score = _PRIOR[kind] + sum(
            _VOTE.get(other, 0)
            for other, said in candidates.items()
            if other != kind and _headlines_agree(text, said)
        )
        words = [word for word in _headline_words(text) if len(word) > 3]
        score += (
            _IN_ADDRESS if len(words) > 1 and sum(word in slug for word in words) * 2 >= len(words) else 0
        )
        score += _ONLY_HEADING if headings == [text] else 0
        score += _SITE if _is_site_name(text, outlet, address) or text in homes else 0
        score += _ONE_WORD if len(_headline_words(text)) < 2 else 0
        if score > top:
            best, top = text, score
    return best


def _list_headline_candidates(
    layout: Layout, meta: dict[str, str], linked: dict[str, Any]
) -> Iterator[tuple[str, str]]:
    headings = [text for each in layout.keep_inside(layout.tree.iter("h1")) if (text := _heading_text(each))]
    if headings:
        yield "h1", headings[0]
        yield "last h1", headings[-1]
    marked = layout.tree.find(".//*[@itemprop='headline']")
    yield "microdata", meta.get("headline") or (_heading_text(marked) if marked is not None else "")
    classed = layout.keep_inside(layout.tree.xpath(".//*[@class]"))
    yield (
        "class",
        next(
            (text for each in classed if _MARKED.search(each.get("class")) and (text := _heading_text(each))),
            "",
        ),
    )
    yield (
        "h2",
        next(
            (text for each in layout.keep_inside(layout.tree.iter("h2")) if (text := _heading_text(each))), ""
        ),
    )
    yield "linked", next(iter(read_property_names(linked.get("headline"))), "")
    yield "og", meta.get("og:title", "")
    yield "twitter", meta.get("twitter:title", "")
    title = layout.tree.find(".//title")
    yield "title", max(_SEPARATOR.split(_heading_text(title)), key=len) if title is not None else ""


def _is_site_name(text: str, outlet: str | None, address: str | None) -> bool:
    plain = fold_print(text)
    hosts = [label for label in (urlsplit(address or "").hostname or "").split(".") if len(label) > 3]
    called = [fold_print(name) for name in (*hosts, outlet or "") if len(fold_print(name)) > 3]
    return len(plain) < 40 and any(name in plain or plain in name for name in called)


def _read_slug(address: str | None) -> set[str]:
    path = unquote(urlsplit(address or "").path).casefold()
    umlauts = path.replace("ae", "ä").replace("oe", "ö").replace("ue", "ü")
    return {word for word in re.findall(r"[^\W_]+", f"{path} {umlauts}") if len(word) > 2}


def _headlines_agree(one: str, other: str) -> bool:
    ours, theirs = _headline_words(one), _headline_words(other)
    least = min(len(ours), len(theirs))
    return least > 0 and len(ours & theirs) >= _AGREE * least


def _headline_words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _heading_text(element: Any) -> str:
    return " ".join(" ".join(element.itertext()).replace("\xad", "").split())
