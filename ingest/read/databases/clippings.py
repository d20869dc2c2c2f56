"""A press review as PDF: a table of contents, then the clippings that it names, each with its paper and day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.facts.body import BYLINE, SENTENCE_END
from ingest.read.databases.days import find_day
from ingest.read.databases.paragraph import Paragraph, bare_words
from ingest.read.databases.record import Record
from ingest.read.databases.vocabulary import COPYRIGHT

NAME = "press review"
_ENTRY = re.compile(r"^(?P<title>\S.{3,180}?)(?:\s*[.…·_]{2,}\s*|\s+)(?:p(?:age|\.)?\s*)?(?P<page>\d{1,4})$")
_FEWEST = 2  # entries that must be found again
_FOUND = 0.6  # share of the entries that must be
_CONTENTS = 4  # pages on which a table of contents may stand
_HEAD = 5  # lines below a headline that may name paper, day and author
_SHORT = 120  # characters of such a line
_PAGE = re.compile(r"\b(?:p(?:p|g|ages?)?|s(?:eiten?)?|blz|pág)\.?\s?(?P<page>[A-Z]?\d[\w-]*)\s*$", re.I)
_SIGNS = " ,;|·•–—-/()[]:"
_LEAST = 10  # letters by which a headline is known again


@dataclass(frozen=True, slots=True)
class _Entry:
    title: str
    page: int


def is_entry(line: str) -> bool:
    """Whether a line may be one of a table of contents: words, then a page number."""
    return bool(_ENTRY.match(line)) and not SENTENCE_END.search(line)


def recognise(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the headlines that a table of contents names stand on later pages, in its order."""
    entries = _entries(paragraphs)
    return len(entries) >= _FEWEST and len(_starts(paragraphs, entries)) >= max(
        _FEWEST, _FOUND * len(entries)
    )


def split(paragraphs: Sequence[Paragraph]) -> Iterator[Record]:
    """The clippings; table of contents and cover are left out."""
    starts = _starts(paragraphs, _entries(paragraphs))
    heads = [_head_start(paragraphs, number) for number, _ in starts]
    for (number, entry), start, end in zip(starts, heads, [*heads[1:], len(paragraphs)], strict=True):
        yield _record(paragraphs[start:number], paragraphs[number], paragraphs[number + 1 : end], entry)


def _entries(paragraphs: Sequence[Paragraph]) -> list[_Entry]:
    """The table of contents: lines whose page numbers never go back."""
    entries: list[_Entry] = []
    above = ""
    for paragraph in paragraphs:
        if paragraph.page >= _CONTENTS:
            break
        found = _ENTRY.match(paragraph.line)
        if found and (not entries or int(found["page"]) >= entries[-1].page):
            entries.append(_Entry(f"{above} {found['title']}".strip(), int(found["page"])))
            above = ""
        elif found:
            break
        else:  # the first line of an entry that has two
            above = paragraph.line if entries and len(paragraph.line) < _SHORT else ""
    return entries


def _starts(paragraphs: Sequence[Paragraph], entries: Sequence[_Entry]) -> list[tuple[int, _Entry]]:
    """Where each entry's headline stands below the table of contents."""
    contents = [
        number for number, each in enumerate(paragraphs) if each.page < _CONTENTS and _ENTRY.match(each.line)
    ]
    at = contents[min(len(contents), len(entries)) - 1] + 1 if contents and entries else 0
    starts: list[tuple[int, _Entry]] = []
    for entry in entries:
        title = bare_words(entry.title)
        found = next(
            (n for n in range(at, len(paragraphs)) if _is_title(bare_words(paragraphs[n].line[:300]), title)),
            None,
        )
        if found is not None:
            starts.append((found, entry))
            at = found + 1
    return starts


def _is_title(line: str, title: str) -> bool:
    if min(len(line), len(title)) < _LEAST:
        return line == title
    return line.startswith(title) or (len(line) < 200 and line in title)


def _head_start(paragraphs: Sequence[Paragraph], headline: int) -> int:
    """The first of the short lines above a headline, on its page."""
    start = headline
    while start and headline - start < 3 and paragraphs[start - 1].page == paragraphs[headline].page:
        above = paragraphs[start - 1]
        if len(above.line) > _SHORT or SENTENCE_END.search(above.line):
            break
        start -= 1
    on_page = start == 0 or paragraphs[start - 1].page < paragraphs[headline].page
    return start if on_page or _names_day(paragraphs[start : start + 1]) else headline


def _names_day(paragraphs: Sequence[Paragraph]) -> bool:
    return any(find_day(each.line) for each in paragraphs)


def _record(
    above: Sequence[Paragraph], headline: Paragraph, below: Sequence[Paragraph], entry: _Entry
) -> Record:
    record = Record(headline=headline.line)
    rest = list(below)
    for line in [each.line for each in above]:
        if not _keep(record, line):
            _keep_outlet(record, line)
    for _ in range(_HEAD):
        if not rest or not (
            len(rest[0].line) <= _SHORT
            and (_keep(record, rest[0].line) or _is_outlet(record, rest[0].line, entry))
        ):
            break
        rest.pop(0)
    record.outlet = record.outlet or _left_of_entry(entry.title, headline.line)
    record.body = [each.line for each in rest if not COPYRIGHT.match(each.line)]
    return record


def _keep(record: Record, line: str) -> bool:
    """Keep the paper, day and page of a line such as ``The Calder Ledger, 5 March 2013, p. 4``, or the names of a byline."""
    if BYLINE.match(line) and not SENTENCE_END.search(line):
        record.byline = record.byline or line
        return True
    found = find_day(line)
    if found is None or len(line) > _SHORT:
        return False
    record.day, record.written_day = record.day or found[0], line
    page = _PAGE.search(line)
    record.page = record.page or (page["page"] if page else "")
    name = re.sub(
        r"(?:^|[\s,|])(?:[^\W\d_]+day|[^\W\d_]+dag|[^\W\d_]+tag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)?[\s,.]*$",
        "",
        line[: found[1]],
        flags=re.I,
    )
    name = name.strip(_SIGNS) or re.split(r"\d{4}", line, maxsplit=1)[-1].strip(_SIGNS)
    if name and not _PAGE.fullmatch(name):
        record.outlet = record.outlet or name
    return True


def _keep_outlet(record: Record, line: str) -> None:
    if not record.outlet and len(line.split()) <= 6 and not re.search(r"\d", line):
        record.outlet = line


def _is_outlet(record: Record, line: str, entry: _Entry) -> bool:
    """Whether a line is the paper's name, which the table of contents gives beside the headline."""
    name = _left_of_entry(entry.title, record.headline)
    if not name or bare_words(line) != bare_words(name):
        return False
    record.outlet = record.outlet or line
    return True


def _left_of_entry(entry: str, headline: str) -> str:
    """What an entry says besides the headline: ``Bridge shut (The Calder Ledger)``."""
    at = entry.casefold().find(headline.casefold())
    left = entry[:at] + entry[at + len(headline) :] if at >= 0 else ""
    return left.strip(_SIGNS + ".…")
