"""What became of every document of a run."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from ingest.documents.document import AddressList, Note, Problem
from ingest.read.signatures import SKIPPED

HIDDEN = "hidden"  # in ``Report.skipped``, in place of an ending: files that a dot or a ~ hides


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
    skipped: dict[str, int] = field(
        default_factory=dict
    )  # ending of files in folders → how many were passed over
    lists: list[AddressList] = field(default_factory=list)  # documents that hold addresses of articles
    embargoed: dict[str, datetime] = field(
        default_factory=dict
    )  # documents of which something waits → until when
    withdrawn: int = 0  # articles that their agency withdrew
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

    def include_report(self, other: Report) -> None:
        """Add what another run did."""
        for name in ("added", "updated", "unchanged", "removed", "read", "withdrawn"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.failures += other.failures
        self.notes += other.notes
        for ending, count in other.skipped.items():
            self.skipped[ending] = self.skipped.get(ending, 0) + count
        self.lists += other.lists
        self.embargoed.update(other.embargoed)
        self.interrupted = self.interrupted or other.interrupted

    @property
    def took_nothing(self) -> bool:
        """Whether no article came in or was found in as it is, and none was withdrawn or waits."""
        return not (self.changed or self.unchanged or self.withdrawn or self.embargoed)

    def skipped_lines(self) -> list[str]:
        """A line for each kind of file that was passed over: ``3 .jpg (pictures)``."""
        counted = sorted(self.skipped.items(), key=lambda each: (-each[1], each[0]))
        return [f"{count:,} {_named(ending)}" for ending, count in counted]

    def summarise(self) -> str:
        """One line, e.g. ``added 3 / updated 1 / unchanged 20 / failed 0``."""
        counts = (
            f"added {self.added} / updated {self.updated} / unchanged {self.unchanged} / failed {self.failed}"
        )
        removed = f" / removed {self.removed}" if self.removed else ""
        stopped = "; stopped early, run the same command to go on" if self.interrupted else ""
        return counts + removed + stopped

    def to_json(self) -> dict[str, Any]:
        """The report as plain data."""
        plain = asdict(self)
        plain["embargoed"] = {key: until.isoformat() for key, until in self.embargoed.items()}
        return {**plain, "failed": self.failed}


def _named(ending: str) -> str:
    what = SKIPPED.get(ending) or ("hidden" if ending == HIDDEN else "no kind that is read")
    return (
        f"{ending} ({what})"
        if ending.startswith(".")
        else what
        if ending == HIDDEN
        else f"without ending ({what})"
    )


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
