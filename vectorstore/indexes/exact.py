"""Every vector of the catalogue compared with the question: exact, and safe beside another process."""

from __future__ import annotations

import threading

import numpy as np
from numpy.typing import NDArray

from vectorstore.catalogue.catalog import Catalog
from vectorstore.indexes.follower import Hit
from vectorstore.types import Filter


class ExactSearch:
    """What a process that does not hold the index lock searches in place of Chroma.

    Keeps the vectors in memory (1.5 kB a passage) and reads them again when the catalogue has changed.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._lock = threading.Lock()
        self._read: tuple[str, int] | None = None  # generation and seq that the matrix belongs to
        self._passages: list[tuple[str, int, str]] = []
        self._matrix: NDArray[np.float32] = np.zeros((0, 1), dtype=np.float32)  # (n_passages, dim)

    def search_nearest(self, vector: NDArray[np.float32], k: int, where: Filter) -> list[Hit]:
        """The ``k`` passages nearest to ``vector``, best first; scores are cosine similarities."""
        passages, matrix = self._load_current()
        if not passages:
            return []
        scores = matrix @ vector
        if where:
            admitted = self._catalog.list_ids(where)
            allowed = np.fromiter((article in admitted for article, _, _ in passages), bool, len(passages))
            scores = np.where(allowed, scores, -np.inf)
        best = np.argsort(-scores, kind="stable")[:k]
        return [
            Hit(f"{passages[place][0]}:{passages[place][1]}", passages[place][2], float(scores[place]))
            for place in best
            if np.isfinite(scores[place])
        ]

    def _load_current(self) -> tuple[list[tuple[str, int, str]], NDArray[np.float32]]:
        with self._lock:
            moment = (self._catalog.vectors.read_generation(), self._catalog.last_change())
            if self._read != moment:
                self._passages, self._matrix = self._catalog.vectors.load_all()
                norms = np.linalg.norm(self._matrix, axis=1, keepdims=True)
                self._matrix = self._matrix / np.maximum(norms, 1e-12)
                self._read = moment
            return self._passages, self._matrix
