"""Europresse (HTML): each article in an ``article`` element whose parts are told by their class names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.read.databases.days import find_day, read_compact_day
from ingest.read.databases.paragraph import Paragraph
from ingest.read.databases.record import Record
from ingest.read.databases.vocabulary import COPYRIGHT

NAME = "Europresse"
_NUMBER = re.compile(
    r"\b(?P<number>(?:news|biblio|repo|web|social)[·.‧•]\s?\d{8}[·.‧•]\s?[A-Z0-9-]{1,12}(?:[·.‧•]\s?[\w-]+)*)"
)
_PAGE = re.compile(
    r"\bp(?:ages?|p|\.)?\s*\.?\s*(?P<page>[A-Z]{0,4}-?\d[\w-]*(?:[,;] ?[A-Z]{0,4}-?\d+)*)\s*$", re.I
)
_WEEKDAY = re.compile(
    r"(?:day|di|tag|dag|woch|dimanche|lunes|martes|coles|jueves|viernes|bado|domingo)$", re.I
)
_WORDS = re.compile(r"\d[\d\s]*\s(?:mots|words|wörter|palabras)", re.I)
_ELSEWHERE = re.compile(r"^(?:cet article est paru dans|this article appeared in|illustrations? ?:)", re.I)
_SHORT = 300  # characters of a copyright
_CASE = {
    "docpublicationname": "outlet",
    "titrearticle": "headline",
    "docheader": "day",
    "doctitresoussection": "section",
    "docauthors": "byline",
    "sm-margin-bottomnews": "byline",
    "rdp__subtitle": "deck",
    "public-lblnodoc": "number",
    "public_lblnodoc": "number",
    "doctext": "text",
    "dococurrcontainer": "text",
    "doc-legalinfo": "",
    "apd-wrapper": "",
    "rdp__public": "",
    "icon": "",
}


def recognise(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the parts of articles bear Europresse's class names."""
    if not any("titrearticle" in each.style.casefold() for each in paragraphs):
        return False
    kinds = {_kind(each) for each in paragraphs}
    return {"outlet", "text"} <= kinds or {"headline", "number"} <= kinds


def split(paragraphs: Sequence[Paragraph]) -> Iterator[Record]:
    """The articles: each begins with the name of its paper."""
    waiting: list[tuple[str, Paragraph]] = []
    for paragraph in paragraphs:
        kind = _kind(paragraph)
        if kind == "outlet" and any(each in ("headline", "text", "number") for each, _ in waiting):
            yield _record(waiting)
            waiting = []
        waiting.append((kind, paragraph))
    if any(each in ("headline", "text") for each, _ in waiting):
        yield _record(waiting)


def _kind(paragraph: Paragraph) -> str:
    """What a paragraph is: its innermost element with a name that is known tells."""
    for name in reversed(paragraph.style.casefold().split()):
        for known, kind in _CASE.items():
            if name.startswith(known):
                return kind
    return "number" if _NUMBER.match(paragraph.line) and len(paragraph.line) < 60 else ""


def _record(parts: Sequence[tuple[str, Paragraph]]) -> Record:
    record = Record()
    if "text" not in {kind for kind, _ in parts}:  # an older page marks the headline and nothing below it
        last = max((number for number, (kind, _) in enumerate(parts) if kind == "headline"), default=-1)
        parts = [
            (kind or ("text" if number > last else ""), each) for number, (kind, each) in enumerate(parts)
        ]
    for kind, paragraph in parts:
        if not kind or (kind == "text" and COPYRIGHT.match(paragraph.line) and len(paragraph.line) < _SHORT):
            continue
        line = paragraph.line
        if kind == "outlet":
            record.outlet = record.outlet or re.split(r",\s|\n|\s{4,}", paragraph.text.strip())[0]
        elif kind == "day":
            _keep_header(record, line)
        elif kind == "number":
            found = _NUMBER.search(line)
            record.accession = found["number"].replace(" ", "") if found else ""
        elif kind == "headline":
            record.headline = f"{record.headline} {line}".strip() if not record.body else record.headline
        elif kind == "text":
            record.body += paragraph.lines
        elif not getattr(record, kind):
            setattr(record, kind, line)
    record.day = record.day or read_compact_day(record.accession)
    record.body = [line for line in record.body if not _NUMBER.fullmatch(line) and not _ELSEWHERE.match(line)]
    return record


def _keep_header(record: Record, line: str) -> None:
    """``Politique, mercredi 11 septembre 2024 - 812 mots, p. 12``"""
    found_day = find_day(line)
    if found_day is None:
        record.section = record.section or _WORDS.sub("", line).strip(" ,-")
        return
    record.day, record.written_day = record.day or found_day[0], line
    before = [part.strip() for part in line[: found_day[1]].split(",")[:-1]]
    record.section = record.section or ", ".join(part for part in before if not _WEEKDAY.search(part))
    found = _PAGE.search(line)
    record.page = record.page or (found["page"] if found else "")
