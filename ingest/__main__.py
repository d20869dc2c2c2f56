"""``python -m ingest PATH…``: bring files and folders into the index."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import settings
from errors import DatelineError
from ingest.report import Progress, Report


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
        description="Bring articles into the index: text, Markdown, HTML, PDF, Word, mail, feeds, JSON, CSV; also gzipped.",
    )
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", help="a file, a folder or a pattern such as 'clips/*.html'"
    )
    parser.add_argument("--data", type=Path, help="the folder that holds everything stored (DATELINE_DATA)")
    parser.add_argument(
        "--if-empty", action="store_true", help="do nothing if the index holds articles already"
    )
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    return parser


def _run(arguments: argparse.Namespace) -> Report | None:
    configured = settings.load(data=arguments.data)
    from vectorstore.catalog import Catalog

    if arguments.if_empty and (configured.data / "catalogue.sqlite3").exists():
        catalog = Catalog(configured.data / "catalogue.sqlite3")
        articles, _ = catalog.counts()
        catalog.close()
        if articles:
            return None
    from ingest.pipeline import ingest
    from ingest.worker import Limits, Workers
    from vectorstore.embed import load_embedder
    from vectorstore.index import NewsIndex

    embedder = load_embedder(configured.embedding_model)
    with NewsIndex.open(configured.data, embedder, chroma_url=configured.chroma_url) as index:
        index.follow()
        bar = _Bar(hidden=arguments.quiet or arguments.json)
        limits = Limits(
            configured.parse_seconds, configured.parse_memory_mb, configured.max_bytes, configured.max_pages
        )
        with Workers(configured.workers, limits) as workers:
            report = ingest(
                arguments.paths, index, progress=bar.show, max_bytes=configured.max_bytes, workers=workers
            )
        bar.close()
    return report


class _Bar:
    """A progress bar on standard error."""

    def __init__(self, hidden: bool) -> None:
        from tqdm import tqdm

        self._bar = tqdm(unit="document", disable=hidden, file=sys.stderr, dynamic_ncols=True)

    def show(self, progress: Progress) -> None:
        """Draw how far the run is."""
        self._bar.total = progress.total
        self._bar.update(progress.done - self._bar.n)
        self._bar.set_postfix_str(
            progress.outcome if progress.outcome.startswith("emb") else progress.name[:40]
        )

    def close(self) -> None:
        """Leave the bar as it stands."""
        self._bar.close()


def _print(report: Report) -> None:
    for failure in report.failures:
        print(f"failed: {failure.key}: {failure.reason}", file=sys.stderr)
    for note in report.notes:
        print(f"note: {note.key}: {note.text}", file=sys.stderr)
    print(report.summary())


if __name__ == "__main__":
    sys.exit(main())
