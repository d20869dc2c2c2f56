"""``python -m ingest SOURCE…``: bring files, folders, pages and feeds into the index."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from datetime import date
from pathlib import Path

import settings
from errors import DatelineError, LimitError
from ingest.read.document import Document
from ingest.report import Progress, Report

PIPE = "-"  # standard input


def main(argv: list[str] | None = None) -> int:
    """Run the command; the exit code is 0, or 1 where something failed, or 2 where it cannot be run at all."""
    arguments = _parser().parse_args(argv)
    try:
        report = _run(arguments)
    except DatelineError as error:
        print(f"ingest: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("ingest: stopped; what is stored is kept, run the same command to go on", file=sys.stderr)
        return 130
    if report is None:
        return 0
    if arguments.json:
        print(json.dumps(report.to_json(), ensure_ascii=False, indent=1))
    else:
        _print(report)
    return 1 if report.failed else 130 if report.interrupted else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ingest",
        description="Bring articles into the index: text, Markdown, HTML, PDF, Word, OpenDocument, RTF, EPUB, mail,"
        " feeds, agencies' XML, JSON, CSV, also zipped; from files, folders and addresses.",
    )
    parser.add_argument(
        "sources",
        nargs="+",
        metavar="SOURCE",
        help="a file, a folder, a pattern such as 'clips/*.html', the address of a page, a feed or a sitemap,"
        " or - for standard input",
    )
    parser.add_argument("--data", type=Path, help="the folder that holds everything stored (DATELINE_DATA)")
    parser.add_argument(
        "--since", type=_day, metavar="DAY", help="of sitemaps and feeds, only what is this new, YYYY-MM-DD"
    )
    parser.add_argument(
        "--prune", action="store_true", help="remove articles whose files are gone from the folders named"
    )
    parser.add_argument(
        "--if-empty", action="store_true", help="do nothing if the index holds articles already"
    )
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as YYYY-MM-DD") from None


def _run(arguments: argparse.Namespace) -> Report | None:
    configured = settings.load(data=arguments.data)
    if arguments.if_empty and _holds_articles(configured.data):
        return None
    from ingest.fetch import Fetcher
    from ingest.pipeline import ingest, ingest_documents
    from ingest.worker import Limits, Workers
    from vectorstore.embed import load_embedder
    from vectorstore.index import NewsIndex

    piped = [_piped(configured.max_bytes)] if PIPE in arguments.sources else []
    embedder = load_embedder(configured.embedding_model)
    limits = Limits(
        configured.parse_seconds, configured.parse_memory_mb, configured.max_bytes, configured.max_pages
    )
    with (
        NewsIndex.open(configured.data, embedder, chroma_url=configured.chroma_url) as index,
        Workers(configured.workers, limits) as workers,
        _Bar(hidden=arguments.quiet or arguments.json) as bar,
    ):
        index.follow()
        report = ingest(
            [each for each in arguments.sources if each != PIPE],
            index,
            progress=bar.show,
            max_bytes=configured.max_bytes,
            workers=workers,
            fetcher=Fetcher(private=configured.fetch_private, max_bytes=configured.max_bytes),
            since=arguments.since,
            prune_missing=arguments.prune,
        )
        if piped and not report.interrupted:
            report.include(ingest_documents(piped, index, progress=bar.show, workers=workers))
    return report


def _holds_articles(data: Path) -> bool:
    from vectorstore.catalog import Catalog
    from vectorstore.index import NewsIndex
    from vectorstore.stats import CATALOGUE

    if not NewsIndex.exists(data):
        return False
    catalog = Catalog(data / CATALOGUE)
    articles, _ = catalog.counts()
    catalog.close()
    return articles > 0


def _piped(max_bytes: int) -> Document:
    """Standard input as a document; the same text again is the same document."""
    data = sys.stdin.buffer.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise LimitError(f"standard input: more than DATELINE_MAX_BYTES={max_bytes:,} bytes: raise it")
    return Document(f"stdin:{hashlib.sha256(data).hexdigest()[:12]}", "standard input", data)


class _Bar:
    """A progress bar on standard error."""

    def __init__(self, hidden: bool) -> None:
        from tqdm import tqdm

        self._bar = tqdm(unit="document", disable=hidden, file=sys.stderr, dynamic_ncols=True)

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def show(self, progress: Progress) -> None:
        """Draw how far the run is."""
        self._bar.total = progress.total
        self._bar.update(progress.done - self._bar.n)
        if progress.outcome.startswith("embedding"):
            self._bar.set_postfix_str(f"{progress.articles:,} articles stored, {progress.outcome}")
        else:
            self._bar.set_postfix_str(progress.name[:40])


def _print(report: Report) -> None:
    for failure in report.failures:
        print(f"failed: {failure.key}: {failure.reason}", file=sys.stderr)
    for note in report.notes:
        print(f"note: {note.key}: {note.text}", file=sys.stderr)
    print(report.summary())


if __name__ == "__main__":
    sys.exit(main())
