"""Paths, folders and patterns to the files they name."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from errors import ReadError
from ingest.documents.document import Document, Note, Problem
from ingest.documents.encoding import decode_text
from ingest.read.kinds import is_candidate, recognise_kind
from ingest.read.signatures import SKIPPED
from ingest.read.text_kinds import root_name
from ingest.runs.report import HIDDEN
from vectorstore.stats import CATALOGUE

_BEGINNING = 65_536  # bytes of a file that are looked at where its name says nothing
_UNSURE = {
    "text",
    "csv",
    "json",
    "jsonl",
    "zip",
    "feed",
    "addresses",
    "bibtex",
    "whatsapp",
    "picture",
}  # programs have these, too

_COPY = re.compile(r" ?\((\d{1,4})\)(?=\.[^./]*$|$)")  # the second download of a file that is there
_NEWS = {"rss", "feed", "rdf", "nitf", "newsml", "newsmessage", "newsitem"}  # roots of XML


def find_files(
    paths: Sequence[str], skipped: dict[str, int] | None = None
) -> Iterator[Path | Problem | Note]:
    """Yield the files that ``paths`` name, each once, folders in order of name.

    In a folder, hidden files, files of unknown kind and Dateline's own data folder are passed over, and counted in
    ``skipped`` by their ending; links that lead out of it are passed over with a note. A file that is named outright
    is always tried. What is not there is a problem of its own.
    """
    seen: set[Path] = set()
    skipped = {} if skipped is None else skipped
    for path in paths:
        for found in _expand_pattern(path, skipped):
            if not isinstance(found, Path) or found not in seen:
                yield found
            if isinstance(found, Path):
                seen.add(found)


def _expand_pattern(path: str, skipped: dict[str, int]) -> Iterator[Path | Problem | Note]:
    here = Path(path).expanduser()
    if here.is_dir():
        yield from _walk_folder(here.resolve(), skipped)
    elif here.exists():
        yield here.resolve()
    elif matches := sorted(glob.glob(str(here), recursive=True), key=order_copies):  # noqa: PTH207  # takes absolute patterns
        folder = _above_wildcards(here)
        for match in matches:
            if Path(match).is_file():
                found = _inside(folder, Path(match).absolute())
                yield found.resolve() if isinstance(found, Path) else found
    else:
        yield Problem(path, "no such file or folder: check the path")


def order_copies(name: str) -> tuple[str, int]:
    """What file names are sorted by so that "a (1).txt", which was saved later, comes behind "a.txt"."""
    found = _COPY.search(name)
    return (name[: found.start()] + name[found.end() :], int(found[1])) if found else (name, 0)


def _walk_folder(folder: Path, skipped: dict[str, int]) -> Iterator[Path | Note]:
    for root, folders, files in os.walk(folder):
        if (
            CATALOGUE in files
        ):  # what Dateline itself stores, when its folder lies below the one that was named
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in folders:  # linked ones are not walked through
            if isinstance(left_out := _inside(folder, Path(root, name)), Note):
                yield left_out
        for path in (Path(root, name) for name in sorted(files, key=order_copies)):
            inside = _inside(folder, path)
            if is_candidate(path.name) or (inside == path and _is_document(path)):
                yield inside
            else:
                ending = HIDDEN if path.name.startswith((".", "~")) else path.suffix.lower()
                skipped[ending] = skipped.get(ending, 0) + 1


def _inside(folder: Path, path: Path) -> Path | Note:
    """A file of a folder, or why it is skipped."""
    try:
        meant = path.resolve()
    except (OSError, RuntimeError):  # a link to itself
        return path
    if meant.is_relative_to(folder):
        return path
    return Note(
        str(path), f"a link that leads out of the folder, to {meant}: skipped; name that file to read it"
    )


def _above_wildcards(pattern: Path) -> Path:
    """The folder above the first wildcard of a pattern."""
    while glob.has_magic(str(pattern)):
        pattern = pattern.parent
    return pattern.resolve()


def _is_document(path: Path) -> bool:
    """Whether a file whose ending says nothing is surely a document by how it begins."""
    if path.name.startswith((".", "~")) or path.suffix.lower() in SKIPPED:
        return False
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            head = Document(str(path), path.name, file.read(_BEGINNING))
        kind = recognise_kind(head)
    except (ReadError, OSError):
        return False
    if kind == "feed":
        return root_name(decode_text(head.data).lstrip()) in _NEWS
    return kind not in _UNSURE


def load_file(path: Path, max_bytes: int) -> Document:
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
