"""ZIP archives: every member is a document of its own, read from memory and never written to disk."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from errors import LimitError, ReadError
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Outcome, Problem
from ingest.documents.zip_package import make_safe_name, open_zip, read_member


def read_archive(document: Document, allowance: ReadingAllowance | None = None) -> Iterator[Outcome]:
    """Read every document in a ZIP archive under the key ``path!member``.

    Members of unknown kind are passed over, as in a folder; one that cannot be read is a problem of its own.
    Raises ReadError if the archive is broken or holds no document, LimitError if it is a bomb.
    """
    allowance = allowance or ReadingAllowance()
    with open_zip(document.data, allowance) as archive, allowance.step_inside():
        members = list(_list_members(archive))
        if not members:
            raise ReadError("the archive holds no document of a kind that Dateline reads")
        keys: dict[str, int] = {}
        for member in members:
            allowance.take_member()
            yield from _read_archive_member(document, archive, member, keys, allowance)


def read_nested(nested: Document, allowance: ReadingAllowance) -> Iterator[Outcome]:
    """Read a document that was found inside another; what is wrong with it is a problem of its own.

    Raises LimitError, since the allowance is shared.
    """
    from ingest.read.kinds import read_document

    try:
        yield from read_document(nested, allowance.max_bytes, allowance)
    except LimitError:
        raise
    except ReadError as problem:
        yield Problem(nested.key, str(problem))
    except (MemoryError, RecursionError):
        raise
    except Exception as unforeseen:  # a library that met what it was not made for: the others go on
        yield Problem(nested.key, f"cannot be read ({type(unforeseen).__name__}: {str(unforeseen)[:200]})")


def _read_archive_member(
    document: Document,
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    keys: dict[str, int],
    allowance: ReadingAllowance,
) -> Iterator[Outcome]:
    name = make_safe_name(member.filename)
    keys[name] = keys.get(name, 0) + 1
    key = f"{document.key}!{name}" + (f"#{keys[name]}" if keys[name] > 1 else "")
    try:
        data = read_member(archive, member.filename, allowance)
    except LimitError:
        raise
    except ReadError as problem:
        yield Problem(key, str(problem))
        return
    yield from read_nested(Document(key, name.rsplit("/", 1)[-1], data), allowance)


def _list_members(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    from ingest.read.kinds import is_nested_candidate

    for info in archive.infolist():
        name = make_safe_name(info.filename)
        hidden = any(part.startswith((".", "__MACOSX")) for part in name.split("/"))
        if not info.is_dir() and not hidden and is_nested_candidate(name, info.file_size):
            yield info
