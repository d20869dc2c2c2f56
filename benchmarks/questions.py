"""The two files that every benchmark reads: articles and questions, one JSON object a line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from errors import ReadError
from ingest.dates.dates import parse_date
from news.article import Article


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what is known of its answer."""

    id: str
    question: str
    articles: tuple[str, ...] = ()  # ids of the articles that answer
    need_all: bool = False  # all of them are needed, not any
    answers: tuple[str, ...] = ()  # strings that count as the answer
    history: tuple[tuple[str, str], ...] = ()  # earlier questions and answers
    answerable: bool = True
    source: str | None = None  # the outlet that it names: no other may come first
    published: str | None = None  # the day that it names, yyyy-mm-dd


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON-lines file; a broken line is a ``ReadError`` that names it."""
    if not path.is_file():
        raise ReadError(f"{path} is not a file; give one with a JSON object on each line")
    with path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as broken:
                raise ReadError(f"{path}, line {number}: {broken}; each line holds one JSON object") from None
            if not isinstance(row, dict):
                raise ReadError(f"{path}, line {number}: got {type(row).__name__}, wanted a JSON object")
            yield row


def read_articles(path: Path) -> dict[str, Article]:
    """Articles by their ``id``. Fields: id, title, text and any of url, source, published, authors.

    Raises ReadError for a row without an id, and where two rows have the same.
    """
    articles: dict[str, Article] = {}
    for number, row in enumerate(rows(path), 1):
        name = _text(row.get("id"))
        if not name or name in articles:
            raise ReadError(f"{path}, article {number}: got id {row.get('id')!r}, wanted one of its own")
        articles[name] = _article(name, row)
    return articles


def _article(name: str, row: dict[str, Any]) -> Article:
    published = row.get("published")
    return Article(
        key=name,
        title=_text(row.get("title")),
        text=_text(row.get("text")),
        url=_text(row.get("url")) or None,
        outlet=_text(row.get("source") or row.get("outlet")) or None,
        authors=_texts(row.get("authors")),
        published=parse_date(str(published)) if published else None,
        source_id=name,
    )


def read_questions(path: Path, limit: int | None = None) -> list[Question]:
    """Questions in the file's order, the first ``limit`` of them."""
    questions = [_question(number, row) for number, row in enumerate(rows(path), 1)]
    return questions[:limit]


def _question(number: int, row: dict[str, Any]) -> Question:
    answers = row.get("answers")
    return Question(
        id=_text(row.get("id")) or str(number),
        question=_text(row.get("question")),
        articles=_texts(row.get("articles")),
        need_all=bool(row.get("all", False)),
        answers=_texts(answers.get("text") if isinstance(answers, dict) else answers),
        history=tuple(_turn(turn) for turn in row.get("history") or ()),
        answerable=bool(row.get("answerable", True)),
        source=row.get("source"),
        published=row.get("published"),
    )


def _turn(turn: Any) -> tuple[str, str]:
    """A turn as ``{"question": …, "answer": …}``, as ``[question, answer]``, or a question alone."""
    if isinstance(turn, dict):
        return _text(turn.get("question")), _text(turn.get("answer"))
    question, *answer = _texts(turn) or ("",)
    return question, answer[0] if answer else ""


def _text(value: Any) -> str:
    return "" if value is None else str(value).replace("\r\n", "\n")


def _texts(value: Any) -> tuple[str, ...]:
    """One text or a list of them, as a tuple of those that say something."""
    values = value if isinstance(value, list) else [value]
    return tuple(text for each in values if (text := _text(each)))


def content_key(*parts: str | Path) -> str:
    """A name for a cached index: 16 hex digits over texts and the content of files."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.read_bytes() if isinstance(part, Path) else part.encode())
        digest.update(b"\0")
    return digest.hexdigest()[:16]
