"""The reader's network: one encoder over a pair of texts, three heads.

Imports torch, so whoever needs it imports this file inside a function.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

if TYPE_CHECKING:
    from pathlib import Path

HIDDEN = 384
NO_SPAN = -1e4


class PairReader(nn.Module):
    """MiniLM over ``[question, passage]`` or ``[claim, evidence]``.

    ``forward`` gives (relevance (n,), start (n, length), end (n, length), entailment (n, 3)), all logits.
    Position 0 of start and end stands for "no answer here" (Devlin et al. 2018, SQuAD 2.0). Entailment's three
    are supported, refuted, neutral.
    """

    def __init__(self, folder: Path, attention: str = "sdpa") -> None:
        """``folder`` holds the public all-MiniLM-L6-v2; the heads begin at random.

        ``attention``: "sdpa" is the faster one forward, "eager" the faster one backward, on a CPU.
        """
        super().__init__()
        from transformers import AutoModel
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # loading is a fraction of a second
        said = logging.get_verbosity()
        logging.set_verbosity(40)  # errors only: the pooler's weights are left out on purpose
        self.encoder = AutoModel.from_pretrained(
            folder, add_pooling_layer=False, local_files_only=True, attn_implementation=attention
        )
        logging.set_verbosity(said)
        self.encoder.embeddings.word_embeddings.requires_grad_(False)
        self.relevance = nn.Sequential(nn.Linear(HIDDEN, HIDDEN), nn.GELU(), nn.Linear(HIDDEN, 1))
        self.span = nn.Linear(HIDDEN, 2)
        self.entailment = nn.Sequential(nn.Linear(HIDDEN, HIDDEN), nn.GELU(), nn.Linear(HIDDEN, 3))

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Shapes: ids, mask, types (n, length), integers; ``types`` is 1 in the second text."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state
        hidden = hidden.float()
        first = hidden[:, 0]
        spans = self.span(hidden)
        allowed = (types == 1) & (mask == 1)
        allowed = torch.cat([torch.ones_like(allowed[:, :1]), allowed[:, 1:]], dim=1)
        start = spans[..., 0].masked_fill(~allowed, NO_SPAN)
        end = spans[..., 1].masked_fill(~allowed, NO_SPAN)
        return self.relevance(first).squeeze(-1), start, end, self.entailment(first)
