"""ZIP packages, also those that office files and exports are: opened within a budget, never written to disk."""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from io import BytesIO

from errors import LimitError, ReadError
from ingest.documents.allowance import MAX_RATIO, RATIO_COUNTS_FROM, ReadingAllowance

_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, NotImplementedError)


def open_zip(data: bytes, allowance: ReadingAllowance) -> zipfile.ZipFile:
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


def read_member(archive: zipfile.ZipFile, name: str, allowance: ReadingAllowance) -> bytes:
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


def make_safe_name(name: str) -> str:
    """A member's name as a relative path: no drive, no root, no step upwards, no control characters."""
    name = re.sub(r"[\x00-\x1f\x7f]", "", name).replace("\\", "/")
    parts = [part for part in re.sub(r"^[A-Za-z]:", "", name).split("/") if part not in ("", ".", "..")]
    return "/".join(parts)[-500:] or "unnamed"
