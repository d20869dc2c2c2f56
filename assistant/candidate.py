"""The sentences that an answer is chosen from, each with how well it answers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from assistant.answer import RetrievedPassage
from assistant.excerpt import Excerpt, excerpts
from assistant.question import Kind, Query
from assistant.relevance import covered, term_weights
from assistant.retrieve import Reading
from assistant.short import short_answer
from assistant.words import stems
from ingest.article import Article, passage_header
from vectorstore.embed import Embedder

SAME_WORDS = 0.7  # share of common words from which two sentences say the same
SAME_MEANING = 0.88  # cosine from which they do
LIKELIEST = 24  # sentences that are embedded; the others share too few words with the question to be shown
TYPED: dict[
    Kind, tuple[float, float]
] = {  # what it adds to hold a date where "when" is asked …, and to hold none
    "when": (0.5, -0.5),
    "number": (0.6, -0.6),
    "who": (0.3, -0.2),
    "where": (0.4, -0.3),
    "which": (0.2, -0.1),
    "account": (0.0, 0.0),
}
REASON = 0.3  # … to give a reason where "why" is asked

_REASON = re.compile(
    r"\b(?:because|since|due to|owing to|thanks to|reasons?|so that|in order (?:to|not)|as a result|therefore|after"
    r"|caused?|led to|why|to (?:protect|prevent|avoid|save|make|help|keep|bring))\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An excerpt that may be shown, and how well it answers."""

    excerpt: Excerpt
    stems: frozenset[str]
    score: float  # comparable within one question only
    short: tuple[int, int] | None = None  # characters of the article that are the short answer
    vector: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))  # (dim,)
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
    if one.excerpt.overlaps(other.excerpt):
        return True
    shared, fewest = len(one.stems & other.stems), min(len(one.stems), len(other.stems))
    return shared >= SAME_WORDS * max(1, fewest) or float(one.vector @ other.vector) >= SAME_MEANING


def fuller(candidate: Candidate, found: Sequence[Candidate]) -> Candidate:
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


def candidates(
    query: Query,
    evidence: Sequence[RetrievedPassage],
    embedder: Embedder,
    readings: Mapping[str, Reading],
    opening: int = 0,
) -> list[Candidate]:
    """The excerpts of the evidence, the best first; of equal slices the better one.

    The ``LIKELIEST`` by their words alone, and those that begin in the first ``opening`` characters of their
    article.
    """
    made = [each for found in evidence for each in excerpts(found)]
    weights = term_weights(query.searched, [set(stems(each.own)) for each in made])
    told: dict[tuple[str, int, int], Candidate] = {}
    for excerpt in made:
        candidate = _told(query, excerpt, weights, readings.get(excerpt.found.passage.id))
        key = (excerpt.found.article.id, excerpt.start, excerpt.end)
        told[key] = max(told.get(key, candidate), candidate, key=lambda c: c.score)
    likeliest = sorted(told.values(), key=lambda c: -c.score)
    likeliest = likeliest[:LIKELIEST] + [c for c in likeliest[LIKELIEST:] if c.excerpt.own_start < opening]
    return sorted(_with_meaning(likeliest, query, embedder), key=lambda c: -c.score)


def _told(query: Query, excerpt: Excerpt, weights: Mapping[str, float], reading: Reading | None) -> Candidate:
    """What words alone tell of a sentence."""
    short = _short(query, excerpt, reading)
    own, whole = frozenset(stems(excerpt.own)), frozenset(stems(excerpt.text))
    spoken = {*whole, *stems(excerpt.about)}
    header = stems(passage_header(excerpt.found.article, excerpt.found.passage.heading))
    score = (
        0.7 * covered(weights, own)
        + 0.5 * covered(weights, spoken)
        + 0.4 * covered(weights, {*spoken, *header})
        + 0.8 * excerpt.found.score
        + TYPED[query.kind][0 if short else 1]
        + (REASON if query.reason and _REASON.search(excerpt.text) else 0.0)
        - (0.3 if len(own) < 4 else 0.0)
        + _read(reading, excerpt)
    )
    return Candidate(excerpt, whole, score, short)


def _with_meaning(candidates: Sequence[Candidate], query: Query, embedder: Embedder) -> list[Candidate]:
    """The candidates with their vectors, and how near they are to the question added to their scores."""
    if not candidates:
        return []
    vectors = embedder.embed_passages([each.excerpt.own for each in candidates])  # (n_sentences, dim)
    similar = vectors @ embedder.embed_query(query.searched)
    return [
        replace(each, vector=vector, score=each.score + max(0.0, float(near)))
        for each, vector, near in zip(candidates, vectors, similar, strict=True)
    ]


def _short(query: Query, excerpt: Excerpt, reading: Reading | None) -> tuple[int, int] | None:
    """The reader's answer where it stands in the sentence, else what looks like one; None for an account."""
    if query.kind == "account":
        return None
    if _inside(reading, excerpt):
        assert reading is not None
        start = excerpt.found.passage.start
        return start + reading.start, start + reading.end
    span = short_answer(query.kind, query.searched, excerpt.own)
    return (excerpt.own_start + span[0], excerpt.own_start + span[1]) if span else None


def _inside(reading: Reading | None, excerpt: Excerpt) -> bool:
    if reading is None or not reading.answer:
        return False
    start = excerpt.found.passage.start
    return excerpt.own_start <= start + reading.start and start + reading.end <= excerpt.own_end


def _read(reading: Reading | None, excerpt: Excerpt) -> float:
    """What it adds to a sentence that a reader found the answer in it."""
    return reading.relevance if reading is not None and _inside(reading, excerpt) else 0.0
