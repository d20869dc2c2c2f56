"""One article of an export as a splitter found it, and what becomes of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape

from ingest.documents.document import Document, Note, Outcome, Problem
from ingest.facts.body import BYLINE, Body
from ingest.facts.byline import read_names
from ingest.facts.fields import first_words
from ingest.read.text import AGENCIES
from news.article import Article

_PAGE = re.compile(
    r"[;,|]?\s*\b(?:pgs?|pp?|seiten?|s|bl(?:z|adz(?:ijde)?)|páginas?|págs?|pages?|pagina|ss)\.?\s*(?P<page>[A-Z]{0,3}-?\d[\w./-]*)"
    r"(?:\s+(?:ausg|nr|no)\.?\s*\d+)?\s*$",
    re.I,
)
_NUMBER_ONLY = re.compile(r"^[A-Z]{0,3}[-.]?\d[\w./-]{0,8}$")
_EDITION = re.compile(r",\s*(?:[\w ]+ )?edition\b.*$", re.I)
_ARTICLE_LAST = re.compile(
    r"^(?P<name>[^,(]+), (?P<the>The|Der|Die|Das|De|Het|Le|La|Les|El)(?P<place>(?: \(.*)?)$"
)
_PERCENT = re.compile(r"\s*\(\d{1,3}\s?%\)")
_FORM = re.compile(r"^(?:name|naics|people|company)\s*:\s*", re.I)
_INVERTED = re.compile(
    r"^(?P<last>(?:[a-zà-ÿ']{1,4} ){0,2}[^\s,;]+(?:-[^\s,;]+)?), (?P<first>[^\W\d_][\w.'’-]*(?: [\w.'’-]+){0,2})$"
)
_TAGS = 20


@dataclass
class Record:
    """What an export says of one article; ``body`` are its paragraphs, ``None`` in front of a heading is no text."""

    headline: str = ""
    outlet: str = ""
    day: datetime | None = None
    written_day: str = ""  # as printed, for the note where it cannot be read
    byline: str = ""
    section: str = ""
    page: str = ""
    tags: list[str] = field(default_factory=list)
    url: str = ""
    accession: str = ""
    deck: str = ""
    body: list[str] = field(default_factory=list)
    headings: dict[int, str] = field(default_factory=dict)  # number of a body paragraph → heading above it


def articles_of_records(document: Document, records: Iterable[Record], source: str) -> Iterator[Outcome]:
    """Each record as an article under ``path#accession number``, or its headline where it has none.

    A record without text is a problem of its own.
    """
    keys: dict[str, int] = {}
    for number, record in enumerate(records, 1):
        name = record.accession or record.headline or f"article {number}"
        key = f"{document.key}#{' '.join(name.split())[:120]}"
        keys[key] = keys.get(key, 0) + 1
        if keys[key] > 1:
            key = f"{key}#{keys[key]}"
        body = _body_of(record)
        if not body.text.strip():
            shown = record.headline or f"article {number}"
            yield Problem(key, f"{source}: {shown[:80]!r} has no text in this export: download its full text")
            continue
        yield body.dress_article(_article_of(record, key, body.text))
        if record.day is None and record.written_day:
            yield Note(key, f"published date {record.written_day[:60]!r} cannot be read; left out")


def _body_of(record: Record) -> Body:
    """The text as it stands there; a database's text has no buttons and banners that would be taken out."""
    body = Body()
    coded = any("&#" in paragraph or "&amp;" in paragraph for paragraph in record.body)
    for number, paragraph in enumerate(record.body):
        if number in record.headings:
            body.add_heading(record.headings[number])
        if text := " ".join((unescape(paragraph) if coded else paragraph).split()):
            body.length += len(text) + (2 if body.parts else 0)
            body.parts.append(text)
    return body


def _article_of(record: Record, key: str, text: str) -> Article:
    section, page = split_section(record.section)
    headline = " ".join(record.headline.split()).strip(" ;")
    return Article(
        key=key,
        title=headline or first_words(text),
        text=text,
        url=record.url if re.match(r"https?://[^\s<>\"']+$", record.url) else None,
        outlet=plain_outlet(record.outlet) or None,
        authors=read_byline_names(record.byline),
        published=record.day,
        section=section or None,
        page=(record.page or page).strip() or None,
        tags=tuple(dict.fromkeys(record.tags))[:_TAGS],
        deck=" ".join(record.deck.split()) or None,
        source_id=record.accession or None,
    )


def split_section(stated: str) -> tuple[str, str]:
    """``NEWS; Pg. 3`` as section and page."""
    stated = " ".join(stated.split())
    if _NUMBER_ONLY.match(stated):
        return "", stated
    found = _PAGE.search(stated)
    if not found:
        return stated, ""
    return stated[: found.start()].strip(" ;,|"), found["page"]


def plain_outlet(stated: str) -> str:
    """A paper's name without the place and the edition that follow it: ``Los Angeles Times; Los Angeles, Calif.``"""
    name = " ".join(stated.split(";", 1)[0].split())
    name = _ARTICLE_LAST.sub(r"\g<the> \g<name>\g<place>", name)
    return _EDITION.sub("", name).strip(" .,-–")


def read_byline_names(byline: str) -> tuple[str, ...]:
    """The names in a byline; ``Doe, Jo; Roe, Max`` are Jo Doe and Max Roe."""
    byline = " ".join(re.sub(r"\([^()]*\)|\bsoftReturn\b", " ", byline).split()).replace(" ,", ",")
    if not byline:
        return ()
    stated = byline if BYLINE.match(byline) else byline.rstrip(" .")
    parts = [part.strip() for part in stated.split(";") if part.strip()]
    return read_names([_turned(part) for part in parts])


def _turned(name: str) -> str:
    found = _INVERTED.match(name)
    if not found or found["last"].upper() in AGENCIES or found["first"].upper() in AGENCIES:
        return name
    return f"{found['first']} {found['last']}"


def split_tags(stated: str) -> list[str]:
    """``IMMIGRATION (93%); EUROPEAN UNION (90%)`` as a list of words."""
    parts = re.split(r"\s*[;|]\s*", " ".join(stated.split()))
    plain = (_FORM.sub("", _PERCENT.sub("", part)).strip(" ,.") for part in parts)
    return [part for part in plain if part and not re.fullmatch(r"[\d, ]+", part) and len(part) <= 80]
