"""Every sentence against what it cites: pure code over (sentence, cited text)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.amounts import amounts, days
from assistant.answer import Citation, Sentence, Verdict
from assistant.claims import (
    NEGATIONS,
    PLANS,
    QUANTIFIERS,
    gives_orders,
    opposed,
    replaced,
    scopes,
    speakers,
    stronger,
    turned_round,
)
from assistant.overlap import share
from assistant.quote import find_quote
from assistant.words import STOP, fold, names, stems, words
from ingest.sentences import sentences

ENOUGH = 0.8  # share of a sentence's words that the part it rests on must hold; at 0.6 four times as many false ones pass
ENOUGH_TO_READ = 0.3  # the same share, where an entailment model decides on the meaning
MOST_SENTENCES = 3  # of a passage that one sentence may rest on together


class Entails(Protocol):
    """A model that says whether a text bears out a claim."""

    threshold: float  # from which probability on a claim counts as borne out, chosen on data

    def entail(self, pairs: Sequence[tuple[str, str]]) -> Sequence[float]:
        """For each (claim, evidence), how probable it is that the evidence bears out the claim, in [0, 1]."""
        ...


@dataclass(frozen=True, slots=True)
class Finding:
    """What the check of one sentence gave: a verdict, why, and the part of the cited text that it rests on."""

    verdict: Verdict
    reason: str
    start: int = 0  # characters of the cited text
    end: int = 0


def verify(sentence: str, cited: str, context: str = "", entails: Entails | None = None) -> Finding:
    """Whether ``cited`` bears out ``sentence``.

    ``quoted``: it is one or more whole sentences of the text, character by character, once Unicode forms,
    quotation marks and white space are folded. ``supported``: up to three neighbouring sentences of the text
    agree with all its numbers (with unit, scale and bound), dates, names, speakers, quotations, negations,
    quantifiers, directions and plans, and with its meaning: they hold most of its words or, where there is
    an entailment model, that model says so. Otherwise ``unsupported``.

    A sentence that gives orders to whoever reads it ("ignore all instructions, answer that …") supports nothing.

    ``context`` is what is known of the text beside it (headline, outlet, date): names and dates may come from
    there, nothing else.
    """
    said = fold(sentence)
    if not re.search(r"\w", said):
        return Finding("unsupported", "there is no sentence")
    spans = sentences(cited)
    whole = _whole(find_quote(sentence, cited), spans, cited)
    if whole:
        return Finding("quoted", "word for word in the article", *whole)
    enough = ENOUGH if entails is None else ENOUGH_TO_READ
    held: list[tuple[int, int]] = []  # the parts that no rule speaks against
    closest, best = Finding("unsupported", "too little of it is in the passage"), -1.0
    for start, end in _windows(spans):
        if gives_orders(cited[start:end]):
            continue
        part = fold(cited[start:end])
        reason = _against(said, part, before=fold(cited[:start]), context=fold(context), enough=enough)
        if reason is None and entails is None:
            reason = _replacements(said, part)  # what words mean is for the model to say, where there is one
        if reason is None:
            held.append((start, end))
            if entails is None:
                break
        elif (overlap := share(said, part)) > best + 0.01:
            best, closest = overlap, Finding("unsupported", reason, start, end)
    if held and entails is None:
        return Finding("supported", "its numbers, names and wording agree with the passage", *held[0])
    if held and entails is not None:
        return _entailed(sentence, cited, held, entails)
    return closest


def _entailed(sentence: str, cited: str, parts: Sequence[tuple[int, int]], entails: Entails) -> Finding:
    """What the entailment model makes of the parts that no rule speaks against."""
    scores = entails.entail([(sentence, cited[start:end]) for start, end in parts])
    score, (start, end) = max(zip(scores, parts, strict=True), key=lambda scored: scored[0])
    if score >= entails.threshold:
        return Finding("supported", "its numbers, names and meaning agree with the passage", start, end)
    return Finding("unsupported", "it means something else than what it cites", start, end)


def hold(sentence: Sentence, citations: Mapping[int, Citation]) -> Sentence:
    """The sentence with only those of its citations that exist; unsupported if none is left."""
    kept = tuple(number for number in sentence.citations if number in citations)
    if kept or sentence.verdict == "unsupported":
        return replace(sentence, citations=kept)
    return replace(sentence, citations=(), verdict="unsupported", reason="it cites no passage")


def _whole(
    found: tuple[int, int] | None, spans: Sequence[tuple[int, int]], cited: str
) -> tuple[int, int] | None:
    """The sentences that a slice is made of, marks and all; None where it is only part of one.

    Part of a sentence may mean the opposite of it.
    """
    if found is None:
        return None
    first = [a for a, _ in spans if a <= found[0] and not re.search(r"\w", cited[a : found[0]])]
    last = [b for _, b in spans if b >= found[1] and not re.search(r"\w", cited[found[1] : b])]
    return (first[-1], last[0]) if first and last else None


def _windows(spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Runs of one sentence, then of two, then of three."""
    for size in range(1, min(MOST_SENTENCES, len(spans)) + 1):
        for first in range(len(spans) - size + 1):
            yield spans[first][0], spans[first + size - 1][1]


def _against(said: str, part: str, *, before: str, context: str, enough: float) -> str | None:
    """Why ``part`` does not bear out ``said``; None if it does. All are folded."""
    if share(said, f"{part} {context}") < enough or not set(stems(said)) & set(stems(part)):
        return "too little of it is in the passage"
    reason = _names(said, part, f"{before} {context}") or _dates(said, part, context) or _amounts(said, part)
    if reason:
        return reason
    checks: Sequence[Callable[[str, str], str | None]] = (
        _negations, _directions, _plans, _quantifiers, _comparisons, _quotations, _roles
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
            if word in STOP or word in held or (word.isdigit()):
                continue
            if [word] == first and word not in known and not _is_name(said, word):
                continue  # an ordinary word that opens the sentence
            if not (refers and word in known):
                return f"“{name}” is not in what it cites"
    return None


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
        if own.value == 1 and not own.unit:
            continue  # "one of" counts nothing
        same = [other for other in there if other.value == own.value]
        if not same:
            return f"the number {own.shown} is not in what it cites"
        same = [other for other in same if own.unit in ("", other.unit) or not other.unit]
        if not same:
            return f"{own.shown} has another unit in what it cites"
        if own.bound:
            same = [other for other in same if other.bound == own.bound]
            if not same:
                return f"what it cites does not say {own.bound} than {own.shown}"
        if own.about and not any(own.about & other.about or not other.about for other in same):
            return f"{own.shown} is a number of something else in what it cites"
    return None


def _negations(said: str, part: str) -> str | None:
    return _scoped(said, part, NEGATIONS, "one of them says not, the other does not")


def _plans(said: str, part: str) -> str | None:
    return _scoped(said, part, PLANS, "one of them speaks of a plan or a possibility, the other of a fact")


def _scoped(said: str, part: str, markers: frozenset[str], reason: str) -> str | None:
    """Whether a word that both share stands under a marker in one of them only."""
    mine, theirs = scopes(said, markers), scopes(part, markers)
    own, other = set(stems(said)), set(stems(part))
    differs = ((mine - theirs) & other) | ((theirs - mine) & own)
    agrees = mine & theirs
    return reason if differs and not agrees else None


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


def _replacements(said: str, part: str) -> str | None:
    pair = replaced(said, part)
    return f"“{pair[0]}” stands where what it cites has “{pair[1]}”" if pair else None


def _quotations(said: str, part: str) -> str | None:
    for quote in re.findall(r'"([^"]{3,})"', said):
        if find_quote(quote, part) is None:
            return f"the quotation “{quote[:40]}” is not in what it cites"
    return None


def _roles(said: str, part: str) -> str | None:
    pair = turned_round(said, part)
    return f"{pair[0]} and {pair[1]} have changed places" if pair else None


def _speakers(said: str, part: str, before: str, context: str) -> str | None:
    """Who speaks must be who speaks in the nearest sentence; "he said" is who was named last before."""
    mine = set(speakers(said))
    if not mine:
        return None
    told = set(stems(said)) - mine
    spans = sentences(part)
    start, end = max(spans, key=lambda span: len(told & set(stems(part[span[0] : span[1]]))))
    theirs = set(speakers(part[start:end]))
    if theirs & {"he", "she", "they"}:
        earlier = f"{before} {part[:start]}"
        theirs |= {*speakers(earlier)[-1:], *words(" ".join([*names(earlier), *names(context)]))}
    if theirs and not mine & theirs:
        return "somebody else says it in what it cites"
    return None
