"""The body of an article that came as a piece of HTML inside something else: an export, a feed of an agency, a note."""

from __future__ import annotations

import re
from typing import Any

from ingest.documents.markup import has_markup, plain_text
from ingest.facts.body import Body
from ingest.facts.fields import join_paragraphs

_MARK = "\ue0f1"  # stands before a heading; of the private use area, so that no text has it
_PROLOGUE = re.compile(r"\A\s*(?:<\?xml[^<>]{0,200}\?>\s*)?(?:<!DOCTYPE[^<>]{0,500}>)?", re.I)
_HEADING = re.compile(r"h[1-6]$")
_FURNITURE = {"header", "footer", "nav", "media"}  # elements
_FURNITURE_CLASSES = {  # of WordPress, Ghost, Substack, dpa
    "wp-caption-text", "wp-block-button", "kg-button-card", "kg-bookmark-card", "kg-signup-card",
    "subscription-widget-wrap", "subscription-widget-wrap-editor", "button-wrapper", "digest-post-embed", "sharedaddy",
    "jp-relatedposts", "nonpublic",
}  # fmt: skip


def read_fragment(html: str, title: str = "") -> Body:
    """The paragraphs and headings of a piece of HTML, or of plain text; the headline is not repeated.

    Where a part is marked as the main one (``<section class="main">``, as dpa does), it alone counts.
    """
    body = Body()
    html = _PROLOGUE.sub("", html)
    if not has_markup(html) and "<" not in html:
        for paragraph in join_paragraphs(html).split("\n\n"):
            body.add_line(paragraph)
        return body
    for paragraph in plain_text(_marked(html)).split("\n\n"):
        text = paragraph.replace(_MARK, "").strip()
        if _is_same(text, title) and not body.parts:
            continue
        if paragraph.lstrip().startswith(_MARK) and len(text) <= 300:
            body.add_heading(text)
        else:
            body.add_line(text)
    return body


def drop_between(text: str, start: str, end: str) -> str:
    """``text`` without all that stands from ``start`` to ``end``; what is not ended stays. Linear in its length."""
    kept: list[str] = []
    at = 0
    while (begun := text.find(start, at)) >= 0 and (ended := text.find(end, begun + len(start))) >= 0:
        kept.append(text[at:begun])
        at = ended + len(end)
    return "".join(kept) + text[at:]


def _marked(html: str) -> str:
    """The fragment without its furniture, its headings marked and the cells of its rows parted."""
    from bs4 import BeautifulSoup

    soup: Any = BeautifulSoup(html, "lxml")
    main = soup.find("section", class_="main")
    soup = main if main is not None else soup
    for element in soup(True):
        if element.name in _FURNITURE or not _FURNITURE_CLASSES.isdisjoint(element.get("class") or ()):
            element.clear()
    for heading in soup(_HEADING):
        heading.insert(0, _MARK)
        heading.name = "p"
        heading.append("\n\n")
    for cell in soup(["td", "th"]):
        if cell.find_next_sibling(["td", "th"]) is not None and not cell.find("table"):
            cell.append(" | ")
    return str(soup)


def _is_same(text: str, title: str) -> bool:
    return bool(title) and re.sub(r"\W+", "", text).casefold() == re.sub(r"\W+", "", title).casefold()
