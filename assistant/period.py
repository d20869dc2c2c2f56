"""The days that a question asks about: "on 4 September 2025", "in March", "last week"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = "january february march april may june july august september october november december".split()  # noqa: SIM905
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()  # noqa: SIM905

_NAME = rf"(?:{'|'.join(MONTHS)}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?"
_WEEKDAY = rf"(?:(?:{'|'.join(WEEKDAYS)}),?\s+)?"
_DAY = (
    rf"(?:{_WEEKDAY}(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{_NAME}(?:,?\s+\d{{4}})?"
    rf"|{_WEEKDAY}{_NAME}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?(?!\d)|\d{{4}}-\d\d-\d\d)"
)
_MONTH = rf"(?:early|mid|late)?[\s-]*{_NAME}(?:,?\s+\d{{4}})?"
_TIME = rf"(?:{_DAY}|{_MONTH}|\d{{4}})"
_SPAN = re.compile(
    rf"\b(?:from|between)\s+(?P<first>{_TIME})\s+(?:to|and|until|till)\s+(?P<last>{_TIME})\b", re.I
)
_SIDE = re.compile(rf"\b(?P<side>since|after|before|until|till)\s+(?P<time>{_TIME})\b", re.I)
_ON = re.compile(rf"\b(?:on|from|of)\s+(?P<time>{_DAY})\b", re.I)
_IN = re.compile(rf"\b(?:in|during|from|of)\s+(?P<time>{_MONTH}|\d{{4}})\b", re.I)
_RELATIVE = re.compile(
    rf"\b(?P<which>today|yesterday|(?:last|this|past)\s+(?:week|month|year|{'|'.join(WEEKDAYS)}))\b", re.I
)
_THIRDS = {"early": (1, 10), "mid": (10, 20), "late": (20, 31)}


@dataclass(frozen=True, slots=True)
class Period:
    """From ``first`` to ``last``, both included; None where that side is open."""

    first: date | None
    last: date | None

    def __str__(self) -> str:
        first, last = (f"{day.day} {day:%B %Y}" if day else "" for day in (self.first, self.last))
        if first == last:
            return f"on {first}"
        return f"from {first} to {last}" if first and last else f"since {first}" if first else f"until {last}"


def period_in(question: str, today: date, latest: date) -> Period | None:
    """The period that ``question`` names.

    ``today`` decides what "last week" is; a month or a day without a year is the last one up to ``latest``,
    the day of the newest article.
    """
    if relative := _RELATIVE.search(question):
        return _relative(relative["which"].casefold().split(), today)
    if span := _SPAN.search(question):
        first, last = _time(span["first"], latest), _time(span["last"], latest)
        return Period(first.first, last.last) if first and last else None
    if side := _SIDE.search(question):
        return _beside(side["side"].casefold(), _time(side["time"], latest))
    match = _ON.search(question) or _IN.search(question)
    return _time(match["time"], latest) if match else None


def _beside(side: str, time: Period | None) -> Period | None:
    if time is None or time.first is None or time.last is None:
        return None
    return {
        "since": Period(time.first, None),
        "after": Period(time.last + timedelta(days=1), None),
        "before": Period(None, time.first - timedelta(days=1)),
    }.get(side, Period(None, time.last))


def _time(text: str, latest: date) -> Period | None:
    """A day, a month, a part of a month or a year."""
    text = text.casefold()
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    if iso := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text):
        return _day(*(int(part) for part in iso.groups()))
    named = re.search(_NAME, text)
    year = next((number for number in numbers if number >= 1000), None)
    if not named:
        return Period(date(year, 1, 1), date(year, 12, 31)) if year else None
    month = next(n for n, name in enumerate(MONTHS, 1) if name.startswith(named.group()[:3]))
    day = next((number for number in numbers if number < 1000), None)
    if year is None:
        year = latest.year if (month, day or 1) <= (latest.month, latest.day) else latest.year - 1
    if day is not None:
        return _day(year, month, day)
    end = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    first, last = _THIRDS.get(text.split("-")[0].split()[0], (1, 31))
    return Period(date(year, month, first), date(year, month, min(last, end)))


def _day(year: int, month: int, day: int) -> Period | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return Period(found, found)


def _relative(which: list[str], today: date) -> Period:
    if which in (["today"], ["yesterday"]):
        day = today - timedelta(days=which == ["yesterday"])
        return Period(day, day)
    past, unit = which[0] != "this", which[1]
    if unit in WEEKDAYS:
        back = (today.weekday() - WEEKDAYS.index(unit)) % 7 or (7 if past else 0)
        return Period(today - timedelta(days=back), today - timedelta(days=back))
    if unit == "week":
        monday = today - timedelta(days=today.weekday() + (7 if past else 0))
        return Period(monday, min(monday + timedelta(days=6), today))
    first = today.replace(day=1) if unit == "month" else today.replace(month=1, day=1)
    if not past:
        return Period(first, today)
    end = first - timedelta(days=1)
    return Period(end.replace(day=1) if unit == "month" else end.replace(month=1, day=1), end)
