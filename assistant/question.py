"""Reading a question: the outlets and days that it names, and what a follow-up takes over."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from assistant.answer import Turn
from assistant.dated import by_days, by_event
from assistant.followup import POINTS_BACK, SMALL_TALK, carry_over, chain
from assistant.outlets import Known, outlets_named, without_outlets
from assistant.query import Query, asks, kind_of
from assistant.shape import shape_of, sides_of
from assistant.topic import any_news, asks_for_news, topic_of, without_days
from assistant.words import stems
from ingest.article import Article
from vectorstore.passages import Filter

# … but for a full day behind it, as with a headline: "Verhagen lifts the hosepipe ban in Port Calder, 9 October 2025"
_SET_OFF = re.compile(
    r"[,;:(–—]\s*(?:on\s+)?(?P<day>(?:[^\W\d]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?"
    r"|\d{1,2}(?:st|nd|rd|th|\.)?\s+(?:of\s+)?[^\W\d]{3,9}\.?,?)\s+\d{4}|\d{4}-\d\d-\d\d)\)?$"
)


def understand(
    question: str,
    history: Sequence[Turn],
    where: Filter,
    outlets: Sequence[Known],
    today: date,
    newest: date | None = None,
    event_article: Callable[[str], Article | None] = lambda _: None,
) -> Query:
    """Read a question.

    ``outlets`` are those of the catalogue; ``today`` decides what "last week" is, ``newest`` (the day of the
    newest article) which September "September" is. What ``where`` already says is kept; an outlet or a day is
    only taken from a question that asks what was reported by or on it. A follow-up keeps those of the
    question that it follows, unless it names its own. ``event_article`` finds the article that told of an event,
    for "since the summit".
    """
    query = _filtered(question, history, where, outlets, today, newest, event_article)
    topic = topic_of(
        query.searched, outlets, _outlets_in(query.asked, history, outlets), today, newest or today
    )
    return replace(query, everything=_everything(query, topic, read=query.where != where))


def understand_within(
    question: str,
    history: Sequence[Turn],
    where: Filter,
    outlets: Sequence[Known],
    today: date,
    newest: date | None = None,
) -> Query:
    """Read a question that ``where`` alone filters, as when a person took out what ``understand`` read in it.

    The words of that outlet or those days are not searched either: they say nothing about what is asked.
    """
    read = understand(question, history, Filter(), outlets, today, newest)
    named = _outlets_in(read.asked, history, outlets)
    dated = read.where.published_from is not None or read.where.published_to is not None

    def free(text: str) -> str:
        text = without_outlets(text, tuple(outlets), named) if named else text
        return without_days(text, today, newest or today) if dated else text

    whole = carry_over(read.asked, history)
    topic = topic_of(whole, outlets, named, today, newest or today)
    everything = _everything(replace(read, where=where or read.where), topic, read=bool(read.where))
    query = Query(free(read.asked), free(whole), read.kind, where, everything=everything, typed=read.asked)
    return query if everything or stems(query.searched) else replace(query, asked=read.asked, searched=whole)


def _outlets_in(asked: str, history: Sequence[Turn], outlets: Sequence[Known]) -> list[str]:
    """The outlets whose reporting a question, or what it follows, asks for or does not want."""
    named = [outlets_named(text, tuple(outlets)) for text in chain(asked, history)]
    return [name for each in named for name in (*each.asked, *each.left_out)]


def _everything(query: Query, topic: str, *, read: bool) -> bool:
    """Whether all that the query's filter admits is asked for; ``read``: whether the filter stands in the question."""
    asked = query.asked
    single = query.kind not in ("account", "which") or query.reason or POINTS_BACK.search(asked)
    if not query.where or single or SMALL_TALK.match(asked) or not asks(asked):
        return False
    return (read or asks_for_news(asked)) and any_news(topic)


def _filtered(
    question: str,
    history: Sequence[Turn],
    where: Filter,
    outlets: Sequence[Known],
    today: date,
    newest: date | None,
    event_article: Callable[[str], Article | None],
) -> Query:
    """The query with the outlets and days that it names as a filter; see ``understand``."""
    asked = " ".join(question.split())
    set_off = _SET_OFF.search(asked)
    asked_before = chain(asked, history) if asks(asked) else [set_off["day"]] if set_off else []
    query = Query(asked, carry_over(asked, history), kind_of(asked), where)
    if not where.outlets:
        query = next((q for text in asked_before if (q := _by_outlets(query, text, outlets)) != query), query)
    if where.published_from is None and where.published_to is None:
        for text in asked_before:
            dated = by_days(query, text, today, newest or today, bool(history))
            if dated == query:
                dated = by_event(query, text, event_article)
            if dated != query:
                return _by_sides(dated)
    return _by_sides(query)


def _by_outlets(query: Query, text: str, outlets: Sequence[Known]) -> Query:
    """The query with the outlets that ``text`` asks for."""
    named = outlets_named(text, tuple(outlets))
    if named.asked:
        where = replace(query.where, outlets=named.asked)
        return replace(
            query, where=where, notices=(*query.notices, f"Only what {_listed(named.asked)} reported.")
        )
    if named.left_out:
        others = tuple(each.name for each in outlets if each.name not in named.left_out)
        where = replace(query.where, outlets=others or query.where.outlets)
        return replace(
            query, where=where, notices=(*query.notices, f"Without what {_listed(named.left_out)} reported.")
        )
    return query


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _by_sides(query: Query) -> Query:
    """The query with what is searched for each of those that it compares, outlets or others."""
    text, outlets = query.searched, query.where.outlets
    named = sides_of(text)
    start, end = (text.find(named[0]), text.rfind(named[-1]) + len(named[-1])) if named else (-1, -1)
    texts = [f"{text[:start]}{side}{text[end:]}" for side in named] if 0 <= start < end else []
    if shape_of(query.asked, fact=False) == "comparison" and len(outlets) > 1:
        texts = texts if len(texts) == len(outlets) else [text] * len(outlets)
        return replace(
            query, sides=tuple((own, (outlet,)) for own, outlet in zip(texts, outlets, strict=True))
        )
    return query if outlets else replace(query, sides=tuple((own, ()) for own in texts))
