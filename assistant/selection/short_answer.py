"""The short answer inside a sentence: the date, the figure, the name or the place that is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.language.entities import (
    find_date_spans,
    find_figures,
    find_name_lists,
    find_names,
    find_places,
)
from assistant.language.quantities import SOFT, find_amounts, normalise_unit
from assistant.language.words import NUMBER_WORDS, STOP, fold_text, list_stems, split_words, stem_word
from assistant.question.query import Kind
from assistant.selection.biography import OFFICE, find_asked_name, find_introductions

FAR = 12  # words; what is further from the question's words than this is simply far

_UNITS = {
    name: re.compile(pattern, re.I)
    for name, pattern in {
        "time": r"(?:second|minute|hour|day|week|month|year|decade)s?\b",
        "length": r"(?:met(?:re|er)s?|km|miles?|hectares?)\b",
        "money": r"[$€£¥]|\b(?:pounds?|euros?|dollars?|crowns?|pence|yen)\b",
        "share": r"%|per ?cent|percentage",
        "age": r"\byears?\b|^\d{1,3}$",
    }.items()
}
_WANTED = tuple(  # the first that a question matches says which units its figure may have
    (re.compile(pattern, re.I), units)
    for pattern, units in (
        (r"\bhow (?:much|many) (?:per ?cent|%)|\b(?:percentage|proportion)\b|\bwhat share\b", ("share",)),
        (r"\bhow old\b", ("age",)),
        (r"\bhow (?:long|often)\b", ("time", "length")),
        (r"\bhow (?:far|tall|high|deep|wide|big|large)\b.*\b(?:reward|price|cost|fine|budget|bill|fee|debt)\b", ("money",)),
        (r"\bhow (?:far|tall|deep|wide)\b", ("length", "time")),
        (r"\bhow much (?:money|is|are|was|were|did|does|do|will|would)\b.*"
         r"\b(?:cost|pay|paid|worth|spen[dt]|earn|offer|demand|reward|fine|insured|raise|owe)", ("money",)),
        (r"\bwhat\b.*\b(?:cost|price)", ("money",)),
    )
)  # fmt: skip
_MEASURES = ("time", "length", "money", "share")
_NOUN = 4  # words behind a number that may name what it counts
_PART_OF = re.compile(  # between a number and the noun: "46 of the 54 turbines", "310 more passengers"
    r"^ (?:(?:more|other|further) |of (?:(?:the|its|their|his|her|our|these|those) )?(?:[\d,.]+ )?)"
)
_COUNTED = re.compile(
    r"\bhow many\s+(?P<what>(?:(?!(?:do|does|did|has|have|had|is|are|was|were|will|would|can|could|may|might|in|on|at)\b)"
    r"[\w'-]+\s*){1,3})",
    re.I,
)
_PLURAL = re.compile(
    r"^\W*(?:and\s+|in\s+|of\s+|by\s+)?(?:(?:which|what|who)\s+(?:other\s+)?(?:\w+s\b|are\b|were\b))", re.I
)


_MOVES = re.compile(  # where to or from, not where
    r"\b(?:to|from|sen[dt]|go(?:es|ing)?|went|gone|mov|travel|fle[ew]|fled|bring|brought|tak(?:e|en)|took|transfer|deploy|export"
    r"|deliver|fl[yi]|flew|sail|leave|left|ship|com(?:e|es|ing)|came|return|lead|led|run|evacuat)",
    re.I,
)

_DENIED = re.compile(  # behind this stands a day on which it is not: "will not open on", but "not before", "not until"
    r"(?:\b(?:not|never|no longer|instead of|rather than)|n't)\b"
    r"(?:(?! (?:until|till|before|only)\b)[ '’]++[\w-][\w’'-]{0,60}+){0,6}\s*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _PossibleAnswer:
    """Characters of a sentence that may be the answer, and what speaks for them besides their place."""

    start: int
    end: int
    bonus: float = 0.0  # in words of distance


def find_short_answer(kind: Kind, question: str, text: str) -> tuple[int, int] | None:
    """``(start, end)`` of the characters of ``text`` that answer; None where nothing of the wanted kind is there.

    Of several, the one that stands nearest to the question's own words; what the question says itself is no
    answer to it. An account has no short answer.
    """
    found = _list_answering(kind, question, text)
    if not found:
        return None
    asked = list_stems(question)
    at = [match.start() for match in re.finditer(r"\w+", text)]
    told = _locate_question_stems(asked, text, deed=asked[0] if kind in ("who", "which") else asked[-1])
    best = min(found, key=lambda each: (_measure_distance(each, at, told) - each.bonus, each.start))
    return best.start, best.end


def hold_to_kind(kind: Kind, question: str, text: str, span: tuple[int, int]) -> tuple[int, int] | None:
    """What a reader underlined in ``text``, if it is of the wanted kind and not the question's own words.

    "46 per cent and Reyle at 44" is cut to its figure. A place need not be a name, a name may be part of more.
    """
    start, end = span
    if _is_in_question(text[start:end], set(list_stems(question))):
        return None
    inside = [each for each in _list_answering(kind, question, text) if each.start < end and start < each.end]
    if kind in ("when", "number"):
        return (inside[0].start, inside[0].end) if inside else None
    if kind == "who" and not inside:
        return None
    return span


def _list_answering(kind: Kind, question: str, text: str) -> list[_PossibleAnswer]:
    asked = set(list_stems(question))
    return [
        each
        for each in _find_possible(kind, question, text)
        if not _is_in_question(text[each.start : each.end], asked)
        and not _only_modifies(text[: each.start], text[each.end :], asked, kind)
    ]


def _find_possible(kind: Kind, question: str, text: str) -> Iterator[_PossibleAnswer]:
    if kind == "when":
        to_come = re.search(r"\b(?:will|going to)\b", question, re.I) is not None
        denied = re.search(r"\b(?:not|never|no longer)\b|n't\b", fold_text(question)) is not None
        for start, end in find_date_spans(text):
            if not denied and _DENIED.search(text[:start]):
                continue
            if to_come and re.search(r"\bsince (?:the )?$", text[:start], re.I):
                continue  # that has begun long ago
            yield _PossibleAnswer(start, end, 3.0 if re.search(r"\d", text[start:end]) else 0.0)
    elif kind == "number":
        yield from _find_asked_figures(fold_text(question), text)
    elif kind == "where":
        deed = (list_stems(question) or [""])[-1]
        done = next((m.end() for m in re.finditer(r"\w+", text) if deed in list_stems(m.group())), len(text))
        for start, end in find_places(text):
            if _MOVES.search(question) or not re.search(r"\b(?:to|from|into|of) (?:the )?$", text[:start]):
                yield _PossibleAnswer(start, end, 4.0 if start > done else 0.0)
    elif kind == "who" and (name := find_asked_name(question)):
        yield from (
            _PossibleAnswer(*span, (span[1] - span[0]) / OFFICE) for span in find_introductions(name, text)
        )
    elif kind in ("who", "which"):
        if _PLURAL.match(question):
            yield from (_PossibleAnswer(*span, 6.0) for span in find_name_lists(text))
        for number, (start, end) in enumerate(find_names(text)):
            if kind == "who" and re.search(r"\b(?:in|at|from|near) (?:the )?$", text[:start]):
                continue  # a place
            by = kind == "who" and re.search(r"\bby (?:the )?$", text[:start]) is not None
            yield _PossibleAnswer(start, end, 6.0 if by else 3.0 if number == 0 and kind == "who" else 0.0)


def _find_asked_figures(question: str, text: str) -> Iterator[_PossibleAnswer]:
    """The figures with a unit that the question can mean; "how many ferries" is a number of ferries."""
    units = next((units for pattern, units in _WANTED if pattern.search(question)), ())
    counted = None if units else _COUNTED.search(question)
    if counted:
        yield from _find_counts(
            {stem_word(word) for word in split_words(counted["what"]) if word not in STOP}, text
        )
        return
    for start, end in find_figures(text):
        shown = text[start:end]
        if units and not any(_UNITS[unit].search(shown) for unit in units):
            continue
        if units == ("age",) and not _is_age(text[:start], shown, text[end:]):
            continue
        measured = not units and any(pattern.search(shown) for pattern in _UNITS.values())
        yield _PossibleAnswer(start, end, 4.0 if measured else 0.0)


def _find_counts(what: set[str], text: str) -> list[_PossibleAnswer]:
    """The numbers of what is counted; where none names it, those that may: never money, a share, an age."""
    counting, may = [], []
    for start, end in find_figures(text):
        shown, following = text[start:end], text[end:]
        if what & {*_read_noun(following), *list_stems(shown)} and not re.match(r"[ -]old\b", following):
            counting.append(_PossibleAnswer(start, end))
        elif (
            not _is_measure(shown, following)
            and not _tells_age(text[:start], following)
            and _may_count(following, what)
        ):
            may.append(_PossibleAnswer(start, end))
    return counting or may


def _read_noun(following: str) -> list[str]:
    """The stems of the words right behind a number, to the next small word, number or mark."""
    phrase = re.split(r"[^\w\s'’-]", _PART_OF.sub(" ", fold_text(f"x{following[:80]}")[1:]), maxsplit=1)[0]
    found = []
    for word in split_words(phrase)[:_NOUN]:
        if word in STOP or word[0].isdigit() or word in NUMBER_WORDS:
            break
        found.append(stem_word(word))
    return found


def _is_measure(shown: str, following: str) -> bool:
    """Whether a figure is a sum, a share, a time or another quantity: "4.2 million crowns", "2,400 roubles"."""
    units = {normalise_unit(shown.split()[-1]), normalise_unit((split_words(following[:40]) or [""])[0])} - {
        "",
        *SOFT,
    }
    return bool(units) or any(_UNITS[each].search(shown) for each in _MEASURES)


def _tells_age(before: str, following: str) -> bool:
    """ "Holt, 44, said", "aged 44", "who is 44"."""
    return (
        re.search(r"(?:[A-Z]\w{1,40}, |\baged |\bwho (?:is|was|turned) )$", before) is not None
        and re.match(r"[,.;]|\W*$| and\b", following) is not None
    )


def _is_age(before: str, shown: str, behind: str) -> bool:
    """ "Holt, 44, said", "who is 44", "aged 44", "44-year-old", "44 years old"; not "44 years ago"."""
    if "year" in shown:
        return re.match(r"[ -]?(?:s )?old\b|[ -]years?[ -]old\b", behind) is not None
    return re.search(r"(?:\w, |\b(?:aged|is|was|are|turns|turned|be) )$", before) is not None and (
        re.match(r"[,.;]|\W*$| and\b|[ -]years?[ -]old\b", behind) is not None
    )


def _may_count(following: str, what: set[str]) -> bool:
    """Whether a figure that is followed by other words than those asked for may still count them."""
    behind = split_words(following[:60])
    if "peopl" in what and following[:1].isspace():
        return not behind or not normalise_unit(behind[0])
    return not behind or behind[0] in STOP or re.match(r"\s|-\w", following) is None


def _only_modifies(before: str, behind: str, asked: set[str], kind: Kind) -> bool:
    """Whether a name only says which one of what the question asks about it is: "the Brannoch helmet"."""
    following = re.match(r" ([a-z][\w-]*)", behind)
    return (
        kind == "who"
        and following is not None
        and (stem_word(following[1]) in asked or re.search(r"\b[Tt]he $", before) is not None)
        and following[1] not in STOP
        and not (following[1].endswith(("ed", "s")))
    )


def _is_in_question(shown: str, asked: set[str]) -> bool:
    own = set(list_stems(shown))
    return (bool(own) and own <= asked and not find_amounts(fold_text(shown))) or not re.search(r"\w", shown)


def _locate_question_stems(asked: Sequence[str], text: str, deed: str) -> list[list[int]]:
    """For each stem of the question that the text holds, the numbers of the words where it stands.

    ``deed``, where the verb of the question most likely is, counts twice.
    """
    places: dict[str, list[int]] = {}
    for number, match in enumerate(re.finditer(r"\w+", text)):
        for own in list_stems(match.group()):
            if own in asked:
                places.setdefault(own, []).append(number)
    return [*places.values(), *([places[deed]] if deed in places else [])]


def _measure_distance(found: _PossibleAnswer, at: Sequence[int], told: Sequence[Sequence[int]]) -> float:
    """Mean distance in words from the question's words; 0 where the text holds none of them."""
    first = sum(start < found.start for start in at)
    last = max(first, sum(start < found.end for start in at) - 1)
    gaps = [
        min(0 if first <= place <= last else min(abs(place - first), abs(place - last), FAR) for place in own)
        for own in told
    ]
    return sum(gaps) / len(gaps) if gaps else 0.0
