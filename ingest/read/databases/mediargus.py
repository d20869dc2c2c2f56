"""Mediargus and GoPress (TXT): a numbered list of the articles, then their texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.read.databases.days import read_day
from ingest.read.databases.paragraph import Paragraph, bare_words, unwrapped, wrap_width
from ingest.read.databases.record import Record
from ingest.read.databases.vocabulary import COPYRIGHT

NAME = "Mediargus"
_LISTED = re.compile(r"^\W?(?P<number>\d{1,4})\.\s+(?P<headline>\S.*)$")
_SOURCE = re.compile(  # "De Morgen, woensdag 30 november 2011, p. 23, 853w."
    r"^(?P<outlet>[^,]{2,60}),\s+(?P<day>[^,]{8,40}\d{4})(?:,\s*pp?\.?\s*(?P<page>[\w/-]{1,8}))?(?:,\s*\d+\s?w\.?)?$"
)
_HEAD = re.compile(r"^(?P<day>\d{1,2}[-/.]\d{1,2}[-/.]\d{4}),\s*pp?\.\s?(?P<page>[\w/-]{1,8})$")


@dataclass(frozen=True, slots=True)
class _Listed:
    headline: str
    outlet: str


def recognise(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a list gives paper, day, page and words, or texts begin with day and page."""
    heads = sum(bool(_HEAD.match(each.line)) for each in paragraphs)
    return heads > 0 and bool(_listed(paragraphs))


def split(paragraphs: Sequence[Paragraph]) -> Iterator[Record]:
    """The articles; outlets stand in the list alone, which has them in the same order."""
    listed = _listed(paragraphs)
    width = wrap_width(paragraphs)
    heads = [number for number, each in enumerate(paragraphs) if _HEAD.match(each.line)]
    for order, (start, end) in enumerate(zip(heads, [*heads[1:], len(paragraphs)], strict=True)):
        entry = listed[order] if order < len(listed) else _Listed("", "")
        yield _record(paragraphs[start:end], entry, width)


def _listed(paragraphs: Sequence[Paragraph]) -> list[_Listed]:
    found: list[_Listed] = []
    headline = ""
    for each in paragraphs:
        if _HEAD.match(each.line):
            break
        for line in each.lines:
            if entry := _LISTED.match(line):
                headline = entry["headline"]
            elif headline and (source := _SOURCE.match(line)) and read_day(source["day"]):
                found.append(_Listed(headline, source["outlet"]))
                headline = ""
    return found


def _record(paragraphs: Sequence[Paragraph], entry: _Listed, width: int) -> Record:
    head = _HEAD.match(paragraphs[0].line)
    record = Record(outlet=entry.outlet)
    if head:
        record.day, record.written_day, record.page = read_day(head["day"]), head["day"], head["page"]
    lines = [line for each in paragraphs[1:] for line in unwrapped(each.text, width)]
    lines = [line for line in lines if not COPYRIGHT.match(line)]
    at = next(
        (
            n
            for n, line in enumerate(lines[:3])
            if entry.headline and bare_words(line) == bare_words(entry.headline)
        ),
        None,
    )
    if at is None:
        record.headline, start = entry.headline or (lines[0] if lines else ""), 0 if entry.headline else 1
    else:
        record.headline, start = lines[at], at + 1
        record.section = lines[at - 1] if at else ""
    record.body = lines[start:]
    return record
