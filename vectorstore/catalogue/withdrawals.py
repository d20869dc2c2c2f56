"""What agencies withdrew, so that it does not come back with an older file."""

from __future__ import annotations

from datetime import datetime

from vectorstore.sqlite.database import Database


class Withdrawals:
    """The withdrawals of one catalogue; it outlives the articles that they took out."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, key: str, said_at: datetime | None, status: str) -> None:
        """Remember that the article with this key was withdrawn; ``status`` is canceled or withheld."""
        moment = said_at.isoformat() if said_at else None
        with self._database.write_transaction() as connection:
            connection.execute(
                "INSERT INTO withdrawal (key, said_at, status) VALUES (?, ?, ?) ON CONFLICT (key)"
                " DO UPDATE SET said_at = excluded.said_at, status = excluded.status",
                [key, moment, status],
            )

    def get(self, key: str) -> tuple[datetime | None, str] | None:
        """When the article with this key was withdrawn, where that is known, and its status; None if it was not."""
        row = self._database.select_row("SELECT said_at, status FROM withdrawal WHERE key = ?", [key])
        return (datetime.fromisoformat(row[0]) if row[0] else None, str(row[1])) if row else None

    def forget(self, key: str) -> None:
        """Take a withdrawal back: a newer version was published."""
        with self._database.write_transaction() as connection:
            connection.execute("DELETE FROM withdrawal WHERE key = ?", [key])
