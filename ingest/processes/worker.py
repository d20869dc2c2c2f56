"""Documents are read, and articles cut, in processes of their own, so that a bad file costs one line of the report.

Each worker is a fresh interpreter (``spawn``) that imports the readers alone; what happens in it is in
``ingest/processes/reading.py``. One that takes too long or dies is replaced, and what it had becomes a ``Problem``.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Generator, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Any

from errors import DatelineError
from ingest.documents.document import Document, Outcome, Problem
from ingest.preparation.split import Count
from ingest.processes.reading import Cutting, Limits, serve_documents
from news.article import Article, Passage

_AHEAD = 4  # documents a worker that may be held, read but not asked for yet
_START_SECONDS = 300.0  # a busy machine may need long to start an interpreter
_PICTURE_SECONDS = (
    120.0  # for each page whose text is recognised: ten are usual, on a machine that is not busy
)
_GIVE_UP = 3  # workers in a row that end before they are ready


class Workers:
    """A pool of processes that read documents.

    ``count`` is the number of processes, 0 for one per core; they start when they are first needed.
    """

    def __init__(self, count: int = 0, limits: Limits = Limits()) -> None:  # noqa: B008  # frozen
        self._count = count or os.cpu_count() or 1
        self._limits = limits
        self._workers: list[_Worker] = []
        self._queues: list[
            deque[_ReadingJob]
        ] = []  # what waits or is done but not asked for; an article to cut first
        self._failed_starts = 0
        self.is_stopped = False  # from another thread

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close_workers()

    def close_workers(self) -> None:
        """End all processes. For the thread that reads with them, or once none does."""
        for worker in self._workers:
            worker.end_process()
        self._workers = []
        self.is_stopped = False

    def stop(self) -> None:
        """End all processes from another thread than the one that reads with them.

        That one finds its document failed, and gets a DatelineError for what it gives them next, until ``close_workers``.
        The pipes are its own to close: their numbers may be other files' by then.
        """
        self.is_stopped = True
        for worker in list(self._workers):
            worker.kill()

    def read_documents(
        self, documents: Iterable[Document]
    ) -> Generator[tuple[Document, list[Outcome]], None, None]:
        """Yield each document with what reading it gave, in the order of ``documents``.

        Only a few documents are taken ahead of the caller, so that a large collection is never held whole.
        """
        source = iter(documents)
        queue: deque[_ReadingJob] = deque()  # in the order given; done or not
        self._queues.append(queue)
        exhausted = False
        try:
            while True:
                while not exhausted and len(queue) < self._count * _AHEAD:
                    document = next(source, None)
                    exhausted = document is None
                    if document is not None:
                        queue.append(_ReadingJob(document))
                        self._assign_documents()
                if not queue:
                    return
                self._finish(queue[0])
                job = queue.popleft()
                self._assign_documents()
                assert isinstance(job.task, Document)
                yield job.task, job.result
        finally:
            self._queues.remove(queue)
            for worker in [each for each in self._workers if each.job and not each.job.done]:
                self._drop_worker(worker)  # the caller stopped early

    def split(self, article: Article, count_tokens: Count, max_tokens: int) -> list[Passage] | Problem:
        """The passages of an article, as ``ingest.preparation.split`` cuts them; what is wrong where that cannot be done.

        May be called between two documents of ``read_documents``. ``count_tokens`` is sent to the process, so it must be a
        method of something that can be pickled, as every embedder can.
        """
        job = _ReadingJob(Cutting(article, count_tokens, max_tokens))
        first = deque([job])
        self._queues.insert(0, first)
        try:
            self._finish(job)
        finally:
            self._queues.remove(first)
            for worker in [each for each in self._workers if each.job is job]:
                self._drop_worker(worker)  # interrupted
        self._assign_documents()
        (result,) = job.result
        return result  # type: ignore[no-any-return]

    def _finish(self, job: _ReadingJob) -> None:
        """Work until a job is done."""
        while not job.done:
            if self.is_stopped:
                raise DatelineError("reading was stopped")
            self._assign_documents()
            self._collect_outcomes()

    def _assign_documents(self) -> None:
        """Give what waits to workers that are free, starting workers while there are too few."""
        for job in chain.from_iterable(self._queues):
            if job.done or job.given:
                continue
            worker = next((each for each in self._workers if each.job is None), None)
            if worker is None and len(self._workers) < self._count:
                worker = _Worker(self._limits)
                self._workers.append(worker)
            if worker is None:
                return
            worker.take_job(job)

    def _collect_outcomes(self) -> None:
        """Wait until a worker reports, dies or runs out of time, and note what it gave."""
        busy = [worker for worker in self._workers if worker.job]
        deadline = min(worker.deadline for worker in busy)
        ready = set(wait([worker.link for worker in busy], max(0.0, deadline - time.monotonic())))
        for worker in busy:
            if worker.link in ready:
                self._receive_outcomes(worker)
            elif time.monotonic() >= worker.deadline:
                if worker.is_ready:
                    self._drop_worker(worker, _explain_too_long(self._limits))
                else:
                    self._note_death(worker)

    def _receive_outcomes(self, worker: _Worker) -> None:
        try:
            result = worker.link.recv()
        except Exception:  # the process died: the pipe ends, or what it was writing does
            self._note_death(worker)
            return
        if result is None:
            self._failed_starts = 0
            worker.begin_reading()
        elif worker.job:
            worker.job.finish_job(result)
            worker.job = None

    def _note_death(self, worker: _Worker) -> None:
        job, started = worker.job, worker.is_ready
        worker.process.join(1)
        code = worker.process.exitcode
        if started or job is None:
            self._drop_worker(worker, _explain_death(code, self._limits))
            return
        self._failed_starts += 1
        if self._failed_starts >= _GIVE_UP:
            self._drop_worker(worker)
            raise DatelineError(
                f"the processes that read documents do not start (exit code {code}): a script that uses Dateline"
                ' needs its call below `if __name__ == "__main__":`; else set DATELINE_PARSE_MEMORY_MB higher'
            )
        job.given = False  # it was never looked at: the next worker takes it
        worker.job = None
        self._drop_worker(worker)

    def _drop_worker(self, worker: _Worker, reason: str | None = None) -> None:
        if worker.job and reason:
            worker.job.finish_job([Problem(worker.job.task.key, reason)])
        worker.end_process()
        if worker in self._workers:
            self._workers.remove(worker)


@dataclass(slots=True)
class _ReadingJob:
    task: Document | Cutting
    result: list[Any] = field(default_factory=list)  # outcomes of a document; the one result of cutting
    given: bool = False
    done: bool = False

    def finish_job(self, result: list[Any]) -> None:
        self.result = result
        self.done = True


class _Worker:
    """One process, and what it works on."""

    def __init__(self, limits: Limits) -> None:
        context = multiprocessing.get_context("spawn")
        self.link, theirs = context.Pipe()
        self.process: SpawnProcess = context.Process(
            target=serve_documents, args=(theirs, limits), daemon=True
        )
        self.process.start()
        theirs.close()
        self.job: _ReadingJob | None = None
        self.is_ready = False
        self.deadline = time.monotonic() + _START_SECONDS
        self._seconds = limits.seconds

    def take_job(self, job: _ReadingJob) -> None:
        """Take something to do; its time runs from when the process is ready for it."""
        self.job = job
        job.given = True
        if self.is_ready:
            self.begin_reading()

    def begin_reading(self) -> None:
        """Send it to the process, which waits for it."""
        self.is_ready = True
        task = self.job.task if self.job else None
        pages = task.recognise if isinstance(task, Document) else 0
        self.deadline = time.monotonic() + self._seconds + pages * _PICTURE_SECONDS
        if self.job:
            with suppress(OSError):  # it died while it waited: its pipe says so when it is read
                self.link.send(self.job.task)

    def kill(self) -> None:
        """Kill the process and whatever it started."""
        if self.process.is_alive():
            if hasattr(os, "killpg") and self.is_ready:
                with suppress(OSError):
                    os.killpg(self.process.pid or 0, signal.SIGKILL)
            self.process.kill()

    def end_process(self) -> None:
        """Kill the process and whatever it started, and let go of it."""
        self.kill()
        self.process.join(5)
        self.link.close()


def _explain_too_long(limits: Limits) -> str:
    return (
        f"not read within DATELINE_PARSE_SECONDS={limits.seconds:g} seconds:"
        " raise it if the file is sound, or split the file"
    )


def _explain_death(code: int | None, limits: Limits) -> str:
    name = f"signal {signal.Signals(-code).name}" if code and code < 0 else f"exit code {code}"
    return (
        f"ended the process that read it ({name}): the file is broken, or needs more memory than"
        f" DATELINE_PARSE_MEMORY_MB={limits.memory_mb:,} megabytes"
    )
