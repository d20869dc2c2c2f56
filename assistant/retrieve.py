"""The evidence for a question: candidates from the index, scored by how probable it is that they answer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.answer import RetrievedPassage
from assistant.relevance import chance, features
from ingest.article import passage_header
from vectorstore.index import NewsIndex
from vectorstore.passages import Filter

if TYPE_CHECKING:
    from langchain_core.callbacks import CallbackManagerForRetrieverRun

CANDIDATES = 40  # passages that are scored for each question
READ = 24  # the best of them, which a reader reads
SURE = 4.0  # log odds beyond which a reader's word counts no more
READER = 1.0  # weight of the reader's log odds
KNOWN = 0.5  # weight of those without reading


class Reading(Protocol):
    """What a reader makes of one passage."""

    @property
    def relevance(self) -> float:
        """How probable it is that the passage answers, in [0, 1]."""
        ...

    @property
    def answer(self) -> str:
        """The words that answer, "" where there are none."""
        ...

    @property
    def start(self) -> int:
        """Character of the passage's text at which ``answer`` begins."""
        ...

    @property
    def end(self) -> int:
        """Character of the passage's text behind ``answer``."""
        ...


class Reads(Protocol):
    """Something that reads passages with a question in mind."""

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> Sequence[Reading]:
        """One reading for each (header, text)."""
        ...


class NewsRetriever(BaseRetriever):
    """LangChain's retriever interface over a ``NewsIndex``.

    ``invoke(question, where=Filter(…), most=…)`` gives up to ``most`` (``top_k``) documents, best first;
    ``metadata["retrieved"]`` of each holds the ``RetrievedPassage`` and ``metadata["reading"]`` the ``Reading``
    (None without a reader), beside the plain facts that other LangChain parts expect.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: NewsIndex
    top_k: int = 8
    reader: Any = None  # a Reads, or None; pydantic cannot check a protocol

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002  # LangChain passes it
        where: Filter = Filter(),  # noqa: B008  # frozen
        most: int | None = None,
    ) -> list[Document]:
        found = self._scored(query, where)[: most or self.top_k]
        return [_document(replace(each, rank=rank), reading) for rank, (each, reading) in enumerate(found, 1)]

    def _scored(self, query: str, where: Filter) -> list[tuple[RetrievedPassage, Reading | None]]:
        """Every candidate with its probability and its reading, best first."""
        candidates = self.index.search(query, CANDIDATES, where)
        chances = [chance(each) for each in features(query, candidates)]
        order = sorted(range(len(candidates)), key=lambda n: (-chances[n], candidates[n].rank))
        candidates = [candidates[n] for n in order]
        chances = [chances[n] for n in order]
        readings: list[Reading | None] = [None] * len(candidates)
        if self.reader is not None and candidates:
            texts = [
                (passage_header(c.article, c.passage.heading), c.passage.text) for c in candidates[:READ]
            ]
            readings[:READ] = self.reader.read(query, texts)
            unread = min(each.relevance for each in readings if each is not None)
            chances = [
                weighed(known, reading.relevance if reading is not None else unread)
                for known, reading in zip(chances, readings, strict=True)
            ]
        scored = [
            (RetrievedPassage(each.passage, each.article, score, each.rank), reading)
            for each, score, reading in zip(candidates, chances, readings, strict=True)
        ]
        return sorted(scored, key=lambda pair: -pair[0].score)  # stable: equals stay in their order


def weighed(known: float, read: float) -> float:
    """One probability out of that without reading and the reader's."""
    return _odds(KNOWN * _log_odds(known) + READER * _log_odds(read))


def _log_odds(probability: float) -> float:
    probability = min(max(probability, 1e-6), 1 - 1e-6)
    return min(max(math.log(probability / (1 - probability)), -SURE), SURE)


def _odds(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))


def _document(found: RetrievedPassage, reading: Reading | None) -> Document:
    article, passage = found.article, found.passage
    return Document(
        id=passage.id,
        page_content=passage.text,
        metadata={
            "retrieved": found,
            "reading": reading,
            "score": found.score,
            "title": article.title,
            "outlet": article.outlet,
            "published": article.published.isoformat() if article.published else None,
            "url": article.url,
            "article_id": article.id,
            "start": passage.start,
            "end": passage.end,
        },
    )
