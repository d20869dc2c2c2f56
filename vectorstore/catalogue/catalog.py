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

from news.article import Article, Passage
from vectorstore.catalogue.article_rows import ArticleRows
from vectorstore.catalogue.batches import Batches
from vectorstore.catalogue.collections import Collections
from vectorstore.catalogue.removal import Removals
from vectorstore.catalogue.sources import Sources
from vectorstore.catalogue.stories import Stories
from vectorstore.catalogue.story_sketch import is_same_text, make_sketch
from vectorstore.catalogue.vectors import Stamp, Vectors
from vectorstore.catalogue.withdrawals import Withdrawals
from vectorstore.jobs.job_rows import JobRows
from vectorstore.jobs.job_store import JobStore
from vectorstore.sqlite.database import Database
from vectorstore.sqlite.query import build_filter_sql, build_page_sql
from vectorstore.sqlite.records import ROW_COLUMNS, ArticlePage, Change, Entry, read_library_row
from vectorstore.types import Filter

Sort = Literal["title", "outlet", "published", "added", "passages"]


@dataclass(frozen=True, slots=True)
class LoggedChange:
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

    def read_name(self) -> str:
        """What tells this catalogue from all others: 32 hex digits, made with it."""
        return str(self._database.select_value("SELECT value FROM setting WHERE name = 'catalogue'"))

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────

    def get_article(self, id: str) -> Article | None:
        """The article with this id."""
        found = self.get_entries([id])
        return found[id].article if found else None

    def get_article_by_key(self, key: str) -> Article | None:
        """The article that came from ``key``, also where the same content first came from elsewhere."""
        id_ = self._database.select_value("SELECT article_id FROM source WHERE key = ?", [key])
        return self.get_article(id_) if id_ else None

    def list_passages(self, article_id: str) -> list[Passage]:
        """The passages of this article, in order; none if there is no such article."""
        found = self.get_entries([article_id])
        return list(found[article_id].passages) if found else []

    def get_entries(self, article_ids: Iterable[str]) -> dict[str, Entry]:
        """Those of the articles that exist, with their passages, by id, all as of one moment."""
        return self._rows.read_entries(article_ids)

    def list_articles(
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
        condition, order, values = build_page_sql(search, where, sort, descending)
        with self._database.read_transaction() as connection:
            counted = connection.execute(f"SELECT count(*) FROM article WHERE {condition}", values).fetchone()
            rows = connection.execute(
                f"SELECT {ROW_COLUMNS} FROM article WHERE {condition} ORDER BY {order} LIMIT ? OFFSET ?",
                [*values, limit, offset],
            ).fetchall()
        return ArticlePage(tuple(read_library_row(row) for row in rows), counted[0])

    def list_ids(self, where: Filter = Filter()) -> set[str]:  # noqa: B008  # frozen
        """Ids of all articles that ``where`` lets through."""
        condition, values = build_filter_sql(where)
        return {
            row[0] for row in self._database.select_rows(f"SELECT id FROM article WHERE {condition}", values)
        }

    def settle_filter(self, where: Filter) -> Filter | None:
        """``where`` with the articles of its collections and languages in place of their names; None if it admits none.

        The engines know neither: so a language that is recognised better tomorrow needs no index made anew.
        """
        if not where.collections and not where.languages:
            return where
        ids = tuple(sorted(self.list_ids(where)))
        return replace(where, collections=(), languages=(), article_ids=ids) if ids else None

    def list_content_hashes(self, keys: Iterable[str] | None = None) -> dict[str, str]:
        """``Article.content_hash`` of what is stored under each key, or under each of ``keys``."""
        sql = "SELECT source.key, content_hash FROM source JOIN article ON id = article_id"
        if keys is None:
            return dict(self._database.select_rows(sql))
        with self._database.read_transaction() as connection:
            found = (connection.execute(f"{sql} WHERE source.key = ?", [key]).fetchone() for key in keys)
            return dict(row for row in found if row is not None)

    def find_id_of_content(self, content_hash: str) -> str | None:
        """The id of the article with this content, the oldest if there are several."""
        return self._rows.find_content_id(content_hash)

    def find_moved_from(self, article: Article) -> str | None:
        """The key of an earlier version of an export's row whose file was moved or copied.

        That is an article with the same ``source_id`` that carries the same text, for the most part.
        """
        rows = self._database.select_rows(
            "SELECT key, text FROM article JOIN body ON article_id = id WHERE source_id = ? ORDER BY added",
            [article.source_id],
        )
        for key, text in rows:
            if text == article.text or is_same_text(make_sketch(text), make_sketch(article.text)):
                return str(key)
        return None

    def list_outlets(self) -> list[tuple[str, int]]:
        """Each outlet, as most of its articles write it, and its number of articles; the largest first."""
        rows = self._database.select_rows(  # beside max(), SQLite takes a bare column from the row of the maximum
            "SELECT outlet, sum(n), max(n) FROM (SELECT outlet, outlet_folded, count(*) AS n FROM article"
            " WHERE outlet_folded <> '' GROUP BY outlet)"
            " GROUP BY outlet_folded ORDER BY sum(n) DESC, outlet_folded"
        )
        return [(name, count) for name, count, _ in rows]

    def list_hosts(self) -> dict[str, list[tuple[str, int]]]:
        """For each outlet, casefolded, the hosts of its articles' addresses, each with how many it has there."""
        rows = self._database.select_rows(
            "SELECT outlet_folded, substr(rest, 1, instr(rest || '/', '/') - 1) AS host, count(*) FROM"
            " (SELECT outlet_folded, lower(substr(url, instr(url, '://') + 3)) AS rest FROM article"
            " WHERE outlet_folded <> '' AND url LIKE 'http%://%')"
            " GROUP BY outlet_folded, host ORDER BY count(*) DESC, host"
        )
        found: dict[str, list[tuple[str, int]]] = {}
        for outlet, host, count in rows:
            found.setdefault(outlet, []).append((host, count))
        return found

    def list_tags(self, limit: int = 300) -> list[tuple[str, int]]:
        """Each tag and its number of articles; the most frequent first."""
        rows = self._database.select_rows(
            "SELECT value, count(*) FROM article, json_each(tags) GROUP BY value"
            " ORDER BY count(*) DESC, value LIMIT ?",
            [limit],
        )
        return [(tag, count) for tag, count in rows]

    def find_newest(self) -> datetime | None:
        """When the newest article was published; None if no article says."""
        found = self._database.select_value(
            "SELECT published FROM article WHERE published_at IS NOT NULL ORDER BY published_at DESC LIMIT 1"
        )
        return datetime.fromisoformat(found) if found else None

    def count_all(self) -> tuple[int, int]:
        """How many articles and how many passages there are."""
        row = self._database.select_row("SELECT count(*), ifnull(sum(passages), 0) FROM article")
        return (int(row[0]), int(row[1])) if row else (0, 0)

    def list_versions(self, article_ids: Iterable[str]) -> dict[str, str]:
        """``Entry.version`` of those of the articles that exist."""
        return dict(
            self._database.select_rows(
                "SELECT id, version FROM article WHERE id IN (SELECT value FROM json_each(?))",
                [json.dumps(list(article_ids))],
            )
        )

    def check_damage(self) -> list[str]:
        """What SQLite itself finds wrong with the file; nothing if it is sound."""
        rows = self._database.select_rows("PRAGMA quick_check(20)") + self._database.select_rows(
            "PRAGMA foreign_key_check"
        )
        return [" ".join(map(str, row)) for row in rows if row != ("ok",)]

    # ── the change log ───────────────────────────────────────────────────────────────────────────────────

    def last_change(self) -> int:
        """The number of the last change; 0 for an empty log."""
        return int(self._database.select_value("SELECT ifnull(max(seq), 0) FROM change"))

    def list_changes(self, after: int, limit: int) -> list[LoggedChange]:
        """The next changes after ``after``; of an article that changed twice only the last."""
        rows = self._database.select_rows(
            "SELECT seq, article_id FROM change WHERE seq > ? ORDER BY seq LIMIT ?", [after, limit]
        )
        return [LoggedChange(*row) for row in rows]

    def count_changes_left(self, after: int) -> int:
        """How many changes there are after ``after``."""
        return int(self._database.select_value("SELECT count(*) FROM change WHERE seq > ?", [after]))

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────

    def put_entries(
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
        with self._database.write_transaction():
            self.vectors.require_stamp(stamp)
            changes = [self._rows.put_entry(new) for new in entries]
            self.vectors.store_vectors(vectors, only_used=True)
            if batch:
                ids = self._ids_of_keys([new.article.key for new in entries])
                self.batches.note_changes(batch, zip(ids, changes, strict=True))
        return changes

    def _ids_of_keys(self, keys: Sequence[str]) -> list[str]:
        """The id of the article that each key leads to, its own or one of the same content."""
        found = (self.sources.get_source(key) for key in keys)
        return [source.article_id if source else "" for source in found]

    def delete_articles(self, article_ids: Sequence[str]) -> int:
        """Delete articles with their sources, passages and vectors; how many there were."""
        with self._database.write_transaction():
            return sum(self._rows.remove_article(id_) for id_ in dict.fromkeys(article_ids))

    def refresh_derived(self) -> int:
        """Derive headers, hashes and versions anew; how many articles another Dateline derived otherwise."""
        with self._database.write_transaction():
            return sum(self._rows.refresh_article(id_) for id_ in self.list_ids())

    def forget_keys(self, keys: Iterable[str]) -> int:
        """Forget that articles came under these keys; one that no key is left for is deleted.

        Returns how many articles were deleted.
        """
        with self._database.write_transaction():
            return sum(self._rows.forget_key(key) for key in dict.fromkeys(keys))
