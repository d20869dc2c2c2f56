"""The body of an Outlook message as RTF, which is kept packed ([MS-OXRTFCP])."""

from __future__ import annotations

import struct

from errors import ReadError
from ingest.documents.allowance import ReadingAllowance

_PACKED, _PLAIN = b"LZFu", b"MELA"
_WINDOW = 4096
_KNOWN = (  # what the window holds at first, section 2.1.2.1
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans"
    b" SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)


def unpack_rtf(data: bytes, allowance: ReadingAllowance) -> bytes:
    """The RTF. Raises ReadError if ``data`` is no packed RTF, LimitError if it unpacks to too much."""
    if len(data) < 16 or data[8:12] not in (_PACKED, _PLAIN):
        raise ReadError("the message's text is RTF that is packed in an unknown way: save it as .eml")
    size, length = struct.unpack("<II", data[:8])
    body = data[16 : size + 4]
    if data[8:12] == _PLAIN:
        return body[:length]
    allowance.take_bytes(9 * len(body))  # two bytes stand for 17 at most
    return _unpack(body)[:length]


def _unpack(body: bytes) -> bytes:
    """Eight items follow a byte whose bits say which of them are characters and which places in the window."""
    window = bytearray(_KNOWN.ljust(_WINDOW, b"\0"))
    at = len(_KNOWN)
    made = bytearray()
    place = 0
    while place < len(body):
        flags, place = body[place], place + 1
        for bit in range(8):
            if not flags >> bit & 1:
                piece, place = body[place : place + 1], place + 1
                start = -1
            else:
                start, count = divmod(int.from_bytes(body[place : place + 2].ljust(2, b"\0"), "big"), 16)
                place += 2
                if start == at:  # the end
                    return bytes(made)
                piece = b"\0" * (count + 2)
            for offset, byte in enumerate(piece):
                value = window[(start + offset) % _WINDOW] if start >= 0 else byte
                window[at] = value
                at = (at + 1) % _WINDOW
                made.append(value)
            if place >= len(body):
                return bytes(made)
    return bytes(made)
