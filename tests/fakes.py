"""Small real parts that stand in for heavy ones."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


class HashingEmbedder:
    """Vectors from words alone, in microseconds: texts that share words are near each other."""

    def __init__(self, name: str = "hashing", dimension: int = 64, max_tokens: int = 256) -> None:
        self.name = name
        self.dimension = dimension
        self.max_tokens = max_tokens
        self.fingerprint = hashlib.sha256(f"{name}{dimension}".encode()).hexdigest()
        self.embedded = 0  # passages, so that a test can tell what was embedded again

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, shape ``(len(texts), dimension)``."""
        self.embedded += len(texts)
        return np.stack([self.embed_query(text) for text in texts])

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """A unit vector, shape ``(dimension,)``."""
        vector = np.full(self.dimension, 1e-3, dtype=np.float32)
        for word in text.casefold().split():
            digest = hashlib.sha256(f"{self.name}{word.strip('.,?!')}".encode("utf-8", "replace")).digest()
            vector[digest[0] % self.dimension] += 1.0 if digest[1] % 2 else -1.0
        return vector / np.linalg.norm(vector)

    def count_tokens(self, text: str) -> int:
        """Words, and two special ones."""
        return len(text.split()) + 2
