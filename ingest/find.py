"""Paths, folders and patterns to the files they name."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from errors import ReadError
from ingest.read.document import Document, Problem
from ingest.read.kinds import is_candidate
from vectorstore.stats import CATALOGUE


def find(paths: Sequence[str]) -> Iterator[Path | Problem]:
    """Yield the files that ``paths`` name, each once, folders in order of name.

    In a folder, hidden files, files of unknown kind and Dateline's own data folder are passed over; a file that
    is named outright is always tried. What is not there is a problem of its own.
    """
    seen: set[Path] = set()
    for path in paths:
        for found in _expand(path):
            if isinstance(found, Problem) or found not in seen:
                yield found
            if isinstance(found, Path):
                seen.add(found)


def _expand(path: str) -> Iterator[Path | Problem]:
    here = Path(path).expanduser()
    if here.is_dir():
        yield from _walk(here.resolve())
    elif here.exists():
        yield here.resolve()
    elif matches := sorted(glob.glob(str(here), recursive=True)):  # noqa: PTH207  # takes absolute patterns
        for match in matches:
            if Path(match).is_file():
                yield Path(match).resolve()
    else:
        yield Problem(path, "no such file or folder: check the path")


def _walk(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        if (
            CATALOGUE in files
        ):  # what Dateline itself stores, when its folder lies below the one that was named
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(root, name) for name in sorted(files) if is_candidate(name))


def load(path: Path, max_bytes: int) -> Document:
    """The bytes of a file. Raises ReadError if it cannot be read or is larger than ``max_bytes``."""
    try:
        if not path.is_file():
            raise ReadError("not a regular file: wanted a file or a folder")
        size = path.stat().st_size
        if size > max_bytes:
            raise ReadError(
                f"{size:,} bytes, more than DATELINE_MAX_BYTES={max_bytes:,}: raise it or split the file"
            )
        return Document(str(path), path.name, path.read_bytes())
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror or error}") from None
