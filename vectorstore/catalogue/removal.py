"""What a deletion takes away, kept by whoever may want to undo it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vectorstore.catalogue.article_rows import ArticleRows
from vectorstore.catalogue.collections import Collections
from vectorstore.catalogue.sources import Source, Sources
from vectorstore.catalogue.vectors import Stamp, Vectors
from vectorstore.sqlite.database import Database
from vectorstore.sqlite.records import Entry


@dataclass(frozen=True, slots=True)
class RemovedArticle:
    """One article with all that hung on it."""

    entry: Entry
    added: str  # ISO 8601, UTC
    changed: str
    sources: tuple[Source, ...]
    collections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Removal:
    """What one deletion took away; its vectors too, as they are the costly part."""

    articles: tuple[RemovedArticle, ...]
    vectors: dict[str, NDArray[np.float32]]  # by text hash, each of shape (dimension,)
    stamp: Stamp | None  # the model that the vectors are from


class Removals:
    """Deletes articles of one catalogue so that they can come back."""

    def __init__(
        self,
        database: Database,
        rows: ArticleRows,
        sources: Sources,
        collections: Collections,
        vectors: Vectors,
    ) -> None:
        self._database = database
        self._rows = rows
        self._sources = sources
        self._collections = collections
        self._vectors = vectors

    def remove_articles(self, article_ids: Sequence[str]) -> Removal:
        """Delete those of the articles that exist, in one transaction; what ``restore_removal`` takes."""
        with self._database.write_transaction():
            entries = self._rows.read_entries(article_ids)
            articles = tuple(self._collect_removed(entry) for entry in entries.values())
            hashes = [hash_ for entry in entries.values() for hash_ in entry.text_hashes]
            removal = Removal(articles, self._vectors.get_vectors(hashes), self._vectors.read_stamp())
            for id_ in entries:
                self._rows.remove_article(id_)
        return removal

    def restore_removal(self, removal: Removal) -> int:
        """Bring back what was deleted, in one transaction; how many articles that were.

        An article that came back by another way meanwhile stays as it is now.
        """
        with self._database.write_transaction():
            back = sum(map(self._restore_article, removal.articles))
            if removal.stamp is not None and removal.stamp == self._vectors.read_stamp():
                self._vectors.store_vectors(removal.vectors, only_used=True)
        return back

    def _collect_removed(self, entry: Entry) -> RemovedArticle:
        id_ = entry.article.id
        times = self._database.select_row("SELECT added, changed FROM article WHERE id = ?", [id_])
        added, changed = times or ("", "")
        collections = self._collections.list_of([id_]).get(id_, ())
        return RemovedArticle(entry, added, changed, tuple(self._sources.list_of_article(id_)), collections)

    def _restore_article(self, removed: RemovedArticle) -> bool:
        article = removed.entry.article
        if (
            self._sources.get_source(article.key) is not None
            or self._rows.put_entry(removed.entry) == "unchanged"
        ):
            return False
        connection = self._database.connect()
        connection.execute(
            "UPDATE article SET added = ?, changed = ? WHERE id = ?",
            [removed.added, removed.changed, article.id],
        )
        connection.executemany(
            "INSERT INTO source (key, article_id, document, first_seen, last_seen)"
            " VALUES (?, ?, (SELECT key FROM document WHERE key = ?), ?, ?)"
            " ON CONFLICT (key) DO UPDATE SET document = excluded.document, first_seen = excluded.first_seen,"
            " last_seen = excluded.last_seen WHERE article_id = excluded.article_id",
            [
                (each.key, article.id, each.document, each.first_seen, each.last_seen)
                for each in removed.sources
            ],
        )
        for name in removed.collections:
            self._collections.put_into(name, [article.id])
        return True
