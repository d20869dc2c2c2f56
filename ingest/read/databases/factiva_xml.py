"""Factiva's XML: ``article`` elements with a headline, a lead and a tail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest.read.databases.days import read_compact_day, read_day
from ingest.read.databases.record import Record

NAME = "Factiva"


def records_of_xml(root: Any) -> Iterator[Record]:
    """The articles below ``root``, an lxml element; none where it holds none of Factiva's."""
    for article in root.iter():
        if _name(article) == "article" and _first(article, "headline") is not None and _is_factiva(article):
            yield _record(article)


def _is_factiva(article: Any) -> bool:
    named = {_name(each) for each in article}
    return bool(named & {"leadparagraph", "tailparagraphs", "accessionno", "reference", "sourcename"})


def _record(article: Any) -> Record:
    reference = _words(article, "accessionno") or re.sub(r"^.*/", "", _words(article, "reference"))
    date = _words(article, "publicationdate") or _words(article, "date")
    return Record(
        headline=_words(article, "headline"),
        outlet=_words(article, "sourcename") or _words(article, "publishername"),
        day=read_day(date) or read_compact_day(date),
        written_day=date,
        byline=_words(article, "byline"),
        section=_words(article, "sectionname") or _words(article, "columnname"),
        page=" ".join(_words(article, "pages").split()) or _words(article, "page"),
        tags=[word for each in article.iter() if _name(each) == "descriptor" and (word := _text(each))],
        accession=reference,
        body=[*_paragraphs(article, "leadparagraph"), *_paragraphs(article, "tailparagraphs")],
    )


def _name(element: Any) -> str:
    return element.tag.rsplit("}", 1)[-1].casefold() if isinstance(element.tag, str) else ""


def _first(article: Any, name: str) -> Any:
    return next((each for each in article.iter() if _name(each) == name), None)


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _words(article: Any, name: str) -> str:
    found = _first(article, name)
    return _text(found) if found is not None else ""


def _paragraphs(article: Any, name: str) -> list[str]:
    holders = [each for each in article if _name(each) == name]
    inner = [each for holder in holders for each in holder.iter() if _name(each) == "paragraph"]
    return [words for each in inner or holders if (words := _text(each))]
