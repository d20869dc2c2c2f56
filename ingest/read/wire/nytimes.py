"""The New York Times' Article Search API: rows with headline, first paragraph and address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import AddressList, Document, Note, Outcome, Problem
from ingest.facts.fields import build_article_from_fields
from ingest.read.wire.item import people_of


def holds_nytimes(content: Any) -> bool:
    """Whether parsed JSON is an answer of that interface, or the list of its documents."""
    return any(True for _ in _documents(content))


def read_nytimes(document: Document, content: Any, allowance: ReadingAllowance) -> Iterator[Outcome]:
    """Each document with the text that the interface gives, its first paragraph; LimitError for too many."""
    rows = list(_documents(content))
    urls = [str(row["web_url"]) for row in rows]
    for row in rows:
        allowance.take_member()
        headline, byline = row["headline"], row.get("byline") or {}
        text = _words(row.get("lead_paragraph")) or _words(row.get("abstract")) or _words(row.get("snippet"))
        fields = {
            "title": _words(headline.get("main")),
            "deck": _words(row.get("abstract")) if row.get("abstract") != text else "",
            "url": row["web_url"],
            "id": row.get("_id"),
            "published": row.get("pub_date"),
            "outlet": row.get("source") or "The New York Times",
            "section": row.get("section_name") or row.get("news_desk"),
            "authors": people_of([_words(byline.get("original") if isinstance(byline, dict) else byline)]),
            "tags": [
                _words(word.get("value")) for word in row.get("keywords") or [] if isinstance(word, dict)
            ],
            "language": "en",
        }
        if text:
            yield from build_article_from_fields(fields, str(row["web_url"]), text=text)
        else:
            yield Problem(str(row["web_url"]), "the interface gave no text of it: fetch the address")
    yield Note(
        document.key,
        "the interface gives the first paragraph alone: fetch the addresses for the whole articles"
        f" with python -m ingest --addresses-in {document.name}",
    )
    yield AddressList(document.key, "the Article Search API", tuple(dict.fromkeys(urls)))


def _documents(content: Any) -> Iterator[dict[str, Any]]:
    inner = content.get("response", content) if isinstance(content, dict) else content
    docs = inner.get("docs") if isinstance(inner, dict) else inner
    for row in docs if isinstance(docs, list) else []:
        if isinstance(row, dict) and "web_url" in row and isinstance(row.get("headline"), dict):
            yield row


def _words(value: Any) -> str:
    return " ".join(str(value or "").split())
