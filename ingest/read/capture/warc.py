"""Web archives: WARC and ARC as crawlers write them, and WACZ, a ZIP archive of WARCs with an index."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from errors import ReadError
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Outcome, Problem
from ingest.documents.zip_package import open_zip, read_member
from ingest.read.capture.pages import Page, is_page, read_pages

_CHUNK = 65_536
_KINDS = ("response", "resource", "conversion")


def read_warc(document: Document, allowance: ReadingAllowance | None = None) -> Iterator[Outcome]:
    """Read the pages of a WARC or ARC. Raises ReadError if broken or without articles, LimitError if too large."""
    allowance = allowance or ReadingAllowance()
    broken: list[str] = []
    pages = list(_pages(document.data, allowance, broken))
    yield from _read(document, pages, broken, allowance)


def _read(
    document: Document, pages: list[Page], broken: list[str], allowance: ReadingAllowance
) -> Iterator[Outcome]:
    """What could be had before a file broke off is kept, and told beside it that it did."""
    if broken and not pages:
        raise ReadError(broken[0])
    yield from read_pages(document, pages, allowance)
    if broken:
        yield Problem(f"{document.key}, its end", broken[0])


def read_wacz(document: Document, allowance: ReadingAllowance | None = None) -> Iterator[Outcome]:
    """Read the pages of a WACZ: those that its list of pages names, where it has one, so that frames stay out.

    Raises ReadError if it is broken or holds no articles, LimitError if it takes more than it may.
    """
    allowance = allowance or ReadingAllowance()
    pages: list[Page] = []
    broken: list[str] = []
    with open_zip(document.data, allowance) as archive, allowance.step_inside():
        names = [info.filename for info in archive.infolist() if not info.is_dir()]
        for name in names:
            if name.startswith("archive/") and name.lower().endswith(
                (".warc", ".warc.gz", ".arc", ".arc.gz")
            ):
                allowance.take_member()
                data = _gunzipped(read_member(archive, name, allowance), allowance)
                pages += _pages(data, allowance, broken)
        listed: set[str] = set()
        for name in names:
            if name.startswith("pages/") and name.endswith(".jsonl"):
                listed |= _listed(read_member(archive, name, allowance))
    named = [page for page in pages if page.url.split("#", 1)[0] in listed]
    yield from _read(document, named or pages, broken, allowance)


def _pages(data: bytes, allowance: ReadingAllowance, broken: list[str]) -> Iterator[Page]:
    """The pages among the records of a file that is not compressed as a whole."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        for record in ArchiveIterator(BytesIO(data), arc2warc=True):
            if record.rec_type in _KINDS and (page := _page(record, allowance)) is not None:
                yield page
    except (ArchiveLoadFailed, zlib.error, EOFError, ValueError, AttributeError, AssertionError) as reason:
        broken.append(f"a web archive that cannot be read to its end ({str(reason).strip()[:120]})")


def _page(record: Any, allowance: ReadingAllowance) -> Page | None:
    headers = record.http_headers
    if headers is not None:
        if headers.get_statuscode() not in ("200", "203"):
            return None
        kind = headers.get_header("content-type") or ""
    else:
        kind = record.rec_headers.get_header("Content-Type") or record.content_type or ""
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    url = url.strip("<>")  # WARC 1.0 was read as wanting them
    if not is_page(kind) or not url:
        return None
    return Page(url, kind, _payload(record, headers, allowance))


def _payload(record: Any, headers: Any, allowance: ReadingAllowance) -> bytes:
    """The bytes of the page, without the codings in which it was sent; never more than may be taken."""
    from warcio.bufferedreaders import ChunkedDataReader

    stream = record.raw_stream
    if headers is None:
        return bytes(stream.read())
    # Names of codings are the same in capitals; warcio knows small letters alone
    if (headers.get_header("transfer-encoding") or "").strip().lower().endswith("chunked"):
        stream = ChunkedDataReader(stream)
    parts = list(iter(lambda: stream.read(_CHUNK), b""))
    data = b"".join(parts)
    codings = [each.strip().lower() for each in (headers.get_header("content-encoding") or "").split(",")]
    for coding in reversed([each for each in codings if each]):
        data = decoded(data, coding, allowance)
    return data


def decoded(data: bytes, coding: str, allowance: ReadingAllowance) -> bytes:
    """``data`` without a content coding of HTTP; as it is where that is not what it has.

    Raises LimitError when it grows beyond what may be taken.
    """
    room = allowance.max_bytes - allowance.bytes_taken
    try:
        if coding in ("gzip", "x-gzip", "deflate"):
            unpacked = _inflated(data, coding, room)
        elif coding == "br":
            unpacked = _unbrotlied(data, room)
        else:
            return data
    except (zlib.error, EOFError, ValueError, ImportError):
        return data  # many programs store pages decoded, and the header as it was
    allowance.take_bytes(len(unpacked))
    return unpacked


def _inflated(data: bytes, coding: str, room: int) -> bytes:
    if coding != "deflate":
        return _within(zlib.decompressobj(31).decompress(data, room + 1), data)
    try:
        return _within(zlib.decompressobj().decompress(data, room + 1), data)
    except zlib.error:  # without the frame that the standard wants
        return _within(zlib.decompressobj(-15).decompress(data, room + 1), data)


def _unbrotlied(data: bytes, room: int) -> bytes:
    import brotli

    decompressor = brotli.Decompressor()
    parts: list[bytes] = []
    held, given = 0, data
    try:
        while not decompressor.is_finished() and held <= room:
            part = decompressor.process(given, output_buffer_limit=_CHUNK)
            given = b""
            if not part and decompressor.can_accept_more_data():
                break
            parts.append(part)
            held += len(part)
    except brotli.error as broken:
        raise ValueError(str(broken)) from None
    return _within(b"".join(parts), data)


def _within(unpacked: bytes, data: bytes) -> bytes:
    if data and not unpacked:
        raise ValueError("nothing came out")
    return unpacked


def _gunzipped(data: bytes, allowance: ReadingAllowance) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data
    room = allowance.max_bytes - allowance.bytes_taken
    try:
        with gzip.open(BytesIO(data)) as file:
            unpacked = file.read(room + 1)
    except (OSError, EOFError, zlib.error) as broken:
        raise ReadError(f"not a whole gzip file: {broken}") from None
    allowance.take_bytes(len(unpacked))
    return unpacked


def _listed(data: bytes) -> set[str]:
    """The addresses in a list of pages, one JSON object a line after a line that describes the list."""
    found: set[str] = set()
    for line in data.split(b"\n"):
        try:
            row = json.loads(line) if line.strip() else None
        except (ValueError, RecursionError):
            continue
        if isinstance(row, dict) and isinstance(row.get("url"), str):
            found.add(row["url"].split("#", 1)[0])
    return found
