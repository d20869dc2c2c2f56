"""What the formats of reference managers share: a list of works, each with facts and sometimes a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from errors import ReadError
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import AddressList, Document, Note, Outcome
from ingest.documents.markup import has_markup
from ingest.facts.fields import build_article_from_fields, join_paragraphs
from ingest.read.fragment import read_fragment

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LANGUAGES = {"english": "en", "german": "de", "french": "fr", "spanish": "es", "dutch": "nl", "italian": "it",
              "portuguese": "pt", "deutsch": "de", "français": "fr", "español": "es"}  # fmt: skip


@dataclass
class Reference:
    """A work: what ``build_article_from_fields`` takes, and its text apart."""

    fields: dict[str, object]
    text: str = ""
    identity: str = field(default="")


def read_references(
    document: Document, works: Sequence[Reference], allowance: ReadingAllowance
) -> Iterator[Outcome]:
    """An article of each work that has a text or an abstract; the others are counted, and their addresses given.

    Raises ReadError if none has any, LimitError for too many.
    """
    bare: list[Reference] = []
    seen: dict[str, int] = {}
    for number, work in enumerate(works, 1):
        allowance.take_member()
        if not work.text.strip():
            bare.append(work)
            continue
        identity = " ".join(str(work.identity or work.fields.get("title") or number).split())[:120]
        seen[identity] = seen.get(identity, 0) + 1
        key = f"{document.key}#{identity}" + (f"#{seen[identity]}" if seen[identity] > 1 else "")
        text = read_fragment(work.text).text if has_markup(work.text) else join_paragraphs(work.text)
        yield from build_article_from_fields({**work.fields, "id": work.identity}, key, text=text)
    addresses = [str(work.fields.get("url") or "") for work in bare]
    urls = tuple(dict.fromkeys(each for each in addresses if re.match(r"https?://", each)))
    if urls:
        yield AddressList(document.key, "a reference manager", urls)
    if bare and len(bare) == len(works) and not urls:
        raise ReadError(f"{len(bare):,} references without a text or an abstract: export them with abstracts")
    if bare:
        told = f"; {len(urls):,} of them name an address" if urls else ""
        yield Note(document.key, f"left out: {len(bare):,} of {len(works):,} references without a text{told}")


def iso_day(year: object, month: object = "", day: object = "") -> str:
    """A day in ISO form from its parts, empty where one is missing; a month may be a name."""
    named = str(month or "").strip().lower()[:3]
    number = _MONTHS.index(named) + 1 if named in _MONTHS else int(named) if named.isdigit() else 0
    days = re.match(r"\s*(\d{1,2})", str(day or ""))
    years = re.match(r"\s*(\d{4})", str(year or ""))
    if not (years and days and 1 <= number <= 12):
        return ""
    return f"{int(years[1]):04}-{number:02}-{int(days[1]):02}"


def straight_name(name: str) -> str:
    """``Ines Calloway`` for ``Calloway, Ines``."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}".strip() if comma and first.strip() else name.strip()


def language_code(name: object) -> str:
    """``en`` for ``English`` or ``en-GB``."""
    word = str(name or "").strip().lower()
    return _LANGUAGES.get(word, word[:2] if re.match(r"[a-z]{2}(?:[-_]|$)", word) else "")
