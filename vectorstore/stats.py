"""What an index holds, how current it is and what it takes on disk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from vectorstore.catalog import Catalog
from vectorstore.vectors import Stamp

CATALOGUE = "catalogue.sqlite3"  # the catalogue's file in the data folder


@dataclass(frozen=True, slots=True)
class Stats:
    """What an index holds and how current it is."""

    articles: int
    passages: int
    outlets: int
    newest: datetime | None  # publication
    model: Stamp | None
    last_change: int  # number of the last change in the catalogue
    followed: dict[str, int | None]  # the change each index has followed to; None: unknown, or not readable
    holds_lock: bool
    bytes: dict[str, int]  # on disk


def measure(folder: Path, catalog: Catalog, followed: dict[str, int | None], holds_lock: bool) -> Stats:
    """Count what the catalogue holds and what the data folder takes."""
    articles, passages = catalog.counts()
    return Stats(
        articles=articles,
        passages=passages,
        outlets=len(catalog.outlets()),
        newest=catalog.newest(),
        model=catalog.vectors.stamp(),
        last_change=catalog.seq(),
        followed=followed,
        holds_lock=holds_lock,
        bytes={
            "catalogue": sum(path.stat().st_size for path in folder.glob(f"{CATALOGUE}*")),
            "Chroma": _size(folder / "chroma"),
            "tantivy": _size(folder / "tantivy"),
        },
    )


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
