"""What a question without a topic gets: how the articles that its filter admits begin, the newest first."""

from __future__ import annotations

from datetime import date

from assistant.extractive.timeline import label_day
from assistant.language.words import list_stems
from assistant.question.query import Query
from assistant.selection.candidate import Candidate, says_the_same
from assistant.selection.excerpt import cut_excerpts
from assistant.types import RetrievedPassage
from vectorstore.catalogue.catalog import Catalog

MOST = 8  # opening sentences that are shown, one of each article
FEW = 2  # articles, up to which …
OF_FEW = 3  # … as many sentences of each are shown
READ = 24  # newest articles from which those are taken that do not say the same
SHORTEST = 40  # characters of an opening sentence; what is shorter is a dateline


def list_openings(catalog: Catalog, query: Query) -> tuple[list[Candidate], tuple[str, ...]]:
    """The opening sentences of the newest articles that the query's filter admits, each labelled with its day.

    Also what the person should know of them. The days that the query wants first decide where they have any article.
    """
    for where in (*query.narrower, query.where):
        page = catalog.list_articles(where=where, limit=READ)
        if page.total:
            break
    else:
        return [], ()
    chosen: list[Candidate] = []
    for row in page.rows:
        for candidate in _read_opening(catalog, row.id, OF_FEW if page.total <= FEW else 1):
            if not any(says_the_same(candidate, other) for other in chosen):
                chosen.append(candidate)
        if len(chosen) >= MOST:
            break
    more = f"{page.total} articles match; these are from the newest." if page.total > READ else ""
    return chosen, (more,) if more else ()


def _read_opening(catalog: Catalog, article_id: str, most: int) -> list[Candidate]:
    """The first sentences of an article, up to ``most``; none where it has no text or has gone meanwhile."""
    article, passages = catalog.get_article(article_id), catalog.list_passages(article_id)
    if article is None or not passages:
        return []
    found = cut_excerpts(RetrievedPassage(passages[0], article, score=1.0, rank=1))
    told = [each for each in found if len(each.own_text) >= SHORTEST] or found
    label = label_day(article.published.date() if article.published else date.min)
    return [Candidate(each, frozenset(list_stems(each.text)), score=1.0, label=label) for each in told[:most]]
