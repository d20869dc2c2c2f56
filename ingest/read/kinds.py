"""Which reader reads a document. Its content decides; its name and what a server said are hints.

To add a kind: one file in this folder with a function from ``Document`` to ``Outcome``s that raises ReadError where
nothing can be read, and one line in ``READERS``. What tells it goes into ``signatures.py`` (first bytes, members of an
archive), ``text_kinds.py`` (first lines, root of XML) or ``json_exports.py`` (keys); the endings that it goes by in a
folder stand in ``SUFFIXES``.
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
from ingest.documents.allowance import MAX_BYTES, ReadingAllowance
from ingest.documents.document import Document, Outcome
from ingest.documents.encoding import decode_text
from ingest.read.databases.reader import read_export
from ingest.read.signatures import binary_kind, foreign_kind
from ingest.read.text_kinds import FOREIGN_XML, root_name, text_kind

READERS = {  # kind → module and function, imported when first used
    "text": ("text", "read_text"),
    "html": ("html", "read_html"),
    "json": ("table", "read_json"),
    "jsonl": ("table", "read_jsonl"),
    "csv": ("table", "read_csv"),
    "pdf": ("pdf", "read_pdf"),
    "picture": ("pictures", "read_picture"),
    "office": ("office", "read_office"),
    "mail": ("mail", "read_mail"),
    "feed": ("feed", "read_feed"),
    "links": ("links", "read_links"),
    "zip": ("archive", "read_archive"),
    "iptc7901": ("wire.iptc7901", "read_iptc7901"),
    "wxr": ("cms.wordpress", "read_wxr"),
    "substack": ("cms.substack", "read_substack"),
    "warc": ("capture.warc", "read_warc"),
    "wacz": ("capture.warc", "read_wacz"),
    "webarchive": ("capture.webarchive", "read_webarchive"),
    "ris": ("library.ris", "read_ris"),
    "bibtex": ("library.bibtex", "read_bibtex"),
    "enex": ("library.enex", "read_enex"),
    "outlook": ("library.outlook", "read_outlook"),
    "captions": ("library.captions", "read_captions"),
    "ttml": ("library.captions", "read_ttml"),
    "sheet": ("library.sheet", "read_sheet"),
    "parquet": ("library.parquet", "read_parquet"),
    "alto": ("library.alto", "read_alto"),
    "mets": ("library.alto", "refuse_mets"),
    "metszip": ("library.alto", "read_mets"),
    "whatsapp": ("chat.whatsapp", "read_whatsapp"),
    "slack": ("chat.slack", "read_slack"),
    "bookmarks": ("addresses", "read_address_page"),
    "addresses": ("addresses", "read_address_text"),
    "opml": ("addresses", "read_opml"),
}
# Kinds in which databases hand out articles; mail and PDF look themselves
_LEAST_PICTURE = 100  # bytes; what has fewer stands for a picture, as trackers do
_EXPORTED = {"text", "html", "office", "feed"}
_LIMITED = {  # their readers also take an Allowance
    "json", "jsonl", "pdf", "picture", "office", "mail", "feed", "links", "zip", "iptc7901", "wxr", "substack", "warc", "wacz",
    "ris", "bibtex", "enex", "outlook", "sheet", "parquet", "metszip", "slack",
}  # fmt: skip
SUFFIXES = {
    **dict.fromkeys((".txt", ".text", ".md", ".markdown", ".tst", ".iptc", ".url", ".desktop"), "text"),
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
    **dict.fromkeys((".json", ".har"), "json"),
    **dict.fromkeys((".jsonl", ".ndjson"), "jsonl"),
    **dict.fromkeys((".csv", ".tsv"), "csv"),
    ".pdf": "pdf",
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp"), "picture"),
    **dict.fromkeys((".docx", ".odt", ".rtf", ".epub"), "office"),
    **dict.fromkeys((".eml", ".mbox", ".mht", ".mhtml"), "mail"),
    **dict.fromkeys((".xml", ".rss", ".atom", ".wxr", ".nitf", ".newsml"), "feed"),
    **dict.fromkeys((".zip", ".maff"), "zip"),
    **dict.fromkeys((".warc", ".arc"), "warc"),
    ".wacz": "wacz",
    ".webarchive": "webarchive",
    ".ris": "ris",
    **dict.fromkeys((".bib", ".bibtex"), "bibtex"),
    ".enex": "enex",
    ".msg": "outlook",
    **dict.fromkeys((".srt", ".vtt"), "captions"),
    **dict.fromkeys((".ttml", ".dfxp"), "ttml"),
    **dict.fromkeys((".xlsx", ".xlsm", ".ods"), "sheet"),
    **dict.fromkeys((".parquet", ".pq"), "parquet"),
    ".alto": "alto",
    ".mets": "mets",
    ".opml": "opml",
}
_HTML = re.compile(
    r"^\s*+(?:<\?xml[^>]*+>\s*+)?(?:<!--.*?-->\s*+)*+<(?:!doctype html|html|head|body|article|div|p|title|meta)\b",
    re.I | re.S,
)
_FEED = re.compile(
    r"^(?:<\?xml[^>]*+>|<!--.*?-->|<!DOCTYPE[^>\[]*+>|\s)*+<(?:\w+:)?(?:rss|feed|RDF|nitf|news\w+|urlset|sitemapindex)\b",
    re.I | re.S,
)
_JSON_FEED = re.compile(r'^\{[^{[]{0,2000}"version"\s*:\s*"https?:(?:\\?/){2}jsonfeed\.org')
_MBOX = re.compile(r"^From \S+ .*\d{4}\s*\n[A-Za-z-]+:")
_HEADER = re.compile(
    r"^(received|return-path|mime-version|message-id|content-type|from|to|date|subject|delivered-to|sender|"
    r"snapshot-content-location|x-[\w-]+|dkim-signature):",
    re.I,
)
_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13, 14, 15, 27}  # the last three shift ISO-2022


def is_candidate(name: str) -> bool:
    """Whether a file in a folder looks like a document by its name."""
    kind = SUFFIXES.get(_read_suffix(name))
    if kind == "picture" and not _reads_pictures():
        return False
    return kind is not None and not PurePath(name).name.startswith((".", "~"))


def is_nested_candidate(name: str, size: int) -> bool:
    """Whether a file of ``size`` bytes inside an archive or a message looks like a document."""
    return is_candidate(name) and (SUFFIXES[_read_suffix(name)] != "picture" or size >= _LEAST_PICTURE)


def _reads_pictures() -> bool:
    """Whether text in pictures can be recognised here: else a folder's photographs would all be failures."""
    from ingest.read.recognition import find_engine

    return find_engine() is not None


def read_document(
    document: Document, max_bytes: int = MAX_BYTES, allowance: ReadingAllowance | None = None
) -> Iterator[Outcome]:
    """Read a document of any kind that Dateline knows.

    ``allowance`` is what it may take with all that is nested in it. Raises ReadError if nothing can be read
    from it, LimitError if it is larger than ``max_bytes`` or takes more than it may.
    """
    document = unpack_gzip(document, max_bytes)
    kind = recognise_kind(document)
    if kind == "feed" and document.follow and _lists_links(document):
        kind = "links"
    if kind in _EXPORTED and (export := read_export(document, kind, allowance)) is not None:
        yield from export
        return
    module, function = READERS[kind]
    try:
        reader = getattr(importlib.import_module(f"ingest.read.{module}"), function)
    except ModuleNotFoundError as missing:
        raise ReadError(f"files of the kind {kind} cannot be read here: {missing}") from None
    if kind in _LIMITED:
        yield from reader(document, allowance=allowance or ReadingAllowance(max_bytes=max_bytes))
    else:
        yield from reader(document)


def _lists_links(document: Document) -> bool:
    """Whether it is a feed or a sitemap, and not other XML that holds articles."""
    from ingest.read.feed import read_feed_rows
    from ingest.read.links import is_sitemap

    return is_sitemap(document) or read_feed_rows(document)[0] is not None


def unpack_gzip(document: Document, max_bytes: int = MAX_BYTES) -> Document:
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


def recognise_kind(document: Document) -> str:
    """The kind of a document, by its content first. Raises ReadError, by name, for what no reader takes."""
    data = document.data
    if not data.strip(b"\0 \t\r\n"):
        raise ReadError("the file is empty: wanted the text of an article")
    if (what := foreign_kind(data, document.name)) is not None:
        raise ReadError(f"this is {what}: wanted {', '.join(sorted(SUFFIXES))}")
    if (found := binary_kind(data)) is not None:
        return found
    if b"%PDF-" in data[:1024] and b"\0" not in data[: data.index(b"%PDF-")]:
        return "pdf"
    start = _decode_start(data)
    if _is_binary(data, start):
        raise ReadError(f"this is no text and no kind that is known: wanted {', '.join(sorted(SUFFIXES))}")
    return _recognise_text_kind(document, start)


def _recognise_text_kind(document: Document, start: str) -> str:
    hinted = SUFFIXES.get(_read_suffix(document.name)) or _recognise_by_type(document.content_type)
    if (found := text_kind(start, document.data)) is not None:
        return found
    if _FEED.match(start) or _JSON_FEED.match(start):
        return "feed"
    if _HTML.match(start):
        return "html"
    if start[:1] in ("[", "{") and (found := _recognise_json(document.data)):
        return found
    if _MBOX.match(start) or _is_mail(start):
        return "mail"
    if hinted == "csv" or _names_columns(start):
        return "csv"
    if start.startswith("<"):
        if what := FOREIGN_XML.get(root_name(start)):
            raise ReadError(f"this is {what}: wanted {', '.join(sorted(SUFFIXES))}")
        return "feed" if start.startswith("<?xml") or hinted == "feed" else hinted or "text"
    return hinted if hinted in ("json", "jsonl", "mail") else "text"


def _decode_start(data: bytes) -> str:
    """The first characters, without a byte-order mark and space: enough to tell a kind by."""
    marked = b"\0" in data[:64] or data.startswith((b"\xff\xfe", b"\xfe\xff"))
    head = (
        decode_text(data[:65536]) if marked else data[:65536].removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    )
    return head.lstrip("\0 \t\r\n").replace("\r\n", "\n")


def _is_binary(data: bytes, start: str) -> bool:
    sample = data[:8192]
    odd = sum(byte in _CONTROLS for byte in sample)
    if odd * 20 <= len(sample):
        return False
    # UTF-16 and UTF-32 are full of NULs, and decode to text without control characters
    readable = sum(character.isprintable() or character.isspace() for character in start[:2000])
    return b"\0" not in sample or not _is_wide_text(sample) or readable < 0.95 * len(start[:2000])


def _is_wide_text(sample: bytes) -> bool:
    import chardet

    return str(chardet.detect(sample)["encoding"]).lower().startswith(("utf-16", "utf-32"))


def _is_mail(start: str) -> bool:
    """Three known header lines at the top, and one that only mail has."""
    head = re.split(r"\n[ \t]*\n", start, maxsplit=1)[0]
    names = [match[1].lower() for line in head.split("\n")[:60] if (match := _HEADER.match(line))]
    sent = {"received", "return-path", "mime-version", "message-id", "content-type", "delivered-to"}
    addressed = bool(re.search(r"^from:.*@", head, re.I | re.M))
    return len(set(names)) >= 3 and "from" in names and (addressed or not sent.isdisjoint(names))


def _names_columns(start: str) -> bool:
    """Whether the first line names a column for the headline and one for the text."""
    from ingest.facts.fields import NAMES, fold_field_name
    from ingest.read.table import find_delimiter

    line = start.split("\n", 1)[0]
    names = {fold_field_name(name.strip(" \"'\r")) for name in line.split(find_delimiter(line))}
    return len(names) > 1 and not names.isdisjoint(NAMES["title"]) and not names.isdisjoint(NAMES["text"])


def _read_suffix(name: str) -> str:
    path = PurePath(name.lower())
    return PurePath(path.stem).suffix if path.suffix == ".gz" else path.suffix


def _recognise_json(data: bytes) -> str | None:
    first, _, rest = data.strip().partition(b"\n")
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return "json" if re.match(rb"\s*[\[{]\s*(?:[\"{\[\]}]|$)", first) else None
    return "jsonl" if rest.strip() else "json"


def _recognise_by_type(content_type: str | None) -> str | None:
    said = (content_type or "").lower()
    kinds = (("html", "html"), ("json", "json"), ("csv", "csv"), ("rss", "feed"), ("atom", "feed"))
    return next((kind for word, kind in kinds if word in said), None)
