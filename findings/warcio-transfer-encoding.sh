#!/usr/bin/env bash
# warcio 1.8.1 (web archives): the names of HTTP's transfer codings are compared in small letters alone, so that the
# page of a server that sent "Transfer-Encoding: Chunked" keeps the lengths of its chunks as text, and one that is
# compressed besides cannot be read at all. RFC 9112 (7) says that the names are case-insensitive.
#
# Seen: content_stream() of "chunked" gives the page, of "Chunked" the page between "9" and "0"; with
# "Content-Encoding: gzip" beside it, the second gives compressed bytes. Ends with an error where that is no longer so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check warcio==1.8.1
"$folder/venv/bin/python" - <<'PYTHON'
import gzip
import io
from importlib.metadata import version

from warcio.archiveiterator import ArchiveIterator

PAGE = b"<p>Hi</p>"


def stream(coding: str, packed: bool) -> bytes:
    body = gzip.compress(PAGE) if packed else PAGE
    more = "Content-Encoding: gzip\r\n" if packed else ""
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: {coding}\r\n{more}\r\n".encode()
    http += b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://courier.example/\r\nWARC-Date: 2026-03-04T10:37:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    record = next(iter(ArchiveIterator(io.BytesIO(head.encode() + http + b"\r\n\r\n"))))
    return record.content_stream().read()


print("warcio", version("warcio"))
for coding in ("chunked", "Chunked"):
    print(coding, stream(coding, False), stream(coding, True)[:12])
assert stream("chunked", False) == stream("chunked", True) == PAGE
assert stream("Chunked", False) == b"9\r\n" + PAGE + b"\r\n0\r\n\r\n"
assert PAGE not in stream("Chunked", True)
PYTHON
