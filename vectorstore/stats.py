"""What an index holds, how current it is and what it takes on disk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from vectorstore.catalogue.catalog import Catalog
from vectorstore.catalogue.vectors import Stamp

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


def measure_index(folder: Path, catalog: Catalog, followed: dict[str, int | None], holds_lock: bool) -> Stats:
    """Count what the catalogue holds and what the data folder takes."""
    articles, passages = catalog.count_all()
    return Stats(
        articles=articles,
        passages=passages,
        outlets=len(catalog.list_outlets()),
        newest=catalog.find_newest(),
        model=catalog.vectors.read_stamp(),
        last_change=catalog.last_change(),
        followed=followed,
        holds_lock=holds_lock,
        bytes={
            "catalogue": sum(path.stat().st_size for path in folder.glob(f"{CATALOGUE}*")),
            "Chroma": _measure_folder(folder / "chroma"),
            "tantivy": _measure_folder(folder / "tantivy"),
        },
    )


def _measure_folder(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
