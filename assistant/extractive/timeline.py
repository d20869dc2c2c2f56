"""What happened, day by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.selection.candidate import Candidate, extend_to_fuller, says_the_same

DAYS = 8  # most days of a timeline
OF_A_DAY = 1  # sentences of a day …
OF_THE_LAST = 2  # … and of the newest
ENOUGH = 0.5  # of the best sentence's score: what is weaker is another story
ON_IT = 0.5  # of the best share of the question's words that a sentence and its headline hold: less is another story
OPENS = 0.3  # what it adds to a sentence to open its article: there the news stands
OPENING = 250  # characters of an article that open it
UNDATED = "Undated"


def build_timeline(found: Sequence[Candidate]) -> list[Candidate]:
    """The best of each day's sentences, the oldest day first, each labelled with its day and the newest marked.

    ``found``: the best first. The day is that on which the article was published; undated articles come first.
    """
    found = [
        each
        for each in found
        if each.signals.context_coverage >= ON_IT * max(other.signals.context_coverage for other in found)
    ]
    told: dict[date, list[Candidate]] = {}
    ranked = sorted(found, key=lambda each: -_score_of_day(each))
    newest = max(
        (_day_of(each) for each in ranked if _score_of_day(each) >= ENOUGH * _score_of_day(ranked[0])),
        default=None,
    )
    kept: list[Candidate] = []
    for each in ranked:
        day = _day_of(each)
        if _score_of_day(each) < ENOUGH * _score_of_day(ranked[0]) or (day not in told and len(told) == DAYS):
            continue
        most = OF_THE_LAST if day == newest else OF_A_DAY
        if len(told.get(day, ())) < most and not any(says_the_same(each, other) for other in kept):
            told.setdefault(day, []).append(each)
            kept.append(each)
    last = max(told, default=None)
    if last is not None:  # what is newest is told more fully
        told[last] = [extend_to_fuller(each, found) for each in told[last]]
        told[last] = [
            each
            for n, each in enumerate(told[last])
            if not any(each.excerpt.overlaps_with(o.excerpt) for o in told[last][:n])
        ]
    return [
        replace(each, short=None, label=label_day(day), newest=day == last and day != date.min)
        for day in sorted(told)
        for each in sorted(told[day], key=lambda each: (each.article.id, each.excerpt.start))
    ]


def _score_of_day(candidate: Candidate) -> float:
    return candidate.score + (OPENS if candidate.excerpt.own_start < OPENING else 0.0)


def _day_of(candidate: Candidate) -> date:
    published = candidate.article.published
    return published.date() if published else date.min


def label_day(day: date) -> str:
    """The heading that a day's sentences stand under; ``date.min`` is no known day."""
    return UNDATED if day == date.min else f"{day.day} {day:%B %Y}"
