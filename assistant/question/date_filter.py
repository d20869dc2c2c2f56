"""The days that a question names, read into its query: as a filter, or as what is searched first."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from assistant.language.dates import Period, find_period
from assistant.language.words import list_stems
from assistant.question.query import Query
from news.article import Article
from vectorstore.types import Filter

_REPORTED = re.compile(
    r"\b(?:report|writ|wrote|publish|cover|carr(?:y|ied)|news|headlines?|articles?|stories|bericht|gemeldet|schrieb)",
    re.I,
)
_TOLD = re.compile(
    r"\b(?:say|said|says|happen|announce|latest|develop|going on|told|tell|new|chang|sagte|passiert|geschah)",
    re.I,
)
_EVENT = re.compile(
    r"\b(?P<side>since|after|following|before|until)\s+(?P<event>(?:the\s+|(?-i:[A-Z]))"
    r"(?:(?!\b(?:and|but|did|does|do|has|have|had|was|were|is|are|will|who|what|when|where|why|how|about)\b)[^,;?.])+)",
    re.I,
)
_EVENT_WORDS = 6  # words that carry meaning, at most
_STALE = 14  # days without a new article after which "last week" is counted back from the newest one


def read_days(query: Query, text: str, today: date, newest: date, elliptic: bool) -> Query:
    """The query with the days that ``text`` asks for.

    Where reporting is asked for, an article was published on these days. What was said or happened on a day may
    have been printed the day after, and long after; so these days are searched first. ``elliptic``: a few words
    may do, as they follow another question.
    """
    latest = min(newest, today)
    period, since = _read_period(text, today, latest)
    if period is None:
        return query
    query = replace(query, searched=_write_searched_day(query.searched, period))
    reported = _REPORTED.search(text) is not None or bool(query.where.outlets)
    told = _TOLD.search(text) is not None or (elliptic and len(list_stems(text)) <= 2)
    if reported:
        return _publish_within(query, period, f"Only articles published {period}{since}.")
    single = period.first == period.last
    slack = _extend_by_day(period, today)
    on_the_day = (_filter_by_period(query, period),) if single else ()
    if told and not (period.first and period.first > today):
        dated = _publish_within(query, slack, f"Only articles published {slack}{since}.")
        wider = None if period.counted else query.where
        return replace(dated, narrower=on_the_day, wider=wider)
    if single and not period.counted and not (period.first and period.first > latest):
        notice = f"Articles published {period} first."
        return replace(
            query, narrower=(*on_the_day, _filter_by_period(query, slack)), notices=(*query.notices, notice)
        )
    return query


def _read_period(text: str, today: date, latest: date) -> tuple[Period | None, str]:
    """The period that ``text`` names, and where it is counted from, if not from today."""
    period = find_period(text, today, latest)
    stale = today - latest > timedelta(days=_STALE)
    if not (period and period.counted and stale and (period.first or latest) > latest):
        return period, ""
    since = f", counted back from the newest article ({latest.day} {latest:%B %Y})"
    return find_period(text, latest, latest), since


def read_event(query: Query, text: str, event_article: Callable[[str], Article | None]) -> Query:
    """The query with the days since, or before, an event that ``text`` names, where one article tells of it."""
    match = _EVENT.search(text)
    asked_for = _REPORTED.search(text) or _TOLD.search(text)
    if not match or not asked_for or not 1 <= len(list_stems(match["event"])) <= _EVENT_WORDS:
        return query
    article = event_article(match["event"])
    if article is None or article.published is None:
        return query
    day, side = article.published.date(), match["side"].casefold()
    if side in ("since", "after", "following"):
        period = Period(day, None)
    else:
        period = Period(None, day - timedelta(days=side == "before"))
    notice = (
        f"“{match.group().strip()}” was read as {period}, from “{article.title}”"
        f"{f' ({article.outlet})' if article.outlet else ''}; searched first."
    )
    return replace(query, narrower=(_filter_by_period(query, period),), notices=(*query.notices, notice))


def _write_searched_day(searched: str, period: Period) -> str:
    """The question with its day as articles print it, and without a span that only the filter can know."""
    day = period.first if period.first == period.last else None
    if day is not None:
        return searched.replace(period.words, f"{day.day} {day:%B %Y}")
    if period.counted or period.first is None or period.last is None:
        span = rf"(?:\b(?:in|over|during|within|from|of|for|on|at)\s+)?{re.escape(period.words)}"
        shorter = re.sub(r" (?=[?!.,]|$)", "", " ".join(re.sub(span, " ", searched, count=1).split()))
        return shorter if list_stems(shorter) else searched
    return searched


def _publish_within(query: Query, period: Period, notice: str) -> Query:
    return replace(query, where=_filter_by_period(query, period), notices=(*query.notices, notice))


def _filter_by_period(query: Query, period: Period) -> Filter:
    return replace(query.where, published_from=period.first, published_to=period.last)


def _extend_by_day(period: Period, today: date) -> Period:
    """A day longer: what happens on a day is printed on the next."""
    if period.last is None or period.last >= today:
        return period
    return replace(period, last=period.last + timedelta(days=1))
