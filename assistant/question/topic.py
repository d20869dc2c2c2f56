"""What a question is about once the outlets and days that it names are taken out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.language.dates import MONTHS, WEEKDAYS, find_period
from assistant.language.words import list_stems, stem_word
from assistant.question.outlet_filter import KnownOutlet, strip_outlets

_ANY_NEWS = frozenset(  # what asks for reporting, whatever it is about
    stem_word(word)
    for line in (
        "write publish print cover carry run story headline piece coverage outlet newspaper paper topic event thing",
        "new newest recent important main top big go everything anything something list show give find summary summarise",
        "summarize overview",
    )
    for word in line.split()
)
_ASKS_FOR_NEWS = re.compile(
    r"\b(?:report|writ|wrote|publish|cover|news|headlines?|articles?|stor(?:y|ies)|happen|new\b|latest|going on)",
    re.I,
)
_CARRIED_TIME = re.compile(rf"\b(?:{'|'.join((*MONTHS, *WEEKDAYS))}|(?:19|20)\d\d)\b", re.I)


def strip_days(text: str, today: date, newest: date) -> str:
    """The text without the days that it names and the word that leads to them: "in January 2024".

    What a follow-up carries over, in brackets at the end, is looked through for itself. ``today`` and ``newest`` as
    in ``find_period``.
    """
    parts = re.split(r"(?= \([^()]*\)$)", text, maxsplit=1)
    for number, part in enumerate(parts):
        if period := find_period(part, today, newest):
            span = (
                rf"(?:\b(?:in|over|during|within|from|of|for|on|at)\s+)?(?:the\s+)?{re.escape(period.words)}"
            )
            parts[number] = re.sub(span, " ", part, count=1)
    parts[1:] = [_CARRIED_TIME.sub(" ", part) for part in parts[1:]]
    text = re.sub(r"\(\W{0,20}\)", "", " ".join(parts))
    return re.sub(r" (?=[?!.,)]|$)", "", " ".join(text.split()))


def find_topic(
    text: str, outlets: Sequence[KnownOutlet], named: Sequence[str], today: date, newest: date
) -> str:
    """The text without its days and without mentions of the outlets ``named``."""
    return strip_days(strip_outlets(text, tuple(outlets), named), today, newest)


def is_any_news(topic: str) -> bool:
    """Whether a question, its outlets and days taken out, asks for reporting about nothing in particular."""
    return _ANY_NEWS.issuperset(list_stems(topic))


def asks_for_news(question: str) -> bool:
    """Whether it asks what was reported or what happened."""
    return _ASKS_FOR_NEWS.search(question) is not None
