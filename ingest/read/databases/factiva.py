"""Factiva (HTML, TXT, RTF, DOCX, PDF): with its two-letter codes, or without them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.facts.body import BYLINE
from ingest.read.databases.days import read_day
from ingest.read.databases.paragraph import Paragraph, joined_lines
from ingest.read.databases.record import Record, split_tags
from ingest.read.databases.vocabulary import COPYRIGHT, WORD_COUNT

NAME = "Factiva"
_CODE_NAMES = "CLM SE HD CR BY WC PD ET SN SC ED PG VOL LA CY CX LP TD CT RF CO IN NS RE IPC IPD PUB AN"
CODES = tuple(_CODE_NAMES.split())  # in the order in which they stand
_CODE = re.compile(
    rf"^(?P<code>{'|'.join(CODES)})(?:(?P<sign>[ \xa0]*[\t|:][ \xa0]*|[ \xa0]{{2,}}|[ \xa0])(?P<value>\S.*))?[ \xa0|]*$"
)
_PARTED_CODE = re.compile(rf"^(?P<code>{'|'.join(CODES)})(?:[ \xa0]*\t|[ \xa0]{{2,}})[ \xa0\t]*", re.M)
_ACCESSION = re.compile(  # "Document SUDOS00020131120e9bj0001v"
    r"^(?:\S{1,20}[ \xa0]){1,3}(?P<number>[A-Z][A-Z0-9]{2,11}[12]\d{7}[a-z][a-z0-9]{7,9})$"
)
_COUNTED = re.compile(r"^\d{1,4}\)\s+")  # what a script of Factiva's page writes before a headline
_FURNITURE = re.compile(
    r"^(?:page \d+ of \d+.{0,60}|©? ?\d{4} factiva, inc\..*|.{0,3}© ?\d{4} (?:dow jones|factiva).{0,80}|factiva|dow jones)$",
    re.I,
)
_CLOCK = re.compile(r"^[0-2]?\d[:.][0-5]\d(?:\s?[AP]M)?$", re.I)
_SOURCE_CODE = re.compile(r"^[A-Z][A-Z0-9]{2,9}$")
_INDEXED = re.compile(r"^[\w.-]{2,12} ?:")  # "gcat : Political/General News"
_NAMED_TAG = re.compile(r"\b[\w.-]{2,12} ?: ?(?P<name>[^|:]+)")
_SHORT = 80  # characters of a line that holds a fact
_HEAD_LINES = 16  # between the number of words and the text
_WORDS = 12  # of a publisher's name
_LANGUAGE_NAMES = (
    "english german french dutch spanish italian portuguese englisch deutsch französisch niederländisch spanisch italienisch"
    " portugiesisch anglais allemand français néerlandais espagnol italien portugais engels duits frans nederlands spaans"
    " italiaans portugees inglés alemán francés neerlandés holandés español italiano portugués inglese tedesco francese"
    " olandese spagnolo portoghese chinese japanese korean russian swedish danish norwegian finnish polish czech hungarian"
    " turkish arabic indonesian malay catalan chinesisch japanisch russisch polnisch türkisch 英文 英语 中文 日本語 svenska"
    " dansk norsk"
)
_LANGUAGES = frozenset(_LANGUAGE_NAMES.split())


def recognise(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether accession numbers stand below articles whose number of words is stated."""
    lines = [line for each in paragraphs for line in each.lines if len(line) < _SHORT]
    return any(map(_number, lines)) and any(WORD_COUNT.match(line) or line.startswith("WC") for line in lines)


def split(paragraphs: Sequence[Paragraph]) -> Iterator[Record]:
    """The articles: each ends with its accession number; what stands below the last is the search's summary."""
    waiting: list[Paragraph] = []
    for paragraph in _by_line(paragraphs):
        number = _number(paragraph.line)
        if not number:
            waiting.append(paragraph)
            continue
        waiting = [each for each in waiting if not _FURNITURE.match(each.line)]
        yield _coded(waiting, number) if _has_codes(waiting) else _plain(waiting, number)
        waiting = []


def is_head_line(line: str) -> bool:
    """Whether a line is one that Factiva prints above or below a text: a code, a language, a page, the number."""
    known = line.split(" ", 1)[0].casefold() in _LANGUAGES and len(line) < 30
    return known or bool(_number(line) or _SOURCE_CODE.match(line)) or _is_page(line)


def _number(line: str) -> str:
    if len(line) > _SHORT:
        return ""
    found = _ACCESSION.match(line.removeprefix("AN").lstrip(" |\t"))
    return found["number"] if found else ""


def _by_line(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Each line as a paragraph, with those joined again that a program broke; a code begins a line."""
    marked = [
        replace(each, text=_PARTED_CODE.sub(r"\g<code> | ", each.text))
        if _PARTED_CODE.search(each.text)
        else each
        for each in paragraphs
    ]
    return joined_lines(marked, lambda line: bool(_CODE.match(line.strip()) or _number(line.strip())))


def _code(line: str) -> re.Match[str] | None:
    found = _CODE.match(line)
    if found and found["sign"] == " " and found["code"] in ("IN", "CO", "NS", "RE"):
        return found if _INDEXED.match(found["value"]) else None
    return found


def _has_codes(paragraphs: Sequence[Paragraph]) -> bool:
    codes = {found["code"] for each in paragraphs if (found := _code(each.line))}
    return len(codes & {"HD", "WC", "PD", "SN", "SC", "LP", "TD"}) >= 4


def _coded(paragraphs: Sequence[Paragraph], accession: str) -> Record:
    """An article with codes: what stands below a code belongs to it until the next."""
    fields: dict[str, list[str]] = {}
    current = ""
    signs = {
        found["sign"]
        for each in paragraphs
        if (found := _code(each.line)) and found["code"] in ("WC", "PD", "SN")
    }
    for paragraph in paragraphs:
        found = _code(paragraph.line)
        if found and found["sign"] == " " and " " not in signs:
            found = None  # a sentence that begins with such letters
        if found and _is_next(current, found["code"]):
            current = found["code"]
            fields.setdefault(current, [])
            if found["value"]:
                fields[current].append(found["value"].strip(" |"))
        elif current:
            fields[current].append(paragraph.line.strip(" |"))

    def said(code: str) -> str:
        return " ".join(fields.get(code, []))

    day = f"{said('PD')} {said('ET')}"
    return Record(
        headline=_COUNTED.sub("", said("HD")),
        outlet=said("SN"),
        day=read_day(day),
        written_day=said("PD"),
        byline=said("BY"),
        section=said("SE") or said("CLM"),
        page=said("PG"),
        tags=[name for code in ("NS", "RE", "CO", "IN") for name in _tags(said(code))]
        + split_tags(said("IPD")),
        accession=accession,
        body=[line for code in ("LP", "TD") for line in fields.get(code, []) if line],
    )


def _is_next(current: str, code: str) -> bool:
    """Whether ``code`` can follow: a line of text that begins like an earlier code is text."""
    return not current or CODES.index(code) > CODES.index(current) or current not in ("LP", "TD")


def _tags(stated: str) -> list[str]:
    return [found["name"].strip(" ,") for found in _NAMED_TAG.finditer(stated)]


def _plain(paragraphs: Sequence[Paragraph], accession: str) -> Record:
    """An article without codes: its head is told by the number of words, which stands in the middle of it."""
    middle = next((n for n, each in enumerate(paragraphs) if WORD_COUNT.match(each.line)), None)
    record = Record(accession=accession)
    if middle is None:
        record.headline = paragraphs[0].line if paragraphs else ""
        record.body = [each.line for each in paragraphs[1:]]
        return record
    _read_above(record, paragraphs[:middle])
    start = _read_below(record, paragraphs, middle + 1)
    text = list(paragraphs[start:])
    if any("articleParagraph" in each.style for each in text):
        text = [each for each in text if "articleParagraph" in each.style]
    elif (
        text
        and len(text) > 1
        and len(text[-1].line.split()) <= _WORDS
        and not re.search(r"[.!?\"”»]$", text[-1].line)
    ):
        text = text[:-1]  # the publisher
    record.body = [each.line for each in text]
    return record


def _read_above(record: Record, lines: Sequence[Paragraph]) -> None:
    """Section, headline and byline, as the page's class names tell them or their order does."""
    marked = [n for n, each in enumerate(lines) if "Headline" in each.style]
    if marked:
        lines = [each for each in lines if "article" in each.style.casefold() or "Headline" in each.style]
        at = next(n for n, each in enumerate(lines) if "Headline" in each.style)
        record.headline = _COUNTED.sub("", lines[at].line)
        record.section = lines[at - 1].line if at else ""
        record.byline = " ".join(each.line for each in lines[at + 1 :] if "author" in each.style)
        record.deck = " ".join(each.line for each in lines[at + 1 :] if "author" not in each.style)
        return
    texts = [each.line for each in lines][-4:]
    if len(texts) > 1 and _is_byline(texts):
        record.byline = texts.pop()
    if texts:
        record.headline = _COUNTED.sub("", texts[-1])
        record.section = texts[-2] if len(texts) > 1 and len(texts[-2].split()) <= 6 else ""


def _is_byline(texts: Sequence[str]) -> bool:
    """Whether the last of the lines above the number of words names who wrote it."""
    if BYLINE.match(texts[-1]):
        return True
    return _is_name(texts[-1]) and (len(texts) > 2 or len(texts[0].split()) > 3)


def _is_name(line: str) -> bool:
    words = line.replace(",", " ").replace(" and ", " ").split()
    return (
        2 <= len(words) <= 8
        and all(word[:1].isupper() or len(word) <= 3 for word in words)
        and not re.search(r"[\d.?!:;]", line)
    )


def _read_below(record: Record, paragraphs: Sequence[Paragraph], start: int) -> int:
    """Day, outlet, code, edition, page, language and copyright; the number of the first paragraph of the text."""
    outlet_at = -1
    for number in range(start, min(len(paragraphs), start + _HEAD_LINES)):
        line = paragraphs[number].line
        if "articleParagraph" in paragraphs[number].style:
            return number
        if COPYRIGHT.match(line):
            return number + 1
        if record.day is None and outlet_at < 0 and read_day(line):
            clock = next(
                (each.line for each in paragraphs[number + 1 : number + 2] if _CLOCK.match(each.line)), ""
            )
            record.day, record.written_day = read_day(f"{line} {clock}"), line
        elif _CLOCK.match(line) and outlet_at < 0:
            continue
        elif outlet_at < 0:
            record.outlet, outlet_at = line, number
        elif _is_page(line):
            record.page = record.page or line
        elif line.split(" ")[0].casefold() in _LANGUAGES and len(line) < 30:
            following = paragraphs[number + 1 : number + 3]
            if not any(COPYRIGHT.match(each.line) for each in following):
                return number + 1
    return min(len(paragraphs), start + 2) if outlet_at < 0 else outlet_at + 1


def _is_page(line: str) -> bool:
    return (
        bool(re.fullmatch(r"(?:[A-Z]{0,3}-?)?\d{1,4}[A-Z]?(?:[-,/ ]+\d{1,4})*|[A-Z]{1,3}\d{1,3}", line))
        and not _SOURCE_CODE.fullmatch(line)
    ) or bool(re.fullmatch(r"[A-Z]\d{1,2}", line))
