"""What a question asks for: its words, its kind, the outlets and days that it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from assistant.answer import Turn
from assistant.followup import SMALL_TALK, carry_over, chain
from assistant.period import Period, period_in
from assistant.words import fold, stems
from vectorstore.passages import Filter

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
_REPORTED = re.compile(
    r"\b(?:report|writ|wrote|publish|cover|carr(?:y|ied)|news|headlines?|articles?|stories)", re.I
)
_TOLD = re.compile(r"\b(?:say|said|says|happen|announce|latest|develop|going on|told|tell|new)", re.I)


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

    @property
    def reason(self) -> bool:
        """Whether a reason is asked for."""
        return re.search(r"\bwhy\b|\bwhat (?:caused|led to)\b|\bhow come\b", self.asked, re.I) is not None

    @property
    def spoken(self) -> bool:
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
        return () if SMALL_TALK.match(self.asked) else tuple(dict.fromkeys(stems(self.searched)))


def understand(
    question: str,
    history: Sequence[Turn],
    where: Filter,
    outlets: Sequence[str],
    today: date,
    newest: date | None = None,
) -> Query:
    """Read a question.

    ``outlets`` are those of the catalogue; ``today`` decides what "last week" is, ``newest`` (the day of the
    newest article) which September "September" is. What ``where`` already says is kept; an outlet or a day is
    only taken from a question that asks what was reported by or on it. A follow-up keeps those of the
    question that it follows, unless it names its own.
    """
    asked = " ".join(question.split())
    asked_before = chain(asked, history) if asks(asked) else []
    notices: list[str] = []
    if not where.outlets:
        named = next((found for text in asked_before if (found := outlets_in(text, outlets))), ())
        if named:
            where = replace(where, outlets=named)
            notices.append(f"Only what {' and '.join(named)} reported.")
    if where.published_from is None and where.published_to is None:
        spans = (_published(text, today, min(newest or today, today), bool(history)) for text in asked_before)
        span = next((found for found in spans if found), None)
        if span:
            where = replace(where, published_from=span.first, published_to=span.last)
            notices.append(f"Only articles published {span}.")
    return Query(asked, carry_over(asked, history), kind_of(asked), where, tuple(notices))


def asks(question: str) -> bool:
    """Whether it asks something, or is a few words to look up, rather than a sentence pasted from an article."""
    return is_question(question) or len(question.split()) <= _KEYWORDS


def is_question(text: str) -> bool:
    """Whether it asks something, or tells Dateline to do something."""
    return _ASKS.search(text) is not None


def kind_of(question: str) -> Kind:
    """What sort of answer is wanted; "account" where it is not a single fact."""
    return next((kind for kind, pattern in _KINDS if pattern.search(question)), "account")


# ── outlets and days ─────────────────────────────────────────────────────────────────────────────────────


def outlets_in(question: str, outlets: Sequence[str]) -> tuple[str, ...]:
    """The outlets whose reporting the question asks for, as the catalogue writes them.

    Names of up to four letters must stand in the same case: "AA", not "aa".
    """
    question = fold(question)
    return tuple(outlet for outlet in outlets if _asks_for(question, fold(outlet)))


def _asks_for(question: str, outlet: str) -> bool:
    bare = re.sub(r"^the ", "", outlet, flags=re.I)
    if not bare or bare.casefold() not in question.casefold():
        return False
    name = rf"(?<!\w)(?i:the\s+)?{re.escape(bare)}(?!\w)"
    cue = (
        rf"(?i:\b(?:did|does|has|have|do)\s+)(?:[\w ]+(?i:\sand\s))?{name}"
        rf"(?=.*(?i:\b(?:report|say|said|writ|publish|cover|carr|put|agree|differ|disagree)))"
        rf"|(?i:\baccording to\s+){name}|{name}\s+(?i:report|says|said|wrote|writes|published)"
        rf"|(?i:\b(?:reported|published|written|carried|covered|articles?|reports?|stories|news)\s+(?:by|in|from|of)\s+){name}"
    )
    return re.search(cue, question, 0 if len(bare) <= 4 else re.I) is not None


def _published(question: str, today: date, latest: date, elliptic: bool) -> Period | None:
    """When the articles that a question asks for were published.

    What was said or happened on a day may have been printed the day after.
    """
    period = period_in(question, today, latest)
    reported = _REPORTED.search(question) is not None
    if period is None or not (reported or _TOLD.search(question) or (elliptic and len(stems(question)) <= 2)):
        return None
    if reported or period.last is None:
        return period
    return Period(period.first, period.last + timedelta(days=1) if period.last < today else period.last)
