"""Which reader reads a document. Its content decides; its name and what a server said are hints.

To add a kind: one file in this folder with a ``Read`` function, and one line in ``READERS``.
"""

from __future__ import annotations

import gzip
import importlib
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import PurePath

from errors import LimitError, ReadError
from ingest.read.document import Document, Outcome, Read

MAX_BYTES = 200_000_000  # of one document, also after unpacking

READERS = {  # kind → module and function, imported when first used
    "text": ("text", "read_text"),
    "html": ("html", "read_html"),
    "json": ("table", "read_json"),
    "jsonl": ("table", "read_jsonl"),
    "csv": ("table", "read_csv"),
}
SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".markdown": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
}
FOREIGN = {  # first bytes → what it is, where no reader takes it
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP or office file",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"SQLite format 3": "a database",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"{\\rtf": "an RTF file",
}
_HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|article|div|p)\b",
    re.I | re.S,
)


def is_candidate(name: str) -> bool:
    """Whether a file in a folder looks like a document by its name."""
    return _suffix(name) in SUFFIXES and not PurePath(name).name.startswith((".", "~"))


def read(document: Document, max_bytes: int = MAX_BYTES) -> Iterator[Outcome]:
    """Read a document of any kind that Dateline knows.

    Raises ReadError if nothing can be read from it, LimitError if it is larger than ``max_bytes``.
    """
    document = unpacked(document, max_bytes)
    module, function = READERS[kind_of(document)]
    reader: Read = getattr(importlib.import_module(f"ingest.read.{module}"), function)
    yield from reader(document)


def unpacked(document: Document, max_bytes: int = MAX_BYTES) -> Document:
    """The document without its gzip wrapping, if it has one."""
    if len(document.data) > max_bytes:
        raise LimitError(
            f"{len(document.data):,} bytes, more than DATELINE_MAX_BYTES={max_bytes:,}: raise it or split the file"
        )
    if not document.data.startswith(b"\x1f\x8b"):
        return document
    try:
        with gzip.open(BytesIO(document.data)) as file:
            data = file.read(max_bytes + 1)
    except (OSError, EOFError, zlib.error) as broken:
        raise ReadError(f"not a whole gzip file: {broken}") from None
    if len(data) > max_bytes:
        raise LimitError(
            f"more than DATELINE_MAX_BYTES={max_bytes:,} when unpacked: raise it or split the file"
        )
    return replace(document, data=data, name=re.sub(r"\.gz$", "", document.name, flags=re.I))


def kind_of(document: Document) -> str:
    """The kind of a document, by its content first. Raises ReadError for what no reader takes."""
    data = document.data
    if not data.strip(b"\0 \t\r\n"):
        raise ReadError("the file is empty: wanted the text of an article")
    for mark, what in FOREIGN.items():
        if data.startswith(mark):
            raise ReadError(f"this is {what}: wanted {', '.join(sorted(SUFFIXES))}")
    hinted = SUFFIXES.get(_suffix(document.name))
    start = data[:65536].lstrip(b"\xef\xbb\xbf \t\r\n")
    if _HTML.match(start):
        return "html"
    if start[:1] in b"[{" and start:
        looks = _json_kind(data)
        if looks:
            return looks
    if hinted in {"html", "json", "jsonl"} and start[:1] not in (b"<", b"[", b"{"):
        return "text" if hinted == "html" else hinted
    return hinted or _by_type(document.content_type)


def _suffix(name: str) -> str:
    path = PurePath(name.lower())
    return PurePath(path.stem).suffix if path.suffix == ".gz" else path.suffix


def _json_kind(data: bytes) -> str | None:
    first, _, rest = data.strip().partition(b"\n")
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return "json" if re.match(rb"\s*[\[{]\s*(?:[\"{\[\]}]|$)", first) else None
    return "jsonl" if rest.strip() else "json"


def _by_type(content_type: str | None) -> str:
    said = (content_type or "").lower()
    return next((kind for kind in ("html", "json", "csv") if kind in said), "text")
