"""Sentences of others than the person whose words are asked for."""

from __future__ import annotations

import re

from assistant.excerpt import Excerpt
from assistant.identity import only_namesakes
from assistant.mentions import person
from assistant.query import Query
from assistant.speakers import sayings
from assistant.subject import WHOSE
from assistant.words import fold, names, words
from ingest.article import Article


def persons_asked(query: Query) -> frozenset[str]:
    """The names, without case and office, of those who are called by name and whose words are asked for.

    Empty where an outlet's report is asked for, and where who it is takes more than names: "the people of Halvern".
    """
    who = WHOSE.search(query.asked) if query.spoken else None
    if who is None:
        return frozenset()
    outlets = {fold(each).casefold() for each in query.where.outlets}
    parts = re.split(r"(?<!\s)\s++and\s+", who["who"])
    called = [names(f"so {part}") for part in parts]
    if not all(own and part.endswith(own[-1]) for part, own in zip(parts, called, strict=True)):
        return frozenset()
    if any(re.search(r"\b(?:of|in|at|from|for)\b", part) for part in parts):
        return frozenset()
    last = {own[-1] for own in called}
    if {each.casefold() for each in last} & outlets:
        return frozenset()
    return frozenset(person(name).casefold() for name in last)


def last_names(persons: frozenset[str]) -> frozenset[str]:
    """The last word of each name: "morn"."""
    return frozenset(name.split()[-1] for name in persons)


def mentions(article: Article, persons: frozenset[str]) -> bool:
    """Whether an article names one of them anywhere; a namesake with another first name is not one of them."""
    text = fold(f"{article.title}\n{article.text}")
    held = last_names(persons) & set(words(text))
    return any(name.split()[-1] in held and not only_namesakes(name, text) for name in persons)


def is_strangers(excerpt: Excerpt, persons: frozenset[str], *, mentioned: bool, heard: bool) -> bool:
    """Whether a sentence has nothing to do with ``persons``.

    Its article names none of them (not ``mentioned``), or the sentence does not, and somebody else who is called by name
    speaks, though they themselves do elsewhere (``heard``): where Apple never does, its chief executive speaks for it.
    """
    text = fold(excerpt.text)
    if not mentioned:
        return True
    if not last_names(persons).isdisjoint([*words(text), *words(fold(excerpt.about))]):
        return False
    return heard and (bool(excerpt.about) or any(each.by_name for each in sayings(text)))
