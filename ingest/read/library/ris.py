"""RIS, what databases and libraries give to reference managers. Tags are those of the RIS specification."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from errors import ReadError
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Outcome
from ingest.documents.encoding import decode_text
from ingest.read.library.reference import Reference, language_code, read_references, straight_name

FIRST = re.compile(r"TY  ?- ?\S*[ \t]*\n")
_OUTLETS = (
    "alternate_title3",
    "journal_name",
    "secondary_title",
    "alternate_title2",
    "alternate_title1",
    "publisher",
)
_TITLES = ("title", "primary_title", "translated_title", "short_title")
_TEXTS = ("abstract", "notes_abstract")


def read_ris(document: Document, allowance: ReadingAllowance | None = None) -> Iterator[Outcome]:
    """Read every reference that has an abstract or a text. Raises ReadError if none has."""
    import rispy

    # The first record of a text with a byte-order mark vanishes, and one that is not ended is dropped
    text = _whole_tags(decode_text(document.data).lstrip("\ufeff \t\n"))
    try:
        entries = rispy.loads(text)
    except (OSError, ValueError, KeyError, AttributeError) as broken:
        raise ReadError(f"not RIS that can be read ({str(broken)[:120]}): export it again") from None
    yield from read_references(
        document, [_reference(entry) for entry in entries], allowance or ReadingAllowance()
    )


def _whole_tags(text: str) -> str:
    """The text as rispy wants it: two spaces after a tag, a space after its hyphen, an end to each record."""
    text = re.sub(r"(?m)^([A-Z][A-Z0-9]) {1,2}- ?(?=\S|$)", r"\1  - ", text)
    return re.sub(r"(?m)^(?=TY  - )", "ER  - \n\n", text).removeprefix("ER  - \n\n") + "\nER  - \n"


def _reference(entry: dict[str, Any]) -> Reference:
    notes = [str(note) for note in entry.get("notes") or []]
    text = next((str(entry[name]) for name in _TEXTS if str(entry.get(name) or "").strip()), "")
    longest = max(notes, key=len, default="")
    if len(longest.split()) > max(80, 2 * len(text.split())):  # where some databases put the full text
        text = longest
    people = [*(entry.get("authors") or []), *(entry.get("first_authors") or [])]
    urls = [url for url in entry.get("urls") or [] if re.match(r"https?://", str(url))]
    title = next((entry[name] for name in _TITLES if entry.get(name)), "")
    return Reference(
        {
            "title": title,
            "outlet": next(
                (entry[name] for name in _OUTLETS if entry.get(name) and entry[name] != title), ""
            ),
            "authors": [straight_name(str(person)) for person in people],
            "published": _day(entry),
            "section": entry.get("section") or "",
            "tags": [str(word) for word in entry.get("keywords") or []],
            "language": language_code(entry.get("language")),
            "url": urls[0] if urls else "",
        },
        text,
        str(entry.get("accession_number") or entry.get("id") or entry.get("doi") or ""),
    )


def _day(entry: dict[str, Any]) -> str:
    """The first date of the record that names a day: ``2026/10/14/``, ``2026/10/14/other``, ``Oct 14, 2026``."""
    for name in ("date", "publication_year", "year"):
        stated = str(entry.get(name) or "")
        if found := re.match(r"(\d{4})/(\d{1,2})/(\d{1,2})(?:/|$)", stated):
            return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
        if re.search(r"\d{4}", stated) and len(re.findall(r"\w+", stated)) >= 3 and "/" not in stated:
            return stated
    return ""
