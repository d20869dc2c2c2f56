"""``python -m benchmarks claims``: how well the verifier tells claims that evidence bears out from others."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from assistant.overlap import bearing, closest
from assistant.verify import verify
from assistant.words import fold
from benchmarks.metrics import Interval, bootstrap
from errors import ReadError
from ingest.sentences import sentences

SUPPORTED = "supported"  # this label against all others


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
    parser.add_argument("--limit", type=int, help="use the first N rows of each file only")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Measure and print a table; exit code 0, or 2 where no file is given."""
    rows: dict[str, dict[str, Interval | float]] = {}
    if arguments.pairs:
        rows["verdicts"] = verdicts(read_claims(arguments.pairs, arguments.limit))
    if arguments.dev and arguments.test:
        dev = read_claims(arguments.dev, arguments.limit)
        test = read_claims(arguments.test, arguments.limit)
        for name, score in scores().items():
            rows[name] = thresholded(name, score, dev, test)
    if not rows:
        print("claims: give --pairs FILE, or --dev FILE and --test FILE", file=sys.stderr)
        return 2
    print(json.dumps(_plain(rows), indent=1) if arguments.json else table(rows))
    return 0


def read_claims(path: Path, limit: int | None = None) -> list[Claim]:
    """Rows ``{"claim": …, "evidence": text or list of sentences, "label": "supported" or another}``, one a line.

    Raises ReadError where the file cannot be read or a row lacks something.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [_claim(json.loads(line)) for line in lines if line.strip()][:limit]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ReadError(
            f"{path} cannot be read: {error!r}. Wanted: a JSON object a line with claim, evidence and label."
        ) from error


def _claim(row: dict[str, object]) -> Claim:
    evidence = row["evidence"]
    if isinstance(evidence, str):
        evidence = [evidence[start:end] for start, end in sentences(evidence)]
    if not isinstance(evidence, list):
        raise TypeError("evidence is neither a text nor a list of sentences")
    return Claim(str(row["claim"]), tuple(map(str, evidence)), row["label"] == SUPPORTED)


def scores() -> dict[str, Score]:
    """The scores that a threshold is set on, by name."""
    return {"overlap": lambda claim: bearing(claim.claim, claim.evidence)}


def windows(claim: Claim, most: int = 3) -> Iterator[str]:
    """What an entailment model is shown of long evidence: the closest sentences together, and each with its neighbours."""
    picked = closest(fold(claim.claim), [fold(part) for part in claim.evidence], most)
    yield " ".join(claim.evidence[n] for n in picked)
    for n in picked:
        yield " ".join(claim.evidence[max(0, n - 1) : n + 2])


def thresholded(
    name: str, score: Score, dev: Sequence[Claim], test: Sequence[Claim]
) -> dict[str, Interval | float]:
    """The threshold with the best balanced accuracy on ``dev``, and what it gives on both."""
    from sklearn.metrics import roc_auc_score

    on_dev, on_test = (
        np.array([score(claim) for claim in tqdm(claims, desc=name, unit="claim", file=sys.stderr)])
        for claims in (dev, test)
    )
    threshold = max(np.unique(on_dev), key=lambda candidate: np.mean(_weighted(dev, on_dev >= candidate)))
    return {
        "threshold": float(threshold),
        "balanced accuracy, dev": balanced_accuracy(dev, on_dev >= threshold),
        "balanced accuracy, test": balanced_accuracy(test, on_test >= threshold),
        "AUROC, test": float(roc_auc_score([claim.supported for claim in test], on_test)),
        "claims, test": float(len(test)),
    }


def verdicts(claims: Sequence[Claim]) -> dict[str, Interval | float]:
    """What the verifier says, as it stands, of each claim against its whole evidence."""
    held = np.array(
        [
            verify(claim.claim, "\n\n".join(claim.evidence)).verdict != "unsupported"
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
    """The mean of the two classes' recalls, for claims ``held`` (n_claims,) to be supported."""
    return bootstrap(_weighted(claims, held).tolist())


def _weighted(claims: Sequence[Claim], held: NDArray[np.bool_]) -> NDArray[np.float64]:
    """For each claim 0 where it is judged wrongly; else its weight, so that the mean is the balanced accuracy."""
    supported = np.array([claim.supported for claim in claims])
    sizes = np.where(supported, supported.sum(), (~supported).sum())
    weighted: NDArray[np.float64] = (held == supported) * len(claims) / (2 * sizes)
    return weighted


def _plain(rows: dict[str, dict[str, Interval | float]]) -> dict[str, dict[str, object]]:
    return {
        name: {
            figure: {"mean": value.mean, "low": value.low, "high": value.high}
            if isinstance(value, Interval)
            else value
            for figure, value in figures.items()
        }
        for name, figures in rows.items()
    }


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
