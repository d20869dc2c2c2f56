"""From the reader's logits to a probability: a logistic, fitted on questions that training has not seen."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.evidence.reader import Reader
from training.examples import Example, hard_negatives, questions
from training.measure import read

SOURCES = ("squadshifts_new_wiki", "squadshifts_reddit", "squadshifts_amazon_reviews", "squad2")
QUESTIONS = 400  # of each source
SEED = 5


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of the relevance logit and the span margin, the bias, and how far probabilities are off."""

    weights: tuple[float, float, float]
    expected_error: float  # expected calibration error over ten bins (Naeini et al. 2015), on the other half


def calibrate(data: Path, reader: Reader, limit: int = QUESTIONS) -> Calibration:
    """Fit on half of the held-out questions, check on the other half.

    Each question stands beside its own passage, answerable or not, and beside the best passage that does not
    answer it.
    """
    from sklearn.linear_model import LogisticRegression

    held = [e for e in questions(data) if e.held_out and e.source in SOURCES]
    chance = random.Random(SEED)
    asked = [e for source in SOURCES for e in _drawn([h for h in held if h.source == source], limit, chance)]
    wrong = hard_negatives(asked, share=1.0, seed=SEED, best=True)
    pairs = [*asked, *wrong]
    readings = read(reader, pairs, "calibrate")
    known = np.array([[reading.logit, max(reading.margin, -20.0)] for reading in readings])  # (n, 2)
    answers = np.array([bool(pair.spans) for pair in pairs])
    fit = np.array([chance.random() < 0.5 for _ in pairs])
    model = LogisticRegression(C=100.0).fit(known[fit], answers[fit])
    (first, second), bias = model.coef_[0], model.intercept_[0]
    off = expected_error(model.predict_proba(known[~fit])[:, 1], answers[~fit])
    return Calibration((round(float(first), 3), round(float(second), 3), round(float(bias), 3)), off)


def expected_error(chances: Sequence[float], happened: Sequence[bool], bins: int = 10) -> float:
    """How far the mean probability of a bin is from what happened in it, weighted by the bin's size."""
    given, truth = np.asarray(chances), np.asarray(happened, dtype=float)
    places = np.minimum((given * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(given[places == n].mean() - truth[places == n].mean()) * (places == n).mean()
            for n in range(bins)
            if (places == n).any()
        )
    )


def _drawn(examples: list[Example], most: int, chance: random.Random) -> list[Example]:
    return chance.sample(examples, min(most, len(examples)))
