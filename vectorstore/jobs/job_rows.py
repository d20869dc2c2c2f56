"""Jobs as rows of the catalogue."""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from vectorstore.jobs.job_store import Job, JobState, NewJob
from vectorstore.sqlite.database import Database

_COLUMNS = (
    "kind, payload, owner, turn, batch, file, size, due, state, result, id, attempts, claimant, made, changed"
)
_UNFINISHED = "('waiting', 'running')"
_PATIENT = 3  # attempts after which a job lets all others go first: it may be what ended the process

_DUE = "SELECT EXISTS (SELECT 1 FROM job WHERE (state = 'waiting' OR state = 'running' AND lease < ?) AND due <= ?)"

# The turn that has waited longest, within it the job that was put first. A turn that runs waits for itself.
_NEXT = f"""
UPDATE job SET state = 'running', claimant = :claimant, lease = :lease, attempts = attempts + 1, started = :now,
    changed = :now
WHERE id = (
    SELECT id FROM job AS next
    WHERE (state = 'waiting' OR state = 'running' AND lease < :now) AND due <= :now
    AND kind IN (SELECT value FROM json_each(:kinds))
    AND NOT EXISTS (SELECT 1 FROM job AS other WHERE other.turn = next.turn AND other.state = 'running'
        AND other.lease >= :now)
    ORDER BY attempts >= {_PATIENT},
        (SELECT ifnull(max(started), 0) FROM job AS earlier WHERE earlier.turn = next.turn), id
    LIMIT 1
) RETURNING {_COLUMNS}"""


class JobRows:
    """A ``JobStore`` in the catalogue's SQLite. Raises StoreError where that fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put_jobs(self, jobs: Sequence[NewJob]) -> list[int]:
        """Keep jobs, all or none; their ids."""
        moment = time.time()
        with self._database.writing_through() as connection:
            return [
                int(
                    connection.execute(
                        "INSERT INTO job (kind, payload, owner, turn, batch, file, size, due, state, result, made,"
                        " changed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                        [
                            job.kind,
                            _dump(job.payload),
                            job.owner,
                            job.turn,
                            job.batch,
                            job.file,
                            job.size,
                            job.due,
                            job.state,
                            _dump(job.result),
                            moment,
                            moment,
                        ],
                    ).fetchone()[0]
                )
                for job in jobs
            ]

    def claim_job(self, claimant: str, kinds: Collection[str], seconds: float) -> Job | None:
        """The next job that is due, held for ``seconds``; None if there is none, or their turns are all taken."""
        moment = time.time()
        if not self._database.select_value(_DUE, [moment, moment]):  # looking needs no turn among the writers
            return None
        values = {"claimant": claimant, "lease": moment + seconds, "now": moment, "kinds": _dump(list(kinds))}
        with self._database.write_transaction() as connection:
            row = connection.execute(_NEXT, values).fetchone()
        return _job(row) if row else None

    def extend_leases(self, claimant: str, seconds: float) -> int:
        """Hold all that this process holds for ``seconds`` from now; how many jobs."""
        with self._database.write_transaction() as connection:
            return connection.execute(
                "UPDATE job SET lease = ? WHERE state = 'running' AND claimant = ?",
                [time.time() + seconds, claimant],
            ).rowcount

    def finish_job(self, job: Job, claimant: str, result: Mapping[str, Any]) -> bool:
        """Note that a job is done; False where it is this process's no more."""
        return self._end(job, claimant, "done", result)

    def fail_job(self, job: Job, claimant: str, result: Mapping[str, Any]) -> bool:
        """Note that a job cannot be done; False where it is this process's no more."""
        return self._end(job, claimant, "failed", result)

    def _end(self, job: Job, claimant: str, state: JobState, result: Mapping[str, Any]) -> bool:
        moment = time.time()
        with self._database.write_transaction() as connection:
            return (
                connection.execute(
                    "UPDATE job SET state = ?, result = ?, claimant = NULL, lease = NULL, finished = ?, changed = ?"
                    " WHERE id = ? AND state = 'running' AND claimant = ?",
                    [state, _dump(result), moment, moment, job.id, claimant],
                ).rowcount
                > 0
            )

    def give_back_job(self, job: Job, claimant: str) -> bool:
        """Let another try, as if it had not been begun; False where it is this process's no more."""
        with self._database.write_transaction() as connection:
            return (
                connection.execute(
                    "UPDATE job SET state = 'waiting', claimant = NULL, lease = NULL, attempts = attempts - 1,"
                    " changed = ? WHERE id = ? AND state = 'running' AND claimant = ?",
                    [time.time(), job.id, claimant],
                ).rowcount
                > 0
            )

    def list_claimants(self) -> list[str]:
        """Who holds jobs."""
        return [
            row[0]
            for row in self._database.select_rows("SELECT DISTINCT claimant FROM job WHERE state = 'running'")
            if row[0]
        ]

    def release_jobs(self, claimant: str) -> int:
        """Let others claim what a process held that is gone; how many jobs."""
        with self._database.write_transaction() as connection:
            return connection.execute(
                "UPDATE job SET state = 'waiting', claimant = NULL, lease = NULL, changed = ?"
                " WHERE state = 'running' AND claimant = ?",
                [time.time(), claimant],
            ).rowcount

    def cancel_batch(self, batch: str, result: Mapping[str, Any]) -> list[Job]:
        """Fail what waits of a batch; these jobs, as they were."""
        moment = time.time()
        with self._database.write_transaction() as connection:
            jobs = self._select("WHERE batch = ? AND state = 'waiting' ORDER BY id", [batch])
            connection.executemany(
                "UPDATE job SET state = 'failed', result = ?, finished = ?, changed = ? WHERE id = ?",
                [(_dump(result), moment, moment, job.id) for job in jobs],
            )
        return jobs

    def list_jobs(
        self, *, owner: str | None = None, batch: str | None = None, states: Collection[str] = ()
    ) -> list[Job]:
        """Jobs, the newest batch first, within a batch in their order; all states if none is named."""
        asked = {"owner": owner, "batch": batch}
        values: list[Any] = [value for value in asked.values() if value is not None]
        conditions = [f"{name} = ?" for name, value in asked.items() if value is not None]
        if states:
            conditions.append("state IN (SELECT value FROM json_each(?))")
            values.append(_dump(sorted(states)))
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        found = self._select(f"{where} ORDER BY id", values)
        first: dict[str, int] = {}
        for job in found:
            first.setdefault(job.batch, job.id)
        return sorted(found, key=lambda job: (-first[job.batch], job.id))

    def forget_jobs(self, ids: Collection[int]) -> int:
        """Forget jobs that are done or failed; how many."""
        with self._database.write_transaction() as connection:
            return connection.execute(
                "DELETE FROM job WHERE id IN (SELECT value FROM json_each(?)) AND state IN ('done', 'failed')",
                [_dump(list(ids))],
            ).rowcount

    def read_version(self, owner: str) -> tuple[float, int]:
        """Changes whenever ``list_jobs(owner=…)`` does."""
        row = self._database.select_row(
            "SELECT ifnull(max(changed), 0), count(*) FROM job WHERE owner = ?", [owner]
        )
        return (float(row[0]), int(row[1])) if row else (0.0, 0)

    def count_waiting(self, owner: str | None = None) -> tuple[int, int]:
        """How many jobs are not done, and the bytes of their files."""
        row = self._database.select_row(
            f"SELECT count(*), ifnull(sum(size), 0) FROM job WHERE state IN {_UNFINISHED}"
            " AND owner = ifnull(?, owner)",
            [owner],
        )
        return (int(row[0]), int(row[1])) if row else (0, 0)

    def _select(self, where: str, values: Sequence[Any]) -> list[Job]:
        return [
            _job(row) for row in self._database.select_rows(f"SELECT {_COLUMNS} FROM job {where}", values)
        ]


def _job(row: Sequence[Any]) -> Job:
    (
        kind,
        payload,
        owner,
        turn,
        batch,
        file,
        size,
        due,
        state,
        result,
        id_,
        attempts,
        claimant,
        made,
        changed,
    ) = row
    return Job(
        kind,
        json.loads(payload),
        owner,
        turn,
        batch,
        file,
        size,
        due,
        state,
        json.loads(result or "{}"),
        id_,
        attempts,
        claimant,
        made,
        changed,
    )


def _dump(value: object) -> str:
    return json.dumps(value)  # ASCII: a file's name may hold half a character, which SQLite does not take
