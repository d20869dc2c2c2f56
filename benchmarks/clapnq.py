"""``python -m benchmarks clapnq``: are the sentences that people chose among those shown, and does it know when none is?"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from assistant.build import build_assistant, load_reader
from assistant.chat import Assistant
from assistant.finder import ANSWERS
from assistant.types import Answer
from benchmarks.metrics import Interval, auroc, bootstrap
from benchmarks.questions import content_key, rows
from benchmarks.systems import Corpus, built
from errors import DatelineError
from news.article import Article
from training.examples import bucket
from vectorstore.types import Filter

FOLDER = "qa/clapnq/annotated_data/dev"
FILES = ("clapnq_dev_answerable.jsonl", "clapnq_dev_unanswerable.jsonl")
CURVE = (0.2, 0.3, 0.35, 0.4, 0.5, 0.6)
VERSION = "1"  # of what is cached; raise it when articles are made otherwise


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the article that its passage became, and the sentences of it that people chose."""

    question: str
    article: Article
    gold: tuple[str, ...]  # empty where the passage does not answer

    @property
    def fitted(self) -> bool:
        """Whether ``python -m benchmarks abstaining`` takes it: every second one."""
        return bucket(self.question, 2) == 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the data folder")
    parser.add_argument("--limit", type=int, help="use the first N questions of each kind only")
    parser.add_argument(
        "--cache", type=Path, default=Path(".cache/benchmarks"), help="folder for built indexes"
    )
    parser.add_argument(
        "--caution", type=float, default=ANSWERS, help="how sure it must be that the articles answer"
    )
    parser.add_argument(
        "--reader", default="none", help="what judges passages: none, reader or a cross-encoder"
    )
    parser.add_argument(
        "--half",
        choices=("fitted", "unseen"),
        help="only the questions that ``abstaining`` is fitted on, or only the others",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Ask all questions of one index that holds every passage, and each of its own passage; exit code 0."""
    asked, corpus = read(arguments.data, arguments.cache)
    if arguments.half:
        asked = [each for each in asked if each.fitted == (arguments.half == "fitted")]
    kinds = [
        [q for q in asked if q.gold][: arguments.limit],
        [q for q in asked if not q.gold][: arguments.limit],
    ]
    with built(corpus) as index:
        assistant = build_assistant(index, reader=load_reader(arguments.reader), caution=0.0)
        results = measure(assistant, arguments.caution, *kinds)
    if arguments.json:
        print(json.dumps(results, indent=1, default=asdict))
    else:
        print(f"{len(kinds[0])} answerable, {len(kinds[1])} not, {len(corpus.articles)} articles")
        for name, value in results.items():
            print(f"{name:56} {value if isinstance(value, Interval) else round(value, 3)}")
    return 0


def read(data: Path, cache: Path) -> tuple[list[Asked], Corpus]:
    """All questions, those with an answer first, and the passages of all as articles. Raises ReadError."""
    files = [data / FOLDER / name for name in FILES]
    asked = [_asked(row) for file in files for row in rows(file)]
    articles = {each.article.key: each.article for each in asked}
    return asked, Corpus(articles, cache / content_key("clapnq", VERSION, *files))


def measure(
    assistant: Assistant, caution: float, answerable: Sequence[Asked], unanswerable: Sequence[Asked]
) -> dict[str, Interval | float]:
    """All figures for ``caution``, and the share that shows a gold sentence for each of ``CURVE``.

    ``assistant`` answers whatever its support is, which is held against each caution here. Raises DatelineError where a
    quote is no slice of its article.
    """
    every = [*answerable, *unanswerable]
    whole = [assistant.ask(each.question) for each in tqdm(every, desc="whole index", file=sys.stderr)]
    alone = [
        assistant.ask(each.question, where=Filter(article_ids=(each.article.id,)))
        for each in tqdm(every, desc="own passage", file=sys.stderr)
    ]
    for answer in (*whole, *alone):
        require_verbatim(answer)
    has_answer = [bool(each.gold) for each in every]
    hits = _shown(answerable, whole)
    of_none = alone[len(answerable) :]
    figures: dict[str, Interval | float] = {
        "gold sentence shown": _told(hits, whole, caution),
        "gold sentence first": _told(_shown(answerable, whole, 1), whole, caution),
        "gold sentence shown, own passage": _told(_shown(answerable, alone), alone, caution),
        "answerable that are answered": bootstrap(_answered(whole[: len(answerable)], caution)),
        "unanswerable that abstain, own passage": _abstained(of_none, caution),
        "AUROC answerable/not, own passage": auroc([a.answerability for a in alone], has_answer),
        "AUROC answerable/not, whole index": auroc([a.answerability for a in whole], has_answer),
        **_lengths(whole, caution),
    }
    for at in CURVE:
        figures[f"gold sentence shown at caution {at}"] = _told(hits, whole, at)
    for at in CURVE:
        name = f"unanswerable that abstain, own passage, at caution {at}"
        figures[name] = _abstained(of_none, at)
    return figures


def _answered(answers: Sequence[Answer], caution: float) -> list[float]:
    return [float(not answer.abstained and answer.answerability >= caution) for answer in answers]


def _abstained(answers: Sequence[Answer], caution: float) -> Interval:
    return bootstrap([1 - each for each in _answered(answers, caution)])


def _shown(asked: Sequence[Asked], answers: Sequence[Answer], first: int | None = None) -> list[float]:
    """Whether one of the chosen sentences stands in the (first) sentences shown, spaces aside."""
    return [_shows(answer, each, first) for each, answer in zip(asked, answers, strict=False)]


def _told(shown: Sequence[float], answers: Sequence[Answer], caution: float) -> Interval:
    """The share of questions that show what was chosen and are answered at ``caution``."""
    return bootstrap([a * b for a, b in zip(shown, _answered(answers, caution), strict=False)])


def _lengths(answers: Sequence[Answer], caution: float) -> dict[str, Interval | float]:
    """How long the answers at ``caution`` are, and how long they took; 0 words where nothing is answered."""
    told = [a for a, yes in zip(answers, _answered(answers, caution), strict=True) if yes]
    seconds = [answer.seconds for answer in answers]
    return {
        "words of an answer, median": float(np.median([len(a.text.split()) for a in told])) if told else 0.0,
        "sentences of an answer, mean": float(np.mean([len(a.sentences) for a in told])) if told else 0.0,
        "seconds p50": float(np.percentile(seconds, 50)),
        "seconds p95": float(np.percentile(seconds, 95)),
    }


def require_verbatim(answer: Answer) -> None:
    """Raise DatelineError unless every quote is a slice of its article.

    Each sentence of an answer without a language model must stand in a quote, too.
    """
    for citation in answer.citations:
        if citation.article.text[citation.start : citation.end] != citation.quote:
            raise DatelineError(f"{answer.question!r}: [{citation.number}] is no slice of its article")
    if answer.mode == "generative":
        return
    quotes = {c.number: " ".join(c.quote.split()) for c in answer.citations}
    for sentence in answer.sentences:
        if not any(sentence.text in quotes[number] for number in sentence.citations):
            raise DatelineError(f"{answer.question!r}: {sentence.text!r} stands in no quote that it cites")


def _asked(row: dict[str, Any]) -> Asked:
    (passage,) = row["passages"]
    article = Article(key=str(row["id"]), title=str(passage["title"]), text=str(passage["text"]).strip())
    gold = {sentence for output in row["output"] for sentence in output["selected_sentences"]}
    return Asked(str(row["input"]), article, tuple(sorted(gold)))


def _shows(answer: Answer, asked: Asked, first: int | None = None) -> float:
    shown = ["".join(sentence.text.split()) for sentence in answer.sentences[:first]]
    return float(any("".join(gold.split()) in text for gold in asked.gold for text in shown))
