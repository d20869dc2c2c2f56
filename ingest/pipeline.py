"""Bringing the index up to date: the doors to it, for the command line and the page alike."""

from __future__ import annotations

import glob
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path

from errors import ReadError
from ingest.documents.allowance import MAX_BYTES
from ingest.documents.document import Document, Note
from ingest.fetching.fetch import Fetcher, get_shared_fetcher
from ingest.processes.reading import Limits
from ingest.processes.worker import Workers
from ingest.runs.files import describe_document, plan_file_work, prune_missing_files
from ingest.runs.find import find_files
from ingest.runs.report import Report
from ingest.runs.run import Run, Watch, Work
from ingest.runs.web import is_address, run_addresses
from vectorstore.catalogue.sources import Kind, Origin
from vectorstore.index import NewsIndex


def ingest_sources(
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
    named = list(find_files(paths, skipped))
    found = [each for each in named if not isinstance(each, Note)]

    def read_sources(run: Run) -> None:
        run.report.skipped = skipped
        run.report.notes += [each for each in named if isinstance(each, Note)]
        run.run_work(plan_file_work(run, each, max_bytes, again=again) for each in found)
        if prune_missing:
            prune_missing_files(run, paths, found)
        for origin in filter(None, map(_describe_origin, paths)):
            index.catalog.sources.remember_origin(origin)
        for kept in (True, False):
            asked = [each for each in addresses if (each in passing) is not kept]
            if asked:
                run_addresses(run, asked, fetcher or get_shared_fetcher(), since, again=again, kept=kept)

    return _run_and_report(
        read_sources,
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
    return _run_and_report(
        lambda run: run.run_work(Work(document, describe_document(document)) for document in held),
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
    article = catalog.get_article(article_id)
    if article is None:
        raise ReadError(f"no article has the id {article_id!r}: it was deleted meanwhile")
    documents = [each.document for each in catalog.sources.list_of_article(article_id) if each.document]
    pages = [each for each in documents if is_address(each)] + ([article.url] if article.url else [])
    files = [each for each in documents if not is_address(each) and Path(each).is_file()]
    if not pages and not files:
        raise ReadError("it was added from a file that is not kept and names no address: add the file again")
    wanted = pages[0] if pages else files[0]

    def read_again(run: Run) -> None:
        if pages:
            run_addresses(run, [wanted], fetcher or get_shared_fetcher(), None, again=True, kept=False)
        else:
            run.run_work([plan_file_work(run, Path(wanted), max_bytes, again=True)])

    return _run_and_report(read_again, index, progress, max_bytes, workers, 1, batch=batch)


def _run_and_report(
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
    with _borrow_workers(workers, max_bytes) as readers:
        index.catalog.stories.place_missing()  # of a catalogue that an older Dateline made
        run = Run(index, progress, readers, prune_rows, total, batch=batch)
        try:
            work(run)
            run.dates.settle_stored()
        except KeyboardInterrupt:
            run.report.interrupted = True
        return run.report


def _borrow_workers(workers: Workers | None, max_bytes: int) -> AbstractContextManager[Workers]:
    """The workers of the caller, which outlive the run, or new ones."""
    return nullcontext(workers) if workers else Workers(limits=Limits(max_bytes=max_bytes))


def _describe_origin(path: str) -> Origin | None:
    """What is remembered of a path that was asked for."""
    here = Path(path).expanduser()
    kind: Kind
    if here.exists():
        kind = "folder" if here.is_dir() else "file"
        return Origin(str(here.resolve()), kind)
    if glob.has_magic(path):
        return Origin(str(here.absolute()), "pattern")
    return None
