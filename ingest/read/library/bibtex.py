"""BibTeX and BibLaTeX."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from errors import ReadError
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Note, Outcome
from ingest.documents.encoding import decode_text
from ingest.read.library.reference import Reference, iso_day, language_code, read_references, straight_name

FIRST = re.compile(r"(?:%[^\n]*\n|\s)*@\w{2,30}\s*[{(]\s*[^\s{}()]{0,200}\s*[,=\"{]")
_OUTLETS = (
    "journaltitle",
    "journal",
    "newspaper",
    "publication",
    "booktitle",
    "howpublished",
    "publisher",
    "organization",
)


def read_bibtex(document: Document, allowance: ReadingAllowance | None = None) -> Iterator[Outcome]:
    """Read every entry that has an abstract. Raises ReadError if none has."""
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.middlewares import LatexDecodingMiddleware

    library = parse_string(decode_text(document.data), append_middleware=[LatexDecodingMiddleware()])
    entries = [
        {field.key.lower(): str(field.value) for field in entry.fields} | {"key": entry.key}
        for entry in library.entries
    ]
    if not entries:
        raise ReadError("no entry of BibTeX that can be read: export it again")
    yield from read_references(
        document, [_reference(entry) for entry in entries], allowance or ReadingAllowance()
    )
    broken = list(library.failed_blocks)
    if broken:
        line = (broken[0].start_line or 0) + 1
        yield Note(
            document.key, f"left out: {len(broken):,} entries that are not BibTeX, the first at line {line}"
        )


def _reference(entry: dict[str, Any]) -> Reference:
    plain = {name: " ".join(re.sub(r"[{}]", "", value).split()) for name, value in entry.items()}
    text = (
        entry.get("abstract") or entry.get("fulltext") or entry.get("annotation") or entry.get("annote") or ""
    )
    return Reference(
        {
            "title": ": ".join(filter(None, [plain.get("title", ""), plain.get("subtitle", "")])),
            "outlet": next((plain[name] for name in _OUTLETS if plain.get(name) and "http" not in plain[name]), ""),
            "authors": [straight_name(name) for name in re.split(r"\s+and\s+", plain.get("author", "")) if name != "others"],
            "published": _day(plain),
            "section": plain.get("section", ""),
            "tags": [word for word in re.split(r"\s*[;,]\s*", plain.get("keywords", "")) if word],
            "language": language_code(plain.get("langid") or plain.get("language")),
            "url": _address(plain),
        },
        re.sub(r"(?<!\\)[{}]", "", text).replace("\\", ""),
        entry["key"],
    )  # fmt: skip


def _day(plain: dict[str, str]) -> str:
    stated = plain.get("date", "")
    if re.match(r"\d{4}-\d{2}-\d{2}", stated):
        return stated.split("/")[0]
    day = plain.get("day", "")
    month = plain.get("month", "")
    if not day and (
        both := re.match(r"([A-Za-z]{3,9})\.?\s*#?\s*\"?(\d{1,2})|(\d{1,2})\.?\s*~?\s*([A-Za-z]{3,9})", month)
    ):
        month, day = both[1] or both[4], both[2] or both[3]
    return iso_day(plain.get("year") or stated, month, day)


def _address(plain: dict[str, str]) -> str:
    for name in ("url", "howpublished", "note"):
        if found := re.search(r"https?://[^\s{}\"<>]+", plain.get(name, "")):
            return found[0]
    return ""
