"""The answer without a language model: the sentences of the articles that answer best, verbatim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Citation, RetrievedPassage, Sentence, Shape
from assistant.candidate import Candidate, candidates, fuller, says_the_same
from assistant.comparison import compare
from assistant.difference import difference, set_right
from assistant.query import Query
from assistant.retrieve import Reading
from assistant.shape import shape_of, sides_of
from assistant.timeline import OPENING, timeline
from assistant.verify import verify
from assistant.words import STOP, names, stems, words
from vectorstore.embed import Embedder

MOST = 6  # sentences of an account
HOLDS_ANSWER = 0.7  # of the best sentence's score: from here, only sentences with a short answer are shown
ON_IT = 0.35  # of the share of the question's words that the best sentence and its headline hold
MOST_FACTS = 2  # sentences of the answer to who, when, where, how many
FEWEST = 2  # sentences of an account, where there are as many that have to do with it
ENOUGH = 0.75  # of the best sentence's score: what is weaker is left out
ENOUGH_FOR_TWO = 0.5  # … the second sentence of an account
ENOUGH_ELSEWHERE = 0.7  # … for a fact in an article that is not quoted yet
FOLLOWS = 0.6  # what it adds to a sentence to follow the best one, where a reason is asked
FOLLOWED = 3  # best sentences whose followers are raised
NEAR = 200  # characters behind the best sentence within which a sentence follows it


@dataclass(frozen=True, slots=True)
class Extract:
    """What the articles say, in the shape that the question asks for; no sentences where they say nothing."""

    shape: Shape
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    differ: str = ""  # see Answer
    partly: str = ""


def gather(
    query: Query,
    evidence: Sequence[RetrievedPassage],
    embedder: Embedder,
    readings: Mapping[str, Reading] | None = None,
) -> list[Candidate]:
    """The sentences that an answer may be chosen from, best first.

    ``readings``: what a reader made of the passages, by passage id.
    """
    timeline_asked = shape_of(query.asked, fact=query.kind != "account") == "timeline"
    return candidates(query, evidence, embedder, readings or {}, OPENING if timeline_asked else 0)


def extract(query: Query, found: Sequence[Candidate]) -> Extract:
    """The sentences that answer best and their citations; ``found`` is what ``gather`` gave.

    A fact gets the best sentence and perhaps a second, its short answer marked; where articles differ on it,
    the newest first. An account gets up to ``MOST``, those of the best article first and each article's in its
    own order. A timeline gets a sentence or two of each day, a comparison of each side. What is listed for a question
    without a topic stays as it is.
    """
    shape = shape_of(query.asked, fact=query.kind != "account")
    differ = partly = ""
    if query.everything:
        shape = "timeline" if len({each.label for each in found}) > 1 else "account"
        chosen = [each if shape == "timeline" else replace(each, label="") for each in found]
    elif shape == "comparison":
        chosen, partly = compare(found, sides_of(query.asked) or query.where.outlets)
        differ, _ = difference(query, found)
    elif shape == "timeline":
        chosen = timeline(found)
        if len({each.label for each in chosen}) < 2:
            shape, chosen = "account", _account(query, found)
    elif shape == "fact":
        found = [each for each in found if not set_right(each)] or found
        differ, chosen = difference(query, found)
        chosen = chosen or _facts(found)
    else:
        chosen = _account(query, found)
    sentences, citations = _cited(chosen)
    return Extract(shape, sentences, citations, differ, partly)


def partly(query: Query, made: Extract) -> str:
    """What a person is told of an answer that may leave something of the question open: which words nothing covers."""
    shown = {
        stem for citation in made.citations for stem in stems(f"{citation.article.title} {citation.quote}")
    }
    missing = [word for word in words(query.asked) if word not in STOP and not set(stems(word)) & shown]
    named = [name for name in names(query.asked) if not set(stems(name)) <= shown]
    told = named or [word for word in missing if word.isalpha()]
    if not told:
        return "Your articles may cover this only in part."
    return f"Your articles cover this only in part: these sentences do not mention {' or '.join(f'“{each}”' for each in told)}."


def _facts(found: Sequence[Candidate]) -> list[Candidate]:
    """The best, and one more: as good, or of an article that is not quoted yet.

    What holds an answer of the kind that is asked for comes before what only has the question's words.
    """
    chosen: list[Candidate] = []
    best = max((each.score for each in found), default=0.0)
    if any(each.short and each.known.own and each.score >= HOLDS_ANSWER * best for each in found):
        found = [each for each in found if each.short]
    for candidate in found:
        elsewhere = candidate.article.id not in {c.article.id for c in chosen}
        enough = (ENOUGH_ELSEWHERE if elsewhere else ENOUGH) * found[0].score
        if candidate.score >= enough and not any(says_the_same(candidate, earlier) for earlier in chosen):
            chosen.append(candidate)
        if len(chosen) == MOST_FACTS:
            break
    return chosen


def _account(query: Query, found: Sequence[Candidate]) -> list[Candidate]:
    """The best sentences, those of the best article first, each article's in its own order, the much weaker ones last.

    What somebody said goes on for as long as they are quoted; where a reason is asked, what follows the best
    sentence is likelier to give it.
    """
    if query.reason:
        found = _reasons(found)
    chosen: list[Candidate] = []
    for candidate in found:
        enough = (ENOUGH_FOR_TWO if len(chosen) < FEWEST else ENOUGH) * found[0].score
        if len(chosen) >= FEWEST and candidate.known.told < ON_IT * found[0].known.told:
            continue
        whole = fuller(candidate, found) if query.spoken else candidate
        if candidate.score >= enough and not any(says_the_same(whole, earlier) for earlier in chosen):
            chosen.append(whole)
        if len(chosen) == MOST:
            break
    place: dict[str, int] = {}
    for candidate in chosen:
        place.setdefault(candidate.article.id, len(place))

    def order(candidate: Candidate) -> tuple[int, bool, int]:
        much_weaker = candidate.score < ENOUGH * chosen[0].score
        return place[candidate.article.id], much_weaker, candidate.excerpt.start

    return [replace(each, short=None) for each in sorted(chosen, key=order)]


def _reasons(found: Sequence[Candidate]) -> list[Candidate]:
    """``found`` with what follows its best sentences raised, best first."""
    best = [(each.article.id, each.excerpt.own_end) for each in found[:FOLLOWED]]
    raised = [
        replace(each, score=each.score + FOLLOWS)
        if any(each.article.id == id_ and 0 < each.excerpt.own_start - end < NEAR for id_, end in best)
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
