"""Bytes to text, whatever they were written in."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)|<meta[^>]*\bcharset\s*=\s*["']?\s*([\w.:-]+)""", re.I
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of ``data``, with ``\\n`` for every line end and without control characters.

    Tried in this order: a byte-order mark, UTF-8, the encoding that a server or the document itself declares,
    what ``charset-normalizer`` finds, Windows-1252. Never fails: what cannot be decoded becomes U+FFFD.
    """
    text = _decode(data, declared)
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _decode(data: bytes, declared: str | None) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    inside = _DECLARED.search(data[:4096])
    named = [declared, next(filter(None, inside.groups())).decode("ascii") if inside else None]
    for candidate in ["utf-8", *filter(None, named)]:
        text = _strictly(data, candidate)
        if text is not None:
            return text
    return _detected(data)


def _strictly(data: bytes, encoding: str) -> str | None:
    # The web reads these names as their Windows superset (WHATWG Encoding Standard)
    superset = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}
    superset |= {"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc-kr": "cp949"}
    superset |= {"iso-8859-9": "cp1254", "tis-620": "cp874", "iso-8859-11": "cp874"}
    try:
        return data.decode(superset.get(encoding.lower(), encoding))
    except (LookupError, UnicodeError):
        return None


def _detected(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000]).best()
    if best is not None:
        text = _strictly(data, best.encoding)
        if text is not None:
            return text
    return data.decode("cp1252", "replace")
