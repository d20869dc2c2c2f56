"""Sentences of others than the person whose words are asked for."""

from __future__ import annotations

import re

from assistant.excerpt import Excerpt
from assistant.question import Query
from assistant.speakers import sayings
from assistant.subject import WHOSE
from assistant.words import fold, names, words
from ingest.article import Article


def persons_asked(query: Query) -> frozenset[str]:
    """The last names, without case, of those who are called by name and whose words are asked for.

    Empty where an outlet's report is asked for, and where who it is takes more than names: "the people of Halvern".
    """
    who = WHOSE.search(query.asked) if query.spoken else None
    if who is None:
        return frozenset()
    outlets = {fold(each).casefold() for each in query.where.outlets}
    parts = re.split(r"\s+and\s+", who["who"])
    called = [names(f"so {part}") for part in parts]
    if not all(own and part.endswith(own[-1]) for part, own in zip(parts, called, strict=True)):
        return frozenset()
    if any(re.search(r"\b(?:of|in|at|from|for)\b", part) for part in parts):
        return frozenset()
    last = {own[-1] for own in called}
    return frozenset() if {each.casefold() for each in last} & outlets else _lasts(last)


def mentions(article: Article, persons: frozenset[str]) -> bool:
    """Whether an article names one of them anywhere."""
    return bool(persons) and not persons.isdisjoint(words(fold(f"{article.title} {article.text}")))


def is_strangers(excerpt: Excerpt, persons: frozenset[str], *, mentioned: bool, heard: bool) -> bool:
    """Whether a sentence has nothing to do with ``persons``.

    It names none of them, and its article does not either (not ``mentioned``), or somebody else who is called by name
    speaks, though they themselves do elsewhere (``heard``): where Apple never does, its chief executive speaks for it.
    """
    text = fold(excerpt.text)
    if not persons.isdisjoint([*words(text), *words(fold(excerpt.about))]):
        return False
    return not mentioned or (heard and (bool(excerpt.about) or any(each.by_name for each in sayings(text))))


def _lasts(called: set[str]) -> frozenset[str]:
    return frozenset(name.casefold().split()[-1] for name in called)
