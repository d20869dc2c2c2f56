"""The two files that every benchmark reads: articles and questions, one JSON object a line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from errors import ReadError
from ingest.article import Article
from ingest.read.dates import parse_date


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
    with path.open(encoding="utf-8") as lines:
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
    """Articles by their ``id``. Fields: id, title, text and any of url, source, published, authors."""
    return {str(row["id"]): _article(row) for row in rows(path)}


def _article(row: dict[str, Any]) -> Article:
    authors = row.get("authors") or ()
    published = row.get("published")
    return Article(
        key=str(row["id"]),
        title=str(row.get("title") or ""),
        text=str(row["text"]),
        url=row.get("url"),
        outlet=row.get("source") or row.get("outlet"),
        authors=(authors,) if isinstance(authors, str) else tuple(authors),
        published=parse_date(str(published)) if published else None,
        source_id=str(row["id"]),
    )


def read_questions(path: Path, limit: int | None = None) -> list[Question]:
    """Questions in the file's order, the first ``limit`` of them."""
    questions = [_question(row) for row in rows(path)]
    return questions[:limit]


def _question(row: dict[str, Any]) -> Question:
    return Question(
        id=str(row["id"]),
        question=str(row["question"]),
        articles=tuple(map(str, row.get("articles") or ())),
        need_all=bool(row.get("all", False)),
        answers=tuple(map(str, row.get("answers") or ())),
        history=tuple(_turn(turn) for turn in row.get("history") or ()),
        answerable=bool(row.get("answerable", True)),
        source=row.get("source"),
        published=row.get("published"),
    )


def _turn(turn: Any) -> tuple[str, str]:
    if isinstance(turn, dict):
        return str(turn.get("question", "")), str(turn.get("answer", ""))
    question, answer = turn
    return str(question), str(answer)


def content_key(*parts: str | Path) -> str:
    """A name for a cached index: 16 hex digits over texts and the content of files."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.read_bytes() if isinstance(part, Path) else part.encode())
        digest.update(b"\0")
    return digest.hexdigest()[:16]
