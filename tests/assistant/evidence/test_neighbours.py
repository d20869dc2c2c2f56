"""Neighbouring passages become one piece of evidence."""

from __future__ import annotations

from assistant.evidence.neighbours import join_neighbours
from assistant.types import RetrievedPassage
from news.article import Article, Passage

TEXT = "The ferry stopped.\n\nIts engine had failed.\n\nA tug came at noon.\n\nNobody was hurt."
STARTS = (0, 20, 44, 65)
FERRY = Article(key="ferry", title="Ferry stopped", text=TEXT)
SCHOOL = Article(key="school", title="School", text=TEXT)


def found(
    ordinal: int, score: float, article: Article = FERRY, heading: str | None = None
) -> RetrievedPassage:
    start = STARTS[ordinal]
    end = TEXT.find("\n", start) if ordinal < 3 else len(TEXT)
    return RetrievedPassage(
        Passage(article.id, ordinal, start, end, TEXT[start:end], heading), article, score, 1
    )


def test_two_passages_that_follow_each_other_become_one_slice_of_their_article() -> None:
    evidence = join_neighbours([found(1, 0.9), found(3, 0.8, SCHOOL), found(0, 0.7)])
    assert [each.passage.text for each in evidence] == [
        "The ferry stopped.\n\nIts engine had failed.",
        "Nobody was hurt.",
    ]
    first = evidence[0]
    assert TEXT[first.passage.start : first.passage.end] == first.passage.text
    assert (first.score, first.rank, evidence[1].rank) == (0.9, 1, 2)


def test_no_more_than_two_are_joined_and_none_is_lost() -> None:
    evidence = join_neighbours([found(1, 0.9), found(2, 0.8), found(3, 0.7), found(0, 0.6)])
    assert [each.passage.text for each in evidence] == [
        "Its engine had failed.\n\nA tug came at noon.",
        "Nobody was hurt.",
        "The ferry stopped.",
    ]


def test_other_articles_sections_and_distant_passages_stay_apart() -> None:
    apart = [found(0, 0.9), found(1, 0.8, SCHOOL), found(2, 0.7), found(3, 0.6, heading="Rescue")]
    assert [each.passage for each in join_neighbours(apart)] == [each.passage for each in apart]
