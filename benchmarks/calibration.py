"""Fit the probability that a passage answers: a logistic over what retrieval and the reader know of it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.questions import Question, content_key, read_articles, read_questions
from benchmarks.retrieval import VERSION
from benchmarks.systems import Corpus, built

SETS = ("squadshifts_new_wiki", "squadshifts_reddit", "squad2")
ELSEWHERE = "bbc"  # articles that answer none of the questions
BEST = 6  # candidates of each question that are learnt from


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate of one question."""

    question: str  # the set and the question's id, with "elsewhere" where no article answers
    known: tuple[float, ...]  # features, then the reader's log-odds
    answers: bool


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "--sets", type=Path, default=Path(".cache/benchmarks/sets"), help="folder that prepare wrote"
    )
    parser.add_argument("--limit", type=int, default=150, help="questions of each set")
    parser.add_argument(
        "--cache", type=Path, default=Path(".cache/benchmarks"), help="folder for built indexes"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Fit with and without the reader, print weights and how well they separate; exit code 0."""
    rows: list[Row] = []
    for name in SETS:
        questions = read_questions(arguments.sets / f"{name}.questions.jsonl", arguments.limit)
        for place in (name, ELSEWHERE):
            rows += _rows(arguments, place, questions, name)
    found = {"with the reader": fit(rows, reader=True), "without": fit(rows, reader=False)}
    print(json.dumps(found, indent=1))
    return 0


def _rows(arguments: argparse.Namespace, place: str, questions: Sequence[Question], name: str) -> list[Row]:
    from tqdm import tqdm

    from assistant.reader import Reader
    from assistant.retrieve import CANDIDATES, features, log_odds
    from ingest.article import passage_header

    file = arguments.sets / f"{place}.articles.jsonl"
    corpus = Corpus(read_articles(file), arguments.cache / content_key(VERSION, file))
    names, reader = corpus.names(), Reader()
    rows = []
    with built(corpus) as index:
        for question in tqdm(questions, desc=f"{name} in {place}", unit="question", file=sys.stderr):
            candidates = index.search(question.question, CANDIDATES)
            known = features(question.question, candidates)
            texts = [(passage_header(c.article, c.passage.heading), c.passage.text) for c in candidates]
            readings = reader.read(question.question, texts)
            order = sorted(range(len(candidates)), key=lambda n: -readings[n].relevance)[:BEST]
            for n in order:
                answers = names[candidates[n].article.id] in question.articles and place == name
                if answers and question.answers:
                    answers = any(answer in candidates[n].passage.text for answer in question.answers)
                rows.append(
                    Row(
                        f"{place} {question.id}",
                        (*known[n], log_odds(readings[n].relevance)),
                        answers,
                    )
                )
    return rows


def fit(rows: Sequence[Row], *, reader: bool) -> dict[str, object]:
    """Weights in the order of ``Row.known``, the bias, and what they are worth on questions left out.

    AUROC by passage, AUROC of a question's best passage, and shares of answerable and other questions that are
    answered where the threshold is 0.5: five-fold, no question on both sides.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import GroupKFold, cross_val_predict

    known = np.array([row.known if reader else row.known[:-1] for row in rows])
    answers = np.array([row.answers for row in rows])
    groups = [row.question for row in rows]
    model = LogisticRegression(C=10.0, max_iter=1000)
    chances = cross_val_predict(
        model, known, answers, groups=groups, cv=GroupKFold(5), method="predict_proba"
    )[:, 1]
    model.fit(known, answers)
    best, right = _by_question(groups, chances, answers)
    return {
        "weights": [round(float(w), 3) for w in model.coef_[0]],
        "bias": round(float(model.intercept_[0]), 3),
        "AUROC by passage": float(roc_auc_score(answers, chances)),
        "AUROC by question": float(roc_auc_score(right, best)),
        "answered, of the answerable": float((best[right] >= 0.5).mean()),
        "answered, of the others": float((best[~right] >= 0.5).mean()),
    }


def _by_question(
    groups: Sequence[str], chances: NDArray[np.float64], answers: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The best chance of each question, and whether any of its passages answers."""
    best: dict[str, float] = {}
    right: dict[str, bool] = {}
    for group, chance, answer in zip(groups, chances, answers, strict=True):
        best[group] = max(best.get(group, 0.0), float(chance))
        right[group] = right.get(group, False) or bool(answer)
    return np.array(list(best.values())), np.array(list(right.values()))
