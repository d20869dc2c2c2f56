"""From a question to an answer: understand | retrieve | answer | verify."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from langchain_core.runnables import Runnable, RunnableGenerator, RunnableLambda

from assistant.answer import Answer, RetrievedPassage, Turn
from assistant.candidate import Candidate, Known
from assistant.cite import Written
from assistant.extract import extract, gather, partly
from assistant.generate import Allowance, Generator
from assistant.listing import listed
from assistant.neighbours import joined
from assistant.outlets import Known as KnownOutlet
from assistant.outlets import known_outlets
from assistant.parts import parts_of, points_back, round_robin, together
from assistant.question import Query, asks, understand, understand_within
from assistant.reply import Stop
from assistant.retrieve import NewsRetriever
from assistant.search import event_article, search
from assistant.shape import shape_of
from assistant.support import support
from assistant.verify import hold
from errors import ChatModelError, DatelineError
from ingest.article import Article
from vectorstore.passages import Filter

LONGEST_QUESTION = 1000  # characters; what is longer is an article, not a question
ANSWERS = 0.5  # how probable it must be that the articles answer; below, Dateline abstains
PARTLY = 0.15  # above that, up to here, an answer is said to cover the question only in part
CERTAIN = 0.99  # that an article answers a question which only says where or when it was published
WORTH_READING = 0.05  # passages less probable than this are not looked through for sentences
WORTH_CITING = 0.2  # passages less probable than this are no evidence
READ = 24  # passages whose sentences are looked through where no language model writes
NEAREST = 5  # headlines shown when the articles do not say

NO_ARTICLES = "There are no articles yet. Add some, then ask again."
NO_QUESTION = "Ask about something that may be in the articles: a person, a place, an event."
NOT_BORNE_OUT = (
    "Nothing that the language model wrote is borne out by the articles. These are the articles' own words."
)

MODEL_FOUND_NOTHING = "The language model found no answer in the passages that come closest."


@dataclass(frozen=True, slots=True)
class Asked:
    """What goes into the chain."""

    question: str
    history: tuple[Turn, ...] = ()
    where: Filter = Filter()  # noqa: RUF009  # frozen
    only_where: bool = False  # ``where`` is all there is: no outlet or day is read in the question
    stop: Stop = field(default_factory=Stop)  # is set where nobody waits for the answer any more


@dataclass(frozen=True, slots=True)
class _Understood:
    query: Query
    notices: tuple[str, ...]
    failed: str  # why the language model did not condense the question, "" if nothing is wrong
    allowance: Allowance | None  # what the language model may take; None without one
    asked: Asked


@dataclass(frozen=True, slots=True)
class _Found:
    query: Query
    notices: tuple[str, ...]
    failed: str
    allowance: Allowance | None
    evidence: tuple[RetrievedPassage, ...]  # everything retrieved, best first
    sentences: tuple[Candidate, ...] = ()  # what may be shown of it, best first
    support: float = 0.0  # how probable it is that it answers
    parts: tuple[_Found, ...] = ()  # of a question that has several


class Assistant:
    """Answers questions from one index. Safe from many threads.

    ``runnable`` is the whole way as one LangChain runnable: ``Asked`` in, ``Answer`` out, growing answers when
    streamed.
    """

    def __init__(
        self,
        retriever: NewsRetriever,
        generator: Generator | None = None,
        *,
        answers_from: float = ANSWERS,
        today: Callable[[], date] = date.today,
    ) -> None:
        """``generator``: with it a language model writes the answers, without it they are extracted.

        ``answers_from``: how probable it must be, in [0, 1], that the articles answer; below, it abstains: 0 answers
        whenever there is a sentence to show, 1 never.
        """
        self.retriever = retriever
        self.index = retriever.index
        self.generator = generator
        self._answers_from = answers_from
        self._today = today
        self._known: tuple[int, tuple[KnownOutlet, ...]] = (
            -1,
            (),
        )  # the outlets as of a change of the catalogue
        self.runnable: Runnable[Asked, Answer] = (
            RunnableLambda(self._understand)
            | RunnableLambda(self._retrieve_parts)
            | RunnableLambda(self._answer)
            | RunnableGenerator(_verified)
        )

    def ask(self, question: str, history: Sequence[Turn] = (), where: Filter = Filter()) -> Answer:  # noqa: B008
        """The whole answer. Raises StoreError if the index cannot be used."""
        answer = Answer(question)
        for answer in self.stream(question, history, where):  # noqa: B007  # the last is the whole
            pass
        return answer

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        where: Filter = Filter(),  # noqa: B008  # frozen
        *,
        only_where: bool = False,
    ) -> Iterator[Answer]:
        """Growing answers; the last one is complete. Raises StoreError if the index cannot be used.

        Closing the iterator stops the language model too. ``only_where``: no outlet or day is read in the
        question, e.g. as a person took what was read out again.
        """
        began, stop = time.perf_counter(), Stop()
        answers = self.runnable.stream(Asked(question, tuple(history), where, only_where, stop))
        try:
            for answer in answers:  # it has a name, so that it is not closed before the model is stopped:
                yield replace(answer, seconds=time.perf_counter() - began)
        finally:
            stop.set()  # a chain of LangChain's that is closed runs all its steps to their end

    def can_answer(self, question: str) -> bool:
        """Whether the articles answer a question, without the answer. Raises StoreError like ``stream``."""
        return self._retrieve_parts(self._understand(Asked(question))).support >= self._answers_from

    def known(self, question: str, history: Sequence[Turn] = ()) -> list[Known]:
        """What speaks for each sentence that may answer, best first: what ``support`` is made of."""
        found = self._retrieve(self._understand(Asked(question, tuple(history))))
        return [each.known for each in found.sentences]

    def search(
        self,
        question: str,
        history: Sequence[Turn] = (),
        where: Filter = Filter(),  # noqa: B008  # frozen
    ) -> tuple[RetrievedPassage, ...]:
        """The passages that an answer would be made from, best first. Raises StoreError as ``ask`` does."""
        return self._retrieve_parts(self._understand(Asked(question, tuple(history), where))).evidence

    # ── the steps ────────────────────────────────────────────────────────────────────────────────────────

    def _understand(self, asked: Asked) -> _Understood:
        query = self._read(replace(asked, question=asked.question[:LONGEST_QUESTION]))
        notices = query.notices
        if len(asked.question) > LONGEST_QUESTION:
            notices += (f"Only the first {LONGEST_QUESTION} characters of the question were read.",)
        failed, allowance = "", self.generator.allowance(asked.stop) if self.generator else None
        if self.generator and allowance and asked.history and query.asked:
            try:
                condensed = self.generator.condense(query.asked, asked.history, allowance)
                query = replace(query, searched=condensed, sides=())
            except ChatModelError as error:  # the rules' form is searched, and the answer says why
                failed = str(error)
        return _Understood(query, notices, failed, allowance, asked)

    def _read(self, asked: Asked) -> Query:
        last = self.index.catalog.newest()
        newest = last.date() if last else None
        read = asked.question, asked.history, asked.where, self._outlets(), self._today(), newest
        if asked.only_where:
            return understand_within(*read)
        return understand(*read, partial(event_article, self.index))

    def _outlets(self) -> tuple[KnownOutlet, ...]:
        seq = self.index.catalog.seq()
        if self._known[0] != seq:
            self._known = (seq, known_outlets(self.index.catalog))
        return self._known[1]

    def _retrieve_parts(self, understood: _Understood) -> _Found:
        """What is found for the question; for one of several parts the best of each in turn."""
        whole, asked = understood.query, understood.asked
        by_model = self.generator is not None and not understood.failed
        question = whole.searched if by_model and asked.history else whole.asked
        parts = parts_of(question) if asks(question) else ()
        if len(parts) < 2:
            return self._retrieve(understood)
        found: list[_Found] = []
        for number, part in enumerate(parts):
            before = tuple(Turn(each, "") for each in parts[:number]) if points_back(part) else ()
            history = (*asked.history, *before) if number == 0 or before else ()
            query = self._read(replace(asked, question=part, history=history))
            found.append(self._retrieve(replace(understood, query=query, notices=query.notices)))
        told = [notice for notice in understood.notices if notice not in whole.notices]
        return _Found(
            replace(whole, searched=question, where=asked.where),
            tuple(dict.fromkeys([*told, *(notice for each in found for notice in each.notices)])),
            understood.failed,
            understood.allowance,
            round_robin([each.evidence for each in found]),
            support=max(each.support for each in found),
            parts=tuple(found),
        )

    def _retrieve(self, understood: _Understood) -> _Found:
        query, notices = understood.query, understood.notices
        if query.everything:
            return self._everything(understood)
        if not query.terms:
            return _Found(query, (*notices, NO_QUESTION), understood.failed, understood.allowance, ())
        most = max(self.retriever.top_k, READ if self.generator is None else 0)
        documents, told = search(self.retriever, query, most, ANSWERS)
        notices += told
        if not documents and self.index.catalog.counts()[0] == 0:
            notices = (NO_ARTICLES,)
        evidence = tuple(document.metadata["retrieved"] for document in documents)
        readings = {
            d.metadata["retrieved"].passage.id: d.metadata["reading"]
            for d in documents
            if d.metadata["reading"]
        }
        sentences = gather(query, self._worth_reading(query, evidence), self.index.embedder, readings)
        chance = support(sentences, reader=bool(readings))
        return _Found(
            query, notices, understood.failed, understood.allowance, evidence, tuple(sentences), chance
        )

    def _everything(self, understood: _Understood) -> _Found:
        """What is found for a question without a topic: each article that its filter admits answers."""
        sentences, told = listed(self.index.catalog, understood.query)
        found = {each.excerpt.found.passage.id: each.excerpt.found for each in sentences}
        evidence = tuple(replace(each, rank=rank) for rank, each in enumerate(found.values(), 1))
        notices = (*understood.notices, *told)
        chance = CERTAIN if sentences else 0.0
        return _Found(
            understood.query,
            notices,
            understood.failed,
            understood.allowance,
            evidence,
            tuple(sentences),
            chance,
        )

    def _answer(self, found: _Found, *, extractive: bool = False) -> Iterator[Answer]:
        query = found.query
        asked = query.typed or query.asked
        base = Answer(
            asked,
            evidence=tuple(
                joined([p for p in found.evidence[: self.retriever.top_k] if p.score >= WORTH_CITING])
            ),
            searched=query.searched if query.searched != asked else "",
            notices=found.notices,
            where=query.where,
            support=found.support,
        )
        if not found.evidence or found.support < self._answers_from:
            yield self._abstained(base, found)
        elif self.generator is None or found.allowance is None or extractive:
            yield self._extracted(base, found)
        else:
            for answer in self._generated(base, found, self.generator, found.allowance):
                yield replace(answer, tokens=found.allowance.tokens)

    def _abstained(self, base: Answer, found: _Found) -> Answer:
        return replace(
            base, abstained=True, nearest=self._nearest(found), sentences=(), citations=(), evidence=()
        )

    def _nearest(self, found: _Found) -> tuple[Article, ...]:
        """The articles that come closest, also outside the filter where nothing is inside it."""
        articles = [retrieved.article for retrieved in found.evidence]
        if not articles and found.query.terms and found.query.where:
            articles = [hit.article for hit in self.index.search(found.query.searched, 2 * NEAREST)]
        return tuple({article.id: article for article in articles}.values())[:NEAREST]

    def _extracted(self, base: Answer, found: _Found) -> Answer:
        if found.parts:
            return together(base, [next(self._answer(each, extractive=True)) for each in found.parts])
        made = extract(found.query, found.sentences)
        if not made.sentences:
            return self._abstained(base, found)
        return replace(
            base,
            sentences=made.sentences,
            citations=made.citations,
            mode="extractive",
            shape=made.shape,
            differ=made.differ,
            partly=made.partly
            or (partly(found.query, made) if found.support < self._answers_from + PARTLY else ""),
        )

    def _worth_reading(self, query: Query, found: Sequence[RetrievedPassage]) -> list[RetrievedPassage]:
        """The passages to choose sentences from; for a timeline also how each of their articles begins."""
        evidence = [retrieved for retrieved in found if retrieved.score >= WORTH_READING]
        if shape_of(query.asked, fact=query.kind != "account") != "timeline":
            return evidence
        held = {retrieved.passage.id for retrieved in evidence}
        articles = {retrieved.article.id: retrieved for retrieved in reversed(evidence)}
        leads = ((best, self.index.catalog.passages(id_)[:1]) for id_, best in articles.items())
        return evidence + [
            replace(best, passage=lead[0]) for best, lead in leads if lead and lead[0].id not in held
        ]

    def _generated(
        self, base: Answer, found: _Found, generator: Generator, allowance: Allowance
    ) -> Iterator[Answer]:
        written = None
        try:
            if found.failed:
                raise ChatModelError(found.failed)
            with closing(generator.write(found.query.searched, base.evidence, allowance)) as growing:
                for written in growing:
                    yield replace(_written(base, written), complete=False)
        except ChatModelError as error:
            notice = f"The language model did not answer: {error}. These are the articles' own words."
            yield self._extracted(replace(base, notices=(*base.notices, notice)), found)
            return
        if written is None or written.says_not:
            abstained = self._abstained(base, found)
            yield replace(abstained, mode="generative", notices=(*base.notices, MODEL_FOUND_NOTHING))
        elif not written.sentences:
            yield self._extracted(replace(base, notices=(*base.notices, NOT_BORNE_OUT)), found)
        else:
            yield _written(replace(base, notices=(*base.notices, *_left_out(written.struck))), written)


def _written(base: Answer, written: Written) -> Answer:
    return replace(base, mode="generative", sentences=written.sentences, citations=written.citations)


def _left_out(sentences: int) -> tuple[str, ...]:
    if not sentences:
        return ()
    what = "One sentence" if sentences == 1 else f"{sentences} sentences"
    return (f"{what} of the language model left out: the articles do not bear it out.",)


def _verified(answers: Iterator[Answer]) -> Iterator[Answer]:
    """Let an answer through once each citation is a slice of its article and each sentence's citations stand."""
    for answer in answers:
        citations = {citation.number: citation for citation in answer.citations}
        for citation in answer.citations:
            if citation.article.text[citation.start : citation.end] != citation.quote:
                raise DatelineError(  # a fault of ours: better no answer than a false citation
                    f"Citation [{citation.number}] is no slice of “{citation.article.title}”; please report this."
                )
        checked = tuple(hold(sentence, citations) for sentence in answer.sentences)
        yield replace(answer, sentences=checked)
