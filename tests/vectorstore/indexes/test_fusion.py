"""One ranking out of several."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.indexes.fusion import Rankings, fuse_reciprocal, fuse_weighted, sum_reciprocal_ranks

rankings = st.lists(st.lists(st.integers(0, 20), unique=True, max_size=10), max_size=4)


def test_scores_are_those_of_the_paper() -> None:
    assert sum_reciprocal_ranks([["a", "b"], ["b", "c"]]) == {
        "a": pytest.approx(1 / 61),
        "b": pytest.approx(1 / 62 + 1 / 61),
        "c": pytest.approx(1 / 62),
    }
    assert sum_reciprocal_ranks([]) == {}


@given(rankings)
def test_everything_ranked_is_scored_and_nothing_else(found: list[list[int]]) -> None:
    scores = sum_reciprocal_ranks(found)
    assert scores.keys() == {item for ranking in found for item in ranking}
    assert all(0 < score <= len(found) / 61 for score in scores.values())


@given(rankings, st.randoms())
def test_the_order_of_the_rankings_does_not_matter(found: list[list[int]], random: object) -> None:
    assert sum_reciprocal_ranks(found) == pytest.approx(sum_reciprocal_ranks(found[::-1]))


@given(st.lists(st.integers(), unique=True, min_size=2), rankings)
def test_better_in_every_ranking_is_better(ranking: list[int], _: object) -> None:
    scores = sum_reciprocal_ranks([ranking, ranking])
    assert sorted(ranking, key=lambda item: -scores[item]) == ranking


def best(found: Rankings) -> str:
    scores = fuse_weighted(found)
    return max(scores, key=lambda id_: scores[id_])


def test_the_engine_that_is_sure_decides() -> None:
    near = {"a": 0.42, "b": 0.41, "c": 0.40}
    assert best(Rankings(near, {"c": 21.0, "b": 9.0}, {})) == "c"
    assert best(Rankings({"a": 0.80, "b": 0.40}, {"b": 9.1, "c": 9.0, "a": 8.0}, {})) == "a"


def test_what_stands_there_word_for_word_wins_outright() -> None:
    found = Rankings({"a": 0.6, "q": 0.2}, {"a": 20.0, "q": 9.0}, {"q": 0.9, "a": 0.1})
    assert best(found) == "q"
    assert max(scores := fuse_reciprocal(found), key=lambda id_: scores[id_]) == "a"


scored = st.dictionaries(st.sampled_from("abcdef"), st.floats(0, 1))


@given(scored, st.dictionaries(st.sampled_from("abcdef"), st.floats(0, 50)), scored)
def test_better_everywhere_is_never_behind(
    near: dict[str, float], words: dict[str, float], quoted: dict[str, float]
) -> None:
    scores = fuse_weighted(Rankings(near, words, quoted))
    assert scores.keys() == {*near, *words, *quoted}
    engines = (near, words, quoted)
    for one in scores:
        for other in scores:
            if all(one in engine and engine[one] >= engine.get(other, 0.0) for engine in engines):
                assert scores[one] >= scores[other] - 1e-9
