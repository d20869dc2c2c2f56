"""NewsBank and GENIOS (TXT, RTF, DOCX, PDF, HTML): headline and source above each text, its number below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.facts.body import BYLINE, SENTENCE_END
from ingest.read.databases.days import names_day, read_day
from ingest.read.databases.labelled import head_end, keep_labels, lines_of, tail_start
from ingest.read.databases.paragraph import Paragraph
from ingest.read.databases.record import Record
from ingest.read.databases.vocabulary import COPYRIGHT, read_label

NAME = "NewsBank"
_NUMBER = re.compile(
    r"^(?:record (?:number|id)|newsbank record number|dokumentnummer|document number)\s*:", re.I
)
_BELOW = re.compile(
    r"^(?:openurl link|citation\b|newsbank\b|© \d{4} newsbank|dauerhafte adresse|alle rechte vorbehalten|www\.\S+$|https?://\S+$"
    r"|newsbank,? inc|read news document|to bookmark this article)",
    re.I,
)
_SOURCE = re.compile(
    r"^(?P<outlet>[^|]{3,80}?)\s*(?:\s[-–—]\s|\||,?\s+vom\s|,\s)\s*(?P<day>(?:[^\W\d_]+,? )?(?:\d|[^\W\d_]{3,10}\.? \d).{4,60})$"
)
_DAY_FIRST = re.compile(r"^(?P<day>[^|]{6,40}\d{4})\s*[|•–]\s*(?P<outlet>[^|]{3,80})(?:\s*\|.*)?$")
_NAMED = re.compile(r"^(?:read news document|.{0,60}\bnewsbank\b.{0,80})$", re.I)
_WORDS = re.compile(r"^(?:\d{1,6}(?: words?)?|words?)$", re.I)
_PAGE = re.compile(r"\b(?:page|p\.|s\.|seite)\s?(?P<page>[A-Z]?\d[\w-]*)", re.I)
_HEADLINE = 200  # characters


def recognise(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a labelled line gives a record's number and a day is named above it, or lines of source say NewsBank."""
    if _sources(paragraphs) and any(_NAMED.match(line) for each in paragraphs for line in each.lines):
        return True
    at = next((n for n, each in enumerate(paragraphs) if any(map(_NUMBER.match, each.lines))), None)
    if at is None:
        return False
    return any(read_day(line) for each in paragraphs[: at + 1] for line in each.lines[:40] if len(line) < 160)


def split(paragraphs: Sequence[Paragraph]) -> Iterator[Record]:
    """The articles: each ends below the number of its record."""
    if not any(_NUMBER.match(line) for each in paragraphs for line in each.lines):
        yield from _split_at_sources(list(lines_of(paragraphs)))
        return
    waiting: list[Paragraph] = []
    seen = False
    for line in lines_of(paragraphs):
        below = bool(_BELOW.match(line.line)) or bool(COPYRIGHT.match(line.line))
        if seen and not below and not read_label(line.text):
            yield _record(waiting)
            waiting, seen = [], False
        seen = seen or bool(_NUMBER.match(line.line))
        if not _BELOW.match(line.line):
            waiting.append(line)
    if seen:
        yield _record(waiting)


def _sources(paragraphs: Sequence[Paragraph]) -> list[int]:
    """The numbers of the paragraphs that are a line such as ``September 19, 2025 | Star Ledger, The (Ormsay, ME)``."""
    return [
        number
        for number, each in enumerate(paragraphs)
        if any(
            "|" in line and (found := _DAY_FIRST.match(line)) and read_day(found["day"])
            for line in each.lines[:3]
        )
    ]


def _split_at_sources(lines: list[Paragraph]) -> Iterator[Record]:
    """The articles where no number ends them: each begins with the line above its line of source."""
    starts = [max(0, number - 1) for number in _sources(lines)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        kept: list[Paragraph] = []
        for line in lines[start:end]:
            parts = [Paragraph(part.strip()) for part in line.text.split("|")]
            if all(read_label(part.text) for part in parts):
                kept += parts
            elif not _NAMED.match(line.line) and not _WORDS.match(line.line):
                kept.append(line)
        yield _record(kept)


def _record(lines: Sequence[Paragraph]) -> Record:
    record = Record()
    end = head_end(lines)
    if end == len(lines):  # no labels but those below the text
        end = 0
    tail = tail_start(lines, end)
    others = keep_labels(record, lines[:end])
    keep_labels(record, lines[tail:])
    body = [each.line for each in lines[end:tail]]
    taken = 0
    for line in others or body[:5]:
        if not _keep_source(record, line):
            if record.headline or len(line) > _HEADLINE:
                break
            record.headline = line
        taken += 1
    if not others:
        body = body[taken:]
    if record.day and not record.outlet and record.headline and body and _is_headline(body[0]):
        record.outlet, record.headline = record.headline, body.pop(0)
    elif not record.headline and body and _is_headline(body[0]):
        record.headline = body.pop(0)
    if body and BYLINE.match(body[0]) and not SENTENCE_END.search(body[0]):
        record.byline = record.byline or body.pop(0)
    record.body = [line for line in body if not COPYRIGHT.match(line)]
    if (day := read_day(record.outlet)) is not None:
        _keep_source(record, record.outlet, force=True)
        record.day = record.day or day
    return record


def _is_headline(line: str) -> bool:
    return len(line) <= _HEADLINE and not SENTENCE_END.search(line)


def _keep_source(record: Record, line: str, force: bool = False) -> bool:
    """Keep paper, day and page of a line such as ``Harbour Post (ME) - January 5, 2010``; False if it is none."""
    if not names_day(line):
        return False
    if found := _DAY_FIRST.match(line) or _SOURCE.match(line):
        if not read_day(found["day"]):
            return False
        if force or not record.outlet:
            record.outlet = found["outlet"].strip(" ,-")
        record.day = record.day or read_day(found["day"])
    elif re.match(r"^(?:[^\W\d_]+,? )?(?:\d|[^\W\d_]{3,10}\.? \d)", line) and len(line) < 50:
        record.day = record.day or read_day(line)
    else:
        return False
    page = _PAGE.search(line)
    record.page = record.page or (page["page"] if page else "")
    return True
