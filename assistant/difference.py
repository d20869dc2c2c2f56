"""Where articles differ on a figure or a day, and which of them is right where one corrects another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from assistant.amounts import amounts, days
from assistant.candidate import Candidate
from assistant.question import Query
from assistant.words import fold, stems

SAME_SUBJECT = 0.5  # share of the question's words that both sentences must hold, to be on the same figure

_CORRECTS = re.compile(
    r"\bcorrect(?:ion|ed|s)\b|\bclarification\b|\b(?:an )?earlier (?:version|report|article)\b"
    r"|\b(?:misstated|wrongly (?:said|stated|gave|put|reported)|gave a wrong|was wrong|were wrong|mistakenly)\b",
    re.I,
)
_OLD = re.compile(r"\bnot\b|\bearlier\b|\bwrongly\b|\bmis\w+", re.I)


def difference(query: Query, chosen: Sequence[Candidate]) -> tuple[str, list[Candidate]]:
    """One sentence that says how the articles differ, "" where they do not; and the sentences, then newest first.

    Only short answers of the same kind and unit are compared, and only between articles. One that corrects
    another comes first whatever its day.
    """
    told = [each for each in chosen if _value(each) and _on_subject(query, each)]
    differing = [each for each in told if any(_differ(each, other) for other in told)]
    if not differing:
        return "", list(chosen)
    ordered = sorted(chosen, key=_published, reverse=True)
    correction = next((each for each in ordered if each in differing and _corrects(each)), None)
    if correction:
        ordered = [correction, *(each for each in ordered if each is not correction)]
        others = [each for each in ordered if each in differing and each is not correction]
        before = "; ".join(_says(each) for each in others)
        return f"Corrected: {_says(correction)}; before, {before}.", ordered
    return f"The articles differ: {'; '.join(_says(each) for each in ordered if each in differing)}.", ordered


def _differ(one: Candidate, other: Candidate) -> bool:
    if one.article.id == other.article.id:
        return False
    (mine, unit), (theirs, other_unit) = _value(one) or ("", ""), _value(other) or ("", "")
    return unit == other_unit and mine != theirs


def _value(candidate: Candidate) -> tuple[str, str] | None:
    """What the short answer says, comparable: a number and its unit, or a day; None where it is neither."""
    shown = fold(candidate.short_text)
    named = days(shown)
    if named and named[0].day:
        return f"{named[0].day}.{named[0].month}.", "day"
    figures = amounts(shown)
    return (str(figures[0].value), figures[0].unit) if figures and not named else None


def _on_subject(query: Query, candidate: Candidate) -> bool:
    asked = set(query.terms)
    held = {*candidate.stems, *stems(candidate.article.title)}
    return not asked or len(asked & held) >= SAME_SUBJECT * len(asked)


def _corrects(candidate: Candidate) -> bool:
    article = candidate.article
    return _CORRECTS.search(f"{article.title} {article.deck or ''} {candidate.excerpt.text}") is not None


def _says(candidate: Candidate) -> str:
    published = candidate.article.published
    day = f"{published.day} {published:%B %Y}" if published else "undated"
    return f"{candidate.article.outlet or 'one article'} ({day}) has {' '.join(candidate.short_text.split())}"


def _published(candidate: Candidate) -> datetime:
    published = candidate.article.published
    return published.replace(tzinfo=None) if published else datetime.min
