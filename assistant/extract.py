"""The answer without a language model: the sentences of the articles that answer best, verbatim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Citation, RetrievedPassage, Sentence, Shape
from assistant.candidate import Candidate, candidates, says_the_same
from assistant.comparison import compare
from assistant.difference import difference
from assistant.question import Query
from assistant.retrieve import Reading
from assistant.shape import shape_of, sides_of
from assistant.timeline import timeline
from assistant.verify import verify
from vectorstore.embed import Embedder

MOST = 6  # sentences of an account
MOST_FACTS = 2  # sentences of the answer to who, when, where, how many
FEWEST = 2  # sentences of an account, where there are as many that have to do with it
ENOUGH = 0.75  # of the best sentence's score: what is weaker is left out
ENOUGH_FOR_TWO = 0.5  # … the second sentence of an account
ENOUGH_ELSEWHERE = 0.6  # … for a fact in an article that is not quoted yet: outlets may differ


@dataclass(frozen=True, slots=True)
class Extract:
    """What the articles say, in the shape that the question asks for; no sentences where they say nothing."""

    shape: Shape
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    differ: str = ""  # see Answer
    partly: str = ""


def extract(
    query: Query,
    evidence: Sequence[RetrievedPassage],
    embedder: Embedder,
    readings: Mapping[str, Reading] | None = None,
) -> Extract:
    """The sentences of ``evidence`` that answer best and their citations.

    A fact gets the best sentence and perhaps a second, its short answer marked; where articles differ on it,
    the newest first. An account gets up to ``MOST``, those of the best article first and each article's in its
    own order. A timeline gets a sentence or two of each day, a comparison of each side. ``readings``: what a
    reader made of the passages, by passage id.
    """
    found = candidates(query, evidence, embedder, readings or {})
    shape = shape_of(query.asked, fact=query.kind != "account")
    differ = partly = ""
    if shape == "comparison":
        chosen, partly = compare(found, sides_of(query.asked) or query.where.outlets)
        differ = difference(query, chosen)[0]
    elif shape == "timeline":
        chosen = timeline(found)
        shape = "timeline" if len({each.label for each in chosen}) > 1 else "account"
        chosen = chosen if shape == "timeline" else _account(found)
    elif shape == "fact":
        differ, chosen = difference(query, _facts(found))
    else:
        chosen = _account(found)
    sentences, citations = _cited(chosen)
    return Extract(shape, sentences, citations, differ, partly)


def _facts(found: Sequence[Candidate]) -> list[Candidate]:
    """The best, and one more: as good, or of an article that is not quoted yet, which may say otherwise."""
    chosen: list[Candidate] = []
    for candidate in found:
        elsewhere = candidate.article.id not in {c.article.id for c in chosen}
        enough = (ENOUGH_ELSEWHERE if elsewhere else ENOUGH) * found[0].score
        if candidate.score >= enough and not any(says_the_same(candidate, earlier) for earlier in chosen):
            chosen.append(candidate)
        if len(chosen) == MOST_FACTS:
            break
    return chosen


def _account(found: Sequence[Candidate]) -> list[Candidate]:
    """The best sentences, those of the best article first, each article's in its own order."""
    chosen: list[Candidate] = []
    for candidate in found:
        enough = (ENOUGH_FOR_TWO if len(chosen) < FEWEST else ENOUGH) * found[0].score
        if candidate.score >= enough and not any(says_the_same(candidate, earlier) for earlier in chosen):
            chosen.append(candidate)
        if len(chosen) == MOST:
            break
    place: dict[str, int] = {}
    for candidate in chosen:
        place.setdefault(candidate.article.id, len(place))
    return [
        replace(c, short=None) for c in sorted(chosen, key=lambda c: (place[c.article.id], c.excerpt.start))
    ]


def _cited(chosen: Sequence[Candidate]) -> tuple[tuple[Sentence, ...], tuple[Citation, ...]]:
    said, cited = [], []
    for number, candidate in enumerate(chosen, 1):
        excerpt = candidate.excerpt
        cited.append(
            Citation(
                number, excerpt.found.passage, candidate.article, excerpt.text, excerpt.start, excerpt.end
            )
        )
        text = " ".join(excerpt.text.split())
        finding = verify(text, excerpt.text)
        said.append(
            Sentence(
                text,
                (number,),
                finding.verdict,
                finding.reason,
                emphasis=candidate.emphasis,
                about=excerpt.about,
                label=candidate.label,
                newest=candidate.newest,
            )
        )
    return tuple(said), tuple(cited)
