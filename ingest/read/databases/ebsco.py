"""EBSCOhost and Gale (TXT, HTML, RTF, DOCX): labelled lines above each text, the same label first each time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.read.databases.days import find_day
from ingest.read.databases.labelled import head_end, keep_labels, lines_of, tail_start
from ingest.read.databases.paragraph import Paragraph, bare_words
from ingest.read.databases.record import Record
from ingest.read.databases.vocabulary import read_label

NAME = "EBSCO"
_NUMBER = re.compile(
    r"^(?:accession number|an|document number|gale document number|persistent link to this record.{0,20}|zugangsnummer"
    r"|numéro d['’]accès|número de acceso|record)\s*:",
    re.I,
)
_RULE = re.compile(r"^(?:~{4,}|[_=*-]{8,})$")
_SECTION = re.compile(r"^(?:section|rubrik|rubrique|sección)\s*:\s*(?P<section>.+)$", re.I)
_BY = re.compile(r"^by\s+[A-Z]", re.I)
_TITLES = frozenset({"title", "titel", "titre", "título", "headline", "record", "record id", "article title"})


def recognise(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether labelled lines give a title, a source and a number in the database."""
    fields = {label[1] for each in paragraphs for line in each.lines if (label := read_label(line))}
    return {"headline", "outlet"} <= fields and any(
        _NUMBER.match(line) for each in paragraphs for line in each.lines
    )


def split(paragraphs: Sequence[Paragraph]) -> Iterator[Record]:
    """The articles: each begins with the label that the first begins with."""
    lines = list(lines_of(paragraphs))
    starts = _starts(lines)
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield _record(lines[start:end])


def _starts(lines: Sequence[Paragraph]) -> list[int]:
    named = [
        (number, label[0].casefold()) for number, each in enumerate(lines) if (label := read_label(each.text))
    ]
    often = Counter(name for _, name in named if name in _TITLES)
    first = next((name for _, name in named if name in often), "")
    return [number for number, name in named if name == first]


def _record(lines: Sequence[Paragraph]) -> Record:
    record = Record()
    end = head_end(lines)
    text = next(
        (n for n, each in enumerate(lines[:end]) if (label := read_label(each.text)) and label[1] == "text"),
        None,
    )
    if text is not None:
        end = text
    tail = tail_start(lines, end)
    keep_labels(record, [each for each in lines[:end] if not _is_abstract(each)])
    keep_labels(record, lines[tail:])
    if re.fullmatch(r"\d+", record.accession) and len(record.accession) < 4:  # "Record: 1"
        number = [label[2] for each in lines if (label := read_label(each.text)) and _NUMBER.match(each.line)]
        record.accession = next((each for each in number if len(each) > 3), "")
    body = [each.line for each in lines[end:tail]]
    if body and (label := read_label(body[0])) and label[1] == "text":
        body[0] = label[2]
    _split_source(record)
    record.body = _text(record, [line for line in body if line])
    if not record.body:
        record.body = [
            value
            for each in lines
            if _is_abstract(each) and (value := (read_label(each.text) or ("", "", ""))[2])
        ]
    return record


def _is_abstract(line: Paragraph) -> bool:
    label = read_label(line.text)
    return label is not None and label[1] == "abstract"


def _split_source(record: Record) -> None:
    """``USA Today. Mar 10, 2022, p3A.`` or ``Washington Post, The, 05/12/2021`` names the paper, the day and the page."""
    stated = record.outlet
    found = find_day(stated, month_first=True)
    if found is None:
        return
    record.day = record.day or found[0]
    name = re.match(r"^(?P<outlet>.{2,}?)[.,;:(\s]*(?:vom\b.*|Vol\b.*|\[.*)?$", stated[: found[1]])
    page = re.search(r"\bp(?:p|g)?\.?\s?(?P<page>[A-Z]?\d[\w-]*)", stated)
    record.outlet = name["outlet"].strip(" .,") if name else stated
    record.page = record.page or (page["page"] if page else "")


def _text(record: Record, lines: list[str]) -> list[str]:
    if lines and (section := _SECTION.match(lines[0])):
        record.section = record.section or section["section"]
        lines = lines[1:]
    if lines and bare_words(lines[0]) == bare_words(record.headline):
        lines = lines[1:]
    end = next((number for number, line in enumerate(lines) if _RULE.match(line)), len(lines))
    below = lines[end + 1 :]
    if not record.byline and below and _BY.match(below[0]):
        record.byline = below[0]
    return lines[:end]
