"""One run: documents through the readers, articles into the index, and what became of each."""

from __future__ import annotations

import re
import shlex
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest.documents.address_variants import address_variants, bare_address, plain_address
from ingest.documents.document import AddressList, Document, Link, Note, Outcome, Problem, Scan
from ingest.preparation.clean import clean_article
from ingest.preparation.merge import fill_from_entry, is_older, keep_first_published, rekey_article
from ingest.processes.worker import Workers
from ingest.read.recognition import PAGE_SECONDS
from ingest.runs.outlet_dates import OutletDates
from ingest.runs.report import Progress, Report
from ingest.runs.withdrawn import Withdrawn
from news.article import Article, Passage
from news.language import recognise_language
from vectorstore.catalogue.sources import SourceDocument
from vectorstore.index import NewsIndex

BATCH = 128  # passages stored at a time: what a killed run may lose, a few seconds of embedding
_HELD_BYTES = 200_000_000  # of scans that wait while other documents are read

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
    batch: str = ""  # the import that this belongs to, so that it can be taken back
    seen: list[str] = field(default_factory=list)  # keys of articles that are stored as they are
    ahead: set[str] = field(default_factory=set)  # keys of what was taken from documents that hold scans, too

    def __post_init__(self) -> None:
        self.withdrawals = Withdrawn(self)
        self.dates = OutletDates(self)

    addresses: dict[str, str] = field(
        default_factory=dict
    )  # of pages taken in this run: bare → the key they came under
    fresh: dict[str, str] = field(
        default_factory=dict
    )  # of pages that this run added: key → what led to each

    def run_work(self, work: Iterable[Work | None]) -> None:
        """Read and store everything that ``work`` yields; None stands for a document that needs no reading.

        Pictures of text take long, so they wait until the other documents are stored, and all that stands beside
        them in an archive or a message.
        """
        scans: list[Work] = []
        for each, outcomes in self._outcomes(work):
            if pages := sum(outcome.pages for outcome in outcomes if isinstance(outcome, Scan)):
                scans.append(replace(each, document=replace(each.document, recognise=pages)))
                self.tell_progress(each.document, "scanned", scan_told(pages))
                self.take_ahead(each, outcomes)
            else:
                self.take_outcomes(each, outcomes)
            if sum(len(scan.document.data) for scan in scans) > _HELD_BYTES:
                self._recognise(scans)
        self._recognise(scans)

    def take_ahead(self, work: Work, outcomes: list[Outcome]) -> None:
        """Take the articles of a document whose scans wait; it is read again as a whole, and finds them stored."""
        ready: list[Outcome] = [each for each in outcomes if isinstance(each, Article) and each.text.strip()]
        if ready and not work.document.url:  # a page's article may get another key with all that it holds
            self.ahead.update(
                key
                for article in self.collect_articles(work, ready)
                if (key := self.take_article(article, work))
            )

    def _recognise(self, scans: list[Work]) -> None:
        """Read documents again, now with the time to recognise the text of their pictures."""
        self.store_waiting()
        waiting, scans[:] = list(scans), []
        for each, outcomes in self._outcomes(waiting):
            self.take_outcomes(each, outcomes)
            self.store_waiting()  # minutes of work: a killed run keeps them

    def _outcomes(self, work: Iterable[Work | None]) -> Iterator[tuple[Work, list[Outcome]]]:
        """Each document's work with what was read from it, in their order."""
        given: deque[Work] = deque()  # what is being read

        def documents() -> Iterator[Document]:
            for each in filter(None, work):
                given.append(each)
                yield each.document

        for _, outcomes in self.workers.read_documents(documents()):
            yield given.popleft(), outcomes

    def take_outcomes(self, work: Work, outcomes: list[Outcome]) -> None:
        """Take what was read from one document; its articles are stored when enough of them wait."""
        self.report.read += 1
        before = self.report.failed
        if not outcomes:
            self.note_failure(work.document.key, "no article")
        links = [outcome for outcome in outcomes if isinstance(outcome, Link)]
        if links and not work.document.follow:
            self.note_failure(
                work.document.key, "leads to a feed and not to an article: add the feed by its address"
            )
            links = []
        elif links:
            self.lists[work.source.key] = (work.source, links)
            self.links += [(link, work.source.key) for link in links]
        keys = [
            key
            for article in self.collect_articles(work, outcomes)
            if (key := self.take_article(article, work))
        ]
        self.withdrawals.hear(work.source.key, outcomes)
        whole = self.report.failed == before
        if not whole:
            self.missed.add(work.source.parent or work.source.key)
        elif not links:
            waits = (
                work.source.key in self.report.embargoed
            )  # else it would count as known, and never be read again
            self.finished.append((SourceDocument(work.source.key) if waits else work.source, keys))
            self.drop_missing(work.source.key, keys)
        named = replace(work.document, name=work.link.title or work.link.url) if work.link else work.document
        self.tell_outcome(named, "failed" if not whole else "listed" if links else "read")

    def collect_articles(self, work: Work, outcomes: list[Outcome]) -> list[Article]:
        """The articles of a document, each key once; what went wrong or was odd goes into the report."""
        if work.link and not any(isinstance(outcome, Article) for outcome in outcomes):
            problem = next((each.reason for each in outcomes if isinstance(each, Problem)), "no article")
            own = self.find_own_text(work.link, problem)
            if own is not None:
                return [own]
        found: dict[str, Article] = {}
        for outcome in outcomes:
            if isinstance(outcome, Note):
                self.report.notes.append(outcome)
            elif isinstance(outcome, Problem):
                self.report.failures.append(outcome)
            elif isinstance(outcome, Article) and not outcome.text.strip():
                self.note_failure(outcome.key, "no text: wanted an article")
            elif isinstance(outcome, Article):
                if outcome.key in found:
                    self.report.notes.append(Note(outcome.key, "stands there twice; the last one counts"))
                found[outcome.key] = recognise_language(clean_article(outcome))
        articles = list(found.values())
        self.list_addresses(work, outcomes, bool(articles))
        if work.document.url and len(articles) == 1:
            articles = [rekey_article(articles[0], work.document.url)]
            if work.link and work.link.entry:
                articles = [fill_from_entry(articles[0], clean_article(work.link.entry))]
        self.dates.hear_orders(outcomes, articles)
        return articles

    def list_addresses(self, work: Work, outcomes: list[Outcome], read: bool) -> None:
        """Note the addresses that a document lists; where it holds nothing else, it is no article and told as that."""
        for listed in (each for each in outcomes if isinstance(each, AddressList)):
            self.report.lists.append(listed)
            if not read:
                name = work.document.key if Path(work.document.key).is_absolute() else work.document.name
                self.note_failure(
                    listed.key,
                    f"a list of {len(listed.urls):,} addresses ({listed.name}), no articles: fetch them with"
                    f" python -m ingest --addresses-in {shlex.quote(name)}",
                )

    def find_own_text(self, link: Link, problem: str) -> Article | None:
        """The text that a feed itself carries, where the page cannot be had and nothing better is stored."""
        if link.entry is None or not (link.whole or (_EMPTY.search(problem) and _says_something(link.entry))):
            return None
        if self.index.catalog.sources.get_source(link.entry.key) is not None:
            self.report.notes.append(Note(link.url, f"{problem}; what is stored of it is kept"))
            return None
        self.report.notes.append(Note(link.url, f"{problem}; the feed's own text was taken"))
        return recognise_language(clean_article(link.entry))

    def take_article(self, article: Article, work: Work) -> str | None:
        """Queue an article unless the catalogue holds it as it is; give the key that it came under, if any."""
        catalog = self.index.catalog
        if self.withdrawals.keeps_out(article):
            return None
        shown = self.dates.take_shown(article.key)
        article = self.dates.settle_article(self.at_home(article), shown)
        home = self.find_home_key(article, work)
        stored = catalog.list_content_hashes([article.key, home])
        if stored.get(article.key) == article.content_hash:
            return self.see(article.key)
        # What has a name of its own is the same article in whatever document it stands
        named = article.key == article.url or not article.key.startswith(work.source.key)
        if named and (old := self.find_held(article.key) or self.find_held(home)):
            source = catalog.sources.get_source(article.key)
            elsewhere = (
                source is None or source.document != work.source.key
            )  # where none is stored, one waits
            if is_older(article, old) and elsewhere:
                self.report.notes.append(Note(article.key, "a newer version is stored; it is kept"))
                return self.see(article.key)
            article = keep_first_published(article, old)
            if article.content_hash == old.content_hash:
                return self.see(article.key)
        if home != article.key and stored.get(home) != article.content_hash:
            self.queue_article(replace(article, key=home))
            self.uncounted.add(article.id)  # its own key becomes one more source of the same article
        if article.key == article.url and home == article.key and not stored and work.document.url:
            self.fresh[article.key] = work.source.parent or ""
        self.queue_article(article)
        return article.key

    def see(self, key: str) -> str:
        """Count an article that is stored as it is; its key."""
        if key in self.ahead:
            return key
        self.report.unchanged += 1
        self.seen.append(key)
        return key

    def find_held(self, key: str) -> Article | None:
        """What is stored under a key, or waits to be."""
        waiting = next((article for article, _ in reversed(self.waiting) if article.key == key), None)
        return waiting or self.index.catalog.get_article_by_key(key)

    def at_home(self, article: Article) -> Article:
        """An article of the web under the address that its page is already known by, else under its plain address."""
        if article.url is None or article.key != article.url:
            return article
        address = plain_address(article.url)
        known = self.index.catalog.list_content_hashes(address_variants(address))
        taken = self.addresses.get(bare_address(address), address)
        key = address if address in known else next(iter(known), taken)
        self.addresses[bare_address(address)] = key
        return replace(article, key=key, url=key)

    def find_home_key(self, article: Article, work: Work) -> str:
        """The key that an article is kept under: where the row of an export or a page moved, the earlier one."""
        catalog = self.index.catalog
        if article.key == article.url:
            return self.moved_page(article, work) or article.key
        if not article.source_id:
            return article.key
        source = catalog.sources.get_source(article.key)
        if source is None:
            return catalog.find_moved_from(article) or article.key
        if source.article_id == article.id:
            return article.key
        kept = catalog.get_article(source.article_id)
        return kept.key if kept and kept.source_id == article.source_id else article.key

    def moved_page(self, article: Article, work: Work) -> str | None:
        """The earlier key of a page: of the address that was asked and led here, or of what came under both before."""
        sources = self.index.catalog.sources
        asked = plain_address(work.document.key)
        led = asked != plain_address(work.document.url or asked) and work.document.key == work.source.key
        for key in (article.key, *(address_variants(asked) if led else ())):
            source = sources.get_source(key)
            kept = (
                self.index.catalog.get_article(source.article_id)
                if source and source.article_id != article.id
                else None
            )
            if kept is not None and (key != article.key or kept.url == article.url):
                return kept.key
        return None

    def queue_article(self, article: Article) -> None:
        """Have an article cut into passages; store what waits when it is enough."""
        embedder = self.index.embedder
        passages = self.workers.split(article, embedder.count_tokens, embedder.max_tokens)
        if isinstance(passages, Problem):
            self.report.failures.append(passages)
            return
        self.waiting.append((article, passages))
        if sum(len(each) for _, each in self.waiting) >= BATCH:
            self.store_waiting()

    def store_waiting(self) -> None:
        """Embed and store what waits, then remember the documents that are wholly in."""
        batch, self.waiting = self.waiting, []
        # Of two versions of one article in a batch, the later one counts
        newest = {article.id: (article, passages) for article, passages in batch}
        self.report.unchanged += len(batch) - len(newest)
        if newest:
            changes = self.index.add_articles(
                list(newest.values()), progress=self._tell_embedding, batch=self.batch
            )
            for id_, change in zip(newest, changes, strict=True):
                if id_ not in self.uncounted:
                    setattr(self.report, change, getattr(self.report, change) + 1)
        self.dates.store_waiting()
        seen, self.seen = self.seen, []
        if self.batch and seen:
            self.index.catalog.batches.note_keys(self.batch, seen)
        for source, keys in self.finished:
            self.index.catalog.sources.record_document(source, keys)
        self.finished = []

    def drop_missing(self, document: str, keys: list[str]) -> None:
        """With ``prune``: remove what this document held and holds no longer."""
        if self.prune:
            held = {source.key for source in self.index.catalog.sources.list_of_document(document)}
            self.report.removed += self.index.forget_sources(sorted(held.difference(keys)))

    def note_failure(self, key: str, reason: str) -> None:
        """Note a document that could not be read."""
        self.report.failures.append(Problem(key, reason))

    def keep_document(self, document: Document, articles: int) -> None:
        """Count a document that did not change."""
        self.report.unchanged += articles
        self.tell_outcome(document, "unchanged")

    def tell_outcome(self, document: Document, outcome: str, detail: str = "") -> None:
        """One document further."""
        self.done += 1
        self.tell_progress(document, outcome, detail)

    def tell_progress(self, document: Document, outcome: str, detail: str = "") -> None:
        """Tell the caller what happens to a document."""
        if outcome == "failed" and not detail and self.report.failures:
            detail = self.report.failures[-1].reason
        if self.progress:
            total = max(self.total, self.done)
            self.progress(Progress(self.done, total, document.name, outcome, document.key, detail))

    def _tell_embedding(self, done: int, total: int) -> None:
        if self.progress:
            total_documents = max(self.total, self.done)
            articles = self.report.added + self.report.updated
            outcome = f"embedding {done} of {total}"
            self.progress(Progress(self.done, total_documents, outcome=outcome, articles=articles))


def scan_told(pages: int) -> str:
    """What a person is told of a document whose text has still to be recognised."""
    seconds = pages * PAGE_SECONDS
    held = "1 page" if pages == 1 else f"{pages} pages"
    return (
        f"a scan of {held}: its text is recognised after the other documents, in about {seconds} seconds of one"
        " processor"
    )


def _says_something(entry: Article) -> bool:
    """Whether what a feed says of an entry is a sentence, and so a text of its own."""
    return len(entry.text.split()) >= _SAYS and bool(re.search(r"[.!?…]", entry.text))
