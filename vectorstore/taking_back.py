"""Taking an import back: what it added goes, what it changed stays."""

from __future__ import annotations

from dataclasses import dataclass

from vectorstore.catalogue.removal import Removal
from vectorstore.index import NewsIndex


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What was done with the articles of an import."""

    batch: str
    removal: Removal  # the articles that it added; what brings them back
    cancelled: int  # documents that had not been read yet
    shared: int  # articles that stay, as another import brought them too
    updated: int  # articles that stay as the import left them


def take_batch_back(index: NewsIndex, batch: str, cancelled: int = 0) -> TakenBack:
    """Delete what the import ``batch`` alone added, and note that it is taken back.

    ``cancelled``: how many of its documents had not been read yet.
    """
    undoing = index.catalog.batches.plan_undoing(batch)
    removal = index.remove_articles(undoing.added)
    index.catalog.batches.mark_taken_back(batch, taken_back=True)
    return TakenBack(batch, removal, cancelled, undoing.shared, undoing.updated)


def bring_batch_back(index: NewsIndex, done: TakenBack) -> int:
    """Undo ``take_batch_back``; how many articles are back."""
    restored = index.restore_removed(done.removal)
    batches = index.catalog.batches
    batches.note_changes(done.batch, [(each.entry.article.id, "added") for each in done.removal.articles])
    batches.mark_taken_back(done.batch, taken_back=False)
    return restored
