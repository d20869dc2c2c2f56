"""How many articles there are, how new the newest is, when feeds were read, and whether everything is ready."""

from __future__ import annotations

from datetime import datetime

from ui import login
from ui.messages import tell
from ui.render import Html, day, html, join
from ui.texts import clock, plural, say
from ui.warmup import WarmUp
from vectorstore.catalog import Catalog
from vectorstore.sources import Origin

NAME = "Dateline"


def name() -> str:
    """The top of the page while nothing else is known."""
    return str(html('<header class="masthead"><h1>{name}</h1></header>', name=NAME))


def masthead(catalog: Catalog, warmup: WarmUp) -> str:
    """The top of the page: name, freshness, and who is logged in."""
    parts = [Html.escape(part) for part in _facts(catalog)]
    if not warmup.is_warm():
        parts.append(html('<span class="warming">{text}</span>', text=say("is_warming")))
    line = Html(" · ").join(parts)
    problem = html('<p class="notice">{text}</p>', text=tell(warmup.problem)) if warmup.problem else Html("")
    return str(
        join(
            [
                html(
                    '<header class="masthead"><h1>{name}</h1><div class="fresh">{line}{feeds}</div>'
                    '<button type="button" class="plain theme" data-theme aria-label="{theme}" title="{theme}">◐</button>'
                    "{person}</header>",
                    name=NAME,
                    line=line,
                    feeds=_feeds(feeds(catalog)),
                    theme=say("theme"),
                    person=_person(login.person_name()),
                ),
                problem,
            ]
        )
    )


def _facts(catalog: Catalog) -> list[str]:
    count = catalog.counts()[0]
    if not count:
        return [say("no_articles")]
    newest = catalog.newest()
    facts = [plural("articles", count)]
    if newest:
        facts.append(say("newest", day=day(newest)))
    return facts


def feeds(catalog: Catalog) -> list[Origin]:
    """The feeds that are followed, the one that was read last first."""
    followed = [origin for origin in catalog.sources.origins() if origin.kind == "feed"]
    return sorted(followed, key=lambda origin: origin.last_read, reverse=True)


def _feeds(followed: list[Origin]) -> Html:
    """When the feeds were read, each on its line once that is opened."""
    if not followed:
        return Html("")
    items = [
        html(
            '<li><span dir="auto" title="{address}">{title}</span> <span class="when">{read}</span>'
            ' <button type="button" class="link" data-unfollow="{address}" aria-label="{unfollow} {title}">'
            "{unfollow}</button></li>",
            address=feed.name,
            unfollow=say("unfollow"),
            title=feed.title or feed.name,
            read=say("feed_read", moment=_moment(feed.last_read)),
        )
        for feed in followed
    ]
    return html(
        '<details class="feeds"><summary>{lead}</summary><ul>{items}</ul></details>',
        lead=plural("feeds", len(followed), moment=_moment(followed[0].last_read)),
        items=join(items),
    )


def _moment(written: str) -> str:
    """Day and time where this runs, e.g. ``4 Sep 2025, 14:05``; today's without the day."""
    return clock(datetime.fromisoformat(written).astimezone())


def _person(name: str) -> Html:
    if not name:
        return Html("")
    return html(
        '<form class="person" method="post" action="/logout"><span>{name}</span>'
        '<button class="plain">{log_out}</button></form>',
        name=name,
        log_out=say("log_out"),
    )
