"""What is found for a question: the passages that are evidence, the sentences that may be shown, how sure it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from assistant.evidence.retriever import NewsRetriever
from assistant.evidence.search import find_event_article, search_evidence
from assistant.extractive.extract import gather_candidates
from assistant.extractive.listing import list_openings
from assistant.generative.generate import AnswerAllowance
from assistant.generative.reply import StopSignal
from assistant.question.answer_type import choose_shape
from assistant.question.decomposition import interleave_passages, points_to_part_before, split_parts
from assistant.question.outlet_filter import KnownOutlet, list_known_outlets
from assistant.question.query import Query, is_asking
from assistant.question.understand import understand_question, understand_within
from assistant.selection.answerability import estimate_answerability
from assistant.selection.candidate import Candidate
from assistant.types import RetrievedPassage, Turn
from vectorstore.types import Filter

ANSWERS = 0.5  # how probable it must be that the articles answer; below, Dateline abstains
CERTAIN = 0.99  # that an article answers a question which only says where or when it was published
WORTH_READING = 0.05  # passages less probable than this are not looked through for sentences
READ = 24  # passages whose sentences are looked through where no language model writes

NO_ARTICLES = "There are no articles yet. Add some, then ask again."
NO_QUESTION = "Ask about something that may be in the articles: a person, a place, an event."


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """What goes into the chain."""

    question: str
    history: tuple[Turn, ...] = ()
    where: Filter = Filter()  # noqa: RUF009  # frozen
    only_where: bool = False  # ``where`` is all there is: no outlet or day is read in the question
    stop: StopSignal = field(default_factory=StopSignal)  # is set where nobody waits for the answer any more


@dataclass(frozen=True, slots=True)
class UnderstoodQuestion:
    """A question as it was read."""

    query: Query
    notices: tuple[str, ...]
    failed: str  # why the language model did not condense the question, "" if nothing is wrong
    allowance: AnswerAllowance | None  # what the language model may take; None without one
    asked: AskedQuestion


@dataclass(frozen=True, slots=True)
class FoundEvidence:
    """What was found for a question."""

    understood: UnderstoodQuestion  # with the notices of what was found
    evidence: tuple[RetrievedPassage, ...] = ()  # everything retrieved, best first
    sentences: tuple[Candidate, ...] = ()  # what may be shown of it, best first
    answerability: float = 0.0  # how probable it is that it answers
    parts: tuple[FoundEvidence, ...] = ()  # of a question that has several

    @property
    def query(self) -> Query:
        """The question as it was searched."""
        return self.understood.query


class Finder:
    """Reads questions and finds what answers them. Safe from many threads; raises StoreError as the index does."""

    def __init__(self, retriever: NewsRetriever, today: Callable[[], date]) -> None:
        """``today`` decides what "last week" is."""
        self._retriever, self._index, self._today = retriever, retriever.index, today
        self._known: tuple[int, tuple[KnownOutlet, ...]] = (
            -1,
            (),
        )  # the outlets as of a change of the catalogue

    def read_question(self, asked: AskedQuestion) -> Query:
        """The question with what is read in it: outlets, days, what a follow-up takes over."""
        last = self._index.catalog.find_newest()
        newest = last.date() if last else None
        read = asked.question, asked.history, asked.where, self._list_known_outlets(), self._today(), newest
        if asked.only_where:
            return understand_within(*read)
        return understand_question(*read, partial(find_event_article, self._index))

    def find_evidence(self, understood: UnderstoodQuestion, *, sentences: bool = True) -> FoundEvidence:
        """What is found for the question; for one of several parts the best of each in turn.

        ``sentences``: whether they are looked for, too; without them ``support`` is 0.
        """
        whole, asked = understood.query, understood.asked
        by_model = understood.allowance is not None and not understood.failed
        question = whole.searched if by_model and asked.history else whole.asked
        parts = split_parts(question) if is_asking(question) else ()
        if len(parts) < 2:
            return self.find_for_one(understood, sentences=sentences)
        found: list[FoundEvidence] = []
        for number, part in enumerate(parts):
            before = tuple(Turn(each, "") for each in parts[:number]) if points_to_part_before(part) else ()
            history = (*asked.history, *before) if number == 0 or before else ()
            query = self.read_question(replace(asked, question=part, history=history))
            part_understood = replace(understood, query=query, notices=query.notices)
            found.append(self.find_for_one(part_understood, sentences=sentences))
        told = [notice for notice in understood.notices if notice not in whole.notices]
        told += [notice for each in found for notice in each.understood.notices]
        return FoundEvidence(
            replace(
                understood,
                query=replace(whole, searched=question, where=asked.where),
                notices=tuple(dict.fromkeys(told)),
            ),
            interleave_passages([each.evidence for each in found]),
            answerability=max(each.answerability for each in found),
            parts=tuple(found),
        )

    def find_for_one(self, understood: UnderstoodQuestion, *, sentences: bool = True) -> FoundEvidence:
        """What is found for a question taken as one."""
        query, notices = understood.query, understood.notices
        if query.everything:
            return self._find_everything(understood)
        if not query.terms:
            return FoundEvidence(replace(understood, notices=(*notices, NO_QUESTION)))
        most = max(self._retriever.top_k, READ if understood.allowance is None else 0)
        documents, told = search_evidence(self._retriever, query, most, ANSWERS)
        notices += told
        if not documents and self._index.catalog.count_all()[0] == 0:
            notices = (NO_ARTICLES,)
        evidence = tuple(document.metadata["retrieved"] for document in documents)
        if not sentences:
            return FoundEvidence(replace(understood, notices=notices), evidence)
        readings = {
            d.metadata["retrieved"].passage.id: d.metadata["reading"]
            for d in documents
            if d.metadata["reading"]
        }
        gathered = gather_candidates(
            query, self._worth_reading(query, evidence), self._index.embedder, readings
        )
        return FoundEvidence(
            replace(understood, notices=notices),
            evidence,
            tuple(gathered),
            estimate_answerability(gathered, reader=bool(readings)),
        )

    def _find_everything(self, understood: UnderstoodQuestion) -> FoundEvidence:
        """What is found for a question without a topic: each article that its filter admits answers."""
        sentences, told = list_openings(self._index.catalog, understood.query)
        found = {each.excerpt.found.passage.id: each.excerpt.found for each in sentences}
        return FoundEvidence(
            replace(understood, notices=(*understood.notices, *told)),
            tuple(replace(each, rank=rank) for rank, each in enumerate(found.values(), 1)),
            tuple(sentences),
            CERTAIN if sentences else 0.0,
        )

    def _list_known_outlets(self) -> tuple[KnownOutlet, ...]:
        seq = self._index.catalog.last_change()
        if self._known[0] != seq:
            self._known = (seq, list_known_outlets(self._index.catalog))
        return self._known[1]

    def _worth_reading(self, query: Query, found: Sequence[RetrievedPassage]) -> list[RetrievedPassage]:
        """The passages to choose sentences from; for a timeline also how each of their articles begins."""
        evidence = [retrieved for retrieved in found if retrieved.score >= WORTH_READING]
        if choose_shape(query.asked, fact=query.kind != "account") != "timeline":
            return evidence
        held = {retrieved.passage.id for retrieved in evidence}
        articles = {retrieved.article.id: retrieved for retrieved in reversed(evidence)}
        leads = ((best, self._index.catalog.list_passages(id_)[:1]) for id_, best in articles.items())
        return evidence + [
            replace(best, passage=lead[0]) for best, lead in leads if lead and lead[0].id not in held
        ]
