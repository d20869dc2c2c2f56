"""What a search takes and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ingest.article import Article, Passage


@dataclass(frozen=True, slots=True)
class Filter:
    """Which articles may answer. An empty field lets everything through; all fields must hold."""

    outlets: tuple[str, ...] = ()  # any of them, compared without case
    published_from: date | None = None  # first day, included; an undated article fails a date filter
    published_to: date | None = None  # last day, included
    tags: tuple[str, ...] = ()  # any of them, compared without case
    article_ids: tuple[str, ...] = ()  # any of them

    def __bool__(self) -> bool:
        return self != Filter()


@dataclass(frozen=True, slots=True)
class FusedPassage:
    """A passage found by vectors, by words or by both, ranked by reciprocal rank fusion."""

    passage: Passage
    article: Article
    fused: float  # reciprocal rank fusion score
    rank: int  # 1 for the best
    similarity: float  # cosine of question and passage vectors, always filled in
    lexical: float | None  # BM25 score; None when the words did not find it
