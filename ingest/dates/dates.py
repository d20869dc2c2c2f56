"""Dates as papers write them.

What only names a day is given as midnight without time zone; nothing is ever filled in from today.
"""

from __future__ import annotations

import re
from calendar import day_name, month_name
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from ingest.dates.month_names import find_foreign_day, plain_digits
from ingest.dates.time_zones import part_zone, place_in_zone, spell_clock

EARLIEST = 1450  # there was no printed news before
LEEWAY = timedelta(days=2)  # how far ahead of this machine's clock a date of publication may be

_TIME = r"(?P<time>\d{1,2}:[0-5]\d(?::[0-5]\d)?(?:\s*[ap]\.?m\.?)?)"
_DAY = r"(?P<first>\d{1,2})(?:[/-]|\. ?)(?P<second>\d{1,2})(?:[/-]|\. ?)(?P<year>\d{4})"
_SHORT = re.compile(r"(?<![\d.:/-])(?P<first>\d{1,2})([./-])(?P<second>\d{1,2})\2(?P<year>\d\d)(?![.:/-]?\d)")
_NUMERIC = re.compile(rf"(?:(?<!\d){_TIME}[\s,|·-]*+)?(?<![\d.]){_DAY}(?!\d)", re.I)
_GLUED = re.compile(rf"(?<!\d){_TIME}{_DAY}(?!\d)", re.I)  # "14:054/09/2025": time and date ran together
_CLOCK = re.compile(rf"(?<!\d){_TIME}", re.I)
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|ene|abr|ago|dic|janv|févr|avr|juin|juil"
    r"|août|déc|gen|mag|giu|lug|set|ott)[a-zäéûç]*\.?"
)
_WORDED = re.compile(
    rf"(?:(?<!\d)\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?(?:\s+de|\s+of)?[\s-]+{_MONTH},?(?:\s+del?)?[\s-]+\d{{4}}"
    rf"|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})\b",
    re.I,
)
_YEAR_FIRST = re.compile(  # "2025/9/4", "2025.09.04", "2025年9月4日", "2025년 9월 4일"
    r"(?<![\d./-])(?P<year>(?:19|20)\d\d)(?:[./]|\s?[年년]\s?)(?P<month>\d\d?)(?:[./]|\s?[月월]\s?)(?P<day>\d\d?)(?![\d./-]*\d)"
)
_ISO = re.compile(
    r"(?<!\d)\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s?Z|\s?[+-]\d{2}:?\d{2})?)?(?!\d)"
)
_ORDINAL = re.compile(r"(?P<year>\d{4})-(?P<day>[0-3]\d\d)(?P<time>(?:T.*)?)")
_LABEL = re.compile(
    r"^\s*(?:first\s+)?(?:published|posted|updated|last\s+updated|modified|date)(?:\s+(?:on|at))?\s*:?\s*",
    re.I,
)
_MAIL = re.compile(r"^(?:[A-Za-z]{3},\s*)?\d{1,2}\s+[A-Za-z]{3}\s+\d{4}\s+\d{2}:\d{2}")  # RFC 5322
_MONTHS = {name[:3].lower(): number for number, name in enumerate(month_name) if name}
_ENGLISH = (
    re.compile(  # "26-FEB-1987 15:01:01.79": what exports hold by the thousand, parsed without dateparser
        r"(\d{1,2})[- ]([a-z]{3,9})\.?,?[- ](\d{4})(?:[ T,]+(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?)?",
        re.I,
    )
)
_AMERICAN = re.compile(r"\b(ET|CT|MT|PT)\b")  # these hide whether it is summer
_ZONES = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}
_WEEKDAYS = {name[:3].lower(): number for number, name in enumerate(day_name)}


def parse_date(text: str, *, day_first: bool = True) -> datetime | None:
    """The date that ``text`` is, or None where it is none, or one that cannot be a date of publication.

    A weekday in the text decides between day/month and month/day; then a number above 12; then ``day_first``.
    """
    written, zone = part_zone(spell_clock(plain_digits(text.strip())))
    return place_in_zone(_parse_cached(written, day_first, datetime.now().date().toordinal()), zone)


@lru_cache(maxsize=4096)
def _parse_cached(text: str, day_first: bool, _today: int) -> datetime | None:
    if not text or len(text) > 120:
        return None
    if re.fullmatch(r"\d{9,10}|\d{12,13}", text):
        seconds = int(text) / (1000 if len(text) > 10 else 1)
        return _require_plausible(datetime.fromtimestamp(seconds, UTC))
    try:
        return _require_plausible(parsedate_to_datetime(text) if _MAIL.match(text) else _parse_iso(text))
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    if english := _ENGLISH.fullmatch(text):
        return _parse_english_match(english)
    found = _parse_numeric(text, day_first)
    if found or _NUMERIC.search(text) or _GLUED.search(text):
        return found
    found = _parse_year_first(text) or _parse_worded(text) or _parse_short_year(text, day_first)
    return found or (_parse_by_library(text) if len(text) <= 40 and re.search(r"\d{4}", text) else None)


def names_day_in_figures(text: str) -> bool:
    """Whether a day stands in ``text`` whose order of day and month is not the same either way: 03/04/2026, 13.04.26."""
    match = _GLUED.search(text) or _NUMERIC.search(text) or _SHORT.search(text)
    return match is not None and int(match["first"]) != int(match["second"])


def is_day_first(texts: Iterable[str], usual: bool = True) -> bool:
    """Whether dates such as 04/09/2025 in one document name the day first: its other dates tell.

    A number above 12, or a weekday that fits one order only, votes; without votes it is as ``usual``: the day comes
    first in most of the world.
    """
    votes = 0
    for text in texts:
        match = _GLUED.search(text) or _NUMERIC.search(text) or _SHORT.search(text)
        if not match:
            continue
        first, second, year = (int(match[name]) for name in ("first", "second", "year"))
        year += 2000 if year < 100 else 0
        orders = {True: _make_day(year, second, first), False: _make_day(year, first, second)}
        weekday = _find_weekday(text)
        fitting = [
            order for order, day in orders.items() if day and (weekday is None or day.weekday() == weekday)
        ]
        if len(fitting) == 1 and first != second:
            votes += 1 if fitting[0] else -1
    return usual if votes == 0 else votes > 0


def find_date(line: str, *, day_first: bool = True) -> datetime | None:
    """The first date anywhere in a line such as ``Published: Thursday 4 September 2025, 14:05 CET``."""
    line, zone = part_zone(spell_clock(plain_digits(_LABEL.sub("", line))))
    iso = _ISO.search(line)
    if iso:
        return place_in_zone(parse_date(iso.group()), zone)
    found = (
        _parse_year_first(line)
        or _parse_numeric(line, day_first)
        or _parse_worded(line)
        or _parse_short_year(line, day_first)
    )
    return place_in_zone(found, zone)


def is_date_line(line: str) -> bool:
    """Whether a line says little else than when."""
    line = plain_digits(line)
    rest, _ = part_zone(spell_clock(_LABEL.sub("", line)))
    if named := find_foreign_day(rest):
        rest = f"{rest[: named.start]} {rest[named.end :]}"
    for pattern in (_ISO, _GLUED, _NUMERIC, _YEAR_FIRST, _WORDED, _SHORT, _CLOCK):
        rest = pattern.sub(" ", rest)
    words = re.findall(r"[^\W\d]{2,}", rest)
    said = [word for word in words if word[:3].lower() not in _WEEKDAYS and not _is_zone(word)]
    return rest != line and len(said) <= 1 and (find_date(line) is not None or _LABEL.match(line) is not None)


def _is_zone(word: str) -> bool:
    return (word.isupper() and 2 <= len(word) <= 5) or word.lower() in {
        "at",
        "on",
        "am",
        "pm",
        "uhr",
        "um",
        "the",
    }


def _parse_iso(text: str) -> datetime:
    if ordinal := _ORDINAL.fullmatch(text):  # "2025-063": the 63rd day of the year
        day = datetime.strptime(f"{ordinal['year']} {ordinal['day']}", "%Y %j")
        if day.year != int(ordinal["year"]):
            raise ValueError(f"{text!r} is beyond the end of its year")
        text = f"{day:%Y-%m-%d}{ordinal['time']}"
    return datetime.fromisoformat(re.sub(r"\s?Z$", "+00:00", text))


def _require_plausible(found: datetime) -> datetime | None:
    now = datetime.now(found.tzinfo)
    return found if found.year >= EARLIEST and found <= now + LEEWAY else None


def _parse_numeric(text: str, day_first: bool) -> datetime | None:
    match = _GLUED.search(text) or _NUMERIC.search(text)
    if not match:
        return None
    clock = match["time"] or getattr(_CLOCK.search(text[match.end() :]), "group", lambda _: None)("time")
    return _order_day_and_month(text, match, clock, int(match["year"]), day_first)


def _parse_short_year(text: str, day_first: bool) -> datetime | None:
    """A date such as 28.09.19: of this century, or of the last where that would be in the future."""
    match = _SHORT.search(text)
    if not match:
        return None
    clock = _CLOCK.search(text, match.end()) or _CLOCK.search(text[: match.start()])
    centuries = (
        _order_day_and_month(text, match, clock and clock["time"], century + int(match["year"]), day_first)
        for century in (2000, 1900)
    )
    return next((found for found in centuries if found), None)


def _order_day_and_month(
    text: str, match: re.Match[str], clock: str | None, year: int, day_first: bool
) -> datetime | None:
    """The day that ``match`` names: a weekday in ``text`` decides between day/month and month/day."""
    first, second = int(match["first"]), int(match["second"])
    orders = [(first, second), (second, first)] if day_first else [(second, first), (first, second)]
    candidates = [day for d, m in orders if (day := _make_day(year, m, d)) is not None]
    weekday = _find_weekday(text)
    candidates = [day for day in candidates if weekday is None or day.weekday() == weekday] or candidates
    return _require_plausible(_set_clock(candidates[0], clock)) if candidates else None


def _parse_year_first(text: str) -> datetime | None:
    match = _YEAR_FIRST.search(text)
    day = match and _make_day(*(int(match[name]) for name in ("year", "month", "day")))
    clock = day and match and _CLOCK.search(text, match.end())
    return _require_plausible(_set_clock(day, clock["time"] if clock else None)) if day else None


def _make_day(year: int, month: int, day: int) -> datetime | None:
    try:
        return datetime(year, month, day)
    except ValueError:
        return None


def _set_clock(day: datetime, clock: str | None) -> datetime:
    if not clock:
        return day
    hour, minute = (int(number) for number in re.findall(r"\d+", clock)[:2])
    if re.search(r"p\.?m", clock, re.I) and hour < 12:
        hour += 12
    if re.search(r"a\.?m", clock, re.I) and hour == 12:
        hour = 0
    return day.replace(hour=hour, minute=minute) if hour < 24 else day


def _parse_english_match(match: re.Match[str]) -> datetime | None:
    day, month, year, hour, minute, second, fraction = match.groups()
    number = _MONTHS.get(month[:3].lower())
    if number is None or not month_name[number].lower().startswith(month.lower().removesuffix("t")[:4]):
        return _parse_worded(match.string)
    micro = int((fraction or "").ljust(6, "0"))
    try:
        moment = datetime(
            int(year), number, int(day), int(hour or 0), int(minute or 0), int(second or 0), micro
        )
        return _require_plausible(moment)
    except ValueError:
        return None


def _find_weekday(text: str) -> int | None:
    for word in re.findall(r"[A-Za-z]+", text):
        if word.lower() in {name.lower() for name in day_name} or word.lower() in _WEEKDAYS:
            return _WEEKDAYS[word[:3].lower()]
    return None


def _parse_worded(text: str) -> datetime | None:
    """A date with its month in words, if it names day and year."""
    match = _WORDED.search(text)
    if match:
        found = _parse_by_library(text[match.start() : match.end() + 25]) or _parse_by_library(match.group())
        clock = _CLOCK.search(text[: match.start()])
        if found and clock and (found.hour, found.minute) == (0, 0):
            found = _set_clock(found, clock["time"])
        if found and (american := _AMERICAN.search(text)):
            there = found.replace(tzinfo=ZoneInfo(_ZONES[american[1]]))
            found = found.replace(tzinfo=timezone(there.utcoffset() or timedelta()))
        return _require_plausible(found) if found else None
    return _parse_foreign(text)


def _parse_foreign(text: str) -> datetime | None:
    named = find_foreign_day(text)
    if not named:
        return None
    found = _make_day(named.year, named.month, named.day)
    clock = found and (_CLOCK.search(text, named.end) or _CLOCK.search(text[: named.start]))
    return _require_plausible(_set_clock(found, clock["time"] if clock else None)) if found else None


def _parse_by_library(text: str) -> datetime | None:
    import dateparser

    found = dateparser.parse(
        re.split(r"[|·•]", text, maxsplit=1)[0].strip(" \t\n,-"),
        settings={
            "REQUIRE_PARTS": ["day", "month", "year"],
            "DATE_ORDER": "DMY",
            "PARSERS": ["absolute-time"],
        },
    )
    return _require_plausible(found) if found else None
