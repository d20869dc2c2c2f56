"""The short answer inside a sentence: the date, the figure, the name or the place that is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.amounts import amounts
from assistant.mentions import dates, figures, listed, named, places
from assistant.question import Kind
from assistant.words import STOP, fold, stem, stems, words

FAR = 12  # words; what is further from the question's words than this is simply far

_UNITS = {
    name: re.compile(pattern, re.I)
    for name, pattern in {
        "time": r"(?:second|minute|hour|day|week|month|year|decade)s?\b",
        "length": r"(?:met(?:re|er)s?|km|miles?|hectares?)\b",
        "money": r"[$€£¥]|\b(?:pounds?|euros?|dollars?|crowns?|pence|yen)\b",
        "share": r"%|per ?cent|percentage",
        "bare": r"^\D*\d{1,3}$",
    }.items()
}
_WANTED = tuple(  # the first that a question matches says which units its figure may have
    (re.compile(pattern, re.I), units)
    for pattern, units in (
        (r"\bhow (?:much|many) (?:per ?cent|%)|\b(?:percentage|proportion)\b|\bwhat share\b", ("share",)),
        (r"\bhow old\b", ("time", "bare")),
        (r"\bhow (?:long|often)\b", ("time", "length")),
        (r"\bhow (?:far|tall|high|deep|wide|big|large)\b.*\b(?:reward|price|cost|fine|budget|bill|fee|debt)\b", ("money",)),
        (r"\bhow (?:far|tall|deep|wide)\b", ("length", "time")),
        (r"\bhow much (?:money|is|are|was|were|did|does|do|will|would)\b.*"
         r"\b(?:cost|pay|paid|worth|spen[dt]|earn|offer|demand|reward|fine|insured|raise|owe)", ("money",)),
        (r"\bwhat\b.*\b(?:cost|price)", ("money",)),
    )
)  # fmt: skip
_MEASURES = ("time", "length", "money", "share")
_COUNTED = re.compile(
    r"\bhow many\s+(?P<what>(?:(?!(?:do|does|did|has|have|had|is|are|was|were|will|would|can|could|may|might|in|on|at)\b)"
    r"[\w'-]+\s*){1,3})",
    re.I,
)
_PLURAL = re.compile(
    r"^\W*(?:and\s+|in\s+|of\s+|by\s+)?(?:(?:which|what|who)\s+(?:other\s+)?(?:\w+s\b|are\b|were\b))", re.I
)


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
    asked = stems(question)
    found = [
        each
        for each in _found(kind, question, text)
        if not _known(text[each.start : each.end], set(asked))
        and not _modifies(text[each.end :], set(asked), kind)
    ]
    if not found:
        return None
    at = [match.start() for match in re.finditer(r"\w+", text)]
    told = _places(asked, text, deed=asked[0] if kind in ("who", "which") else asked[-1])
    best = min(found, key=lambda each: (_distance(each, at, told) - each.bonus, each.start))
    return best.start, best.end


def _found(kind: Kind, question: str, text: str) -> Iterator[_Found]:
    if kind == "when":
        for start, end in dates(text):
            yield _Found(start, end, 3.0 if re.search(r"\d", text[start:end]) else 0.0)
    elif kind == "number":
        yield from _figures(fold(question), text)
    elif kind == "where":
        deed = (stems(question) or [""])[-1]
        done = next((m.end() for m in re.finditer(r"\w+", text) if deed in stems(m.group())), len(text))
        yield from (_Found(*span, 4.0 if span[0] > done else 0.0) for span in places(text))
    elif kind in ("who", "which"):
        if _PLURAL.match(question):
            yield from (_Found(*span, 6.0) for span in listed(text))
        for number, (start, end) in enumerate(named(text)):
            if kind == "who" and re.search(r"\b(?:in|at|from|near) (?:the )?$", text[:start]):
                continue  # a place
            by = kind == "who" and re.search(r"\bby (?:the )?$", text[:start]) is not None
            yield _Found(start, end, 6.0 if by else 3.0 if number == 0 and kind == "who" else 0.0)


def _figures(question: str, text: str) -> Iterator[_Found]:
    """The figures with a unit that the question can mean; "how many ferries" is a number of ferries."""
    units = next((units for pattern, units in _WANTED if pattern.search(question)), ())
    counted = None if units else _COUNTED.search(question)
    what = {stem(word) for word in words(counted["what"]) if word not in STOP} if counted else set()
    for start, end in figures(text):
        shown = text[start:end]
        behind = words(text[end : end + 60])[:4]
        if units and not any(_UNITS[unit].search(shown) for unit in units):
            continue
        if not what:
            yield _Found(
                start, end, 4.0 if not units and any(p.search(shown) for p in _UNITS.values()) else 0.0
            )
        elif what & {stem(word) for word in behind}:
            yield _Found(start, end, 8.0)
        elif _may_count(text[end:], behind, what) and not any(
            _UNITS[unit].search(shown) for unit in _MEASURES
        ):
            yield _Found(start, end)


def _may_count(following: str, behind: Sequence[str], what: set[str]) -> bool:
    """Whether a figure that is followed by other words than those asked for may still count them."""
    return "peopl" in what or not behind or behind[0] in STOP or not following[:1].isspace()


def _modifies(behind: str, asked: set[str], kind: Kind) -> bool:
    """Whether a name only says which one of what the question asks about it is: "the Brannoch helmet"."""
    following = re.match(r" ([a-z][\w-]*)", behind)
    return (
        kind == "who"
        and following is not None
        and stem(following[1]) in asked
        and following[1] not in STOP
        and not (following[1].endswith(("ed", "s")))
    )


def _known(shown: str, asked: set[str]) -> bool:
    own = set(stems(shown))
    return (bool(own) and own <= asked and not amounts(fold(shown))) or not re.search(r"\w", shown)


def _places(asked: Sequence[str], text: str, deed: str) -> list[list[int]]:
    """For each stem of the question that the text holds, the numbers of the words where it stands.

    ``deed``, where the verb of the question most likely is, counts twice.
    """
    places: dict[str, list[int]] = {}
    for number, match in enumerate(re.finditer(r"\w+", text)):
        for own in stems(match.group()):
            if own in asked:
                places.setdefault(own, []).append(number)
    return [*places.values(), *([places[deed]] if deed in places else [])]


def _distance(found: _Found, at: Sequence[int], told: Sequence[Sequence[int]]) -> float:
    """Mean distance in words from the question's words; 0 where the text holds none of them."""
    first = sum(start < found.start for start in at)
    last = max(first, sum(start < found.end for start in at) - 1)
    gaps = [
        min(0 if first <= place <= last else min(abs(place - first), abs(place - last), FAR) for place in own)
        for own in told
    ]
    return sum(gaps) / len(gaps) if gaps else 0.0
