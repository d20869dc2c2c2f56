"""The rows of one article: written, replaced, handed over and removed together."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from news.article import Passage
from vectorstore.catalogue.collections import Collections
from vectorstore.catalogue.sources import Sources
from vectorstore.catalogue.stories import Stories
from vectorstore.catalogue.vectors import Vectors
from vectorstore.sqlite.database import Database
from vectorstore.sqlite.records import (
    ARTICLE_COLUMNS,
    Change,
    Entry,
    derive_values,
    fold_tags,
    format_now,
    list_article_values,
    make_entry,
    read_article_row,
)


class ArticleRows:
    """Articles with all that hangs on them. Whoever writes begins a transaction first.

    It holds that every article has a source under its own key, and no two articles the same content.
    """

    def __init__(
        self,
        database: Database,
        sources: Sources,
        vectors: Vectors,
        collections: Collections,
        stories: Stories,
    ) -> None:
        self._database = database
        self._sources = sources
        self._vectors = vectors
        self._stories = stories
        self._collections = collections

    def read_entries(self, article_ids: Iterable[str]) -> dict[str, Entry]:
        """Those of the articles that exist, with their passages, by id, all as of one moment."""
        wanted = json.dumps(list(article_ids))
        cuts: dict[str, list[tuple[int, int, int, str | None, str]]] = {}
        with self._database.read_transaction() as connection:
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
            found[id_] = Entry(read_article_row(values, text), passages, hashes, content, version)
        return found

    def find_content_id(self, content_hash: str) -> str | None:
        """The id of the article with this content."""
        found: str | None = self._database.select_value(
            "SELECT id FROM article WHERE content_hash = ? ORDER BY added, id", [content_hash]
        )
        return found

    def forget_key(self, key: str) -> int:
        """Forget that an article came under ``key``; how many were deleted, as no key was left."""
        source = self._sources.get_source(key)
        if source is None:
            return 0
        self._run_statement("DELETE FROM source WHERE key = ?", [key])
        return self._release_key(key, source.article_id)

    def put_entry(self, new: Entry) -> Change:
        """Store an article in place of its old self; under another key's content it only adds a source."""
        key, content = new.article.key, new.content_hash
        source = self._sources.get_source(key)
        if source is not None:
            stored = self._run_statement(
                "SELECT content_hash, version, key FROM article WHERE id = ?", [source.article_id]
            ).fetchone()
            if stored[0] == content and (stored[1] == new.version or stored[2] != key):
                self._see_key(key, source.article_id)
                return "unchanged"
        twin = self.find_content_id(content)
        if twin is not None and twin != new.article.id:
            self._see_key(key, twin)
            if source is None:
                return "unchanged"
            self._release_key(key, source.article_id)
            return "updated"
        if source is not None and source.article_id == new.article.id:
            self._hand_over(source.article_id, key)
        self._write_entry(new)
        self._see_key(key, new.article.id)
        return "updated" if source is not None else "added"

    def refresh_article(self, id: str) -> bool:
        """Write an article again if what is derived from it would be different today; whether it was."""
        old = self.read_entries([id]).get(id)
        if old is None or (new := make_entry(old.article, old.passages)) == old:
            return False
        self._write_entry(new)
        return True

    def _see_key(self, key: str, article_id: str) -> None:
        moment = format_now()
        self._run_statement(
            "INSERT INTO source (key, article_id, first_seen, last_seen) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (key) DO UPDATE"
            " SET article_id = excluded.article_id, last_seen = excluded.last_seen",
            [key, article_id, moment, moment],
        )

    def _release_key(self, key: str, article_id: str) -> int:
        """After ``key`` left the article: delete it if that was its last key; how many were deleted."""
        if not self._sources.list_of_article(article_id):
            return self.remove_article(article_id)
        own = self._run_statement("SELECT key FROM article WHERE id = ?", [article_id]).fetchone()
        if own and own[0] == key and self._hand_over(article_id, key):
            self.remove_article(article_id)
        return 0

    def _hand_over(self, id: str, leaving: str) -> bool:
        """Give the content, which other keys still hold, to the oldest of them; False if none do."""
        others = [source for source in self._sources.list_of_article(id) if source.key != leaving]
        if not others:
            return False
        heir = others[0].key
        old = self.read_entries([id])[id]
        article = replace(old.article, key=heir)
        passages = [replace(passage, article_id=article.id) for passage in old.passages]
        self._write_entry(make_entry(article, passages))
        self._run_statement(
            "UPDATE source SET article_id = ? WHERE article_id = ? AND key <> ?", [article.id, id, leaving]
        )
        self._collections.hand_over(id, article.id)
        return True

    def _write_entry(self, new: Entry) -> None:
        id_, moment = new.article.id, format_now()
        values = dict(zip(ARTICLE_COLUMNS.split(", "), list_article_values(new.article), strict=True))
        values |= derive_values(new.article)
        values |= {"id": id_, "content_hash": new.content_hash, "version": new.version}
        values |= {"passages": len(new.passages), "added": moment, "changed": moment}
        kept = ", ".join(f"{name} = excluded.{name}" for name in values if name not in ("id", "added"))
        self._run_statement(
            f"INSERT INTO article ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})"
            f" ON CONFLICT (id) DO UPDATE SET {kept}",
            list(values.values()),
        )
        body = self._run_statement("SELECT text FROM body WHERE article_id = ?", [id_]).fetchone()
        self._run_statement("INSERT OR REPLACE INTO body VALUES (?, ?)", [id_, new.article.text])
        if body is None or body[0] != new.article.text:
            self._stories.place_article(id_, new.article.text)
        self._run_statement("DELETE FROM tag WHERE article_id = ?", [id_])
        self._run_many(
            "INSERT OR IGNORE INTO tag VALUES (?, ?)", [(tag, id_) for tag in fold_tags(new.article)]
        )
        old = self._run_statement("SELECT text_hash FROM passage WHERE article_id = ?", [id_]).fetchall()
        self._run_statement("DELETE FROM passage WHERE article_id = ?", [id_])
        self._run_many(
            "INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?)",
            [
                (id_, passage.ordinal, passage.start, passage.end, passage.heading, hash_)
                for passage, hash_ in zip(new.passages, new.text_hashes, strict=True)
            ],
        )
        self._vectors.prune_unused(row[0] for row in old)
        self._log_change(id_, "put")

    def remove_article(self, id: str) -> int:
        """Delete an article with its sources, passages and vectors, and log it; how many there were."""
        hashes = self._run_statement("SELECT text_hash FROM passage WHERE article_id = ?", [id]).fetchall()
        self._stories.remove_from_story(id)
        if not self._run_statement("DELETE FROM article WHERE id = ?", [id]).rowcount:
            return 0
        self._vectors.prune_unused(row[0] for row in hashes)
        self._log_change(id, "delete")
        return 1

    def _log_change(self, article_id: str, kind: str) -> None:
        self._run_statement(
            "INSERT OR REPLACE INTO change (article_id, kind) VALUES (?, ?)", [article_id, kind]
        )

    def _run_statement(self, sql: str, values: Iterable[Any]) -> sqlite3.Cursor:
        return self._database.connect().execute(sql, tuple(values))

    def _run_many(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        self._database.connect().executemany(sql, rows)
