"""Small articles for the tests of the index, cut at their paragraphs, and what is found of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from news.article import Article, Passage
from vectorstore.index import NewsIndex
from vectorstore.types import Filter

ALL = Filter()

BRIDGE = Article(
    key="/news/bridge.txt",
    title="Old bridge closed to lorries",
    text="The stone bridge at Elmford was closed to lorries on Monday.\n\n"
    "Engineers found cracks in two of its piers.",
    outlet="Valley Post",
    published=datetime(2025, 3, 4, 9, 30),
    tags=("Roads", "Elmford"),
)
CUP = Article(
    key="/news/cup.txt",
    title="Handball cup stays in town",
    text="The handball team won the cup in the last minute of the final.",
    outlet="Harbour News",
    published=datetime(2025, 4, 12),
    tags=("Sport",),
)
FESTIVAL = Article(
    key="/news/festival.txt",
    title="Forty choirs expected",
    text="Forty choirs will sing at the festival in May.\n\nTickets cost 12 euros.",
    outlet="Harbour News",
)


def cut(article: Article) -> list[Passage]:
    """One passage per paragraph."""
    passages: list[Passage] = []
    start = 0
    for text in article.text.split("\n\n"):
        start = article.text.index(text, start)
        if text:
            passages.append(Passage(article.id, len(passages), start, start + len(text), text))
        start += len(text)
    return passages


def item(article: Article, **changes: Any) -> tuple[Article, list[Passage]]:
    """What ``NewsIndex.add_articles`` takes, of the article with these changes."""
    changed = replace(article, **changes)
    return changed, cut(changed)


def many(count: int, first: int = 0) -> list[tuple[Article, list[Passage]]]:
    """Articles that differ in a number; every tenth is from the Rare Gazette."""
    return [
        item(
            CUP,
            key=f"/news/{number}.txt",
            title=f"Report number{number}",
            text=f"Report number{number} saw {number * 3} herons on the lake.\n\nThe wardens were pleased.",
            outlet="Rare Gazette" if number % 10 == 0 else "Lake Herald",
            published=datetime(2025, 1 + number % 12, 1 + number % 28),
            tags=(f"lake{number % 3}",),
        )
        for number in range(first, first + count)
    ]


def titles(index: NewsIndex, question: str, where: Filter = ALL, k: int = 10) -> list[str]:
    """Headlines of what is found, best first."""
    return [found.article.title for found in index.search_passages(question, k, where)]
