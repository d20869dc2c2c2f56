"""The record of truth: articles, their passages, where they came from, and the log of changes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ingest.article import Article, Passage
from vectorstore.article_rows import ArticleRows
from vectorstore.batches import Batches
from vectorstore.collections import Collections
from vectorstore.database import Database
from vectorstore.job_rows import JobRows
from vectorstore.jobs import JobStore
from vectorstore.passages import Filter
from vectorstore.query import filter_sql, page_sql
from vectorstore.records import ROW_COLUMNS, ArticlePage, Change, Entry, library_row
from vectorstore.removal import Removals
from vectorstore.sketch import same_text, sketch
from vectorstore.sources import Sources
from vectorstore.stories import Stories
from vectorstore.vectors import Stamp, Vectors
from vectorstore.withdrawals import Withdrawals

Sort = Literal["title", "outlet", "published", "added", "passages"]


@dataclass(frozen=True, slots=True)
class Changed:
    """One row of the change log."""

    seq: int
    article_id: str


class Catalog:
    """The catalogue of one data folder; safe from many threads and many processes.

    Raises StoreError wherever SQLite or the disk fails.
    """

    def __init__(self, path: Path) -> None:
        self._database = Database(path)
        self.database = self._database  # for what else is kept beside the articles, e.g. conversations
        self.sources = Sources(self._database)
        self.vectors = Vectors(self._database)
        self.collections = Collections(self._database)
        self.stories = Stories(self._database)
        self.withdrawals = Withdrawals(self._database)
        self._rows = ArticleRows(self._database, self.sources, self.vectors, self.collections, self.stories)
        self.removals = Removals(self._database, self._rows, self.sources, self.collections, self.vectors)
        self.batches = Batches(self._database)
        self.jobs: JobStore = JobRows(self._database)

    def close(self) -> None:
        """Close all connections."""
        self._database.close()

    def name(self) -> str:
        """What tells this catalogue from all others: 32 hex digits, made with it."""
        return str(self._database.value("SELECT value FROM setting WHERE name = 'catalogue'"))

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────

    def article(self, id: str) -> Article | None:
        """The article with this id."""
        found = self.entries([id])
        return found[id].article if found else None

    def article_by_key(self, key: str) -> Article | None:
        """The article that came from ``key``, also where the same content first came from elsewhere."""
        id_ = self._database.value("SELECT article_id FROM source WHERE key = ?", [key])
        return self.article(id_) if id_ else None

    def passages(self, article_id: str) -> list[Passage]:
        """The passages of this article, in order; none if there is no such article."""
        found = self.entries([article_id])
        return list(found[article_id].passages) if found else []

    def entries(self, article_ids: Iterable[str]) -> dict[str, Entry]:
        """Those of the articles that exist, with their passages, by id, all as of one moment."""
        return self._rows.entries(article_ids)

    def articles(
        self,
        *,
        search: str = "",
        where: Filter = Filter(),  # noqa: B008  # frozen
        sort: Sort = "published",
        descending: bool = True,
        offset: int = 0,
        limit: int = 50,
    ) -> ArticlePage:
        """Lines of the library: those whose title, outlet, authors or tags hold every word of ``search``.

        Undated articles come last when the newest come first.
        """
        condition, order, values = page_sql(search, where, sort, descending)
        with self._database.reading() as connection:
            counted = connection.execute(f"SELECT count(*) FROM article WHERE {condition}", values).fetchone()
            rows = connection.execute(
                f"SELECT {ROW_COLUMNS} FROM article WHERE {condition} ORDER BY {order} LIMIT ? OFFSET ?",
                [*values, limit, offset],
            ).fetchall()
        return ArticlePage(tuple(library_row(row) for row in rows), counted[0])

    def ids(self, where: Filter = Filter()) -> set[str]:  # noqa: B008  # frozen
        """Ids of all articles that ``where`` lets through."""
        condition, values = filter_sql(where)
        return {row[0] for row in self._database.rows(f"SELECT id FROM article WHERE {condition}", values)}

    def settle(self, where: Filter) -> Filter | None:
        """``where`` with the articles of its collections and languages in place of their names; None if it admits none.

        The engines know neither: so a language that is recognised better tomorrow needs no index made anew.
        """
        if not where.collections and not where.languages:
            return where
        ids = tuple(sorted(self.ids(where)))
        return replace(where, collections=(), languages=(), article_ids=ids) if ids else None

    def content_hashes(self, keys: Iterable[str] | None = None) -> dict[str, str]:
        """``Article.content_hash`` of what is stored under each key, or under each of ``keys``."""
        sql = "SELECT source.key, content_hash FROM source JOIN article ON id = article_id"
        if keys is None:
            return dict(self._database.rows(sql))
        with self._database.reading() as connection:
            found = (connection.execute(f"{sql} WHERE source.key = ?", [key]).fetchone() for key in keys)
            return dict(row for row in found if row is not None)

    def id_of_content(self, content_hash: str) -> str | None:
        """The id of the article with this content, the oldest if there are several."""
        return self._rows.id_of_content(content_hash)

    def moved_from(self, article: Article) -> str | None:
        """The key of an earlier version of an export's row whose file was moved or copied.

        That is an article with the same ``source_id`` that carries the same text, for the most part.
        """
        rows = self._database.rows(
            "SELECT key, text FROM article JOIN body ON article_id = id WHERE source_id = ? ORDER BY added",
            [article.source_id],
        )
        for key, text in rows:
            if text == article.text or same_text(sketch(text), sketch(article.text)):
                return str(key)
        return None

    def outlets(self) -> list[tuple[str, int]]:
        """Each outlet, as most of its articles write it, and its number of articles; the largest first."""
        rows = self._database.rows(  # beside max(), SQLite takes a bare column from the row of the maximum
            "SELECT outlet, sum(n), max(n) FROM (SELECT outlet, outlet_folded, count(*) AS n FROM article"
            " WHERE outlet_folded <> '' GROUP BY outlet)"
            " GROUP BY outlet_folded ORDER BY sum(n) DESC, outlet_folded"
        )
        return [(name, count) for name, count, _ in rows]

    def hosts(self) -> dict[str, list[tuple[str, int]]]:
        """For each outlet, casefolded, the hosts of its articles' addresses, each with how many it has there."""
        rows = self._database.rows(
            "SELECT outlet_folded, substr(rest, 1, instr(rest || '/', '/') - 1) AS host, count(*) FROM"
            " (SELECT outlet_folded, lower(substr(url, instr(url, '://') + 3)) AS rest FROM article"
            " WHERE outlet_folded <> '' AND url LIKE 'http%://%')"
            " GROUP BY outlet_folded, host ORDER BY count(*) DESC, host"
        )
        found: dict[str, list[tuple[str, int]]] = {}
        for outlet, host, count in rows:
            found.setdefault(outlet, []).append((host, count))
        return found

    def tags(self, limit: int = 300) -> list[tuple[str, int]]:
        """Each tag and its number of articles; the most frequent first."""
        rows = self._database.rows(
            "SELECT value, count(*) FROM article, json_each(tags) GROUP BY value"
            " ORDER BY count(*) DESC, value LIMIT ?",
            [limit],
        )
        return [(tag, count) for tag, count in rows]

    def newest(self) -> datetime | None:
        """When the newest article was published; None if no article says."""
        found = self._database.value(
            "SELECT published FROM article WHERE published_at IS NOT NULL ORDER BY published_at DESC LIMIT 1"
        )
        return datetime.fromisoformat(found) if found else None

    def counts(self) -> tuple[int, int]:
        """How many articles and how many passages there are."""
        row = self._database.row("SELECT count(*), ifnull(sum(passages), 0) FROM article")
        return (int(row[0]), int(row[1])) if row else (0, 0)

    def versions(self, article_ids: Iterable[str]) -> dict[str, str]:
        """``Entry.version`` of those of the articles that exist."""
        return dict(
            self._database.rows(
                "SELECT id, version FROM article WHERE id IN (SELECT value FROM json_each(?))",
                [json.dumps(list(article_ids))],
            )
        )

    def damage(self) -> list[str]:
        """What SQLite itself finds wrong with the file; nothing if it is sound."""
        rows = self._database.rows("PRAGMA quick_check(20)") + self._database.rows("PRAGMA foreign_key_check")
        return [" ".join(map(str, row)) for row in rows if row != ("ok",)]

    # ── the change log ───────────────────────────────────────────────────────────────────────────────────

    def seq(self) -> int:
        """The number of the last change; 0 for an empty log."""
        return int(self._database.value("SELECT ifnull(max(seq), 0) FROM change"))

    def changes(self, after: int, limit: int) -> list[Changed]:
        """The next changes after ``after``; of an article that changed twice only the last."""
        rows = self._database.rows(
            "SELECT seq, article_id FROM change WHERE seq > ? ORDER BY seq LIMIT ?", [after, limit]
        )
        return [Changed(*row) for row in rows]

    def changes_left(self, after: int) -> int:
        """How many changes there are after ``after``."""
        return int(self._database.value("SELECT count(*) FROM change WHERE seq > ?", [after]))

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────

    def put(
        self,
        entries: Sequence[Entry],
        vectors: Mapping[str, NDArray[np.float32]],
        stamp: Stamp,
        batch: str = "",
    ) -> list[Change]:
        """Store articles, passages, vectors and log rows in one transaction; what changed, in order.

        ``batch``: the import that they belong to, which is noted with them.
        An article whose content is stored already under another key only adds a source.
        Raises EmbedderMismatchError if the index bears another stamp.
        """
        with self._database.writing():
            self.vectors.require(stamp)
            changes = [self._rows.put(new) for new in entries]
            self.vectors.store(vectors, only_used=True)
            if batch:
                ids = self._ids_of_keys([new.article.key for new in entries])
                self.batches.note_changes(batch, zip(ids, changes, strict=True))
        return changes

    def _ids_of_keys(self, keys: Sequence[str]) -> list[str]:
        """The id of the article that each key leads to, its own or one of the same content."""
        found = (self.sources.get(key) for key in keys)
        return [source.article_id if source else "" for source in found]

    def delete(self, article_ids: Sequence[str]) -> int:
        """Delete articles with their sources, passages and vectors; how many there were."""
        with self._database.writing():
            return sum(self._rows.remove(id_) for id_ in dict.fromkeys(article_ids))

    def refresh(self) -> int:
        """Derive headers, hashes and versions anew; how many articles another Dateline derived otherwise."""
        with self._database.writing():
            return sum(self._rows.refresh(id_) for id_ in self.ids())

    def forget(self, keys: Iterable[str]) -> int:
        """Forget that articles came under these keys; one that no key is left for is deleted.

        Returns how many articles were deleted.
        """
        with self._database.writing():
            return sum(self._rows.forget(key) for key in dict.fromkeys(keys))
