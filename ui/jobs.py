"""Documents on their way into the index: kept here and not in a browser, so that a page that is opened again
shows how far they are, and closing it stops nothing.
"""

from __future__ import annotations

import logging
import queue
import shutil
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from errors import DatelineError, ReadError
from ingest.fetch import Fetcher, shared_fetcher
from ingest.pipeline import ingest, ingest_again, ingest_documents
from ingest.read.document import Document
from ingest.reading import Limits
from ingest.report import Progress, Report
from ingest.worker import Workers
from vectorstore.index import NewsIndex

log = logging.getLogger(__name__)

State = Literal["waiting", "reading", "read", "added", "updated", "unchanged", "failed"]
COUNTED: tuple[State, ...] = ("added", "updated", "unchanged")
REMEMBERED = 2_000  # lines of one person that are kept
MOST_WAITING = 5_000  # documents of one person


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one document, or of one entry of a feed."""

    name: str
    state: State = "waiting"
    counts: tuple[tuple[State, int], ...] = ()  # articles, where it holds more than one
    embedding: str = ""  # "3 of 20": passages of the batch that is being embedded
    reasons: tuple[str, ...] = ()  # why it failed, and what was odd
    entry: bool = False  # of the feed above it
    addresses: tuple[str, ...] = ()  # of articles, where the document is a list of them
    list_key: str = ""  # of the document, where it is such a list


@dataclass
class _Batch:
    """The lines of what one person brought at one time; an address is followed by the entries of its feed."""

    lines: dict[str, Line]  # by the key of the document


@dataclass
class _Owner:
    """What one person has brought, the newest batch first. ``version`` grows with every change."""

    batches: list[_Batch]
    version: int = 0


@dataclass(frozen=True, slots=True)
class _Job:
    owner: str
    batch: _Batch
    key: str
    document: Document | None = None  # pasted
    path: Path | None = None  # of an uploaded file
    address: str | None = None
    article: str | None = None  # id of one that is read again


class Jobs:
    """Reads what people bring, one document after the other, in a thread of its own.

    ``owner`` is the name of who is logged in, "" where nobody has to. Safe from many threads.
    """

    def __init__(
        self, index: NewsIndex, limits: Limits | None = None, workers: int = 0, fetcher: Fetcher | None = None
    ) -> None:
        """``workers``: processes that read documents, 0 for one per core."""
        self._index = index
        self._limits = limits or Limits()
        self._workers = Workers(workers, self._limits)
        self._fetcher = fetcher or shared_fetcher()
        self._waiting: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._owners: dict[str, _Owner] = {}
        self._lock = threading.RLock()
        self._closed = threading.Event()
        self._spool = Path(tempfile.mkdtemp(prefix="dateline-"))
        self._thread = threading.Thread(target=self._run, name="adding", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Finish the document that is being read, drop the others, end everything."""
        self._closed.set()
        self._waiting.put(None)
        self._thread.join(60)
        self._workers.close()
        shutil.rmtree(self._spool, ignore_errors=True)

    # ── bringing ─────────────────────────────────────────────────────────────────────────────────────────

    def bring_files(self, owner: str, paths: Sequence[str]) -> None:
        """Take uploaded files away from where they are, to be read."""
        self._require_room(owner, len(paths))
        jobs, batch = [], _Batch({})
        for path in map(Path, paths):
            key = f"upload:{path.name}"
            while key in batch.lines:  # another file of the same name from another folder
                key += "+"
            kept = Path(tempfile.mkdtemp(dir=self._spool)) / path.name
            shutil.move(path, kept)
            batch.lines[key] = Line(path.name)
            jobs.append(_Job(owner, batch, key, path=kept))
        self._bring(owner, batch, jobs)

    def bring_text(self, owner: str, name: str, document: Document) -> None:
        """Take a pasted article, shown as ``name``."""
        self._require_room(owner, 1)
        batch = _Batch({document.key: Line(name)})
        self._bring(owner, batch, [_Job(owner, batch, document.key, document=document)])

    def bring_addresses(self, owner: str, addresses: Sequence[str]) -> None:
        """Take addresses of pages, feeds and sitemaps, to be fetched."""
        self._require_room(owner, len(addresses))
        batch = _Batch({address: Line(address) for address in addresses})
        self._bring(owner, batch, [_Job(owner, batch, each, address=each) for each in batch.lines])

    def bring_list(self, owner: str, key: str) -> None:
        """Take the addresses that a document listed which this person brought before."""
        listed = next(
            (line.addresses for line in self.lines(owner) if line.addresses and line.list_key == key), ()
        )
        with self._lock:
            mine = self._owners.get(owner)
            for batch in mine.batches if mine else ():
                if key in batch.lines:
                    batch.lines[key] = replace(batch.lines[key], addresses=())
        if listed:
            self.bring_addresses(owner, listed)

    def bring_again(self, owner: str, articles: Sequence[tuple[str, str]]) -> None:
        """Take articles, each by id and headline, to be read again from where they came from."""
        self._require_room(owner, len(articles))
        batch = _Batch({f"again:{id_}": Line(name) for id_, name in articles})
        jobs = [_Job(owner, batch, f"again:{id_}", article=id_) for id_, _ in articles]
        self._bring(owner, batch, jobs)

    def refuse(self, owner: str, refused: Sequence[tuple[str, str]]) -> None:
        """Note documents, each by name and reason, that are not taken at all."""
        lines = {
            f"refused:{number}": Line(name, "failed", reasons=(reason,))
            for number, (name, reason) in enumerate(refused[:REMEMBERED])
        }
        if lines:
            self._bring(owner, _Batch(lines), [])

    def _require_room(self, owner: str, count: int) -> None:
        waiting = sum(line.state == "waiting" for line in self.lines(owner))
        if waiting + count > MOST_WAITING:
            raise ReadError(
                f"{waiting:,} documents wait already, and at most {MOST_WAITING:,} may: bring the rest later,"
                " or use python -m ingest for whole folders."
            )

    def _bring(self, owner: str, batch: _Batch, jobs: Sequence[_Job]) -> None:
        with self._lock:
            mine = self._owners.setdefault(owner, _Owner([]))
            mine.batches.insert(0, batch)
            mine.version += 1
        for job in jobs:
            self._waiting.put(job)

    # ── looking ──────────────────────────────────────────────────────────────────────────────────────────

    def lines(self, owner: str) -> list[Line]:
        """Everything that this person has brought, the newest batch first."""
        with self._lock:
            mine = self._owners.get(owner)
            return [line for batch in mine.batches for line in batch.lines.values()] if mine else []

    def version(self, owner: str) -> int:
        """A number that grows whenever ``lines`` change."""
        with self._lock:
            mine = self._owners.get(owner)
            return mine.version if mine else 0

    def is_busy(self, owner: str) -> bool:
        """Whether something of this person's is still to be read."""
        return any(line.state in ("waiting", "reading") for line in self.lines(owner))

    def clear(self, owner: str) -> None:
        """Forget the lines of what is done."""
        with self._lock:
            mine = self._owners.get(owner)
            if mine is None:
                return
            mine.batches = [
                batch
                for batch in mine.batches
                if any(line.state in ("waiting", "reading") for line in batch.lines.values())
            ]
            mine.version += 1

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────

    def _run(self) -> None:
        while (job := self._waiting.get()) is not None and not self._closed.is_set():
            self._note(job, job.key, state="reading")
            try:
                self._finish(job, self._read(job))
            except (DatelineError, OSError) as problem:
                self._note(job, job.key, state="failed", reasons=(str(problem),), embedding="")
            except Exception as unforeseen:
                log.exception("A document was not added")
                self._note(job, job.key, state="failed", reasons=(type(unforeseen).__name__,), embedding="")
            if self._waiting.empty():
                self._workers.close()  # they start again when they are needed

    def _read(self, job: _Job) -> Report:
        def hear(progress: Progress) -> None:
            self._hear(job, progress)

        if job.address:
            return ingest(
                [job.address],
                self._index,
                progress=hear,
                max_bytes=self._limits.max_bytes,
                workers=self._workers,
                fetcher=self._fetcher,
            )
        if job.article:
            return ingest_again(
                job.article,
                self._index,
                progress=hear,
                max_bytes=self._limits.max_bytes,
                workers=self._workers,
                fetcher=self._fetcher,
            )
        document = job.document
        if job.path:
            document = Document(job.key, job.path.name, job.path.read_bytes())
            job.path.unlink()
        assert document is not None
        return ingest_documents(
            [document],
            self._index,
            progress=hear,
            max_bytes=self._limits.max_bytes,
            workers=self._workers,
        )

    def _hear(self, job: _Job, progress: Progress) -> None:
        """Show how far a document is; the entries of a feed get lines of their own."""
        if progress.outcome.startswith("embedding "):
            self._note(job, job.key, embedding=progress.outcome.removeprefix("embedding "))
        elif job.address and progress.key not in ("", job.key):
            known = {"fetching": "reading", "read": "read", "unchanged": "unchanged", "failed": "failed"}
            state = known.get(progress.outcome)
            reasons = (progress.detail,) if progress.detail else ()
            if state:
                self._note(job, progress.key, name=progress.name, state=state, reasons=reasons, entry=True)

    def _finish(self, job: _Job, report: Report) -> None:
        counts: list[tuple[State, int]] = [(name, getattr(report, name)) for name in COUNTED]
        if report.failures:
            counts.append(("failed", report.failed))
        happened = [(name, count) for name, count in counts if count]
        reasons = [failure.reason for failure in report.failures[:5]] + [
            note.text for note in report.notes[:5]
        ]
        self._note(
            job,
            job.key,
            state=happened[0][0] if happened else "failed",
            counts=tuple(happened) if sum(count for _, count in happened) > 1 else (),
            reasons=tuple(reasons),
            embedding="",
            addresses=tuple(dict.fromkeys(url for listed in report.lists for url in listed.urls))[
                :MOST_WAITING
            ],
            list_key=job.key if report.lists else "",
        )

    def _note(self, job: _Job, key: str, **changes: object) -> None:
        """Change the line of a document, or begin one."""
        with self._lock:
            before = job.batch.lines.get(key) or Line(key)
            job.batch.lines[key] = replace(before, **changes)  # type: ignore[arg-type]  # fields of Line
            mine = self._owners[job.owner]
            mine.version += 1
            while sum(len(batch.lines) for batch in mine.batches) > REMEMBERED and len(mine.batches) > 1:
                if any(line.state in ("waiting", "reading") for line in mine.batches[-1].lines.values()):
                    break
                mine.batches.pop()
