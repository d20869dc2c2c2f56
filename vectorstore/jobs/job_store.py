"""What is to be done, kept so that no kill loses it, and the one protocol by which processes share it out."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

JobState = Literal["waiting", "running", "done", "failed"]


@dataclass(frozen=True, slots=True)
class NewJob:
    """A job that is to be kept."""

    kind: str
    payload: Mapping[str, Any]  # plain data
    owner: str = ""  # whose it is
    turn: str = ""  # jobs of one turn run one after the other; turns alternate
    batch: str = ""  # what was brought together
    file: str | None = None  # its name in the spool
    size: int = 0  # bytes of that file
    due: float = 0.0  # not before, in seconds since 1970
    state: JobState = "waiting"
    result: Mapping[str, Any] = field(default_factory=dict)  # plain data


@dataclass(frozen=True, slots=True)
class Job(NewJob):
    """A job as it is kept. Times are seconds since 1970."""

    id: int = 0
    attempts: int = 0  # how often it was begun and neither finished nor given back
    claimant: str | None = None
    made: float = 0.0
    changed: float = 0.0


class JobStore(Protocol):
    """Keeps jobs for many processes at once. What ``put_jobs`` returned from is on the disk.

    A job is done by whoever claimed it, until its lease ends: a process that lives extends its leases, and what one
    that was killed held can be claimed again. So a job may be begun twice and must bear it.
    """

    def put_jobs(self, jobs: Sequence[NewJob]) -> list[int]:
        """Keep jobs, all or none; their ids."""
        ...

    def claim_job(self, claimant: str, kinds: Collection[str], seconds: float) -> Job | None:
        """The next job that is due, held for ``seconds``; None if there is none, or their turns are all taken."""
        ...

    def extend_leases(self, claimant: str, seconds: float) -> int:
        """Hold all that this process holds for ``seconds`` from now; how many jobs."""
        ...

    def finish_job(self, job: Job, claimant: str, result: Mapping[str, Any]) -> bool:
        """Note that a job is done; False where it is this process's no more."""
        ...

    def fail_job(self, job: Job, claimant: str, result: Mapping[str, Any]) -> bool:
        """Note that a job cannot be done; False where it is this process's no more."""
        ...

    def give_back_job(self, job: Job, claimant: str) -> bool:
        """Let another try, as if it had not been begun; False where it is this process's no more."""
        ...

    def list_claimants(self) -> list[str]:
        """Who holds jobs."""
        ...

    def release_jobs(self, claimant: str) -> int:
        """Let others claim what a process held that is gone; how many jobs."""
        ...

    def cancel_batch(self, batch: str, result: Mapping[str, Any]) -> list[Job]:
        """Fail what waits of a batch; these jobs, as they were."""
        ...

    def list_jobs(
        self, *, owner: str | None = None, batch: str | None = None, states: Collection[str] = ()
    ) -> list[Job]:
        """Jobs, the newest batch first, within a batch in their order; all states if none is named."""
        ...

    def forget_jobs(self, ids: Collection[int]) -> int:
        """Forget jobs that are done or failed; how many."""
        ...

    def read_version(self, owner: str) -> tuple[float, int]:
        """Changes whenever ``list_jobs(owner=…)`` does."""
        ...

    def count_waiting(self, owner: str | None = None) -> tuple[int, int]:
        """How many jobs are not done, and the bytes of their files."""
        ...


def name_claimant() -> str:
    """A name for this process as one that claims jobs: host, process and what tells it from an earlier one."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


def is_gone(claimant: str, own: str) -> bool:
    """Whether the process that took this name has certainly ended; ``own``: the name of this one.

    Of another host's process only its leases tell.
    """
    host, _, rest = claimant.rpartition(":")[0].rpartition(":")
    if claimant == own or host != socket.gethostname() or not rest.isdecimal():
        return False
    if int(rest) == os.getpid():
        return True  # an earlier process with our number, as in a container
    if os.name != "posix":
        return False
    with suppress(PermissionError):
        try:
            os.kill(int(rest), 0)
        except ProcessLookupError:
            return True
    return False
