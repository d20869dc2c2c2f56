"""Reciprocal rank fusion."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.fusion import fuse

rankings = st.lists(st.lists(st.integers(0, 20), unique=True, max_size=10), max_size=4)


def test_scores_are_those_of_the_paper() -> None:
    assert fuse([["a", "b"], ["b", "c"]]) == {
        "a": pytest.approx(1 / 61),
        "b": pytest.approx(1 / 62 + 1 / 61),
        "c": pytest.approx(1 / 62),
    }
    assert fuse([]) == {}


@given(rankings)
def test_everything_ranked_is_scored_and_nothing_else(found: list[list[int]]) -> None:
    scores = fuse(found)
    assert scores.keys() == {item for ranking in found for item in ranking}
    assert all(0 < score <= len(found) / 61 for score in scores.values())


@given(rankings, st.randoms())
def test_the_order_of_the_rankings_does_not_matter(found: list[list[int]], random: object) -> None:
    assert fuse(found) == pytest.approx(fuse(found[::-1]))


@given(st.lists(st.integers(), unique=True, min_size=2), rankings)
def test_better_in_every_ranking_is_better(ranking: list[int], _: object) -> None:
    scores = fuse([ranking, ranking])
    assert sorted(ranking, key=lambda item: -scores[item]) == ranking
