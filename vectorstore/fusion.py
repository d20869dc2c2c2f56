"""Reciprocal rank fusion: one ranking out of several."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TypeVar

T = TypeVar("T", bound=Hashable)

# Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet …", SIGIR 2009.
K = 60


def fuse(rankings: Sequence[Sequence[T]], k: int = K) -> dict[T, float]:
    """For each item the sum of ``1 / (k + rank)`` over the rankings it stands in, ranks from 1."""
    scores: dict[T, float] = {}
    for ranking in rankings:
        for rank, item in enumerate(ranking, start=1):
            scores[item] = scores.get(item, 0.0) + 1.0 / (k + rank)
    return scores
