"""The rules that no claim may break: why a text does not bear out a sentence, whatever it means."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.language.quantities import Amount, find_amounts, find_days, find_series, normalise_unit
from assistant.language.quotations import find_sayings
from assistant.language.words import NUMBER_WORDS, STOP, list_names, list_stems, split_words
from assistant.verification.adjuncts import find_misplaced, find_mistimed
from assistant.verification.polarity import (
    QUANTIFIERS,
    find_opposed,
    find_possibility,
    find_stronger,
    find_unfulfilled,
    list_negated,
)
from assistant.verification.semantic_roles import find_turned_round

_CODE = re.compile(r"\b[A-Za-z]{1,3}-?\d[\w-]*")  # A7, F-16, B1b


def find_objection(said: str, part: str, *, before: str, context: str) -> str | None:
    """Why ``part`` does not bear out ``said``; None where no rule speaks against it.

    ``said`` and ``part`` are folded, with one word for all that say the same (``synonyms.plain``); names and
    dates may also come from ``before``, the text in front of the part, and ``context``, its headline, outlet and date.
    """
    reason = _object_to_names(said, part, f"{before} {context}") or _object_to_codes(
        said, f"{before} {part} {context}"
    )
    reason = reason or _object_to_dates(said, part, context) or _object_to_amounts(said, part)
    if reason:
        return reason
    checks: Sequence[Callable[[str, str], str | None]] = (
        _object_to_negations,
        _object_to_directions,
        _object_to_plans,
        _object_to_quantifiers,
        _object_to_comparisons,
        _object_to_places,
        _object_to_roles,
    )
    for check in checks:
        reason = check(said, part)
        if reason:
            return reason
    return _object_to_speakers(said, part, before, context)


def _object_to_names(said: str, part: str, elsewhere: str) -> str | None:
    """Every name must stand in the part, or before it or in the headline where the part says he, she or it."""
    held, known = set(split_words(part)), set(split_words(elsewhere))
    refers = re.search(r"\b(?:he|she|they|it|his|her|their|its|the|this|these|who|i|we|our|my)\b", part, re.I)
    first = split_words(said)[:1]
    for name in list_names(said):
        for word in split_words(name):
            if word in STOP or word in held or word.isdigit() or word in NUMBER_WORDS or normalise_unit(word):
                continue
            if [word] == first and word not in known and not _is_part_of_name(said, word):
                continue  # an ordinary word that opens the sentence
            if not (refers and word in known):
                return f"“{name}” is not in what it cites"
    return None


def _object_to_codes(said: str, known: str) -> str | None:
    """Names with a number in them, such as roads, aircraft and flights, must stand there as they are."""
    there = {code.casefold() for code in _CODE.findall(known)}
    code = next((code for code in _CODE.findall(said) if code.casefold() not in there), None)
    return f"“{code}” is not in what it cites" if code else None


def _is_part_of_name(said: str, word: str) -> bool:
    """Whether the sentence's first word is part of a longer name, or not a word that a dictionary form has."""
    opening = next(iter(list_names(said)), "")
    return len(split_words(opening)) > 1 or word.isupper() or not re.search(r"(?:s|ed|ing|ly)$", word)


def _object_to_dates(said: str, part: str, context: str) -> str | None:
    there, beside = find_days(part), find_days(context)
    for day in find_days(said):
        if not any(day.agrees_with(other) for other in [*there, *beside]):
            return "the date is not in what it cites"
    return None


def _object_to_amounts(said: str, part: str) -> str | None:
    there = find_amounts(part)
    for own in find_amounts(said):
        if own.spelled and own.value == 1 and (not own.unit or re.search(r"\b(?:an?|each|per)\s+\w", part)):
            continue  # "one of" counts nothing, and "a week" is one
        if own.spelled and own.value == 2 and re.search(r"\b(?:both|pair|couple)\b", part, re.I):
            continue
        same = [other for other in there if other.value == own.value]
        if not same:
            return f"the number {own.shown_value} is not in what it cites"
        same = [other for other in same if own.measured_as(other)]
        if not same:
            return f"{own.shown_value} has another unit in what it cites"
        same = [other for other in same if own.ranges or not other.opens_range]
        if not same:
            return f"{own.shown_value} is one end of a range in what it cites"
        if own.bound or all(other.bound == "not" for other in same):
            same = [other for other in same if other.bound == own.bound]
            if not same:
                return f"what it cites sets another bound than “{own.bound or 'exactly'} {own.shown_value}”"
        others = [other for other in there if other.value != own.value]
        if _counts_other(own, same, others) or (
            own.about and not any(own.about & other.about or not other.about for other in same)
        ):
            return f"{own.shown_value} is a number of something else in what it cites"
    return _object_to_order(said, part)


def _counts_other(own: Amount, same: Sequence[Amount], others: Sequence[Amount]) -> bool:
    """Whether what ``own`` counts is counted by other numbers there, not by the same."""
    return any(own.counts & other.counts for other in others) and not any(
        own.counts & other.counts for other in same
    )


def _object_to_order(said: str, part: str) -> str | None:
    """A score, time or date whose numbers stand in another order: "3-1" and "1-3"."""
    theirs = find_series(part)
    for own in find_series(said):
        if own not in theirs and any(sorted(own) == sorted(other) for other in theirs):
            return "the numbers of " + "-".join(map(str, own)) + " stand in another order in what it cites"
    return None


def _object_to_negations(said: str, part: str) -> str | None:
    """Whether a word that both share is denied in one of them only."""
    mine, theirs = list_negated(said), list_negated(part)
    differs = ((mine - theirs) & set(list_stems(part))) | ((theirs - mine) & set(list_stems(said)))
    return "one of them says not, the other does not" if differs and not mine & theirs else None


def _object_to_plans(said: str, part: str) -> str | None:
    word = find_possibility(said, part)
    if word:
        return f"only one of them says “{word}”, and a plan or a possibility is no fact"
    done = find_unfulfilled(said, part)
    return (
        f"what it cites does not say that it “{done}”, only that somebody may or wants to" if done else None
    )


def _object_to_places(said: str, part: str) -> str | None:
    pair = find_misplaced(said, part) or find_mistimed(said, part)
    return f"“{pair[0]}” stands where what it cites has “{pair[1]}”" if pair else None


def _object_to_directions(said: str, part: str) -> str | None:
    pair = find_opposed(said, part)
    return f"“{pair[0]}” stands against “{pair[1]}”" if pair else None


def _object_to_quantifiers(said: str, part: str) -> str | None:
    own, other = set(split_words(said)), set(split_words(part))
    for strong in QUANTIFIERS:
        if own & strong and not other & strong:
            return f"“{min(own & strong)}” is not in what it cites"
    return None


def _object_to_comparisons(said: str, part: str) -> str | None:
    word = find_stronger(said, part)
    return f"“{word}” is not in what it cites" if word else None


def _object_to_roles(said: str, part: str) -> str | None:
    pair = find_turned_round(said, part)
    return f"{pair[0]} and {pair[1]} have changed places" if pair else None


def _object_to_speakers(said: str, part: str, before: str, context: str) -> str | None:
    """Who says it must be who says it in what it cites; "he said" is whoever was named before."""
    for own in find_sayings(said):
        if own.only_pronoun or not own.speaker:
            continue
        theirs = [other for other in find_sayings(part) if other.speaker]
        best = max((len(own.said_stems & other.said_stems) for other in theirs), default=0)
        near = [other for other in theirs if best and len(own.said_stems & other.said_stems) == best]
        named = set(split_words(" ".join([*list_names(f"{before} {part}"), *list_names(context)])))
        if near and not any(own.speaker & (named if other.only_pronoun else other.speaker) for other in near):
            return "somebody else says it in what it cites"
    return None
