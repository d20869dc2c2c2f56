"""What the reader is good for, on questions and claims that training has not seen."""

from __future__ import annotations

import random
import re
import string
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from assistant.evidence.reader import PassageReading, Reader
from training.examples import Example, entailment, hard_negatives, questions, xquad

CLAIMS = 400  # of each set of claims, at most
SEED = 11

Figures = dict[str, float]


def measure(data: Path, reader: Reader, limit: int | None = None) -> Figures:
    """Every figure of the model card, by name; ``limit`` questions and claims of each set at most."""
    return {
        **spans(reader, xquad(data)[:limit]),
        **ranking(reader, xquad(data)[:limit]),
        **answerable(
            reader, _drawn([e for e in questions(data) if e.held_out and e.source == "squad2"], limit)
        ),
        **claims(reader, [e for e in entailment(data) if e.held_out], min(limit or CLAIMS, CLAIMS)),
    }


def spans(reader: Reader, asked: Sequence[Example]) -> Figures:
    """Exact match and F1 of the best span (Rajpurkar et al. 2016), each question beside its passage."""
    readings = read(reader, asked, "xquad")
    exact, overlap = [], []
    for example, reading in zip(asked, readings, strict=True):
        gold = [example.second[a:b] for a, b in example.spans]
        exact.append(max(float(normalised(reading.answer) == normalised(g)) for g in gold))
        overlap.append(max(f1(reading.answer, g) for g in gold))
    return {"xquad EM": _mean(exact), "xquad F1": _mean(overlap)}


def ranking(reader: Reader, asked: Sequence[Example]) -> Figures:
    """The passage that answers against the one that BM25 ranks best among those that do not."""
    wrong = hard_negatives(list(asked), share=1.0, seed=SEED, best=True)
    right = read(reader, asked, "right passages")
    other = read(reader, wrong, "wrong passages")
    return {"ranking AUROC": auroc([r.relevance for r in right], [r.relevance for r in other])}


def answerable(reader: Reader, asked: Sequence[Example]) -> Figures:
    """Questions that their passage answers against those that it does not, squad2's own."""
    readings = read(reader, asked, "squad2")
    found = {}
    for name in ("relevance", "logit", "margin"):
        values = [float(getattr(reading, name)) for reading in readings]
        yes = [v for v, e in zip(values, asked, strict=True) if e.spans]
        no = [v for v, e in zip(values, asked, strict=True) if not e.spans]
        found[f"squad2 AUROC by {name}"] = auroc(yes, no)
    return found


def claims(reader: Reader, pairs: Sequence[Example], most: int) -> Figures:
    """AUROC of supported claims against all others, for each set."""
    by_set: dict[str, list[Example]] = defaultdict(list)
    for pair in _drawn(pairs, None):
        if len(by_set[pair.source]) < most:
            by_set[pair.source].append(pair)
    found = {}
    for name, own in tqdm(by_set.items(), desc="claims", unit="set"):
        chances = reader.score_entailment([(pair.first, pair.second) for pair in own])
        yes = [c for c, pair in zip(chances, own, strict=True) if pair.label == 0]
        no = [c for c, pair in zip(chances, own, strict=True) if pair.label != 0]
        found[f"{name} AUROC"] = auroc(yes, no)
    return found


def read(reader: Reader, asked: Sequence[Example], what: str) -> list[PassageReading]:
    """Each question beside its own passage, title as header."""
    return [
        reader.read_passages(example.first, [(example.title, example.second)])[0]
        for example in tqdm(asked, desc=what, unit="question")
    ]


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """The probability that a positive one has the larger value (ties count half)."""
    from sklearn.metrics import roc_auc_score

    if not positive or not negative:
        return float("nan")
    labels = [1] * len(positive) + [0] * len(negative)
    return float(roc_auc_score(labels, [*positive, *negative]))


def normalised(text: str) -> str:
    """SQuAD's normal form: no case, punctuation, articles or extra white space."""
    plain = "".join(c for c in text.casefold() if c not in string.punctuation)
    return " ".join(re.sub(r"\b(?:a|an|the)\b", " ", plain).split())


def f1(found: str, gold: str) -> float:
    """SQuAD's F1 over words."""
    mine, theirs = normalised(found).split(), normalised(gold).split()
    shared = sum((Counter(mine) & Counter(theirs)).values())
    if not mine or not theirs or not shared:
        return float(mine == theirs)
    precision, recall = shared / len(mine), shared / len(theirs)
    return 2 * precision * recall / (precision + recall)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else float("nan")


def _drawn(examples: Sequence[Example], limit: int | None) -> list[Example]:
    drawn = list(examples)
    random.Random(SEED).shuffle(drawn)
    return drawn[:limit]
