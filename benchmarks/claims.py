"""``python -m benchmarks claims``: how well the verifier tells claims that evidence bears out from others."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from assistant.language.words import fold_text
from assistant.verification.overlap import choose_closest, score_bearing
from assistant.verification.verify import verify_sentence
from benchmarks.metrics import Interval, auroc, bootstrap
from errors import ReadError
from news.sentences import split_sentences

SUPPORTED = frozenset(  # these labels, in any case, against all others
    ["supported", "supports", "support", "entailment", "entailed", "entails", "true", "yes", "1"]
)
THRESHOLD = (
    0.625  # of the overlap score: the best on WiCE's dev part, where ``--pairs`` has no dev rows of its own
)
READER_S_SHARE = (
    0.4  # of the score that overlap and reader give together; the best of 0.1, 0.2 … 0.7 on WiCE's dev part
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim, the sentences that are to bear it out, and whether they do."""

    claim: str
    evidence: tuple[str, ...]
    supported: bool


Score = Callable[[Claim], float]  # higher where a claim is rather borne out


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "--pairs",
        type=Path,
        help="rows to judge as the verifier does in answers: claim, evidence, label",
    )
    parser.add_argument("--dev", type=Path, help="rows that the threshold of a score is chosen on")
    parser.add_argument("--test", type=Path, help="rows that it is reported on")
    parser.add_argument(
        "--reader",
        action="store_true",
        help="score the claims with the reader's entailment head too, alone and beside the words",
    )
    parser.add_argument("--limit", type=int, help="use the first N rows of each file only")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Measure and print a table; exit code 0, or 2 where no file is given."""
    rows: dict[str, dict[str, Interval | float]] = {}
    if arguments.pairs:
        claims = read_claims(arguments.pairs, arguments.limit)
        rows["verdicts"] = verdicts(claims)
        rows["overlap"] = fixed(claims)
    if arguments.dev and arguments.test:
        dev = read_claims(arguments.dev, arguments.limit)
        test = read_claims(arguments.test, arguments.limit)
        for name, score in scores(reader=arguments.reader).items():
            rows[name] = {**rows.get(name, {}), **thresholded(name, score, dev, test)}
    if not rows:
        print("claims: give --pairs FILE, or --dev FILE and --test FILE", file=sys.stderr)
        return 2
    print(json.dumps(rows, indent=1, default=asdict) if arguments.json else table(rows))
    return 0


def read_claims(path: Path, limit: int | None = None) -> list[Claim]:
    """Rows ``{"claim": …, "evidence": text or list of sentences, "label": "supported" or another}``.

    One a line, or all in one JSON list. A row that lacks something is named on the error stream and left out.

    Raises ReadError where the file cannot be read or no row is as it should be.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        listed = json.loads(text) if text.lstrip().startswith("[") else text.splitlines()
    except (OSError, ValueError) as error:
        raise ReadError(f"{path} cannot be read: {error}. Wanted: {_WANTED}.") from error
    claims: list[Claim] = []
    for number, row in enumerate(listed, 1):
        if isinstance(row, str) and not row.strip():
            continue
        try:
            claims.append(_claim(json.loads(row) if isinstance(row, str) else row))
        except (ValueError, KeyError, TypeError) as error:
            print(
                f"claims: {path.name}, row {number} is left out: {error!r}. Wanted: {_WANTED}.",
                file=sys.stderr,
            )
    if not claims:
        raise ReadError(f"{path} has no row that can be used. Wanted: {_WANTED}.")
    return claims[:limit]


_WANTED = 'a JSON object a line with "claim", "evidence" (a text or a list of sentences) and "label"'


def _claim(row: dict[str, object]) -> Claim:
    claim, evidence, label = row["claim"], row["evidence"], row["label"]
    if isinstance(evidence, str):
        evidence = [evidence[start:end] for start, end in split_sentences(evidence)]
    if not isinstance(evidence, list) or not all(isinstance(part, str) for part in evidence):
        raise TypeError("evidence is neither a text nor a list of sentences")
    if not isinstance(claim, str) or not isinstance(label, str | bool | int):
        raise TypeError("claim is no text, or label is neither a word nor true or false")
    return Claim(claim, tuple(evidence), str(label).strip().casefold() in SUPPORTED)


def scores(*, reader: bool = False) -> dict[str, Score]:
    """The scores that a threshold is set on, by name; with the entailment head of the ``reader`` or without."""

    def words(claim: Claim) -> float:
        return score_bearing(claim.claim, claim.evidence)

    if not reader:
        return {"overlap": words}
    from assistant.evidence.reader import Reader

    read = lru_cache(maxsize=None)(Reader().score_entailment)

    def meaning(claim: Claim) -> float:
        return read(((claim.claim, nearest(claim)),))[0]

    def both(claim: Claim) -> float:
        return (1 - READER_S_SHARE) * words(claim) + READER_S_SHARE * meaning(claim)

    return {"overlap": words, "entailment": meaning, "overlap and entailment": both}


def nearest(claim: Claim, most: int = 3) -> str:
    """What the reader is shown of long evidence: the sentences that hold most of the claim's words."""
    picked = choose_closest(fold_text(claim.claim), [fold_text(part) for part in claim.evidence], most)
    return " ".join(claim.evidence[n] for n in picked)


def thresholded(
    name: str, score: Score, dev: Sequence[Claim], test: Sequence[Claim]
) -> dict[str, Interval | float]:
    """The threshold with the best balanced accuracy on ``dev``, and what it gives on both."""
    on_dev, on_test = (
        np.array([score(claim) for claim in tqdm(claims, desc=name, unit="claim", file=sys.stderr)])
        for claims in (dev, test)
    )
    threshold = max(np.unique(on_dev), key=lambda candidate: np.mean(_weighted(dev, on_dev >= candidate)))
    return {
        "threshold": float(threshold),
        "balanced accuracy, dev": balanced_accuracy(dev, on_dev >= threshold),
        "balanced accuracy, test": balanced_accuracy(test, on_test >= threshold),
        "AUROC, test": auroc(on_test.tolist(), [claim.supported for claim in test]),
        "claims, test": float(len(test)),
    }


def fixed(claims: Sequence[Claim]) -> dict[str, Interval | float]:
    """The overlap score of each claim with the threshold that was chosen elsewhere."""
    values = np.array([score_bearing(claim.claim, claim.evidence) for claim in claims])
    return {
        "threshold": THRESHOLD,
        "balanced accuracy": balanced_accuracy(claims, values >= THRESHOLD),
        "AUROC": auroc(values.tolist(), [claim.supported for claim in claims]),
    }


def verdicts(claims: Sequence[Claim]) -> dict[str, Interval | float]:
    """What the verifier says, as it stands, of each claim against its whole evidence."""
    held = np.array(
        [
            verify_sentence(claim.claim, "\n\n".join(claim.evidence)).verdict != "unsupported"
            for claim in tqdm(claims, desc="verdicts", unit="claim", file=sys.stderr)
        ]
    )
    supported = np.array([claim.supported for claim in claims])
    return {
        "balanced accuracy": balanced_accuracy(claims, held),
        "supported ones held": bootstrap(held[supported].astype(float)),
        "others refused": bootstrap((~held[~supported]).astype(float)),
        "claims": float(len(claims)),
    }


def balanced_accuracy(claims: Sequence[Claim], held: NDArray[np.bool_]) -> Interval:
    """The mean of the two classes' recalls, for claims ``held`` (n_claims,) to be supported; nan with one class."""
    if len({claim.supported for claim in claims}) < 2:
        return bootstrap([])
    return bootstrap(_weighted(claims, held).tolist())


def _weighted(claims: Sequence[Claim], held: NDArray[np.bool_]) -> NDArray[np.float64]:
    """For each claim 0 where it is judged wrongly; else its weight, so that the mean is the balanced accuracy."""
    supported = np.array([claim.supported for claim in claims])
    sizes = np.where(supported, supported.sum(), (~supported).sum())
    weighted: NDArray[np.float64] = (held == supported) * len(claims) / (2 * sizes)
    return weighted


def table(rows: dict[str, dict[str, Interval | float]]) -> str:
    """One line for each score and figure."""
    lines = ["| score | figure | value |", "|---|---|---|"]
    for name, figures in rows.items():
        for figure, value in figures.items():
            shown = (
                str(value) if isinstance(value, Interval) else f"{value:.3f}" if value % 1 else f"{value:.0f}"
            )
            lines.append(f"| {name} | {figure} | {shown} |")
    return "\n".join(lines)
