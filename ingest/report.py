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
    failures: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    interrupted: bool = False

    @property
    def failed(self) -> int:
        """Documents, rows and members that could not be read."""
        return len(self.failures)

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
    name: str = ""  # of the document that was just finished
    outcome: str = ""  # added, updated, unchanged, failed, or "embedding n of m"
