"""The numbers and dates in a text, with what they count, so that two texts can be compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assistant.language.dates import MONTHS
from assistant.language.words import NUMBER_WORDS, STOP, list_stems, split_words, stem_word

_SCALES = {
    "hundred": 2, "thousand": 3, "k": 3, "lakh": 5, "million": 6, "mln": 6, "m": 6, "billion": 9, "bn": 9, "b": 9,
    "trillion": 12, "tn": 12,
    "crore": 7,
}  # fmt: skip  # as powers of ten
_FORMS = {
    "%": "%|percent|per cent|pct", "pp": "percentage points|percentage point", "usd": "$|us$|usd|dollars|dollar|dlrs",
    "eur": "€|eur|euros|euro", "gbp": "£|gbp|pounds|pound|sterling", "jpy": "¥|yen", "pence": "pence|p",
    "aud": "a$|aud", "cad": "c$|cad", "hkd": "hk$|hkd", "nzd": "nz$|nzd", "brl": "r$|reais|real", "krw": "₩|won",
    "km": "km|kilometres|kilometers|kilometre|kilometer", "mile": "miles|mile", "m": "metres|meters|metre|meter",
    "cm": "centimetres|centimeters|cm", "t": "tonnes|tonne|tons|ton", "kg": "kg|kilograms|kilos", "l": "litres|liters",
    "ha": "hectares|hectare", "acre": "acres|acre", "second": "seconds|second", "minute": "minutes|minute",
    "hour": "hours|hour", "day": "days|day", "week": "weeks|week", "month": "months|month", "year": "years|year",
    "feet": "feet|foot|ft", "inch": "inches|inch", "cent": "cents|cent", "gram": "grams|gram", "gallon": "gallons|gallon",
    "barrel": "barrels|barrel", "decade": "decades|decade", "century": "centuries|century", "kw": "kilowatts|kw",
    "crown": "crowns|crown", "rupee": "₹|rs|rupees|rupee", "franc": "chf|francs|franc", "rouble": "₽|roubles|rouble|rubles",
    "yuan": "yuan", "peso": "pesos|peso",
    "degree": "degrees|degree|°c|°", "mw": "megawatts|mw", "gw": "gigawatts|gw", "seat": "seats|seat",
    "vote": "votes|vote", "goal": "goals|goal", "point": "points|point",
}  # fmt: skip
_UNITS = {form: unit for unit, forms in _FORMS.items() for form in forms.split("|")}
_SMALL = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_HUNDREDS = re.compile(
    rf"\b(?P<hundreds>an?|{_ONES}) hundred(?: and)? (?P<rest>(?:{_TENS})[ -](?:{_ONES})|{_SMALL})\b", re.I
)
_GROUPED = re.compile(
    r"(?<![\w.,-])[1-9]\d{0,2}(?: \d{3})+(?![.,]?\w)|\b\d{1,3}(?:\.\d{3}){2,}(?!\w)|\b\d{1,3}(?:'\d{3})+\b"
)
_NUMBER = re.compile(
    r"(?:(?P<minus>(?<![^\s(])-(?=[\d$€£¥₹])|\bminus )|(?<![\w.]))"
    r"(?P<currency>(?:us|a|c|hk|nz|r)?\$|[€£¥₹₽₩]|(?:usd|eur|gbp|chf|aud|cad|rs\.?)(?=\s?\d))?\s?"
    rf"(?P<value>\d+(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+|(?:{_TENS})[ -](?:{_ONES})(?![a-z])|(?:{_SMALL})(?![a-z])"
    r"|half an?(?=\s(?:hundred|thousand|million|billion|dozen))|an?(?=\s(?:hundred|thousand|million|billion|dozen)\b)|dozen)"
    r"(?P<ordinal>st|nd|rd|th)?"
    r"(?:[\s-]?(?P<scale>hundred|thousand|lakh|million|crore|billion|trillion|mln|bn|tn|[kmb]|dozen)(?![a-z]))?"
    rf"(?:[\s-]?(?P<unit>{'|'.join(sorted(map(re.escape, _UNITS), key=len, reverse=True))})(?![a-z]))?",
    re.I,
)
_MORE = re.compile(
    r"\b(?:(?<!no )(?<!not )more than|over|above|exceed\w*|at least|upwards of|no fewer than|a minimum of)\s*$",
    re.I,
)
_LESS = re.compile(
    r"\b(?:less than|fewer than|under|below|nearly|almost|up to|at most|no more than|not more than|a maximum of)\s*$",
    re.I,
)
_BOUNDS = {"more": _MORE, "less": _LESS, "not": re.compile(r"\b(?:not|rather than|instead of)\s$", re.I)}
_MONTH = rf"(?P<month>{'|'.join(MONTHS)}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?"
_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+)?{_MONTH}(?:\s+(?P<after>\d{{1,2}})(?:st|nd|rd|th)?(?!\d))?"
    r"(?:,?\s+(?P<year>\d{4}))?",
    re.I,
)
_RANGES = re.compile(r"\s*(?:-|to|or|and)\s*[$€£¥]?\d", re.I)
_SERIES = re.compile(r"(?<![\w.])\d{1,4}(?:[-:/]\d{1,4})+(?!\w)")
_AGED = re.compile(r"\b(?:aged?|age of)\s$|[A-Z]\w{1,40},\s$")
SOFT = frozenset(["year", "point", "goal", "vote", "seat"])  # units that a sentence may leave out
_COUNTED = 3  # words behind a number that may name what it counts
_CLAUSE = re.compile(r"[;:.!?]\s|,\s|\s-\s|\b(?:and|but|while|whereas|although|though|compared)\b", re.I)


@dataclass(frozen=True, slots=True)
class Amount:
    """One number: its value with the scale worked in, its unit ("" where none is said), what bounds it."""

    value: Decimal
    unit: str
    bound: str  # "more", "less", "not" or ""
    about: frozenset[str]  # stems of the clause that it stands in
    ranges: bool = False  # whether another number follows that has its unit ("3 to 5 per cent")
    counts: frozenset[str] = (
        frozenset()
    )  # stems of the words behind it that name what it counts; empty with a unit
    spelled: bool = False  # whether it is written as a word

    @property
    def shown_value(self) -> str:
        """The number for a person."""
        written = (
            f"{self.value:f}" if abs(self.value) < 10_000 else f"{self.value:,f}"
        )  # years without a comma
        return written + (self.unit if self.unit == "%" else "")

    @property
    def opens_range(self) -> bool:
        """Whether it is only the lower end of what is said: "3 to 5 per cent"; years are not."""
        return self.ranges and not self.unit and not 1000 <= self.value <= 2100

    def measured_as(self, other: Amount) -> bool:
        """Whether both have the same unit, or this one leaves out what nobody mistakes."""
        if self.unit == other.unit or (other.ranges and not other.unit):
            return True
        if self.unit == "point" and other.unit == "pp":
            return True
        return not self.unit and other.unit not in ("%", "pp") and (not self.counts or other.unit in SOFT)


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A date as far as it is said: month 1 to 12, day and year 0 where they are not."""

    month: int
    day: int
    year: int

    def agrees_with(self, other: NamedDay) -> bool:
        """Whether all that this date says, the other says too."""
        return (
            self.month == other.month
            and self.day in (0, other.day)
            and (self.year in (0, other.year) or other.year == 0)
        )


def find_amounts(text: str) -> list[Amount]:
    """The numbers of a folded text, in order; those of its dates are in ``find_days``."""
    text = _DATE.sub(
        lambda match: " " * len(match.group()) if match["day"] or match["after"] else match.group(), text
    )
    text = _HUNDREDS.sub(_join_number_words, text)
    text = _GROUPED.sub(lambda match: re.sub(r"[ .']", "", match.group()), text)
    return [_read_amount(text, match) for match in _NUMBER.finditer(text)]


def _read_amount(text: str, match: re.Match[str]) -> Amount:
    scale, measured = match["scale"], normalise_unit(match["currency"] or match["unit"] or "")
    before, after = text[: match.start()], text[match.end() :]
    if scale in ("m", "M") and not measured and text[match.start("scale") - 1] == " ":
        scale, measured = None, "m"  # "400 m" are metres, "400m" are millions
    value = _parse_value(match["value"].casefold()) * _parse_scale(scale) * (-1 if match["minus"] else 1)
    if not measured and 0 < value < 120 and _AGED.search(before) and re.match(r"[,.;)]|\s|$", after):
        measured = "year" if re.match(r",|\.?$", after) or "age" in before[-7:].casefold() else ""
    inside = list_stems(cut_clause(text, *match.span()))
    return Amount(
        value.normalize(),
        measured,
        next((bound for bound, words_for in _BOUNDS.items() if words_for.search(before)), ""),
        frozenset(each for each in inside if not each[0].isdigit() and each not in _load_measures()),
        bool(_RANGES.match(after)),
        frozenset() if measured else _read_counted_stems(after),
        match["value"][0].isalpha(),
    )


def _read_counted_stems(after: str) -> frozenset[str]:
    """The stems of the words right behind a number, to the next small word, number or mark."""
    found = []
    for word in split_words(re.split(r"[^\w\s'-]", after, maxsplit=1)[0])[:_COUNTED]:
        if word in STOP or word[0].isdigit() or word in NUMBER_WORDS:
            break
        found.append(stem_word(word))
    return frozenset(found)


def find_series(text: str) -> list[tuple[int, ...]]:
    """Scores, times and dates written with marks between their numbers: "3-1", "12:30", "03/04/2025"."""
    return [tuple(map(int, re.split(r"[-:/]", match.group()))) for match in _SERIES.finditer(text)]


def find_days(text: str) -> list[NamedDay]:
    """The dates of a folded text that name a month."""
    found = []
    for match in _DATE.finditer(text):
        day, year = int(match["day"] or match["after"] or 0), int(match["year"] or 0)
        name = match["month"].casefold()
        if name in ("may", "march", "mar") and not (day or year) and not match["month"][0].isupper():
            continue  # the verbs
        month = next(n for n, month in enumerate(MONTHS, 1) if month.startswith(name[:3]))
        found.append(NamedDay(month, day, year))
    return found


def list_content_stems(text: str) -> list[str]:
    """The stems of a text without the units and scales behind its numbers: "€1.2m" is "1.2 million euros"."""
    found, counts = [], False
    for word in split_words(text):
        if counts and (stem_word(word) in _load_measures() or word in ("nearly", "almost")):
            continue
        counts = word[0].isdigit() or word in NUMBER_WORDS
        if word not in STOP and word != "%":
            found.append(stem_word(word))
    return found


def normalise_unit(written: str) -> str:
    """The unit that a word or sign stands for ("kilometres": "km"), or ""."""
    return _UNITS.get(written.casefold(), "")


@lru_cache(maxsize=1)
def _load_measures() -> frozenset[str]:
    """Stems of units and scales: they say how much, not of what."""
    forms = [*_UNITS, *_SCALES]
    return frozenset(stem_word(word) for form in forms for word in form.split())


def _join_number_words(match: re.Match[str]) -> str:
    """ "two hundred and fifty" as "250"."""
    return str(int(_parse_value(match["hundreds"].casefold()) * 100 + _parse_value(match["rest"].casefold())))


def _parse_value(written: str) -> Decimal:
    if written[0].isdigit() or written[0] == ".":
        return Decimal(written.replace(",", ""))
    if written == "dozen":
        return Decimal(12)
    if written.startswith("half"):
        return Decimal("0.5")
    if written in ("a", "an"):
        return Decimal(1)
    return Decimal(sum(NUMBER_WORDS[part] for part in re.split("[ -]", written)))


def _parse_scale(written: str | None) -> Decimal:
    if written is None:
        return Decimal(1)
    return Decimal(12) if written.casefold() == "dozen" else Decimal(10) ** _SCALES[written.casefold()]


def cut_clause(text: str, start: int, end: int) -> str:
    """The clause of ``text`` that its characters ``start`` to ``end`` stand in, without them."""
    low = max((match.end() for match in _CLAUSE.finditer(text, 0, start)), default=0)
    after = _CLAUSE.search(text, end)
    return text[low:start] + " " + text[end : after.start() if after else len(text)]
