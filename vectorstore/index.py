"""NewsIndex: the catalogue and the two indexes that follow it, behind one door."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from types import TracebackType

from errors import StoreError
from ingest.article import Article, Passage
from vectorstore.agreement import Agreement, compare
from vectorstore.catalog import Catalog
from vectorstore.dense import DenseIndex
from vectorstore.embed import Embedder
from vectorstore.following import Following, Progress
from vectorstore.fusion import Fusion, weighted
from vectorstore.lexical import LexicalIndex
from vectorstore.passages import Filter, FusedPassage, embedded_text
from vectorstore.records import Change, entry
from vectorstore.removal import Removal
from vectorstore.search import Search
from vectorstore.stats import CATALOGUE, Stats, measure
from vectorstore.vectors import Stamp


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
        self._following = Following(folder, self.catalog, embedder, (self._lexical, self._dense))
        self._search = Search(self.catalog, self._lexical, self._dense, self._following, shared=self._shared)

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
        self,
        articles: Sequence[tuple[Article, Sequence[Passage]]],
        *,
        progress: Progress | None = None,
        batch: str = "",
    ) -> list[Change]:
        """Store articles with their passages, new or in place of their old selves; what changed, in order.

        Embeds what has no vector yet (``progress`` gets texts done and in all), stores everything in one
        transaction, then follows if this process holds the lock. The same content under another key only
        adds a source. Raises StoreError, having stored nothing, if an article and its passages disagree.
        """
        entries = [entry(article, passages) for article, passages in articles]
        hashes = [hash_ for new in entries for hash_ in new.text_hashes]
        vectors = self._following.embed(entries, self.catalog.vectors.missing(hashes), progress)
        changes = self.catalog.put(entries, vectors, Stamp.of(self.embedder), batch)
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
        return self._search.best(question, self.embedder.embed_query(question), k, settled, fusion)

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
