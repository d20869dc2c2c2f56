"""Training examples from the data folder: questions over passages, and claims over evidence."""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NLI_LABELS = {"supported": 0, "refuted": 1, "neutral": 2, "not_supported": 3}  # 3 is "refuted or neutral"
HELD_OUT = 10  # one passage in ten is never trained on
OUTLETS = ("Morning Ledger", "AA", "Northern Post", "Reuters", "City Herald", "The Courier", "Wire", "BBC")


@dataclass(frozen=True, slots=True)
class Example:
    """One pair of texts and what is to be said of it."""

    source: str
    first: str  # question or claim
    second: str  # passage or evidence
    title: str = ""
    spans: tuple[tuple[int, int], ...] = ()  # characters of ``second`` that answer; empty where nothing does
    span_known: bool = False  # whether ``spans`` is to be learnt
    relevant: float | None = None  # 1 where the passage answers, 0 where not
    label: int | None = None  # an NLI label

    @property
    def held_out(self) -> bool:
        """Whether it is kept for measuring: decided by its passage, so that no passage is on both sides."""
        return bucket(self.second) == 0


def bucket(text: str, buckets: int = HELD_OUT) -> int:
    """A stable number in ``range(buckets)`` for a text."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") % buckets


def header(title: str, chance: random.Random) -> str:
    """A header as passages of real articles carry it, or none: the reader must do without as well."""
    if chance.random() < 0.4:
        return ""
    day = f"{chance.randint(1, 28)} {chance.choice(('January', 'March', 'June', 'September', 'November'))}"
    parts = (title, chance.choice(OUTLETS), f"{day} {chance.randint(1995, 2026)}")
    return " · ".join(part for part in parts if part)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _squad(folder: Path, part: str, source: str) -> Iterator[Example]:
    dot = f"{part}." if part else ""
    passages = {row["id"]: row["text"] for row in _rows(folder / f"{dot}passages.jsonl")}
    for row in _rows(folder / f"{dot}questions.jsonl"):
        text = passages[row["passage_id"]]
        pairs = zip(row.get("answers") or (), row.get("answer_starts") or (), strict=False)
        spans = sorted({(start, start + len(answer)) for answer, start in pairs})
        spans = [(a, b) for a, b in spans if text[a:b].strip()]
        if spans or row.get("is_impossible"):
            title = str(row.get("title") or "").replace("_", " ")
            yield Example(
                source, row["question"], text, title, tuple(spans), True, relevant=float(bool(spans))
            )


def _folded(text: str) -> str:
    return re.sub(r"\W+", " ", text).casefold().strip()


def xquad(data: Path, language: str = "en") -> list[Example]:
    """The test questions, never trained on."""
    return list(_squad(data / "qa/xquad", language, f"xquad_{language}"))


def questions(data: Path) -> list[Example]:
    """Every example with a span or none; passages that xquad shares with squad2 are left out."""
    tested = {_folded(example.second)[:200] for example in xquad(data)}
    found = [
        *(
            example
            for part in ("new_wiki", "reddit", "amazon_reviews")
            for example in _squad(data / "qa/squadshifts", part, f"squadshifts_{part}")
        ),
        *_squad(data / "qa/squad2", "dev", "squad2"),
        *_squad(data / "qa/qamr_dev_test", "", "qamr"),
        *_squad(data / "qa/timeqa_human_train", "", "timeqa"),
        *_squad(data / "qa/fairytaleqa_extractive", "", "fairytaleqa"),
    ]
    return [example for example in found if _folded(example.second)[:200] not in tested]


def relevance(data: Path) -> list[Example]:
    """Question and sentence pairs of selqa, with three sentences that do not answer to each that does."""
    chance = random.Random(5)
    found = []
    for row in _rows(data / "relevance/selqa_ass/pairs.jsonl"):
        if row["relevant"] or chance.random() < 0.3:
            found.append(Example("selqa", row["query"], row["passage"], relevant=float(row["relevant"])))
    return found


def entailment(data: Path) -> list[Example]:
    """Claims and evidence of every set under ``nli/``."""
    return [
        Example(path.parent.name, row["claim"], row["evidence"], label=NLI_LABELS[row["label"]])
        for path in sorted((data / "nli").glob("*/pairs.jsonl"))
        for row in _rows(path)
    ]


def hard_negatives(examples: list[Example], share: float, seed: int, *, best: bool = False) -> list[Example]:
    """Questions beside a passage that BM25 likes though it does not hold an answer.

    Most often, or with ``best`` always, the one that it likes best. A ``share`` of the questions gets one.
    """
    import bm25s

    chance = random.Random(seed)
    by_source: dict[str, list[Example]] = {}
    for example in examples:
        if example.spans:
            by_source.setdefault(example.source, []).append(example)
    found: list[Example] = []
    for own in by_source.values():
        passages = sorted({(example.second, example.title) for example in own})
        retriever = bm25s.BM25()
        retriever.index(
            bm25s.tokenize([text for text, _ in passages], stopwords="en", show_progress=False),
            show_progress=False,
        )
        asked = [example for example in own if chance.random() < share]
        if not asked:
            continue
        tokens = bm25s.tokenize([example.first for example in asked], stopwords="en", show_progress=False)
        ranked, _ = retriever.retrieve(tokens, k=min(8, len(passages)), show_progress=False)
        for example, numbers in zip(asked, ranked, strict=True):
            answers = {_folded(example.second[a:b]) for a, b in example.spans}
            others = [passages[n] for n in numbers if passages[n][0] != example.second]
            others = [p for p in others if not any(a and a in _folded(p[0]) for a in answers)]
            if others:
                text, title = others[0] if best or chance.random() < 0.6 else chance.choice(others)
                found.append(Example(f"{example.source}_negative", example.first, text, title, (), True, 0.0))
    return found
