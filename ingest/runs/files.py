"""Files on disk: which of them must be read, and which are gone."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from errors import ReadError
from ingest.documents.document import Document, Note, Problem
from ingest.runs.find import load_file
from ingest.runs.run import Run, Work
from vectorstore.catalogue.sources import SourceDocument


def plan_file_work(run: Run, found: Path | Problem, max_bytes: int, *, again: bool = False) -> Work | None:
    """A file that must be read, or None where it is known as it is or cannot be read.

    A file whose size and time the catalogue knows is not opened; one whose bytes it knows is not read.
    """
    if isinstance(found, Problem):
        run.report.failures.append(found)
        run.tell_outcome(Document(found.key, found.key, b""), "failed")
        return None
    named = Document(str(found), found.name, b"")
    sources = run.index.catalog.sources
    try:
        status = found.stat()
        known = None if again else sources.get_document(named.key)
        held = sources.list_of_document(named.key) if known else []
        same = known is not None and (known.size, known.mtime_ns) == (status.st_size, status.st_mtime_ns)
        if same and held:
            run.keep_document(named, len(held))
            return None
        document = load_file(found, max_bytes)
    except (ReadError, OSError) as problem:
        run.note_failure(named.key, str(problem))
        run.tell_outcome(named, "failed")
        return None
    source = replace(describe_document(document), mtime_ns=status.st_mtime_ns)
    if known is not None and held and known.sha256 == source.sha256:
        sources.record_document(source, [each.key for each in held])
        run.keep_document(named, len(held))
        return None
    return Work(document, source)


def describe_document(document: Document) -> SourceDocument:
    """A document as the catalogue remembers it."""
    digest = hashlib.sha256(document.data).hexdigest()
    return SourceDocument(document.key, size=len(document.data), sha256=digest)


def prune_missing_files(run: Run, paths: Iterable[str], found: Iterable[Path | Problem]) -> None:
    """Remove what came from files under ``paths`` that are there no longer.

    A folder in which no document is left at all prunes nothing: it may be a disk that is not mounted.
    """
    there = {str(each) for each in found if isinstance(each, Path)}
    sources = run.index.catalog.sources
    for path in map(_make_path_absolute, paths):
        folder = f"{path}{os.sep}"
        known = [each.key for each in sources.list_documents(folder)]
        if Path(path).is_dir():
            if known and not any(each.startswith(folder) for each in there):
                run.report.notes.append(
                    Note(path, f"no document is left in it: {len(known)} known ones are kept; is it mounted?")
                )
                continue
        elif known or not sources.get_document(path):
            continue  # the folder itself is gone, or this was never read
        else:
            known = [path]
        gone = [key for key in known if key not in there and not Path(key).exists()]
        keys = [source.key for key in gone for source in sources.list_of_document(key)]
        run.report.removed += run.index.forget_sources(keys)
        for key in gone:
            sources.forget_document(key)


def _make_path_absolute(path: str) -> str:
    return str(Path(path).expanduser().resolve())
