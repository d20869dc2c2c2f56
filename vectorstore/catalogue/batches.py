"""Imports, and what each did to which articles, so that one can be taken back."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from vectorstore.sqlite.database import Database
from vectorstore.sqlite.records import Change, format_now

_COLUMNS = (
    "id, name, made, taken_back,"
    " (SELECT count(*) FROM batch_article WHERE batch = id AND change = 'added'),"
    " (SELECT count(*) FROM batch_article WHERE batch = id AND change = 'updated')"
)

_KEPT = 1_000  # imports that can be taken back


@dataclass(frozen=True, slots=True)
class Batch:
    """One import. Articles that were deleted since are not counted."""

    id: str
    name: str  # what was asked for
    made: str  # ISO 8601, UTC
    taken_back: str | None  # when
    added: int  # articles
    updated: int


@dataclass(frozen=True, slots=True)
class Undoing:
    """What taking an import back means for its articles."""

    added: tuple[str, ...]  # ids of what it alone brought: these go
    shared: int  # what it added and another import brought too: these stay
    updated: int  # what it changed: these stay as they are


class Batches:
    """The imports of one catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin_batch(self, id_: str, name: str) -> None:
        """Note an import, or name one that has no name yet."""
        name = name[:200].encode("utf-8", "replace").decode()  # a file's name may hold half a character
        with self._database.write_transaction() as connection:
            connection.execute(
                "INSERT INTO batch (id, name, made) VALUES (?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE name = ''",
                [id_, name, format_now()],
            )
            connection.execute(
                "DELETE FROM batch WHERE id NOT IN (SELECT id FROM batch ORDER BY rowid DESC LIMIT ?)",
                [_KEPT],
            )

    def note_changes(self, id_: str, changes: Iterable[tuple[str, Change]]) -> None:
        """Note what an import did to articles; of each, the first thing it did counts."""
        with self._database.write_transaction() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO batch (id, name, made) VALUES (?, '', ?)", [id_, format_now()]
            )
            connection.executemany(
                "INSERT OR IGNORE INTO batch_article (batch, article_id, change)"
                " SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM article WHERE id = ?2)",
                [(id_, article, change) for article, change in changes],
            )

    def note_keys(self, id_: str, keys: Iterable[str]) -> None:
        """Note that an import found the articles of these keys as it brought them."""
        with self._database.write_transaction() as connection:
            found = [
                connection.execute("SELECT article_id FROM source WHERE key = ?", [key]).fetchone()
                for key in keys
            ]
            self.note_changes(id_, [(row[0], "unchanged") for row in found if row])

    def read_batch(self, id_: str) -> Batch | None:
        """The import with this id."""
        row = self._database.select_row(f"SELECT {_COLUMNS} FROM batch WHERE id = ?", [id_])
        return Batch(*row) if row else None

    def list_batches(self, limit: int = 50) -> list[Batch]:
        """The imports, the newest first."""
        rows = self._database.select_rows(
            f"SELECT {_COLUMNS} FROM batch ORDER BY made DESC, rowid DESC LIMIT ?", [limit]
        )
        return [Batch(*row) for row in rows]

    def filter_taken_back(self, ids: Collection[str]) -> set[str]:
        """Those of the imports that are taken back."""
        rows = self._database.select_rows(
            "SELECT id FROM batch WHERE taken_back IS NOT NULL AND id IN (SELECT value FROM json_each(?))",
            [json.dumps(list(ids))],
        )
        return {row[0] for row in rows}

    def plan_undoing(self, id_: str) -> Undoing:
        """What taking an import back would do."""
        rows = self._database.select_rows(
            "SELECT article_id, change, EXISTS (SELECT 1 FROM batch_article AS other JOIN batch ON batch.id ="
            " other.batch WHERE other.article_id = mine.article_id AND other.batch <> mine.batch"
            " AND batch.taken_back IS NULL) FROM batch_article AS mine WHERE batch = ?",
            [id_],
        )
        added = [(article, shared) for article, change, shared in rows if change == "added"]
        return Undoing(
            tuple(article for article, shared in added if not shared),
            sum(bool(shared) for _, shared in added),
            sum(change == "updated" for _, change, _ in rows),
        )

    def mark_taken_back(self, id_: str, *, taken_back: bool) -> None:
        """Note that an import is taken back, or is not after all."""
        self.begin_batch(id_, "")
        with self._database.write_transaction() as connection:
            connection.execute(
                "UPDATE batch SET taken_back = ? WHERE id = ?", [format_now() if taken_back else None, id_]
            )
