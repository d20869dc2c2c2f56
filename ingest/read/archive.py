"""ZIP archives: every member is a document of its own, read from memory and never written to disk."""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from errors import LimitError, ReadError
from ingest.read.allowance import MAX_RATIO, RATIO_COUNTS_FROM, Allowance
from ingest.read.document import Document, Outcome, Problem

_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, NotImplementedError)


def read_archive(document: Document, allowance: Allowance | None = None) -> Iterator[Outcome]:
    """Read every document in a ZIP archive under the key ``path!member``.

    Members of unknown kind are passed over, as in a folder; one that cannot be read is a problem of its own.
    Raises ReadError if the archive is broken or holds no document, LimitError if it is a bomb.
    """
    allowance = allowance or Allowance()
    with open_zip(document.data, allowance) as archive, allowance.inside():
        members = list(_documents(archive))
        if not members:
            raise ReadError("the archive holds no document of a kind that Dateline reads")
        keys: dict[str, int] = {}
        for member in members:
            allowance.take_member()
            yield from _member(document, archive, member, keys, allowance)


def read_nested(nested: Document, allowance: Allowance) -> Iterator[Outcome]:
    """Read a document that was found inside another; what is wrong with it is a problem of its own.

    Raises LimitError, since the allowance is shared.
    """
    from ingest.read.kinds import read

    try:
        yield from read(nested, allowance.max_bytes, allowance)
    except LimitError:
        raise
    except ReadError as problem:
        yield Problem(nested.key, str(problem))
    except (MemoryError, RecursionError):
        raise
    except Exception as unforeseen:  # a library that met what it was not made for: the others go on
        yield Problem(nested.key, f"cannot be read ({type(unforeseen).__name__}: {str(unforeseen)[:200]})")


def open_zip(data: bytes, allowance: Allowance) -> zipfile.ZipFile:
    """The archive, if its directory promises no more than is allowed.

    ``zipfile`` never reads more from a member than the directory says, so that checking this is enough.
    Raises ReadError or LimitError.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except _BROKEN as broken:
        raise ReadError(f"not a whole ZIP archive ({broken}): get or pack it again") from None
    infos = archive.infolist()
    if len(infos) > 10 * allowance.max_members:
        raise LimitError(f"the archive has {len(infos):,} members: split it into smaller archives")
    total = sum(info.file_size for info in infos)
    if allowance.bytes_taken + total > allowance.max_bytes:
        raise LimitError(
            f"{total:,} bytes when unpacked, more than DATELINE_MAX_BYTES={allowance.max_bytes:,}:"
            " raise it or split the archive"
        )
    if total > RATIO_COUNTS_FROM and total > MAX_RATIO * len(data):
        raise LimitError(
            f"unpacks to more than {MAX_RATIO} times its size, as archives made to do harm do:"
            " unpack it yourself if you trust it, and add the files"
        )
    return archive


def read_member(archive: zipfile.ZipFile, name: str, allowance: Allowance) -> bytes:
    """The bytes of a member, counted. Raises ReadError if it is broken, protected or missing."""
    try:
        info = archive.getinfo(name)
        if info.flag_bits & 1:
            raise ReadError("protected by a password: pack it again without one")
        allowance.take_bytes(info.file_size)
        with archive.open(info) as member:
            return member.read(info.file_size)
    except KeyError:
        raise ReadError(f"the part {name} is missing: get the file again") from None
    except RuntimeError as protected:
        raise ReadError(f"cannot be unpacked ({protected})") from None
    except _BROKEN as broken:
        raise ReadError(f"broken in the archive ({broken}): get or pack it again") from None


def _member(
    document: Document,
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    keys: dict[str, int],
    allowance: Allowance,
) -> Iterator[Outcome]:
    name = safe_name(member.filename)
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


def _documents(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    from ingest.read.kinds import is_nested_candidate

    for info in archive.infolist():
        name = safe_name(info.filename)
        hidden = any(part.startswith((".", "__MACOSX")) for part in name.split("/"))
        if not info.is_dir() and not hidden and is_nested_candidate(name, info.file_size):
            yield info


def safe_name(name: str) -> str:
    """A member's name as a relative path: no drive, no root, no step upwards, no control characters."""
    name = re.sub(r"[\x00-\x1f\x7f]", "", name).replace("\\", "/")
    parts = [part for part in re.sub(r"^[A-Za-z]:", "", name).split("/") if part not in ("", ".", "..")]
    return "/".join(parts)[-500:] or "unnamed"
