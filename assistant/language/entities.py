"""Where dates, figures, names and places stand in a text, as it is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.language.dates import MONTHS, WEEKDAYS
from assistant.language.words import NUMBER_WORDS, STOP

Span = tuple[int, int]  # characters of a text

_MONTH = (
    rf"(?:{'|'.join(name.capitalize() for name in MONTHS)}|(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_WEEKDAY = rf"(?:{'|'.join(name.capitalize() for name in WEEKDAYS)})"
_YEAR = r"(?:1[0-9]|20)\d\d"
_CLOCK = r"(?:\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?|midnight|noon|\d{1,2} ?[ap]\.?m\b\.?)"
_PART = r"(?:(?:early|mid|late|the (?:end|beginning|middle) of)[ -])?"
_DATE = re.compile(
    rf"(?:\b{_CLOCK}(?: on|,)? )?{_PART}(?:{_WEEKDAY},? (?:the )?)?\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? {_YEAR})?"
    rf"|{_PART}(?:{_WEEKDAY},? )?{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,? {_YEAR})?"
    rf"|{_PART}\b{_MONTH}(?:,? {_YEAR})?(?![a-z])"
    rf"|(?:Christmas|Easter|Good Friday|spring|summer|autumn|winter)(?: {_YEAR})?|\b\d{{4}}-\d\d-\d\d\b|\b{_YEAR}s?\b"
    rf"|(?:(?:next|last|this) )?\b{_WEEKDAY}(?: (?:morning|evening|night|afternoon))?"
    r"|\b(?:yesterday|today|tomorrow|(?:next|last|this) (?:week|month|year|night|summer|winter|spring|autumn))\b"
    rf"|\b{_CLOCK}"
)
_SMALL = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_FIGURE = re.compile(
    r"(?:(?:about|some|around|nearly|almost|more than|over|at least|up to|fewer than|less than|roughly) )?"
    r"(?:US\$|[$€£¥] ?)?"
    rf"(?:\d+(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|\b(?:{_SMALL})(?:-(?:one|two|three|four|five|six|seven|eight|nine))?\b"
    r"|\bhalf a(?= (?:million|billion|dozen))|\bdozens\b|\b(?:a|several) (?:dozen|hundred|thousand|million)\b)"
    r"(?:[ -]?(?:hundred|thousand|million|billion|trillion|mln|bn|tn|[kmb]\b))*"
    r"(?:[ -]?(?:%|per ?cent\b|percentage points?\b|pounds?\b|euros?\b|dollars?\b|crowns?\b|pence\b|yen\b"
    r"|(?:kilo|centi)?met(?:re|er)s?\b|km\b|miles?\b|tonnes?\b|tons?\b|kilo(?:gram)?s?\b|lit(?:re|er)s?\b|hectares?\b"
    r"|seconds?\b|minutes?\b|hours?\b|days?\b|weeks?\b|months?\b|years?\b|mega ?watts?\b|MW\b|gigawatts?\b|degrees?\b))?",
    re.I,
)
_CAPITAL = r"(?:[A-Z]\.(?= )|(?<![\w’'])[^\W\d_a-zà-öø-ÿ][\w&-]{0,60}(?:[’'](?!s\b)\w{1,60})?)"
_NAME = re.compile(rf"{_CAPITAL}(?: (?:(?:of|of the|de|van|von|der|bin|al|du|da|for) )?{_CAPITAL}){{0,30}}")
_LIST = re.compile(rf"{_NAME.pattern}(?:, (?:the )?{_NAME.pattern}){{0,30}},? and (?:the )?{_NAME.pattern}")
_AT = re.compile(
    rf"\b(?:in|at|near|outside|from|to|off|on|between|over|through|into|across|of|behind|beside) (?:the )?"
    rf"(?P<place>{_NAME.pattern})"
)
_CALENDAR = frozenset([*MONTHS, *WEEKDAYS, "easter", "christmas", "mr", "mrs", "ms", "dr"])
_OFFICES = frozenset(  # words before a person's name that are no part of it
    word
    for line in (
        "acting ambassador analyst archbishop bishop captain chairman chairwoman chancellor chief coach",
        "colonel commissioner council councillor deputy detective director doctor dr economist engineer",
        "executive foreign former general goalkeeper governor head inspector judge king leader lieutenant",
        "lord manager mayor minister mr mrs ms officer opposition owner pope president prime prince princess",
        "professor project prosecutor queen secretary senator sergeant sir spokesman spokesperson spokeswoman",
        "striker superintendent vice",
    )
    for word in line.split()
)


def find_date_spans(text: str) -> list[Span]:
    """Days, months, years, times of day and the like."""
    return [match.span() for match in _DATE.finditer(text)]


def find_figures(text: str) -> list[Span]:
    """Numbers with their currency, scale and unit, in digits or in words; those of dates are left out."""
    days = find_date_spans(text)
    found = [(m.start(), m.start() + len(m.group().rstrip(" -"))) for m in _FIGURE.finditer(text)]
    return [span for span in found if not any(a < span[1] and span[0] < b for a, b in days)]


def find_names(text: str) -> list[Span]:
    """Names: of people without their office, and what else is capitalised but opens a sentence only."""
    return [span for match in _NAME.finditer(text) if (span := _trim_office(text, *match.span()))]


def find_name_lists(text: str) -> list[Span]:
    """Lists of names, as "Italy, Spain and Belgium"."""
    return [match.span() for match in _LIST.finditer(text)]


def find_places(text: str) -> Iterator[Span]:
    """Names behind a preposition of place."""
    for match in _AT.finditer(text):
        if span := _trim_office(text, *match.span("place")):
            yield span


def is_office(word: str) -> bool:
    """Whether a word stands before a person's name and is no part of it: "Mayor", "detective"."""
    return word.casefold() in _OFFICES


def strip_office(name: str) -> str:
    """A name without the offices before it: "Detective Chief Inspector Kofi Mensah" is "Kofi Mensah"."""
    parts = name.split()
    while len(parts) > 1 and (is_office(parts[0]) or (parts[0].isupper() and len(parts) > 2)):
        parts = parts[1:]
    return " ".join(parts)


def _trim_office(text: str, start: int, end: int) -> Span | None:
    own = text[start:end]
    first = own.split()[0]
    if first.casefold() in STOP and not first.isupper():
        own = own[len(first) :].lstrip()
    own = strip_office(own) if own else own
    if len(own) < 2 or all(
        word.casefold().rstrip(".") in _CALENDAR or word.isdigit() for word in own.split()
    ):
        return None
    return end - len(own), end
