"""NewsIndex: the catalogue and the two indexes that follow it, behind one door."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from errors import StoreError
from ingest.article import Article, Passage
from vectorstore.agreement import Agreement, compare
from vectorstore.catalog import Catalog
from vectorstore.dense import DenseIndex
from vectorstore.embed import Embedder
from vectorstore.exact import ExactSearch
from vectorstore.follower import Hit
from vectorstore.following import Following, Progress
from vectorstore.fusion import Fusion, Rankings, weighted
from vectorstore.lexical import LexicalIndex
from vectorstore.passages import Filter, FusedPassage, embedded_text
from vectorstore.records import Change, Entry, entry
from vectorstore.removal import Removal
from vectorstore.stats import CATALOGUE, Stats, measure
from vectorstore.vectors import Stamp

log = logging.getLogger(__name__)

_DEPTH = 50  # passages each engine offers to fusion, at least
_DEEPEST = 1_000  # and at most, where one story, carried by many, takes all places
_QUOTED = 20  # passages that hold most of the question word for word


class NewsIndex:
    """Add, replace, delete and search the articles of one data folder; safe from many threads.

    Several processes may open one folder. The first holds the index lock and applies changes to Chroma and
    tantivy; the others write to the catalogue only, and search its vectors exactly in place of Chroma. A
    process that stays open calls ``follow_in_background``.
    """

    def __init__(self, folder: Path, embedder: Embedder, chroma_url: str | None = None) -> None:
        """Use ``open``."""
        self.folder = folder
        self.embedder = embedder
        self.catalog = Catalog(folder / CATALOGUE)
        self._shared = chroma_url is not None  # a server may be searched whoever holds the lock
        self._dense = DenseIndex(folder / "chroma", f"dateline-{self.catalog.name()}", chroma_url)
        self._lexical = LexicalIndex(folder / "tantivy")
        self._exact = ExactSearch(self.catalog)
        self._following = Following(folder, self.catalog, embedder, (self._lexical, self._dense))

    @classmethod
    def open(
        cls, folder: Path, embedder: Embedder, *, chroma_url: str | None = None, any_model: bool = False
    ) -> NewsIndex:
        """Open the index in ``folder``, made if it is not there, and take its lock if that is free.

        Call ``follow`` to bring Chroma and tantivy up to date. ``any_model``: also open an index of another
        model, to rebuild it, count or delete; searching it would compare unlike vectors.
        Raises EmbedderMismatchError if it was built with another model, StoreError if it cannot be used.
        """
        index = cls(folder, embedder, chroma_url)
        try:
            if not any_model:
                index.catalog.vectors.require(Stamp.of(embedder))
            index._following.take_lock()
        except BaseException:
            index.close()
            raise
        return index

    @staticmethod
    def exists(folder: Path) -> bool:
        """Whether there is an index in ``folder``."""
        return (folder / CATALOGUE).is_file()

    def __enter__(self) -> NewsIndex:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop following and let go of everything; safe to call twice."""
        self._following.close()
        self.catalog.close()

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────

    def add(
        self, articles: Sequence[tuple[Article, Sequence[Passage]]], *, progress: Progress | None = None
    ) -> list[Change]:
        """Store articles with their passages, new or in place of their old selves; what changed, in order.

        Embeds what has no vector yet (``progress`` gets texts done and in all), stores everything in one
        transaction, then follows if this process holds the lock. The same content under another key only
        adds a source. Raises StoreError, having stored nothing, if an article and its passages disagree.
        """
        entries = [entry(article, passages) for article, passages in articles]
        hashes = [hash_ for new in entries for hash_ in new.text_hashes]
        vectors = self._following.embed(entries, self.catalog.vectors.missing(hashes), progress)
        changes = self.catalog.put(entries, vectors, Stamp.of(self.embedder))
        if any(change != "unchanged" for change in changes):
            self._follow_if_holding()
        return changes

    def delete(self, article_ids: Sequence[str]) -> int:
        """Delete articles everywhere; how many there were."""
        deleted = self.catalog.delete(article_ids)
        if deleted:
            self._follow_if_holding()
        return deleted

    def remove(self, article_ids: Sequence[str]) -> Removal:
        """Delete articles everywhere, and give what ``restore`` brings back."""
        removal = self.catalog.removals.remove(article_ids)
        if removal.articles:
            self._follow_if_holding()
        return removal

    def restore(self, removal: Removal) -> int:
        """Bring back what ``remove`` took away, with sources and collections; how many articles."""
        restored = self.catalog.removals.restore(removal)
        if restored:
            self._follow_if_holding()
        return restored

    def forget(self, keys: Sequence[str]) -> int:
        """Forget sources that are gone; an article that no source is left for is deleted. How many were."""
        deleted = self.catalog.forget(keys)
        self._follow_if_holding()
        return deleted

    # ── following ────────────────────────────────────────────────────────────────────────────────────────

    @property
    def holds_lock(self) -> bool:
        """Whether this process applies changes to Chroma and tantivy."""
        return self._following.holds_lock

    def follow(self, *, progress: Progress | None = None) -> int:
        """Bring Chroma and tantivy up to the catalogue's last change; how many articles were applied.

        Heals what a kill or a lost folder left. Does nothing while another process holds the lock.
        ``progress`` gets articles done and in all.
        """
        return self._following.follow(progress)

    def follow_in_background(self, seconds: float = 0.5) -> None:
        """From now on see within ``seconds`` what other processes store; ends with ``close``."""
        self._following.follow_in_background(seconds)

    def rebuild(self, *, progress: Progress | None = None) -> int:
        """Make Chroma and tantivy anew, for this embedder's model; how many articles they hold.

        Embeds only what the catalogue has no vector of this model for, and keeps it after every batch: a
        stopped rebuild goes on with the next ``follow``. Raises StoreError while another process runs.
        """
        if not self._following.take_lock():
            raise StoreError(
                f"Another program has the index in {self.folder} open: close it (the chat page, an ingest),"
                " then run python -m vectorstore rebuild again."
            )
        self.catalog.vectors.restamp(Stamp.of(self.embedder))
        self.catalog.refresh()
        self.catalog.stories.place_missing()
        self._following.follow(progress)
        return self.catalog.counts()[0]

    def too_long(self) -> int:
        """How many passages this embedder would cut, as they were split for a model that takes more."""
        limit, long, ids = self.embedder.max_tokens, 0, iter(self.catalog.ids())
        while batch := list(islice(ids, 256)):
            for stored in self.catalog.entries(batch).values():
                texts = (embedded_text(stored.article, passage) for passage in stored.passages)
                long += sum(self.embedder.count_tokens(text) > limit for text in texts)
        return long

    def _follow_if_holding(self) -> None:
        if self.holds_lock:
            self._following.follow()

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────

    def search(
        self,
        question: str,
        k: int = 10,
        where: Filter = Filter(),  # noqa: B008  # frozen
        *,
        fusion: Fusion = weighted,
    ) -> list[FusedPassage]:
        """The ``k`` best passages for ``question``, by meaning, by words and word for word, best first.

        ``fusion`` makes one ranking of the three. Of articles that carry the same story, only the one that has
        the best passage comes back; ``carried_by`` names the others. Only passages that stand in the catalogue at
        this moment, in articles that ``where`` admits, come back.
        """
        settled = self.catalog.settle(where)
        if k < 1 or not question.strip() or settled is None:
            return []
        where = settled
        depth = max(_DEPTH, 3 * k)
        vector = self.embedder.embed_query(question)
        while True:
            rankings = Rankings(
                nearest=self._standing(self._nearest(vector, depth, where)),
                worded=self._standing(self._worded(self._lexical.search, question, depth, where)),
                quoted=self._standing(self._worded(self._lexical.quoted, question, _QUOTED, where)),
            )
            fused = fusion(rankings)
            best = sorted(fused, key=lambda id_: (-fused[id_], -rankings.nearest.get(id_, -1.0), id_))
            found = self._hydrate(best, k, where, vector, fused, rankings)
            if len(found) >= k or len(rankings.nearest) < depth or depth >= _DEEPEST:
                return found
            depth = min(4 * depth, _DEEPEST)

    def _nearest(self, vector: NDArray[np.float32], k: int, where: Filter) -> list[Hit]:
        if self._shared or self._following.is_current(self._dense):
            try:
                return self._dense.search(vector, k, where)
            except StoreError as error:
                log.warning("Searching the catalogue's vectors instead: %s", error)
                self._following.doubt(self._dense)
        return self._exact.search(vector, k, where)

    def _worded(
        self, search: Callable[[str, int, Filter], list[Hit]], question: str, k: int, where: Filter
    ) -> list[Hit]:
        try:
            return search(question, k, where)
        except StoreError as error:
            if self.catalog.counts()[1]:
                log.warning("Searching by meaning alone: %s", error)
                self._following.doubt(self._lexical)
            return []

    def _standing(self, hits: list[Hit]) -> dict[str, float]:
        """Scores of those hits that the catalogue still holds just so, in the order of ``hits``."""
        versions = self.catalog.versions({_article_of(hit.passage_id) for hit in hits})
        return {
            hit.passage_id: hit.score
            for hit in hits
            if versions.get(_article_of(hit.passage_id)) == hit.version
        }

    def _hydrate(
        self,
        best: list[str],
        k: int,
        where: Filter,
        vector: NDArray[np.float32],
        fused: dict[str, float],
        rankings: Rankings,
    ) -> list[FusedPassage]:
        """The first ``k`` of ``best`` that stand, read from the catalogue."""
        found: list[FusedPassage] = []
        told: dict[int, str] = {}  # story → the article that tells it
        for start in range(0, len(best), k):
            part = best[start : start + k]
            entries = self.catalog.entries({_article_of(id_) for id_ in part})
            stories = self.catalog.stories.of(entries)
            for id_ in part:
                stored = entries.get(_article_of(id_))
                ordinal = int(id_.rpartition(":")[2])
                if stored is None or ordinal >= len(stored.passages) or not where.admits(stored.article):
                    continue  # changed since the engines were asked
                story = stories.get(stored.article.id)
                if story is not None and told.setdefault(story, stored.article.id) != stored.article.id:
                    continue
                similarity = rankings.nearest.get(id_)
                if similarity is None:
                    similarity = self._similarity(stored, ordinal, vector)
                found.append(
                    FusedPassage(
                        passage=stored.passages[ordinal],
                        article=stored.article,
                        fused=fused[id_],
                        rank=len(found) + 1,
                        similarity=similarity,
                        lexical=rankings.worded.get(id_),
                        carried_by=self.catalog.stories.carried_by(stored.article.id),
                    )
                )
                if len(found) == k:
                    return found
        return found

    def _similarity(self, stored: Entry, ordinal: int, vector: NDArray[np.float32]) -> float:
        hash_ = stored.text_hashes[ordinal]
        vectors = self.catalog.vectors.get([hash_]) or self._following.embed([stored], {hash_})
        return float(vectors[hash_] @ vector / max(float(np.linalg.norm(vectors[hash_])), 1e-12))

    def verify(self) -> Agreement:
        """Compare catalogue, Chroma and tantivy, passage by passage; heals nothing."""
        self._following.follow(heal=False)
        readable = (self._lexical, self._dense) if self.holds_lock or self._shared else (self._lexical,)
        return compare(self.catalog, readable)

    def stats(self) -> Stats:
        """What the index holds and how current it is."""
        readable = [self._lexical.name, *([self._dense.name] if self.holds_lock or self._shared else [])]
        followed: dict[str, int | None] = {}
        for follower in (self._lexical, self._dense):
            position = follower.position() if follower.name in readable else None
            followed[follower.name] = position.seq if position else None
        return measure(self.folder, self.catalog, followed, self.holds_lock)


def _article_of(passage_id: str) -> str:
    return passage_id.rpartition(":")[0]
