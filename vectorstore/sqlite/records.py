"""Articles and passages as rows of the catalogue, and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from errors import StoreError
from news.article import Article, Heading, Passage
from vectorstore.types import fold_name, make_embedded_text, number_day

Change = Literal["added", "updated", "unchanged"]

ARTICLE_COLUMNS = (
    "key, title, url, outlet, authors, published, updated, language, section, tags, deck, headings, source_id, page,"
    " confidence, unsure"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """An article with the passages it is cut into, as stored."""

    article: Article
    passages: tuple[Passage, ...]
    text_hashes: tuple[str, ...]  # one per passage, of the text that is embedded
    content_hash: str  # Article.content_hash
    version: str  # changes with the content and with how it is cut


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One line of the library."""

    id: str
    key: str
    title: str
    outlet: str | None
    published: datetime | None
    url: str | None
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    language: str | None
    section: str | None
    passages: int
    added: datetime  # UTC
    changed: datetime  # UTC


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """Some lines of the library, and how many there are in all."""

    rows: tuple[ArticleRow, ...]
    total: int


ROW_COLUMNS = (
    "id, key, title, outlet, published, url, authors, tags, language, section, passages, added, changed"
)


def hash_text(text: str) -> str:
    """The name under which a text's vector is kept: 128 bits of its SHA-256, in hex."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:32]


def make_entry(article: Article, passages: Sequence[Passage]) -> Entry:
    """Article and passages, checked against each other.

    Raises StoreError if a passage is not a slice of the article, or a text cannot be written as UTF-8.
    """
    for ordinal, passage in enumerate(passages):
        if (
            passage.article_id != article.id
            or passage.ordinal != ordinal
            or not 0 <= passage.start < passage.end <= len(article.text)
            or article.text[passage.start : passage.end] != passage.text
        ):
            raise StoreError(
                f"Passage {passage.id} ({passage.start}:{passage.end}) is not passage {ordinal} of article"
                f" {article.key!r}: split the article again."
            )
    try:
        hashes = tuple(hash_text(make_embedded_text(article, passage)) for passage in passages)
        (article.text + json.dumps(list_article_values(article), ensure_ascii=False)).encode("utf-8")
    except UnicodeEncodeError as error:
        raise StoreError(
            f"Article {article.key!r} holds half a character (U+{ord(error.object[error.start]):04X}) at"
            f" {error.start}: decode the document with its right encoding."
        ) from error
    cuts = [(passage.start, passage.end, passage.heading) for passage in passages]
    content = article.content_hash
    version = hashlib.sha256(f"{content}{json.dumps(cuts)}".encode()).hexdigest()[:32]
    return Entry(article, tuple(passages), hashes, content, version)


def list_article_values(article: Article) -> list[Any]:
    """The values of ``ARTICLE_COLUMNS``."""
    return [
        article.key,
        article.title,
        article.url,
        article.outlet,
        json.dumps(article.authors, ensure_ascii=False),
        article.published.isoformat() if article.published else None,
        article.updated.isoformat() if article.updated else None,
        article.language,
        article.section,
        json.dumps(article.tags, ensure_ascii=False),
        article.deck,
        json.dumps([(heading.start, heading.text) for heading in article.headings], ensure_ascii=False),
        article.source_id,
        article.page,
        article.confidence,
        json.dumps(article.unsure),
    ]


def derive_values(article: Article) -> dict[str, Any]:
    """The columns that exist for sorting, filtering and searching the library."""
    searched = " ".join([article.title, article.outlet or "", *article.authors, *article.tags])
    return {
        "title_folded": article.title.strip().casefold(),
        "outlet_folded": fold_name(article.outlet or ""),
        "published_day": number_day(article.published.date()) if article.published else None,
        "published_at": _to_seconds(article.published),
        "searched": searched.casefold(),
    }


def read_article_row(row: Sequence[Any], text: str) -> Article:
    """An article from the values of ``ARTICLE_COLUMNS`` and its body."""
    facts = dict(zip(ARTICLE_COLUMNS.split(", "), row, strict=True))
    return Article(
        key=facts["key"],
        title=facts["title"],
        text=text,
        url=facts["url"],
        outlet=facts["outlet"],
        authors=tuple(json.loads(facts["authors"])),
        published=_parse_time(facts["published"]),
        updated=_parse_time(facts["updated"]),
        language=facts["language"],
        section=facts["section"],
        tags=tuple(json.loads(facts["tags"])),
        deck=facts["deck"],
        headings=tuple(Heading(start, heading) for start, heading in json.loads(facts["headings"])),
        source_id=facts["source_id"],
        page=facts["page"],
        confidence=facts["confidence"],
        unsure=tuple((start, end) for start, end in json.loads(facts["unsure"])),
    )


def read_library_row(row: Sequence[Any]) -> ArticleRow:
    """A line of the library from the values of ``ROW_COLUMNS``."""
    id_, key, title, outlet, published, url, authors, tags, language, section, passages, added, changed = row
    return ArticleRow(
        id=id_,
        key=key,
        title=title,
        outlet=outlet,
        published=_parse_time(published),
        url=url,
        authors=tuple(json.loads(authors)),
        tags=tuple(json.loads(tags)),
        language=language,
        section=section,
        passages=passages,
        added=datetime.fromisoformat(added),
        changed=datetime.fromisoformat(changed),
    )


def fold_tags(article: Article) -> list[str]:
    """The article's tags as they are compared, each once."""
    return sorted({fold_name(tag) for tag in article.tags})


def format_now() -> str:
    """The present moment as the catalogue writes it."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _parse_time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _to_seconds(moment: datetime | None) -> float | None:
    if moment is None:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()
