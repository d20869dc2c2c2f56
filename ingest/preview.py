"""What would become of documents, without an index: each read like in a run, and nothing stored."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from errors import DatelineError, FetchError, ReadError
from ingest.documents.document import AddressList, Document, Link, Note, Outcome, Problem, Scan, Withdrawal
from ingest.fetching.fetch import Fetcher, NotModified
from ingest.preparation.clean import clean_article
from ingest.processes.worker import Workers
from ingest.read.kind_names import KIND_NAMES
from ingest.read.kinds import recognise_kind, unpack_gzip
from ingest.runs.find import find_files, load_file
from ingest.runs.run import scan_told
from ingest.runs.web import is_address
from news.article import Article
from news.language import recognise_language

_SHOWN = 20  # articles of one document on the command line


@dataclass(frozen=True, slots=True)
class Preview:
    """What one document would become."""

    key: str
    kind: str  # in words, e.g. "NewsML, NITF or a feed"
    articles: list[dict[str, str | None]] = field(default_factory=list)  # headline, outlet, day
    told: list[str] = field(default_factory=list)  # notes
    failed: list[str] = field(default_factory=list)  # why it, or a part of it, would not come in

    def lines(self) -> Iterator[str]:
        """The preview for the command line: a line for the document, and one for each article."""
        count = f"{len(self.articles):,} article{'' if len(self.articles) == 1 else 's'}"
        yield f"{self.key}: {self.kind or 'not read'} → {count}"
        for article in self.articles[:_SHOWN]:
            facts = (article["headline"], article["outlet"], article["day"])
            yield "  " + " · ".join(fact for fact in facts if fact)
        if len(self.articles) > _SHOWN:
            yield f"  … and {len(self.articles) - _SHOWN:,} more"
        yield from (f"  note: {text}" for text in self.told)
        yield from (f"  failed: {reason}" for reason in self.failed)


def preview(
    sources: Iterable[str], workers: Workers, fetcher: Fetcher, max_bytes: int, skipped: dict[str, int]
) -> Iterator[Preview]:
    """Read what ``sources`` name and yield what each document would become; ``skipped`` counts as in ``find_files``."""
    broken: list[Preview] = []
    for document, outcomes in workers.read_documents(
        _documents(sources, fetcher, max_bytes, skipped, broken)
    ):
        yield from broken
        broken.clear()
        yield _preview(document, outcomes, max_bytes)
    yield from broken


def read_address_list(path: str, workers: Workers, max_bytes: int) -> AddressList:
    """The addresses that a file lists. Raises ReadError if it cannot be read or lists none."""
    document = load_file(Path(path).expanduser().resolve(), max_bytes)
    for _, outcomes in workers.read_documents([document]):
        for outcome in outcomes:
            if isinstance(outcome, AddressList):
                return outcome
        for outcome in outcomes:
            if isinstance(outcome, Problem):
                raise ReadError(f"{path}: {outcome.reason}")
    raise ReadError(f"{path} lists no addresses: give it as a SOURCE to have its articles")


def _documents(
    sources: Iterable[str], fetcher: Fetcher, max_bytes: int, skipped: dict[str, int], broken: list[Preview]
) -> Iterator[Document]:
    for source in sources:
        if is_address(source):
            try:
                got = fetcher.fetch_address(source)
                if not isinstance(got, NotModified):
                    yield Document(
                        source, source, got.document.data, got.document.url, got.document.content_type, True
                    )
            except FetchError as problem:
                broken.append(Preview(source, "", failed=[str(problem)]))
            continue
        for found in find_files([source], skipped):
            if isinstance(found, Problem):
                broken.append(Preview(found.key, "", failed=[found.reason]))
                continue
            if isinstance(found, Note):
                broken.append(Preview(found.key, "", told=[found.text]))
                continue
            try:
                yield load_file(found, max_bytes)
            except ReadError as problem:
                broken.append(Preview(str(found), "", failed=[str(problem)]))


def _preview(document: Document, outcomes: list[Outcome], max_bytes: int) -> Preview:
    shown = Preview(document.key, kind_in_words(document, max_bytes))
    for outcome in outcomes:
        if isinstance(outcome, Article):
            article = recognise_language(clean_article(outcome))
            day = article.published.date().isoformat() if article.published else None
            shown.articles.append({"headline": article.title, "outlet": article.outlet, "day": day})
        elif isinstance(outcome, Scan):
            shown.told.append(scan_told(outcome.pages))
        elif isinstance(outcome, Link):
            shown.told.append(f"leads to {outcome.url}")
        elif isinstance(outcome, Note):
            shown.told.append(outcome.text)
        elif isinstance(outcome, Problem):
            shown.failed.append(outcome.reason)
        elif isinstance(outcome, AddressList):
            shown.told.append(
                f"lists {len(outcome.urls):,} addresses ({outcome.name}): --addresses-in fetches them"
            )
        elif isinstance(outcome, Withdrawal):
            until = f" until {outcome.until:%Y-%m-%d %H:%M} UTC" if outcome.until else " by its agency"
            shown.told.append(f"{outcome.status}{until}: {outcome.title}")
    return shown


def kind_in_words(document: Document, max_bytes: int) -> str:
    """What a document is, for a person; empty where no reader takes it."""
    try:
        document = unpack_gzip(document, max_bytes)
        kind = recognise_kind(document)
    except DatelineError:
        return ""
    if kind in ("json", "jsonl"):
        return _json_kind(document.data, kind)
    return KIND_NAMES[kind]


def _json_kind(data: bytes, kind: str) -> str:
    from ingest.documents.encoding import decode_text
    from ingest.read.json_exports import json_export

    try:
        text = decode_text(data)
        content: Any = json.loads(text) if kind == "json" else [json.loads(text.split("\n", 1)[0])]
        known = json_export(content)
    except (ValueError, RecursionError):
        known = None
    return KIND_NAMES[known or kind]
