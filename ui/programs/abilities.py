"""What other programs can do with the collection: the same abilities for Gradio's API and for MCP.

Answers come as ``python -m assistant ask --json`` prints them. Deleting is left to people: an agent that reads
articles might be talked into it by one of them.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from assistant.conversation.plain import describe_answer, describe_article
from assistant.types import Answer, Turn
from errors import ReadError
from ingest.documents.document import Document
from ingest.fetching.fetch import Fetcher
from ingest.pipeline import ingest_documents, ingest_sources
from ingest.processes.reading import Limits
from ingest.processes.worker import Workers
from vectorstore.index import NewsIndex
from vectorstore.types import Filter, fold_name

MOST_FOUND = 50  # passages of one search, articles of one listing


class Asks(Protocol):
    """What programs need of an assistant."""

    def ask(self, question: str, history: Sequence[Turn] = (), where: Filter = ...) -> Answer:
        """The whole answer."""
        ...


class Programs:
    """Every public method is an endpoint of the API, and most are tools of the MCP server.

    ``add_address`` is none: an article could talk an agent into fetching an address that carries what it read.

    Plain values in, plain data out; safe from many threads. They raise DatelineError with a sentence that
    says what to do.
    """

    def __init__(
        self,
        index: NewsIndex,
        assistant: Asks,
        max_bytes: int,
        fetcher: Fetcher | None = None,
        limits: Limits = Limits(),  # noqa: B008  # frozen
    ) -> None:
        """``max_bytes``: the largest document that is taken; ``fetcher``: one that keeps to the open web, if None.

        ``limits``: what reading one document may take.
        """
        self._index = index
        self._assistant = assistant
        self._max_bytes = max_bytes
        self._fetcher = fetcher
        self._limits = limits
        self._adding = threading.Lock()

    def ask(
        self,
        question: str,
        history: list[dict[str, str]] | None = None,
        outlets: list[str] | None = None,
        since: str = "",
        until: str = "",
        tags: list[str] | None = None,
        collections: list[str] | None = None,
    ) -> dict[str, Any]:
        """Answer a question from the articles, with a citation for every sentence.

        Where the articles do not say, "abstained" is true; do not answer in their place.

        Args:
            question: The question, in words.
            history: Earlier turns for a follow-up question, each {"question": …, "answer": …}, oldest first.
            outlets: Only articles of these outlets.
            since: Only articles published on or after this day, YYYY-MM-DD.
            until: Only articles published on or before this day, YYYY-MM-DD.
            tags: Only articles with one of these tags.
            collections: Only articles in one of these collections.

        Returns:
            The answer with its sentences, each with a verdict (quoted, supported, unsupported) and the numbers
            of its citations; each citation with the article and the characters of its text that are quoted.
        """
        if not question.strip():
            raise ReadError("The question is empty: ask something.")
        turns = [Turn(str(each.get("question", "")), str(each.get("answer", ""))) for each in history or ()]
        where = self._make_filter(outlets, since, until, tags, collections)
        return describe_answer(self._assistant.ask(question, turns, where))

    def search(
        self,
        query: str,
        limit: int = 10,
        outlets: list[str] | None = None,
        since: str = "",
        until: str = "",
        tags: list[str] | None = None,
        collections: list[str] | None = None,
    ) -> list[dict[str, Any]]:
        """Find the passages of the articles that come closest to a query, by meaning and by words.

        Args:
            query: What to look for, in words.
            limit: How many passages, 1 to 50.
            outlets: Only articles of these outlets.
            since: Only articles published on or after this day, YYYY-MM-DD.
            until: Only articles published on or before this day, YYYY-MM-DD.
            tags: Only articles with one of these tags.
            collections: Only articles in one of these collections.

        Returns:
            Passages, best first: the article, the text, and where it stands in the article (start, end).
        """
        where = self._make_filter(outlets, since, until, tags, collections)
        return [
            {
                "rank": found.rank,
                **describe_article(found.article),
                "start": found.passage.start,
                "end": found.passage.end,
                "text": found.passage.text,
                "similarity": round(found.similarity, 4),
            }
            for found in self._index.search_passages(query, min(max(limit, 1), MOST_FOUND), where)
        ]

    def read_article(self, article_id: str) -> dict[str, Any]:
        """Read a whole article.

        Args:
            article_id: The id that a citation, a search or a listing gave.

        Returns:
            The article's text and what is known of it: headline, outlet, authors, dates, address, tags.
        """
        article = self._index.catalog.get_article(article_id)
        if article is None:
            raise ReadError(
                f"There is no article {article_id!r}: take an id from ask, search or list_articles."
            )
        return {
            **describe_article(article),
            "authors": list(article.authors),
            "updated": article.updated.isoformat() if article.updated else None,
            "language": article.language,
            "section": article.section,
            "page": article.page,
            "tags": list(article.tags),
            "deck": article.deck,
            "collections": list(self._index.catalog.collections.list_of([article.id]).get(article.id, ())),
            "text": article.text,
        }

    def list_articles(self, search: str = "", offset: int = 0, limit: int = 25) -> dict[str, Any]:
        """List the articles of the library, the newest first.

        Args:
            search: Only articles whose headline, outlet, authors or tags hold every one of these words.
            offset: How many articles to pass over.
            limit: How many articles, 1 to 50.

        Returns:
            "total", and "articles": headline, outlet, date, address, tags and number of passages of each.
        """
        page = self._index.catalog.list_articles(
            search=search, offset=max(offset, 0), limit=min(max(limit, 1), MOST_FOUND)
        )
        articles = [
            {
                "article_id": row.id,
                "title": row.title,
                "outlet": row.outlet,
                "published": row.published.isoformat() if row.published else None,
                "url": row.url,
                "tags": list(row.tags),
                "added": row.added.isoformat(),
                "passages": row.passages,
            }
            for row in page.rows
        ]
        return {"total": page.total, "articles": articles}

    def add_document(
        self, text: str, title: str = "", outlet: str = "", published: str = "", url: str = ""
    ) -> dict[str, Any]:
        """Add an article to the collection; the same text again changes nothing.

        Args:
            text: The article's text, paragraphs apart by an empty line.
            title: Its headline; without one the text is read as a page whose top holds headline, outlet and date.
            outlet: The newspaper or agency that published it.
            published: The day or moment of publication, e.g. 2025-09-04.
            url: Its address on the web; it is noted, not fetched.

        Returns:
            How many articles were added, updated, unchanged and failed, and why.
        """
        if not text.strip():
            raise ReadError("The text is empty: give the text of the article.")
        row = {"title": title, "outlet": outlet, "published": published, "url": url}
        given = {name: " ".join(value.split()) for name, value in row.items() if value.strip()}
        whole = json.dumps({**given, "text": text.strip()}, ensure_ascii=False).encode("utf-8", "replace")
        if len(whole) > self._max_bytes:
            raise ReadError(
                f"The article has {len(whole):,} bytes, and at most {self._max_bytes:,} are taken:"
                " give a shorter one, or raise DATELINE_MAX_UPLOAD_MB."
            )
        key = "pasted:" + hashlib.sha256(whole).hexdigest()[:12]
        plain = text.strip().encode("utf-8", "replace")
        document = Document(key, "pasted.json", whole) if given else Document(key, "pasted.txt", plain)
        with self._adding, Workers(1, self._limits) as workers:
            return ingest_documents(
                [document], self._index, max_bytes=self._max_bytes, workers=workers
            ).to_json()

    def add_address(self, address: str) -> dict[str, Any]:
        """Fetch an article, or all that a feed or a sitemap leads to, and add what is new or has changed.

        Args:
            address: An address on the web that begins with http:// or https://.

        Returns:
            How many articles were added, updated, unchanged and failed, and why.
        """
        if not address.strip().lower().startswith(("http://", "https://")):
            raise ReadError(f"{address!r} is no address on the web: it begins with http:// or https://.")
        with self._adding, Workers(1, self._limits) as workers:
            return ingest_sources(
                [address.strip()],
                self._index,
                max_bytes=self._max_bytes,
                workers=workers,
                fetcher=self._fetcher,
            ).to_json()

    def _make_filter(
        self,
        outlets: list[str] | None,
        since: str,
        until: str,
        tags: list[str] | None,
        collections: list[str] | None,
    ) -> Filter:
        """What the arguments let through. Raises ReadError where an outlet, a collection or a day is none."""
        catalog = self._index.catalog
        known = {
            "outlet": (outlets, [name for name, _ in catalog.list_outlets()] if outlets else []),
            "collection": (collections, [each.name for each in catalog.collections.list_all()]),
        }
        for kind, (wanted, names) in known.items():
            for name in wanted or ():
                if fold_name(name) not in map(fold_name, names):
                    there = ", ".join(names[:20]) or "none"
                    raise ReadError(f"There is no {kind} {name!r}. There are: {there}.")
        days = (_parse_day("since", since), _parse_day("until", until))
        return Filter(tuple(outlets or ()), *days, tuple(tags or ()), collections=tuple(collections or ()))


def _parse_day(name: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text.strip() else None
    except ValueError:
        raise ReadError(f"{name} is {text!r}, which is no day: write it as 2025-09-04.") from None
