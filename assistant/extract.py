"""The answer without a language model: the sentences of the articles that answer best, verbatim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Citation, RetrievedPassage, Sentence, Shape
from assistant.candidate import Candidate, candidates, fuller, says_the_same
from assistant.comparison import compare
from assistant.difference import difference
from assistant.question import Query
from assistant.retrieve import Reading
from assistant.shape import shape_of, sides_of
from assistant.timeline import OPENING, timeline
from assistant.verify import verify
from vectorstore.embed import Embedder

MOST = 6  # sentences of an account
MOST_FACTS = 2  # sentences of the answer to who, when, where, how many
FEWEST = 2  # sentences of an account, where there are as many that have to do with it
ENOUGH = 0.75  # of the best sentence's score: what is weaker is left out
ENOUGH_FOR_TWO = 0.5  # … the second sentence of an account
ENOUGH_ELSEWHERE = 0.7  # … for a fact in an article that is not quoted yet
FOLLOWS = 0.6  # what it adds to a sentence to follow the best one, where a reason is asked
NEAR = 200  # characters behind the best sentence within which a sentence follows it


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
    shape = shape_of(query.asked, fact=query.kind != "account")
    opening = OPENING if shape == "timeline" else 0
    found = candidates(query, evidence, embedder, readings or {}, opening)
    differ = partly = ""
    if shape == "comparison":
        chosen, partly = compare(found, sides_of(query.asked) or query.where.outlets)
        differ, _ = difference(query, found)
    elif shape == "timeline":
        chosen = timeline(found)
        if len({each.label for each in chosen}) < 2:
            shape, chosen = "account", _account(query, found)
    elif shape == "fact":
        differ, chosen = difference(query, found)
        chosen = chosen or _facts(found)
    else:
        chosen = _account(query, found)
    sentences, citations = _cited(chosen)
    return Extract(shape, sentences, citations, differ, partly)


def _facts(found: Sequence[Candidate]) -> list[Candidate]:
    """The best, and one more: as good, or of an article that is not quoted yet."""
    chosen: list[Candidate] = []
    for candidate in found:
        elsewhere = candidate.article.id not in {c.article.id for c in chosen}
        enough = (ENOUGH_ELSEWHERE if elsewhere else ENOUGH) * found[0].score
        if candidate.score >= enough and not any(says_the_same(candidate, earlier) for earlier in chosen):
            chosen.append(candidate)
        if len(chosen) == MOST_FACTS:
            break
    return chosen


def _account(query: Query, found: Sequence[Candidate]) -> list[Candidate]:
    """The best sentences, those of the best article first, each article's in its own order.

    What somebody said goes on for as long as they are quoted; where a reason is asked, what follows the best
    sentence is likelier to give it.
    """
    if query.reason:
        found = _reasons(found)
    chosen: list[Candidate] = []
    for candidate in found:
        enough = (ENOUGH_FOR_TWO if len(chosen) < FEWEST else ENOUGH) * found[0].score
        whole = fuller(candidate, found) if query.spoken else candidate
        if candidate.score >= enough and not any(says_the_same(whole, earlier) for earlier in chosen):
            chosen.append(whole)
        if len(chosen) == MOST:
            break
    place: dict[str, int] = {}
    for candidate in chosen:
        place.setdefault(candidate.article.id, len(place))
    return [
        replace(c, short=None) for c in sorted(chosen, key=lambda c: (place[c.article.id], c.excerpt.start))
    ]


def _reasons(found: Sequence[Candidate]) -> list[Candidate]:
    """``found`` with what follows its first raised, best first."""
    if not found:
        return []
    best = found[0].excerpt
    raised = [
        replace(each, score=each.score + FOLLOWS)
        if each.article.id == found[0].article.id and 0 < each.excerpt.own_start - best.own_end < NEAR
        else each
        for each in found
    ]
    return sorted(raised, key=lambda each: -each.score)


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
