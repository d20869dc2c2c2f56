"""How probable it is that the articles answer a question: one calibrated number that decides about abstaining."""

from __future__ import annotations

import math
from collections.abc import Sequence

from assistant.candidate import Candidate, Known

WEIGHED = 3  # best sentences of which the most probable counts

Weights = tuple[float, ...]  # in the order of ``traits``


def traits(known: Known) -> tuple[float, ...]:
    """What the logistic is over."""
    return (
        known.passage,
        known.own,
        known.told,
        known.missing,
        known.unheard,
        known.typed,
        known.similar,
        known.read,
        known.underlined,
        known.account,
    )


# Logistics over ``traits``, from ``python -m benchmarks abstaining``
WITH_READER: Weights = (0.38, 0.0, 0.36, -1.25, -1.07, 0.0, 1.97, 0.62, 1.19, 2.4)
WITH_READER_BIAS = -2.9
WITHOUT: Weights = (0.4, 0.0, 0.99, -1.46, -1.15, 0.45, 2.49, 0.0, 0.0, 1.3)
WITHOUT_BIAS = -2.34


def support(found: Sequence[Candidate], *, reader: bool) -> float:
    """How probable it is that one of the best sentences answers, in [0, 1]; 0 where there are none.

    ``found``: the best first. ``reader``: whether a reader has read the passages.
    """
    weights, bias = (WITH_READER, WITH_READER_BIAS) if reader else (WITHOUT, WITHOUT_BIAS)
    odds = [
        bias + sum(weight * value for weight, value in zip(weights, traits(each.known), strict=True))
        for each in found[:WEIGHED]
    ]
    return max((1 / (1 + math.exp(-max(-30.0, min(30.0, each)))) for each in odds), default=0.0)
