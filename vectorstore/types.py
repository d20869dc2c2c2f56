"""What a search takes and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from news.article import Article, Passage, passage_header


@dataclass(frozen=True, slots=True)
class Filter:
    """Which articles may answer. An empty field lets everything through; all fields must hold."""

    outlets: tuple[str, ...] = ()  # any of them, compared without case
    published_from: date | None = None  # first day, included; an undated article fails a date filter
    published_to: date | None = None  # last day, included
    tags: tuple[str, ...] = ()  # any of them, compared without case
    article_ids: tuple[str, ...] = ()  # any of them
    collections: tuple[str, ...] = ()  # in any of them, compared without case
    languages: tuple[str, ...] = ()  # any of them, as ISO 639-1

    def __bool__(self) -> bool:
        return self != Filter()

    def admits(self, article: Article) -> bool:
        """Whether this article may answer: what every engine's own filter must agree with.

        An article does not know its collections: ``Catalog.settle_filter`` turns those, and languages, into ids first.
        """
        assert not self.collections and not self.languages
        day = article.published.date() if article.published else None
        return (
            (
                not self.outlets
                or fold_name(article.outlet or "") in {fold_name(outlet) for outlet in self.outlets}
            )
            and (self.published_from is None or (day is not None and day >= self.published_from))
            and (self.published_to is None or (day is not None and day <= self.published_to))
            and (
                not self.tags
                or not {fold_name(tag) for tag in self.tags}.isdisjoint(map(fold_name, article.tags))
            )
            and (not self.article_ids or article.id in self.article_ids)
        )


@dataclass(frozen=True, slots=True)
class Carrier:
    """Another article that carries the same story."""

    article_id: str
    title: str
    outlet: str | None
    url: str | None
    published: datetime | None
    version: Literal["", "earlier", "later"] = ""  # where it is the same outlet's under the same headline


@dataclass(frozen=True, slots=True)
class FusedPassage:
    """A passage found by vectors, by words or by both, ranked by their fusion."""

    passage: Passage
    article: Article
    fused: float  # the score it is ranked by (see ``fusion``)
    rank: int  # 1 for the best
    similarity: float  # cosine of question and passage vectors, always filled in
    lexical: float | None  # BM25 score; None when the words did not find it
    carried_by: tuple[Carrier, ...] = ()  # who else carried the story, the first published first


def make_embedded_text(article: Article, passage: Passage) -> str:
    """What is embedded of a passage: its header, a line break, its text."""
    return f"{passage_header(article, passage.heading)}\n{passage.text}"


def fold_name(name: str) -> str:
    """An outlet or a tag as it is compared: without case and without space around it."""
    return name.strip().casefold()


def number_day(day: date) -> int:
    """A day as the indexes keep it: ``yyyymmdd``."""
    return day.year * 10_000 + day.month * 100 + day.day
