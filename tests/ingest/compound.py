"""Writes compound files (OLE2, [MS-CFB]), and Outlook's messages in them, for the tests to read."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

SECTOR, SMALL, CUTOFF = 512, 64, 4096
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
Tree = Mapping[str, Any]  # name → bytes of a stream, or what is in a storage


def padded(data: bytes, size: int) -> bytes:
    return data + b"\0" * (-len(data) % size)


def chain(table: list[int], count: int) -> int:
    """Add a chain of so many sectors to a table; where it begins."""
    start = len(table)
    table += [start + number + 1 for number in range(count - 1)] + [END] if count else []
    return start if count else END


def compound_file(tree: Tree) -> bytes:
    """A compound file of version 3 with these storages and streams."""
    rows: list[list[Any]] = [["Root Entry", 5, FREE, FREE, END, 0]]  # name, kind, next, child, start, size
    small = sectors = b""
    small_table: list[int] = []
    table: list[int] = []

    def place(held: Tree) -> int:
        nonlocal small, sectors
        numbers = []
        for name, value in sorted(held.items(), key=lambda each: (len(each[0]), each[0].upper())):
            row = [name, 2 if isinstance(value, bytes) else 1, FREE, FREE, END, 0]
            rows.append(row)
            numbers.append(len(rows) - 1)
            if not isinstance(value, bytes):
                row[3:5] = [place(value), 0]
            elif len(value) < CUTOFF:
                row[4:] = [chain(small_table, -(-len(value) // SMALL)), len(value)]
                small += padded(value, SMALL)
            else:
                row[4:] = [chain(table, -(-len(value) // SECTOR)), len(value)]
                sectors += padded(value, SECTOR)
        for number, following in pairwise(numbers):
            rows[number][2] = following
        return numbers[0] if numbers else FREE

    rows[0][3] = place(tree)
    rows[0][4:] = [chain(table, -(-len(small) // SECTOR)), len(small)]
    sectors += padded(small, SECTOR)
    small_fat = padded(struct.pack(f"<{len(small_table)}I", *small_table), SECTOR)
    small_start = chain(table, len(small_fat) // SECTOR)
    directory = padded(b"".join(map(entry, rows)), SECTOR)
    directory_start = chain(table, len(directory) // SECTOR)
    count = next(each for each in range(1, 110) if each * 128 >= len(table) + each)
    fats = list(range(len(table), len(table) + count))
    table += [FAT] * count
    table += [FREE] * (count * 128 - len(table))
    head = struct.pack(
        "<8s16xHHHHH6xII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, count
    )
    head += struct.pack("<IIIIIII", directory_start, 0, CUTOFF, small_start, len(small_fat) // SECTOR, END, 0)
    head += struct.pack("<109I", *fats, *[FREE] * (109 - count))
    return head + sectors + small_fat + directory + struct.pack(f"<{len(table)}I", *table)


def entry(row: list[Any]) -> bytes:
    name, kind, following, child, start, size = row
    written = (name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16xI8x8xIQ", written, len(written), kind, 1, FREE, following, child, 0, start, size
    )


def message(
    texts: Mapping[int, str],
    *,
    page: int = 0,
    sent: datetime | None = None,
    binary: Mapping[int, bytes] | None = None,
    attached: Sequence[Tree] = (),
    head: int = 32,
) -> dict[str, Any]:
    """A message of Outlook: its texts by the numbers of their properties, in Unicode or in a code page."""
    held: dict[str, Any] = {}
    for number, text in texts.items():
        kind, data = ("001E", text.encode(f"cp{page}")) if page else ("001F", text.encode("utf-16-le"))
        held[f"__substg1.0_{number:04X}{kind}"] = data
    for number, data in (binary or {}).items():
        held[f"__substg1.0_{number:04X}0102"] = data
    fixed = b""
    if sent is not None:
        ticks = int((sent - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds() * 10_000_000)
        fixed += struct.pack("<HHIQ", 0x0040, 0x0039, 6, ticks)
    if page:
        fixed += struct.pack("<HHIQ", 0x0003, 0x3FFD, 6, page)
    held["__properties_version1.0"] = b"\0" * head + fixed
    for number, each in enumerate(attached):
        held[f"__attach_version1.0_#{number:08X}"] = each
    return held


def attachment(name: str, data: bytes, content_id: str = "") -> dict[str, Any]:
    """A file that is attached to a message."""
    made = message({0x3707: name, **({0x3712: content_id} if content_id else {})}, head=8)
    return {**made, "__substg1.0_37010102": data}


def attached_message(inner: Tree) -> dict[str, Any]:
    """A message that is attached to another; made with ``head=24``."""
    return {**message({0x3001: "A message"}, head=8), "__substg1.0_3701000D": inner}
