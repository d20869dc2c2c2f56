"""What a follow-up question takes over from the conversation: people, places, things, outlets and days."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.language.dates import MONTHS, WEEKDAYS
from assistant.language.entities import strip_office
from assistant.language.words import STOP, fold_text, list_names, list_stems, split_words, stem_word
from assistant.types import Turn

REMEMBERED = 4  # turns that a chain of follow-ups is followed back
ANCHORS = 2  # names of the answer that are carried over, where the questions name nobody and nothing
MOST_WORDS = 6  # words that are carried over, names aside

SMALL_TALK = re.compile(
    r"^\W*(?:hello|hi|hey|thanks?|thank you|ok(?:ay)?|bye|good (?:morning|evening|day))\W*$", re.I
)
_ADDS = re.compile(
    r"^\W*(?:and|but|so|then|also|what about|how about|(?:who|what|where|which|anything|anyone) else)\b", re.I
)
_INSTEAD = re.compile(r"^\W*(?:and\s+|but\s+|so\s+)?(?:what|how) about\b", re.I)
_TURNS_AWAY = re.compile(
    r"^\W*(?:by the way|speaking (?:about|of)|talking (?:about|of)|changing the subject|new topic)\b", re.I
)
_BARE = re.compile(
    r"^\W*(?:why|how|when|where|who|what|which|since when|really|how (?:many|much|long|so))\b", re.I
)
_WHOLE = re.compile(
    r"^\W*(?:(?:what|who|where|when|how|which)(?:'s|\s+(?:is|are|was|were|does|do))\b"
    r"|what\s+(?:has\s+)?happened\b.*\b(?:today|yesterday|this|last|in|on)\b)",
    re.I,
)
_SENTENCE = re.compile(  # how a question, an order or a statement begins, and not a mere phrase
    r"^\W*(?:(?:in|of|by|for|on|at|to|from)\s+)?(?:wh(?:o|at|en|ere|y|ich|om|ose)|how|is|are|was|were|do|does|did|can|could|will"
    r"|would|should|may|might|has|have|had|am|if|i|you|we|my|tell|explain|describe|list|show|give|compare|summari[sz]e|find"
    r"|name|any news|there)\b|\b(?:is|are|was|were|has|have|had|can|could|will|would|does|did|do|don't|doesn't)\b",
    re.I,
)
_DEFINITE = re.compile(r"\bthe\s+(?P<noun>[a-z][\w-]*)", re.I)
_SUBJECT = re.compile(  # the thing that a question is about: before its verb or behind it
    r"(?:(?<!much )(?<!many )\b(?:is|are|was|were)|\b(?:do|does|did|will|would|has|have|had|can|could|should)|^\W*who\s+\w+)"
    r"\s+the\s+(?P<noun>[a-z][\w-]*)",
    re.I,
)
_STORY = re.compile(
    r"\b(?:happen\w*\s+(?:to|with)|(?:latest|newest|news)\s+(?:about|from|on))\s+the\s+(?P<noun>[a-z][\w-]*)",
    re.I,
)
_BELONGS = frozenset(
    stem_word(word)
    for line in (
        "price cost result outcome reason cause effect impact number rate size total amount plan problem change decision",
        "work damage repair victim",
        "government minister president mayor police court company people public team man woman city town country",
        "other others main first last next new",
    )
    for word in line.split()
)
_PERSON = re.compile(r"\b(?:he|she|him|her|his|hers|they|them|their|theirs)\b", re.I)
_WHOSE = re.compile(r"his|her|its|their", re.I)
_THERE = re.compile(r"\bthere\W*$", re.I)
POINTS_BACK = re.compile(
    r"\b(?:he|she|they|it|him|her|them|his|hers|their|theirs|its)\b"
    r"|\b(?:this|these|those)\b(?!\s+(?:week|month|year|morning|summer|winter|spring|autumn))"
    r"|\b(?:about|of|after|before|to|do|is|was|does|did|by|with) that\b(?!\s+\w+\s+\w+\s+\w+)|\bthere\W*$"
    r"|\bthe (?:former|latter|same)\b",
    re.I,
)  # fmt: skip
_CLAUSE = re.compile(r"[?,;:]|\b(?:and|but|so|if|because|when|while)\b", re.I)
_ABOUT = re.compile(r"\b(?:about|on|regarding|concerning|of)\s+(?P<topic>[^?]+)", re.I)
_TALK = frozenset(  # what people say to a chat, not about anything
    word
    for line in (
        "ok okay well yes no please sorry thanks thank see meant mean way speaking talking course really actually",
        "wait tell give show list explain name call called get got want wanted know knew understand sounds right",
    )
    for word in line.split()
)


def follows_up(question: str) -> bool:
    """Whether a question leans on the one before: it adds to it, says too little, or points back."""
    question = fold_text(question)
    if SMALL_TALK.match(question) or _TURNS_AWAY.match(question):
        return False
    content, named = list_stems(question), list_names(question)
    if _ADDS.match(question) and len(content) <= 5:
        return True
    if len(content) <= 1 and not _WHOLE.match(question):
        return True
    if not named and len(content) <= 2 and _BARE.match(question) and not _WHOLE.match(question):
        return True
    if len(content) <= 3 and not _SENTENCE.search(question):
        return True  # a phrase: "opposition leader back then"
    if not named and len(content) <= 1 and _DEFINITE.search(question):
        return True  # "Who was the enemy?"
    if (
        not named
        and len(content) <= 2
        and re.match(r"\W*which\s+(?:one\s+)?(?:is|are|was|were)\b", question, re.I)
    ):
        return True
    pointing = POINTS_BACK.search(question)
    if pointing is None or _is_named_before(question[: pointing.start()]):
        return False
    own = _WHOSE.fullmatch(pointing.group()) and len(list_stems(question[: pointing.start()])) > 1
    return not own  # "How many houses lost their roofs?"


def _has_own_subject(question: str, last: str) -> bool:
    """Whether a question is about a thing that it names and ``last``, the turn before, did not: "does the tram cost?".

    Whatever belongs to something else ("the price", "the minister") is no subject of its own.
    """
    question = fold_text(question)
    if _ADDS.match(question) or POINTS_BACK.search(question):
        return False
    told = [
        *(_SUBJECT.finditer(question) if len(list_stems(question)) > 1 else ()),
        *_STORY.finditer(question),
    ]
    called = {stem_word(match["noun"].casefold()) for match in told} - _BELONGS
    return bool(called) and called.isdisjoint(list_stems(last))


def _leans_on_history(question: str, history: Sequence[Turn]) -> bool:
    """Whether a question leans on the last of ``history``."""
    if not history or not follows_up(question):
        return False
    last = history[-1]
    before = carry_over(last.question, history[:-1][-REMEMBERED:])
    return not _has_own_subject(question, f"{before} {last.answer}")


def _is_named_before(text: str) -> bool:
    """Whether what a pronoun stands for is named in its own question: a name, or an earlier clause about something."""
    boundary = max((match.start() for match in _CLAUSE.finditer(text)), default=0)
    return bool(list_names(text)) or len(list_stems(text[:boundary])) > 0


def carry_over(question: str, history: Sequence[Turn]) -> str:
    """The question with what it takes from earlier turns in brackets, or as it is where it stands alone.

    "And what did he say about Taiwan?" after "What did Rutte say about Russia?" becomes
    "And what did he say about Taiwan? (Rutte)": a topic of its own replaces the one before.
    """
    if not _leans_on_history(question, history):
        return question
    last = history[-1]
    before = carry_over(last.question, history[:-1][-REMEMBERED:])
    anchors = [] if list_names(before) else _list_named_in_answer(last.answer, before)[:ANCHORS]
    if _ABOUT.search(question) and (topic := _ABOUT.search(before)):
        tail = before[topic.end() :]  # what the earlier question carried itself
        kept = before[: topic.start()] + tail
        before = kept if list_names(kept) else before
    told = _list_own_content(before)
    if _INSTEAD.match(question) and not list_names(question):
        told = told[1:]  # the farms stand in place of what was asked about before: "Will homes be cut off?"
    carried = [*_take_from_answer(question, before, last), *list_names(before), *anchors, *told]
    known = set(list_stems(question))
    extra: list[str] = []
    for phrase in carried:
        own = set(list_stems(phrase))
        if own and not own <= known:
            extra.append(phrase)
            known |= own
    return f"{question} ({', '.join(extra)})" if extra else question


def _list_named_in_answer(answer: str, asked: str) -> list[str]:
    """Whom and what an answer names first beside what was asked: the story that it is from."""
    found = [strip_office(name) for name in list_names(answer) if name.casefold() not in {*MONTHS, *WEEKDAYS}]
    return [name for name in found if not set(list_stems(name)) <= set(list_stems(asked))]


def list_chain(question: str, history: Sequence[Turn]) -> list[str]:
    """The question, then those that it follows up, the last first."""
    found = [question]
    for at in range(len(history), max(0, len(history) - REMEMBERED), -1):
        if not _leans_on_history(found[-1], history[:at]):
            break
        found.append(history[at - 1].question)
    return found


def _list_own_content(question: str) -> list[str]:
    told = [word for word in split_words(question) if word not in STOP and word not in _TALK]
    return list(dict.fromkeys(told))[:MOST_WORDS]


def _take_from_answer(question: str, before: str, last: Turn) -> list[str]:
    """Whom "he" or what place "there" means, where the question before asked for them and the answer names them."""
    asked, found = fold_text(last.question), _list_named_in_answer(last.answer, before)
    if _PERSON.search(question) and (re.search(r"\bwho(?:m|se)?\b", asked, re.I) or not list_names(before)):
        return found[:1]
    if _THERE.search(question) and re.search(r"\bwhere\b|\bwhich\b", asked, re.I):
        return found[-1:]
    return []
