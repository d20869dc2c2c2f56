"""Dateline's own small model: how probable it is that a passage answers, which words do, what bears out what.

The weights are ``models/reader/weights.safetensors`` (only what differs from the public all-MiniLM-L6-v2);
``models/reader/README.md`` is their model card and ``python -m training`` makes them again.
"""

from __future__ import annotations

import math
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from errors import SettingsError
from vectorstore.embedder import PackagedEmbedder, use_fast_products

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

    from assistant.evidence.reader_network import PairReader

WEIGHTS = Path(__file__).parents[2] / "models" / "reader" / "weights.safetensors"
LENGTH = 288  # word pieces of a pair, special ones included; a longer passage is read to here
FIRST = 64  # word pieces of the question or claim at most
HEADER = 48  # word pieces of the header at most
LONGEST_ANSWER = 30  # word pieces
BATCH_TOKENS = 4096  # word pieces that go through together
CLS, SEP = 101, 102

# Logistic over (relevance logit, span margin), fitted by ``python -m training calibrate`` on questions of passages
# that training has not seen; the card has its reliability.
RELEVANCE = (0.281, 0.263, 0.077)


@dataclass(frozen=True, slots=True)
class PassageReading:
    """What the reader makes of one passage."""

    relevance: float  # how probable it is that the passage answers, in [0, 1]
    answer: str  # the words of the passage that answer; "" where none do
    start: int  # characters of the passage's text
    end: int
    logit: float = 0.0  # of the relevance head
    margin: float = 0.0  # log-odds of the best span against "no answer here"


class Reader:
    """Reads passages with a question in mind, and evidence with a claim. Loads at first use; safe from many threads.

    Where the processor multiplies bfloat16 natively it computes in that, elsewhere in float32: figures differ
    in the third digit between the two.
    """

    def __init__(self, weights: Path = WEIGHTS) -> None:
        self._weights = weights
        self._loading = threading.Lock()
        self._loaded: PairReader | None = None

    def warm_up(self) -> None:
        """Load the weights now. Raises SettingsError if they cannot be loaded."""
        self._get_network()

    def read_passages(self, question: str, passages: Sequence[tuple[str, str]]) -> list[PassageReading]:
        """One reading for each (header, text), in their order."""
        asked = self._encode_text(question)[:FIRST]
        heads = [ids[:HEADER] for ids in self._encode_texts([header for header, _ in passages])]
        texts = self._loaded_tokenizer.encode_batch([text for _, text in passages], add_special_tokens=False)
        pairs = [
            ([CLS, *asked, SEP], [*head, *text.ids[: LENGTH - 3 - len(asked) - len(head)], SEP])
            for head, text in zip(heads, texts, strict=True)
        ]
        readings: list[PassageReading | None] = [None] * len(pairs)
        for places, outputs in self._run_batches(pairs):
            relevance, start, end, _ = outputs
            for row, place in enumerate(places):
                low = len(asked) + 2 + len(heads[place])
                high = len(pairs[place][0]) + len(pairs[place][1]) - 1
                span = find_best_span(start[row], end[row], low, high)
                readings[place] = _make_reading(
                    float(relevance[row]), span, low, texts[place], passages[place][1]
                )
        return [reading for reading in readings if reading is not None]

    def score_entailment(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """How probable it is that the evidence bears out the claim, for each (claim, evidence)."""
        claims = self._encode_texts([claim for claim, _ in pairs])
        evidence = self._encode_texts([text for _, text in pairs])
        ids = [
            ([CLS, *claim[:FIRST], SEP], [*text[: LENGTH - 3 - len(claim[:FIRST])], SEP])
            for claim, text in zip(claims, evidence, strict=True)
        ]
        found = [0.0] * len(ids)
        for places, (_, _, _, entailment) in self._run_batches(ids):
            for row, place in enumerate(places):
                found[place] = float(_compute_softmax(entailment[row])[0])
        return found

    def _run_batches(
        self, pairs: Sequence[tuple[list[int], list[int]]]
    ) -> list[tuple[list[int], tuple[NDArray[np.float32], ...]]]:
        """(places, outputs as arrays) of batches of like length, so that little padding is computed."""
        import torch

        model = self._get_network()
        order = sorted(range(len(pairs)), key=lambda place: len(pairs[place][0]) + len(pairs[place][1]))
        found = []
        for places in _cut_batches(order, [len(first) + len(second) for first, second in pairs]):
            longest = max(len(pairs[place][0]) + len(pairs[place][1]) for place in places)
            ids = np.zeros((len(places), longest), dtype=np.int64)
            types = np.zeros_like(ids)
            for row, place in enumerate(places):
                first, second = pairs[place]
                ids[row, : len(first) + len(second)] = first + second
                types[row, len(first) : len(first) + len(second)] = 1
            with torch.inference_mode(), use_fast_products():
                outputs = model(
                    torch.from_numpy(ids),
                    torch.from_numpy((ids != 0).astype(np.int64)),
                    torch.from_numpy(types),
                )
            found.append((places, tuple(output.float().numpy() for output in outputs)))
        return found

    def _encode_text(self, text: str) -> list[int]:
        return self._encode_texts([text])[0]

    def _encode_texts(self, texts: Sequence[str]) -> list[list[int]]:
        return [
            list(each.ids)
            for each in self._loaded_tokenizer.encode_batch(list(texts), add_special_tokens=False)
        ]

    @cached_property
    def _loaded_tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # else every later fork prints a warning
        tokenizer = Tokenizer.from_file(str(PackagedEmbedder().model_folder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    def _get_network(self) -> PairReader:
        if self._loaded is None:
            with self._loading:
                if self._loaded is None:
                    self._loaded = load_network(self._weights)
        return self._loaded


def load_network(weights: Path) -> PairReader:
    """The public encoder with the trained weights over it. Raises SettingsError if they do not fit."""
    from safetensors.torch import load_file

    from assistant.evidence.reader_network import PairReader

    if not weights.is_file():
        raise SettingsError(f"The reader's weights are not at {weights}. Get the whole repository again.")
    model = PairReader(PackagedEmbedder().model_folder)
    stored = {name: value.float() for name, value in load_file(str(weights)).items()}
    missing = {name for name, each in model.named_parameters() if each.requires_grad} - stored.keys()
    unexpected = model.load_state_dict(stored, strict=False).unexpected_keys
    if missing or unexpected:
        raise SettingsError(
            f"{weights} does not fit this Dateline (missing: {sorted(missing)[:3]}, unknown: {unexpected[:3]})."
            " Get the whole repository again, or run python -m training."
        )
    return model.eval()


def find_best_span(
    start: NDArray[np.float32], end: NDArray[np.float32], low: int, high: int
) -> tuple[int, int, float]:
    """The span in ``[low, high)`` with the largest sum of logits: its first and last word piece, and its margin.

    The margin is that sum less the one of "no answer" (position 0), as in SQuAD 2.0.
    """
    if high <= low:
        return low, low, -math.inf
    sums = start[low:high, None] + end[None, low:high]
    lengths = np.arange(high - low)[None, :] - np.arange(high - low)[:, None]
    sums = np.where((lengths >= 0) & (lengths < LONGEST_ANSWER), sums, -np.inf)
    first, last = divmod(int(sums.argmax()), high - low)
    return low + first, low + last, float(sums[first, last] - start[0] - end[0])


def _make_reading(
    logit: float, span: tuple[int, int, float], low: int, encoding: Encoding, text: str
) -> PassageReading:
    first, last, margin = span
    if math.isinf(margin):
        return PassageReading(0.0, "", 0, 0, logit, -20.0)
    a, b = encoding.offsets[first - low][0], encoding.offsets[last - low][1]
    chance = _compute_logistic(RELEVANCE[0] * logit + RELEVANCE[1] * margin + RELEVANCE[2])
    return PassageReading(chance, text[a:b], a, b, logit, margin)


def _cut_batches(order: Sequence[int], lengths: Sequence[int]) -> list[list[int]]:
    batches: list[list[int]] = []
    for place in order:  # by growing length: the newest is the longest
        if not batches or (len(batches[-1]) + 1) * lengths[place] > BATCH_TOKENS:
            batches.append([])
        batches[-1].append(place)
    return batches


def _compute_softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(logits - logits.max())
    found: NDArray[np.float32] = powers / powers.sum()
    return found


def _compute_logistic(x: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))
