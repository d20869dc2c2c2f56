"""LexisNexis and the old Nexis (TXT, HTML, RTF): "1 of 74 DOCUMENTS" stands above each article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.read.databases.nexis_article import record_of_nexis
from ingest.read.databases.paragraph import Paragraph, wrap_width
from ingest.read.databases.record import Record
from ingest.read.databases.vocabulary import DOCUMENT_MARK, read_label

NAME = "LexisNexis"
_ABOVE = frozenset({"LENGTH", "LÄNGE", "LONGUEUR", "LENGTE", "LONGITUD", "LUNGHEZZA", "EXTENSIÓN"})
_BELOW = frozenset(
    {
        "LOAD-DATE",
        "UPDATE",
        "DATE-CHARGEMENT",
        "PUBLICATION-TYPE",
        "PUB-TYPE",
        "TYPE-PUBLICATION",
        "FECHA-CARGA",
    }
)
_MARK = 60  # characters
_NEAR = 25  # paragraphs below the mark among which a labelled line stands


def recognise(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a line counts the documents, and labelled lines stand below it."""
    marks = _marks(paragraphs)
    if not marks:
        return _is_single(paragraphs)
    return any(read_label(each.text) for mark in marks[:3] for each in paragraphs[mark + 1 : mark + _NEAR])


def _is_single(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether it is one article that was saved without the count above it: the labels around its text tell."""
    labels = [label[0] for each in paragraphs if (label := read_label(each.text))]
    return not _ABOVE.isdisjoint(labels) and not _BELOW.isdisjoint(labels)


def split(paragraphs: Sequence[Paragraph]) -> Iterator[Record]:
    """The articles; what stands above the first is the cover."""
    marks = _marks(paragraphs)
    width = wrap_width(paragraphs)
    if not marks:
        yield record_of_nexis(paragraphs, width, day_is_first=True)
    for start, end in pairwise([*marks, len(paragraphs)]):
        rest = paragraphs[start].lines[1:]  # where no blank line follows the mark
        head = (
            [Paragraph("\n".join(rest), paragraphs[start].style, paragraphs[start].is_centred)]
            if rest
            else []
        )
        yield record_of_nexis([*head, *paragraphs[start + 1 : end]], width, day_is_first=True)


def _marks(paragraphs: Sequence[Paragraph]) -> list[int]:
    return [number for number, each in enumerate(paragraphs) if _is_mark(each.text)]


def _is_mark(text: str) -> bool:
    line = text.lstrip()[:_MARK].split("\n", 1)[0]
    return (
        len(line) < _MARK
        and any(map(str.isdigit, line))
        and bool(DOCUMENT_MARK.match(" ".join(line.split())))
    )
