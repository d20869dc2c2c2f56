"""A document as found, and what reading it yields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from news.article import Article


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes, and what is known of where they came from."""

    key: str  # address or absolute path; "path!member" for a file inside an archive
    name: str  # file name or last part of the address, for messages and as a hint to the kind
    data: bytes
    url: str | None = None  # the address it was fetched from, if it was
    content_type: str | None = None  # what a server said it is
    follow: bool = False  # whether a feed or a sitemap gives links, to be fetched, in place of its own text
    recognise: int = (
        0  # pictures of pages whose text may be recognised, which takes long; 0: they are reported
    )


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


@dataclass(frozen=True, slots=True)
class Scan:
    """Pictures of pages, whose text has still to be recognised: the document is read again for that."""

    key: str
    pages: int


@dataclass(frozen=True, slots=True)
class Link:
    """An article, or a further sitemap, that a feed or a sitemap points at."""

    url: str  # http(s)
    title: str = ""
    published: datetime | None = None
    changed: datetime | None = None  # when it last changed, where the list says so
    is_sitemap: bool = False
    entry: Article | None = None  # what the feed itself says of the article, with the text it carries
    whole: bool = False  # whether that text is the article and not a teaser
    mark: str = ""  # hash of what the list says; the same again: nothing changed. Empty where it says nothing

    @property
    def key(self) -> str:
        """The name of what it leads to, as for every outcome."""
        return self.url


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What an agency says of an article of its own: that it must not, or not yet, be published."""

    key: str  # of the article, as its earlier versions have it
    title: str
    until: datetime | None = None  # the end of an embargo; None: canceled or withheld for good
    at: datetime | None = None  # when the agency said so
    status: str = "canceled"  # or withheld, embargoed


@dataclass(frozen=True, slots=True)
class AddressList:
    """A document that holds no articles but addresses of some."""

    key: str
    name: str  # what wrote it, e.g. "Pocket"
    urls: tuple[str, ...]  # http(s), each once


@dataclass(frozen=True, slots=True)
class DateOrder:
    """What a page shows of the order in which its outlet writes day and month in figures."""

    key: str  # of the page's article
    day_first: bool | None = None  # None: nothing on the page tells
    readings: tuple[datetime, datetime] | None = (
        None  # when it was published, day first and month first, where that rests on the order
    )


Outcome = Article | Problem | Note | Link | Scan | Withdrawal | AddressList | DateOrder
