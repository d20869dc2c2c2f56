"""The months in the languages of the world, by the tables of ``babel``, and digits of other scripts."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_LANGUAGES = (  # the first that has a name decides what it means
    "en de fr es it pt pl cs sk nl sv da nb fi hu ro tr el bg sr mk uk ru be sl hr lt lv et ca gl eu is ga sq id ms vi af"
    " th pa my hi bn mr ne gu ta te kn ml si ur fa ar he ka hy az kk ky uz tk mn km lo am sw zu cy gd br fo lb mt bs"
)
_WORD = r"[^\d\s,;:()|/၊-]{2,24}"
_FOREIGN = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:\.|º|er)?[\s-]*(?:de\s+|d'|ta['’]\s+)?(?P<month>{_WORD})[.,၊]*[\s-]*"
    r"(?:del?\s+|พ\.ศ\.\s*|ค\.ศ\.\s*)?(?P<year>\d{4})(?!\d)"
    rf"|(?<!\d)(?P<year2>\d{{4}})[.,၊]?\s+(?P<month2>{_WORD})[.,]?\s+(?P<day2>\d{{1,2}})(?!\d)"
    r"|(?<!\d)(?P<day3>\d{1,2})\s+tháng\s+(?P<number>\d{1,2})(?:,\s*|\s+năm\s+|\s+)(?P<year3>\d{4})(?!\d)"
)
_BUDDHIST = range(2400, 2700)  # years of the Thai calendar, 543 ahead


def plain_digits(text: str) -> str:
    """``text`` with the digits of other scripts (``๑``, ``੧``, ``၁``, ``۱``) as 0 to 9."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.digit(each)) if each.isdigit() and each.isdecimal() else each for each in text
    )


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day whose month is a word, and where in the text it stands; the day may be one that cannot be."""

    year: int
    month: int
    day: int
    start: int
    end: int


def find_foreign_day(text: str) -> NamedDay | None:
    """The first day in ``text`` that is named with a month of any language."""
    for found in _FOREIGN.finditer(text):
        if found["number"]:
            parts = int(found["year3"]), int(found["number"]), int(found["day3"])
            return NamedDay(*parts, *found.span())
        day, month, year = (found[name] or found[f"{name}2"] for name in ("day", "month", "year"))
        if number := month_numbers().get(_key(month)):
            count = int(year)
            return NamedDay(count - 543 if count in _BUDDHIST else count, number, int(day), *found.span())
    return None


@lru_cache(maxsize=1)
def month_numbers() -> dict[str, int]:
    """Each name and abbreviation of a month → its number."""
    from babel import Locale
    from babel.core import UnknownLocaleError

    months: dict[str, int] = {}
    for language in _LANGUAGES.split():
        try:
            tables = Locale.parse(language).months
        except UnknownLocaleError:  # a babel without it
            continue
        for names in tables.values():
            for number, name in [*names["wide"].items(), *names["abbreviated"].items()]:
                if len(_key(name)) > 1 and not name.strip(".").isdigit():
                    months.setdefault(_key(name), number)
    return months


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold().strip(".")
