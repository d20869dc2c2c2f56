"""Bytes to text, whatever they were written in."""

from __future__ import annotations

import codecs
import re

DETECT = 200_000  # bytes that are looked at to tell an encoding
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,500}\bencoding\s*=\s*["']([\w.:-]+)|<meta[^>]{0,500}\bcharset\s*=\s*["']?\s*([\w.:-]+)""",
    re.I,
)
_SHIFTED = re.compile(rb"\x1b[$(]")  # ISO-2022: seven bits, so that it passes for ASCII
_FEW = 40  # bytes beyond ASCII that are too few to tell a language by
_ODD = re.compile(r"[^\x00-\x7f]+?(?=[\x00-\x7f]|$|[€‚„…‘’“”•–—™©®°±·»«£])|[^\x00-\x7f]+")
_SIGNS = frozenset("€‚„…‘’“”‹›•–—™©®°±·½¼¾§»«¿¡ \xa0")
# Letters that the encodings of western and central Europe have in one place, or that stand where central Europe has a rare one
_SHARED = frozenset("áâäçéëíîóôöúüßïòåàñ")
_LETTERS = frozenset("ãæèêìõøùûœ")
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\ufeff]"
)  # a soft hyphen is no letter
# What the web reads these names as, where the bytes are not the named encoding (WHATWG Encoding Standard)
_SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "iso-8859-9": "cp1254",
    "tis-620": "cp874",
    "iso-8859-11": "cp874",
}
_WITHOUT_QUOTES = {"iso-8859-9", "iso-8859-11", "tis-620"}
_LATIN = {
    "iso-8859-1",
    "latin-1",
    "latin1",
    "us-ascii",
    "ascii",
}  # these never fail, so Windows-1252 goes first


def decode_text(data: bytes, declared: str | None = None) -> str:
    """The text of ``data``, with ``\\n`` for every line end and without control characters.

    Tried in this order: a byte-order mark, UTF-8, the encoding that a server or the document itself declares,
    what ``chardet`` finds, Windows-1252. Never fails: what cannot be decoded becomes U+FFFD.
    """
    text = _decode_bytes(data, declared)
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _decode_bytes(data: bytes, declared: str | None) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if 0 < data.count(0) < len(data) / 10 and (text := _decode_strictly(data, "utf-8")) is not None:
        return text  # stray NULs; in UTF-16 there are more, or the rest is not UTF-8
    inside = _DECLARED.search(data[:4096])
    named = [declared, next(filter(None, inside.groups())).decode("ascii") if inside else None]
    # UTF-16 without a mark and ISO-2022 would pass for UTF-8
    plain = b"\0" not in data and not _SHIFTED.search(data)
    for candidate in [*(["utf-8"] if plain else []), *filter(None, named)]:
        if plain or not candidate.lower().startswith(("utf-8", "us-ascii", "ascii", "iso-8859", "windows-")):
            text = _decode_strictly(data, candidate)
            if text is not None:
                return text
    return _decode_detected(data)


def _decode_strictly(data: bytes, encoding: str) -> str | None:
    name = encoding.strip().lower()
    tried = ["cp1252", "latin-1"] if name in _LATIN else [name, _SUPERSETS.get(name, name)]
    if name in _WITHOUT_QUOTES:
        tried.reverse()  # the superset has “quotes” where the named one has control characters
    for candidate in dict.fromkeys(tried):
        try:
            return data.decode(candidate)
        except (LookupError, ValueError):  # no such encoding, or bytes that are not in it
            continue
    return None


def _decode_detected(data: bytes) -> str:
    """Decoded as ``chardet`` tells; on text it has not seen it is right far oftener than charset-normalizer.

    A few bytes beside plain letters tell it nothing: those are read as Windows-1252 where that gives signs and letters
    in their places, else as what the web still uses.
    """
    import chardet
    from chardet import EncodingEra

    sample = data[:DETECT]
    few = 0 < sum(byte > 127 for byte in sample) <= _FEW
    if few and (western := _western(data)) is not None:
        return western
    found = chardet.detect(sample, encoding_era=EncodingEra.MODERN_WEB)["encoding"] if few else None
    found = found or chardet.detect(sample)["encoding"]
    if found is None:  # too little text, or text with stray NULs
        text = _decode_strictly(data, "utf-8")
        return text if text is not None else data.decode("cp1252", "replace")
    name = "gb2312" if found.lower() == "gb18030" else found  # the superset is tried next
    text = _decode_strictly(data, name)
    return text if text is not None else data.decode(_SUPERSETS.get(name.lower(), name), "replace")


def _western(data: bytes) -> str | None:
    """The text as Windows-1252, where its few signs and accented letters stand as they do in western languages."""
    text = _decode_strictly(data, "cp1252")
    if text is None:
        return None
    odd = list(_ODD.finditer(text))
    sparse = len(odd) * 20 <= len(text)
    for found in odd:
        before, after = text[: found.start()][-1:], text[found.end() : found.end() + 1]
        signs = found.group()
        if signs in ("£", "¥", "¢"):
            fits = after.isdigit() or before.isdigit() or (after.isspace() and before.isspace())
        elif all(sign in _SIGNS for sign in signs):
            fits = True
        else:
            inside = (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha())
            fits = (
                inside
                and len(signs) == 1
                and (signs.lower() in _SHARED or (sparse and signs.lower() in _LETTERS))
            )
        if not fits:
            return None
    return text
