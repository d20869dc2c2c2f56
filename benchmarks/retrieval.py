"""``python -m benchmarks retrieval``: which system finds the article that answers, and how fast."""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from pathlib import Path

import numpy as np
from tqdm import tqdm

from benchmarks.metrics import CUTOFF, Interval, bootstrap, judge
from benchmarks.questions import Question, content_key, read_articles, read_questions
from benchmarks.systems import SYSTEMS, Corpus, Found, Search

Figures = dict[str, list[float]]  # figure → one value a question
VERSION = "1"  # of what is cached; raise it when passages change


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--articles", type=Path, required=True, help="articles, one JSON object a line")
    parser.add_argument("--questions", type=Path, required=True, help="questions, one JSON object a line")
    parser.add_argument(
        "--systems", nargs="+", choices=SYSTEMS, default=list(SYSTEMS), help="which to compare"
    )
    parser.add_argument("--limit", type=int, help="use the first N questions only")
    parser.add_argument(
        "--cache", type=Path, default=Path(".cache/benchmarks"), help="folder for built indexes"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Measure each system and print one table; exit code 0."""
    corpus = Corpus(
        read_articles(arguments.articles), arguments.cache / content_key(VERSION, arguments.articles)
    )
    questions = [q for q in read_questions(arguments.questions, arguments.limit) if q.articles]
    results: dict[str, dict[str, Interval | float]] = {}
    for name in arguments.systems:
        with SYSTEMS[name](corpus) as search:
            results[name] = _summary(_measure(name, search, questions))
    print(json.dumps(_plain(results), indent=1) if arguments.json else table(results, len(questions)))
    return 0


def _measure(name: str, search: Search, questions: list[Question]) -> Figures:
    search(questions[0].question)  # so that no system pays for its first query
    figures: Figures = {}
    for question in tqdm(questions, desc=name, unit="question", file=sys.stderr):
        began = time.perf_counter()
        found = search(question.question)
        judged = {"ms": (time.perf_counter() - began) * 1000, **_judge(found, question)}
        for figure, value in judged.items():
            figures.setdefault(figure, []).append(value)
    return figures


def _judge(found: Found, question: Question) -> dict[str, float]:
    ranked = list(dict.fromkeys(article for article, _ in found))
    judged = judge(ranked[:CUTOFF], question.articles, question.need_all)
    if question.answers:
        for depth in (1, 5):
            text = _folded(" ".join(passage for _, passage in found[:depth]))
            judged[f"answer@{depth}"] = float(any(_folded(answer) in text for answer in question.answers))
    return judged


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).casefold().strip()


def _summary(figures: Figures) -> dict[str, Interval | float]:
    milliseconds = figures.pop("ms")
    summary: dict[str, Interval | float] = {name: bootstrap(values) for name, values in figures.items()}
    summary["p50 ms"], summary["p95 ms"] = (float(x) for x in np.percentile(milliseconds, [50, 95]))
    return summary


def _plain(results: dict[str, dict[str, Interval | float]]) -> dict[str, dict[str, object]]:
    return {
        system: {
            name: {"mean": value.mean, "low": value.low, "high": value.high}
            if isinstance(value, Interval)
            else value
            for name, value in figures.items()
        }
        for system, figures in results.items()
    }


def table(results: dict[str, dict[str, Interval | float]], questions: int) -> str:
    """The results as a Markdown table: a row a figure, a column a system."""
    systems = list(results)
    lines = [f"| {questions} questions | " + " | ".join(systems) + " |", "|---" * (len(systems) + 1) + "|"]
    for figure in results[systems[0]]:
        cells = [results[system][figure] for system in systems]
        shown = [str(cell) if isinstance(cell, Interval) else f"{cell:.1f}" for cell in cells]
        lines.append(f"| {figure} | " + " | ".join(shown) + " |")
    return "\n".join(lines)
