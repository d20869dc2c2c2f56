"""What became of every document of a run."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from ingest.read.document import Note, Problem


@dataclass(slots=True)
class Report:
    """Counts of articles, and a line for everything that went wrong or was odd."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    read: int = 0  # documents that were handed to a reader; the others were known as they are
    failures: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    interrupted: bool = False
    batch: str = ""  # what names this import, where it can be taken back

    @property
    def failed(self) -> int:
        """Documents, rows and members that could not be read."""
        return len(self.failures)

    @property
    def changed(self) -> bool:
        """Whether the index holds something else than before."""
        return bool(self.added or self.updated or self.removed)

    def include(self, other: Report) -> None:
        """Add what another run did."""
        for name in ("added", "updated", "unchanged", "removed", "read"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.failures += other.failures
        self.notes += other.notes
        self.interrupted = self.interrupted or other.interrupted

    def summary(self) -> str:
        """One line, e.g. ``added 3 / updated 1 / unchanged 20 / failed 0``."""
        counts = (
            f"added {self.added} / updated {self.updated} / unchanged {self.unchanged} / failed {self.failed}"
        )
        removed = f" / removed {self.removed}" if self.removed else ""
        stopped = "; stopped early, run the same command to go on" if self.interrupted else ""
        return counts + removed + stopped

    def to_json(self) -> dict[str, Any]:
        """The report as plain data."""
        return {**asdict(self), "failed": self.failed}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is."""

    done: int  # documents
    total: int  # documents that are known of
    name: str = ""  # of the document that this is about: a file's name, a headline, an address
    outcome: str = ""  # fetching, read, listed (a feed), scanned (recognised later), unchanged, failed, or "embedding n of m"
    key: str = ""  # of the document: its path or address; several reports may be about one
    detail: str = ""  # why it failed
    articles: int = 0  # added or updated so far: a single export may hold thousands
