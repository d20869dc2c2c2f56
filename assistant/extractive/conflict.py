"""Where articles differ on a figure or a day, and which of them is right where one corrects another.

Two are only said to differ when both are about the same thing; where that is in doubt nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from assistant.language.expansion import list_meanings, map_to_meanings
from assistant.language.quantities import Amount, cut_clause, find_amounts, find_days
from assistant.language.words import fold_text
from assistant.question.query import Query
from assistant.selection.candidate import Candidate

MOST = 3  # different answers that are shown
ENOUGH = 0.6  # of the best sentence's score, for a sentence to be on the same fact
ENOUGH_TO_CORRECT = 0.4  # … in an article that is a correction: it need not say again what about
SAME_SUBJECT = 0.6  # share of the question's words that a sentence and its headline must hold
SAID_OF_BOTH = 2  # words of the question that must be said of both figures

_CORRECTION = re.compile(r"\bcorrect(?:ion|ed|s)\b|\bclarification\b|\bretract(?:ion|s|ed)\b", re.I)

Value = tuple[str, str]  # what a short answer says, comparable: a number and its unit, or a day


def find_conflict(query: Query, found: Sequence[Candidate]) -> tuple[str, list[Candidate]]:
    """How the articles differ in their short answers, in one sentence, and the sentences that do, newest first.

    ``found``: the best first. Both are empty where articles do not differ. Of each article its best sentence
    counts, and only answers of the same unit that are about the same thing are compared. A correction comes
    first and says so; where an article is newer than the correction, which of them is right is left open.
    """
    if not found or (best := _compare_value(found[0])) is None:
        return "", []
    told = sorted(_choose_by_article(query, found, best), key=_sort_day, reverse=True)
    values: dict[Value, Candidate] = {}
    for each in told:
        values.setdefault(_compare_value(each) or ("", ""), each)
    ordered = [each for each in values.values() if _is_same_thing(query, each, found[0])][:MOST]
    if len(ordered) < 2:
        return "", []
    if any(_is_correction(each) for each in ordered):
        newest, *before = ordered
        if not _is_correction(newest) or not all(
            datetime.min < _sort_day(each) < _sort_day(newest) for each in before
        ):
            return "", []
        return (
            f"Corrected: {_describe_value(newest)}; before that, {'; '.join(map(_describe_value, before))}.",
            ordered,
        )
    return f"The articles differ: {'; '.join(_describe_value(each) for each in ordered)}.", ordered


def is_taken_back(candidate: Candidate) -> bool:
    """Whether the short answer is what its article's headline takes back: "16,000 patients, not 61,000"."""
    return any(each.bound == "not" for each in _list_headline_amounts(candidate))


def _choose_by_article(query: Query, found: Sequence[Candidate], best: Value) -> list[Candidate]:
    """The best sentence of each article that has an answer of the same unit; of a correction, the one that is new."""
    enough = ENOUGH * found[0].score
    told: dict[str, Candidate] = {}
    for each in found:
        value = _compare_value(each)
        if value and value[1] == best[1] and each.score >= enough and _is_on_subject(query, each):
            told.setdefault(each.article.id, each)
    known = {_compare_value(each) for each in told.values() if not _is_correction(each)}
    for each in found:
        value, article = _compare_value(each), each.article.id
        new = value is not None and value not in known and value[1] == best[1]
        corrects = _is_correction(each) and each.score >= ENOUGH_TO_CORRECT * found[0].score
        if new and corrects and (article not in told or _compare_value(told[article]) in known):
            told[article] = each
    return list(told.values())


def _compare_value(candidate: Candidate | None) -> Value | None:
    """None where there is no short answer, or it is neither a number nor a day of a month."""
    shown = fold_text(candidate.short_text) if candidate else ""
    named = find_days(shown)
    if named:
        return (f"{named[0].day}.{named[0].month}.{named[0].year or ''}", "day") if named[0].day else None
    figures = find_amounts(shown)
    return (str(figures[0].value), figures[0].unit) if figures else None


def _is_same_thing(query: Query, one: Candidate, other: Candidate) -> bool:
    """Whether two short answers count the same noun, if any, and enough of the question is said of both."""
    if one is other:
        return True
    asked = set(map_to_meanings(query.terms))
    (said, counts), (said_too, counts_too) = _collect_said_of(one), _collect_said_of(other)
    counted = (counts | counts_too) <= asked or bool(counts & counts_too)
    return counted and len(said & said_too & asked) >= SAID_OF_BOTH


def _collect_said_of(candidate: Candidate) -> tuple[set[str], set[str]]:
    """The meanings of the clauses, of sentence and headline, that the short answer stands in, and of what it counts."""
    own, start = candidate.excerpt.own_text, candidate.excerpt.own_start
    span = candidate.short or (start, start)
    inside = cut_clause(own, span[0] - start, span[1] - start)
    figures = [
        each for each in find_amounts(fold_text(own)) if _is_value_of(each, candidate)
    ] + _list_headline_amounts(candidate)
    said = set(list_meanings(inside)).union(*(map_to_meanings(each.about) for each in figures))
    counts = set(map_to_meanings(stem for each in figures for stem in each.counts))
    return said | counts, counts


def _list_headline_amounts(candidate: Candidate) -> list[Amount]:
    return [
        each for each in find_amounts(fold_text(candidate.article.title)) if _is_value_of(each, candidate)
    ]


def _is_value_of(amount: Amount, candidate: Candidate) -> bool:
    return (str(amount.value), amount.unit) == _compare_value(candidate)


def _is_on_subject(query: Query, candidate: Candidate) -> bool:
    asked = set(map_to_meanings(query.terms))
    held = {*list_meanings(candidate.excerpt.text), *list_meanings(candidate.article.title)}
    return len(asked & held) >= SAME_SUBJECT * len(asked)


def _is_correction(candidate: Candidate) -> bool:
    article = candidate.article
    return _CORRECTION.search(f"{article.title} {article.deck or ''}") is not None


def _describe_value(candidate: Candidate) -> str:
    published = candidate.article.published
    day = f"{published.day} {published:%B %Y}" if published else "undated"
    return f"{candidate.article.outlet or 'one article'} ({day}) has {' '.join(candidate.short_text.split())}"


def _sort_day(candidate: Candidate) -> datetime:
    published = candidate.article.published
    return published.replace(tzinfo=None) if published else datetime.min
