"""Saved conversations: what was asked and what was answered, kept in the catalogue's database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import uuid4

from assistant.types import Answer, Citation, Sentence, Tokens, Turn
from errors import StoreError
from news.article import Article, Passage
from vectorstore.sqlite.database import Database
from vectorstore.sqlite.records import format_now

LONGEST_TITLE = 80  # characters of a first question that become the title


@dataclass(frozen=True, slots=True)
class SavedConversation:
    """One line of the list of conversations."""

    id: str
    title: str
    created: datetime  # UTC
    changed: datetime  # UTC
    turns: int
    shared: bool = False


class History:
    """The saved conversations of one catalogue; safe from many threads and processes.

    Each belongs to an owner: the name of whoever logged in, or what stands for a browser. Only its owner may change
    it or finds it in the list; once its owner shared it, whoever has its id may read it (``may_read``). Raises
    StoreError wherever the database fails, or a conversation does not exist or is another owner's.
    """

    def __init__(self, database: Database) -> None:
        """``database``: ``Catalog.database`` of the index that the answers came from."""
        self._database = database

    def create_conversation(self, title: str = "", owner: str = "") -> str:
        """A new conversation; its id. Without a title the first question becomes it."""
        id_, moment = uuid4().hex, format_now()
        with self._database.write_transaction() as connection:
            connection.execute(
                "INSERT INTO conversation (id, owner, title, created, changed) VALUES (?, ?, ?, ?, ?)",
                [id_, owner, title, moment, moment],
            )
        return id_

    def list_conversations(
        self, owner: str = "", search: str = "", limit: int = 100
    ) -> list[SavedConversation]:
        """An owner's conversations, the one that changed last first.

        ``search``: only those that hold every word of it in their title, a question or an answer.
        """
        rows = self._database.select_rows(
            "SELECT id, title, created, changed, (SELECT count(*) FROM turn WHERE conversation_id = id), shared"
            " FROM conversation WHERE owner = ? ORDER BY changed DESC, id",
            [owner],
        )
        wanted = search.casefold().split()
        found = (row for row in rows if not wanted or self._holds_words(row[0], row[1], wanted))
        return [
            SavedConversation(
                id_,
                title,
                datetime.fromisoformat(created),
                datetime.fromisoformat(changed),
                turns,
                bool(shared),
            )
            for id_, title, created, changed, turns, shared in islice(found, limit)
        ]

    def _holds_words(self, id_: str, title: str, words: Sequence[str]) -> bool:
        rows = self._database.select_rows("SELECT question, said FROM turn WHERE conversation_id = ?", [id_])
        text = " ".join([title, *(part for row in rows for part in row)]).casefold()
        return all(word in text for word in words)

    def find_title(self, id_: str) -> str | None:
        """A conversation's title; None if there is no such conversation."""
        found = self._database.select_value("SELECT title FROM conversation WHERE id = ?", [id_])
        return None if found is None else str(found)

    def is_owner(self, id_: str, owner: str) -> bool:
        """Whether a conversation is this owner's."""
        return bool(
            self._database.select_value("SELECT owner = ? FROM conversation WHERE id = ?", [owner, id_])
        )

    def may_read(self, id_: str, owner: str) -> bool:
        """Whether a conversation is this owner's, or was shared."""
        return bool(
            self._database.select_value(
                "SELECT owner = ? OR shared FROM conversation WHERE id = ?",
                [owner, id_],
            )
        )

    def share(self, id_: str, shared: bool, owner: str = "") -> None:
        """Let whoever has a conversation's id read it, with what is still to come; or nobody any more."""
        with self._database.write_transaction() as connection:
            done = connection.execute(
                "UPDATE conversation SET shared = ? WHERE id = ? AND owner = ?", [int(shared), id_, owner]
            )
            self._require_changed(done.rowcount, id_)

    def rename_conversation(self, id_: str, title: str, owner: str = "") -> None:
        """Give a conversation another title."""
        with self._database.write_transaction() as connection:
            done = connection.execute(
                "UPDATE conversation SET title = ? WHERE id = ? AND owner = ?",
                [" ".join(title.split())[: 2 * LONGEST_TITLE], id_, owner],
            )
            self._require_changed(done.rowcount, id_)

    def delete_conversation(self, id_: str, owner: str = "") -> None:
        """Delete a conversation with its turns; one that is gone already is no error."""
        with self._database.write_transaction() as connection:
            connection.execute("DELETE FROM conversation WHERE id = ? AND owner = ?", [id_, owner])

    def append_answer(self, id_: str, answer: Answer, owner: str = "") -> None:
        """Add a question and its answer to a conversation."""
        kept = json.dumps(answer_to_json(answer), ensure_ascii=False)
        title = answer.question[:LONGEST_TITLE]
        with self._database.write_transaction() as connection:
            done = connection.execute(
                "UPDATE conversation SET changed = ?, title = CASE title WHEN '' THEN ? ELSE title END"
                " WHERE id = ? AND owner = ?",
                [format_now(), title, id_, owner],
            )
            self._require_changed(done.rowcount, id_)
            connection.execute(
                "INSERT INTO turn (conversation_id, ordinal, question, said, answer)"
                " SELECT ?, ifnull(max(ordinal), 0) + 1, ?, ?, ? FROM turn WHERE conversation_id = ?",
                [id_, answer.question, answer.text, kept, id_],
            )

    def cut_turns(self, id_: str, turns: int, owner: str = "") -> None:
        """Keep the first ``turns`` turns of a conversation, e.g. because a later question is asked anew."""
        with self._database.write_transaction() as connection:
            connection.execute(
                "DELETE FROM turn WHERE conversation_id = ? AND ordinal > ?"
                " AND EXISTS (SELECT 1 FROM conversation WHERE id = conversation_id AND owner = ?)",
                [id_, turns, owner],
            )

    def list_answers(self, id_: str) -> list[Answer]:
        """The answers of a conversation in order, as they were shown; empty if it does not exist.

        Passages and articles in them hold what was kept: enough to show the answer, not the whole article.
        """
        rows = self._database.select_rows(
            "SELECT answer FROM turn WHERE conversation_id = ? ORDER BY ordinal", [id_]
        )
        return [answer_from_json(json.loads(row[0])) for row in rows]

    def list_turns(self, id_: str) -> Sequence[Turn]:
        """What a follow-up question needs of a conversation."""
        return [Turn(answer.question, answer.text) for answer in self.list_answers(id_)]

    @staticmethod
    def _require_changed(changed: int, id_: str) -> None:
        if not changed:
            raise StoreError(f"There is no conversation {id_!r} of yours: start a new one.")


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """An answer as plain data: what is kept and exported, and what ``answer_from_json`` reads back."""
    return {
        "question": answer.question,
        "answer": answer.text,
        "abstained": answer.abstained,
        "mode": answer.mode,
        "shape": answer.shape,
        "short": answer.short_answer,
        "differ": answer.disagreement_notice,
        "partly": answer.partial_notice,
        "support": round(answer.answerability, 3),
        "sentences": [_sentence_to_json(sentence) for sentence in answer.sentences],
        "citations": [
            {
                "number": citation.number,
                **_article_to_json(citation.article),
                "quote": citation.quote,
                "start": citation.start,
                "end": citation.end,
            }
            for citation in answer.citations
        ],
        "nearest": [_article_to_json(article) for article in answer.nearest],
        "searched": answer.searched,
        "notices": list(answer.notices),
        "seconds": round(answer.seconds, 3),
        "tokens": asdict(answer.tokens) if answer.tokens else None,
    }


def answer_from_json(data: dict[str, Any]) -> Answer:
    """The answer as it was shown. Its articles hold no text but the quotes' places, and no evidence is kept."""
    return Answer(
        question=data["question"],
        sentences=tuple(map(_sentence_from_json, data["sentences"])),
        citations=tuple(_citation_from_json(kept) for kept in data["citations"]),
        abstained=data["abstained"],
        nearest=tuple(_article_from_json(kept) for kept in data["nearest"]),
        mode=data["mode"],
        shape=data.get("shape", "account"),  # what was kept by an earlier Dateline has none of these
        disagreement_notice=data.get("differ", ""),
        partial_notice=data.get("partly", ""),
        answerability=data.get("support", 0.0),
        searched=data["searched"],
        notices=tuple(data["notices"]),
        seconds=data["seconds"],
        tokens=Tokens(**data["tokens"]) if data.get("tokens") else None,
    )


def _sentence_to_json(sentence: Sentence) -> dict[str, Any]:
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


def _sentence_from_json(kept: dict[str, Any]) -> Sentence:
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


def _article_to_json(article: Article) -> dict[str, Any]:
    return {
        "article_id": article.id,
        "key": article.key,
        "title": article.title,
        "outlet": article.outlet,
        "published": article.published.isoformat() if article.published else None,
        "url": article.url,
    }


def _article_from_json(kept: dict[str, Any], text: str = "") -> Article:
    published = kept["published"]
    return Article(
        key=kept["key"],
        title=kept["title"],
        text=text,
        url=kept["url"],
        outlet=kept["outlet"],
        published=datetime.fromisoformat(published) if published else None,
    )


def _citation_from_json(kept: dict[str, Any]) -> Citation:
    start, end, quote = kept["start"], kept["end"], kept["quote"]
    article = _article_from_json(kept, " " * start + quote)  # the quote stands where it stood
    return Citation(kept["number"], Passage(article.id, 0, start, end, quote), article, quote, start, end)
