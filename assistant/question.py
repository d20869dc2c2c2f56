"""What a question asks for: its words, its kind, the outlets and days that it names, what it follows up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from assistant.answer import Turn
from assistant.period import MONTHS, WEEKDAYS, Period, period_in
from assistant.words import STOP, fold, names, stems, words
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

_ADDS = re.compile(
    r"^\W*(?:and|but|so|then|also|what about|how about|(?:who|what|where|which|anything) else)\b", re.I
)
_BARE = re.compile(
    r"^\W*(?:why|how|when|where|who|what|which|since when|really|how (?:many|much|long|so))\b", re.I
)
_WHOLE = re.compile(
    r"^\W*(?:(?:what|who|where|when|how|which)(?:'s|\s+(?:is|are|was|were|does|do))\b"
    r"|what\s+(?:has\s+)?happened\b.*\b(?:today|yesterday|this|last|in|on)\b)",
    re.I,
)
_PERSON = re.compile(r"\b(?:he|she|him|her|his|hers|they|them|their|theirs)\b", re.I)
_POINTS_BACK = re.compile(
    r"\b(?:he|she|they|it|him|her|them|his|hers|their|theirs|its)\b"
    r"|\b(?:this|these|those)\b(?!\s+(?:week|month|year|morning|summer|winter|spring|autumn))"
    r"|\b(?:about|of|after|before|to|do|is|was|does|did|by|with) that\b(?!\s+\w+\s+\w+\s+\w+)|\bthere\W*$"
    r"|\bthe (?:former|latter|same)\b",
    re.I,
)  # fmt: skip
_ABOUT = re.compile(r"\b(?:about|on|regarding|concerning|of)\s+(?P<topic>[^?]+)", re.I)
_SMALL_TALK = re.compile(
    r"^\W*(?:hello|hi|hey|thanks?|thank you|ok(?:ay)?|bye|good (?:morning|evening|day))\W*$", re.I
)
_REMEMBERED = 4  # turns that a chain of follow-ups is followed back


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
        return () if _SMALL_TALK.match(self.asked) else tuple(dict.fromkeys(stems(self.searched)))


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
    chain = _chain(asked, history)
    notices: list[str] = []
    if not where.outlets:
        named = next((found for text in chain if (found := outlets_in(text, outlets))), ())
        if named:
            where = replace(where, outlets=named)
            notices.append(f"Only what {' and '.join(named)} reported.")
    if where.published_from is None and where.published_to is None:
        spans = (_published(text, today, min(newest or today, today), bool(history)) for text in chain)
        span = next((found for found in spans if found), None)
        if span:
            where = replace(where, published_from=span.first, published_to=span.last)
            notices.append(f"Only articles published {span}.")
    return Query(asked, carry_over(asked, history), kind_of(asked), where, tuple(notices))


def kind_of(question: str) -> Kind:
    """What sort of answer is wanted; "account" where it is not a single fact."""
    return next((kind for kind, pattern in _KINDS if pattern.search(question)), "account")


# ── follow-ups ───────────────────────────────────────────────────────────────────────────────────────────


def follows_up(question: str) -> bool:
    """Whether a question leans on the one before: it adds to it, says too little, or points back."""
    if _SMALL_TALK.match(question):
        return False
    content, named = stems(question), names(question)
    if _ADDS.match(question) and len(content) <= 5:
        return True
    if len(content) <= 1 and not _WHOLE.match(question):
        return True
    if not named and len(content) <= 2 and _BARE.match(question) and not _WHOLE.match(question):
        return True
    pointing = _POINTS_BACK.search(question)
    return pointing is not None and not names(question[: pointing.start()])


def carry_over(question: str, history: Sequence[Turn]) -> str:
    """The question with what it takes from earlier turns in brackets, or as it is where it stands alone.

    "And what did he say about Taiwan?" after "What did Rutte say about Russia?" becomes
    "And what did he say about Taiwan? (Rutte)": a topic of its own replaces the one before.
    """
    if not history or not follows_up(question):
        return question
    last = history[-1]
    before = carry_over(last.question, history[:-1][-_REMEMBERED:])
    if _ABOUT.search(question) and (topic := _ABOUT.search(before)):
        tail = before[topic.end() :]  # what the earlier question carried itself
        kept = before[: topic.start()] + tail
        before = kept if names(kept) else before
    carried = [*names(before), *(word for word in words(before) if word not in STOP)]
    if _PERSON.search(question) and (kind_of(last.question) == "who" or not names(before)):
        carried = [*_people(last.answer), *carried]
    known = set(stems(question))
    extra: list[str] = []
    for phrase in carried:
        own = set(stems(phrase))
        if own and not own <= known:
            extra.append(phrase)
            known |= own
    return f"{question} ({', '.join(extra)})" if extra else question


def _people(answer: str) -> list[str]:
    days = {*MONTHS, *WEEKDAYS}
    return [name for name in names(answer) if name.casefold() not in days][:1]


def _chain(question: str, history: Sequence[Turn]) -> list[str]:
    """The question, then those that it follows up, the last first."""
    chain = [question]
    for turn in reversed(history[-_REMEMBERED:]):
        if not follows_up(chain[-1]):
            break
        chain.append(turn.question)
    return chain


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
