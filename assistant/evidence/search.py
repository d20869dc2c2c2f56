"""What is searched for a question: the days that it names first, then around them; the newest first where it asks so."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import zip_longest

from langchain_core.documents import Document

from assistant.evidence.retriever import NewsRetriever
from assistant.language.words import list_stems
from assistant.question.query import Query
from assistant.types import RetrievedPassage
from news.article import Article
from vectorstore.index import NewsIndex
from vectorstore.types import Filter

NEWER = 1.0  # log odds that the newest of the passages found gains on the oldest, where the newest is wanted
EVENT_HITS = 20  # passages among which an event is looked for
ONE_EVENT = 30  # days within which articles about an event are about the same one

OTHER_DAYS = "Nothing was published then; these articles are from other days."


def search_evidence(
    retriever: NewsRetriever, query: Query, most: int, answers_from: float
) -> tuple[list[Document], tuple[str, ...]]:
    """Up to ``most`` documents, best first, and what the person should know of how they were found.

    Of the days that the query wants first, the first that have a passage as probable as ``answers_from`` decide. Where
    none have, what they hold still comes before the rest. The sides of a comparison are searched each for itself and
    take turns. Raises StoreError as the retriever does.
    """
    if query.sides:
        each = [search_evidence(retriever, side, most, answers_from) for side in _split_sides(query)]
        turns = (
            document for row in zip_longest(*(found for found, _ in each)) for document in row if document
        )
        documents = list({document.id: document for document in turns}.values())[:most]
        return documents, tuple(dict.fromkeys(notice for _, told in each for notice in told))
    before: dict[str | None, Document] = {}
    for where in query.narrower:
        documents = retriever.invoke(query.searched, where=where, most=most)
        if _find_best_score(documents) >= answers_from:
            return _order_by_recency(documents, query), ()
        before |= {each.id: each for each in documents if each.id not in before}
    documents = retriever.invoke(query.searched, where=query.where, most=most)
    if not documents and query.wider is not None:
        documents = retriever.invoke(query.searched, where=query.wider, most=most)
        return _order_by_recency(documents, query), (OTHER_DAYS,) if documents else ()
    if before and _find_best_score(documents) < answers_from:
        documents = [*before.values(), *(each for each in documents if each.id not in before)][:most]
    return _order_by_recency(documents, query), ()


def find_event_article(index: NewsIndex, event: str) -> Article | None:
    """The article that first told of an event such as "the summit in Gdynia"; None where none surely does.

    Its headline, else its passage, holds every word of the event. Raises StoreError as a search does.
    """
    wanted = set(list_stems(event))
    hits = [hit for hit in index.search_passages(event, EVENT_HITS) if hit.article.published]
    titled = [hit.article for hit in hits if wanted <= set(list_stems(hit.article.title))]
    told = titled or [
        h.article for h in hits if wanted <= {*list_stems(h.article.title), *list_stems(h.passage.text)}
    ]
    if not wanted or not told:
        return None
    days = [article.published.date() for article in told if article.published]
    same = [
        (day, n) for n, day in enumerate(days) if timedelta(0) <= days[0] - day <= timedelta(days=ONE_EVENT)
    ]
    return told[min(same)[1]]


def _split_sides(query: Query) -> list[Query]:
    """A query for each side, none of which has sides."""

    def narrow_to_outlets(where: Filter, outlets: tuple[str, ...]) -> Filter:
        return replace(where, outlets=outlets or where.outlets)

    return [
        replace(
            query,
            searched=text,
            where=narrow_to_outlets(query.where, outlets),
            narrower=tuple(narrow_to_outlets(where, outlets) for where in query.narrower),
            wider=narrow_to_outlets(query.wider, outlets) if query.wider is not None else None,
            sides=(),
        )
        for text, outlets in query.sides
    ]


def _find_best_score(documents: Sequence[Document]) -> float:
    return max((_to_retrieved(each).score for each in documents), default=0.0)


def _to_retrieved(document: Document) -> RetrievedPassage:
    found: RetrievedPassage = document.metadata["retrieved"]
    return found


def _order_by_recency(documents: list[Document], query: Query) -> list[Document]:
    """The documents as they are, or with newer ones raised where the newest is wanted."""
    days = sorted(
        {each.article.published.date() for each in map(_to_retrieved, documents) if each.article.published}
    )
    if not query.wants_newest or len(days) < 2:
        return documents

    def score_document(document: Document) -> float:
        found = _to_retrieved(document)
        chance = min(max(found.score, 1e-6), 1 - 1e-6)
        published = found.article.published
        age = (days[-1] - published.date()).days / (days[-1] - days[0]).days if published else 1.0
        return math.log(chance / (1 - chance)) + NEWER * (1 - age)

    return sorted(documents, key=lambda each: -score_document(each))
