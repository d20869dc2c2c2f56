"""A question as it is searched, and what kind of question it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.language.words import list_stems
from assistant.question.followup import SMALL_TALK
from vectorstore.types import Filter

Kind = Literal["who", "when", "where", "number", "which", "account"]

_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.I))  # type: ignore[misc]  # mypy widens the literals
    for kind, pattern in (
        (
            "number",
            r"\bhow\s+(?:many|much|long|old|far|big|large|high|fast|often|tall|deep)\b"
            r"|\bwhat(?:'s|\s+is|\s+was)?\s+(?:the\s+)?(?:percentage|share|number|price|cost)\b|\bwhat\b.*\bcosts?\W*$",
        ),
        ("who", r"\bwho(?:m|se)?\b"),
        ("when", r"\bwhen\b|\b(?:what|which) (?:day|date|year|month)\b"),
        ("where", r"\bwhere\b"),
        ("which", r"^\W*(?:and\s+|in\s+|of\s+|by\s+)?which\b"),
    )
)
_NEWEST = re.compile(
    r"\b(?:latest|newest|most recent|recent(?:ly)?|lately|right now|currently|these days|any news|what(?:'s|\s+is)\s+new)\b"
    r"|\bup to date\b|\bso far\b",
    re.I,
)
_ASKS = re.compile(
    r"\?|^\W*(?:who|what|when|where|which|why|how|whose|whom|is|are|was|were|do|does|did|has|have|had|can|could|will|would"
    r"|should|tell|show|find|give|list|summari[sz]e|explain|describe|compare|search)\b",
    re.I,
)
_KEYWORDS = 8  # words; what is longer and asks nothing is a quotation: its days and outlets are part of it


@dataclass(frozen=True, slots=True)
class Query:
    """A question as it is searched."""

    asked: str
    searched: str  # with what a follow-up carries over, in brackets
    kind: Kind
    where: Filter
    notices: tuple[str, ...] = ()  # what was read into the question, for the person
    narrower: tuple[Filter, ...] = ()  # searched before ``where``, until one of them has what answers
    wider: Filter | None = None  # searched where nothing at all was published inside ``where``
    # of a comparison: what is searched for each side, in which outlets
    sides: tuple[tuple[str, tuple[str, ...]], ...] = ()
    everything: bool = False  # it names no topic: whatever ``where`` admits answers
    typed: str = ""  # the question as it was put, where ``asked`` leaves some of it out

    @property
    def wants_newest(self) -> bool:
        """Whether what is newest is wanted."""
        return _NEWEST.search(self.asked) is not None

    @property
    def wants_reason(self) -> bool:
        """Whether a reason is asked for."""
        return re.search(r"\bwhy\b|\bwhat (?:caused|led to)\b|\bhow come\b", self.asked, re.I) is not None

    @property
    def wants_words(self) -> bool:
        """Whether it asks what somebody said."""
        return (
            re.search(
                r"\b(?:say|says|said|tell|told|think|comment|respon|react|argue|claim)", self.asked, re.I
            )
            is not None
        )

    @property
    def terms(self) -> tuple[str, ...]:
        """The stems that a passage should hold, each once; none where nothing is asked."""
        return () if SMALL_TALK.match(self.asked) else tuple(dict.fromkeys(list_stems(self.searched)))


def is_asking(question: str) -> bool:
    """Whether it asks something, or is a few words to look up, rather than a sentence pasted from an article."""
    return is_question(question) or len(question.split()) <= _KEYWORDS


def is_question(text: str) -> bool:
    """Whether it asks something, or tells Dateline to do something."""
    return _ASKS.search(text) is not None


def classify_question(question: str) -> Kind:
    """What sort of answer is wanted; "account" where it is not a single fact."""
    return next((kind for kind, pattern in _KINDS if pattern.search(question)), "account")
