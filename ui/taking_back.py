"""Taking an import back: what it added goes, what it changed stays."""

from __future__ import annotations

from dataclasses import dataclass

from vectorstore.index import NewsIndex
from vectorstore.removal import Removal


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What was done with the articles of an import."""

    batch: str
    removal: Removal  # the articles that it added; what brings them back
    cancelled: int  # documents that had not been read yet
    shared: int  # articles that stay, as another import brought them too
    updated: int  # articles that stay as the import left them

    @classmethod
    def of(cls, index: NewsIndex, batch: str, cancelled: int = 0) -> TakenBack:
        """Delete what the import ``batch`` alone added, and note that it is taken back."""
        undoing = index.catalog.batches.plan_undoing(batch)
        removal = index.remove(undoing.added)
        index.catalog.batches.mark_taken_back(batch, taken_back=True)
        return cls(batch, removal, cancelled, undoing.shared, undoing.updated)

    def undo(self, index: NewsIndex) -> int:
        """Bring the articles back; how many."""
        restored = index.restore(self.removal)
        batches = index.catalog.batches
        batches.note_changes(self.batch, [(each.entry.article.id, "added") for each in self.removal.articles])
        batches.mark_taken_back(self.batch, taken_back=False)
        return restored
