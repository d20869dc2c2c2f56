"""``python -m benchmarks retrieval``: which system finds the article that answers, and how fast."""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from benchmarks.metrics import CUTOFF, Interval, bootstrap, judge
from benchmarks.questions import Question, content_key, read_articles, read_questions
from benchmarks.systems import STEPS, SYSTEMS, Corpus, Found, Search
from errors import ReadError
from news.article import Article

Figures = dict[str, list[float]]  # figure → one value a question
Summary = dict[str, Interval | float]
VERSION = "1"  # of what is cached; raise it when passages change
MISLED = "other day or outlet@5"
TIMES = ("ms", "processor ms")


@dataclass(frozen=True, slots=True)
class Set:
    """Articles, and a file of questions about them."""

    name: str
    articles: Path
    questions: Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--articles", type=Path, help="articles, one JSON object a line")
    parser.add_argument("--questions", type=Path, nargs="+", help="questions, one JSON object a line")
    parser.add_argument(
        "--sets",
        type=Path,
        default=Path(".cache/benchmarks/sets"),
        help="without --articles: the folder that prepare wrote",
    )
    parser.add_argument(
        "--set", action="append", help="of that folder only this one, e.g. bbc or bbc.verbatim (repeatable)"
    )
    parser.add_argument(
        "--systems", nargs="+", choices=SYSTEMS, default=["tutorial", "bm25", "hybrid", "dateline"]
    )
    parser.add_argument("--limit", type=int, help="use the first N questions of each file only")
    parser.add_argument(
        "--cache", type=Path, default=Path(".cache/benchmarks"), help="folder for built indexes"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Measure each system on each set and print a table for each, then one over all; exit code 0."""
    chosen = sets(arguments)
    results = measure(chosen, arguments.systems, arguments.cache, arguments.limit)
    if arguments.json:
        print(json.dumps(_plain(results), indent=1, default=asdict))
        return 0
    for name, figures in results.items():
        print(f"\n{name}\n\n{table(figures)}")
    print(f"\nAll sets together\n\n{errors_table(results)}")
    return 0


def sets(arguments: argparse.Namespace) -> list[Set]:
    """The sets that the command line names. Raises ReadError where there are none."""
    if arguments.articles:
        if not arguments.questions:
            raise ReadError("--articles goes with --questions; give both, or neither and --sets")
        return [Set(_name(path), arguments.articles, path) for path in arguments.questions]
    found = []
    for path in sorted(arguments.sets.glob("*.questions.jsonl")):
        name = _name(path)
        of_articles = name.partition(".")[0]
        if not arguments.set or {name, of_articles} & set(arguments.set):
            found.append(Set(name, path.parent / f"{of_articles}.articles.jsonl", path))
    if not found:
        wanted = f" called {' or '.join(arguments.set)}" if arguments.set else ""
        raise ReadError(f"no set{wanted} in {arguments.sets}; python -m benchmarks prepare writes them")
    return found


def _name(path: Path) -> str:
    return path.name.removesuffix(".jsonl").removesuffix(".questions")


def measure(
    chosen: Sequence[Set], systems: Sequence[str], cache: Path, limit: int | None = None
) -> dict[str, dict[str, Figures]]:
    """Set → system → figures. Each system opens the articles that sets share once."""
    results: dict[str, dict[str, Figures]] = {each.name: {} for each in chosen}
    for path in dict.fromkeys(each.articles for each in chosen):
        corpus = Corpus(read_articles(path), cache / content_key(VERSION, path))
        asked = {
            each.name: _answerable(each.name, read_questions(each.questions, limit), corpus.articles)
            for each in chosen
            if each.articles == path
        }
        for name in systems:
            with SYSTEMS[name](corpus) as search:
                for of_set, questions in asked.items():
                    if questions:
                        results[of_set][name] = _measure(
                            f"{of_set}: {name}", search, questions, corpus.articles
                        )
    return results


def _answerable(name: str, questions: Sequence[Question], articles: Mapping[str, Article]) -> list[Question]:
    """Those questions that articles at hand answer; how many name only articles that are not there goes to stderr."""
    asked = [question for question in questions if question.articles and question.answerable]
    found = [question for question in asked if not articles.keys().isdisjoint(question.articles)]
    if gone := len(asked) - len(found):
        what = "1 question asks" if gone == 1 else f"{gone} questions ask"
        print(f"{name}: {what} for articles that are not there; left out", file=sys.stderr)
    return found


def _measure(
    title: str, search: Search, questions: list[Question], articles: Mapping[str, Article]
) -> Figures:
    search(questions[0])  # so that no system pays for its first query
    figures: Figures = {}
    for question in tqdm(questions, desc=title, unit="question", mininterval=STEPS):
        began, worked = time.perf_counter(), time.process_time()
        found = search(question)
        times = {
            "ms": (time.perf_counter() - began) * 1000,
            "processor ms": (time.process_time() - worked) * 1000,
        }
        judged = {**times, **_judge(found, question, articles)}
        for figure, value in judged.items():
            figures.setdefault(figure, []).append(value)
    return figures


def _judge(found: Found, question: Question, articles: Mapping[str, Article]) -> dict[str, float]:
    ranked = list(dict.fromkeys(article for article, _ in found))
    judged = judge(ranked[:CUTOFF], question.articles, question.need_all)
    if question.answers:
        for depth in (1, 5):
            text = _folded(" ".join(passage for _, passage in found[:depth]))
            judged[f"answer@{depth}"] = float(any(_folded(answer) in text for answer in question.answers))
    if question.source or question.published:
        judged[MISLED] = float(any(not _fits(articles[name], question) for name in ranked[:5]))
    return judged


def _fits(article: Article, question: Question) -> bool:
    day = f"{article.published:%Y-%m-%d}" if article.published else None
    return (not question.source or article.outlet == question.source) and (
        not question.published or day == question.published
    )


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).casefold().strip()


def summary(figures: Figures) -> Summary:
    """Each figure's mean with its interval, and the time a query takes at the median and at the 95th percentile.

    ``ms`` is what a person waits, ``processor ms`` what all cores together work: the latter does not depend on what
    else the machine does.
    """
    found: Summary = {name: bootstrap(values) for name, values in figures.items() if name not in TIMES}
    for name in TIMES:
        found[f"p50 {name}"], found[f"p95 {name}"] = (
            float(x) for x in np.percentile(figures[name], [50, 95])
        )
    return found


def table(results: Mapping[str, Figures]) -> str:
    """The results of one set as a Markdown table: a row a figure, a column a system."""
    summaries = {system: summary(figures) for system, figures in results.items()}
    questions = max(len(figures["ms"]) for figures in results.values())
    lines = [_row([f"{questions} questions", *summaries]), "|---" * (len(summaries) + 1) + "|"]
    for figure in next(iter(summaries.values())):
        cells = [each[figure] for each in summaries.values()]
        lines.append(_row([figure, *(str(c) if isinstance(c, Interval) else f"{c:.1f}" for c in cells)]))
    return "\n".join(lines)


def errors_table(results: Mapping[str, Mapping[str, Figures]]) -> str:
    """hit@1 of every system on every set, its errors over all sets, and how many fewer Dateline makes."""
    systems = list(dict.fromkeys(system for figures in results.values() for system in figures))
    lines = [_row(["hit@1", "questions", *systems]), "|---" * (len(systems) + 2) + "|"]
    for name, figures in results.items():
        cells = [f"{np.mean(figures[s]['hit@1']):.3f}" if s in figures else "" for s in systems]
        lines.append(_row([name, str(len(next(iter(figures.values()))["ms"])), *cells]))
    wrong = errors(results)
    lines.append(_row(["errors", "", *(str(wrong[system]) for system in systems)]))
    return "\n".join([*lines, "", *_comparisons(wrong)])


def errors(results: Mapping[str, Mapping[str, Figures]]) -> dict[str, int]:
    """Questions over all sets whose first article is wrong, by system."""
    wrong: dict[str, int] = {}
    for figures in results.values():
        for system, values in figures.items():
            wrong[system] = wrong.get(system, 0) + int(len(values["hit@1"]) - sum(values["hit@1"]))
    return wrong


def _comparisons(wrong: Mapping[str, int]) -> Iterator[str]:
    if "dateline" not in wrong:
        return
    halves = [system for system in ("bm25", "hybrid") if system in wrong]
    for others in (halves, ["tutorial"] if "tutorial" in wrong else []):
        if others:
            best = min(others, key=lambda system: wrong[system])
            fewer = 1 - wrong["dateline"] / max(wrong[best], 1)
            yield f"dateline makes {fewer:.0%} fewer errors at the first place than {best}."


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _plain(results: Mapping[str, Mapping[str, Figures]]) -> dict[str, object]:
    """The results as JSON holds them: ``sets`` (set → system → figure) and ``errors`` over all of them."""
    return {
        "sets": {
            name: {system: summary(figures) for system, figures in found.items()}
            for name, found in results.items()
        },
        "questions": {
            name: len(next(iter(found.values()))["ms"]) for name, found in results.items() if found
        },
        "errors": errors(results),
    }
