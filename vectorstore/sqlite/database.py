"""Connections to the catalogue's SQLite file: one per thread, and errors a person can act on."""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from errors import StoreError
from vectorstore.sqlite.schema import migrate_catalogue

_BUSY_SECONDS = 60.0  # how long a writer waits for another program's transaction


class _Connection(sqlite3.Connection):
    """A connection that can be weakly referenced, so that it closes with its thread."""


class Database:
    """The catalogue's file, usable from many threads and many processes at once.

    WAL keeps readers and the one writer out of each other's way. Raises StoreError where SQLite fails.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._open: weakref.WeakSet[_Connection] = weakref.WeakSet()
        self._open_lock = threading.Lock()
        self._closed = False
        with self.translate_errors():
            path.parent.mkdir(parents=True, exist_ok=True)
            migrate_catalogue(self.connect())

    def connect(self) -> sqlite3.Connection:
        """This thread's connection."""
        if self._closed:
            raise StoreError(f"The catalogue {self.path} is closed; open the index again.")
        found: _Connection | None = getattr(self._local, "connection", None)
        if found is None:
            found = sqlite3.connect(
                self.path,
                timeout=_BUSY_SECONDS,
                isolation_level=None,  # transactions are begun by hand
                check_same_thread=False,  # so that close() can close them all
                factory=_Connection,
            )
            found.execute("PRAGMA foreign_keys = ON")
            found.execute("PRAGMA synchronous = NORMAL")  # in WAL a killed process loses nothing
            with self._open_lock:
                self._open.add(found)
            self._local.connection = found
        return found

    def select_rows(self, sql: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows that ``sql`` yields."""
        with self.translate_errors():
            return self.connect().execute(sql, tuple(values)).fetchall()

    def select_row(self, sql: str, values: Iterable[Any] = ()) -> tuple[Any, ...] | None:
        """The first row that ``sql`` yields, or None."""
        with self.translate_errors():
            found: tuple[Any, ...] | None = self.connect().execute(sql, tuple(values)).fetchone()
            return found

    def select_value(self, sql: str, values: Iterable[Any] = ()) -> Any:
        """The first column of the first row, or None."""
        row = self.select_row(sql, values)
        return row[0] if row else None

    @contextmanager
    def write_transaction(self) -> Iterator[sqlite3.Connection]:
        """One write transaction: all of it is stored, or nothing."""
        with self._run_transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def writing_through(self) -> Iterator[sqlite3.Connection]:
        """One write transaction that is on the disk, not only in the system's cache, once this returns."""
        with self.translate_errors():
            connection = self.connect()
            assert not connection.in_transaction  # SQLite changes this between transactions alone
            connection.execute("PRAGMA synchronous = FULL")
            try:
                with self.write_transaction() as writing:
                    yield writing
            finally:
                connection.execute("PRAGMA synchronous = NORMAL")

    @contextmanager
    def read_transaction(self) -> Iterator[sqlite3.Connection]:
        """One read transaction: everything in it is read as of one moment."""
        with self._run_transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def _run_transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        with self.translate_errors():
            connection = self.connect()
            if connection.in_transaction:  # nested: part of the outer one
                yield connection
                return
            connection.execute(begin)
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def translate_errors(self) -> Iterator[None]:
        """Turns SQLite's and the file system's errors into StoreError."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise StoreError(
                f"Cannot use the catalogue {self.path}: {error}. {_advise_on_error(str(error))}"
            ) from error

    def close(self) -> None:
        """Close every thread's connection; safe to call twice."""
        self._closed = True
        with self._open_lock:
            for connection in list(self._open):
                connection.close()
            self._open.clear()


def _advise_on_error(error: str) -> str:
    if "full" in error or "No space" in error:
        return "Free some disk space; nothing that was stored is lost."
    if "locked" in error or "busy" in error:
        return "Another program has been writing to it for a minute; wait for it to end and try again."
    if "malformed" in error or "not a database" in error:
        return "The file is damaged: restore it from a backup, or remove it and ingest the articles again."
    return "Check that the folder can be written to, or set DATELINE_DATA to one that can."
