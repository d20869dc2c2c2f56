"""Find, read, compare with the catalogue, split, store."""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

from errors import ReadError
from ingest.article import Article, Heading, Passage
from ingest.find import find, load
from ingest.read.allowance import MAX_BYTES
from ingest.read.document import Document, Note, Outcome, Problem
from ingest.report import Progress, Report
from ingest.split import split
from ingest.worker import Limits, Workers
from vectorstore.index import NewsIndex
from vectorstore.sources import SourceDocument

BATCH = 128  # passages stored at a time: what a killed run may lose, a few seconds of embedding

Watch = Callable[[Progress], None]


def ingest(
    paths: Sequence[str],
    index: NewsIndex,
    *,
    progress: Watch | None = None,
    max_bytes: int = MAX_BYTES,
    workers: Workers | None = None,
) -> Report:
    """Bring the index up to date with files and folders.

    A file whose size and time, or else whose content, the catalogue knows is not read again. A stopped or
    killed run keeps what it stored; the same call goes on from there. Documents are read by ``workers``, or by
    some of this run's own.
    """
    found = list(find(paths))
    with _readers(workers, max_bytes) as readers:
        run = _Run(index, progress, max_bytes, readers, total=len(found))
        return run.through(_from_file(run, each) for each in found)


def ingest_documents(
    documents: Iterable[Document],
    index: NewsIndex,
    *,
    progress: Watch | None = None,
    max_bytes: int = MAX_BYTES,
    workers: Workers | None = None,
) -> Report:
    """Bring documents that are already in memory (uploads, pasted text) into the index."""
    held = list(documents)
    with _readers(workers, max_bytes) as readers:
        run = _Run(index, progress, max_bytes, readers, total=len(held))
        return run.through((document, _record(document)) for document in held)


def _readers(workers: Workers | None, max_bytes: int) -> AbstractContextManager[Workers]:
    """The workers of the caller, which outlive the run, or new ones."""
    return nullcontext(workers) if workers else Workers(limits=Limits(max_bytes=max_bytes))


Work = tuple[Document, SourceDocument]


@dataclass
class _Run:
    """One run: the articles that wait to be stored, and the report."""

    index: NewsIndex
    progress: Watch | None
    max_bytes: int
    workers: Workers
    total: int = 0
    done: int = 0
    report: Report = field(default_factory=Report)
    waiting: list[tuple[Article, list[Passage]]] = field(default_factory=list)
    finished: list[tuple[SourceDocument, list[str]]] = field(default_factory=list)
    uncounted: set[str] = field(default_factory=set)

    def through(self, work: Iterable[Work | None]) -> Report:
        """Read and store everything; Ctrl-C ends it with what is stored kept."""
        sources: deque[SourceDocument] = deque()  # of the documents that are being read, in their order

        def documents() -> Iterator[Document]:
            for each in filter(None, work):
                sources.append(each[1])
                yield each[0]

        try:
            for document, outcomes in self.workers.read(documents()):
                self.read(document, sources.popleft(), outcomes)
            self.store()
        except KeyboardInterrupt:
            self.report.interrupted = True
        return self.report

    def read(self, document: Document, source: SourceDocument, outcomes: list[Outcome]) -> None:
        """Take what was read from one document; its articles are stored when enough of them wait."""
        before = self.report.failed
        keys = [self.take(article) for article in self.articles(outcomes)]
        if self.report.failed == before:
            self.finished.append((source, keys))
        self.tell(document.name, "failed" if self.report.failed > before else "read")

    def articles(self, outcomes: list[Outcome]) -> list[Article]:
        """The articles of a document, each key once; what went wrong or was odd goes into the report."""
        found: dict[str, Article] = {}
        for outcome in outcomes:
            if isinstance(outcome, Note):
                self.report.notes.append(outcome)
            elif isinstance(outcome, Problem):
                self.report.failures.append(outcome)
            elif not outcome.text.strip():
                self.fail(outcome.key, "no text: wanted an article")
            else:
                if outcome.key in found:
                    self.report.notes.append(Note(outcome.key, "stands there twice; the last one counts"))
                found[outcome.key] = clean(outcome)
        return list(found.values())

    def take(self, article: Article) -> str:
        """Queue an article unless the catalogue holds it as it is; give the key that it came under."""
        catalog = self.index.catalog
        home = self.home(article)
        stored = catalog.content_hashes([article.key, home])
        if stored.get(article.key) == article.content_hash:
            self.report.unchanged += 1
            return article.key
        if home != article.key and stored.get(home) != article.content_hash:
            self.queue(replace(article, key=home))
            self.uncounted.add(article.id)  # its own key becomes one more source of the same article
        self.queue(article)
        return article.key

    def home(self, article: Article) -> str:
        """The key that an article is kept under: for the row of an export that moved, the earlier one."""
        catalog = self.index.catalog
        if not article.source_id:
            return article.key
        source = catalog.sources.get(article.key)
        if source is None:
            return catalog.moved_from(article) or article.key
        if source.article_id == article.id:
            return article.key
        kept = catalog.article(source.article_id)
        return kept.key if kept and kept.source_id == article.source_id else article.key

    def queue(self, article: Article) -> None:
        """Split an article; store what waits when it is enough."""
        embedder = self.index.embedder
        self.waiting.append((article, split(article, embedder.count_tokens, embedder.max_tokens)))
        if sum(len(each) for _, each in self.waiting) >= BATCH:
            self.store()

    def store(self) -> None:
        """Embed and store what waits, then remember the documents that are wholly in."""
        batch, self.waiting = self.waiting, []
        # Of two versions of one article in a batch, the later one counts
        newest = {article.id: (article, passages) for article, passages in batch}
        self.report.unchanged += len(batch) - len(newest)
        if newest:
            changes = self.index.add(list(newest.values()), progress=self._embedding)
            for id_, change in zip(newest, changes, strict=True):
                if id_ not in self.uncounted:
                    setattr(self.report, change, getattr(self.report, change) + 1)
        for source, keys in self.finished:
            self.index.catalog.sources.record(source, keys)
        self.finished = []

    def fail(self, key: str, reason: str) -> None:
        """Note a document that could not be read."""
        self.report.failures.append(Problem(key, reason))

    def keep(self, name: str, articles: int) -> None:
        """Count a document that did not change."""
        self.report.unchanged += articles
        self.tell(name, "unchanged")

    def tell(self, name: str, outcome: str) -> None:
        """One document further."""
        self.done += 1
        if self.progress:
            self.progress(Progress(self.done, max(self.total, self.done), name, outcome))

    def _embedding(self, done: int, total: int) -> None:
        if self.progress:
            self.progress(Progress(self.done, max(self.total, self.done), "", f"embedding {done} of {total}"))


_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]"
)  # JSON can spell these, UTF-8 cannot or should not


def clean(article: Article) -> Article:
    """``article`` with a space for each control character and lone surrogate, so that all offsets hold."""

    def fit(text: str | None) -> str | None:
        return _UNFIT.sub(" ", text) if text else text

    return replace(
        article,
        key=_UNFIT.sub(" ", article.key),
        title=_UNFIT.sub(" ", article.title).strip(),
        text=_UNFIT.sub(" ", article.text),
        url=fit(article.url),
        outlet=fit(article.outlet),
        authors=tuple(_UNFIT.sub(" ", each) for each in article.authors),
        language=fit(article.language),
        section=fit(article.section),
        tags=tuple(_UNFIT.sub(" ", each) for each in article.tags),
        deck=fit(article.deck),
        headings=tuple(Heading(each.start, _UNFIT.sub(" ", each.text)) for each in article.headings),
        source_id=fit(article.source_id),
    )


def _from_file(run: _Run, found: Path | Problem) -> Work | None:
    """A file that must be read, or None where it is known or cannot be."""
    if isinstance(found, Problem):
        run.report.failures.append(found)
        run.tell(found.key, "failed")
        return None
    sources = run.index.catalog.sources
    try:
        status = found.stat()
        known = sources.document(str(found))
        held = sources.of_document(str(found)) if known else []
        same = known is not None and (known.size, known.mtime_ns) == (status.st_size, status.st_mtime_ns)
        if same and held:
            run.keep(found.name, len(held))
            return None
        document = load(found, run.max_bytes)
    except (ReadError, OSError) as problem:
        run.fail(str(found), str(problem))
        run.tell(found.name, "failed")
        return None
    source = replace(_record(document), mtime_ns=status.st_mtime_ns)
    if known is not None and held and known.sha256 == source.sha256:
        sources.record(source, [each.key for each in held])
        run.keep(found.name, len(held))
        return None
    return document, source


def _record(document: Document) -> SourceDocument:
    digest = hashlib.sha256(document.data).hexdigest()
    return SourceDocument(document.key, size=len(document.data), sha256=digest)
