"""The Austrian press agency's archives, APA-OnlineManager and DeFacto (RTF): a line of source above each article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.facts.body import BYLINE
from ingest.read.databases.days import read_day
from ingest.read.databases.paragraph import Paragraph
from ingest.read.databases.record import Record

NAME = "APA"
_DAY = r"\d{1,2}\.\s?(?:\d{1,2}\.|[^\W\d_]{3,9}\.?)\s?\d{4}"
_SOURCE = re.compile(
    rf"^[\"„“»']?(?P<outlet>[^\"“”«']{{2,60}}?)[\"“”«']?(?:\s+\(?(?P<section>[^\"“”\d]{{2,60}}?)\)?)?\s+(?:gefunden am|vom)\s+"
    rf"(?P<day>{_DAY}(?:\s+\d{{1,2}}[.:]\d\d(?:\s?Uhr)?)?)(?P<rest>.*)$"
)
_PAGE = re.compile(r"\bSeiten?:?\s*(?P<page>[A-Z]?\d[\w/,-]*)")
_RESSORT = re.compile(r"\bRessort:?\s*(?P<section>[^;:.?!|]+?)(?=\s{2,}|\s+Seite|\s*[|;]|$)")
_RULE = re.compile(r"^_{20,}$")
_STOP = re.compile(r"^(?:gespeicherte[r]? anh[aä]nge?|der gegenständliche text ist eine abschrift)", re.I)
_FACT = re.compile(r"^(?:Seiten?|Ressort|Ausgabe|Bundesland|Autor(?:in|en)?|Von)\b[: ]")


def recognise(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether articles are parted by rules, with a line of source below each."""
    lines = [line for each in paragraphs for line in each.lines]
    rules = [number for number, line in enumerate(lines) if _RULE.match(line)]
    if not any(_SOURCE.match(line) for line in lines[:6]):
        return False
    return any(_SOURCE.match(line) for rule in rules for line in lines[rule + 1 : rule + 4]) or (
        sum(bool("gefunden am" in line and _SOURCE.match(line)) for line in lines) > 0
    )


def split(paragraphs: Sequence[Paragraph]) -> Iterator[Record]:
    """The articles, parted by rules or by lines of source."""
    waiting: list[str] = []
    for each in paragraphs:
        for line in each.lines:
            source = bool(_SOURCE.match(line)) and len(line) < 160
            if (_RULE.match(line) or (source and "gefunden am" in line)) and any(
                _SOURCE.match(old) for old in waiting[:6]
            ):
                yield _record(waiting)
                waiting = []
            if not _RULE.match(line):
                waiting.append(line)
    if any(_SOURCE.match(old) for old in waiting[:6]):
        yield _record(waiting)


def _record(lines: list[str]) -> Record:
    record = Record()
    at = next(number for number, line in enumerate(lines) if _SOURCE.match(line))
    source = _SOURCE.match(lines[at])
    assert source is not None
    record.outlet, record.section = source["outlet"].strip(), (source["section"] or "").strip()
    record.day, record.written_day = read_day(source["day"]), source["day"]
    facts = [source["rest"]]
    rest = lines[at + 1 :]
    while rest and (_FACT.match(rest[0]) or _is_day(rest[0])):
        fact = rest.pop(0)
        if BYLINE.match(fact) or fact.startswith("Autor"):
            record.byline = re.sub(r"^Autor(?:in|en)?:?\s*", "", fact)
        facts.append(fact)
    for fact in facts:
        if page := _PAGE.search(fact):
            record.page = page["page"].rstrip(",")
        if section := _RESSORT.search(fact):
            record.section = section["section"].strip()
    end = next((number for number, line in enumerate(rest) if _STOP.match(line)), len(rest))
    rest = rest[:end]
    if rest:
        record.headline, rest = rest[0], rest[1:]
    if rest and BYLINE.match(rest[0]) and not record.byline:
        record.byline = rest.pop(0)
    record.body = rest
    return record


def _is_day(line: str) -> bool:
    return len(line) < 40 and bool(re.match(rf"^{_DAY}", line))
