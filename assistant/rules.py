"""The rules that no claim may break: why a text does not bear out a sentence, whatever it means."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.amounts import Amount, amounts, days, series, unit
from assistant.anchors import misplaced, mistimed
from assistant.claims import QUANTIFIERS, negated, opposed, possible, stronger, unfulfilled
from assistant.roles import turned_round
from assistant.speakers import sayings
from assistant.words import NUMBER_WORDS, STOP, names, stems, words

_CODE = re.compile(r"\b[A-Za-z]{1,3}-?\d[\w-]*")  # A7, F-16, B1b


def objection(said: str, part: str, *, before: str, context: str) -> str | None:
    """Why ``part`` does not bear out ``said``; None where no rule speaks against it.

    ``said`` and ``part`` are folded, with one word for all that say the same (``synonyms.plain``); names and
    dates may also come from ``before``, the text in front of the part, and ``context``, its headline, outlet and date.
    """
    reason = _names(said, part, f"{before} {context}") or _codes(said, f"{before} {part} {context}")
    reason = reason or _dates(said, part, context) or _amounts(said, part)
    if reason:
        return reason
    checks: Sequence[Callable[[str, str], str | None]] = (
        _negations, _directions, _plans, _quantifiers, _comparisons, _places, _roles
    )  # fmt: skip
    for check in checks:
        reason = check(said, part)
        if reason:
            return reason
    return _speakers(said, part, before, context)


def _names(said: str, part: str, elsewhere: str) -> str | None:
    """Every name must stand in the part, or before it or in the headline where the part says he, she or it."""
    held, known = set(words(part)), set(words(elsewhere))
    refers = re.search(r"\b(?:he|she|they|it|his|her|their|its|the|this|these|who|i|we|our|my)\b", part, re.I)
    first = words(said)[:1]
    for name in names(said):
        for word in words(name):
            if word in STOP or word in held or word.isdigit() or word in NUMBER_WORDS or unit(word):
                continue
            if [word] == first and word not in known and not _is_name(said, word):
                continue  # an ordinary word that opens the sentence
            if not (refers and word in known):
                return f"“{name}” is not in what it cites"
    return None


def _codes(said: str, known: str) -> str | None:
    """Names with a number in them, such as roads, aircraft and flights, must stand there as they are."""
    there = {code.casefold() for code in _CODE.findall(known)}
    code = next((code for code in _CODE.findall(said) if code.casefold() not in there), None)
    return f"“{code}” is not in what it cites" if code else None


def _is_name(said: str, word: str) -> bool:
    """Whether the sentence's first word is part of a longer name, or not a word that a dictionary form has."""
    opening = next(iter(names(said)), "")
    return len(words(opening)) > 1 or word.isupper() or not re.search(r"(?:s|ed|ing|ly)$", word)


def _dates(said: str, part: str, context: str) -> str | None:
    there, beside = days(part), days(context)
    for day in days(said):
        if not any(day.agrees(other) for other in [*there, *beside]):
            return "the date is not in what it cites"
    return None


def _amounts(said: str, part: str) -> str | None:
    there = amounts(part)
    for own in amounts(said):
        if own.spelled and own.value == 1 and (not own.unit or re.search(r"\b(?:an?|each|per)\s+\w", part)):
            continue  # "one of" counts nothing, and "a week" is one
        if own.spelled and own.value == 2 and re.search(r"\b(?:both|pair|couple)\b", part, re.I):
            continue
        same = [other for other in there if other.value == own.value]
        if not same:
            return f"the number {own.shown} is not in what it cites"
        same = [other for other in same if own.measured_as(other)]
        if not same:
            return f"{own.shown} has another unit in what it cites"
        same = [other for other in same if own.ranges or not other.opens_range]
        if not same:
            return f"{own.shown} is one end of a range in what it cites"
        if own.bound or all(other.bound == "not" for other in same):
            same = [other for other in same if other.bound == own.bound]
            if not same:
                return f"what it cites sets another bound than “{own.bound or 'exactly'} {own.shown}”"
        others = [other for other in there if other.value != own.value]
        if _counts_other(own, same, others) or (
            own.about and not any(own.about & other.about or not other.about for other in same)
        ):
            return f"{own.shown} is a number of something else in what it cites"
    return _order(said, part)


def _counts_other(own: Amount, same: Sequence[Amount], others: Sequence[Amount]) -> bool:
    """Whether what ``own`` counts is counted by other numbers there, not by the same."""
    return any(own.counts & other.counts for other in others) and not any(
        own.counts & other.counts for other in same
    )


def _order(said: str, part: str) -> str | None:
    """A score, time or date whose numbers stand in another order: "3-1" and "1-3"."""
    theirs = series(part)
    for own in series(said):
        if own not in theirs and any(sorted(own) == sorted(other) for other in theirs):
            return "the numbers of " + "-".join(map(str, own)) + " stand in another order in what it cites"
    return None


def _negations(said: str, part: str) -> str | None:
    """Whether a word that both share is denied in one of them only."""
    mine, theirs = negated(said), negated(part)
    differs = ((mine - theirs) & set(stems(part))) | ((theirs - mine) & set(stems(said)))
    return "one of them says not, the other does not" if differs and not mine & theirs else None


def _plans(said: str, part: str) -> str | None:
    word = possible(said, part)
    if word:
        return f"only one of them says “{word}”, and a plan or a possibility is no fact"
    done = unfulfilled(said, part)
    return (
        f"what it cites does not say that it “{done}”, only that somebody may or wants to" if done else None
    )


def _places(said: str, part: str) -> str | None:
    pair = misplaced(said, part) or mistimed(said, part)
    return f"“{pair[0]}” stands where what it cites has “{pair[1]}”" if pair else None


def _directions(said: str, part: str) -> str | None:
    pair = opposed(said, part)
    return f"“{pair[0]}” stands against “{pair[1]}”" if pair else None


def _quantifiers(said: str, part: str) -> str | None:
    own, other = set(words(said)), set(words(part))
    for strong in QUANTIFIERS:
        if own & strong and not other & strong:
            return f"“{min(own & strong)}” is not in what it cites"
    return None


def _comparisons(said: str, part: str) -> str | None:
    word = stronger(said, part)
    return f"“{word}” is not in what it cites" if word else None


def _roles(said: str, part: str) -> str | None:
    pair = turned_round(said, part)
    return f"{pair[0]} and {pair[1]} have changed places" if pair else None


def _speakers(said: str, part: str, before: str, context: str) -> str | None:
    """Who says it must be who says it in what it cites; "he said" is whoever was named before."""
    for own in sayings(said):
        if own.unnamed or not own.speaker:
            continue
        theirs = [other for other in sayings(part) if other.speaker]
        best = max((len(own.told & other.told) for other in theirs), default=0)
        near = [other for other in theirs if best and len(own.told & other.told) == best]
        named = set(words(" ".join([*names(f"{before} {part}"), *names(context)])))
        if near and not any(own.speaker & (named if other.unnamed else other.speaker) for other in near):
            return "somebody else says it in what it cites"
    return None
