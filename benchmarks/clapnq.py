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

from assistant.answer import Answer
from assistant.chat import Assistant
from assistant.finder import ANSWERS
from assistant.retrieve import NewsRetriever
from benchmarks.metrics import Interval, auroc, bootstrap
from benchmarks.questions import content_key, rows
from benchmarks.systems import Corpus, built
from errors import DatelineError
from ingest.article import Article
from vectorstore.passages import Filter

FOLDER = "qa/clapnq/annotated_data/dev"
FILES = ("clapnq_dev_answerable.jsonl", "clapnq_dev_unanswerable.jsonl")
VERSION = "1"  # of what is cached; raise it when articles are made otherwise


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the article that its passage became, and the sentences of it that people chose."""

    question: str
    article: Article
    gold: tuple[str, ...]  # empty where the passage does not answer


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
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Ask all questions of one index that holds every passage, and each of its own passage; exit code 0."""
    files = [arguments.data / FOLDER / name for name in FILES]
    asked = [_asked(row) for file in files for row in rows(file)]
    articles = {each.article.key: each.article for each in asked}
    corpus = Corpus(articles, arguments.cache / content_key("clapnq", VERSION, *files))
    kinds = [
        [q for q in asked if q.gold][: arguments.limit],
        [q for q in asked if not q.gold][: arguments.limit],
    ]
    with built(corpus) as index:
        results = measure(Assistant(NewsRetriever(index=index), answers_from=arguments.caution), *kinds)
    if arguments.json:
        print(json.dumps(results, indent=1, default=asdict))
    else:
        print(f"{len(kinds[0])} answerable, {len(kinds[1])} not, {len(articles)} articles")
        for name, value in results.items():
            print(f"{name:44} {value if isinstance(value, Interval) else round(value, 3)}")
    return 0


def measure(
    assistant: Assistant, answerable: Sequence[Asked], unanswerable: Sequence[Asked]
) -> dict[str, Interval | float]:
    """All figures. Raises DatelineError where a quote is no slice of its article."""
    every = [*answerable, *unanswerable]
    whole = [assistant.ask(each.question) for each in tqdm(every, desc="whole index", file=sys.stderr)]
    alone = [
        assistant.ask(each.question, where=Filter(article_ids=(each.article.id,)))
        for each in tqdm(every, desc="own passage", file=sys.stderr)
    ]
    for answer in (*whole, *alone):
        require_verbatim(answer)
    has_answer = [bool(each.gold) for each in every]
    hits = [_shows(answer, each) for each, answer in zip(answerable, whole, strict=False)]
    first = [_shows(answer, each, 1) for each, answer in zip(answerable, whole, strict=False)]
    hits_alone = [_shows(answer, each) for each, answer in zip(answerable, alone, strict=False)]
    answered = [not answer.abstained for answer in whole[: len(answerable)]]
    abstained = [answer.abstained for answer in alone[len(answerable) :]]
    lengths = [len(answer.text.split()) for answer in whole if not answer.abstained]
    seconds = [answer.seconds for answer in whole]
    return {
        "gold sentence shown": bootstrap(hits),
        "gold sentence first": bootstrap(first),
        "gold sentence shown, own passage": bootstrap(hits_alone),
        "answerable that are answered": bootstrap(list(map(float, answered))),
        "unanswerable that abstain, own passage": bootstrap(list(map(float, abstained))),
        "AUROC answerable/not, own passage": auroc([a.support for a in alone], has_answer),
        "AUROC answerable/not, whole index": auroc([a.support for a in whole], has_answer),
        "words of an answer, median": float(np.median(lengths)) if lengths else 0.0,
        "sentences of an answer, mean": float(np.mean([len(a.sentences) for a in whole if not a.abstained])),
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
    """Whether one of the chosen sentences stands in the (first) sentences shown, spaces aside."""
    shown = ["".join(sentence.text.split()) for sentence in answer.sentences[:first]]
    return float(any("".join(gold.split()) in text for gold in asked.gold for text in shown))
