"""How probable it is that the articles answer a question: one calibrated number that decides about abstaining."""

from __future__ import annotations

import math
from collections.abc import Sequence

from assistant.selection.candidate import Candidate, Signals

FIRST, NEXT = 3, 6  # best sentences that are looked at: for their words, for their meaning
UNHEARD = 3.0  # log odds that are lost where of those whose words are asked for nothing is told
INTRODUCED = 1.0  # … that are gained where it is told who the person is that is asked for

Traits = tuple[float, float, float, float, float, float, float]


def compute_traits(found: Sequence[Candidate]) -> Traits:
    """What the logistic is over, of the sentences found, the best first.

    The best one's own share of the question's words, and its score; the most that is told by one of the ``FIRST``; the
    greatest likeness of one of the ``NEXT``; what a reader makes of the passages of the ``FIRST`` and whether its
    answer stands in the best; whether an account is asked for. Ranges as in ``Signals``.
    """
    known = [each.signals for each in found] or [Signals()]
    return (
        known[0].own_coverage,
        found[0].score if found else 0.0,
        max(each.context_coverage for each in known[:FIRST]),
        max(each.similarity for each in known[:NEXT]),
        max(each.reader_odds for each in known[:FIRST]),
        known[0].holds_reader_answer,
        known[0].wants_account,
    )


# Logistics over ``compute_traits``, from ``python -m benchmarks abstaining``
WITH_READER: Traits = (-0.19, 0.64, 0.38, 3.18, 0.56, 0.0, 1.71)
WITH_READER_BIAS = -4.1
WITHOUT: Traits = (-1.36, 1.45, 1.41, 3.59, 0.0, 0.0, 1.17)
WITHOUT_BIAS = -5.38


def estimate_answerability(found: Sequence[Candidate], *, reader: bool) -> float:
    """How probable it is that the articles answer, in [0, 1]; 0 where there are no sentences.

    ``found``: the best first. ``reader``: whether a reader has read the passages.
    """
    if not found:
        return 0.0
    weights, bias = (WITH_READER, WITH_READER_BIAS) if reader else (WITHOUT, WITHOUT_BIAS)
    odds = bias + sum(weight * value for weight, value in zip(weights, compute_traits(found), strict=True))
    odds -= UNHEARD if found[0].signals.other_speakers else 0.0
    odds += INTRODUCED if found[0].signals.introduces else 0.0
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
