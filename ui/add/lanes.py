"""Threads that do the jobs of a store: several turns side by side, none of them lost where this process ends."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Mapping
from typing import Any

from errors import DatelineError, StoreError
from vectorstore.jobs.job_store import Job, JobStore, is_gone, name_claimant

log = logging.getLogger(__name__)

LANES = 3  # turns that are done side by side
LEASE = 30.0  # seconds after which what a killed process did is done again
POLL = 1.0  # seconds between looks at what other processes put
MOST_ATTEMPTS = 25  # a job that was begun so often and never ended is what ends the process

Result = Mapping[str, Any]  # plain data


class JobFailedError(Exception):
    """A job that cannot be done; ``result`` says why."""

    def __init__(self, result: Result) -> None:
        super().__init__(str(result))
        self.result = result


class JobStoppedError(Exception):
    """A job that was left, to be done another time."""


class Lanes:
    """Claims jobs of some kinds and has ``do`` do them, until ``stop``.

    ``do`` gives what is kept as the result. It raises JobFailedError, or JobStoppedError if it was asked to leave; from
    anything else that it raises ``explain`` makes the result. ``ended`` is told of each job that will not be done again.
    """

    def __init__(
        self,
        store: JobStore,
        kinds: Collection[str],
        do: Callable[[Job], Result],
        explain: Callable[[Job, Exception], Result],
        ended: Callable[[Job], None],
        count: int = LANES,
    ) -> None:
        self._store = store
        self._kinds = kinds
        self._do, self._explain, self._ended = do, explain, ended
        self._name = name_claimant()
        self._closed = threading.Event()
        self._work = threading.Condition()
        self._unnoted: dict[int, tuple[Job, bool, Result]] = {}  # ended, though the disk took no note of it
        self._threads = [
            threading.Thread(target=self._run, name=f"adding-{number}", daemon=True)
            for number in range(count)
        ]
        self._threads.append(threading.Thread(target=self._keep_hold, name="adding-lease", daemon=True))

    def start(self) -> None:
        """Take up what is left of processes that are gone, and go on from there."""
        for claimant in self._store.list_claimants():
            if is_gone(claimant, self._name):
                self._store.release_jobs(claimant)
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Look at once: there is a new job."""
        with self._work:
            self._work.notify_all()

    def unnoted(self) -> dict[int, tuple[Job, bool, Result]]:
        """Jobs that ended, by id, whether they failed, and their results, of which no note could be taken yet."""
        return dict(self._unnoted)

    @property
    def is_closing(self) -> bool:
        """Whether jobs are to be left."""
        return self._closed.is_set()

    def stop(self) -> None:
        """Have everything left where it is, to be done at the next start."""
        self._closed.set()
        self.wake()

    def join(self, seconds: float = 60.0) -> None:
        """Wait until that is so."""
        for thread in self._threads:
            thread.join(seconds)

    def _run(self) -> None:
        while not self._closed.is_set():
            try:
                job = self._store.claim_job(self._name, self._kinds, LEASE)
            except StoreError as problem:
                log.warning("Waiting documents cannot be looked at: %s", problem)
                job = None
            if job is None:
                with self._work:
                    self._work.wait(POLL)
            else:
                self._do_one(job)
                self.wake()  # its turn is free

    def _do_one(self, job: Job) -> None:
        failed = True
        try:
            if job.attempts > MOST_ATTEMPTS:
                raise DatelineError(
                    f"Dateline ended {job.attempts - 1} times while it was read: bring another copy"
                )
            result, failed = self._do(job), False
        except JobStoppedError:
            self._try_to(lambda: self._store.give_back_job(job, self._name))
            return
        except JobFailedError as known:
            result = known.result
        except Exception as problem:
            if not isinstance(problem, DatelineError | OSError):
                log.exception("A document was not added")
            result = self._explain(job, problem)
        self._unnoted[job.id] = (job, failed, result)
        self._note(job.id)

    def _note(self, id_: int) -> None:
        """Note that a job ended, now or once the disk takes it."""
        job, failed, result = self._unnoted[id_]
        end = self._store.fail_job if failed else self._store.finish_job
        noted = self._try_to(lambda: end(job, self._name, result))
        if noted is None:
            return
        self._unnoted.pop(id_, None)
        if noted:  # else another process does it by now
            self._ended(job)

    def _keep_hold(self) -> None:
        while not self._closed.wait(LEASE / 10):
            self._try_to(lambda: self._store.extend_leases(self._name, LEASE))
            for id_ in list(self._unnoted):
                self._note(id_)

    @staticmethod
    def _try_to(write: Callable[[], Any]) -> Any:
        """What ``write`` gives; None where the disk takes nothing."""
        try:
            return write()
        except StoreError as problem:
            log.warning("What became of a document could not be noted: %s", problem)
            return None
