"""Deletions that can still be undone, kept in memory for a while."""

from __future__ import annotations

import secrets
import threading
from typing import Generic, TypeVar

UNDONE = 20  # deletions that are kept, of all people together

Kept = TypeVar("Kept")


class Undoable(Generic[Kept]):
    """What brings back the last few deletions, each under a token. Safe from many threads."""

    def __init__(self) -> None:
        self._kept: dict[str, Kept] = {}
        self._lock = threading.Lock()

    def keep_removed(self, removed: Kept) -> str:
        """Keep what was deleted; the token that names it."""
        token = secrets.token_hex(8)
        with self._lock:
            self._kept[token] = removed
            while len(self._kept) > UNDONE:
                self._kept.pop(next(iter(self._kept)))
        return token

    def pop_removed(self, token: str) -> Kept | None:
        """What was deleted under a token, once; None where it is known no more."""
        with self._lock:
            return self._kept.pop(token, None)
