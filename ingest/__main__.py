"""``python -m ingest SOURCE…``: bring files, folders, pages and feeds into the index."""

from __future__ import annotations

import argparse
import hashlib
import json
import secrets
import sys
import threading
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import settings
from arguments import run_command
from assembly import build_fetcher, build_limits, open_index
from errors import DatelineError, LimitError, SettingsError
from ingest.command_line import PIPE, make_parser
from ingest.documents.document import Document
from ingest.read.addresses import FEED_READER
from ingest.runs.report import Progress, Report
from terminal import guard_terminal

if TYPE_CHECKING:
    from ingest.processes.worker import Workers
    from vectorstore.index import NewsIndex


def main(argv: list[str] | None = None) -> int:
    """Run the command; the exit code is 0, or 1 where something failed, or 2 where it cannot be run at all."""
    guard_terminal()
    parser = make_parser()
    arguments = parser.parse_args(argv)
    asked = arguments.sources or arguments.refresh or arguments.addresses_in
    apart = arguments.remembered or arguments.imports or arguments.take_back
    if not asked and not apart:
        parser.error("name a SOURCE, or --refresh for all that are remembered")
    try:
        if arguments.dry_run:
            return _dry_run(arguments)
        if arguments.imports or arguments.take_back:
            return _imports(arguments)
        if arguments.remembered or arguments.forget:
            return _list_remembered(arguments)
        report = _run_ingest(arguments)
    except DatelineError as error:
        print(f"ingest: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("ingest: stopped; what is stored is kept, run the same command to go on", file=sys.stderr)
        return 130
    if report is None:
        return 0
    _print_report(report, arguments.json)
    if report.took_nothing and not report.failed and _names_paths(arguments):
        print(f"ingest: nothing was taken from {', '.join(arguments.sources)}", file=sys.stderr)
        return 1
    return 1 if report.failed else 130 if report.interrupted else 0


def _run_ingest(arguments: argparse.Namespace) -> Report | None:
    configured = settings.load_settings(data=arguments.data)
    if arguments.if_empty and _holds_articles(configured.data):
        return None
    from ingest.processes.worker import Workers

    piped = [_read_standard_input(configured.max_bytes)] if PIPE in arguments.sources else []
    with (
        open_index(configured) as index,
        Workers(configured.workers, build_limits(configured)) as workers,
        _IngestBar(hidden=arguments.quiet or arguments.json) as bar,
    ):
        index.follow_changes()
        run = _Rounds(arguments, configured, index, workers, bar)
        run.add_lists(arguments.addresses_in)
        if not arguments.watch:
            return run.run_once(piped)
        run.watch_sources()
        return None


def _list_remembered(arguments: argparse.Namespace) -> int:
    """Forget the sources that are named, or list all; exit code 0."""
    with open_index(settings.load_settings(data=arguments.data), any_model=True) as index:
        sources = index.catalog.sources
        for name in arguments.sources if arguments.forget else ():
            path = str(Path(name).expanduser().resolve())
            if not sources.forget_origin(name) and not sources.forget_origin(path):
                raise SettingsError(f"{name} is not remembered: --remembered lists what is")
        for origin in sources.list_origins() if arguments.remembered else ():
            print(f"{origin.kind:8} {origin.last_read[:16]}  {origin.name}")
    return 0


def _imports(arguments: argparse.Namespace) -> int:
    """Take an import back, or list them; exit code 0."""
    from vectorstore.taking_back import take_batch_back

    with open_index(settings.load_settings(data=arguments.data), any_model=True) as index:
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


def _dry_run(arguments: argparse.Namespace) -> int:
    """Print what would become of the documents; exit code 1 where something would fail, or nothing come in."""
    from ingest.preview import preview, read_address_list
    from ingest.processes.worker import Workers

    configured = settings.load_settings(data=arguments.data)
    skipped: dict[str, int] = {}
    taken = failed = 0
    with Workers(configured.workers, build_limits(configured)) as workers:
        listed = [read_address_list(file, workers, configured.max_bytes) for file in arguments.addresses_in]
        sources = [
            *(each for each in arguments.sources if each != PIPE),
            *(url for each in listed for url in each.urls),
        ]
        for shown in preview(sources, workers, build_fetcher(configured), configured.max_bytes, skipped):
            taken += len(shown.articles)
            failed += bool(shown.failed)
            print(
                json.dumps(asdict(shown), ensure_ascii=False) if arguments.json else "\n".join(shown.lines()),
                flush=True,
            )
    _show_skipped(Report(skipped=skipped))
    if not arguments.json:
        print(f"would take {taken:,} articles; nothing was stored", flush=True)
    return 1 if failed or not taken else 0


def _names_paths(arguments: argparse.Namespace) -> bool:
    return any(each != PIPE and "://" not in each for each in arguments.sources)


class _Rounds:
    """What is asked for, once or again and again."""

    def __init__(
        self,
        arguments: argparse.Namespace,
        configured: settings.Settings,
        index: NewsIndex,
        workers: Workers,
        bar: _IngestBar,
    ) -> None:
        self._arguments, self._configured = arguments, configured
        self._again = arguments.again  # in the first round alone
        self._embargoed: dict[str, datetime] = {}
        self._passing: set[str] = set()  # addresses that are not remembered as what was asked for
        self._index, self._workers, self._bar = index, workers, bar
        self._fetcher = build_fetcher(configured)
        self._sources = {each: arguments.since for each in arguments.sources if each != PIPE}  # → since when
        if arguments.refresh:
            for origin in index.catalog.sources.list_origins():
                since = date.fromisoformat(origin.since) if origin.since else None
                self._sources.setdefault(origin.name, arguments.since or since)
            if not self._sources:
                raise SettingsError("nothing is remembered yet: name a file, a folder or an address")

    def add_lists(self, files: Sequence[str]) -> None:
        """Ask also for the addresses that these files list; only feeds are remembered. Raises ReadError."""
        from ingest.preview import read_address_list

        for file in files:
            listed = read_address_list(file, self._workers, self._configured.max_bytes)
            self._sources |= dict.fromkeys(listed.urls, self._arguments.since)
            if listed.name != FEED_READER:
                self._passing |= set(listed.urls)

    def run_once(self, piped: list[Document]) -> Report:
        """Everything, and what came by standard input."""
        from ingest.pipeline import ingest_documents

        report = self._bring_sources(list(self._sources))
        if piped and not report.interrupted:
            report.include_report(
                ingest_documents(
                    piped,
                    self._index,
                    progress=self._bar.show_progress,
                    workers=self._workers,
                    batch=report.batch,
                )
            )
        self._name(report)
        return report

    def _name(self, report: Report) -> None:
        """Have an import that changed something found in --imports."""
        if report.changed:
            self._index.catalog.batches.begin_batch(report.batch, ", ".join(self._arguments.sources))

    def watch_sources(self) -> None:
        """Everything, then what changes, until Ctrl-C; what a round changed is printed."""
        from ingest.watch import watch_sources_again

        stop = threading.Event()
        seconds = 60 * self._arguments.every
        rounds = watch_sources_again(
            list(self._sources),
            self._bring_sources,
            seconds=seconds,
            ignore=self._configured.data,
            stop=stop,
            due_again=self._due,
        )
        for number, report in enumerate(rounds):
            self._name(report)
            if number == 0 or report.changed or report.failures:
                _print_report(report, self._arguments.json)
            if report.interrupted:
                stop.set()
            self._bar.hide_bar()

    def _bring_sources(self, sources: Sequence[str]) -> Report:
        from ingest.pipeline import ingest_sources

        report = Report(batch=secrets.token_hex(6))
        for since in dict.fromkeys(self._sources.get(each) for each in sources):
            part = ingest_sources(
                [each for each in sources if self._sources.get(each) == since],
                self._index,
                progress=self._bar.show_progress,
                max_bytes=self._configured.max_bytes,
                workers=self._workers,
                fetcher=self._fetcher,
                since=since,
                prune_missing=self._arguments.prune,
                again=self._again,
                batch=report.batch,
                passing=self._passing,
            )
            report.include_report(part)
            if report.interrupted:
                break
        self._again = False
        self._embargoed.update(report.embargoed)
        return report

    def _due(self) -> list[str]:
        """The files of which something waited for an embargo that has ended, each once."""
        now = datetime.now(UTC)
        due = [name for name, until in self._embargoed.items() if until <= now]
        for name in due:
            del self._embargoed[name]
        return [name for name in due if Path(name).is_file()]


def _holds_articles(data: Path) -> bool:
    from vectorstore.catalogue.catalog import Catalog
    from vectorstore.index import NewsIndex
    from vectorstore.stats import CATALOGUE

    if not NewsIndex.exists(data):
        return False
    catalog = Catalog(data / CATALOGUE)
    articles, _ = catalog.count_all()
    catalog.close()
    return articles > 0


def _read_standard_input(max_bytes: int) -> Document:
    """Standard input as a document; the same text again is the same document."""
    data = sys.stdin.buffer.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise LimitError(f"standard input: more than DATELINE_MAX_BYTES={max_bytes:,} bytes: raise it")
    return Document(f"stdin:{hashlib.sha256(data).hexdigest()[:12]}", "standard input", data)


class _IngestBar:
    """A progress bar on standard error."""

    def __init__(self, hidden: bool) -> None:
        from tqdm import tqdm

        self._hidden = hidden
        self._bar = tqdm(unit="document", disable=hidden, file=sys.stderr, dynamic_ncols=True)

    def __enter__(self) -> _IngestBar:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def hide_bar(self) -> None:
        """Draw no more."""
        self._hidden = True
        self._bar.close()

    def show_progress(self, progress: Progress) -> None:
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


def _print_report(report: Report, as_json: bool) -> None:
    if as_json:
        print(json.dumps(report.to_json(), ensure_ascii=False), flush=True)
        return
    for failure in report.failures:
        print(f"failed: {failure.key}: {failure.reason}", file=sys.stderr)
    for note in report.notes:
        print(f"note: {note.key}: {note.text}", file=sys.stderr)
    _show_skipped(report)
    print(report.summarise(), flush=True)
    if report.added:
        print(f"python -m ingest --take-back {report.batch} undoes this", file=sys.stderr)


def _show_skipped(report: Report) -> None:
    """Name what was passed over in folders, by ending."""
    if lines := report.skipped_lines():
        total = sum(report.skipped.values())
        print(f"skipped {total:,} file{'' if total == 1 else 's'}: {', '.join(lines)}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(run_command(main))
