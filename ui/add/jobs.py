"""Documents on their way into the index: kept on disk and not in a browser, so that a page that is opened again
shows how far they are, and neither closing it nor ending Dateline loses one.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from errors import DatelineError, ReadError
from ingest.documents.document import Document
from ingest.fetching.fetch import Fetcher, get_shared_fetcher
from ingest.pipeline import ingest_again, ingest_documents, ingest_sources
from ingest.processes.reading import Limits
from ingest.processes.worker import Workers
from ingest.runs.report import Progress, Report
from ui.add.job_lines import Line, begin_line, failed_for, job_lines, progress_line, result_of
from ui.add.lanes import JobFailedError, JobStoppedError, Lanes
from vectorstore.index import NewsIndex
from vectorstore.jobs.job_store import Job, NewJob
from vectorstore.jobs.spool import SPOOL, Spool
from vectorstore.taking_back import TakenBack, bring_batch_back, take_batch_back

DOCUMENT, ADDRESS, AGAIN, REFUSED = "document", "address", "again", "refused"  # kinds of jobs
KINDS = (DOCUMENT, ADDRESS, AGAIN)
REMEMBERED = 2_000  # jobs of one person that are kept once they are done
MOST_WAITING = 5_000  # documents of one person
WAITING_BYTES = 2_000_000_000  # of all files that wait, of all people
UNDONE = 20  # batches that were taken back and can be brought back, of all people together
PATIENCE = 30.0  # seconds until what is being read has stopped


class Jobs:
    """Reads what people bring. Documents of one turn are read one after the other, those of others beside them.

    ``owner`` is the name of who is logged in, "" where nobody has to; ``turn`` tells people apart where all have
    the same owner. What a method returned from is not lost where this process is killed. Safe from many threads.
    """

    def __init__(
        self,
        index: NewsIndex,
        limits: Limits | None = None,
        workers: int = 0,
        fetcher: Fetcher | None = None,
        waiting_bytes: int = WAITING_BYTES,
    ) -> None:
        """``workers``: processes that read one person's documents, 0 for one per core.

        ``waiting_bytes``: the most that files which wait to be read may take, of all people together.
        """
        self._index = index
        self._store = index.catalog.jobs
        self._limits = limits or Limits()
        self._count = workers
        self._fetcher = fetcher or get_shared_fetcher()
        self._most_bytes = waiting_bytes
        self._spool = Spool(index.folder / SPOOL)
        self._lock = threading.RLock()
        self._bringing = threading.Lock()  # so that the room is there when it is used
        self._idle: list[Workers] = []
        self._at_work: dict[int, Workers] = {}  # by the id of the job
        self._live: dict[int, dict[str, Line]] = {}  # what goes on in jobs that are read here, by their ids
        self._beat = 0  # grows with every change of those
        self._leaving: set[str] = set()  # batches that are taken back just now
        self._taken: dict[str, TakenBack] = {}  # what brings back the last that were, by their ids
        self._spool.sweep_files(
            {job.file for job in self._store.list_jobs(states=("waiting", "running")) if job.file}
        )
        self._lanes = Lanes(self._store, KINDS, self._do, self._explain, self._ended)
        self._lanes.start()

    def close(self) -> None:
        """Leave the documents that are being read; they and those that wait are read at the next start."""
        self._lanes.stop()
        with self._lock:
            for workers in self._at_work.values():
                workers.stop()
        self._lanes.join()
        for workers in self._idle:
            workers.close_workers()

    # ── bringing ─────────────────────────────────────────────────────────────────────────────────────────

    def bring_files(self, owner: str, paths: Sequence[str], turn: str = "") -> None:
        """Take uploaded files away from where they are, to be read."""
        files = list(map(Path, paths))
        keys: list[str] = []
        for path in files:
            key = f"upload:{path.name}"
            while key in keys:  # another file of the same name from another folder
                key += "+"
            keys.append(key)
        with self._bringing:
            self._require_room(owner, len(files), sum(path.stat().st_size for path in files))
            with self._kept_if_noted() as kept:
                jobs = []
                for key, path in zip(keys, files, strict=True):
                    kept.append(self._spool.take_file(path))
                    payload = {"key": key, "file": path.name, "name": path.name}
                    jobs.append(NewJob(DOCUMENT, payload, file=kept[-1][0], size=kept[-1][1]))
                self._bring_jobs(owner, turn, jobs)

    def bring_text(self, owner: str, name: str, document: Document, turn: str = "") -> None:
        """Take a pasted article, shown as ``name``."""
        with self._bringing:
            self._require_room(owner, 1, len(document.data))
            with self._kept_if_noted() as kept:
                kept.append(self._spool.write_file(document.data))
                payload = {"key": document.key, "file": document.name, "name": name}
                self._bring_jobs(owner, turn, [NewJob(DOCUMENT, payload, file=kept[0][0], size=kept[0][1])])

    def bring_addresses(
        self, owner: str, addresses: Sequence[str], turn: str = "", *, listed_in: str = ""
    ) -> None:
        """Take addresses of pages, feeds and sitemaps, to be fetched; ``listed_in`` names the list they stand in."""
        with self._bringing:
            self._require_room(owner, len(addresses))
            self._bring_jobs(
                owner,
                turn,
                [
                    NewJob(ADDRESS, {"key": each, "name": each, "list": listed_in})
                    for each in dict.fromkeys(addresses)
                ],
            )

    def bring_list(self, owner: str, key: str, turn: str = "") -> None:
        """Take the addresses that a document listed which this person brought before."""
        listed = next((line.addresses for line in self.list_lines(owner) if line.list_key == key), ())
        if listed:
            self.bring_addresses(owner, listed, turn, listed_in=key)

    def bring_again(self, owner: str, articles: Sequence[tuple[str, str]], turn: str = "") -> None:
        """Take articles, each by id and headline, to be read again from where they came from."""
        with self._bringing:
            self._require_room(owner, len(articles))
            self._bring_jobs(
                owner,
                turn,
                [
                    NewJob(AGAIN, {"key": f"again:{id_}", "article": id_, "name": name})
                    for id_, name in articles
                ],
            )

    def refuse_documents(self, owner: str, refused: Sequence[tuple[str, str]]) -> None:
        """Note documents, each by name and reason, that are not taken at all."""
        jobs = [
            NewJob(REFUSED, {"name": name}, state="failed", result=failed_for(reason))
            for name, reason in refused[:REMEMBERED]
        ]
        self._bring_jobs(owner, "", jobs)

    def room(self) -> int:
        """How many bytes of files can still be brought."""
        return max(0, self._most_bytes - self._store.count_waiting()[1])

    def _require_room(self, owner: str, count: int, size: int = 0) -> None:
        waiting, _ = self._store.count_waiting(owner)
        if waiting + count > MOST_WAITING:
            raise ReadError(
                f"{waiting:,} documents wait already, and at most {MOST_WAITING:,} may: bring the rest later,"
                " or use python -m ingest for whole folders."
            )
        if size > (room := self.room()):
            raise ReadError(
                f"Files of {(self._most_bytes - room) / 1e6:,.1f} MB wait to be read, these have {size / 1e6:,.1f} MB,"
                f" and at most {self._most_bytes / 1e6:,.1f} MB may wait: bring them once others are read, or use"
                " python -m ingest for whole folders. DATELINE_MAX_WAITING_MB raises that."
            )

    @contextmanager
    def _kept_if_noted(self) -> Iterator[list[tuple[str, int]]]:
        """For names in the spool, which are given up if their jobs cannot be noted."""
        kept: list[tuple[str, int]] = []
        try:
            yield kept
        except BaseException:
            self._spool.drop_files([name for name, _ in kept])
            raise

    def _bring_jobs(self, owner: str, turn: str, jobs: Sequence[NewJob]) -> None:
        if not jobs:
            return
        batch = secrets.token_hex(6)
        self._store.put_jobs(
            [replace(job, owner=owner, turn=f"{owner}\n{turn}", batch=batch) for job in jobs]
        )
        name = str(jobs[0].payload["name"])
        self._index.catalog.batches.begin_batch(
            batch, name if len(jobs) == 1 else f"{name} … ({len(jobs):,})"
        )
        done = [job.id for job in self._store.list_jobs(owner=owner, states=("done", "failed"))]
        self._store.forget_jobs(done[REMEMBERED:])
        self._lanes.wake()

    # ── looking ──────────────────────────────────────────────────────────────────────────────────────────

    def list_lines(self, owner: str) -> list[Line]:
        """Everything that this person has brought, the newest batch first."""
        jobs = self._store.list_jobs(owner=owner)
        taken = self._index.catalog.batches.filter_taken_back({job.batch for job in jobs})
        unnoted = self._lanes.unnoted()
        fetched = {job.payload.get("list") for job in jobs if job.kind == ADDRESS}
        lines: list[Line] = []
        with self._lock:
            for job in jobs:
                if job.id in unnoted:
                    _, failed, result = unnoted[job.id]
                    job = replace(job, state="failed" if failed else "done", result=result)
                live = self._live.get(job.id) if job.state == "running" else None
                mine = list(live.values()) if live else job_lines(job)
                lines += [replace(line, taken_back=True) for line in mine] if job.batch in taken else mine
        return [replace(line, addresses=()) if line.list_key in fetched else line for line in lines]

    def read_version(self, owner: str) -> tuple[float, int, int]:
        """Changes whenever ``lines`` do."""
        return *self._store.read_version(owner), self._beat

    def is_busy(self, owner: str) -> bool:
        """Whether something of this person's is still to be read."""
        return any(line.is_open for line in self.list_lines(owner))

    def clear_done(self, owner: str) -> None:
        """Forget the lines of batches that are done."""
        jobs = self._store.list_jobs(owner=owner)
        busy = {job.batch for job in jobs if job.state in ("waiting", "running")}
        self._store.forget_jobs([job.id for job in jobs if job.batch not in busy])
        self._beat += 1

    # ── taking back ──────────────────────────────────────────────────────────────────────────────────────

    def take_back(self, owner: str, batch: str) -> TakenBack:
        """Undo a batch: what waits of it is not read, and the articles that it alone added are deleted.

        Articles that it changed stay as they are, and so do those that another import brought too.
        Raises ReadError if it is none of this person's, or what is being read of it does not stop.
        """
        if not self._store.list_jobs(owner=owner, batch=batch):
            raise ReadError("These documents are no longer known: delete their articles in the library.")
        with self._lock:
            self._leaving.add(batch)
        try:
            cancelled = self._store.cancel_batch(batch, failed_for("taken back before it was read"))
            self._spool.drop_files([job.file for job in cancelled])
            self._stop_reading(batch)
            done = take_batch_back(self._index, batch, len(cancelled))
            with self._lock:
                self._taken[batch] = done
                while len(self._taken) > UNDONE:
                    self._taken.pop(next(iter(self._taken)))
            return done
        finally:
            with self._lock:
                self._leaving.discard(batch)
                self._beat += 1

    def taken_back(self, owner: str) -> dict[str, TakenBack]:
        """What was done with this person's batches that were taken back and can still be brought back."""
        own = {job.batch for job in self._store.list_jobs(owner=owner)}
        with self._lock:
            return {batch: done for batch, done in self._taken.items() if batch in own}

    def bring_back(self, owner: str, batch: str) -> int:
        """Undo ``take_back``; how many articles are back. Raises ReadError where that is no longer possible."""
        done = self.taken_back(owner).get(batch)
        if done is None:
            raise ReadError("That can no longer be undone: add the articles again.")
        restored = bring_batch_back(self._index, done)
        with self._lock:
            self._taken.pop(batch, None)
            self._beat += 1
        return restored

    def _stop_reading(self, batch: str) -> None:
        until = time.monotonic() + PATIENCE
        while running := self._store.list_jobs(batch=batch, states=("running",)):
            if time.monotonic() > until:
                raise ReadError("One of these documents is being read just now: try again in a moment.")
            with self._lock:  # so that nobody else has them by then
                for workers in [self._at_work[job.id] for job in running if job.id in self._at_work]:
                    workers.stop()
            time.sleep(0.1)

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────

    def _do(self, job: Job) -> Mapping[str, Any]:
        """Read what one job brings, and what is kept of how that went."""
        with self._lock:
            self._live[job.id] = {str(job.payload["key"]): begin_line(job)}
            self._beat += 1
        try:
            report = self._read_job(job)
            lines = list(self._live[job.id].values())
            if report.failures or report.interrupted:
                self._leave_if_told(job)  # what failed may have failed because it was stopped
            return result_of(report, lines[1:])
        except Exception:
            self._leave_if_told(job)
            raise

    def _leave_if_told(self, job: Job) -> None:
        if self._lanes.is_closing:
            raise JobStoppedError
        if job.batch in self._leaving:
            raise JobFailedError(failed_for("taken back before it was read"))

    def _explain(self, _: Job, problem: Exception) -> Mapping[str, Any]:
        known = isinstance(problem, DatelineError | OSError)
        return failed_for(str(problem) if known else type(problem).__name__)

    def _ended(self, job: Job) -> None:
        """Let go of what a job needed that will not be done again."""
        self._spool.drop_files([job.file])
        with self._lock:
            self._live.pop(job.id, None)
            self._beat += 1

    def _read_job(self, job: Job) -> Report:
        key = str(job.payload["key"])

        def hear_progress(progress: Progress) -> None:
            self._leave_if_told(job)
            with self._lock:
                progress_line(self._live[job.id], key, progress, with_entries=job.kind == ADDRESS)
                self._beat += 1

        with self._borrowed_workers(job) as workers:
            shared: dict[str, Any] = {
                "progress": hear_progress,
                "max_bytes": self._limits.max_bytes,
                "workers": workers,
                "batch": job.batch,
            }
            if job.kind == ADDRESS:
                return ingest_sources([key], self._index, fetcher=self._fetcher, **shared)
            if job.kind == AGAIN:
                article = str(job.payload["article"])
                return ingest_again(article, self._index, fetcher=self._fetcher, **shared)
            assert job.file is not None
            document = Document(key, str(job.payload["file"]), self._spool.read_file(job.file))
            return ingest_documents([document], self._index, **shared)

    @contextmanager
    def _borrowed_workers(self, job: Job) -> Iterator[Workers]:
        """Processes that nobody else uses meanwhile; they end once nothing waits, and start when they are needed."""
        with self._lock:
            workers = self._idle.pop() if self._idle else Workers(self._count, self._limits)
            if workers.is_stopped:
                workers.close_workers()
            self._at_work[job.id] = workers
        try:
            yield workers
        finally:
            waits = bool(self._store.list_jobs(states=("waiting",)))
            with self._lock:
                del self._at_work[job.id]
                self._idle.append(workers)
                for each in [] if waits else self._idle:
                    each.close_workers()
