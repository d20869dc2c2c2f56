"""What an article's age adds to its sentences where it is asked how things are now, or what is to come."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.question.query import Query
from assistant.types import RetrievedPassage

# What it adds to a sentence to be in the newest article; in between less
NEWER = 1.5  # where it is asked how things are now
NEWER_PLAN = 0.8  # where a fact to come is asked for, as plans change

_NOW = re.compile(
    r"^\W*(?:is|are|has|have|does|do|will|can)\b|\b(?:now|currently|yet|still|already|at the moment|today|any more)\b",
    re.I,
)
_TO_COME = re.compile(
    r"^\W*(?:when (?:do|does|is|are)\b|(?:when|who|where|which|how \w+)\b.*\b(?:will|going to)\b)", re.I
)


def weigh_recency(query: Query, evidence: Sequence[RetrievedPassage]) -> dict[str, float]:
    """What each dated article's age adds, from 0 for the oldest; empty where it makes no difference.

    It makes one where it is asked how things are now, or about what is to come.
    """
    now = _NOW.search(query.asked) if query.kind == "account" else _TO_COME.search(query.asked)
    if not now:
        return {}
    days = {each.article.id: each.article.published.date() for each in evidence if each.article.published}
    order = sorted(set(days.values()))
    most = NEWER if query.kind == "account" else NEWER_PLAN
    return {id_: most * order.index(day) / max(1, len(order) - 1) for id_, day in days.items()}
