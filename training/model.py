"""What the reader is trained by: one loss over whatever a batch has labels for."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from assistant.evidence.reader_network import PairReader


def loss(model: PairReader, batch: dict[str, Tensor]) -> Tensor:
    """The sum of what the batch has labels for, each a mean over its examples."""
    relevance, start, end, entailment = model(batch["ids"], batch["mask"], batch["types"])
    total: Tensor = relevance.new_zeros(())
    known = batch["start"] >= 0
    if known.any():
        total = total + functional.cross_entropy(start[known], batch["start"][known])
        total = total + functional.cross_entropy(end[known], batch["end"][known])
    known = batch["relevant"] >= 0
    if known.any():
        total = total + functional.binary_cross_entropy_with_logits(
            relevance[known], batch["relevant"][known]
        )
    known = batch["label"] >= 0
    if known.any():
        total = total + _entailment_loss(entailment[known], batch["label"][known])
    return total


def _entailment_loss(logits: Tensor, labels: Tensor) -> Tensor:
    """Negative log-likelihood; label 3 is "refuted or neutral", for sets that do not tell them apart."""
    chances = functional.log_softmax(logits, dim=-1)
    not_supported = torch.logsumexp(chances[:, 1:], dim=-1, keepdim=True)
    found: Tensor = functional.nll_loss(torch.cat([chances, not_supported], dim=-1), labels)
    return found
