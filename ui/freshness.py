"""How many articles there are, how new the newest is, and whether everything is ready."""

from __future__ import annotations

from ui import texts
from ui.render import Html, day, html, join
from ui.warmup import WarmUp
from vectorstore.catalog import Catalog


def masthead(catalog: Catalog, warmup: WarmUp) -> str:
    """The top of the page: name and freshness."""
    parts = [Html.escape(part) for part in _facts(catalog)]
    if not warmup.is_warm():
        parts.append(html('<span class="warming">{text}</span>', text=texts.IS_WARMING))
    line = Html(" · ").join(parts)
    problem = html('<p class="notice">{text}</p>', text=warmup.problem) if warmup.problem else Html("")
    return str(
        join(
            [
                html(
                    '<header class="masthead"><h1>{name}</h1><p class="fresh">{line}</p>'
                    '<button type="button" class="plain theme" data-theme aria-label="{theme}" title="{theme}">◐</button>'
                    "</header>",
                    name=texts.NAME,
                    line=line,
                    theme=texts.THEME,
                ),
                problem,
            ]
        )
    )


def _facts(catalog: Catalog) -> list[str]:
    count = catalog.counts()[0]
    if not count:
        return [texts.EMPTY]
    newest = catalog.newest()
    facts = [texts.ARTICLES[count != 1].format(count=f"{count:,}")]
    if newest:
        facts.append(texts.NEWEST.format(day=day(newest)))
    return facts
