"""Where articles differ on a figure or a day, and which of them is right where one corrects another.

Two are only said to differ when both are about the same thing; where that is in doubt nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from assistant.amounts import Amount, amounts, clause, days
from assistant.candidate import Candidate
from assistant.meanings import as_meanings, meanings
from assistant.query import Query
from assistant.words import fold

MOST = 3  # different answers that are shown
ENOUGH = 0.6  # of the best sentence's score, for a sentence to be on the same fact
ENOUGH_TO_CORRECT = 0.4  # … in an article that is a correction: it need not say again what about
SAME_SUBJECT = 0.6  # share of the question's words that a sentence and its headline must hold
SAID_OF_BOTH = 2  # words of the question that must be said of both figures

_CORRECTION = re.compile(r"\bcorrect(?:ion|ed|s)\b|\bclarification\b|\bretract(?:ion|s|ed)\b", re.I)

Value = tuple[str, str]  # what a short answer says, comparable: a number and its unit, or a day


def difference(query: Query, found: Sequence[Candidate]) -> tuple[str, list[Candidate]]:
    """How the articles differ in their short answers, in one sentence, and the sentences that do, newest first.

    ``found``: the best first. Both are empty where articles do not differ. Of each article its best sentence
    counts, and only answers of the same unit that are about the same thing are compared. A correction comes
    first and says so; where an article is newer than the correction, which of them is right is left open.
    """
    if not found or (best := _value(found[0])) is None:
        return "", []
    told = sorted(_by_article(query, found, best), key=_published, reverse=True)
    values: dict[Value, Candidate] = {}
    for each in told:
        values.setdefault(_value(each) or ("", ""), each)
    ordered = [each for each in values.values() if _same_thing(query, each, found[0])][:MOST]
    if len(ordered) < 2:
        return "", []
    if any(_corrects(each) for each in ordered):
        newest, *before = ordered
        if not _corrects(newest) or not all(
            datetime.min < _published(each) < _published(newest) for each in before
        ):
            return "", []
        return f"Corrected: {_says(newest)}; before that, {'; '.join(map(_says, before))}.", ordered
    return f"The articles differ: {'; '.join(_says(each) for each in ordered)}.", ordered


def set_right(candidate: Candidate) -> bool:
    """Whether the short answer is what its article's headline takes back: "16,000 patients, not 61,000"."""
    return any(each.bound == "not" for each in _in_headline(candidate))


def _by_article(query: Query, found: Sequence[Candidate], best: Value) -> list[Candidate]:
    """The best sentence of each article that has an answer of the same unit; of a correction, the one that is new."""
    enough = ENOUGH * found[0].score
    told: dict[str, Candidate] = {}
    for each in found:
        value = _value(each)
        if value and value[1] == best[1] and each.score >= enough and _on_subject(query, each):
            told.setdefault(each.article.id, each)
    known = {_value(each) for each in told.values() if not _corrects(each)}
    for each in found:
        value, article = _value(each), each.article.id
        new = value is not None and value not in known and value[1] == best[1]
        corrects = _corrects(each) and each.score >= ENOUGH_TO_CORRECT * found[0].score
        if new and corrects and (article not in told or _value(told[article]) in known):
            told[article] = each
    return list(told.values())


def _value(candidate: Candidate | None) -> Value | None:
    """None where there is no short answer, or it is neither a number nor a day of a month."""
    shown = fold(candidate.short_text) if candidate else ""
    named = days(shown)
    if named:
        return (f"{named[0].day}.{named[0].month}.{named[0].year or ''}", "day") if named[0].day else None
    figures = amounts(shown)
    return (str(figures[0].value), figures[0].unit) if figures else None


def _same_thing(query: Query, one: Candidate, other: Candidate) -> bool:
    """Whether two short answers count the same noun, if any, and enough of the question is said of both."""
    if one is other:
        return True
    asked = set(as_meanings(query.terms))
    (said, counts), (said_too, counts_too) = _said_of(one), _said_of(other)
    counted = (counts | counts_too) <= asked or bool(counts & counts_too)
    return counted and len(said & said_too & asked) >= SAID_OF_BOTH


def _said_of(candidate: Candidate) -> tuple[set[str], set[str]]:
    """The meanings of the clauses, of sentence and headline, that the short answer stands in, and of what it counts."""
    own, start = candidate.excerpt.own, candidate.excerpt.own_start
    span = candidate.short or (start, start)
    inside = clause(own, span[0] - start, span[1] - start)
    figures = [each for each in amounts(fold(own)) if _is(each, candidate)] + _in_headline(candidate)
    said = set(meanings(inside)).union(*(as_meanings(each.about) for each in figures))
    counts = set(as_meanings(stem for each in figures for stem in each.counts))
    return said | counts, counts


def _in_headline(candidate: Candidate) -> list[Amount]:
    return [each for each in amounts(fold(candidate.article.title)) if _is(each, candidate)]


def _is(amount: Amount, candidate: Candidate) -> bool:
    return (str(amount.value), amount.unit) == _value(candidate)


def _on_subject(query: Query, candidate: Candidate) -> bool:
    asked = set(as_meanings(query.terms))
    held = {*meanings(candidate.excerpt.text), *meanings(candidate.article.title)}
    return len(asked & held) >= SAME_SUBJECT * len(asked)


def _corrects(candidate: Candidate) -> bool:
    article = candidate.article
    return _CORRECTION.search(f"{article.title} {article.deck or ''}") is not None


def _says(candidate: Candidate) -> str:
    published = candidate.article.published
    day = f"{published.day} {published:%B %Y}" if published else "undated"
    return f"{candidate.article.outlet or 'one article'} ({day}) has {' '.join(candidate.short_text.split())}"


def _published(candidate: Candidate) -> datetime:
    published = candidate.article.published
    return published.replace(tzinfo=None) if published else datetime.min
