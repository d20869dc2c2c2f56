"""How many articles there are, how new the newest is, and whether everything is ready."""

from __future__ import annotations

from ui import login
from ui.render import Html, day, html, join
from ui.texts import plural, say
from ui.warmup import WarmUp
from vectorstore.catalog import Catalog

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
    problem = html('<p class="notice">{text}</p>', text=warmup.problem) if warmup.problem else Html("")
    return str(
        join(
            [
                html(
                    '<header class="masthead"><h1>{name}</h1><p class="fresh">{line}</p>'
                    '<button type="button" class="plain theme" data-theme aria-label="{theme}" title="{theme}">◐</button>'
                    "{person}</header>",
                    name=NAME,
                    line=line,
                    theme=say("theme"),
                    person=_person(login.person()),
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


def _person(name: str) -> Html:
    if not name:
        return Html("")
    return html(
        '<form class="person" method="post" action="/logout"><span>{name}</span>'
        '<button class="plain">{log_out}</button></form>',
        name=name,
        log_out=say("log_out"),
    )
