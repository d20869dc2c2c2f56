"""Keeping Chroma and tantivy at the catalogue's last change, by whoever holds the index lock."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from errors import StoreError
from vectorstore.catalogue.catalog import Catalog
from vectorstore.catalogue.vectors import Stamp
from vectorstore.embedder import Embedder
from vectorstore.indexes.follower import Follower, FollowerError
from vectorstore.sqlite.records import Entry
from vectorstore.types import make_embedded_text

if TYPE_CHECKING:
    from filelock import BaseFileLock

_BATCH = 128  # articles applied at once; after each batch a kill costs nothing
_EMBEDDED = 256  # texts embedded between two calls of the progress callback

Progress = Callable[[int, int], None]  # done, total

log = logging.getLogger(__name__)


class Following:
    """The followers of one catalogue, the lock on them, and the loop that keeps them current."""

    def __init__(
        self, folder: Path, catalog: Catalog, embedder: Embedder, followers: Sequence[Follower]
    ) -> None:
        self._path = folder / "index.lock"
        self._catalog = catalog
        self._embedder = embedder
        self._followers = followers
        self._applying = threading.RLock()
        self._lock: BaseFileLock | None = None
        self._current: set[str] = set()  # followers that lacked nothing when last looked at
        self._looked = False  # whether the followers were found sound since the lock was taken
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def holds_lock(self) -> bool:
        """Whether this process is the one that applies changes."""
        return self._lock is not None and self._lock.is_locked

    def take_lock(self) -> bool:
        """Take the index lock if it is free; whether this process holds it now."""
        with self._applying:
            if not self.holds_lock and not self._stop.is_set():
                from filelock import FileLock, Timeout

                lock = FileLock(self._path, timeout=0, thread_local=False)
                try:
                    lock.acquire()
                except Timeout:
                    return False
                except OSError as error:
                    raise StoreError(
                        f"Cannot lock {self._path}: {error}. Check that the folder can be written to."
                    ) from error
                self._lock, self._looked = lock, False
            return self.holds_lock

    def is_current(self, follower: Follower) -> bool:
        """Whether it may be searched: it is ours, and is not just being filled."""
        return self.holds_lock and follower.name in self._current

    def doubt_follower(self, follower: Follower) -> None:
        """Look at this follower again before it is searched or written."""
        self._current.discard(follower.name)
        self._looked = False

    def follow_changes(self, progress: Progress | None = None, *, heal: bool = True) -> int:
        """Apply what the followers lack; how many articles that was. 0 if another process holds the lock.

        ``heal``: the first time, also look whether each holds what the catalogue does.

        Raises StoreError if a follower cannot be written even after starting from zero.
        """
        with self._applying:
            if not self.take_lock():
                return 0
            changed: set[str] = set()
            for follower in self._followers:
                changed |= self._catch_up(follower, progress)
            if heal and not self._looked:
                self._look_at_followers(progress)
            return len(changed)

    def _catch_up(self, follower: Follower, progress: Progress | None) -> set[str]:
        try:
            return self._apply_all(follower, progress)
        except FollowerError as error:
            log.warning("%s starts from zero: %s", follower.name, error)
            self._current.discard(follower.name)
            follower.reset_to_empty(self._catalog.vectors.read_generation())
            return self._apply_all(follower, progress)

    def _apply_all(self, follower: Follower, progress: Progress | None) -> set[str]:
        generation, last = self._catalog.vectors.read_generation(), self._catalog.last_change()
        position = follower.read_position()
        if position is None or position.generation != generation or position.seq > last:
            self._current.discard(follower.name)
            follower.reset_to_empty(generation)
            seq = 0
        else:
            seq = position.seq
        changed: set[str] = set()
        while changes := self._catalog.list_changes(seq, _BATCH):
            if self._stop.is_set():  # closing; the next start goes on from here
                return changed
            ids = [change.article_id for change in changes]
            entries = list(self._catalog.get_entries(ids).values())
            vectors = self._complete_vectors(entries) if follower.needs_vectors else {}
            seq = changes[-1].seq
            follower.apply_changes(ids, entries, vectors, seq)
            changed.update(ids)
            if progress is not None:
                progress(len(changed), len(changed) + self._catalog.count_changes_left(seq))
        self._current.add(follower.name)
        return changed

    def _look_at_followers(self, progress: Progress | None) -> None:
        """Once after taking the lock: does each follower hold what the catalogue does?"""
        seq, (_, passages) = self._catalog.last_change(), self._catalog.count_all()
        if seq != self._catalog.last_change():
            return  # another process is writing just now; the next round looks
        for follower in self._followers:
            position = follower.read_position()
            if position is not None and position.seq == seq and not follower.is_sound(passages):
                log.warning("%s does not hold what the catalogue does: it starts from zero", follower.name)
                self._current.discard(follower.name)
                follower.reset_to_empty(self._catalog.vectors.read_generation())
                self._apply_all(follower, progress)
        self._looked = True

    def _complete_vectors(self, entries: Sequence[Entry]) -> dict[str, NDArray[np.float32]]:
        """A vector for each passage; what the catalogue lacks is embedded and kept."""
        hashes = [hash_ for entry in entries for hash_ in entry.text_hashes]
        lacking = self.embed_missing(entries, self._catalog.vectors.find_missing(hashes))
        if lacking:
            self._catalog.vectors.store_vectors(lacking, only_used=True)
        return self._catalog.vectors.get_vectors(hashes) | lacking

    def embed_missing(
        self, entries: Sequence[Entry], hashes: set[str], progress: Progress | None = None
    ) -> dict[str, NDArray[np.float32]]:
        """Vectors for those passages of ``entries`` whose text hash is in ``hashes``."""
        if not hashes:
            return {}
        self._catalog.vectors.require_stamp(Stamp.of_embedder(self._embedder))
        texts = {
            hash_: make_embedded_text(entry.article, passage)
            for entry in entries
            for passage, hash_ in zip(entry.passages, entry.text_hashes, strict=True)
            if hash_ in hashes
        }
        names = list(texts)
        vectors: dict[str, NDArray[np.float32]] = {}
        for start in range(0, len(names), _EMBEDDED):
            part = names[start : start + _EMBEDDED]
            rows = self._embedder.embed_passages([texts[name] for name in part])
            vectors.update(zip(part, rows, strict=True))
            if progress is not None:
                progress(len(vectors), len(names))
        return vectors

    def follow_in_background(self, seconds: float) -> None:
        """Follow every ``seconds`` from a thread of its own until ``close``; takes a lock that gets free."""
        if self._thread is None:
            self._thread = threading.Thread(
                target=self._keep_following, args=(seconds,), name="follow-catalogue", daemon=True
            )
            self._thread.start()

    def _keep_following(self, seconds: float) -> None:
        seen: tuple[str, int, bool] | None = None
        failed = ""
        while not self._stop.wait(seconds):
            try:
                settled = self.holds_lock and self._looked
                state = (self._catalog.vectors.read_generation(), self._catalog.last_change(), settled)
                if state != seen or not settled:
                    self.follow_changes()
                seen, failed = state, ""
            except Exception as error:  # must go on: the next round may do better
                if str(error) != failed and not self._stop.is_set():
                    log.warning("The index could not follow the catalogue: %s", error)
                failed = str(error)

    def close(self) -> None:
        """Stop following, let go of the followers, then of the lock."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=60)
        with self._applying:
            for follower in self._followers:
                follower.close()
            if self._lock is not None:
                self._lock.release()
                self._lock = None
