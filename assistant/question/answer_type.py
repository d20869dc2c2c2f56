"""The shape that an answer takes, by what the question asks."""

from __future__ import annotations

import re

from assistant.language.words import fold_text, list_names
from assistant.types import Shape

TYPE_NOUN = 0.35  # weight of "countries" in "which countries …": what answers names them without the word

_COMPARES = re.compile(
    r"\b(?:agree|disagree|differ|contradict|diverge)\b|\bdifferences?\s+between\b|\b(?:versus|vs)\b"
    r"|^\W*(?:please\s+|can you\s+)?compare\b|\bhow\s+(?:do|does|did)\b.{0,200}\bcompare\b"
    r"|\b(?:do|did|does)\s+both\b|\bsame (?:figure|number|story|account|thing)s?\b|\bside by side\b",
    re.I,
)
_BOTH_SAY = re.compile(
    r"\b(?i:do|did|does|have|has|what|how)\s+"
    r"(?P<sides>(?:the\s+)?[A-Z][\w .'&-]{0,60}?\s{1,3}and\s{1,3}(?:the\s+)?[A-Z][\w .'&-]{0,60}?)\s{1,3}"
    r"(?:each\s+)?(?:report|say|said|write|wrote|put|think|claim|expect|want|publish|give|have|estimate|disagree|agree|differ)"
)
_BETWEEN = re.compile(
    r"\b(?i:between)\s+"
    r"(?P<sides>(?:the\s+)?[A-Z][\w .'&-]{0,60}?\s{1,3}and\s{1,3}(?:the\s+)?[A-Z][\w.'&-]*(?:\s+[A-Z][\w.'&-]*)*)"
)
_HAPPENS = re.compile(
    r"\bwhat(?:'s|\s+has|\s+is|\s+have)?(?:\s+(?:been|all|since|ever))*\s+(?:happened|happening|going on)\b"
    r"|\b(?:latest|newest|most recent)\b(?!\s+(?:figure|number|price|count|version|score|record))"
    r"|\bwhat(?:'s|\s+is)\s+new\b|\bany\s+(?:news|updates?|developments?)\b|\b(?:timeline|chronology|sequence of events)\b"
    r"|\bhow\s+(?:did|has|have|does|do)\b.{0,200}\b(?:develop|unfold|evolve|progress|turn out|go on|gone|changed?|going)\w*\b"
    r"|\b(?:developments?|updates?)\s+(?:on|in|of|about|with|around)\b|\bover (?:time|the (?:weeks|months|year))\b"
    r"|\b(?:step by step|so far|the story of|course of events|catch me up|bring me up to date|where do things stand)\b",
    re.I,
)


def choose_shape(question: str, *, fact: bool) -> Shape:
    """Comparison, timeline, fact or account; ``fact``: who, when, where, how many or which is asked."""
    question = fold_text(question)
    if _COMPARES.search(question) or _BOTH_SAY.search(question):
        return "comparison"
    if fact:
        return "fact"
    return "timeline" if _HAPPENS.search(question) else "account"


def find_sides(question: str) -> tuple[str, ...]:
    """The two (or more) names that a comparison is between, e.g. ``("Solvay", "Tull")``; empty where it names none."""
    question = fold_text(question)
    match = _BOTH_SAY.search(question) or _BETWEEN.search(question)
    if match is None:
        return ()
    parts = re.split(r",\s*|(?<!\s)\s++and\s+", match["sides"])
    sides = tuple(
        re.sub(r"^the\s+", "", part, flags=re.I).strip() for part in parts if list_names(f"so {part}")
    )
    return sides if len(sides) > 1 else ()
