"""NewsIndex: the catalogue and the two indexes that follow it, behind one door."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from types import TracebackType

from errors import StoreError
from news.article import Article, Passage
from vectorstore.catalogue.catalog import Catalog
from vectorstore.catalogue.removal import Removal
from vectorstore.catalogue.vectors import Stamp
from vectorstore.embedder import Embedder
from vectorstore.indexes.agreement import Agreement, compare_indexes
from vectorstore.indexes.dense import DenseIndex
from vectorstore.indexes.following import Following, Progress
from vectorstore.indexes.fusion import Fusion, fuse_weighted
from vectorstore.indexes.lexical import LexicalIndex
from vectorstore.indexes.search import Search
from vectorstore.sqlite.records import Change, make_entry
from vectorstore.stats import CATALOGUE, Stats, measure_index
from vectorstore.types import Filter, FusedPassage, make_embedded_text


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
        self._dense = DenseIndex(folder / "chroma", f"dateline-{self.catalog.read_name()}", chroma_url)
        self._lexical = LexicalIndex(folder / "tantivy")
        self._following = Following(folder, self.catalog, embedder, (self._lexical, self._dense))
        self._search = Search(self.catalog, self._lexical, self._dense, self._following, shared=self._shared)

    @classmethod
    def open(
        cls, folder: Path, embedder: Embedder, *, chroma_url: str | None = None, any_model: bool = False
    ) -> NewsIndex:
        """Open the index in ``folder``, made if it is not there, and take its lock if that is free.

        Call ``follow_changes`` to bring Chroma and tantivy up to date. ``any_model``: also open an index of another
        model, to rebuild it, count or delete; searching it would compare unlike vectors.
        Raises EmbedderMismatchError if it was built with another model, StoreError if it cannot be used.
        """
        index = cls(folder, embedder, chroma_url)
        try:
            if not any_model:
                index.catalog.vectors.require_stamp(Stamp.of_embedder(embedder))
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

    def add_articles(
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
        entries = [make_entry(article, passages) for article, passages in articles]
        hashes = [hash_ for new in entries for hash_ in new.text_hashes]
        vectors = self._following.embed_missing(entries, self.catalog.vectors.find_missing(hashes), progress)
        changes = self.catalog.put_entries(entries, vectors, Stamp.of_embedder(self.embedder), batch)
        if any(change != "unchanged" for change in changes):
            self._follow_if_holding()
        return changes

    def delete_articles(self, article_ids: Sequence[str]) -> int:
        """Delete articles everywhere; how many there were."""
        deleted = self.catalog.delete_articles(article_ids)
        if deleted:
            self._follow_if_holding()
        return deleted

    def remove_articles(self, article_ids: Sequence[str]) -> Removal:
        """Delete articles everywhere, and give what ``restore_removed`` brings back."""
        removal = self.catalog.removals.remove_articles(article_ids)
        if removal.articles:
            self._follow_if_holding()
        return removal

    def restore_removed(self, removal: Removal) -> int:
        """Bring back what ``remove_articles`` took away, with sources and collections; how many articles."""
        restored = self.catalog.removals.restore_removal(removal)
        if restored:
            self._follow_if_holding()
        return restored

    def forget_sources(self, keys: Sequence[str]) -> int:
        """Forget sources that are gone; an article that no source is left for is deleted. How many were."""
        deleted = self.catalog.forget_keys(keys)
        self._follow_if_holding()
        return deleted

    # ── following ────────────────────────────────────────────────────────────────────────────────────────

    @property
    def holds_lock(self) -> bool:
        """Whether this process applies changes to Chroma and tantivy."""
        return self._following.holds_lock

    def follow_changes(self, *, progress: Progress | None = None) -> int:
        """Bring Chroma and tantivy up to the catalogue's last change; how many articles were applied.

        Heals what a kill or a lost folder left. Does nothing while another process holds the lock.
        ``progress`` gets articles done and in all.
        """
        return self._following.follow_changes(progress)

    def follow_in_background(self, seconds: float = 0.5) -> None:
        """From now on see within ``seconds`` what other processes store; ends with ``close``."""
        self._following.follow_in_background(seconds)

    def rebuild_indexes(self, *, progress: Progress | None = None) -> int:
        """Make Chroma and tantivy anew, for this embedder's model; how many articles they hold.

        Embeds only what the catalogue has no vector of this model for, and keeps it after every batch: a
        stopped rebuild goes on with the next ``follow_changes``. Raises StoreError while another process runs.
        """
        if not self._following.take_lock():
            raise StoreError(
                f"Another program has the index in {self.folder} open: close it (the chat page, an ingest),"
                " then run python -m vectorstore rebuild again."
            )
        self.catalog.vectors.change_stamp(Stamp.of_embedder(self.embedder))
        self.catalog.refresh_derived()
        self.catalog.stories.place_missing()
        self._following.follow_changes(progress)
        return self.catalog.count_all()[0]

    def count_too_long(self) -> int:
        """How many passages this embedder would cut, as they were split for a model that takes more."""
        limit, long, ids = self.embedder.max_tokens, 0, iter(self.catalog.list_ids())
        while batch := list(islice(ids, 256)):
            for stored in self.catalog.get_entries(batch).values():
                texts = (make_embedded_text(stored.article, passage) for passage in stored.passages)
                long += sum(self.embedder.count_tokens(text) > limit for text in texts)
        return long

    def _follow_if_holding(self) -> None:
        if self.holds_lock:
            self._following.follow_changes()

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────

    def search_passages(
        self,
        question: str,
        k: int = 10,
        where: Filter = Filter(),  # noqa: B008  # frozen
        *,
        fusion: Fusion = fuse_weighted,
    ) -> list[FusedPassage]:
        """The ``k`` best passages for ``question``, by meaning, by words and word for word, best first.

        ``fusion`` makes one ranking of the three. Of articles that carry the same story, only the one that has
        the best passage comes back; ``carried_by`` names the others. Only passages that stand in the catalogue at
        this moment, in articles that ``where`` admits, come back.
        """
        settled = self.catalog.settle_filter(where)
        if k < 1 or not question.strip() or settled is None:
            return []
        return self._search.find_best(question, self.embedder.embed_query(question), k, settled, fusion)

    def verify_agreement(self) -> Agreement:
        """Compare catalogue, Chroma and tantivy, passage by passage; heals nothing."""
        self._following.follow_changes(heal=False)
        readable = (self._lexical, self._dense) if self.holds_lock or self._shared else (self._lexical,)
        return compare_indexes(self.catalog, readable)

    def measure_stats(self) -> Stats:
        """What the index holds and how current it is."""
        readable = [self._lexical.name, *([self._dense.name] if self.holds_lock or self._shared else [])]
        followed: dict[str, int | None] = {}
        for follower in (self._lexical, self._dense):
            position = follower.read_position() if follower.name in readable else None
            followed[follower.name] = position.seq if position else None
        return measure_index(self.folder, self.catalog, followed, self.holds_lock)
