"""The sentences that an answer is chosen from, each with how well it answers."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from assistant.evidence.features import share_of_weight
from assistant.evidence.retriever import Reading, wants_account
from assistant.language.expansion import list_meanings
from assistant.language.quotations import find_sayings, list_speakers
from assistant.language.words import fold_text, list_stems
from assistant.question.keywords import (
    add_whole_names,
    find_speaking_nouns,
    list_named_keywords,
    list_speakers_asked,
    weigh_keywords,
)
from assistant.question.query import Kind, Query
from assistant.selection.attribution import (
    is_of_other_speakers,
    list_persons_asked,
    mentions_person,
    take_last_names,
)
from assistant.selection.biography import OFFICE, find_asked_name
from assistant.selection.excerpt import Excerpt, cut_excerpts
from assistant.selection.recency import weigh_recency
from assistant.selection.short_answer import find_short_answer, hold_to_kind
from assistant.types import RetrievedPassage
from news.article import Article, searched_header
from vectorstore.embedder import Embedder

SAME_WORDS = 0.7  # share of common words from which two sentences say the same
SAME_MEANING = 0.88  # cosine from which they do
LIKELIEST = 24  # sentences that are embedded; the others share too few words with the question to be shown
TYPED: dict[
    Kind, tuple[float, float]
] = {  # what it adds to hold a date where "when" is asked …, and to hold none
    "when": (0.5, -0.7),
    "number": (0.6, -0.8),
    "who": (0.4, -0.6),
    "where": (0.4, -0.4),
    "which": (0.2, -0.1),
    "account": (0.0, 0.0),
}
SURE = 0.01  # how near to 0 or 1 a probability is believed
SPEAKS = 1.0  # … to be spoken by the one whose words are asked for
SUM = 0.4  # … to name a sum of money where an account of a cost is asked for
SILENT = 0.6  # what it takes from a sentence that nobody speaks in it, where words are asked for
STRAYS = 0.6  # what it takes from a sentence to hold nothing of what a follow-up itself asks about
IDENTITY = 0.3  # … to tell more than an office where it is asked who somebody is
REASON = 0.3  # … to give a reason where "why" is asked

_COST = re.compile(r"\b(?:costs?|price|budget|bill|expenses?)\b", re.I)
_MONEY = re.compile(
    r"[$€£¥]\s?\d|\d[\w.,]{0,30}\s++(?:(?:thousand|million|billion)\s+)?(?:euros?|dollars?|pounds?|crowns?|yen)\b",
    re.I,
)
_REASON = re.compile(
    r"\b(?:because|since|due to|owing to|thanks to|reasons?|so that|in order (?:to|not)|as a result|therefore|after"
    r"|caused?|led to|why|to (?:protect|prevent|avoid|save|make|help|keep|bring))\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for a sentence's answering the question; every number in [0, 1] unless it says otherwise."""

    own_coverage: float = (
        0.0  # share of the question's words, weighted by rarity, that the sentence itself holds
    )
    context_coverage: float = 0.0  # … that it holds with what is shown beside it and its headline
    similarity: float = 0.0  # cosine of question and sentence
    reader_odds: float = 0.0  # log odds of the reader's relevance of the passage, 0 without a reader
    holds_reader_answer: float = (
        0.0  # 1 where the reader's answer stands in it, of the kind that is asked for
    )
    wants_account: float = 0.0  # 1 where it is asked what was said, what happened or why: much answers that
    introduces: bool = False  # whether it tells who somebody is, where that is asked
    other_speakers: bool = False  # whether only others speak, who are not those whose words are asked for


@dataclass(frozen=True, slots=True)
class _SoughtSignals:
    """What is looked for in every sentence."""

    query: Query
    weights: Mapping[str, float]  # of the meanings that the question is about
    named: Mapping[str, frozenset[str]]  # the names and numbers among them, by their last word
    speakers: set[str]  # last names of those whose words are asked for
    nouns: frozenset[str]  # see find_speaking_nouns
    fresh: frozenset[str]  # the meanings that a follow-up does not carry over; empty where it is none
    newness: Mapping[str, float]  # what the articles' age adds; empty where it makes no difference
    identity: bool  # whether it is asked who somebody is
    persons: frozenset[str]  # see list_persons_asked
    mentioning: frozenset[str]  # ids of the articles that name one of them
    heard: bool  # whether one of them speaks


@dataclass(frozen=True, slots=True)
class Candidate:
    """An excerpt that may be shown, and how well it answers."""

    excerpt: Excerpt
    stems: frozenset[str]
    score: float  # comparable within one question only
    short: tuple[int, int] | None = None  # characters of the article that are the short answer
    vector: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))  # (dim,)
    signals: Signals = Signals()
    label: str = ""  # see Sentence
    newest: bool = False

    @property
    def article(self) -> Article:
        """Where it is from."""
        return self.excerpt.found.article

    @property
    def emphasis(self) -> tuple[int, int] | None:
        """``short`` as characters of the excerpt with single spaces."""
        if self.short is None:
            return None
        start, end = self.short
        before = self.article.text[self.excerpt.start : start]
        lead = len(" ".join(before.split())) + (1 if before[-1:].isspace() else 0)
        return lead, lead + len(" ".join(self.article.text[start:end].split()))

    @property
    def short_text(self) -> str:
        """The short answer as the article has it, "" where there is none."""
        return self.article.text[slice(*self.short)] if self.short else ""


def says_the_same(one: Candidate, other: Candidate) -> bool:
    """Whether showing both would say something twice."""
    if one.excerpt.overlaps_with(other.excerpt):
        return True
    shared, fewest = len(one.stems & other.stems), min(len(one.stems), len(other.stems))
    return shared >= SAME_WORDS * max(1, fewest) or float(one.vector @ other.vector) >= SAME_MEANING


def extend_to_fuller(candidate: Candidate, found: Sequence[Candidate]) -> Candidate:
    """The slice of ``found`` that begins where ``candidate`` does and goes one sentence on; itself where none does.

    Such a slice was cut because its last sentence leans on the one before: "…," she added.
    """
    longer = [
        each
        for each in found
        if each.article.id == candidate.article.id
        and each.excerpt.start == candidate.excerpt.start
        and each.excerpt.end > candidate.excerpt.end
    ]
    return min(longer, key=lambda each: each.excerpt.end, default=candidate)


def rank_candidates(
    query: Query,
    evidence: Sequence[RetrievedPassage],
    embedder: Embedder,
    readings: Mapping[str, Reading],
    opening: int = 0,
) -> list[Candidate]:
    """The excerpts of the evidence, the best first; of equal slices the better one.

    The ``LIKELIEST`` by their words alone, and those that begin in the first ``opening`` characters of their
    article. Where somebody's words are asked for, sentences of others are left out, unless there are only those.
    """
    made = [each for found in evidence for each in cut_excerpts(found)]
    own = [frozenset(list_meanings(each.own_text)) for each in made]
    weights = {term: weight * measure_rarity(term, own) for term, weight in weigh_keywords(query).items()}
    fresh = (
        frozenset(list_meanings(query.asked)) & weights.keys()
        if query.searched != query.asked
        else frozenset[str]()
    )
    persons = list_persons_asked(query)
    articles = {each.article.id: each.article for each in evidence} if persons else {}
    mentioning = frozenset(id_ for id_, article in articles.items() if mentions_person(article, persons))
    heard = bool(persons) and any(_asked_speaks(take_last_names(persons), each) for each in made)
    newer = weigh_recency(query, evidence)
    asked = _SoughtSignals(
        query,
        weights,
        list_named_keywords(query),
        list_speakers_asked(query),
        find_speaking_nouns(query),
        fresh,
        newer,
        query.kind == "who" and bool(find_asked_name(query.searched)),
        persons,
        mentioning,
        heard,
    )
    told: dict[tuple[str, int, int], Candidate] = {}
    for excerpt in made:
        candidate = _score_by_words(asked, excerpt, readings.get(excerpt.found.passage.id))
        key = (excerpt.found.article.id, excerpt.start, excerpt.end)
        told[key] = max(told.get(key, candidate), candidate, key=lambda c: c.score)
    theirs = [each for each in told.values() if not each.signals.other_speakers]
    likeliest = sorted(theirs or told.values(), key=lambda c: -c.score)
    likeliest = likeliest[:LIKELIEST] + [c for c in likeliest[LIKELIEST:] if c.excerpt.own_start < opening]
    return sorted(_add_similarity(likeliest, query, embedder), key=lambda c: -c.score)


def _score_by_words(asked: _SoughtSignals, excerpt: Excerpt, reading: Reading | None) -> Candidate:
    """What words alone tell of a sentence."""
    query, weights = asked.query, asked.weights
    short = _find_short_answer(query, excerpt, reading)
    header = searched_header(excerpt.found.article, excerpt.found.passage.heading)
    own = add_whole_names(frozenset(list_meanings(excerpt.own_text)), asked.named)
    spoken = add_whole_names(frozenset(list_meanings(f"{excerpt.text} {excerpt.about}")), asked.named)
    headed = add_whole_names(spoken.union(list_meanings(header)), asked.named)
    underlined = reading is not None and _holds_underlined(query, excerpt, reading, short)
    speaks = _asked_speaks(asked.speakers, excerpt) or _unnamed_speak(asked.nouns, excerpt)
    known = Signals(
        own_coverage=share_of_weight(weights, own),
        context_coverage=share_of_weight(weights, headed),
        reader_odds=_weigh_reader(query, reading),
        holds_reader_answer=float(underlined),
        wants_account=float(wants_account(query.searched)),
        introduces=asked.identity and short is not None,
        other_speakers=bool(asked.persons)
        and is_of_other_speakers(
            excerpt, asked.persons, mentioned=excerpt.found.article.id in asked.mentioning, heard=asked.heard
        ),
    )
    score = (
        0.7 * known.own_coverage
        + 0.5 * share_of_weight(weights, spoken)
        + 0.4 * known.context_coverage
        + 0.8 * excerpt.found.score
        + TYPED[query.kind][0 if short else 1]
        + (REASON if query.wants_reason and _REASON.search(excerpt.text) else 0.0)
        + (IDENTITY if short and known.introduces and short[1] - short[0] > OFFICE else 0.0)
        + (
            SUM
            if _COST.search(query.asked) and query.kind == "account" and _MONEY.search(excerpt.own_text)
            else 0.0
        )
        + (SPEAKS if speaks else 0.0)
        - (SILENT if query.wants_words and not speaks and not _anybody_speaks(excerpt) else 0.0)
        + asked.newness.get(excerpt.found.article.id, 0.0)
        - (0.3 if len(own) < 4 else 0.0)
        - (STRAYS if asked.fresh.isdisjoint(spoken) and asked.fresh else 0.0)
        + (reading.relevance if reading is not None and underlined else 0.0)
    )
    return Candidate(excerpt, frozenset(list_stems(excerpt.text)), score, short, signals=known)


def measure_rarity(term: str, texts: Sequence[frozenset[str]]) -> float:
    """How much a meaning tells: its inverse frequency among ``texts`` (Spärck Jones 1972)."""
    return math.log(1 + (len(texts) + 1) / (1 + sum(term in text for text in texts)))


def _add_similarity(candidates: Sequence[Candidate], query: Query, embedder: Embedder) -> list[Candidate]:
    """The candidates with their vectors, and how near they are to the question added to their scores."""
    if not candidates:
        return []
    vectors = embedder.embed_passages([each.excerpt.own_text for each in candidates])  # (n_sentences, dim)
    similar = vectors @ embedder.embed_query(query.searched)
    return [
        replace(
            each,
            vector=vector,
            score=each.score + max(0.0, float(near)),
            signals=replace(each.signals, similarity=max(0.0, float(near))),
        )
        for each, vector, near in zip(candidates, vectors, similar, strict=True)
    ]


def _find_short_answer(query: Query, excerpt: Excerpt, reading: Reading | None) -> tuple[int, int] | None:
    """The reader's answer where it stands in the sentence, else what looks like one; None for an account."""
    if query.kind == "account":
        return None
    span = None
    if reading is not None and _is_inside(reading, excerpt):
        shift = excerpt.found.passage.start - excerpt.own_start
        span = hold_to_kind(
            query.kind, query.searched, excerpt.own_text, (shift + reading.start, shift + reading.end)
        )
    span = span or find_short_answer(query.kind, query.searched, excerpt.own_text)
    return (excerpt.own_start + span[0], excerpt.own_start + span[1]) if span else None


def _is_inside(reading: Reading, excerpt: Excerpt) -> bool:
    start = excerpt.found.passage.start
    inside = excerpt.own_start <= start + reading.start and start + reading.end <= excerpt.own_end
    return bool(reading.answer) and inside


def _holds_underlined(
    query: Query, excerpt: Excerpt, reading: Reading, short: tuple[int, int] | None
) -> bool:
    """Whether a reader found the answer in the sentence, one of the kind that is asked for."""
    if not _is_inside(reading, excerpt):
        return False
    start = excerpt.found.passage.start
    agrees = short is not None and short[0] < start + reading.end and start + reading.start < short[1]
    return agrees or (query.kind == "account" and not wants_account(query.searched))


def _weigh_reader(query: Query, reading: Reading | None) -> float:
    """The reader's log odds; where no short answer is asked, only its good word counts."""
    odds = _clamp_log_odds(reading.relevance) if reading is not None else 0.0
    return max(0.0, odds) if wants_account(query.searched) else odds


def _clamp_log_odds(probability: float) -> float:
    probability = min(max(probability, SURE), 1 - SURE)
    return math.log(probability / (1 - probability))


def _asked_speaks(asked: Set[str], excerpt: Excerpt) -> bool:
    """Whether one of those whose words are asked for speaks."""
    return not asked.isdisjoint(
        {*list_speakers(fold_text(excerpt.text)), *excerpt.about.casefold().split()[-1:]}
    )


def _unnamed_speak(nouns: Set[str], excerpt: Excerpt) -> bool:
    """Whether those speak who are asked for without a name: "the auditors"."""
    if not nouns:
        return False
    return any(
        not nouns.isdisjoint(list_stems(" ".join(said.speaker)))
        for said in find_sayings(fold_text(excerpt.text))
        if not said.named
    )


def _anybody_speaks(excerpt: Excerpt) -> bool:
    """Whether anybody speaks."""
    return bool(re.search('["“”]', excerpt.text)) or bool(list_speakers(fold_text(excerpt.text)))
