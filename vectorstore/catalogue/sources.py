"""Where articles came from: files and addresses, and which article each key led to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from vectorstore.sqlite.database import Database
from vectorstore.sqlite.records import format_now

_DOCUMENT_COLUMNS = "key, size, mtime_ns, sha256, etag, last_modified, parent, entry, first_seen, last_seen"
_SOURCE_COLUMNS = "key, article_id, document, first_seen, last_seen"
_ORIGIN_COLUMNS = "name, kind, title, since, first_read, last_read"
# A document with all that feeds and sitemaps led to from there
_BELOW = (
    "WITH RECURSIVE below(key) AS (SELECT ? UNION SELECT document.key FROM document JOIN below"
    " ON document.parent = below.key) SELECT count(*) FROM source JOIN below ON source.document = below.key"
)

Kind = Literal["file", "folder", "pattern", "page", "feed", "sitemap"]


@dataclass(frozen=True, slots=True)
class Origin:
    """What a person asked for, so that it can be read again."""

    name: str  # absolute path or pattern, or an address
    kind: Kind
    title: str | None = None  # of a feed
    since: str | None = None  # YYYY-MM-DD; older pages of it are left out
    first_read: str = ""  # ISO 8601, UTC; filled in by the catalogue
    last_read: str = ""


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A file or an address that was read; it may hold many articles."""

    key: str  # absolute path or address
    size: int | None = None  # bytes
    mtime_ns: int | None = None  # of the file
    sha256: str | None = None  # of its bytes, hex
    etag: str | None = None  # as the server sent it
    last_modified: str | None = None  # as the server sent it
    parent: str | None = None  # the feed or sitemap that led to it
    entry: str | None = None  # what that said of it, as a hash
    first_seen: str = ""  # ISO 8601, UTC; filled in by the catalogue
    last_seen: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One key an article came under; the same content under two keys has two of these."""

    key: str
    article_id: str
    document: str | None  # key of the SourceDocument it was read from
    first_seen: str  # ISO 8601, UTC
    last_seen: str


class Sources:
    """The sources of one catalogue. ``Catalog.put_entries`` writes them, ``Catalog.forget_keys`` removes them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get_source(self, key: str) -> Source | None:
        """The source with this key."""
        found = self._select_sources("WHERE key = ?", [key])
        return found[0] if found else None

    def list_of_article(self, article_id: str) -> list[Source]:
        """Every key this article came under, the oldest first."""
        return self._select_sources("WHERE article_id = ? ORDER BY first_seen, key", [article_id])

    def list_of_document(self, document: str) -> list[Source]:
        """Every key that was read from this file or address."""
        return self._select_sources("WHERE document = ? ORDER BY key", [document])

    def get_document(self, key: str) -> SourceDocument | None:
        """What is known of this file or address."""
        found = self._select_documents("WHERE key = ?", [key])
        return found[0] if found else None

    def list_documents(self, prefix: str = "") -> list[SourceDocument]:
        """Every file or address whose key begins with ``prefix`` (a folder, a host)."""
        return self._select_documents("WHERE substr(key, 1, ?) = ? ORDER BY key", [len(prefix), prefix])

    def record_document(self, document: SourceDocument, keys: Iterable[str] = ()) -> None:
        """Remember a document as it was read, and which keys came from it.

        ``first_seen`` of the document is kept if it is known already, ``last_seen`` is now.
        """
        moment = format_now()
        values = (
            document.key,
            document.size,
            document.mtime_ns,
            document.sha256,
            document.etag,
            document.last_modified,
            document.parent,
            document.entry,
            moment,
            moment,
        )
        with self._database.write_transaction() as connection:
            connection.execute(
                f"INSERT INTO document ({_DOCUMENT_COLUMNS}) VALUES ({', '.join('?' * len(values))})"
                " ON CONFLICT (key) DO UPDATE SET size = excluded.size, mtime_ns = excluded.mtime_ns,"
                " sha256 = excluded.sha256, etag = excluded.etag, last_modified = excluded.last_modified,"
                " parent = ifnull(excluded.parent, parent), entry = ifnull(excluded.entry, entry),"
                " last_seen = excluded.last_seen",
                values,
            )
            connection.executemany(
                "UPDATE source SET document = ?, last_seen = ? WHERE key = ?",
                [(document.key, moment, key) for key in keys],
            )

    def forget_document(self, key: str) -> None:
        """Forget a file or address; what came from it stays (see ``Catalog.forget_keys``)."""
        with self._database.write_transaction() as connection:
            connection.execute("DELETE FROM document WHERE key = ?", [key])

    def count_below(self, key: str) -> int:
        """How many articles came from a document, or from what a feed or sitemap led to."""
        return int(self._database.select_value(_BELOW, [key]))

    def list_origins(self) -> list[Origin]:
        """Everything that was asked for, the first asked for first; ``last_read`` says when it last went well."""
        rows = self._database.select_rows(f"SELECT {_ORIGIN_COLUMNS} FROM origin ORDER BY first_read, name")
        return [Origin(*row) for row in rows]

    def get_origin(self, name: str) -> Origin | None:
        """The origin with this name: an absolute path or pattern, or an address."""
        row = self._database.select_row(f"SELECT {_ORIGIN_COLUMNS} FROM origin WHERE name = ?", [name])
        return Origin(*row) if row else None

    def remember_origin(self, origin: Origin) -> None:
        """Remember what was asked for; ``first_read`` is kept if it is known already, ``last_read`` is now."""
        moment = format_now()
        with self._database.write_transaction() as connection:
            connection.execute(
                f"INSERT INTO origin ({_ORIGIN_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, since = excluded.since,"
                " title = ifnull(excluded.title, title), last_read = excluded.last_read",
                [origin.name, origin.kind, origin.title, origin.since, moment, moment],
            )

    def forget_origin(self, name: str) -> bool:
        """Ask for it no more; what came from it stays. False where nothing of this name is remembered."""
        with self._database.write_transaction() as connection:
            return connection.execute("DELETE FROM origin WHERE name = ?", [name]).rowcount > 0

    def _select_sources(self, where: str, values: Iterable[Any]) -> list[Source]:
        rows = self._database.select_rows(f"SELECT {_SOURCE_COLUMNS} FROM source {where}", values)
        return [Source(*row) for row in rows]

    def _select_documents(self, where: str, values: Iterable[Any]) -> list[SourceDocument]:
        rows = self._database.select_rows(f"SELECT {_DOCUMENT_COLUMNS} FROM document {where}", values)
        return [SourceDocument(*row) for row in rows]
