"""Where articles differ on a figure or a day, and which of them is right where one corrects another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from assistant.amounts import amounts, days
from assistant.candidate import Candidate
from assistant.question import Query
from assistant.words import fold, stems

MOST = 3  # different answers that are shown
ENOUGH = 0.6  # of the best sentence's score, for a sentence to be on the same fact
ENOUGH_TO_CORRECT = 0.4  # … in an article that is a correction: it need not say again what about
SAME_SUBJECT = 0.6  # share of the question's words that a sentence and its headline must hold

_CORRECTION = re.compile(r"\bcorrect(?:ion|ed|s)\b|\bclarification\b|\bretract(?:ion|s|ed)\b", re.I)

Value = tuple[str, str]  # what a short answer says, comparable: a number and its unit, or a day


def difference(query: Query, found: Sequence[Candidate]) -> tuple[str, list[Candidate]]:
    """How the articles differ in their short answers, in one sentence, and the sentences that do, newest first.

    ``found``: the best first. Both are empty where articles do not differ. Of each article its best sentence
    counts, and only answers of the same kind and unit are compared. A correction comes first and says so.
    """
    if not found or (best := _value(found[0])) is None:
        return "", []
    told = _by_article(query, found, best)
    values: dict[Value, Candidate] = {}
    for each in sorted(told, key=_published, reverse=True):
        values.setdefault(_value(each) or ("", ""), each)
    if len(values) < 2:
        return "", []
    ordered = list(values.values())[:MOST]
    correcting = next((each for each in ordered if _corrects(each)), None)
    if correcting:
        before = [each for each in ordered if each is not correcting]
        said = "; ".join(_says(each) for each in before)
        return f"Corrected: {_says(correcting)}; before that, {said}.", [correcting, *before]
    return f"The articles differ: {'; '.join(_says(each) for each in ordered)}.", ordered


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


def _on_subject(query: Query, candidate: Candidate) -> bool:
    asked = set(query.terms)
    held = {*candidate.stems, *stems(candidate.article.title)}
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
