"""Examples as word pieces, in batches of about equal cost."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from training.examples import Example, header

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

CLS, SEP = 101, 102
LENGTH = 256  # word pieces of a pair, special ones included
QUESTION = 64  # word pieces of the question at most
BATCH_TOKENS = 6144


@dataclass(frozen=True, slots=True)
class Encoded:
    """One example ready for the model; positions count word pieces, -1 is "not to be learnt"."""

    ids: NDArray[np.int32]
    second: int  # where the second text begins
    start: int
    end: int  # the last piece of the answer
    relevant: float
    label: int


def load_tokenizer() -> Tokenizer:
    """The packaged model's tokenizer, without its own truncation and padding."""
    from tokenizers import Tokenizer

    from vectorstore.embedder import PackagedEmbedder

    tokenizer = Tokenizer.from_file(str(PackagedEmbedder().model_folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def encode(examples: Sequence[Example], tokenizer: Tokenizer, seed: int) -> list[Encoded]:
    """Tokenise, choosing for a long passage a window that holds the answer (or any, where there is none)."""
    chance = random.Random(seed)
    heads = [header(example.title, chance) if example.label is None else "" for example in examples]
    firsts = tokenizer.encode_batch([example.first for example in examples], add_special_tokens=False)
    tops = tokenizer.encode_batch(heads, add_special_tokens=False)
    seconds = tokenizer.encode_batch([example.second for example in examples], add_special_tokens=False)
    return [
        _assemble(example, first.ids, top.ids, second, chance)
        for example, first, top, second in zip(examples, firsts, tops, seconds, strict=True)
    ]


def _assemble(
    example: Example, first: list[int], top: list[int], second: object, chance: random.Random
) -> Encoded:
    ids, offsets = second.list_ids, second.offsets  # type: ignore[attr-defined]
    first, top = first[:QUESTION], top[:48]
    room = LENGTH - 3 - len(first) - len(top)
    span = _pieces(offsets, chance.choice(example.spans)) if example.spans else None
    low = 0
    if len(ids) > room:
        latest = len(ids) - room
        low = chance.randint(0, latest)
        if span:
            low = chance.randint(max(0, min(span[1] - room + 1, latest)), min(span[0], latest))
    window = ids[low : low + room]
    shift = 2 + len(first) + len(top) - low
    start = end = -1
    if example.span_known:
        start, end = (span[0] + shift, min(span[1] + shift, LENGTH - 2)) if span else (0, 0)
    return Encoded(
        np.asarray([CLS, *first, SEP, *top, *window, SEP], dtype=np.int32),
        len(first) + 2,
        start,
        end,
        -1.0 if example.relevant is None else example.relevant,
        -1 if example.label is None else example.label,
    )


def _pieces(offsets: Sequence[tuple[int, int]], span: tuple[int, int]) -> tuple[int, int] | None:
    inside = [n for n, (a, b) in enumerate(offsets) if b > span[0] and a < span[1]]
    return (inside[0], inside[-1]) if inside else None


def batches(encoded: Sequence[Encoded], seed: int) -> Iterator[list[Encoded]]:
    """Shuffled batches of ``BATCH_TOKENS`` pieces at most, with padding; claims and questions never mix."""
    chance = random.Random(seed)
    order = list(range(len(encoded)))
    chance.shuffle(order)
    order.sort(key=lambda n: (encoded[n].label >= 0, len(encoded[n].ids) // 8, chance.random()))
    made: list[list[Encoded]] = []
    current: list[Encoded] = []
    for number in order:
        example = encoded[number]
        longest = max([len(example.ids), *(len(e.ids) for e in current)])
        mixed = current and (current[0].label >= 0) != (example.label >= 0)
        if current and (mixed or longest * (len(current) + 1) > BATCH_TOKENS or len(current) >= 96):
            made.append(current)
            current = []
        current.append(example)
    if current:
        made.append(current)
    chance.shuffle(made)
    yield from made


def tensors(batch: Sequence[Encoded]) -> dict[str, torch.Tensor]:
    """The batch as tensors, padded to its longest; shapes (n,) and (n, longest)."""
    import torch

    longest = max(len(example.ids) for example in batch)
    ids = np.zeros((len(batch), longest), dtype=np.int64)
    types = np.zeros_like(ids)
    for row, example in enumerate(batch):
        ids[row, : len(example.ids)] = example.ids
        types[row, example.second : len(example.ids)] = 1
    return {
        "ids": torch.from_numpy(ids),
        "mask": torch.from_numpy((ids != 0).astype(np.int64)),
        "types": torch.from_numpy(types),
        "start": torch.tensor([example.start for example in batch]),
        "end": torch.tensor([example.end for example in batch]),
        "relevant": torch.tensor([example.relevant for example in batch]),
        "label": torch.tensor([example.label for example in batch]),
    }
