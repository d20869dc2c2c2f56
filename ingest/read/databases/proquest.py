"""ProQuest (mail, HTML, TXT, RTF, DOCX): the text between "Full text" and a block of labelled lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.read.databases.days import read_day
from ingest.read.databases.labelled import keep_labels, lines_of, tail_start
from ingest.read.databases.paragraph import Paragraph
from ingest.read.databases.record import Record
from ingest.read.databases.vocabulary import DOCUMENT_MARK, read_label

NAME = "ProQuest"
_ID = re.compile(
    r"^(?:(?:proquest[- ](?:document|dokument)[- ]id|id\.? (?:de )?documento (?:de )?proquest|id du document proquest"
    r"|identifiant (?:de|du) document proquest|id documento proquest)\s*:)",
    re.I,
)
_LAST = re.compile(r"^(?:database|datenbank|base de données|databank|base de datos|banca dati)\s*:", re.I)
_RULE = re.compile(r"^[_=]{20,}$")
_FURNITURE = re.compile(
    r"^(?:all documents are reproduced with the permission|please do not reply directly|.{0,60} sent you the following:?"
    r"|email \d+ of \d+|contact (?:us|proquest)\b|database copyright|terms and conditions|proquest document link"
    r"|enlarge this image\.?"
    r"|report information from proquest|table of contents|bibliography|https?://\S*proquest\S*$|get it at\b|find a copy\b"
    r"|copyright .{0,40}proquest llc)",
    re.I,
)
_BELOW = re.compile(  # what stands between the text and the labels
    r"^(?:illustration|photograph|authoraffiliation|author affiliation|references|sidebar|caption\s*:"
    r"|credit\s*:|word count\s*:|cr[ée]dito?\s*:)",
    re.I,
)
_INFO = re.compile(r"^(?P<outlet>[^;\[]{2,120}?)\s*(?:[;,]|\s\[|\s*\.\s*\[)")
_NOTHING = re.compile(r"^(?:none available|not available|keine|aucun|geen|ninguno).{0,20}$", re.I)
_ADDRESS = re.compile(r"^(?:--+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[a-z]+>)$")


def recognise(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a labelled line gives ProQuest's number of a document."""
    return any(_ID.match(line) for each in paragraphs for line in each.lines)


def split(paragraphs: Sequence[Paragraph]) -> Iterator[Record]:
    """The articles: each ends with the labelled lines that hold ProQuest's number."""
    waiting: list[Paragraph] = []
    seen = last = False
    for line in lines_of(paragraphs):
        rule = bool(_RULE.match(line.line)) or bool(DOCUMENT_MARK.match(line.line))
        if seen and (rule or last or not read_label(line.text)):
            yield _record(waiting)
            waiting, seen = [], False
        last = bool(_LAST.match(line.line))
        if rule:
            waiting = []
        elif not _FURNITURE.match(line.line) or (waiting and not seen and len(line.line) > 200):
            waiting.append(line)
            seen = seen or bool(_ID.match(line.line))
    if seen:
        yield _record(waiting)


def _record(lines: list[Paragraph]) -> Record:
    record = Record()
    labels = [read_label(each.text) for each in lines]
    start = next((n for n, label in enumerate(labels) if label and label[1] == "text"), None)
    tail = tail_start(lines, (start or 0) + 1)
    keep_labels(record, lines[tail:])
    head = lines[: start if start is not None else tail]
    first = next((each.line for n, each in enumerate(head) if not labels[n]), "")
    record.headline = record.headline or first
    abstract = _abstract(head)
    _keep_head(record, head)
    if start is not None:
        text = labels[start][2]  # type: ignore[index]
        record.body = _text([text, *(each.line for each in lines[start + 1 : tail])])
    if not record.body and abstract:
        record.body = abstract
    return record


def _keep_head(record: Record, head: Sequence[Paragraph]) -> None:
    labelled = [
        each
        for each in head
        if (label := read_label(each.text)) and label[1] in ("byline", "section", "page")
    ]
    keep_labels(record, labelled)
    for each in head[:8]:
        label = read_label(each.text)
        stated = label[2] if label and label[0].casefold().startswith("publication info") else each.line
        if stated == record.headline or (label and label[1] != "other"):
            continue
        if "[" in stated and (day := read_day(stated)):
            record.day = record.day or day
            found = _INFO.match(stated)
            record.outlet = record.outlet or (found["outlet"] if found else "")
            page = re.search(r":\s*([A-Z]{0,3}[.-]?\w{1,6})\.?$", stated)
            record.page = record.page or (page[1] if page else "")


def _abstract(head: Sequence[Paragraph]) -> list[str]:
    start = next(
        (n for n, each in enumerate(head) if (label := read_label(each.text)) and label[1] == "abstract"),
        None,
    )
    if start is None:
        return []
    first = (read_label(head[start].text) or ("", "", ""))[2]
    rest = []
    for each in head[start + 1 :]:
        if read_label(each.text):
            break
        rest.append(each.line)
    return [line for line in [first, *rest] if line and not _NOTHING.match(line)]


def _text(lines: Sequence[str]) -> list[str]:
    lines = [line for line in lines if line]
    end = next(
        (n for n, line in enumerate(lines) if n and _BELOW.match(line) and len(line.split()) < 400),
        len(lines),
    )
    return [line for line in lines[:end] if not _ADDRESS.match(line) and not _FURNITURE.match(line)]
