"""A document as found, and what reading it yields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ingest.article import Article


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes, and what is known of where they came from."""

    key: str  # address or absolute path; "path!member" for a file inside an archive
    name: str  # file name or last part of the address, for messages and as a hint to the kind
    data: bytes
    url: str | None = None  # the address it was fetched from, if it was
    content_type: str | None = None  # what a server said it is
    modified: datetime | None = None  # of the file; never taken for a date of publication


@dataclass(frozen=True, slots=True)
class Problem:
    """One part of a document (a row, a member) that could not be read; the others go on."""

    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something a person should know of an article that was read, e.g. a date that cannot be."""

    key: str
    text: str


Outcome = Article | Problem | Note


class Read(Protocol):
    """The one interface of ``ingest/read``: raises ``errors.ReadError`` if nothing can be read."""

    def __call__(self, document: Document) -> Iterator[Outcome]:
        """Yield the articles of the document, and what went wrong or odd in its parts."""
        ...
