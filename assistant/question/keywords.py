"""What a question is about: its words without those that only say what sort of answer is wanted."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.language.dates import MONTHS, WEEKDAYS
from assistant.language.expansion import list_meanings
from assistant.language.stop_words import drop_foreign_stop_words
from assistant.language.words import fold_text, list_names, list_stems
from assistant.question.answer_type import TYPE_NOUN, choose_shape, find_sides
from assistant.question.query import Query
from news.language import likely_language

CARRIED = 0.3  # weight of a word that a follow-up takes over, beside its own …
CARRIED_IN_ALL = 0.5  # … and of all of them, beside all of its own

_ASKING = re.compile(
    r"\bhow (?:old|high|tall|big|large|long|far|fast|deep|wide|often|soon|strong|heavy)\b"
    r"|\b(?:supposed|due|scheduled|expected|meant|going|set)(?= to\b)"
    r"|\b(?:in the end|at the moment|right now|in total|altogether|exactly|currently|finally|eventually|yet|really)\b"
    r"|\b(?:what|which) (?:kind|sort|type|percentage|share|number|proportion|amount|day|date|year|month|time)\b"
    r"|\b(?:percentage|share|number|proportion|amount|names?|reasons?|details?|information|summary|overview|background)\b"
    r"(?= (?:of|for|on|about|behind)\b)"
    r"|\b(?:give|show|list|find|summari[sz]e)(?= me\b| the\b| all\b)|\bcalled\W*$|\bcompared (?:with|to)\b",
    re.I,
)
_COMPARING = re.compile(
    r"\b(?:agree|disagree|differ|differences?|contradict|diverge|compare|versus|vs)\w*", re.I
)
_TELLING = re.compile(
    r"\b(?:develop|unfold|evolv|progress|chang)\w*|\b(?:latest|newest|most recent|updates?|new|timeline|chronology|story"
    r"|going on|turn(?:ed)? out|happen\w*)\b",
    re.I,
)
_PUBLISHED = re.compile(
    rf"\b(?:{'|'.join((*MONTHS, *WEEKDAYS))})\b|\b(?:19|20)\d\d\b|\b(?:last|this|past|previous) (?:week|month|year)\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)?(?= (?:of )?(?:" + "|".join(MONTHS) + r"))|\byesterday\b|\btoday\b",
    re.I,
)
WHOSE = re.compile(
    r"\b(?:did|does|do|has|have)\s++(?P<who>[^,?]{1,80}?)\s{1,3}"
    r"(?:say|said|think|thought|tell|told|comment|respon|react|argue|claim|warn|promise|announce)"
)
_TYPE = re.compile(
    r"\b(?:which|what|how (?:many|much))\s+(?P<noun>(?:[A-Z]{2,}\s+|(?:new|other|further)\s+)?[a-z]+)\b", re.I
)


def weigh_keywords(query: Query) -> dict[str, float]:
    """How much each meaning of the question counts, in (0, 1], before its rarity.

    Left out are words that only ask ("how old", "supposed to"), the outlets and days that already filter, the
    sides of a comparison, of which each speaks for itself, and whoever's words are asked for, who need only
    speak. The noun behind "which" counts less.
    """
    asked, whole = _strip_asking_words(query, query.asked), _strip_asking_words(query, query.searched)
    own = dict.fromkeys(list_meanings(asked), 1.0)
    carried = [term for term in list_meanings(whole) if term not in own]
    weight = min(CARRIED, CARRIED_IN_ALL * len(own) / max(1, len(carried)))
    found = dict.fromkeys(carried, weight) | own
    for match in _TYPE.finditer(fold_text(query.searched)):
        for term in found.keys() & set(list_meanings(match["noun"])):
            found[term] *= TYPE_NOUN if len(found) > 1 else 1.0
    spoken = list_speakers_asked(query)
    said_by = {
        term
        for name in list_names(whole)
        if name.casefold().split()[-1] in spoken
        for term in list_meanings(name)
    }
    topic = {term: weight for term, weight in found.items() if term not in said_by}
    return topic or found or dict.fromkeys(list_meanings(query.searched), 1.0)


def list_named_keywords(query: Query) -> dict[str, frozenset[str]]:
    """The names and numbers that the question is about: the meanings of each by its last, which stands for all."""
    text = _strip_asking_words(query, query.searched)
    called = [list_meanings(name) for name in list_names(text)] + [
        (term,) for term in list_meanings(text) if term[:1].isdigit()
    ]
    return {own[-1]: frozenset(own) for own in called if own}


def add_whole_names(held: frozenset[str], called: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """``held`` and all of each name of which it holds the last word: "Holt" stands for "Anna Holt"."""
    return held.union(*(whole for last, whole in called.items() if last in held))


def list_speakers_asked(query: Query) -> set[str]:
    """The last names, without case, of those whose words are asked for; empty where nobody's are."""
    if not query.wants_words:
        return set()
    text = query.asked if list_names(query.asked) else query.searched
    who = WHOSE.search(text)
    outlets = {fold_text(each).casefold() for each in query.where.outlets}
    called = [
        name for name in list_names(f"so {who['who']}" if who else text) if name.casefold() not in outlets
    ]
    others = list_names(text) if not outlets and not find_speaking_nouns(query) else []
    return {name.casefold().split()[-1] for name in called or others}


def find_speaking_nouns(query: Query) -> frozenset[str]:
    """The stem of those whose words are asked for without a name: "auditor" of "the city's auditors"."""
    who = WHOSE.search(query.asked) if query.wants_words else None
    if who is None or list_names(f"so {who['who']}"):
        return frozenset()
    return frozenset(list_stems(re.split(r"\b(?:of|in|at|from|for)\b", who["who"])[0])[-1:])


def _strip_asking_words(query: Query, text: str) -> str:
    text = _ASKING.sub(" ", fold_text(text))
    shape = choose_shape(query.asked, fact=query.kind != "account")
    away = [*query.where.outlets]
    if shape == "comparison":
        text = _COMPARING.sub(" ", text)
        away += find_sides(query.asked)
    if shape == "timeline":
        text = _TELLING.sub(" ", text)
    if query.where.published_from or query.where.published_to:
        text = _PUBLISHED.sub(" ", text)
    for each in away:
        bare = re.sub(r"^the ", "", fold_text(each), flags=re.I)
        text = re.sub(rf"\b{re.escape(bare)}\b(?:'s)?", " ", text, flags=re.I)
    text = drop_foreign_stop_words(text, likely_language(query.asked))
    return text if list_stems(text) else fold_text(query.asked)
