"""Documents that the tests of the readers write themselves, and what reading them gives."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from ingest.documents.document import Document, Note, Outcome, Problem
from ingest.read.kinds import read_document
from news.article import Article


def outcomes_of(name: str, data: bytes | str | Any, url: str | None = None) -> list[Outcome]:
    """What a document of this name gives; what is neither bytes nor text is written as JSON."""
    if not isinstance(data, bytes | str):
        data = json.dumps(data, ensure_ascii=False)
    raw = data.encode() if isinstance(data, str) else data
    return list(read_document(Document(f"/clips/{name}", name, raw, url=url)))


def articles_of(name: str, data: bytes | str | Any) -> list[Article]:
    """The articles of a document in which nothing goes wrong."""
    outcomes = outcomes_of(name, data)
    assert not [each for each in outcomes if isinstance(each, Problem)], outcomes
    return [each for each in outcomes if isinstance(each, Article)]


def notes_of(name: str, data: bytes | str | Any) -> list[str]:
    """What is told of a document."""
    return [each.text for each in outcomes_of(name, data) if isinstance(each, Note)]


def zipped(members: dict[str, bytes | str]) -> bytes:
    """A ZIP archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()
