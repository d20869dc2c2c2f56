"""What became of a document, as a line that people read, and as it is kept with its job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from ingest.runs.report import Progress, Report
from vectorstore.jobs.job_store import Job

State = Literal["waiting", "reading", "read", "added", "updated", "unchanged", "failed"]
COUNTED: tuple[State, ...] = ("added", "updated", "unchanged")
MOST_ENTRIES = 500  # lines of one feed that are kept
MOST_ADDRESSES = 5_000  # of one list
_OF_JOBS: dict[str, State] = {"waiting": "waiting", "running": "reading", "failed": "failed"}
_OF_ENTRIES: dict[str, State] = {
    "fetching": "reading",
    "read": "read",
    "unchanged": "unchanged",
    "failed": "failed",
}


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one document, or of one entry of a feed."""

    name: str
    state: State = "waiting"
    counts: tuple[tuple[State, int], ...] = ()  # articles, where it holds more than one
    embedding: str = ""  # "3 of 20": passages of the batch that is being embedded
    reasons: tuple[str, ...] = ()  # why it failed, and what was odd
    entry: bool = False  # of the feed above it
    batch: str = ""  # what was brought with it
    made: float = 0.0  # when it was brought, in seconds since 1970
    taken_back: bool = False
    addresses: tuple[str, ...] = ()  # of articles, where the document is a list of them
    list_key: str = ""  # of the document, where it is such a list

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in ("waiting", "reading")

    @property
    def has_added(self) -> bool:
        """Whether articles came from it that were not there before."""
        return self.state == "added" or any(state == "added" for state, _ in self.counts)


def begin_line(job: Job) -> Line:
    """The line of a job, without what is going on in it."""
    state = _OF_JOBS.get(job.state) or job.result.get("state", "read")
    return Line(
        str(job.payload.get("name", "")),
        state,
        tuple((name, number) for name, number in job.result.get("counts", ())),
        reasons=tuple(job.result.get("reasons", ())),
        batch=job.batch,
        made=job.made,
        addresses=tuple(job.result.get("addresses", ())),
        list_key=f"{job.payload['key']} {job.id}" if job.result.get("addresses") else "",
    )


def job_lines(job: Job) -> list[Line]:
    """The line of a job that nobody is at, and those of the entries of its feed."""
    line = begin_line(job)
    entries = [
        replace(line, name=name, state=state, counts=(), reasons=tuple(reasons), entry=True, addresses=())
        for name, state, reasons in job.result.get("entries", ())
    ]
    return [line, *entries]


def progress_line(lines: dict[str, Line], key: str, progress: Progress, *, with_entries: bool) -> None:
    """Change the lines of the document ``key``, by their keys, by how far it is."""
    main = lines[key]
    if progress.outcome.startswith("embedding "):
        lines[key] = replace(main, embedding=progress.outcome.removeprefix("embedding "))
    elif progress.outcome == "scanned":
        lines[key] = replace(main, reasons=(progress.detail,))
    elif with_entries and progress.key not in ("", key) and progress.outcome in _OF_ENTRIES:
        before = lines.get(progress.key) or replace(main, name=progress.key, entry=True, embedding="")
        lines[progress.key] = replace(
            before,
            name=progress.name,
            state=_OF_ENTRIES[progress.outcome],
            reasons=(progress.detail,) if progress.detail else (),
        )


def result_of(report: Report, entries: list[Line]) -> dict[str, Any]:
    """What is kept with a job that was done."""
    counts: list[tuple[str, int]] = [(name, getattr(report, name)) for name in COUNTED]
    if report.failures:
        counts.append(("failed", report.failed))
    happened = [(name, count) for name, count in counts if count]
    reasons = [failure.reason for failure in report.failures[:5]] + [note.text for note in report.notes[:5]]
    return {
        "state": happened[0][0] if happened else "failed",
        "counts": happened if sum(count for _, count in happened) > 1 else [],
        "reasons": reasons,
        "addresses": list(dict.fromkeys(url for listed in report.lists for url in listed.urls))[
            :MOST_ADDRESSES
        ],
        "entries": [(each.name, each.state, list(each.reasons)) for each in entries[:MOST_ENTRIES]],
    }


def failed_for(reason: str) -> Mapping[str, Any]:
    """What is kept with a job that could not be done."""
    return {"state": "failed", "reasons": [reason]}
