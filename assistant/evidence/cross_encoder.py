"""A larger reranker in place of the reader's own judgement of relevance, by setting."""

from __future__ import annotations

import math
import os
import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.evidence.reader import PassageReading, Reader
from errors import SettingsError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


class CrossEncoderReader:
    """Relevance from a sentence-transformers cross-encoder, the words that answer from Dateline's reader."""

    def __init__(self, name: str, reader: Reader) -> None:
        """``name``: a cross-encoder on the model hub, or its folder; it loads at the first reading."""
        self.name = name
        self._reader = reader
        self._loading = threading.Lock()
        self._loaded: CrossEncoder | None = None

    def warm_up(self) -> None:
        """Load both models now. Raises SettingsError if one cannot be loaded."""
        self._get_cross_encoder()
        self._reader.warm_up()

    def read_passages(self, question: str, passages: Sequence[tuple[str, str]]) -> list[PassageReading]:
        """One reading for each (header, text), in their order; relevance is the logistic of the model's logit."""
        import torch

        pairs = [(question, f"{header}\n{text}") for header, text in passages]
        logits = self._get_cross_encoder().predict(
            pairs, activation_fn=torch.nn.Identity(), show_progress_bar=False
        )
        readings = self._reader.read_passages(question, passages)
        return [
            replace(reading, relevance=1 / (1 + math.exp(-float(logit))), logit=float(logit))
            for reading, logit in zip(readings, logits, strict=True)
        ]

    def _get_cross_encoder(self) -> CrossEncoder:
        if self._loaded is None:
            with self._loading:
                if self._loaded is None:
                    self._loaded = self._load_cross_encoder()
        return self._loaded

    def _load_cross_encoder(self) -> CrossEncoder:
        os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        try:
            from sentence_transformers import CrossEncoder

            model: CrossEncoder = CrossEncoder(self.name, device="cpu")
        except (
            Exception
        ) as error:  # whatever the hub, the network or a foreign folder makes the library raise
            reason = (str(error) or type(error).__name__).strip().splitlines()[0]
            raise SettingsError(
                f"Cannot load reranker {self.name!r} ({reason}). DATELINE_RERANKER takes a cross-encoder by name or"
                " folder, 'none', or nothing for Dateline's own reader."
            ) from error
        if model.num_labels != 1:
            raise SettingsError(
                f"Reranker {self.name!r} gives {model.num_labels} scores a passage; DATELINE_RERANKER takes a"
                " cross-encoder that gives one, such as those trained on MS MARCO."
            )
        return model
