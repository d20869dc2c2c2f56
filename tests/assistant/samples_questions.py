"""Questions over the sample articles, as people ask them, and what an answer must show to be right.

``questions.jsonl`` holds one a line: ``{"id", "question", "history"?, "seed"?, "expect"}``. A question with
``seed`` is about the page in the shared data folder and is left out where that folder is absent. ``expect`` holds

- ``contains``: strings that the sentences or their source lines must show, each of them; ``"a|b"`` is either;
- ``cites``: parts of headlines of which each must be among the cited articles', ``"a|b"`` again either;
- ``abstains``: true, false, or ``"may"`` where an honest "your articles don't say" is as good as the correction;
- ``not_contains``: strings that no sentence may show.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from assistant.types import Answer, Turn

QUESTIONS = Path(__file__).with_name("questions.jsonl")
TODAY = date(2025, 12, 8)  # the Monday after the newest sample article


@dataclass(frozen=True, slots=True)
class Expectation:
    """One question and what its answer must show."""

    id: str
    question: str
    history: tuple[Turn, ...]
    seed: bool
    contains: tuple[str, ...]
    cites: tuple[str, ...]
    abstains: bool | Literal["may"]
    not_contains: tuple[str, ...]


def load_questions(path: Path = QUESTIONS, *, seed: bool) -> list[Expectation]:
    """The questions of ``path``, those about the seed page only where ``seed`` is true."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    read = [
        Expectation(
            id=row["id"],
            question=row["question"],
            history=tuple(Turn(**turn) for turn in row.get("history", ())),
            seed=row.get("seed", False),
            contains=tuple(row["expect"].get("contains", ())),
            cites=tuple(row["expect"].get("cites", ())),
            abstains=row["expect"]["abstains"],
            not_contains=tuple(row["expect"].get("not_contains", ())),
        )
        for row in rows
    ]
    return [each for each in read if seed or not each.seed]


def failures(expected: Expectation, answer: Answer) -> list[str]:
    """What is wrong with ``answer``, one short line each; empty where it is right."""
    if answer.abstained:
        return [] if expected.abstains else ["abstains"]
    if expected.abstains is True:
        return [f"answers {answer.text[:120]!r}"]
    said = " ".join(sentence.text for sentence in answer.sentences)
    shown = f"{said} {' '.join(_source_line(answer))}"
    titles = [citation.article.title for citation in answer.citations]
    wrong = [f"does not show {each!r}" for each in expected.contains if not _any(each, [shown])]
    wrong += [f"does not cite {each!r}" for each in expected.cites if not _any(each, titles)]
    wrong += [f"shows {each!r}" for each in expected.not_contains if _any(each, [said])]
    return wrong


def _source_line(answer: Answer) -> list[str]:
    articles = {citation.article.id: citation.article for citation in answer.citations}.values()
    return [f"{each.outlet} {each.published:%-d %B %Y}" for each in articles if each.published]


def _any(alternatives: str, texts: Sequence[str]) -> bool:
    return any(each.casefold() in text.casefold() for each in alternatives.split("|") for text in texts)
