"""One article as LexisNexis and Nexis Uni print it: a head, labelled lines, the text, labelled lines, a copyright."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.facts.body import BYLINE, SENTENCE_END
from ingest.read.databases.days import read_day
from ingest.read.databases.paragraph import Paragraph, unwrapped
from ingest.read.databases.record import Record, split_tags
from ingest.read.databases.vocabulary import BODY_MARK, COPYRIGHT, TAIL_MARK, read_label

_COVER = re.compile(  # the page that a download begins with, also between two that were put together
    r"^(?:download request|print request|time of request|date and time|printopdracht|downloadopdracht|tijd van aanvraag"
    r"|auftrag|zeit der anfrage|demande de téléchargement|solicitud de descarga|job number)\s*:",
    re.I,
)
_UNKNOWN_LABEL = re.compile(r"^[^\W\d_a-zß-ÿ][^\W\d_a-zß-ÿ/ -]{2,30}:(?:\s|$)")
_DAY_LINE = 90  # characters of a line that says when
_DAY_AT = 40  # characters of it before the day
_VERSION = re.compile(r";?\s*version\s*:?\s*\d+\s*$", re.I)
_NUMBER = re.compile(r"^\W*\d+\W*$")
_INNER = re.compile(r"^(?:abstract|full[- ]text|résumé|zusammenfassung|samenvatting|resumen)$", re.I)
_HEADING = 90  # characters


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    paragraph: Paragraph
    is_first: bool  # whether a blank line, or another paragraph's end, parts it from the line above


def record_of_nexis(paragraphs: Sequence[Paragraph], width: int, *, day_is_first: bool) -> Record:
    """The article in ``paragraphs``, which begin with its head or with what stands above that.

    ``day_is_first`` says that the day stands above the headline (LexisNexis), not below it (Nexis Uni). ``width`` is
    where a program broke the lines of a text (``wrap_width``), 0 where it did not.
    """
    record = Record()
    start = next((n for n, each in enumerate(paragraphs) if _begins_labels(each)), len(paragraphs))
    _read_head(record, _lines(paragraphs[:start]), day_is_first)
    start = _read_labels(record, paragraphs, start)
    end = _end_of_text(paragraphs, start)
    for paragraph in paragraphs[end:]:
        label = read_label(paragraph.text)
        if label and label[1] == "tags":
            record.tags += split_tags(label[2])
        elif label and not getattr(record, label[1], "x"):
            _keep(record, label[1], label[2])
    _read_text(record, paragraphs[start:end], width)
    return record


def _lines(paragraphs: Sequence[Paragraph]) -> list[_Line]:
    return [
        _Line(line, paragraph, number == 0 and paragraph.is_parted)
        for paragraph in paragraphs
        for number, line in enumerate(paragraph.lines)
    ]


def _begins_labels(paragraph: Paragraph) -> bool:
    label = read_label(paragraph.text)
    return bool(BODY_MARK.match(paragraph.line)) or (
        label is not None
        and label[1] not in ("day", "outlet", "tags", "url", "accession")
        and not _COVER.match(paragraph.line)
    )


def _is_day(line: str) -> bool:
    if len(line) > _DAY_LINE or not any(map(str.isdigit, line)) or read_label(line):
        return False
    return read_day(line) is not None and read_day(line[_DAY_AT:]) is None


def _read_head(record: Record, lines: list[_Line], day_is_first: bool) -> None:
    lines = [each for each in lines if not COPYRIGHT.match(each.text)]
    days = [number for number, each in enumerate(lines) if _is_day(each.text)]
    if not days:
        _read_head_without_day(record, lines)
        return
    first = last = days[0] if day_is_first else days[-1]
    while first - 1 in days and not day_is_first:
        first -= 1
    while last + 1 in days:
        last += 1
    record.day, record.written_day = read_day(lines[first].text), lines[first].text
    before, after = lines[:first], lines[last + 1 :]
    while day_is_first and after and (not after[0].is_first or after[0].paragraph.is_centred):
        after = after[1:]  # the edition
    if day_is_first and after:
        _read_headline(record, after)
        names = [each.text for each in before if not each.text.startswith("http")]
        record.outlet = names[0] if names else ""
        record.url = next((each.text for each in before if each.text.startswith("http")), "")
    else:
        record.outlet = before[-1].text if before else ""
        _read_headline(record, _above_outlet(before[:-1], before[-1] if before else None))


def _read_head_without_day(record: Record, lines: list[_Line]) -> None:
    record.written_day = next((each.text for each in lines if re.search(r"\b[12]\d{3}\b", each.text)), "")
    lines = [each for each in lines if each.text != record.written_day]
    centred = [each for each in lines if each.paragraph.is_centred]
    others = [each for each in lines if not each.paragraph.is_centred]
    if centred and others:
        record.outlet = centred[0].text
        _read_headline(record, others)
    elif lines:
        record.outlet = lines[0].text if len(lines) > 1 else ""
        _read_headline(record, lines[1:] or lines)


def _above_outlet(lines: list[_Line], outlet: _Line | None) -> list[_Line]:
    """The lines of the headline among those above the outlet: they stand together, and alike if centred."""
    centred = outlet is not None and outlet.paragraph.is_centred
    if centred and any(each.paragraph.is_centred for each in lines[-1:]):
        start = len(lines)
        while start and lines[start - 1].paragraph.is_centred:
            start -= 1
        return lines[start:]
    start = len(lines) - 1
    if outlet is not None and outlet.is_first and lines:  # a blank line parts the two
        outlet = None
    while start > 0 and not lines[start].is_first:
        start -= 1
    return lines[max(start, 0) :]


def _read_headline(record: Record, lines: list[_Line]) -> None:
    """The first run of lines is the headline; what a semicolon at a line's end or a blank line parts off is the deck."""
    runs: list[list[str]] = []
    for each in lines:
        if not runs or each.is_first or (runs[-1] and runs[-1][-1].endswith(";")):
            runs.append([])
        runs[-1].append(each.text)
    texts = [" ".join(run) for run in runs]
    if not texts:
        return
    record.headline = texts[0].rstrip(" ;")
    rest = texts[1:]
    bylines = [text for text in rest if BYLINE.match(text)]
    record.byline = record.byline or (bylines[0] if bylines else "")
    record.deck = " ".join(text.rstrip(" ;") for text in rest if text not in bylines)


def _read_labels(record: Record, paragraphs: Sequence[Paragraph], start: int) -> int:
    """Keep what the labelled paragraphs from ``start`` on say; the number of the first paragraph of the text."""
    number = start
    while number < len(paragraphs):
        paragraph = paragraphs[number]
        line = paragraph.line
        if BODY_MARK.match(line):
            return number + 1
        label = read_label(paragraph.text)
        if label and label[1] == "text":
            return number  # its value is text
        if label:
            _keep(record, label[1], label[2])
        elif line and not COPYRIGHT.match(line):
            following = [each for each in paragraphs[number : number + 12] if each.line]
            if not any(BODY_MARK.match(each.line) for each in following):
                return number
            _keep_between(record, line)
        number += 1
    return number


def _keep_between(record: Record, line: str) -> None:
    """A paragraph among the labels of Nexis Uni, above its "Body": the rest of a deck."""
    if record.deck:
        record.deck += f" {line}"


def _keep(record: Record, field: str, value: str) -> None:
    value = " ".join(value.split())
    if field == "section":
        record.section = record.section or _VERSION.sub("", value)
    elif field == "day":
        record.day = record.day or read_day(value)
    elif field == "tags":
        record.tags += split_tags(value)
    elif field == "headline":
        record.headline = value or record.headline
    elif field in ("byline", "page", "url", "accession", "deck", "outlet") and not getattr(record, field):
        setattr(record, field, value)


def _end_of_text(paragraphs: Sequence[Paragraph], start: int) -> int:
    """The number of the first paragraph below the text: labelled lines, a mark, the copyright."""
    end = len(paragraphs)
    for number in range(start, end):
        if len(paragraphs[number].text) > _HEADING * 2:
            continue
        line = paragraphs[number].line
        if TAIL_MARK.match(line) and number > start:
            return number
        if _COVER.match(line):
            end = number
            break
    found = end
    for number in range(end - 1, start - 1, -1):
        text = paragraphs[number].text.strip()
        label = read_label(text)
        if (label and label[1] not in ("text", "day", "headline")) or COPYRIGHT.match(text):
            found = number
        elif text and not _UNKNOWN_LABEL.match(text) and not _is_tail_of_copyright(paragraphs, number):
            break
    return found


def _is_tail_of_copyright(paragraphs: Sequence[Paragraph], number: int) -> bool:
    """Whether a copyright that runs over paragraphs goes on here."""
    above = next((each for each in reversed(paragraphs[max(0, number - 3) : number]) if each.line), None)
    return above is not None and bool(COPYRIGHT.match(above.text)) and paragraphs[number].is_centred


def _read_text(record: Record, paragraphs: Sequence[Paragraph], width: int) -> None:
    heading = in_abstract = ""
    for paragraph in paragraphs:
        label = read_label(paragraph.text) if not record.body else None
        text = label[2] if label and label[1] == "text" else paragraph.text
        for line in unwrapped(text, width):
            if _INNER.match(line):
                in_abstract = "" if line.casefold().startswith("full") else line
            elif _NUMBER.match(line) or (COPYRIGHT.match(line) and len(line) < 300 and not record.body):
                continue
            elif in_abstract:
                record.deck, in_abstract = record.deck or line, ""
            elif paragraph.is_bold and len(line) <= _HEADING and not SENTENCE_END.search(line):
                heading = line
            else:
                if heading:
                    record.headings[len(record.body)] = heading
                record.body.append(line)
                heading = ""
    if heading and record.body:
        record.body.append(heading)
