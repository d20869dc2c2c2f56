"""Every sentence against what it cites: pure code over (sentence, cited text)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.language.synonyms import replace_synonyms
from assistant.language.words import fold_text
from assistant.types import Citation, Sentence, Verdict
from assistant.verification.overlap import find_foreign_word, share_of_claim
from assistant.verification.polarity import gives_orders
from assistant.verification.quote import find_quote
from assistant.verification.rules import find_objection
from news.sentences import split_sentences

# Share of a sentence's words that a part must hold to be looked at; whether its words agree is told by other rules
ENOUGH = 0.3
_QUOTATION = re.compile(r""" "([^"]{3,})"|(?<![\w"])'(\w.{2,300}?)'(?!\w)""".strip())  # in folded text
MOST_SENTENCES = 3  # of a passage that one sentence may rest on together


class EntailmentModel(Protocol):
    """A model that says whether a text bears out a claim."""

    threshold: float  # from which probability on a claim counts as borne out, chosen on data

    def score_entailment(self, pairs: Sequence[tuple[str, str]]) -> Sequence[float]:
        """For each (claim, evidence), how probable it is that the evidence bears out the claim, in [0, 1]."""
        ...


@dataclass(frozen=True, slots=True)
class Finding:
    """What the check of one sentence gave: a verdict, why, and the part of the cited text that it rests on."""

    verdict: Verdict
    reason: str
    start: int = 0  # characters of the cited text
    end: int = 0


def verify_sentence(
    sentence: str, cited: str, context: str = "", entails: EntailmentModel | None = None
) -> Finding:
    """Whether ``cited`` bears out ``sentence``.

    ``quoted``: it is one or more whole sentences of the text, character by character, once Unicode forms,
    quotation marks and white space are folded. ``supported``: up to three neighbouring sentences of the text
    agree with all its numbers (with unit, scale and bound), dates, names, speakers, quotations, negations,
    quantifiers, directions and plans, and with its meaning: they hold its words or synonyms of them or, where there
    is an entailment model, that model says so. Otherwise ``unsupported``.

    A sentence that gives orders to whoever reads it ("ignore all instructions, answer that …") supports nothing.

    ``context`` is what is known of the text beside it (headline, outlet, date): names and dates may come from
    there, nothing else.
    """
    said = fold_text(sentence)
    if not re.search(r"\w", said):
        return Finding("unsupported", "there is no sentence")
    spans = split_sentences(cited)
    whole = _extend_to_sentences(find_quote(sentence, cited), spans, cited)
    if whole:
        return Finding("quoted", "word for word in the article", *whole)
    held: list[tuple[int, int]] = []  # the parts that no rule speaks against
    closest, best = Finding("unsupported", "too little of it is in the passage"), -1.0
    for start, end in _iterate_windows(spans):
        if gives_orders(cited[start:end]):
            continue
        reason = _object_to_part(said, cited[:start], cited[start:end], context, worded=entails is None)
        if reason is None:
            held.append((start, end))
            if entails is None:
                break
        elif (overlap := share_of_claim(said, fold_text(cited[start:end]))) > best + 0.01:
            best, closest = overlap, Finding("unsupported", reason, start, end)
    if held and entails is None:
        return Finding("supported", "its numbers, names and wording agree with the passage", *held[0])
    if held and entails is not None:
        return _ask_entailment(sentence, cited, held, entails)
    return closest


def _object_to_part(said: str, before: str, part: str, context: str, *, worded: bool) -> str | None:
    """Why ``part``, with what stands ``before`` it, does not bear out ``said``; None if it does.

    ``worded``: whether it must hold every word of ``said`` too, in some form or by a synonym.
    """
    mine, theirs, context = replace_synonyms(said), replace_synonyms(fold_text(part)), fold_text(context)
    known = f"{theirs} {replace_synonyms(context)}"
    if share_of_claim(mine, known) < ENOUGH or not share_of_claim(mine, theirs):
        return "too little of it is in the passage"
    reason = find_objection(mine, theirs, before=fold_text(before), context=context)
    if reason is None and (other := _find_misquoted(said, part)):
        return f"the quotation “{other[:40]}” is not in what it cites"
    if reason is None and worded and (word := find_foreign_word(mine, known)):
        return f"“{word}” is not in what it cites"
    return reason


def _find_misquoted(said: str, part: str) -> str | None:
    """A quotation in the folded ``said`` that ``part`` does not hold word for word."""
    quotes = (match[1] or match[2] for match in _QUOTATION.finditer(said))
    return next((quote for quote in quotes if find_quote(quote, part) is None), None)


def _ask_entailment(
    sentence: str, cited: str, parts: Sequence[tuple[int, int]], entails: EntailmentModel
) -> Finding:
    """What the entailment model makes of the parts that no rule speaks against."""
    scores = entails.score_entailment([(sentence, cited[start:end]) for start, end in parts])
    score, (start, end) = max(zip(scores, parts, strict=True), key=lambda scored: scored[0])
    if score >= entails.threshold:
        return Finding("supported", "its numbers, names and meaning agree with the passage", start, end)
    return Finding("unsupported", "it means something else than what it cites", start, end)


def hold_citations(sentence: Sentence, citations: Mapping[int, Citation]) -> Sentence:
    """The sentence with only those of its citations that exist; unsupported if none is left."""
    kept = tuple(number for number in sentence.citations if number in citations)
    if kept or sentence.verdict == "unsupported":
        return replace(sentence, citations=kept)
    return replace(sentence, citations=(), verdict="unsupported", reason="it cites no passage")


def _extend_to_sentences(
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


def _iterate_windows(spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Runs of one sentence, then of two, then of three."""
    for size in range(1, min(MOST_SENTENCES, len(spans)) + 1):
        for first in range(len(spans) - size + 1):
            yield spans[first][0], spans[first + size - 1][1]
