"""Articles whose facts are printed as labelled lines: ``Publication title: …``, above the text, below it, or both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.facts.body import SENTENCE_END
from ingest.read.databases.days import read_day
from ingest.read.databases.paragraph import Paragraph, joined_lines
from ingest.read.databases.record import Record, split_tags
from ingest.read.databases.vocabulary import COPYRIGHT, read_label

_UNKNOWN = re.compile(r"^[^\W\d_][\w/&' -]{2,40}:\s")
_LONG = 180  # characters; a longer line is text
_AMONG = 2  # unlabelled lines that may stand between labelled ones of a head


def lines_of(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Each line as a paragraph, with those joined again that a program broke; labelled lines stay apart."""
    return joined_lines(paragraphs, lambda line: read_label(line) is not None)


def head_end(lines: Sequence[Paragraph], start: int = 0) -> int:
    """The number of the first line below the labelled lines at the top, a few unlabelled ones among them."""
    end, unlabelled = start, 0
    for number in range(start, len(lines)):
        if read_label(lines[number].text):
            end, unlabelled = number + 1, 0
            continue
        unlabelled += 1
        line = lines[number].line
        if unlabelled > _AMONG or len(line) > _LONG or (len(line) > _LONG // 3 and SENTENCE_END.search(line)):
            break
    last = read_label(lines[end - 1].text) if end > start else None
    return end + 1 if last and not last[2] and end < len(lines) and last[1] != "text" else end


def tail_start(lines: Sequence[Paragraph], start: int) -> int:
    """The number of the first of the labelled lines at the bottom, a copyright among them; ``start`` is the lowest."""
    found = len(lines)
    for number in range(len(lines) - 1, start - 1, -1):
        if read_label(lines[number].text) or COPYRIGHT.match(lines[number].line):
            found = number
        elif _UNKNOWN.match(lines[number].line):
            continue  # counts where one that is known stands above it
        elif number and (above := read_label(lines[number - 1].text)) and not above[2]:
            continue  # the value of the label above it
        else:
            break
    return found


def keep_labels(record: Record, lines: Sequence[Paragraph]) -> list[str]:
    """Keep what labelled lines say; give the lines that are none."""
    others: list[str] = []
    waiting = ""
    for each in lines:
        label = read_label(each.text)
        if label is None:
            if waiting:
                keep_field(record, waiting, each.line)
            elif each.line:
                others.append(each.line)
            waiting = ""
            continue
        waiting = label[1] if not label[2] else ""
        if label[2]:
            keep_field(record, label[1], " ".join(label[2].split()))
    return others


def keep_field(record: Record, field: str, value: str) -> None:
    """Keep one fact; the first of a kind counts."""
    if field == "tags":
        record.tags += split_tags(value)
    elif field == "day":
        record.day = record.day or read_day(value)
        record.written_day = record.written_day or value
    elif field in (
        "headline",
        "outlet",
        "byline",
        "section",
        "page",
        "url",
        "accession",
        "deck",
    ) and not getattr(record, field):
        setattr(record, field, value)
