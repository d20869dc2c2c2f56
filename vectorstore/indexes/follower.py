"""What an index that follows the catalogue offers, so that one loop can keep all of them current."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from errors import StoreError
from vectorstore.sqlite.records import Entry

ADVICE = (
    "Free some space if the disk is full, and check the folder. Every article is kept in the catalogue; python -m"
    " vectorstore rebuild makes this index anew from it."
)


@dataclass(frozen=True, slots=True)
class Position:
    """Up to where a follower has followed, and which generation of the catalogue it follows."""

    generation: str
    seq: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage as an index found it; whether it still stands, the catalogue says."""

    passage_id: str
    version: str  # of the article, as it was when the index took it in
    score: float  # cosine similarity, or BM25


class FollowerError(StoreError):
    """An index that follows the catalogue failed; starting from zero may heal it."""


class Follower(Protocol):
    """An index over passages. Applying the same changes twice does no harm: that is what heals a kill."""

    name: str
    needs_vectors: bool

    def read_position(self) -> Position | None:
        """Where it stands; None if it is new, damaged or cannot say."""
        ...

    def reset_to_empty(self, generation: str) -> None:
        """Throw everything away and start from zero."""
        ...

    def apply_changes(
        self, gone: Sequence[str], entries: Sequence[Entry], vectors: dict[str, NDArray[np.float32]], seq: int
    ) -> None:
        """Drop all passages of the articles ``gone``, take in ``entries``, and stand at ``seq``.

        ``vectors`` holds one vector per text hash of the entries, if this follower needs them.
        """
        ...

    def is_sound(self, passages: int) -> bool:
        """A quick look whether it holds this many passages and can be searched."""
        ...

    def list_contents(self) -> Iterator[tuple[str, str]]:
        """Every passage it holds: id and version."""
        ...

    def close(self) -> None:
        """Let go of its files."""
        ...
