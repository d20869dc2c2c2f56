"""Feedback on answers: a thumb and a note, kept with the question, the answer and its evidence."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from assistant.conversation.history import answer_to_json
from assistant.conversation.plain import describe_article
from assistant.types import Answer
from vectorstore.sqlite.database import Database
from vectorstore.sqlite.records import format_now

LONGEST_NOTE = 2000  # characters


@dataclass(frozen=True, slots=True)
class GivenFeedback:
    """One piece of feedback."""

    given: str  # ISO 8601, UTC
    owner: str
    good: bool
    note: str
    question: str
    answer: dict[str, Any]  # as ``assistant.conversation.history.to_json`` writes it
    evidence: list[dict[str, Any]]  # the passages that were before the assistant, best first


class Feedback:
    """What people thought of answers. A conversation that is deleted leaves its feedback.

    Raises StoreError wherever the database fails.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def give_feedback(
        self,
        answer: Answer,
        good: bool,
        note: str = "",
        *,
        owner: str = "",
        conversation: str = "",
        turn: int = 0,
    ) -> None:
        """Keep a thumb, or put another in its place; ``turn`` counts from 1 in its conversation.

        Of an answer from a saved conversation the quotes are the evidence: its passages were not kept.
        """
        evidence = [
            {**describe_article(found.article), "passage": found.passage.text, "score": round(found.score, 3)}
            for found in answer.evidence
        ] or [
            {**describe_article(cited.article), "passage": cited.quote, "score": None}
            for cited in answer.citations
        ]
        values = [
            format_now(),
            owner,
            conversation,
            turn,
            int(good),
            note.strip()[:LONGEST_NOTE],
            answer.question,
            json.dumps(answer_to_json(answer), ensure_ascii=False),
            json.dumps(evidence, ensure_ascii=False),
        ]
        with self._database.write_transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO feedback (given, owner, conversation_id, ordinal, good, note, question,"
                f" answer, evidence) VALUES ({', '.join('?' * len(values))})",
                values,
            )

    def list_thumbs(self, conversation: str, owner: str) -> dict[int, bool]:
        """What an owner thought of the answers of a conversation, by their number from 1."""
        rows = self._database.select_rows(
            "SELECT ordinal, good FROM feedback WHERE owner = ? AND conversation_id = ?",
            [owner, conversation],
        )
        return {number: bool(good) for number, good in rows}

    def list_all(self) -> list[GivenFeedback]:
        """All feedback, the newest first."""
        rows = self._database.select_rows(
            "SELECT given, owner, good, note, question, answer, evidence FROM feedback ORDER BY given DESC, id DESC"
        )
        return [
            GivenFeedback(given, owner, bool(good), note, question, json.loads(answer), json.loads(evidence))
            for given, owner, good, note, question, answer, evidence in rows
        ]
