"""Days as databases print them, in the languages of the papers they hold."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from functools import lru_cache

from ingest.dates.dates import EARLIEST, LEEWAY

_LANGUAGES = "en de fr nl es it pt ca sv da nb fi pl cs hu ro tr ru uk el"
_MORE = {
    "sept": 9,
    "mrt": 3,
    "mär": 3,
    "maer": 3,
    "maerz": 3,
    "marz": 3,
    "fevrier": 2,
    "aout": 8,
    "decembre": 12,
}
_WORD = r"[^\W\d_]{3,12}"
_DAY_FIRST = re.compile(
    rf"(?<![\d:])(?P<day>[0-3]?\d)(?:\.|st|nd|rd|th|er|re|º|ª|[.]?-)?\s?(?:de\s|del\s|d['’]|of\s)?"
    rf"(?P<month>{_WORD})\.?,?[\s-](?:de\s|del\s)?(?P<year>[12]\d{{3}})(?!\d)"
)
_MONTH_FIRST = re.compile(
    rf"(?P<month>{_WORD})\.?\s(?:le\s)?(?P<day>[0-3]?\d)(?:st|nd|rd|th)?,?\s(?P<year>[12]\d{{3}})(?!\d)"
)
_YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<year>[12]\d{3})(?:[-./]|\s?年\s?|년\s?)(?P<month>[01]?\d)(?:[-./]|\s?月\s?|월\s?)(?P<day>[0-3]?\d)(?!\d)"
)
_COMPACT = re.compile(r"(?<!\d)(?P<year>(?:18|19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\d)")
_NUMBERS = re.compile(
    r"(?<!\d)(?P<day>[0-3]?\d)(?P<sign>[./-])(?P<month>[0-3]?\d)(?P=sign)(?P<year>[12]\d{3})(?!\d)"
)
_CLOCK = re.compile(
    r"(?<![\d.:])(?P<hour>[0-2]?\d)[:.](?P<minute>[0-5]\d)(?::[0-5]\d)?(?!\d)\s*(?P<half>[ap]\.?\s?m\b\.?)?"
    r"\s*(?P<zone>(?:GMT|UTC)(?:[+-]\d{1,2})?|EST|EDT|CET|CEST|BST|PST|PDT|CST|CDT)?",
    re.I,
)
_ZONES = {
    "GMT": 0,
    "UTC": 0,
    "EST": -5,
    "EDT": -4,
    "CET": 1,
    "CEST": 2,
    "BST": 1,
    "PST": -8,
    "PDT": -7,
    "CST": -6,
    "CDT": -5,
}


def read_day(text: str, *, month_first: bool = False) -> datetime | None:
    """The first day that ``text`` names with day, month and year, and its time where one follows.

    None where it names none, or one that no paper can have; nothing is filled in. ``month_first`` is how a database
    writes days in numbers alone.
    """
    found = find_day(text, month_first=month_first)
    return found[0] if found else None


def find_day(text: str, *, month_first: bool = False) -> tuple[datetime, int] | None:
    """As :func:`read_day`, with the place in ``text`` at which the day stands."""
    for pattern in (_YEAR_FIRST, _DAY_FIRST, _MONTH_FIRST, _NUMBERS):
        for match in pattern.finditer(text):
            if (day := _day_of(match, month_first and pattern is _NUMBERS)) is not None:
                return _at_clock(day, text[match.end() : match.end() + 40]), match.start()
    return None


def read_compact_day(text: str) -> datetime | None:
    """The day in a number such as 20131120, as accession numbers hold it."""
    match = _COMPACT.search(text)
    return _day_of(match) if match else None


def names_day(text: str) -> bool:
    """Whether a line is short and names a day."""
    return len(text) <= 120 and read_day(text) is not None


def month_number(word: str) -> int | None:
    """The number of a month by its name or abbreviation in any of the languages."""
    word = word.casefold().rstrip(".")
    return _months().get(word)


def _day_of(match: re.Match[str], month_first: bool = False) -> datetime | None:
    month = match["month"]
    number = int(month) if month.isdigit() else month_number(month)
    day, year = int(match["day"]), int(match["year"])
    if number is None:
        return None
    if month_first:
        day, number = number, day
    if number > 12 and day <= 12:
        day, number = number, day
    try:
        found = datetime(year, number, day)
    except ValueError:
        return None
    return found if found.year >= EARLIEST and found <= datetime.now() + LEEWAY else None


def _at_clock(day: datetime, rest: str) -> datetime:
    match = _CLOCK.search(rest)
    if not match or int(match["hour"]) > 23:
        return day
    hour, half = int(match["hour"]), (match["half"] or "").lower()
    if half.startswith("p") and hour < 12:
        hour += 12
    elif half.startswith("a") and hour == 12:
        hour = 0
    found = day.replace(hour=hour, minute=int(match["minute"]))
    zone = (match["zone"] or "").upper()
    name, sign, hours = re.fullmatch(r"([A-Z]*)([+-]?)(\d*)", zone).groups()  # type: ignore[union-attr]
    if name not in _ZONES:
        return found
    offset = _ZONES[name] + (int(hours) if hours else 0) * (-1 if sign == "-" else 1)
    return found.replace(tzinfo=timezone(timedelta(hours=offset)))


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """Each name and abbreviation of a month in ``_LANGUAGES``; the first language wins."""
    from babel import Locale

    months = dict(_MORE)
    for language in _LANGUAGES.split():
        for forms in Locale.parse(language).months.values():
            for number, name in [*forms["wide"].items(), *forms["abbreviated"].items()]:
                if len(name) > 2:
                    months.setdefault(name.casefold().rstrip("."), number)
    return months
