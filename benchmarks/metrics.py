"""Figures of merit for ranked lists, and how sure they are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

CUTOFF = 10  # how deep every list is judged
ALL_EVIDENCE = "all-evidence recall@10"


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and the bounds of its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:.3f} [{self.low:.3f}, {self.high:.3f}]"


def judge(ranked: Sequence[str], relevant: Sequence[str], need_all: bool) -> dict[str, float]:
    """Judge one ranked list of article ids, best first, each id once.

    With ``need_all`` every relevant article must be there for all-evidence recall@10, and counts in nDCG; otherwise
    any will do, and nDCG counts the best of them alone, since one article that answers is all a person needs.
    """
    wanted = set(relevant)
    hits = [article in wanted for article in ranked[:CUTOFF]]
    first = hits.index(True) + 1 if True in hits else 0
    gains = sum(1 / math.log2(rank + 1) for rank, hit in enumerate(hits, 1) if hit)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(len(wanted), CUTOFF) + 1))
    if not need_all:
        gains, ideal = (1 / math.log2(first + 1) if first else 0.0), 1.0
    return {
        "hit@1": float(any(hits[:1])),
        "hit@5": float(any(hits[:5])),
        "hit@10": float(any(hits)),
        "MRR@10": 1 / first if first else 0.0,
        "nDCG@10": gains / ideal if ideal else 0.0,
        ALL_EVIDENCE: float(sum(hits) == len(wanted) if need_all else any(hits)),
    }


def bootstrap(values: Sequence[float], rounds: int = 2000, seed: int = 7) -> Interval:
    """Mean and percentile bootstrap interval (Efron 1979) of ``values`` (n_questions,)."""
    sample = np.asarray(values, dtype=np.float64)
    if not len(sample):
        return Interval(math.nan, math.nan, math.nan)
    picks = np.random.default_rng(seed).integers(0, len(sample), (rounds, len(sample)))
    low, high = np.percentile(sample[picks].mean(axis=1), [2.5, 97.5])
    return Interval(float(sample.mean()), float(low), float(high))


def auroc(scores: Sequence[float], positive: Sequence[bool]) -> float:
    """Area under the ROC curve: how often a positive scores above a negative, ties half (Mann-Whitney U)."""
    values, wanted = np.asarray(scores, dtype=np.float64), np.asarray(positive, dtype=bool)
    above = values[wanted][:, None] - values[~wanted][None, :]  # (n_positive, n_negative)
    return float(np.mean((np.sign(above) + 1) / 2)) if above.size else math.nan
