"""The short answer inside a sentence: the date, the figure, the name or the place that is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.amounts import amounts
from assistant.period import MONTHS, WEEKDAYS
from assistant.question import Kind
from assistant.words import NUMBER_WORDS, STOP, fold, stem, stems, words

FAR = 12  # words; what is further from the question's words than this is simply far

_MONTH = rf"(?:{'|'.join(name.capitalize() for name in MONTHS)}|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.?"
_WEEKDAY = rf"(?:{'|'.join(name.capitalize() for name in WEEKDAYS)})"
_YEAR = r"(?:1[0-9]|20)\d\d"
_DATE = re.compile(
    rf"(?:(?:early|mid|late)[ -])?(?:{_WEEKDAY},? (?:the )?)?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? {_YEAR})?"
    rf"|(?:{_WEEKDAY},? )?{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,? {_YEAR})?"
    rf"|(?:(?:early|mid|late|the end of|the beginning of)[ -])?{_MONTH}(?: {_YEAR})?(?![a-z])"
    rf"|(?:Christmas|Easter|spring|summer|autumn|winter)(?: {_YEAR})?|\b\d{{4}}-\d\d-\d\d\b|\b{_YEAR}s?\b"
    rf"|(?:(?:next|last|this) )?{_WEEKDAY}(?: (?:morning|evening|night|afternoon))?"
    r"|\b(?:yesterday|today|tomorrow|(?:next|last|this) (?:week|month|year|night|summer|winter|spring|autumn))\b"
    r"|\b\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?\b|\b(?:midnight|noon)\b"
)
_NUMBER = re.compile(
    r"(?:(?:about|some|around|nearly|almost|more than|over|at least|up to|fewer than|less than|roughly) )?"
    r"(?:US\$|[$€£¥] ?)?"
    rf"(?:\d+(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|\b(?:{'|'.join(sorted(NUMBER_WORDS, key=len, reverse=True))})"
    r"(?:-(?:one|two|three|four|five|six|seven|eight|nine))?\b|\bhalf a(?= (?:million|billion|dozen))|\bdozens\b"
    r"|\b(?:a|several) (?:dozen|hundred|thousand|million)\b)"
    r"(?:[ -]?(?:hundred|thousand|million|billion|trillion|mln|bn|tn|[kmb]\b))*"
    r"(?:[ -]?(?:%|per ?cent\b|percentage points?\b|percent\b|pounds?\b|euros?\b|dollars?\b|crowns?\b|pence\b|yen\b"
    r"|(?:kilo|centi)?met(?:re|er)s?\b|km\b|miles?\b|tonnes?\b|tons?\b|kilo(?:gram)?s?\b|lit(?:re|er)s?\b|hectares?\b"
    r"|seconds?\b|minutes?\b|hours?\b|days?\b|weeks?\b|months?\b|years?\b|mega ?watts?\b|MW\b|gigawatts?\b|degrees?\b))?",
    re.I,
)
_CAPITAL = r"(?:[A-Z]\.(?= )|(?<![\w’'])[^\W\d_a-zà-öø-ÿ][\w&-]*(?:[’'](?!s\b)\w+)?)"
_NAME = re.compile(rf"{_CAPITAL}(?: (?:(?:of|of the|de|van|von|der|bin|al|du|da|for) )?{_CAPITAL})*")
_LIST = re.compile(rf"{_NAME.pattern}(?:, (?:the )?{_NAME.pattern})*,? and (?:the )?{_NAME.pattern}")
_PLACE = re.compile(
    rf"\b(?:in|at|near|outside|from|to|off|on|between|over|through|into|across|of|behind|beside) (?:the )?"
    rf"(?P<place>{_NAME.pattern})"
)
_TIME_UNIT = re.compile(r"(?:second|minute|hour|day|week|month|year|decade)s?\b", re.I)
_LENGTH_UNIT = re.compile(r"(?:met(?:re|er)s?|km|miles?)\b", re.I)
_MONEY = re.compile(r"[$€£¥]|\b(?:pounds?|euros?|dollars?|crowns?|pence|yen)\b", re.I)
_SHARE = re.compile(r"%|per ?cent|percentage", re.I)
_COUNTED = re.compile(r"\bhow many\s+(?P<what>(?:[\w'-]+\s*){1,3})", re.I)
_ASKS_MONEY = re.compile(
    r"\b(?:cost|price|pay|paid|worth|spen[dt]|budget|earn|fine|fee|insured|offer(?:ed)?|charge)", re.I
)
_PLURAL = re.compile(
    r"^\W*(?:and\s+|in\s+|of\s+|by\s+)?(?:which|what|who)\s+(?:other\s+)?(?:\w+s\b|are\b|were\b)", re.I
)
_NO_NAME = frozenset([*MONTHS, *WEEKDAYS, "mr", "mrs", "ms", "dr"])


@dataclass(frozen=True, slots=True)
class _Found:
    """Characters of a sentence that may be the answer, and what speaks for them besides their place."""

    start: int
    end: int
    bonus: float = 0.0  # in words of distance


def short_answer(kind: Kind, question: str, text: str) -> tuple[int, int] | None:
    """``(start, end)`` of the characters of ``text`` that answer; None where nothing of the wanted kind is there.

    Of several, the one that stands nearest to the question's own words; what the question says itself is no
    answer to it. An account has no short answer.
    """
    asked = set(stems(question))
    found = [each for each in _found(kind, question, text) if not _known(text[each.start : each.end], asked)]
    if not found:
        return None
    at = [match.start() for match in re.finditer(r"\w+", text)]
    told = _places(asked, text)
    best = min(found, key=lambda each: (_distance(each, at, told) - each.bonus, each.start))
    return best.start, best.end


def _found(kind: Kind, question: str, text: str) -> Iterator[_Found]:
    if kind == "when":
        for match in _DATE.finditer(text):
            yield _Found(*match.span(), 2.0 if re.search(r"\d", match.group()) else 0.0)
    elif kind == "number":
        yield from _numbers(question, text)
    elif kind == "where":
        for match in _PLACE.finditer(text):
            if not _calendar(match["place"]):
                yield _Found(*match.span("place"))
    elif kind in ("who", "which"):
        yield from _named(kind, question, text)


def _numbers(question: str, text: str) -> Iterator[_Found]:
    counted = _COUNTED.search(fold(question))
    what = {stem(word) for word in words(counted["what"]) if word not in STOP} if counted else set()
    dates = [match.span() for match in _DATE.finditer(text)]
    for match in _NUMBER.finditer(text):
        shown = match.group().strip()
        if not shown or any(a <= match.start() and match.end() <= b for a, b in dates):
            continue
        behind = {stem(word) for word in words(text[match.end() : match.end() + 60])[:3]}
        wanted = _wanted(fold(question), shown) + (8.0 if what & behind else -4.0 if what else 0.0)
        yield _Found(match.start(), match.start() + len(match.group().rstrip()), wanted)


def _wanted(question: str, shown: str) -> float:
    """What speaks for a figure with this unit."""
    if re.search(
        r"\bhow (?:much|many) (?:per ?cent|%)|\b(?:percentage|share|proportion|rate)\b", question, re.I
    ):
        return 8.0 if _SHARE.search(shown) else -4.0
    if re.search(r"\bhow (?:long|old|often)\b", question, re.I):
        if _TIME_UNIT.search(shown):
            return 8.0
        return 4.0 if _LENGTH_UNIT.search(shown) else -2.0
    if re.search(r"\bhow (?:far|tall|high|deep|wide|big|large)\b", question, re.I):
        return 8.0 if _LENGTH_UNIT.search(shown) else -2.0
    if _ASKS_MONEY.search(question):
        return 8.0 if _MONEY.search(shown) else -6.0
    if re.search(r"\bhow much\b", question, re.I):
        return 4.0 if _MONEY.search(shown) or _SHARE.search(shown) else 0.0
    return 0.0


def _named(kind: Kind, question: str, text: str) -> Iterator[_Found]:
    if _PLURAL.match(question):
        for match in _LIST.finditer(text):
            yield _Found(*match.span(), 6.0)
    for match in _NAME.finditer(text):
        start, end = match.span()
        own = text[start:end]
        first = own.split()[0]
        if first.casefold() in STOP or (start == 0 and first.casefold() in STOP):
            start += len(first) + 1
            own = text[start:end]
        if start < end and len(own) > 1 and not _calendar(own):
            by = kind == "who" and re.search(r"\bby (?:the )?$", text[:start])
            yield _Found(start, end, 3.0 if by else 0.0)


def _calendar(name: str) -> bool:
    return all(word.casefold().rstrip(".") in _NO_NAME or word.isdigit() for word in name.split())


def _known(shown: str, asked: set[str]) -> bool:
    own = set(stems(shown))
    return (bool(own) and own <= asked and not amounts(fold(shown))) or not re.search(r"\w", shown)


def _places(asked: set[str], text: str) -> list[list[int]]:
    """For each stem of the question that the text holds, the numbers of the words where it stands."""
    places: dict[str, list[int]] = {}
    for number, match in enumerate(re.finditer(r"\w+", text)):
        for own in stems(match.group()):
            if own in asked:
                places.setdefault(own, []).append(number)
    return list(places.values())


def _distance(found: _Found, at: Sequence[int], told: Sequence[Sequence[int]]) -> float:
    """Mean distance in words from the question's words; 0 where the text holds none of them."""
    first = sum(start < found.start for start in at)
    last = max(first, sum(start < found.end for start in at) - 1)
    gaps = [
        min(
            min(abs(place - first), abs(place - last), FAR) if not first <= place <= last else 0
            for place in own
        )
        for own in told
    ]
    return sum(gaps) / len(gaps) if gaps else 0.0
