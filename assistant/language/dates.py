"""The days that a question asks about: "on 4 September 2025", "in mid-August", "last week", "Q3 2024"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

MONTHS = "january february march april may june july august september october november december".split()  # noqa: SIM905
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()  # noqa: SIM905

_GERMAN = {
    "januar": 1,
    "februar": 2,
    "märz": 3,
    "mai": 5,
    "juni": 6,
    "juli": 7,
    "oktober": 10,
    "dezember": 12,
}
_NAME = (
    rf"(?:{'|'.join([*MONTHS, *sorted(_GERMAN, key=len, reverse=True)])}"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
)
_WEEKDAY = rf"(?:(?:{'|'.join(WEEKDAYS)}),?\s+)?"
_YEAR = r"(?:1[5-9]|20)\d\d"
_NUMBER = r"\d{1,2}(?:st|nd|rd|th|\.)?"
_DATED = (  # a day with its year
    rf"(?:{_WEEKDAY}(?:the\s+)?{_NUMBER}(?:\s+of)?\s+{_NAME},?\s+{_YEAR}|{_WEEKDAY}{_NAME}\s+(?:the\s+)?{_NUMBER},?\s+{_YEAR}"
    rf"|{_YEAR}[-/]\d\d[-/]\d\d|\d{{1,2}}\.\d{{1,2}}\.{_YEAR}|\d{{1,2}}/\d{{1,2}}/{_YEAR})(?!\d)"
)
_DAY = rf"(?:{_DATED}|{_WEEKDAY}(?:the\s+)?{_NUMBER}(?:\s+of)?\s+{_NAME}|{_WEEKDAY}{_NAME}\s+(?:the\s+)?{_NUMBER}(?!\d))"
_PART = r"(?:(?:early|mid|late|(?:the\s+)?(?:beginning|start|middle|end)\s+of)[\s-]*)?"
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}  # their first month, in the north
_SEASON = rf"(?:{'|'.join(_SEASONS)})"
_SPAN_OF_YEAR = (
    rf"(?:(?:[qh][1-4]|(?:the\s+)?(?:{'|'.join(_ORDINALS)})\s+(?:quarter|half))(?:(?:\s+of)?\s+{_YEAR})?"
    rf"|(?:the\s+)?{_SEASON}(?:\s+of)?\s+{_YEAR})"
)
_MONTH = rf"{_PART}{_NAME}(?:(?:,|\s+of)?\s+{_YEAR})?"
_COUNT = r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|few|couple\s+of)"
_COUNTS = {"a": 1, "an": 1, "few": 3, "couple of": 2, "twelve": 12} | {
    word: n
    for n, word in enumerate("one two three four five six seven eight nine ten".split(), 1)  # noqa: SIM905
}
_UNIT = r"(?:hour|day|week|month|year)s?"
_COUNTED = (  # from today
    rf"(?:(?:the\s+)?day\s+before\s+yesterday|today|yesterday|this\s+(?:morning|afternoon|evening)|tonight|last\s+night"
    rf"|(?:the\s+)?(?:last|past|previous)\s+{_COUNT}\s+{_UNIT}|{_COUNT}\s+{_UNIT}\s+ago"
    rf"|(?:the\s+)?(?:last|this|past|previous)\s+(?:week(?:end)?|month|year|quarter|{_SEASON}|{'|'.join(WEEKDAYS)}))\b"
)
_TIME = rf"(?:{_COUNTED}|{_DAY}|{_SPAN_OF_YEAR}|{_MONTH}|(?:the\s+)?(?:\d\d|')?\d0s|{_YEAR}(?!\d|\s*(?:%|per|people)))"

_BETWEEN = re.compile(
    rf"\b(?:from|between|zwischen|vom)\s+(?P<first>{_TIME}|{_NUMBER})\s*(?:to|and|until|till|through|und|bis|-)\s*"
    rf"(?:the\s+)?(?P<last>{_TIME}|{_NUMBER}(?=\W|$))(?P<year>,?\s+{_YEAR})?",
    re.I,
)
_DASHED = re.compile(rf"\b(?P<first>{_NUMBER})\s?-\s?(?P<last>{_DAY})", re.I)
_SIDE = re.compile(
    rf"(?<!day )\b(?P<side>since|after|before|until|till|prior\s+to|as\s+of|starting|seit|nach|vor|bis)\s+"
    rf"(?P<time>{_TIME}|(?:last\s+)?(?:{'|'.join(WEEKDAYS)})\b)",
    re.I,
)
_RELATIVE = re.compile(rf"\b{_COUNTED}", re.I)
_FULL = re.compile(  # what needs no "on" or "in"
    rf"(?<![\w-])(?:{_DATED}|(?=[^?]{{2,25}}{_YEAR}){_SPAN_OF_YEAR}|{_PART}{_NAME}(?:,|\s+of)?\s+{_YEAR}(?!\d))",
    re.I,
)
_ON_DAY = re.compile(rf"\b(?:on|dated|am|vom)\s+(?P<time>{_DAY})", re.I)
_ON = re.compile(rf"\b(?:on|from|of|for|dated|am|vom)\s+(?P<time>{_DAY})", re.I)
_IN = re.compile(
    rf"\b(?:in|during|from|of|for|over|throughout|within|at|im)\s+(?:the\s+year\s+)?(?P<time>{_TIME})(?!\w)",
    re.I,
)
_BARE_WEEKDAY = re.compile(rf"\b(?:on|from)\s+(?P<time>{'|'.join(WEEKDAYS)})\b", re.I)
_THIRDS = dict.fromkeys(("early", "beginning", "start"), (1, 10)) | {
    "mid": (10, 20), "middle": (10, 20), "late": (20, 31), "end": (20, 31),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """From ``first`` to ``last``, both included; None where that side is open."""

    first: date | None
    last: date | None
    counted: bool = False  # from today, as in "last week"
    words: str = field(default="", compare=False)  # the words of the question that name it

    def __str__(self) -> str:
        first, last = (f"{day.day} {day:%B %Y}" if day else "" for day in (self.first, self.last))
        if first == last:
            return f"on {first}"
        return f"from {first} to {last}" if first and last else f"since {first}" if first else f"until {last}"


def find_period(question: str, today: date, latest: date) -> Period | None:
    """The period that ``question`` names.

    ``today`` decides what "last week" is; a month or a day without a year is the last one up to ``latest``,
    the day of the newest article. Where a question names several, the one before its topic counts: in "What was reported
    on 1 March 1987 about exports last year?" that is the first of March.
    """
    before, about, _ = question.partition(" about ")
    return (_find_period(before, today, latest) if about else None) or _find_period(question, today, latest)


def _find_period(question: str, today: date, latest: date) -> Period | None:
    """Find the period that ``question`` names.

    A day behind "on" comes first, unless it is one end of a span: "from 3 to 7 May".
    """
    spans = [pattern.search(question) for pattern in (_BETWEEN, _DASHED, _SIDE)]
    on = _ON_DAY.search(question)
    if on and not any(span and span.start() < on.end() and on.start() < span.end() for span in spans):
        found = _read_time(on["time"], today, latest)
        return replace(found, words=on["time"]) if found else None
    for pattern in (_BETWEEN, _DASHED):
        if match := pattern.search(question):
            year = match.groupdict().get("year") or ""
            if found := _read_span(match["first"], match["last"], year, today, latest):
                return replace(found, words=match.group())
    if match := _SIDE.search(question):
        found = _complete_side(match["side"].casefold().split()[0], _read_time(match["time"], today, latest))
        return replace(found, words=match.group()) if found else None
    for pattern in (_RELATIVE, _FULL, _ON, _IN, _BARE_WEEKDAY):
        if match := pattern.search(question):
            words = match.groupdict().get("time") or match.group()
            found = _read_time(words, today, latest)
            return replace(found, words=words) if found else None
    return None


def _read_span(first: str, last: str, year: str, today: date, latest: date) -> Period | None:
    """The span between two times, of which one may lack what the other has: "3 and 7 May", "May 3 to 7"."""
    last += year
    named = (re.search(_NAME, first, re.I), re.search(_NAME, last, re.I))
    if re.fullmatch(_NUMBER, first) and named[1]:
        first = f"{first} {named[1].group()}"
    elif named[0] and re.match(rf"{_NUMBER}(?!\d)", last) and not named[1]:
        last = f"{named[0].group()} {last}"
    of_year = re.search(_YEAR, last)
    if of_year and not re.search(_YEAR, first):
        first = f"{first} {of_year.group()}"
    start, end = _read_time(first, today, latest), _read_time(last, today, latest)
    if start is None or end is None or start.first is None or end.last is None:
        return None
    if start.first > end.last:
        start = replace(start, first=_take_year_before(start.first))
    return Period(start.first, end.last, start.counted or end.counted)


def _take_year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)


def _complete_side(side: str, time: Period | None) -> Period | None:
    if time is None or time.first is None or time.last is None:
        return None
    if side in ("since", "as", "starting", "seit"):
        return Period(time.first, None, time.counted)
    if side in ("after", "nach"):
        return Period(time.last + timedelta(days=1), None, time.counted)
    if side in ("before", "prior", "vor"):
        return Period(None, time.first - timedelta(days=1), time.counted)
    return Period(None, time.last, time.counted)


def _read_time(text: str, today: date, latest: date) -> Period | None:
    """One day, week, month, part of one, quarter, season, year or decade."""
    text = " ".join(text.casefold().split()).removeprefix("the ")
    if text in WEEKDAYS:
        return _find_weekday_before(WEEKDAYS.index(text), today, past=False)
    if re.fullmatch(_COUNTED, text):
        return replace(_count_back_period(text, today), counted=True)
    if re.fullmatch(r"[\d./-]+", text) and not re.fullmatch(_YEAR, text):
        return _read_numeric([int(part) for part in re.split(r"\D", text)])
    if decade := re.fullmatch(r"(?P<century>\d\d|')?(?P<tens>\d)0s", text):
        century = (
            decade["century"]
            if decade["century"] not in (None, "'")
            else "19"
            if decade["tens"] > "2"
            else "20"
        )
        first = int(f"{century}{decade['tens']}0")
        return Period(date(first, 1, 1), date(first + 9, 12, 31))
    found = re.search(_YEAR, text)
    year = int(found.group()) if found else None
    if re.fullmatch(_SPAN_OF_YEAR, text):
        return _read_months(text, year, latest)
    named = re.search(_NAME, text)
    if not named:
        return Period(date(year, 1, 1), date(year, 12, 31)) if year else None
    return _read_month(text, _number_month(named.group()), year, latest)


def _number_month(name: str) -> int:
    return _GERMAN.get(name) or next(n for n, each in enumerate(MONTHS, 1) if each.startswith(name[:3]))


def _read_month(text: str, month: int, year: int | None, latest: date) -> Period | None:
    """A month, a third of it or a day in it; without a year the last one up to ``latest``."""
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    day = next((number for number in numbers if number < 1000), None)
    if year is None:
        year = latest.year if (month, day or 1) <= (latest.month, latest.day) else latest.year - 1
    if day is not None:
        return _make_day_period(year, month, day)
    first, last = _THIRDS.get(re.split(r"[\s-]", text)[0], (1, 31))
    return Period(date(year, month, first), date(year, month, min(last, _find_month_end(year, month).day)))


def _read_months(text: str, year: int | None, latest: date) -> Period:
    """A quarter, a half or a season; without a year the last one that has begun by ``latest``."""
    season = next((month for name, month in _SEASONS.items() if name in text), None)
    if season:
        month, length = season, 3
    else:
        word = text.split()[0]
        number = _ORDINALS.get(word) or int(word[1])
        length = 6 if "half" in text or word.startswith("h") else 3
        month = min((number - 1) * length + 1, 13 - length)
    if year is None:
        year = latest.year if month <= latest.month else latest.year - 1
    return _make_quarter(year, month, length)


def _make_quarter(year: int, month: int, length: int = 3) -> Period:
    """``length`` whole months."""
    last = month + length - 1
    return Period(date(year, month, 1), _find_month_end(year + (last - 1) // 12, (last - 1) % 12 + 1))


def _find_month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _read_numeric(parts: list[int]) -> Period | None:
    """``2025-09-04``, ``4.9.2025``, and ``13/9/2025`` or ``9/13/2025`` where only one reading is a day."""
    if len(parts) != 3:
        return None
    if parts[0] > 31:
        return _make_day_period(*parts)
    day, month, year = parts
    return _make_day_period(year, day, month) if month > 12 else _make_day_period(year, month, day)


def _make_day_period(year: int, month: int, day: int) -> Period | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return Period(found, found)


def _find_weekday_before(weekday: int, today: date, *, past: bool) -> Period:
    """The last such day up to today, or before today."""
    day = today - timedelta(days=(today.weekday() - weekday) % 7 or (7 if past else 0))
    return Period(day, day, counted=True)


def _count_back_period(text: str, today: date) -> Period:
    one_day = {"yesterday": 1, "day before yesterday": 2}
    if text.endswith("ago"):
        return _read_ago(text.removesuffix(" ago"), today)
    if text == "last night":
        return Period(today - timedelta(days=1), today)
    if text in one_day or not re.match(r"last|past|previous|this (?!morning|afternoon|evening)", text):
        day = today - timedelta(days=one_day.get(text, 0))
        return Period(day, day)
    which, unit = text.split(maxsplit=1)
    if match := re.fullmatch(rf"({_COUNT}) ({_UNIT})", unit):
        return Period(_go_back(_read_count(match[1]), match[2], today), today)
    if which == "past" and unit in ("week", "month", "year"):
        return Period(_go_back(1, unit, today), today)
    return _read_calendar(which != "this", unit, today)


def _read_calendar(past: bool, unit: str, today: date) -> Period:
    """This or the last weekday, week, weekend, month, quarter, season or year, no further than today."""
    if unit in WEEKDAYS:
        return _find_weekday_before(WEEKDAYS.index(unit), today, past=past)
    if unit in ("week", "weekend"):
        monday = today - timedelta(days=today.weekday() + (7 if past else 0))
        first, last = monday + timedelta(days=5 if unit == "weekend" else 0), monday + timedelta(days=6)
        return Period(min(first, today), min(last, today))
    if unit in _SEASONS:
        month = _SEASONS[unit]
        season = _make_quarter(today.year if month <= today.month else today.year - 1, month)
        if past and season.last and season.last >= today and season.first:
            season = _make_quarter(season.first.year - 1, month)
        return Period(season.first, min(season.last or today, today))
    month = {"month": today.month, "quarter": 3 * ((today.month - 1) // 3) + 1}.get(unit, 1)
    first = date(today.year, month, 1)
    if not past:
        return Period(first, today)
    last = first - timedelta(days=1)
    length = {"month": 1, "quarter": 3}.get(unit, 12)
    return Period(date(last.year, last.month - length + 1, 1), last)


def _read_ago(text: str, today: date) -> Period:
    """A day so many days ago; around it where weeks, months or years are counted."""
    match = re.fullmatch(rf"({_COUNT}) ({_UNIT})", text)
    assert match is not None
    day = _go_back(_read_count(match[1]), match[2], today)
    around = timedelta(days={"week": 3, "month": 15, "year": 183}.get(match[2].removesuffix("s"), 0))
    return Period(day - around, min(day + around, today))


def _read_count(word: str) -> int:
    return int(word) if word.isdigit() else _COUNTS[word]


def _go_back(number: int, unit: str, today: date) -> date:
    """So many hours, days, weeks, months or years before today."""
    days = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30.44, "year": 365.25}[unit.removesuffix("s")]
    return today - timedelta(days=min(round(number * days + 0.49 * (unit.startswith("hour"))), 200 * 366))
