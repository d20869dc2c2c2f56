"""``python -m benchmarks followups``: does a follow-up with its history find what a person's rewrite of it finds?

The follow-ups are those whose rewrite takes words from the questions before; how much is lost where nothing had to
be taken is measured on the questions that people left as they were.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from tqdm import tqdm

from assistant.language.words import list_stems
from assistant.question.understand import understand_question
from assistant.types import Turn
from benchmarks.metrics import Interval, bootstrap
from benchmarks.questions import content_key, rows
from benchmarks.systems import Corpus, built
from errors import ReadError
from news.article import Article
from vectorstore.index import NewsIndex
from vectorstore.types import Filter

TASKS = "followups_mtrag/mtrag-human/retrieval_tasks"
CONTEXTS = "followups_mtrag/mtragun-human/generation_tasks/reference.jsonl"
DOMAINS = ("clapnq", "cloud", "fiqa", "govt")
DEPTH = 10  # passages compared
SEED = 20250904
VERSION = "1"  # of what is cached; raise it when articles are made otherwise


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question, those asked before it, and how a person wrote it so that it stands alone."""

    question: str
    before: tuple[str, ...]
    rewrite: str

    @property
    def stands_alone(self) -> bool:
        """Whether the person left it as it was."""
        return _plain(self.question) == _plain(self.rewrite)

    @property
    def leans(self) -> bool:
        """Whether the person took words from the questions before that this one lacks."""
        earlier = {stem for question in self.before for stem in list_stems(question)}
        return bool((set(list_stems(self.rewrite)) - set(list_stems(self.question))) & earlier)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the data folder")
    parser.add_argument("--sample", type=int, default=200, help="follow-ups to draw")
    parser.add_argument(
        "--cache", type=Path, default=Path(".cache/benchmarks"), help="folder for built indexes"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Compare the passages that three forms of each question find; exit code 0."""
    if not (arguments.data / TASKS).is_dir():
        raise ReadError(
            f"{arguments.data} has no {TASKS}; --data takes the folder that holds followups_mtrag/"
        )
    asked = read(arguments.data / TASKS)
    leaning = [q for q in asked if q.leans]
    drawn = random.Random(SEED).sample(leaning, min(arguments.sample, len(leaning)))
    alone = [q for q in asked if q.stands_alone]
    contexts = arguments.data / CONTEXTS
    corpus = Corpus(_articles(contexts), arguments.cache / content_key("followups", VERSION, contexts))
    with built(corpus) as index:
        results = measure(index, drawn, alone)
    if arguments.json:
        print(json.dumps(results, indent=1, default=asdict))
    else:
        print(f"{len(drawn)} follow-ups, {len(alone)} that stand alone, {len(corpus.articles)} articles")
        for name, value in results.items():
            print(f"{name:44} {value}")
    return 0


def measure(
    index: NewsIndex, followups: Sequence[FollowUp], alone: Sequence[FollowUp]
) -> dict[str, Interval]:
    """Shares of the ``DEPTH`` passages that the rewrite finds which are also found otherwise."""
    raw = [_overlap(index, q, lambda q: q.question) for q in tqdm(followups, desc="raw", file=sys.stderr)]
    carried = [_overlap(index, q, searched) for q in tqdm(followups, desc="with history", file=sys.stderr)]
    kept = [_overlap(index, q, searched) for q in tqdm(alone, desc="stand alone", file=sys.stderr)]
    return {
        "overlap with the rewrite, raw question": bootstrap(raw),
        "overlap with the rewrite, with history": bootstrap(carried),
        "margin": bootstrap([mine - theirs for mine, theirs in zip(carried, raw, strict=True)]),
        "overlap where nothing had to be carried": bootstrap(kept),
    }


def searched(asked: FollowUp) -> str:
    """The question as Dateline searches it after those before it."""
    history = [Turn(question, "") for question in asked.before]
    return understand_question(asked.question, history, Filter(), (), date(2025, 9, 4)).searched


def read(folder: Path) -> list[FollowUp]:
    """Every question that has others before it, of the four domains."""
    found: list[FollowUp] = []
    for domain in DOMAINS:
        forms: dict[str, dict[str, str]] = {}
        for form in ("questions", "lastturn", "rewrite"):
            for row in rows(folder / domain / f"{domain}_{form}.jsonl"):
                forms.setdefault(row["_id"], {})[form] = row["text"]
        for each in forms.values():
            *before, _ = _turns(each["questions"])
            if before:
                found.append(FollowUp(_turns(each["lastturn"])[0], tuple(before), _turns(each["rewrite"])[0]))
    return found


def _turns(text: str) -> list[str]:
    return [turn.strip() for turn in text.split("|user|:")[1:]]


def _articles(contexts: Path) -> dict[str, Article]:
    return {
        str(context["document_id"]): Article(
            key=str(context["document_id"]), title=str(context.get("title") or ""), text=str(context["text"])
        )
        for row in rows(contexts)
        for context in row["contexts"]
    }


def _overlap(index: NewsIndex, asked: FollowUp, form: Callable[[FollowUp], str]) -> float:
    wanted = {found.passage.id for found in index.search_passages(asked.rewrite, DEPTH)}
    found = {found.passage.id for found in index.search_passages(form(asked), DEPTH)}
    return len(wanted & found) / max(1, len(wanted))


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()
