"""The parts of an Outlook message in its compound file: properties by their numbers ([MS-OXMSG], [MS-OXPROPS])."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from ingest.documents.allowance import ReadingAllowance
from ingest.documents.encoding import decode_text

_FIXED = "__properties_version1.0"  # numbers and days; all else has a part of its own
_PART = "__substg1.0_"
_ATTACHMENT = "__attach_version1.0_"
_ROOT_HEAD, _ATTACHED_HEAD, _EMBEDDED_HEAD = 32, 8, 24  # bytes before the properties of fixed length
_UNICODE, _EIGHT_BIT, _BYTES, _TIME, _NUMBER = 0x001F, 0x001E, 0x0102, 0x0040, 0x0003
_TEXT_PAGE, _PAGE = 0x3FFD, 0x3FDE  # code pages: of its eight-bit texts, and of its body as it was sent
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_PAGES = {  # numbers of code pages whose encoding has another name than cp and the number
    1200: "utf-16-le",
    20127: "ascii",
    20866: "koi8-r",
    20932: "euc-jp",
    21866: "koi8-u",
    **{28590 + part: f"iso-8859-{part}" for part in range(1, 16)},
    38598: "iso-8859-8",
    50220: "iso-2022-jp",
    50221: "iso-2022-jp",
    50222: "iso-2022-jp",
    51932: "euc-jp",
    51936: "gb18030",
    51949: "euc-kr",
    52936: "hz",
    54936: "gb18030",
    65001: "utf-8",
}


@dataclass(slots=True)
class Storage:
    """A message, or something attached to one, in an open compound file."""

    opened: Any  # olefile.OleFileIO
    path: tuple[str, ...]
    fixed: dict[int, tuple[int, bytes]]  # property → its type and eight bytes
    children: dict[tuple[str, ...], set[str]]  # path → names of the parts there
    allowance: ReadingAllowance
    pages: tuple[str, str]  # encodings: of eight-bit texts, and of the body

    def text(self, number: int) -> str:
        """A property as text with ``\\n`` for every line end; empty where it is missing."""
        if (raw := self._stream(number, _UNICODE)) is not None:
            text = raw.decode("utf-16-le", "replace")
        elif (raw := self._stream(number, _EIGHT_BIT)) is not None:
            text = decode_text(raw, self.pages[0])
        else:
            return ""
        return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")

    def data(self, number: int) -> bytes | None:
        """A property's bytes; None where it is missing."""
        return self._stream(number, _BYTES)

    def html(self) -> str:
        """The body as HTML; empty where the message has none."""
        raw = self.data(0x1013)
        return decode_text(raw, self.pages[1]) if raw is not None else self.text(0x1013)

    def time(self, number: int) -> datetime | None:
        """A day with its time, in UTC; None where it is missing or cannot be."""
        kind, raw = self.fixed.get(number, (0, b""))
        if kind != _TIME:
            return None
        try:
            return _EPOCH + timedelta(microseconds=int.from_bytes(raw, "little") // 10)
        except OverflowError:
            return None

    def attachments(self) -> Iterator[Storage]:
        """What is attached, in its order."""
        for name in sorted(self.children.get(self.path, ())):
            if name.startswith(_ATTACHMENT):
                yield self._inner((*self.path, name), _ATTACHED_HEAD)

    def message(self) -> Storage | None:
        """The message that this attachment is; None where it is a file."""
        path = (*self.path, f"{_PART}3701000D")
        held = self.children.get(path, ())
        return self._inner(path, _EMBEDDED_HEAD) if _FIXED in held else None

    def _inner(self, path: tuple[str, ...], head: int) -> Storage:
        inner = Storage(self.opened, path, {}, self.children, self.allowance, self.pages)
        return inner.with_properties(head)

    def with_properties(self, head: int) -> Storage:
        """This storage with the properties of fixed length that stand behind ``head`` bytes."""
        raw = self._part(_FIXED) or b""
        whole = head + (len(raw) - head) // 16 * 16
        for tag, _, value in struct.iter_unpack("<II8s", raw[head:whole]):
            self.fixed[tag >> 16] = (tag & 0xFFFF, value)
        text, body = self._page(_TEXT_PAGE), self._page(_PAGE)
        self.pages = (text or body or self.pages[0], body or text or self.pages[1])
        return self

    def _page(self, number: int) -> str:
        kind, raw = self.fixed.get(number, (0, b""))
        page = int.from_bytes(raw[:4], "little") if kind == _NUMBER else 0
        return _PAGES.get(page, f"cp{page}") if page else ""

    def _stream(self, number: int, kind: int) -> bytes | None:
        return self._part(f"{_PART}{number:04X}{kind:04X}")

    def _part(self, name: str) -> bytes | None:
        if name not in self.children.get(self.path, ()):
            return None
        where = [*self.path, name]
        self.allowance.take_bytes(self.opened.get_size(where))
        with self.opened.openstream(where) as stream:
            return bytes(stream.read())


def open_message(opened: Any, allowance: ReadingAllowance) -> Storage:
    """The message in a compound file that olefile opened; what is read of it is counted in ``allowance``."""
    children: dict[tuple[str, ...], set[str]] = {}
    for path in opened.listdir(streams=True, storages=True):
        children.setdefault(tuple(path[:-1]), set()).add(path[-1])
    message = Storage(opened, (), {}, children, allowance, ("cp1252", "cp1252"))
    return message.with_properties(_ROOT_HEAD)
