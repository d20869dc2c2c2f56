"""Bringing the index up to date: the doors to it, for the command line and the page alike."""

from __future__ import annotations

import glob
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path

from errors import ReadError
from ingest.fetch import Fetcher, shared_fetcher
from ingest.files import file_work, prune, record
from ingest.find import find
from ingest.read.allowance import MAX_BYTES
from ingest.read.document import Document, Note
from ingest.reading import Limits
from ingest.report import Report
from ingest.run import Run, Watch, Work
from ingest.web import is_address, through_addresses
from ingest.worker import Workers
from vectorstore.index import NewsIndex
from vectorstore.sources import Kind, Origin


def ingest(
    sources: Sequence[str],
    index: NewsIndex,
    *,
    progress: Watch | None = None,
    max_bytes: int = MAX_BYTES,
    workers: Workers | None = None,
    fetcher: Fetcher | None = None,
    since: date | None = None,
    prune_missing: bool = False,
    again: bool = False,
    batch: str = "",
    passing: Collection[str] = (),
) -> Report:
    """Bring the index up to date with files, folders, patterns and addresses, in any mixture.

    An address may be an article page, a feed (RSS, Atom, JSON Feed), of which each entry is fetched as an
    article, or a sitemap, of which pages older than ``since`` are left out. What the catalogue knows as it is, by
    size and time or by what the server says, is not read again; with ``again`` it is. ``prune_missing`` removes
    articles whose files are gone from the folders named here, and rows that are gone from files that changed.

    ``progress`` is called several times for each document (see ``Progress``; ``key`` tells which), from this
    thread; entries of a feed are documents of their own. Nothing is raised for a document: what went wrong is in
    the report. A stopped or killed run keeps what it stored, and the same call goes on from there. What is asked
    for is remembered in ``index.catalog.sources.origins()``, with when it was last read.

    Addresses in ``passing`` are not remembered as what was asked for.

    ``workers`` read the documents, else some of this run's own; ``fetcher`` fetches addresses, else one that
    refuses addresses of private networks. ``batch`` names the import, so that ``catalog.batches`` tells what it
    did. Raises StoreError where the index cannot be written.
    """
    addresses = [each for each in sources if is_address(each)]
    paths = [each for each in sources if not is_address(each)]
    skipped: dict[str, int] = {}
    named = list(find(paths, skipped))
    found = [each for each in named if not isinstance(each, Note)]

    def work(run: Run) -> None:
        run.report.skipped = skipped
        run.report.notes += [each for each in named if isinstance(each, Note)]
        run.through(file_work(run, each, max_bytes, again=again) for each in found)
        if prune_missing:
            prune(run, paths, found)
        for origin in filter(None, map(_origin, paths)):
            index.catalog.sources.remember(origin)
        for kept in (True, False):
            asked = [each for each in addresses if (each in passing) is not kept]
            if asked:
                through_addresses(run, asked, fetcher or shared_fetcher(), since, again=again, kept=kept)

    return _report(
        work,
        index,
        progress,
        max_bytes,
        workers,
        len(found) + len(addresses),
        prune_rows=prune_missing,
        batch=batch,
    )


def ingest_documents(
    documents: Iterable[Document],
    index: NewsIndex,
    *,
    progress: Watch | None = None,
    max_bytes: int = MAX_BYTES,
    workers: Workers | None = None,
    batch: str = "",
) -> Report:
    """Bring documents that are already in memory (uploads, pasted text, standard input) into the index."""
    held = list(documents)
    return _report(
        lambda run: run.through(Work(document, record(document)) for document in held),
        index,
        progress,
        max_bytes,
        workers,
        len(held),
        batch=batch,
    )


def ingest_again(
    article_id: str,
    index: NewsIndex,
    *,
    progress: Watch | None = None,
    max_bytes: int = MAX_BYTES,
    workers: Workers | None = None,
    fetcher: Fetcher | None = None,
    batch: str = "",
) -> Report:
    """Fetch one article's page again, or read its file again, whether it seems to have changed or not.

    Raises ReadError if there is no such article, or nothing is left that it could be read from.
    """
    catalog = index.catalog
    article = catalog.article(article_id)
    if article is None:
        raise ReadError(f"no article has the id {article_id!r}: it was deleted meanwhile")
    documents = [each.document for each in catalog.sources.of_article(article_id) if each.document]
    pages = [each for each in documents if is_address(each)] + ([article.url] if article.url else [])
    files = [each for each in documents if not is_address(each) and Path(each).is_file()]
    if not pages and not files:
        raise ReadError("it was added from a file that is not kept and names no address: add the file again")
    wanted = pages[0] if pages else files[0]

    def work(run: Run) -> None:
        if pages:
            through_addresses(run, [wanted], fetcher or shared_fetcher(), None, again=True, kept=False)
        else:
            run.through([file_work(run, Path(wanted), max_bytes, again=True)])

    return _report(work, index, progress, max_bytes, workers, 1, batch=batch)


def _report(
    work: Callable[[Run], None],
    index: NewsIndex,
    progress: Watch | None,
    max_bytes: int,
    workers: Workers | None,
    total: int,
    *,
    prune_rows: bool = False,
    batch: str = "",
) -> Report:
    """Do the work; Ctrl-C ends it with what is stored kept."""
    with _readers(workers, max_bytes) as readers:
        index.catalog.stories.place_missing()  # of a catalogue that an older Dateline made
        run = Run(index, progress, readers, prune_rows, total, batch=batch)
        try:
            work(run)
        except KeyboardInterrupt:
            run.report.interrupted = True
        return run.report


def _readers(workers: Workers | None, max_bytes: int) -> AbstractContextManager[Workers]:
    """The workers of the caller, which outlive the run, or new ones."""
    return nullcontext(workers) if workers else Workers(limits=Limits(max_bytes=max_bytes))


def _origin(path: str) -> Origin | None:
    """What is remembered of a path that was asked for."""
    here = Path(path).expanduser()
    kind: Kind
    if here.exists():
        kind = "folder" if here.is_dir() else "file"
        return Origin(str(here.resolve()), kind)
    if glob.has_magic(path):
        return Origin(str(here.absolute()), "pattern")
    return None
