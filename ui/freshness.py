"""How many articles there are, how new the newest is, when feeds were read, and whether everything is ready."""

from __future__ import annotations

from datetime import datetime

from ui.access import login
from ui.frame.messages import translate
from ui.frame.render import Html, fill_html, format_day, join_html
from ui.frame.warmup import WarmUp
from ui.texts import clock, say_plural, say_text
from vectorstore.catalogue.catalog import Catalog
from vectorstore.catalogue.sources import Origin

NAME = "Dateline"


def render_name() -> str:
    """The top of the page while nothing else is known."""
    return str(fill_html('<header class="masthead"><h1>{name}</h1></header>', name=NAME))


def render_masthead(catalog: Catalog, warmup: WarmUp) -> str:
    """The top of the page: name, freshness, and who is logged in."""
    parts = [Html.escape(part) for part in _list_facts(catalog)]
    if not warmup.is_warm():
        parts.append(fill_html('<span class="warming">{text}</span>', text=say_text("is_warming")))
    line = Html(" · ").join(parts)
    problem = (
        fill_html('<p class="notice">{text}</p>', text=translate(warmup.problem))
        if warmup.problem
        else Html("")
    )
    return str(
        join_html(
            [
                fill_html(
                    '<header class="masthead"><h1>{name}</h1><div class="fresh">{line}{feeds}</div>'
                    '<button type="button" class="plain theme" data-theme aria-label="{theme}" title="{theme}">◐</button>'
                    "{person}</header>",
                    name=NAME,
                    line=line,
                    feeds=_render_feeds(list_feeds(catalog)),
                    theme=say_text("theme"),
                    person=_render_person(login.person_name()),
                ),
                problem,
            ]
        )
    )


def _list_facts(catalog: Catalog) -> list[str]:
    count = catalog.count_all()[0]
    if not count:
        return [say_text("no_articles")]
    newest = catalog.find_newest()
    facts = [say_plural("articles", count)]
    if newest:
        facts.append(say_text("newest", day=format_day(newest)))
    return facts


def list_feeds(catalog: Catalog) -> list[Origin]:
    """The feeds that are followed, the one that was read last first."""
    followed = [origin for origin in catalog.sources.list_origins() if origin.kind == "feed"]
    return sorted(followed, key=lambda origin: origin.last_read, reverse=True)


def _render_feeds(followed: list[Origin]) -> Html:
    """When the feeds were read, each on its line once that is opened."""
    if not followed:
        return Html("")
    items = [
        fill_html(
            '<li><span dir="auto" title="{address}">{title}</span> <span class="when">{read}</span>'
            ' <button type="button" class="link" data-unfollow="{address}" aria-label="{unfollow} {title}">'
            "{unfollow}</button></li>",
            address=feed.name,
            unfollow=say_text("unfollow"),
            title=feed.title or feed.name,
            read=say_text("feed_read", moment=_format_moment(feed.last_read)),
        )
        for feed in followed
    ]
    return fill_html(
        '<details class="feeds"><summary>{lead}</summary><ul>{items}</ul></details>',
        lead=say_plural("feeds", len(followed), moment=_format_moment(followed[0].last_read)),
        items=join_html(items),
    )


def _format_moment(written: str) -> str:
    """Day and time where this runs, e.g. ``4 Sep 2025, 14:05``; today's without the day."""
    return clock(datetime.fromisoformat(written).astimezone())


def _render_person(name: str) -> Html:
    if not name:
        return Html("")
    return fill_html(
        '<form class="person" method="post" action="/logout"><span>{name}</span>'
        '<button class="plain">{log_out}</button></form>',
        name=name,
        log_out=say_text("log_out"),
    )
