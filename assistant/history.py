"""Saved conversations: what was asked and what was answered, kept beside the articles."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import uuid4

from assistant.answer import Answer, Citation, Sentence, Turn
from errors import StoreError
from ingest.article import Article, Passage

FILE = "conversations.sqlite3"  # in the data folder
LONGEST_TITLE = 80  # characters of a first question that become the title

_SCHEMA = """
CREATE TABLE IF NOT EXISTS conversation (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, created TEXT NOT NULL, changed TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS turn (
    conversation_id TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (conversation_id, ordinal)
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Conversation:
    """One line of the list of conversations."""

    id: str
    title: str
    created: datetime  # UTC
    changed: datetime  # UTC
    turns: int


class History:
    """The saved conversations of one data folder; safe from many threads and processes.

    Raises StoreError wherever SQLite or the disk fails, or a conversation does not exist.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._lock = threading.Lock()
        with _told(self._path):
            folder.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(self._path, timeout=30, check_same_thread=False)
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA foreign_keys = ON")
            self._database.executescript(_SCHEMA)

    def __enter__(self) -> History:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def create(self, title: str = "") -> str:
        """A new conversation; its id. Without a title the first question becomes it."""
        id_, moment = uuid4().hex, _now()
        with self._writing() as database:
            database.execute("INSERT INTO conversation VALUES (?, ?, ?, ?)", [id_, title, moment, moment])
        return id_

    def conversations(self, limit: int = 100) -> list[Conversation]:
        """The conversations, the one that changed last first."""
        with _told(self._path), self._lock:
            rows = self._database.execute(
                "SELECT id, title, created, changed, (SELECT count(*) FROM turn WHERE conversation_id = id)"
                " FROM conversation ORDER BY changed DESC, id LIMIT ?",
                [limit],
            ).fetchall()
        return [
            Conversation(id_, title, datetime.fromisoformat(created), datetime.fromisoformat(changed), turns)
            for id_, title, created, changed, turns in rows
        ]

    def rename(self, id_: str, title: str) -> None:
        """Give a conversation another title."""
        with self._writing() as database:
            done = database.execute("UPDATE conversation SET title = ? WHERE id = ?", [title.strip(), id_])
            self._require(done.rowcount, id_)

    def delete(self, id_: str) -> None:
        """Delete a conversation with its turns; one that is gone already is no error."""
        with self._writing() as database:
            database.execute("DELETE FROM conversation WHERE id = ?", [id_])

    def append(self, id_: str, answer: Answer) -> None:
        """Add a question and its answer to a conversation."""
        kept = json.dumps(to_json(answer), ensure_ascii=False)
        title = answer.question[:LONGEST_TITLE]
        with self._writing() as database:
            done = database.execute(
                "UPDATE conversation SET changed = ?, title = CASE title WHEN '' THEN ? ELSE title END WHERE id = ?",
                [_now(), title, id_],
            )
            self._require(done.rowcount, id_)
            database.execute(
                "INSERT INTO turn SELECT ?, ifnull(max(ordinal), 0) + 1, ?, ? FROM turn WHERE conversation_id = ?",
                [id_, answer.question, kept, id_],
            )

    def answers(self, id_: str) -> list[Answer]:
        """The answers of a conversation in order, as they were shown; empty if it does not exist.

        Passages and articles in them hold what was kept: enough to show the answer, not the whole article.
        """
        with _told(self._path), self._lock:
            rows = self._database.execute(
                "SELECT answer FROM turn WHERE conversation_id = ? ORDER BY ordinal", [id_]
            ).fetchall()
        return [from_json(json.loads(row[0])) for row in rows]

    def turns(self, id_: str) -> Sequence[Turn]:
        """What a follow-up question needs of a conversation."""
        return [Turn(answer.question, answer.text) for answer in self.answers(id_)]

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with _told(self._path), self._lock, self._database:
            yield self._database

    @staticmethod
    def _require(changed: int, id_: str) -> None:
        if not changed:
            raise StoreError(f"There is no conversation {id_!r}: it has been deleted; start a new one.")


def to_json(answer: Answer) -> dict[str, Any]:
    """An answer as plain data: what the command line prints, and what ``from_json`` reads back."""
    return {
        "question": answer.question,
        "answer": answer.text,
        "abstained": answer.abstained,
        "mode": answer.mode,
        "shape": answer.shape,
        "short": answer.short,
        "differ": answer.differ,
        "partly": answer.partly,
        "support": round(answer.support, 3),
        "sentences": [_sentence(sentence) for sentence in answer.sentences],
        "citations": [
            {
                "number": citation.number,
                **_article(citation.article),
                "quote": citation.quote,
                "start": citation.start,
                "end": citation.end,
            }
            for citation in answer.citations
        ],
        "nearest": [_article(article) for article in answer.nearest],
        "searched": answer.searched,
        "notices": list(answer.notices),
        "seconds": round(answer.seconds, 3),
    }


def from_json(data: dict[str, Any]) -> Answer:
    """The answer as it was shown. Its articles hold no text but the quotes' places, and no evidence is kept."""
    return Answer(
        question=data["question"],
        sentences=tuple(map(_kept_sentence, data["sentences"])),
        citations=tuple(_citation(kept) for kept in data["citations"]),
        abstained=data["abstained"],
        nearest=tuple(_kept_article(kept) for kept in data["nearest"]),
        mode=data["mode"],
        shape=data.get("shape", "account"),  # what was kept by an earlier Dateline has none of these
        differ=data.get("differ", ""),
        partly=data.get("partly", ""),
        support=data.get("support", 0.0),
        searched=data["searched"],
        notices=tuple(data["notices"]),
        seconds=data["seconds"],
    )


def _sentence(sentence: Sentence) -> dict[str, Any]:
    return {
        "text": sentence.text,
        "citations": list(sentence.citations),
        "verdict": sentence.verdict,
        "reason": sentence.reason,
        "emphasis": list(sentence.emphasis) if sentence.emphasis else None,
        "about": sentence.about,
        "label": sentence.label,
        "newest": sentence.newest,
    }


def _kept_sentence(kept: dict[str, Any]) -> Sentence:
    emphasis = kept.get("emphasis")
    return Sentence(
        kept["text"],
        tuple(kept["citations"]),
        kept["verdict"],
        kept.get("reason", ""),
        (emphasis[0], emphasis[1]) if emphasis else None,
        kept.get("about", ""),
        kept.get("label", ""),
        kept.get("newest", False),
    )


def _article(article: Article) -> dict[str, Any]:
    return {
        "article_id": article.id,
        "key": article.key,
        "title": article.title,
        "outlet": article.outlet,
        "published": article.published.isoformat() if article.published else None,
        "url": article.url,
    }


def _kept_article(kept: dict[str, Any], text: str = "") -> Article:
    published = kept["published"]
    return Article(
        key=kept["key"],
        title=kept["title"],
        text=text,
        url=kept["url"],
        outlet=kept["outlet"],
        published=datetime.fromisoformat(published) if published else None,
    )


def _citation(kept: dict[str, Any]) -> Citation:
    start, end, quote = kept["start"], kept["end"], kept["quote"]
    article = _kept_article(kept, " " * start + quote)  # the quote stands where it stood
    return Citation(kept["number"], Passage(article.id, 0, start, end, quote), article, quote, start, end)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"The saved conversations in {path} cannot be used: {error}.") from error


def _now() -> str:
    return datetime.now(UTC).isoformat()
