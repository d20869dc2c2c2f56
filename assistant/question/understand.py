"""Reading a question: the outlets and days that it names, and what a follow-up takes over."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from assistant.language.words import list_stems
from assistant.question.answer_type import choose_shape, find_sides
from assistant.question.date_filter import read_days, read_event
from assistant.question.followup import POINTS_BACK, SMALL_TALK, carry_over, list_chain
from assistant.question.outlet_filter import KnownOutlet, find_named_outlets, strip_outlets
from assistant.question.query import Query, classify_question, is_asking
from assistant.question.topic import asks_for_news, find_topic, is_any_news, strip_days
from assistant.types import Turn
from news.article import Article
from vectorstore.types import Filter

# … but for a full day behind it, as with a headline: "Verhagen lifts the hosepipe ban in Port Calder, 9 October 2025"
_SET_OFF = re.compile(
    r"[,;:(–—]\s*(?:on\s+)?(?P<day>(?:[^\W\d]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?"
    r"|\d{1,2}(?:st|nd|rd|th|\.)?\s+(?:of\s+)?[^\W\d]{3,9}\.?,?)\s+\d{4}|\d{4}-\d\d-\d\d)\)?$"
)


def understand_question(
    question: str,
    history: Sequence[Turn],
    where: Filter,
    outlets: Sequence[KnownOutlet],
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
    query = _read_filters(question, history, where, outlets, today, newest, event_article)
    topic = find_topic(
        query.searched, outlets, _list_outlets_in(query.asked, history, outlets), today, newest or today
    )
    return replace(query, everything=_wants_everything(query, topic, read=query.where != where))


def understand_within(
    question: str,
    history: Sequence[Turn],
    where: Filter,
    outlets: Sequence[KnownOutlet],
    today: date,
    newest: date | None = None,
) -> Query:
    """Read a question that ``where`` alone filters, as when a person took out what ``understand_question`` read in it.

    The words of that outlet or those days are not searched either: they say nothing about what is asked.
    """
    read = understand_question(question, history, Filter(), outlets, today, newest)
    named = _list_outlets_in(read.asked, history, outlets)
    dated = read.where.published_from is not None or read.where.published_to is not None

    def free_text(text: str) -> str:
        text = strip_outlets(text, tuple(outlets), named) if named else text
        return strip_days(text, today, newest or today) if dated else text

    whole = carry_over(read.asked, history)
    topic = find_topic(whole, outlets, named, today, newest or today)
    everything = _wants_everything(replace(read, where=where or read.where), topic, read=bool(read.where))
    query = Query(
        free_text(read.asked), free_text(whole), read.kind, where, everything=everything, typed=read.asked
    )
    return (
        query
        if everything or list_stems(query.searched)
        else replace(query, asked=read.asked, searched=whole)
    )


def _list_outlets_in(asked: str, history: Sequence[Turn], outlets: Sequence[KnownOutlet]) -> list[str]:
    """The outlets whose reporting a question, or what it follows, asks for or does not want."""
    named = [find_named_outlets(text, tuple(outlets)) for text in list_chain(asked, history)]
    return [name for each in named for name in (*each.asked, *each.left_out)]


def _wants_everything(query: Query, topic: str, *, read: bool) -> bool:
    """Whether all that the query's filter admits is asked for; ``read``: whether the filter stands in the question."""
    asked = query.asked
    single = query.kind not in ("account", "which") or query.wants_reason or POINTS_BACK.search(asked)
    if not query.where or single or SMALL_TALK.match(asked) or not is_asking(asked):
        return False
    return (read or asks_for_news(asked)) and is_any_news(topic)


def _read_filters(
    question: str,
    history: Sequence[Turn],
    where: Filter,
    outlets: Sequence[KnownOutlet],
    today: date,
    newest: date | None,
    event_article: Callable[[str], Article | None],
) -> Query:
    """The query with the outlets and days that it names as a filter; see ``understand_question``."""
    asked = " ".join(question.split())
    set_off = _SET_OFF.search(asked)
    asked_before = list_chain(asked, history) if is_asking(asked) else [set_off["day"]] if set_off else []
    query = Query(asked, carry_over(asked, history), classify_question(asked), where)
    if not where.outlets:
        query = next(
            (q for text in asked_before if (q := _read_outlets(query, text, outlets)) != query), query
        )
    if where.published_from is None and where.published_to is None:
        for text in asked_before:
            dated = read_days(query, text, today, newest or today, bool(history))
            if dated == query:
                dated = read_event(query, text, event_article)
            if dated != query:
                return _read_sides(dated)
    return _read_sides(query)


def _read_outlets(query: Query, text: str, outlets: Sequence[KnownOutlet]) -> Query:
    """The query with the outlets that ``text`` asks for."""
    named = find_named_outlets(text, tuple(outlets))
    if named.asked:
        where = replace(query.where, outlets=named.asked)
        return replace(
            query, where=where, notices=(*query.notices, f"Only what {_list_in_words(named.asked)} reported.")
        )
    if named.left_out:
        others = tuple(each.name for each in outlets if each.name not in named.left_out)
        where = replace(query.where, outlets=others or query.where.outlets)
        return replace(
            query,
            where=where,
            notices=(*query.notices, f"Without what {_list_in_words(named.left_out)} reported."),
        )
    return query


def _list_in_words(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _read_sides(query: Query) -> Query:
    """The query with what is searched for each of those that it compares, outlets or others."""
    text, outlets = query.searched, query.where.outlets
    named = find_sides(text)
    start, end = (text.find(named[0]), text.rfind(named[-1]) + len(named[-1])) if named else (-1, -1)
    texts = [f"{text[:start]}{side}{text[end:]}" for side in named] if 0 <= start < end else []
    if choose_shape(query.asked, fact=False) == "comparison" and len(outlets) > 1:
        texts = texts if len(texts) == len(outlets) else [text] * len(outlets)
        return replace(
            query, sides=tuple((own, (outlet,)) for own, outlet in zip(texts, outlets, strict=True))
        )
    return query if outlets else replace(query, sides=tuple((own, ()) for own in texts))
