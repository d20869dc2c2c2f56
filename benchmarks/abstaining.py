"""``python -m benchmarks abstaining``: when to say that the articles don't say, fitted and measured.

Three sources. Questions of SQuAD 2.0 and SQuADShifts whose passage the reader is never trained on, each asked of its own
passage among the others that BM25 ranks best (where SQuAD 2.0 has questions that no passage answers, though one seems
to), and of those others alone. Every second question of ClapNQ, which wants more than a short answer: those that are
answered over all its passages and over their own, the others over their own. And the written questions over the
sample articles, asked as people ask, since the first know neither "what did she say" nor "what is the latest".
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from assistant.chat import Assistant
from assistant.evidence.reader import Reader
from assistant.evidence.retriever import NewsRetriever, score_candidates
from assistant.question.understand import understand_question
from assistant.selection.answerability import Traits, compute_traits
from assistant.selection.candidate import rank_candidates
from assistant.types import Turn
from benchmarks import clapnq
from benchmarks.metrics import auroc
from benchmarks.questions import rows
from benchmarks.systems import built
from ingest.pipeline import ingest_sources
from ingest.preparation.split import split_passages
from news.article import Article
from training.examples import Example, questions
from vectorstore.embedder import DEFAULT_MODEL, Embedder, load_embedder
from vectorstore.index import NewsIndex
from vectorstore.types import Filter, FusedPassage, make_embedded_text

SOURCES = ("squad2", "squadshifts_new_wiki", "squadshifts_reddit", "squadshifts_amazon_reviews")
OTHERS = 5  # passages beside the right one
SETTINGS = ("answerable", "impossible", "elsewhere", "long", "no long", "news", "no news")
ANSWERED = ("answerable", "long", "news")
GROUPS = {"news": 0.5, "long": 0.25, "answerable": 0.25}  # each source's share of the weight
OF_READER = (4, 5)  # places of the traits that only a reader gives
RIDGE = 0.001  # how strongly weights are held small
FOLDS = 5
SEED = 20250904


@dataclass(frozen=True, slots=True)
class Case:
    """One question over one set of passages."""

    setting: str  # one of ``SETTINGS``: of SQuAD, then of ClapNQ, then those over the sample articles
    traits: Traits

    @property
    def group(self) -> str:
        """Its source, as ``GROUPS`` names it."""
        name = self.setting.removeprefix("no ")
        return name if name in GROUPS else "answerable"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the data folder")
    parser.add_argument("--limit", type=int, default=20, help="questions of each set of SQuAD")
    parser.add_argument(
        "--cache", type=Path, default=Path(".cache/benchmarks"), help="folder for built indexes"
    )
    parser.add_argument(
        "--reader",
        nargs="+",
        choices=("reader", "none"),
        default=["reader", "none"],
        help="with the reader, without, or both one after the other",
    )
    parser.add_argument("--samples", type=Path, default=Path("articles"), help="the sample articles")
    parser.add_argument(
        "--questions",
        type=Path,
        default=Path("tests/assistant/questions.jsonl"),
        help="the questions over them",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Fit, five-fold; print weights, AUROC and the curve; exit code 0."""
    results = {}
    for name in arguments.reader:
        reader = Reader() if name == "reader" else None
        squad = list(_cases(arguments.data, arguments.limit, reader))
        long = list(_long(arguments.data, arguments.cache, arguments.limit, reader))
        news = list(_news(arguments.samples, arguments.questions, reader))
        results[name] = fit([*squad, *long, *news], reader=reader is not None)
    if arguments.json:
        print(json.dumps(results, indent=1))
        return 0
    for name, found in results.items():
        print(
            f"{'With' if name == 'reader' else 'Without'} the reader: weights {found['weights']}, bias {found['bias']}"
        )
        print(", ".join(f"{key} {value:.3f}" for key, value in found.items() if key.startswith("AUROC")))
        print(f"| answered from | {' | '.join(SETTINGS)} |\n|---|{'---|' * len(SETTINGS)}")
        for row in found["curve"]:
            print(f"| {row[0]:.1f} | " + " | ".join(f"{value:.0%}" for value in row[1:]) + " |")
    return 0


def fit(cases: Sequence[Case], *, reader: bool) -> dict[str, Any]:
    """Weights and bias, and what they are worth for the questions of folds that they were not fitted on.

    ``curve``: for each threshold the share of each of ``SETTINGS`` that is answered.
    """
    chances = np.zeros(len(cases))
    for fold in range(FOLDS):
        weights, bias = logistic([c for n, c in enumerate(cases) if n % FOLDS != fold], reader=reader)
        held = [number for number in range(len(cases)) if number % FOLDS == fold]
        chances[held] = 1 / (1 + np.exp(-(np.array([cases[n].traits for n in held]) @ weights + bias)))
    setting = np.array([case.setting for case in cases])

    def apart(yes: str, no: str) -> float:
        own = [*chances[setting == yes], *chances[setting == no]]
        return auroc(own, [True] * int((setting == yes).sum()) + [False] * int((setting == no).sum()))

    worth = {
        f"AUROC {yes}/{no}": apart(yes, no)
        for yes, no in (
            ("answerable", "impossible"),
            ("answerable", "elsewhere"),
            ("long", "no long"),
            ("news", "no news"),
        )
        if (setting == yes).any() and (setting == no).any()
    }
    curve = [
        (
            threshold,
            *(
                float((chances[setting == name] >= threshold).mean())
                for name in SETTINGS
                if (setting == name).any()
            ),
        )
        for threshold in np.arange(0.1, 0.95, 0.1).round(2).tolist()
    ]
    weights, bias = logistic(cases, reader=reader)
    return {"weights": weights.round(2).tolist(), "bias": round(bias, 2), **worth, "curve": curve}


def logistic(cases: Sequence[Case], *, reader: bool) -> tuple[NDArray[np.float64], float]:
    """Weights over the traits and a bias, such that the log odds tell whether a question is answered.

    In each group both classes weigh the same. What a reader finds may not speak against an answer, and without a reader
    has no weight.
    """
    from scipy.optimize import minimize  # type: ignore[import-untyped,unused-ignore]

    known = np.array([case.traits for case in cases])  # (n_cases, n_traits)
    answered = np.array([case.setting in ANSWERED for case in cases])
    asked = np.array(
        [reader or case.setting != "impossible" for case in cases]
    )  # words alone cannot tell those
    groups = np.array([case.group for case in cases])
    share = np.zeros(len(cases))
    for name, weight in GROUPS.items():
        group = groups == name
        for own in (group & answered & asked, group & ~answered & asked):
            share[own] = weight / 2 / max(1, own.sum())

    def loss(parameters: NDArray[np.float64]) -> float:
        odds = known @ parameters[:-1] + parameters[-1]
        wrong = np.logaddexp(0, np.where(answered, -odds, odds))
        return float((share * wrong).sum() + RIDGE * (parameters[:-1] ** 2).sum())

    traits_count = known.shape[1]
    bounds = [((0, 9) if reader else (0, 0)) if n in OF_READER else (-9, 9) for n in range(traits_count)]
    found = minimize(loss, np.zeros(traits_count + 1), method="L-BFGS-B", bounds=[*bounds, (-20, 20)])
    return found.x[:-1], float(found.x[-1])


def _long(data: Path, cache: Path, limit: int, reader: Reader | None) -> Iterator[Case]:
    """``4 * limit`` of the fitted half of ClapNQ; see the head of this file."""
    asked, corpus = clapnq.read(data, cache)
    fitted = [each for each in asked if each.fitted]
    chosen = random.Random(SEED).sample(fitted, min(4 * limit, len(fitted)))
    with built(corpus) as index:
        assistant = Assistant(NewsRetriever(index=index, reader=reader))
        for each in tqdm(chosen, desc="clapnq", file=sys.stderr):
            own = Filter(article_ids=(each.article.id,))
            for where in (own, Filter()) if each.gold else (own,):
                yield Case(
                    "long" if each.gold else "no long", assistant.compute_traits(each.question, where=where)
                )


def _news(articles: Path, questions: Path, reader: Reader | None) -> Iterator[Case]:
    """The written questions over the sample articles; those that may go either way are left out."""
    with (
        tempfile.TemporaryDirectory() as folder,
        NewsIndex.open(Path(folder), load_embedder(DEFAULT_MODEL)) as index,
    ):
        ingest_sources([str(articles)], index)
        assistant = Assistant(NewsRetriever(index=index, reader=reader))
        for row in tqdm(list(rows(questions)), desc="news", file=sys.stderr):
            if row.get("seed") or row["expect"]["abstains"] == "may":
                continue
            history = [Turn(**turn) for turn in row.get("history", ())]
            setting = "no news" if row["expect"]["abstains"] else "news"
            yield Case(setting, assistant.compute_traits(row["question"], history))


def _cases(data: Path, limit: int, reader: Reader | None) -> Iterator[Case]:
    everything = questions(data)
    embedder = load_embedder(DEFAULT_MODEL)
    for source in SOURCES:
        of_source = [example for example in everything if example.source == source]
        held = [example for example in of_source if example.held_out]
        asked = random.Random(SEED).sample(held, min(limit, len(held)))
        others = _others(asked, of_source)
        for example, wrong in tqdm(list(zip(asked, others, strict=True)), desc=source, file=sys.stderr):
            setting = "answerable" if example.spans else "impossible"
            yield _case(setting, example, [(example.title, example.second), *wrong], embedder, reader)
            yield _case("elsewhere", example, wrong, embedder, reader)


def _others(asked: Sequence[Example], of_source: Sequence[Example]) -> list[list[tuple[str, str]]]:
    """For each question the (title, text) of the passages that BM25 ranks best, its own and those with an answer aside."""
    import bm25s

    passages = sorted({(example.title, example.second) for example in of_source})
    retriever = bm25s.BM25()
    retriever.index(
        bm25s.tokenize([text for _, text in passages], stopwords="en", show_progress=False),
        show_progress=False,
    )
    tokens = bm25s.tokenize([example.first for example in asked], stopwords="en", show_progress=False)
    ranked, _ = retriever.retrieve(tokens, k=4 * OTHERS, show_progress=False)
    found = []
    for example, numbers in zip(asked, ranked, strict=True):
        answers = {example.second[a:b].casefold() for a, b in example.spans}
        wrong = [
            passages[n]
            for n in numbers
            if passages[n][1] != example.second and not any(a in passages[n][1].casefold() for a in answers)
        ]
        found.append(wrong[:OTHERS])
    return found


def _case(
    setting: str,
    example: Example,
    texts: Sequence[tuple[str, str]],
    embedder: Embedder,
    reader: Reader | None,
) -> Case:
    query = understand_question(example.first, (), Filter(), (), date(2025, 9, 4))
    own = [
        (passage, article)
        for number, (title, text) in enumerate(texts)
        for article in [Article(key=str(number), title=title, text=text.strip())]
        for passage in split_passages(article, embedder.count_tokens, embedder.max_tokens)
    ]
    vectors = embedder.embed_passages([make_embedded_text(article, passage) for passage, article in own])
    similar = vectors @ embedder.embed_query(query.searched)
    fused = [
        FusedPassage(passage, article, 0.0, rank, float(near), None)
        for rank, ((passage, article), near) in enumerate(zip(own, similar, strict=True), 1)
    ]
    weighed = score_candidates(query.searched, fused, reader)
    readings = {each.passage.id: reading for each, reading in weighed if reading is not None}
    return Case(
        setting, compute_traits(rank_candidates(query, [each for each, _ in weighed], embedder, readings))
    )
