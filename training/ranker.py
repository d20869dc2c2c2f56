"""Fit the weights that rank passages without reading them: ``assistant.evidence.features``.

Each question is searched in the index of its own set, where its passage must come before the others, and in that of
another set, where nothing answers. Questions are those of the passages that the reader may be trained on.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from assistant.evidence.features import compute_features
from ingest.preparation.split import split_passages
from news.article import Article
from training.examples import Example, questions
from vectorstore.embedder import DEFAULT_MODEL, load_embedder
from vectorstore.index import NewsIndex

SETS = ("squad2", "squadshifts_new_wiki")
CANDIDATES = 40  # as in assistant.evidence.retriever
QUESTIONS = 400  # of each set
FALSE_ANSWERS = (
    0.047  # share of unanswerable questions whose best passage may reach .5; 85 % of the others do then
)
RIDGE = 1e-3

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The candidates of one question."""

    known: Matrix  # (n_candidates, 6): assistant.evidence.features.features
    answers: NDArray[np.bool_]  # (n_candidates,)


def fit(rankings: Sequence[Ranking], strangers: Sequence[Ranking]) -> tuple[Matrix, float]:
    """Weights (6,) and bias.

    The weights make the passages that answer the most probable ones among a question's candidates (a softmax over
    each list). A logistic over their sum then tells answers from the rest, and the bias is moved so that
    ``FALSE_ANSWERS`` of the ``strangers``, in whose index nothing answers, reach one half.
    """
    from scipy.optimize import minimize

    answerable = [each for each in rankings if each.answers.any()]
    weights = minimize(_listwise, np.zeros(6), (answerable,), jac=True, method="L-BFGS-B").x
    known = np.concatenate([each.known @ weights for each in (*rankings, *strangers)])
    truth = np.concatenate([each.answers for each in (*rankings, *strangers)])
    scale, _ = minimize(_logistic, np.array([1.0, -10.0]), (known, truth), jac=True, method="L-BFGS-B").x
    best = sorted((float((each.known @ weights).max()) for each in strangers), reverse=True)
    return weights * scale, -scale * best[int(FALSE_ANSWERS * len(best))]


def _listwise(weights: Matrix, rankings: Sequence[Ranking]) -> tuple[float, Matrix]:
    loss, slope = RIDGE * float(weights @ weights), 2 * RIDGE * weights
    for each in rankings:
        scores = each.known @ weights
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        right = np.where(each.answers, shares, 0.0)
        loss -= float(np.log(right.sum())) / len(rankings)
        slope += each.known.T @ (shares - right / right.sum()) / len(rankings)
    return loss, slope


def _logistic(line: Matrix, known: Matrix, truth: NDArray[np.bool_]) -> tuple[float, Matrix]:
    odds = line[0] * known + line[1]
    wrong = 1 / (1 + np.exp(-odds)) - truth
    loss = float(np.mean(np.logaddexp(0, odds) - truth * odds))
    return loss, np.array([np.mean(wrong * known), np.mean(wrong)])


def rankings_of(index: NewsIndex, asked: Sequence[Example], answers: bool) -> list[Ranking]:
    """The candidates of each question; with ``answers`` those of its own passage are marked."""
    found = []
    for example in asked:
        candidates = index.search_passages(example.first, CANDIDATES)
        right = [answers and each.article.text == example.second for each in candidates]
        found.append(Ranking(np.array(compute_features(example.first, candidates)), np.array(right)))
    return found


def run(data: Path) -> str:
    """Fit on ``data`` (the data folder); the weights and the bias as lines to put into ``assistant.evidence.features``."""
    chance = random.Random(3)
    embedder = load_embedder(DEFAULT_MODEL)
    everything = [example for example in questions(data) if example.source in SETS and example.spans]
    own: list[Ranking] = []
    strangers: list[Ranking] = []
    for source in SETS:
        texts = {each.second: each.title for each in everything if each.source == source}
        articles = [Article(key=text, title=title, text=text) for text, title in texts.items()]
        with TemporaryDirectory() as folder, NewsIndex.open(Path(folder), embedder) as index:
            index.add_articles(
                [(a, split_passages(a, embedder.count_tokens, embedder.max_tokens)) for a in articles]
            )
            for asked in SETS:
                pool = [each for each in everything if each.source == asked and not each.held_out]
                drawn = chance.sample(pool, QUESTIONS)
                if asked == source:
                    own += rankings_of(index, drawn, answers=True)
                else:
                    strangers += rankings_of(index, drawn, answers=False)
    weights, bias = fit(own, strangers)
    return f"WEIGHTS = ({', '.join(f'{weight:.2f}' for weight in weights)})\nBIAS = {bias:.2f}"
