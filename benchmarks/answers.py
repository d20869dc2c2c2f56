"""``python -m benchmarks answers``: does the answer hold the gold answer, are its quotes verbatim, does it abstain?

Every quote of every answer is required to be a slice of its article. Beside it, in the same run: whether the passage that
the plain LangChain tutorial chain ranks first holds the gold answer.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from assistant.build import build_assistant, load_reader
from assistant.finder import ANSWERS
from assistant.language.words import split_words
from assistant.types import Answer, Turn
from benchmarks.clapnq import require_verbatim
from benchmarks.metrics import Interval, auroc, bootstrap
from benchmarks.questions import Question, content_key, read_articles, read_questions
from benchmarks.retrieval import VERSION
from benchmarks.systems import Corpus, Found, built, tutorial
from errors import ReadError

Figure = Interval | float | str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, what Dateline answered, and what the tutorial chain ranks first."""

    question: Question
    answer: Answer
    baseline: str  # text of a passage, "" where there is none


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "--articles", type=Path, required=True, help="JSON lines: id, title, text, source, published …"
    )
    parser.add_argument(
        "--questions",
        type=Path,
        required=True,
        help="JSON lines: id, question, answers, articles, answerable, history",
    )
    parser.add_argument(
        "--chat-model", help="provider:model that writes the answers; without it they are extracted"
    )
    parser.add_argument("--chat-base-url", help="address of the model's server")
    parser.add_argument(
        "--reader", default="none", help="what judges passages: none, reader or a cross-encoder"
    )
    parser.add_argument(
        "--caution", type=float, default=ANSWERS, help="how sure it must be that the articles answer"
    )
    parser.add_argument("--limit", type=int, help="use the first N questions only")
    parser.add_argument(
        "--cache", type=Path, default=Path(".cache/benchmarks"), help="folder for built indexes"
    )
    parser.add_argument("--misses", action="store_true", help="list the questions that are answered wrongly")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Ask every question of one index over all articles and print the figures; exit code 0.

    Raises ReadError for a file that cannot be read, DatelineError for a quote that is no slice of its article.
    """
    questions = read_questions(arguments.questions, arguments.limit)
    if not questions:
        raise ReadError(f"{arguments.questions} holds no questions; give one JSON object on each line")
    corpus = Corpus(
        read_articles(arguments.articles), arguments.cache / content_key(VERSION, arguments.articles)
    )
    with built(corpus) as index, tutorial(corpus) as baseline:
        assistant = build_assistant(
            index,
            chat_model=arguments.chat_model,
            chat_base_url=arguments.chat_base_url,
            reader=load_reader(arguments.reader),
            caution=arguments.caution,
        )

        def ask(question: Question) -> Answer:
            return assistant.ask(question.question, [Turn(*turn) for turn in question.history])

        asked = [ask_both(each, ask, baseline) for each in tqdm(questions, desc="answers", file=sys.stderr)]
    figures = measure(asked, corpus.names())
    if arguments.json:
        print(json.dumps(figures, indent=1, default=asdict))
        return 0
    print(f"{len(asked)} questions over {len(corpus.articles)} articles")
    for name, value in figures.items():
        print(f"{name:52} {value if isinstance(value, (str, Interval)) else round(value, 3)}")
    if arguments.misses:
        for each in asked:
            if not _right(each):
                print(f"\n{each.question.id}: {each.question.question}\n  wanted {each.question.answers}")
                print(f"  {each.answer.text}")
    return 0


def ask_both(
    question: Question, ask: Callable[[Question], Answer], baseline: Callable[[Question], Found]
) -> Asked:
    """Raises DatelineError where a quote of the answer is no slice of its article."""
    answer = ask(question)
    require_verbatim(answer)
    first = next(iter(baseline(question)), None)
    return Asked(question, answer, first[1] if first else "")


def measure(asked: Sequence[Asked], names: dict[str, str]) -> dict[str, Figure]:
    """All figures; those that nothing in the file bears on are left out.

    ``names``: the file's id of each ``Article.id``.
    """
    found: dict[str, Figure] = {}

    def share(name: str, values: Sequence[float]) -> None:
        if values:
            found[name] = bootstrap(values)

    gold = [each for each in asked if each.question.answerable and each.question.answers]
    share("gold answer in the answer", [holds(each.answer.text, each.question.answers) for each in gold])
    share(
        "gold answer in the cited quotes",
        [holds(_quotes(each.answer), each.question.answers) for each in gold],
    )
    share(
        "gold answer in the first cited sentence",
        [holds(_first(each.answer), each.question.answers) for each in gold],
    )
    share(
        "gold answer in the tutorial chain's top passage",
        [holds(e.baseline, e.question.answers) for e in gold],
    )
    share(
        "short answer, exact match",
        [_exact(each.answer.short_answer, each.question.answers) for each in gold],
    )
    share("short answer, F1", [_f1(each.answer.short_answer, each.question.answers) for each in gold])
    sourced = [each for each in asked if each.question.answerable and each.question.articles]
    share(
        "a right article cited",
        [float(bool(_cited(each, names) & set(each.question.articles))) for each in sourced],
    )
    answerable = [each for each in asked if each.question.answerable]
    unanswerable = [each for each in asked if not each.question.answerable]
    share("answerable that abstain", [float(each.answer.abstained) for each in answerable])
    share("unanswerable that abstain", [float(each.answer.abstained) for each in unanswerable])
    if answerable and unanswerable:
        support = [each.answer.answerability for each in asked]
        found["AUROC answerable/not"] = auroc(support, [each.question.answerable for each in asked])
    quotes = sum(len(each.answer.citations) for each in asked)
    found["quotes that are verbatim"] = (
        f"{quotes} of {quotes}"  # ``ask_both`` raises at the first that is not
    )
    lengths = [float(len(each.answer.text.split())) for each in asked if not each.answer.abstained]
    share("words of an answer", lengths)
    seconds = [each.answer.seconds for each in asked]
    found["seconds p50"] = float(np.percentile(seconds, 50))
    found["seconds p95"] = float(np.percentile(seconds, 95))
    return found


def holds(text: str, answers: Sequence[str]) -> float:
    """1.0 where one of the answers stands in the text as a run of words, without case, punctuation and articles."""
    own = f" {_plain_words(text)} "
    return float(any(f" {_plain_words(answer)} " in own for answer in answers if _plain_words(answer)))


def _exact(short: str, answers: Sequence[str]) -> float:
    return float(any(_plain_words(short) == _plain_words(answer) for answer in answers))


def _f1(short: str, answers: Sequence[str]) -> float:
    """F1 of the words of the short answer, the best over the gold answers, as SQuAD has it."""
    return max(_overlap(_plain_words(short).split(), _plain_words(answer).split()) for answer in answers)


def _overlap(own: Sequence[str], wanted: Sequence[str]) -> float:
    shared = sum((Counter(own) & Counter(wanted)).values())
    return 2 * shared / (len(own) + len(wanted)) if shared else 0.0


def _plain_words(text: str) -> str:
    return " ".join(word for word in split_words(text) if word not in ("a", "an", "the"))


def _quotes(answer: Answer) -> str:
    return " … ".join(citation.quote for citation in answer.citations)


def _first(answer: Answer) -> str:
    """What the first sentence that cites anything rests on."""
    numbers = next((sentence.citations for sentence in answer.sentences if sentence.citations), ())
    return " … ".join(citation.quote for citation in answer.citations if citation.number in numbers)


def _cited(asked: Asked, names: dict[str, str]) -> set[str]:
    return {names[citation.article.id] for citation in asked.answer.citations}


def _right(asked: Asked) -> bool:
    if not asked.question.answerable:
        return asked.answer.abstained
    wanted = asked.question.answers
    return not asked.answer.abstained and (not wanted or holds(asked.answer.text, wanted) > 0)
