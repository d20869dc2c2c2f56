"""``python -m ingest SOURCE…``: bring files, folders, pages and feeds into the index."""

from __future__ import annotations

import argparse
import hashlib
import json
import secrets
import sys
import threading
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import settings
from arguments import add_data, day, run_command
from assembly import fetcher, limits, open_index
from errors import DatelineError, LimitError, SettingsError
from ingest.read.document import Document
from ingest.report import Progress, Report
from terminal import guard_terminal

if TYPE_CHECKING:
    from ingest.worker import Workers
    from vectorstore.index import NewsIndex

PIPE = "-"  # standard input
MIN_MINUTES, MAX_MINUTES = 0.01, 10_080  # between two questions to an address


def main(argv: list[str] | None = None) -> int:
    """Run the command; the exit code is 0, or 1 where something failed, or 2 where it cannot be run at all."""
    guard_terminal()
    parser = _parser()
    arguments = parser.parse_args(argv)
    apart = arguments.remembered or arguments.imports or arguments.take_back
    if not arguments.sources and not arguments.refresh and not apart:
        parser.error("name a SOURCE, or --refresh for all that are remembered")
    try:
        if arguments.imports or arguments.take_back:
            return _imports(arguments)
        if arguments.remembered or arguments.forget:
            return _remembered(arguments)
        report = _run(arguments)
    except DatelineError as error:
        print(f"ingest: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("ingest: stopped; what is stored is kept, run the same command to go on", file=sys.stderr)
        return 130
    if report is None:
        return 0
    _show(report, arguments.json)
    return 1 if report.failed else 130 if report.interrupted else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ingest",
        description="Bring articles into the index: text, Markdown, HTML, PDF, Word, OpenDocument, RTF, EPUB, mail,"
        " feeds, agencies' XML, JSON, CSV, also zipped; from files, folders and addresses.",
    )
    parser.add_argument(
        "sources",
        nargs="*",
        metavar="SOURCE",
        help="a file, a folder, a pattern such as 'clips/*.html', the address of a page, a feed or a sitemap,"
        " or - for standard input",
    )
    add_data(parser)
    parser.add_argument(
        "--since", type=day, metavar="DAY", help="of sitemaps and feeds, only what is this new, YYYY-MM-DD"
    )
    parser.add_argument(
        "--prune", action="store_true", help="remove articles whose files are gone from the folders named"
    )
    parser.add_argument(
        "--refresh", action="store_true", help="everything that was ever asked for, once more"
    )
    parser.add_argument("--remembered", action="store_true", help="list what --refresh asks for, and end")
    parser.add_argument(
        "--forget",
        action="store_true",
        help="ask for these SOURCEs no more with --refresh; their articles stay",
    )
    parser.add_argument("--imports", action="store_true", help="list what was brought, the newest first")
    parser.add_argument(
        "--take-back",
        metavar="IMPORT",
        help="delete the articles that an import added, by its name in --imports; what it changed stays",
    )
    parser.add_argument(
        "--again",
        action="store_true",
        help="read also what has not changed since: what an older Dateline read may be read better now",
    )
    parser.add_argument(
        "--watch", action="store_true", help="go on: follow folders as they change, ask addresses again"
    )
    parser.add_argument(
        "--every",
        type=_minutes,
        default=15.0,
        metavar="MINUTES",
        help="with --watch: how often addresses are asked (default: 15)",
    )
    parser.add_argument(
        "--if-empty", action="store_true", help="do nothing if the index holds articles already"
    )
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    return parser


def _minutes(text: str) -> float:
    try:
        minutes = float(text)
    except ValueError:
        minutes = 0.0
    if not MIN_MINUTES <= minutes <= MAX_MINUTES:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a number of minutes, {MIN_MINUTES:g} to {MAX_MINUTES:,}"
        )
    return minutes


def _run(arguments: argparse.Namespace) -> Report | None:
    configured = settings.load(data=arguments.data)
    if arguments.if_empty and _holds_articles(configured.data):
        return None
    from ingest.worker import Workers

    piped = [_piped(configured.max_bytes)] if PIPE in arguments.sources else []
    with (
        open_index(configured) as index,
        Workers(configured.workers, limits(configured)) as workers,
        _Bar(hidden=arguments.quiet or arguments.json) as bar,
    ):
        index.follow()
        run = _Rounds(arguments, configured, index, workers, bar)
        if not arguments.watch:
            return run.once(piped)
        run.watch()
        return None


def _remembered(arguments: argparse.Namespace) -> int:
    """Forget the sources that are named, or list all; exit code 0."""
    with open_index(settings.load(data=arguments.data), any_model=True) as index:
        sources = index.catalog.sources
        for name in arguments.sources if arguments.forget else ():
            path = str(Path(name).expanduser().resolve())
            if not sources.forget_origin(name) and not sources.forget_origin(path):
                raise SettingsError(f"{name} is not remembered: --remembered lists what is")
        for origin in sources.origins() if arguments.remembered else ():
            print(f"{origin.kind:8} {origin.last_read[:16]}  {origin.name}")
    return 0


def _imports(arguments: argparse.Namespace) -> int:
    """Take an import back, or list them; exit code 0."""
    from vectorstore.taking_back import take_batch_back

    with open_index(settings.load(data=arguments.data), any_model=True) as index:
        batches = index.catalog.batches
        if arguments.take_back:
            if batches.read_batch(arguments.take_back) is None:
                raise SettingsError(f"there is no import {arguments.take_back!r}: --imports lists them")
            done = take_batch_back(index, arguments.take_back)
            print(
                f"deleted {len(done.removal.articles):,}; stay as they are: {done.updated:,} that it changed,"
                f" {done.shared:,} that another import brought too"
            )
        for batch in batches.list_batches() if arguments.imports else ():
            state = "taken back" if batch.taken_back else f"added {batch.added:,} / updated {batch.updated:,}"
            print(f"{batch.id:12}  {batch.made[:16]}  {state:24}  {batch.name}")
    return 0


class _Rounds:
    """What is asked for, once or again and again."""

    def __init__(
        self,
        arguments: argparse.Namespace,
        configured: settings.Settings,
        index: NewsIndex,
        workers: Workers,
        bar: _Bar,
    ) -> None:
        self._arguments, self._configured = arguments, configured
        self._again = arguments.again  # in the first round alone
        self._index, self._workers, self._bar = index, workers, bar
        self._fetcher = fetcher(configured)
        self._sources = {each: arguments.since for each in arguments.sources if each != PIPE}  # → since when
        if arguments.refresh:
            for origin in index.catalog.sources.origins():
                since = date.fromisoformat(origin.since) if origin.since else None
                self._sources.setdefault(origin.name, arguments.since or since)
            if not self._sources:
                raise SettingsError("nothing is remembered yet: name a file, a folder or an address")

    def once(self, piped: list[Document]) -> Report:
        """Everything, and what came by standard input."""
        from ingest.pipeline import ingest_documents

        report = self._bring(list(self._sources))
        if piped and not report.interrupted:
            report.include(
                ingest_documents(
                    piped, self._index, progress=self._bar.show, workers=self._workers, batch=report.batch
                )
            )
        self._name(report)
        return report

    def _name(self, report: Report) -> None:
        """Have an import that changed something found in --imports."""
        if report.changed:
            self._index.catalog.batches.begin_batch(report.batch, ", ".join(self._arguments.sources))

    def watch(self) -> None:
        """Everything, then what changes, until Ctrl-C; what a round changed is printed."""
        from ingest.watch import keep_up

        stop = threading.Event()
        seconds = 60 * self._arguments.every
        rounds = keep_up(
            list(self._sources), self._bring, seconds=seconds, ignore=self._configured.data, stop=stop
        )
        for number, report in enumerate(rounds):
            self._name(report)
            if number == 0 or report.changed or report.failures:
                _show(report, self._arguments.json)
            if report.interrupted:
                stop.set()
            self._bar.hide()

    def _bring(self, sources: Sequence[str]) -> Report:
        from ingest.pipeline import ingest

        report = Report(batch=secrets.token_hex(6))
        for since in dict.fromkeys(self._sources[each] for each in sources):
            part = ingest(
                [each for each in sources if self._sources[each] == since],
                self._index,
                progress=self._bar.show,
                max_bytes=self._configured.max_bytes,
                workers=self._workers,
                fetcher=self._fetcher,
                since=since,
                prune_missing=self._arguments.prune,
                again=self._again,
                batch=report.batch,
            )
            report.include(part)
            if report.interrupted:
                break
        self._again = False
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

        self._hidden = hidden
        self._bar = tqdm(unit="document", disable=hidden, file=sys.stderr, dynamic_ncols=True)

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def hide(self) -> None:
        """Draw no more."""
        self._hidden = True
        self._bar.close()

    def show(self, progress: Progress) -> None:
        """Draw how far the run is."""
        if self._hidden:
            return
        self._bar.total = progress.total
        self._bar.update(progress.done - self._bar.n)
        if progress.outcome.startswith("embedding"):
            self._bar.set_postfix_str(f"{progress.articles:,} articles stored, {progress.outcome}")
        else:
            self._bar.set_postfix_str(progress.name[:40])
        if progress.outcome == "scanned":
            self._bar.write(f"{progress.name}: {progress.detail}", file=sys.stderr)


def _show(report: Report, as_json: bool) -> None:
    if as_json:
        print(json.dumps(report.to_json(), ensure_ascii=False), flush=True)
        return
    for failure in report.failures:
        print(f"failed: {failure.key}: {failure.reason}", file=sys.stderr)
    for note in report.notes:
        print(f"note: {note.key}: {note.text}", file=sys.stderr)
    print(report.summary(), flush=True)
    if report.added:
        print(f"python -m ingest --take-back {report.batch} undoes this", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(run_command(main))
