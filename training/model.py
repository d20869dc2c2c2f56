"""The reader as a torch module: one encoder, three heads over pairs of texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn import functional

if TYPE_CHECKING:
    from pathlib import Path

HIDDEN = 384
NO_SPAN = -1e4


class PairReader(nn.Module):
    """MiniLM over ``[question, passage]`` or ``[claim, evidence]``.

    ``forward`` gives (relevance (n,), start (n, length), end (n, length), entailment (n, 3)), all logits.
    Position 0 of start and end stands for "no answer here" (Devlin et al. 2018, SQuAD 2.0).
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        from transformers import AutoModel

        self.encoder = AutoModel.from_pretrained(folder, attn_implementation="eager", add_pooling_layer=False)
        for module in self.encoder.modules():
            if isinstance(module, nn.Dropout):
                module.p = 0.0  # half of the time of a step on a CPU, and no gain in so few passes
        self.encoder.embeddings.word_embeddings.requires_grad_(False)
        self.relevance = nn.Sequential(nn.Linear(HIDDEN, HIDDEN), nn.GELU(), nn.Linear(HIDDEN, 1))
        self.span = nn.Linear(HIDDEN, 2)
        self.entailment = nn.Sequential(nn.Linear(HIDDEN, HIDDEN), nn.GELU(), nn.Linear(HIDDEN, 3))

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Shapes: ids, mask, types (n, length), integers."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state
        hidden = hidden.float()
        first = hidden[:, 0]
        spans = self.span(hidden)
        allowed = (types == 1) & (mask == 1)
        allowed = torch.cat([torch.ones_like(allowed[:, :1]), allowed[:, 1:]], dim=1)
        start = spans[..., 0].masked_fill(~allowed, NO_SPAN)
        end = spans[..., 1].masked_fill(~allowed, NO_SPAN)
        return self.relevance(first).squeeze(-1), start, end, self.entailment(first)


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
    chances = functional.log_softmax(logits, dim=-1)
    not_supported = torch.logsumexp(chances[:, 1:], dim=-1, keepdim=True)
    found: Tensor = functional.nll_loss(torch.cat([chances, not_supported], dim=-1), labels)
    return found
