"""One run: documents through the readers, articles into the index, and what became of each."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from ingest.article import Article, Passage
from ingest.clean import clean
from ingest.language import in_its_language
from ingest.merge import filled, first_published, is_older, kept_under
from ingest.read.document import Document, Link, Note, Outcome, Problem
from ingest.report import Progress, Report
from ingest.split import split
from ingest.variants import address_variants, bare_address, plain_address
from ingest.worker import Workers
from vectorstore.index import NewsIndex
from vectorstore.sources import SourceDocument

BATCH = 128  # passages stored at a time: what a killed run may lose, a few seconds of embedding

_EMPTY = re.compile(
    r"^no article text on the page|\bholds (?:image|audio|video)/"
)  # nothing else will ever be there
_SAYS = 8  # words of a sentence that a feed says of a picture or a broadcast

Watch = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Work:
    """A document that must be read, and what led to it."""

    document: Document
    source: SourceDocument  # as the catalogue remembers it once all its articles are stored
    link: Link | None = None  # what a feed or a sitemap says of it


@dataclass
class Run:
    """The articles that wait to be stored, and the report."""

    index: NewsIndex
    progress: Watch | None
    workers: Workers
    prune: bool = False  # whether a row or member that left its document is removed
    total: int = 0
    done: int = 0
    report: Report = field(default_factory=Report)
    links: list[tuple[Link, str]] = field(default_factory=list)  # found, with the list that they stand in
    lists: dict[str, tuple[SourceDocument, list[Link]]] = field(default_factory=dict)
    missed: set[str] = field(default_factory=set)  # lists of which something could not be had
    waiting: list[tuple[Article, list[Passage]]] = field(default_factory=list)
    finished: list[tuple[SourceDocument, list[str]]] = field(default_factory=list)
    uncounted: set[str] = field(default_factory=set)
    addresses: dict[str, str] = field(
        default_factory=dict
    )  # of pages taken in this run: bare → the key they came under
    fresh: dict[str, str] = field(
        default_factory=dict
    )  # of pages that this run added: key → what led to each

    def through(self, work: Iterable[Work | None]) -> None:
        """Read and store everything that ``work`` yields; None stands for a document that needs no reading."""
        given: deque[Work] = deque()  # what is being read, in its order

        def documents() -> Iterator[Document]:
            for each in filter(None, work):
                given.append(each)
                yield each.document

        for _, outcomes in self.workers.read(documents()):
            self.read(given.popleft(), outcomes)
        self.store()

    def read(self, work: Work, outcomes: list[Outcome]) -> None:
        """Take what was read from one document; its articles are stored when enough of them wait."""
        self.report.read += 1
        before = self.report.failed
        links = [outcome for outcome in outcomes if isinstance(outcome, Link)]
        if links and not work.document.follow:
            self.fail(work.document.key, "leads to a feed and not to an article: add the feed by its address")
            links = []
        elif links:
            self.lists[work.source.key] = (work.source, links)
            self.links += [(link, work.source.key) for link in links]
        keys = [self.take(article, work) for article in self.articles(work, outcomes)]
        whole = self.report.failed == before
        if not whole:
            self.missed.add(work.source.parent or work.source.key)
        elif not links:
            self.finished.append((work.source, keys))
            self.drop(work.source.key, keys)
        named = replace(work.document, name=work.link.title or work.link.url) if work.link else work.document
        self.tell(named, "failed" if not whole else "listed" if links else "read")

    def articles(self, work: Work, outcomes: list[Outcome]) -> list[Article]:
        """The articles of a document, each key once; what went wrong or was odd goes into the report."""
        if work.link and not any(isinstance(outcome, Article) for outcome in outcomes):
            problem = next((each.reason for each in outcomes if isinstance(each, Problem)), "no article")
            own = self.own_text(work.link, problem)
            if own is not None:
                return [own]
        found: dict[str, Article] = {}
        for outcome in outcomes:
            if isinstance(outcome, Note):
                self.report.notes.append(outcome)
            elif isinstance(outcome, Problem):
                self.report.failures.append(outcome)
            elif isinstance(outcome, Article) and not outcome.text.strip():
                self.fail(outcome.key, "no text: wanted an article")
            elif isinstance(outcome, Article):
                if outcome.key in found:
                    self.report.notes.append(Note(outcome.key, "stands there twice; the last one counts"))
                found[outcome.key] = in_its_language(clean(outcome))
        articles = list(found.values())
        if work.document.url and len(articles) == 1:
            articles = [kept_under(articles[0], work.document.url)]
            if work.link and work.link.entry:
                articles = [filled(articles[0], clean(work.link.entry))]
        return articles

    def own_text(self, link: Link, problem: str) -> Article | None:
        """The text that a feed itself carries, where the page cannot be had and nothing better is stored."""
        if link.entry is None or not (link.whole or (_EMPTY.search(problem) and _says_something(link.entry))):
            return None
        if self.index.catalog.sources.get(link.entry.key) is not None:
            self.report.notes.append(Note(link.url, f"{problem}; what is stored of it is kept"))
            return None
        self.report.notes.append(Note(link.url, f"{problem}; the feed's own text was taken"))
        return in_its_language(clean(link.entry))

    def take(self, article: Article, work: Work) -> str:
        """Queue an article unless the catalogue holds it as it is; give the key that it came under."""
        catalog = self.index.catalog
        article = self.at_home(article)
        home = self.home(article, work)
        stored = catalog.content_hashes([article.key, home])
        if stored.get(article.key) == article.content_hash:
            self.report.unchanged += 1
            return article.key
        if article.key == article.url and (old := self.held(article.key) or self.held(home)):
            source = catalog.sources.get(article.key)
            if is_older(article, old) and source and source.document != work.source.key:
                self.report.notes.append(Note(article.key, "a newer version is stored; it is kept"))
                self.report.unchanged += 1
                return article.key
            article = first_published(article, old)
            if article.content_hash == old.content_hash:
                self.report.unchanged += 1
                return article.key
        if home != article.key and stored.get(home) != article.content_hash:
            self.queue(replace(article, key=home))
            self.uncounted.add(article.id)  # its own key becomes one more source of the same article
        if article.key == article.url and home == article.key and not stored and work.document.url:
            self.fresh[article.key] = work.source.parent or ""
        self.queue(article)
        return article.key

    def held(self, key: str) -> Article | None:
        """What is stored under a key, or waits to be."""
        waiting = next((article for article, _ in reversed(self.waiting) if article.key == key), None)
        return waiting or self.index.catalog.article_by_key(key)

    def at_home(self, article: Article) -> Article:
        """An article of the web under the address that its page is already known by, else under its plain address."""
        if article.url is None or article.key != article.url:
            return article
        address = plain_address(article.url)
        known = self.index.catalog.content_hashes(address_variants(address))
        taken = self.addresses.get(bare_address(address), address)
        key = address if address in known else next(iter(known), taken)
        self.addresses[bare_address(address)] = key
        return replace(article, key=key, url=key)

    def home(self, article: Article, work: Work) -> str:
        """The key that an article is kept under: where the row of an export or a page moved, the earlier one."""
        catalog = self.index.catalog
        if article.key == article.url:
            return self.moved_page(article, work) or article.key
        if not article.source_id:
            return article.key
        source = catalog.sources.get(article.key)
        if source is None:
            return catalog.moved_from(article) or article.key
        if source.article_id == article.id:
            return article.key
        kept = catalog.article(source.article_id)
        return kept.key if kept and kept.source_id == article.source_id else article.key

    def moved_page(self, article: Article, work: Work) -> str | None:
        """The earlier key of a page: of the address that was asked and led here, or of what came under both before."""
        sources = self.index.catalog.sources
        asked = plain_address(work.document.key)
        led = asked != plain_address(work.document.url or asked) and work.document.key == work.source.key
        for key in (article.key, *(address_variants(asked) if led else ())):
            source = sources.get(key)
            kept = (
                self.index.catalog.article(source.article_id)
                if source and source.article_id != article.id
                else None
            )
            if kept is not None and (key != article.key or kept.url == article.url):
                return kept.key
        return None

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

    def drop(self, document: str, keys: list[str]) -> None:
        """With ``prune``: remove what this document held and holds no longer."""
        if self.prune:
            held = {source.key for source in self.index.catalog.sources.of_document(document)}
            self.report.removed += self.index.forget(sorted(held.difference(keys)))

    def fail(self, key: str, reason: str) -> None:
        """Note a document that could not be read."""
        self.report.failures.append(Problem(key, reason))

    def keep(self, document: Document, articles: int) -> None:
        """Count a document that did not change."""
        self.report.unchanged += articles
        self.tell(document, "unchanged")

    def tell(self, document: Document, outcome: str, detail: str = "") -> None:
        """One document further."""
        self.done += 1
        self.say(document, outcome, detail)

    def say(self, document: Document, outcome: str, detail: str = "") -> None:
        """Tell the caller what happens to a document."""
        if outcome == "failed" and not detail and self.report.failures:
            detail = self.report.failures[-1].reason
        if self.progress:
            total = max(self.total, self.done)
            self.progress(Progress(self.done, total, document.name, outcome, document.key, detail))

    def _embedding(self, done: int, total: int) -> None:
        if self.progress:
            total_documents = max(self.total, self.done)
            articles = self.report.added + self.report.updated
            outcome = f"embedding {done} of {total}"
            self.progress(Progress(self.done, total_documents, outcome=outcome, articles=articles))


def _says_something(entry: Article) -> bool:
    """Whether what a feed says of an entry is a sentence, and so a text of its own."""
    return len(entry.text.split()) >= _SAYS and bool(re.search(r"[.!?…]", entry.text))
