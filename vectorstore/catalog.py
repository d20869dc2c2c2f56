"""The record of truth: articles, their passages, where they came from, and the log of changes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ingest.article import Article, Passage
from vectorstore.database import Database
from vectorstore.passages import Filter
from vectorstore.query import filter_sql, page_sql
from vectorstore.records import (
    ARTICLE_COLUMNS,
    ROW_COLUMNS,
    ArticlePage,
    Change,
    Entry,
    article_from_row,
    article_values,
    derived_values,
    entry,
    folded_tags,
    library_row,
    now,
)
from vectorstore.sources import Sources
from vectorstore.vectors import Stamp, Vectors

Sort = Literal["title", "outlet", "published", "added"]


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
        self.sources = Sources(self._database)
        self.vectors = Vectors(self._database)

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
        wanted = json.dumps(list(article_ids))
        cuts: dict[str, list[tuple[int, int, int, str | None, str]]] = {}
        with self._database.reading() as connection:
            articles = connection.execute(
                f"SELECT id, content_hash, version, text, {ARTICLE_COLUMNS} FROM article"
                " JOIN body ON article_id = id WHERE id IN (SELECT value FROM json_each(?))",
                [wanted],
            ).fetchall()
            for id_, *cut in connection.execute(
                'SELECT article_id, ordinal, start, "end", heading, text_hash FROM passage'
                " WHERE article_id IN (SELECT value FROM json_each(?)) ORDER BY article_id, ordinal",
                [wanted],
            ):
                cuts.setdefault(id_, []).append((cut[0], cut[1], cut[2], cut[3], cut[4]))
        found = {}
        for id_, content, version, text, *values in articles:
            passages = tuple(
                Passage(id_, ordinal, start, end, text[start:end], heading)
                for ordinal, start, end, heading, _ in cuts.get(id_, [])
            )
            hashes = tuple(cut[4] for cut in cuts.get(id_, []))
            found[id_] = Entry(article_from_row(values, text), passages, hashes, content, version)
        return found

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

    def content_hashes(self, keys: Iterable[str] | None = None) -> dict[str, str]:
        """``Article.content_hash`` of what is stored under each key, or under each of ``keys``."""
        sql = "SELECT source.key, content_hash FROM source JOIN article ON id = article_id"
        if keys is None:
            return dict(self._database.rows(sql))
        values = [json.dumps(list(keys))]
        return dict(
            self._database.rows(f"{sql} WHERE source.key IN (SELECT value FROM json_each(?))", values)
        )

    def id_of_content(self, content_hash: str) -> str | None:
        """The id of the article with this content, the oldest if there are several."""
        found: str | None = self._database.value(
            "SELECT id FROM article WHERE content_hash = ? ORDER BY added, id", [content_hash]
        )
        return found

    def outlets(self) -> list[tuple[str, int]]:
        """Each outlet, as most of its articles write it, and its number of articles; the largest first."""
        return [
            (name, count)
            for name, count in self._database.rows(
                "SELECT outlet, sum(n) FROM (SELECT outlet, outlet_folded, count(*) AS n FROM article"
                " WHERE outlet_folded <> '' GROUP BY outlet ORDER BY n)"
                " GROUP BY outlet_folded ORDER BY sum(n) DESC, outlet_folded"
            )
        ]

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
    ) -> list[Change]:
        """Store articles, passages, vectors and log rows in one transaction; what changed, in order.

        An article whose content is stored already under another key only adds a source.
        Raises EmbedderMismatchError if the index bears another stamp.
        """
        with self._database.writing() as connection:
            self.vectors.require(stamp)
            changes = [self._put(connection, entry) for entry in entries]
            self.vectors.store(vectors, only_used=True)
        return changes

    def delete(self, article_ids: Sequence[str]) -> int:
        """Delete articles with their sources, passages and vectors; how many there were."""
        with self._database.writing() as connection:
            return sum(self._remove(connection, id_) for id_ in dict.fromkeys(article_ids))

    def forget(self, keys: Iterable[str]) -> int:
        """Forget that articles came under these keys; one that no key is left for is deleted.

        Returns how many articles were deleted.
        """
        deleted = 0
        with self._database.writing() as connection:
            for key in keys:
                source = self.sources.get(key)
                if source is not None:
                    connection.execute("DELETE FROM source WHERE key = ?", [key])
                    deleted += self._release(connection, key, source.article_id)
        return deleted

    def _put(self, connection: sqlite3.Connection, new: Entry) -> Change:
        key, content = new.article.key, new.content_hash
        source = self.sources.get(key)
        if source is not None:
            stored = connection.execute(
                "SELECT content_hash, version, key FROM article WHERE id = ?", [source.article_id]
            ).fetchone()
            if stored[0] == content and (stored[1] == new.version or stored[2] != key):
                self._see(connection, key, source.article_id)
                return "unchanged"
        twin = self.id_of_content(content)
        if twin is not None and twin != new.article.id:
            self._see(connection, key, twin)
            if source is None:
                return "unchanged"
            self._release(connection, key, source.article_id)
            return "updated"
        if source is not None and source.article_id == new.article.id:
            self._hand_over(connection, source.article_id, key)
        self._write(connection, new)
        self._see(connection, key, new.article.id)
        return "updated" if source is not None else "added"

    def _see(self, connection: sqlite3.Connection, key: str, article_id: str) -> None:
        moment = now()
        connection.execute(
            "INSERT INTO source (key, article_id, first_seen, last_seen) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (key) DO UPDATE"
            " SET article_id = excluded.article_id, last_seen = excluded.last_seen",
            [key, article_id, moment, moment],
        )

    def _release(self, connection: sqlite3.Connection, key: str, article_id: str) -> int:
        """After ``key`` left the article: delete it if that was its last key; how many were deleted."""
        if not self.sources.of_article(article_id):
            return self._remove(connection, article_id)
        own = connection.execute("SELECT key FROM article WHERE id = ?", [article_id]).fetchone()
        if own and own[0] == key and self._hand_over(connection, article_id, key):
            self._remove(connection, article_id)
        return 0

    def _hand_over(self, connection: sqlite3.Connection, id: str, leaving: str) -> bool:
        """Give the content, which other keys still hold, to the oldest of them; False if none do."""
        others = [source for source in self.sources.of_article(id) if source.key != leaving]
        if not others:
            return False
        heir = others[0].key
        old = self.entries([id])[id]
        article = replace(old.article, key=heir)
        passages = [replace(passage, article_id=article.id) for passage in old.passages]
        self._write(connection, entry(article, passages))
        connection.execute(
            "UPDATE source SET article_id = ? WHERE article_id = ? AND key <> ?", [article.id, id, leaving]
        )
        return True

    def _write(self, connection: sqlite3.Connection, new: Entry) -> None:
        id_, moment = new.article.id, now()
        values = dict(zip(ARTICLE_COLUMNS.split(", "), article_values(new.article), strict=True))
        values |= derived_values(new.article)
        values |= {"id": id_, "content_hash": new.content_hash, "version": new.version}
        values |= {"passages": len(new.passages), "added": moment, "changed": moment}
        kept = ", ".join(f"{name} = excluded.{name}" for name in values if name not in ("id", "added"))
        connection.execute(
            f"INSERT INTO article ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})"
            f" ON CONFLICT (id) DO UPDATE SET {kept}",
            list(values.values()),
        )
        connection.execute("INSERT OR REPLACE INTO body VALUES (?, ?)", [id_, new.article.text])
        connection.execute("DELETE FROM tag WHERE article_id = ?", [id_])
        connection.executemany(
            "INSERT OR IGNORE INTO tag VALUES (?, ?)", [(tag, id_) for tag in folded_tags(new.article)]
        )
        old = connection.execute("SELECT text_hash FROM passage WHERE article_id = ?", [id_]).fetchall()
        connection.execute("DELETE FROM passage WHERE article_id = ?", [id_])
        connection.executemany(
            "INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?)",
            [
                (id_, passage.ordinal, passage.start, passage.end, passage.heading, hash_)
                for passage, hash_ in zip(new.passages, new.text_hashes, strict=True)
            ],
        )
        self.vectors.prune(row[0] for row in old)
        self._log(connection, id_, "put")

    def _remove(self, connection: sqlite3.Connection, id: str) -> int:
        hashes = connection.execute("SELECT text_hash FROM passage WHERE article_id = ?", [id]).fetchall()
        if not connection.execute("DELETE FROM article WHERE id = ?", [id]).rowcount:
            return 0
        self.vectors.prune(row[0] for row in hashes)
        self._log(connection, id, "delete")
        return 1

    def _log(self, connection: sqlite3.Connection, article_id: str, kind: str) -> None:
        connection.execute(
            "INSERT OR REPLACE INTO change (article_id, kind) VALUES (?, ?)", [article_id, kind]
        )
