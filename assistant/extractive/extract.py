"""The answer without a language model: the sentences of the articles that answer best, verbatim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.evidence.retriever import Reading
from assistant.extractive.comparison import compare_sides
from assistant.extractive.conflict import find_conflict, is_taken_back
from assistant.extractive.timeline import OPENING, build_timeline
from assistant.language.words import STOP, list_names, list_stems, split_words
from assistant.question.answer_type import choose_shape, find_sides
from assistant.question.query import Query
from assistant.selection.candidate import Candidate, extend_to_fuller, rank_candidates, says_the_same
from assistant.types import Citation, RetrievedPassage, Sentence, Shape
from assistant.verification.verify import verify_sentence
from vectorstore.embedder import Embedder

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
class ExtractedAnswer:
    """What the articles say, in the shape that the question asks for; no sentences where they say nothing."""

    shape: Shape
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    disagreement_notice: str = ""  # see Answer
    partial_notice: str = ""


def gather_candidates(
    query: Query,
    evidence: Sequence[RetrievedPassage],
    embedder: Embedder,
    readings: Mapping[str, Reading] | None = None,
) -> list[Candidate]:
    """The sentences that an answer may be chosen from, best first.

    ``readings``: what a reader made of the passages, by passage id.
    """
    timeline_asked = choose_shape(query.asked, fact=query.kind != "account") == "timeline"
    return rank_candidates(query, evidence, embedder, readings or {}, OPENING if timeline_asked else 0)


def extract_answer(query: Query, found: Sequence[Candidate]) -> ExtractedAnswer:
    """The sentences that answer best and their citations; ``found`` is what ``gather_candidates`` gave.

    A fact gets the best sentence and perhaps a second, its short answer marked; where articles differ on it,
    the newest first. An account gets up to ``MOST``, those of the best article first and each article's in its
    own order. A timeline gets a sentence or two of each day, a comparison of each side. What is listed for a question
    without a topic stays as it is.
    """
    shape = choose_shape(query.asked, fact=query.kind != "account")
    differ = partly = ""
    if query.everything:
        shape = "timeline" if len({each.label for each in found}) > 1 else "account"
        chosen = [each if shape == "timeline" else replace(each, label="") for each in found]
    elif shape == "comparison":
        chosen, partly = compare_sides(found, find_sides(query.asked) or query.where.outlets)
        differ, _ = find_conflict(query, found)
    elif shape == "timeline":
        chosen = build_timeline(found)
        if len({each.label for each in chosen}) < 2:
            shape, chosen = "account", _choose_account(query, found)
    elif shape == "fact":
        found = [each for each in found if not is_taken_back(each)] or found
        differ, chosen = find_conflict(query, found)
        chosen = chosen or _choose_facts(found)
    else:
        chosen = _choose_account(query, found)
    sentences, citations = _cite_chosen(chosen)
    return ExtractedAnswer(shape, sentences, citations, differ, partly)


def tell_partial(query: Query, made: ExtractedAnswer) -> str:
    """What a person is told of an answer that may leave something of the question open: which words nothing covers."""
    shown = {
        stem
        for citation in made.citations
        for stem in list_stems(f"{citation.article.title} {citation.quote}")
    }
    missing = [
        word for word in split_words(query.asked) if word not in STOP and not set(list_stems(word)) & shown
    ]
    named = [name for name in list_names(query.asked) if not set(list_stems(name)) <= shown]
    told = named or [word for word in missing if word.isalpha()]
    if not told:
        return "Your articles may cover this only in part."
    return f"Your articles cover this only in part: these sentences do not mention {' or '.join(f'“{each}”' for each in told)}."


def _choose_facts(found: Sequence[Candidate]) -> list[Candidate]:
    """The best, and one more: as good, or of an article that is not quoted yet.

    What holds an answer of the kind that is asked for comes before what only has the question's words.
    """
    chosen: list[Candidate] = []
    best = max((each.score for each in found), default=0.0)
    if any(each.short and each.signals.own_coverage and each.score >= HOLDS_ANSWER * best for each in found):
        found = [each for each in found if each.short]
    for candidate in found:
        elsewhere = candidate.article.id not in {c.article.id for c in chosen}
        enough = (ENOUGH_ELSEWHERE if elsewhere else ENOUGH) * found[0].score
        if candidate.score >= enough and not any(says_the_same(candidate, earlier) for earlier in chosen):
            chosen.append(candidate)
        if len(chosen) == MOST_FACTS:
            break
    return chosen


def _choose_account(query: Query, found: Sequence[Candidate]) -> list[Candidate]:
    """The best sentences, those of the best article first, each article's in its own order, the much weaker ones last.

    What somebody said goes on for as long as they are quoted; where a reason is asked, what follows the best
    sentence is likelier to give it.
    """
    if query.wants_reason:
        found = _raise_reasons(found)
    chosen: list[Candidate] = []
    for candidate in found:
        enough = (ENOUGH_FOR_TWO if len(chosen) < FEWEST else ENOUGH) * found[0].score
        if (
            len(chosen) >= FEWEST
            and candidate.signals.context_coverage < ON_IT * found[0].signals.context_coverage
        ):
            continue
        whole = extend_to_fuller(candidate, found) if query.wants_words else candidate
        if candidate.score >= enough and not any(says_the_same(whole, earlier) for earlier in chosen):
            chosen.append(whole)
        if len(chosen) == MOST:
            break
    place: dict[str, int] = {}
    for candidate in chosen:
        place.setdefault(candidate.article.id, len(place))

    def order_sentence(candidate: Candidate) -> tuple[int, bool, int]:
        much_weaker = candidate.score < ENOUGH * chosen[0].score
        return place[candidate.article.id], much_weaker, candidate.excerpt.start

    return [replace(each, short=None) for each in sorted(chosen, key=order_sentence)]


def _raise_reasons(found: Sequence[Candidate]) -> list[Candidate]:
    """``found`` with what follows its best sentences raised, best first."""
    best = [(each.article.id, each.excerpt.own_end) for each in found[:FOLLOWED]]
    raised = [
        replace(each, score=each.score + FOLLOWS)
        if any(each.article.id == id_ and 0 < each.excerpt.own_start - end < NEAR for id_, end in best)
        else each
        for each in found
    ]
    return sorted(raised, key=lambda each: -each.score)


def _cite_chosen(chosen: Sequence[Candidate]) -> tuple[tuple[Sentence, ...], tuple[Citation, ...]]:
    said, cited = [], []
    for number, candidate in enumerate(chosen, 1):
        excerpt = candidate.excerpt
        cited.append(
            Citation(
                number, excerpt.found.passage, candidate.article, excerpt.text, excerpt.start, excerpt.end
            )
        )
        text = " ".join(excerpt.text.split())
        finding = verify_sentence(text, excerpt.text)
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
