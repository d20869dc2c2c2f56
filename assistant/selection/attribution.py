"""Sentences of others than the person whose words are asked for."""

from __future__ import annotations

import re

from assistant.language.entities import strip_office
from assistant.language.quotations import find_sayings
from assistant.language.words import fold_text, list_names, split_words
from assistant.question.keywords import WHOSE
from assistant.question.query import Query
from assistant.selection.biography import names_only_namesakes
from assistant.selection.excerpt import Excerpt
from news.article import Article


def list_persons_asked(query: Query) -> frozenset[str]:
    """The names, without case and office, of those who are called by name and whose words are asked for.

    Empty where an outlet's report is asked for, and where who it is takes more than names: "the people of Halvern".
    """
    who = WHOSE.search(query.asked) if query.wants_words else None
    if who is None:
        return frozenset()
    outlets = {fold_text(each).casefold() for each in query.where.outlets}
    parts = re.split(r"(?<!\s)\s++and\s+", who["who"])
    called = [list_names(f"so {part}") for part in parts]
    if not all(own and part.endswith(own[-1]) for part, own in zip(parts, called, strict=True)):
        return frozenset()
    if any(re.search(r"\b(?:of|in|at|from|for)\b", part) for part in parts):
        return frozenset()
    last = {own[-1] for own in called}
    if {each.casefold() for each in last} & outlets:
        return frozenset()
    return frozenset(strip_office(name).casefold() for name in last)


def take_last_names(persons: frozenset[str]) -> frozenset[str]:
    """The last word of each name: "morn"."""
    return frozenset(name.split()[-1] for name in persons)


def mentions_person(article: Article, persons: frozenset[str]) -> bool:
    """Whether an article names one of them anywhere; a namesake with another first name is not one of them."""
    text = fold_text(f"{article.title}\n{article.text}")
    held = take_last_names(persons) & set(split_words(text))
    return any(name.split()[-1] in held and not names_only_namesakes(name, text) for name in persons)


def is_of_other_speakers(excerpt: Excerpt, persons: frozenset[str], *, mentioned: bool, heard: bool) -> bool:
    """Whether a sentence has nothing to do with ``persons``.

    Its article names none of them (not ``mentioned``), or the sentence does not, and somebody else who is called by name
    speaks, though they themselves do elsewhere (``heard``): where Apple never does, its chief executive speaks for it.
    """
    text = fold_text(excerpt.text)
    if not mentioned:
        return True
    if not take_last_names(persons).isdisjoint([*split_words(text), *split_words(fold_text(excerpt.about))]):
        return False
    return heard and (bool(excerpt.about) or any(each.by_name for each in find_sayings(text)))
