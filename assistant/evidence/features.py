"""How probable it is that a passage answers, from what is known of it without reading it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence

from assistant.language.words import fold_text, list_names, list_stems, split_words, stem_word
from assistant.question.answer_type import TYPE_NOUN
from news.article import searched_header
from news.sentences import split_sentences
from vectorstore.types import FusedPassage

OPENING = 20_000  # characters of an article in which a question's names are looked for
FLOOR = 0.25  # cosine below which it tells nothing more: short questions about a name are far from everything

_TYPE = re.compile(r"\b(?:which|what|how (?:many|much))\s+(?P<noun>[a-z]+)\b", re.I)
_ASKS_ALL = re.compile(r"\bwhat(?:'s|\s+is)\s+(?:the\s+)?(?P<word>new|behind|known|latest)\b", re.I)
_PHRASE = re.compile(r'"([^"]{2,200})"')

Features = tuple[float, float, float, float, float, float]

# Over ``compute_features``, in their order, from ``python -m training ranker``.
WEIGHTS = (5.03, 2.87, 3.15, -0.69, 2.85, 1.36)
BIAS = -6.20
# Fitted on questions, these do not know quotes: a passage that holds more than ``QUOTED_FROM`` of the runs of three
# words comes before what merely has the same words. Two words changed in twelve leave at least 0.4 of the runs.
QUOTED, QUOTED_FROM = 10.0, 0.3


def estimate_chance(known: Features) -> float:
    """How probable it is that a passage with these features answers, in [0, 1]."""
    quoted = QUOTED * max(0.0, known[5] - QUOTED_FROM)
    return 1 / (1 + math.exp(-(BIAS + quoted + sum(w * x for w, x in zip(WEIGHTS, known, strict=True)))))


def compute_features(question: str, candidates: Sequence[FusedPassage]) -> list[Features]:
    """What is known of each candidate without reading it, six numbers in [0, 1].

    Cosine similarity, no lower than ``FLOOR``; the share of the question's words, weighted by their rarity among
    the candidates, that the passage and its header hold; the same for its best sentence; the share of names,
    numbers and quoted phrases that its article lacks (its first ``OPENING`` characters); the shares of the
    question's runs of two and of three words that stand in the passage or its headline just so.
    """
    headers = [set(list_stems(searched_header(c.article, c.passage.heading))) for c in candidates]
    held = [set(list_stems(c.passage.text)) | header for c, header in zip(candidates, headers, strict=True)]
    weights = weigh_terms(question, held)
    wanted = {*list_telling_stems(question)}
    phrases = [phrase.casefold() for phrase in _PHRASE.findall(fold_text(question))]
    pairs, triples = list_runs(question, 2), list_runs(question, 3)
    found: list[Features] = []
    for candidate, header, own in zip(candidates, headers, held, strict=True):
        whole = own | set(list_stems(candidate.article.text[:OPENING])) if not wanted <= own else own
        missing = [term not in whole for term in wanted]
        written = f"{candidate.article.title}\n{candidate.passage.text}"
        if phrases:
            text = fold_text(written).casefold()
            missing += [phrase not in text for phrase in phrases]
        found.append(
            (
                max(candidate.similarity, FLOOR),
                share_of_weight(weights, own | (wanted & whole)),
                _score_best_sentence(weights, candidate.passage.text, header),
                sum(missing) / len(missing) if missing else 0.0,
                _share_of_runs(pairs, list_runs(written, 2)),
                _share_of_runs(triples, list_runs(written, 3)),
            )
        )
    return found


def list_runs(text: str, length: int) -> set[tuple[str, ...]]:
    """The runs of ``length`` words of a text, stop words among them."""
    own = split_words(text)
    return set(zip(*(own[at:] for at in range(length)), strict=False))


def weigh_terms(question: str, texts: Sequence[set[str]]) -> dict[str, float]:
    """How much each stem of the question tells: its inverse frequency among ``texts`` (Spärck Jones 1972).

    The noun behind "which" or "how many" tells less, the "new" of "what is new" nothing.
    """
    weights = {
        term: math.log(1 + (len(texts) + 1) / (1 + sum(term in text for text in texts)))
        for term in list_stems(question)
    }
    for match in _TYPE.finditer(fold_text(question)):
        for term in weights.keys() & set(list_stems(match["noun"])):
            weights[term] *= TYPE_NOUN
    if (asks := _ASKS_ALL.search(fold_text(question))) and len(weights) > 1:
        weights.pop(stem_word(asks["word"].casefold()), None)
    return weights


def share_of_weight(weights: Mapping[str, float], held: Iterable[str]) -> float:
    """The share of the weight whose terms are in ``held``, in [0, 1]; 0 where there are no terms."""
    total = sum(weights.values())
    return sum(weights[term] for term in weights.keys() & set(held)) / total if total else 0.0


def _share_of_runs(wanted: set[tuple[str, ...]], held: set[tuple[str, ...]]) -> float:
    return len(wanted & held) / len(wanted) if wanted else 0.0


def list_telling_stems(question: str) -> Iterable[str]:
    """The stems of the names and numbers in a question."""
    for name in list_names(question):
        yield from list_stems(name)
    yield from (term for term in list_stems(question) if term[:1].isdigit())


def _score_best_sentence(weights: Mapping[str, float], text: str, header: set[str]) -> float:
    return max(
        (share_of_weight(weights, header | set(list_stems(text[a:b]))) for a, b in split_sentences(text)),
        default=0.0,
    )
