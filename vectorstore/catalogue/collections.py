"""Collections: named sets of articles that a person puts together."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from errors import StoreError
from vectorstore.sqlite.database import Database
from vectorstore.sqlite.records import format_now
from vectorstore.types import fold_name

LONGEST_NAME = 80  # characters


@dataclass(frozen=True, slots=True)
class Collection:
    """One collection, and how many articles are in it."""

    name: str
    articles: int


class Collections:
    """The collections of one catalogue; an article may be in several.

    Names are compared without case. An article that changes stays in; one that is deleted leaves.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def list_all(self) -> list[Collection]:
        """Every collection, also the empty ones, by name."""
        rows = self._database.select_rows(
            "SELECT name, count(article_id) FROM collection LEFT JOIN collected ON collection_id = id"
            " GROUP BY id ORDER BY name_folded"
        )
        return [Collection(*row) for row in rows]

    def list_of(self, article_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The names of the collections that each of the articles is in; those in none are left out."""
        rows = self._database.select_rows(
            "SELECT article_id, name FROM collected JOIN collection ON id = collection_id"
            " WHERE article_id IN (SELECT value FROM json_each(?)) ORDER BY name_folded",
            [json.dumps(list(article_ids))],
        )
        found: dict[str, tuple[str, ...]] = {}
        for article_id, name in rows:
            found[article_id] = (*found.get(article_id, ()), name)
        return found

    def put_into(self, name: str, article_ids: Iterable[str] = ()) -> int:
        """Put articles into a collection, made if it is not there; how many were not in it before.

        Ids of no article are passed over. Raises StoreError if the name is empty or too long.
        """
        name = " ".join(name.split())
        if not 0 < len(name) <= LONGEST_NAME:
            raise StoreError(
                f"A collection's name has 1 to {LONGEST_NAME} characters; this one has {len(name)}."
            )
        with self._database.write_transaction() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO collection (name, name_folded, made) VALUES (?, ?, ?)",
                [name, fold_name(name), format_now()],
            )
            return connection.execute(
                "INSERT OR IGNORE INTO collected SELECT collection.id, article.id FROM collection, article"
                " WHERE name_folded = ? AND article.id IN (SELECT value FROM json_each(?))",
                [fold_name(name), json.dumps(list(article_ids))],
            ).rowcount

    def take_out(self, name: str, article_ids: Iterable[str]) -> int:
        """Take articles out of a collection; how many were in it."""
        with self._database.write_transaction() as connection:
            return connection.execute(
                "DELETE FROM collected WHERE collection_id = (SELECT id FROM collection WHERE name_folded = ?)"
                " AND article_id IN (SELECT value FROM json_each(?))",
                [fold_name(name), json.dumps(list(article_ids))],
            ).rowcount

    def delete_collection(self, name: str) -> bool:
        """Delete a collection, not its articles; whether there was one."""
        with self._database.write_transaction() as connection:
            return bool(
                connection.execute("DELETE FROM collection WHERE name_folded = ?", [fold_name(name)]).rowcount
            )

    def hand_over(self, leaving: str, heir: str) -> None:
        """Let one article take another's place in all its collections."""
        with self._database.write_transaction() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO collected SELECT collection_id, ? FROM collected WHERE article_id = ?",
                [heir, leaving],
            )
