"""The answer without a language model: the sentences of the articles that answer best, verbatim."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Citation, RetrievedPassage, Sentence
from assistant.question import Kind, Query
from assistant.retrieve import Reading, covered, term_weights
from assistant.verify import verify
from assistant.words import NUMBER_WORDS, stems
from ingest.article import passage_header
from ingest.sentences import sentences
from vectorstore.embed import Embedder

MOST = 4  # sentences of an account
MOST_FACTS = 2  # sentences of the answer to who, when, where, how many
ENOUGH = 0.75  # of the best sentence's score: what is weaker is left out
ENOUGH_ELSEWHERE = 0.6  # … for a fact in an article that is not quoted yet: outlets may differ
SAME_WORDS = 0.7  # share of common words from which two sentences say the same
SAME_MEANING = 0.88  # cosine from which they do
LONGEST = 700  # characters of one citation, when the rest of a quotation is taken along
LONGEST_WITH_SPEAKER = 480  # … when the sentence before it is, for who "he" is

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_LOOSE = re.compile(  # what opens a sentence that leans on the one before it
    r"^[\"'“‘]?(?:He|She|They|It|His|Her|Their|Its|This|That|These|Those|But|And|However"
    r"|The (?:company|firm|minister|group|pair|couple|former|latter))\b"
)
_HE_SAID = re.compile(
    r"[\"”’'](?:,|\.)?\s+(?:he|she|they)\s+(?:\w+ly\s+)?(?:said|says|added|adds|told|warned|wrote|noted|explained|argued)\b"
    r"|[\"”’']\s+(?:said|says|added|warned)\s+(?:he|she)\b"
)
_NAMED_FIRST = re.compile(r"(?:[A-Z][\w’'-]+\s+)+[a-z]")  # the slice begins with a name, which "he" then is
_FITS: dict[Kind, re.Pattern[str]] = {
    "who": re.compile(r"(?<!^)\b[A-Z][\w’'-]+"),
    "which": re.compile(r"(?<!^)\b[A-Z][\w’'-]+"),
    "when": re.compile(rf"\b\d{{4}}\b|\b(?:{_MONTHS}|{_DAYS}|yesterday|today|tomorrow|(?:next|last) \w+)\b"),
    "where": re.compile(r"\b(?:in|at|near|outside|from|to|off)\s+(?:the\s+)?[A-Z]"),
    "number": re.compile(rf"\d|\b(?:{'|'.join(NUMBER_WORDS)}|dozen|hundred|thousand|million|billion|half)\b", re.I),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A slice of an article that may be shown: a sentence with what it cannot be understood without."""

    found: RetrievedPassage
    start: int  # characters of the article
    end: int
    stems: frozenset[str]
    vector: NDArray[np.float32]  # (dim,)
    score: float


def extract(
    query: Query,
    evidence: Sequence[RetrievedPassage],
    embedder: Embedder,
    readings: Mapping[str, Reading] | None = None,
) -> tuple[tuple[Sentence, ...], tuple[Citation, ...]]:
    """The sentences of ``evidence`` that answer best and their citations; both empty where there are none.

    Facts get the best sentence and perhaps a second, the best first; accounts get up to ``MOST``, those of
    the best article first and each article's in its own order. ``readings``: what a reader made of the
    passages, by passage id.
    """
    candidates = sorted(_candidates(query, evidence, embedder, readings or {}), key=lambda c: -c.score)
    chosen = _choose(candidates, query.kind)
    if query.kind == "account":
        place: dict[str, int] = {}
        for candidate in chosen:
            place.setdefault(candidate.found.article.id, len(place))
        chosen.sort(key=lambda c: (place[c.found.article.id], c.start))
    said, cited = [], []
    for number, candidate in enumerate(chosen, 1):
        article = candidate.found.article
        quote = article.text[candidate.start : candidate.end]
        cited.append(
            Citation(number, candidate.found.passage, article, quote, candidate.start, candidate.end)
        )
        finding = verify(" ".join(quote.split()), quote)
        said.append(Sentence(" ".join(quote.split()), (number,), finding.verdict, finding.reason))
    return tuple(said), tuple(cited)


def _choose(candidates: Sequence[_Candidate], kind: Kind) -> list[_Candidate]:
    """The best of ``candidates`` (best first). A fact is worth a second article's word even where it fits less."""
    most, chosen = (MOST if kind == "account" else MOST_FACTS), list[_Candidate]()
    for candidate in candidates:
        other = kind != "account" and candidate.found.article.id not in {c.found.article.id for c in chosen}
        if candidate.score < (ENOUGH_ELSEWHERE if other else ENOUGH) * candidates[0].score:
            continue
        if len(chosen) < most and not any(_says_the_same(candidate, earlier) for earlier in chosen):
            chosen.append(candidate)
    return chosen


def _says_the_same(one: _Candidate, other: _Candidate) -> bool:
    if one.found.article.id == other.found.article.id and one.start < other.end and other.start < one.end:
        return True
    shared, fewest = len(one.stems & other.stems), min(len(one.stems), len(other.stems))
    return shared >= SAME_WORDS * max(1, fewest) or float(one.vector @ other.vector) >= SAME_MEANING


def _candidates(
    query: Query,
    evidence: Sequence[RetrievedPassage],
    embedder: Embedder,
    readings: Mapping[str, Reading],
) -> list[_Candidate]:
    spans = [(found, *span) for found in evidence for span in _spans(found)]
    if not spans:
        return []
    texts = [found.article.text[core_start:core_end] for found, _, _, core_start, core_end in spans]
    vectors = embedder.embed_passages(texts)  # (n_sentences, dim)
    similar = vectors @ embedder.embed_query(query.searched)
    held = [frozenset(stems(text)) for text in texts]
    weights = term_weights(query.searched, [set(own) for own in held])
    fits = _FITS.get(query.kind)
    made: dict[tuple[str, int, int], _Candidate] = {}
    for n, (found, start, end, core_start, core_end) in enumerate(spans):
        header = passage_header(found.article, found.passage.heading)
        whole = found.article.text[start:end]
        score = (
            covered(weights, held[n])
            + 0.6 * covered(weights, {*stems(whole), *stems(header)})
            + max(0.0, float(similar[n]))
            + 0.8 * found.score
            + (0.25 if fits and fits.search(texts[n]) else 0.0)
            - (0.3 if len(held[n]) < 4 else 0.0)
            + _read(readings.get(found.passage.id), found, core_start, core_end)
        )
        candidate = _Candidate(found, start, end, frozenset(stems(whole)), vectors[n], score)
        key = (found.article.id, start, end)
        made[key] = max(made.get(key, candidate), candidate, key=lambda c: c.score)
    return list(made.values())


def _read(reading: Reading | None, found: RetrievedPassage, start: int, end: int) -> float:
    """What it adds to a sentence that a reader found the answer in it."""
    if reading is None or not reading.answer:
        return 0.0
    inside = start <= found.passage.start + reading.start and found.passage.start + reading.end <= end
    return reading.relevance if inside else 0.0


def _spans(found: RetrievedPassage) -> list[tuple[int, int, int, int]]:
    """The sentences of a passage: (start, end) of what is shown, then of the sentence itself.

    Shown are also the rest of a quotation that is open, and the sentence before one that leans on it.
    """
    text = found.article.text
    low, high = found.passage.start, found.passage.end
    own = [(low + a, low + b) for a, b in sentences(text[low:high])]
    return [(*_whole(text, own, n), *own[n]) for n in range(len(own))]


def _whole(text: str, own: Sequence[tuple[int, int]], number: int) -> tuple[int, int]:
    first, last = _quotation(text, own, number)
    while first > 0 and _leans(text[own[first][0] : own[last][1]]):
        before, _ = _quotation(text, own, first - 1)
        if own[last][1] - own[before][0] > LONGEST_WITH_SPEAKER:
            break
        first = before
    return own[first][0], own[last][1]


def _leans(shown: str) -> bool:
    """Whether a slice is about somebody that only the text before it names."""
    return _LOOSE.match(shown) is not None or (
        _HE_SAID.search(shown) is not None and not _NAMED_FIRST.match(shown)
    )


def _quotation(text: str, own: Sequence[tuple[int, int]], number: int) -> tuple[int, int]:
    """The first and last sentence of the quotation that sentence ``number`` is a part of."""
    first = last = number
    while _open_quotes(within := text[own[first][0] : own[last][1]]):
        if last + 1 < len(own) and _goes_on(within):
            last += 1
        elif first > 0:
            first -= 1
        else:
            break
        if own[last][1] - own[first][0] > LONGEST:
            return number, number
    return first, last


def _open_quotes(text: str) -> bool:
    return text.count('"') % 2 == 1 or text.count("“") != text.count("”")


def _goes_on(text: str) -> bool:
    """Whether the quotation that is open in ``text`` ends behind it, not begins before it."""
    if text.count("“") != text.count("”"):
        return text.count("“") > text.count("”")
    last = text.rfind('"')
    return last == 0 or (last > 0 and (text[last - 1].isspace() or text[last - 1] in "(["))
