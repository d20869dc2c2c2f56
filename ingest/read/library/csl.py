"""CSL-JSON, what Zotero, Mendeley and pandoc exchange."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Outcome
from ingest.read.library.reference import Reference, iso_day, language_code, read_references

_TYPES = {
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter",
    "classic", "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event", "figure",
    "graphic", "hearing", "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture",
    "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical", "personal_communication",
    "post", "post-weblog", "regulation", "report", "review", "review-book", "software", "song", "speech", "standard",
    "thesis", "treaty", "webpage",
}  # fmt: skip


def holds_csl(content: Any) -> bool:
    """Whether parsed JSON is a list of works in CSL."""
    works = _works(content)
    return (
        bool(works)
        and all(work.get("type") in _TYPES for work in works[:20])
        and any(isinstance(work.get("issued"), dict) or "container-title" in work for work in works[:20])
    )


def read_csl(document: Document, content: Any, allowance: ReadingAllowance) -> Iterator[Outcome]:
    """Read every work that has an abstract. Raises ReadError if none has."""
    yield from read_references(document, [_reference(work) for work in _works(content)], allowance)


def _works(content: Any) -> list[dict[str, Any]]:
    rows = content.get("items") if isinstance(content, dict) and "items" in content else content
    rows = rows if isinstance(rows, list) else [rows]
    return [row for row in rows if isinstance(row, dict)]


def _reference(work: dict[str, Any]) -> Reference:
    stated_day = work.get("issued")
    issued: dict[str, Any] = stated_day if isinstance(stated_day, dict) else {}
    parts = (issued.get("date-parts") or [[]])[0] or []
    stated = issued.get("raw") or issued.get("literal") or ""
    keywords = work.get("keyword") or work.get("categories") or ""
    return Reference(
        {
            "title": work.get("title"),
            "outlet": work.get("container-title") or work.get("collection-title") or work.get("publisher"),
            "authors": [_name(each) for each in work.get("author") or [] if isinstance(each, dict)],
            "published": iso_day(*[str(part) for part in parts[:3]]) if len(parts) >= 3 else str(stated),
            "section": work.get("section"),
            "tags": keywords if isinstance(keywords, list) else str(keywords),
            "language": language_code(work.get("language")),
            "url": work.get("URL"),
        },
        str(work.get("abstract") or work.get("annote") or ""),
        str(work.get("id") or ""),
    )


def _name(person: dict[str, Any]) -> str:
    parts = (person.get("given"), person.get("non-dropping-particle"), person.get("family"))
    return str(person.get("literal") or " ".join(str(part) for part in parts if part))
