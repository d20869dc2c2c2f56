"""From a question to an answer: understand | retrieve | answer | verify."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date

from langchain_core.runnables import Runnable, RunnableGenerator, RunnableLambda

from assistant.evidence.neighbours import join_neighbours
from assistant.evidence.retriever import NewsRetriever
from assistant.extractive.earlier_versions import add_earlier_versions
from assistant.extractive.extract import extract_answer, tell_partial
from assistant.finder import ANSWERS, AskedQuestion, Finder, FoundEvidence, UnderstoodQuestion
from assistant.generative.cite import WrittenAnswer
from assistant.generative.generate import AnswerAllowance, Generator
from assistant.generative.reply import StopSignal
from assistant.question.decomposition import join_answers
from assistant.selection.answerability import Traits, compute_traits
from assistant.types import Answer, RetrievedPassage, Turn
from assistant.verification.verify import hold_citations
from errors import ChatModelError, DatelineError
from news.article import Article
from vectorstore.types import Filter

LONGEST_QUESTION = 1000  # characters; what is longer is an article, not a question
PARTLY = 0.15  # above that, up to here, an answer is said to cover the question only in part
WORTH_CITING = 0.2  # passages less probable than this are no evidence
NEAREST = 5  # headlines shown when the articles do not say

NOT_BORNE_OUT = (
    "Nothing that the language model wrote is borne out by the articles. These are the articles' own words."
)

MODEL_FOUND_NOTHING = "The language model found no answer in the passages that come closest."


class Assistant:
    """Answers questions from one index. Safe from many threads.

    ``runnable`` is the whole way as one LangChain runnable: ``AskedQuestion`` in, ``Answer`` out, growing answers when
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
        self._finder = Finder(retriever, today)
        self.runnable: Runnable[AskedQuestion, Answer] = (
            RunnableLambda(self._understand_question)
            | RunnableLambda(self._finder.find_evidence)
            | RunnableLambda(self._make_answer)
            | RunnableGenerator(_verify_answers)
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
        began, stop = time.perf_counter(), StopSignal()
        answers = self.runnable.stream(AskedQuestion(question, tuple(history), where, only_where, stop))
        try:
            for answer in answers:  # it has a name, so that it is not closed before the model is stopped:
                yield replace(answer, seconds=time.perf_counter() - began)
        finally:
            stop.set()  # a chain of LangChain's that is closed runs all its steps to their end

    def can_answer(self, question: str) -> bool:
        """Whether the articles answer a question, without the answer. Raises StoreError like ``stream``."""
        return (
            self._finder.find_evidence(self._understand_question(AskedQuestion(question))).answerability
            >= self._answers_from
        )

    def compute_traits(
        self,
        question: str,
        history: Sequence[Turn] = (),
        where: Filter = Filter(),  # noqa: B008  # frozen
    ) -> Traits:
        """What the probability that the articles answer is made of. Raises StoreError as ``ask`` does."""
        return compute_traits(
            self._finder.find_for_one(
                self._understand_question(AskedQuestion(question, tuple(history), where))
            ).sentences
        )

    def search(
        self,
        question: str,
        history: Sequence[Turn] = (),
        where: Filter = Filter(),  # noqa: B008  # frozen
    ) -> tuple[RetrievedPassage, ...]:
        """The passages that an answer would be made from, best first. Raises StoreError as ``ask`` does."""
        understood = self._understand_question(AskedQuestion(question, tuple(history), where))
        return self._finder.find_evidence(understood, sentences=False).evidence

    # ── the steps ────────────────────────────────────────────────────────────────────────────────────────

    def _understand_question(self, asked: AskedQuestion) -> UnderstoodQuestion:
        before = (
            Turn(_plain(each.question[:LONGEST_QUESTION]), _plain(each.answer)) for each in asked.history
        )
        asked = replace(asked, question=_plain(asked.question), history=tuple(before))
        query = self._finder.read_question(replace(asked, question=asked.question[:LONGEST_QUESTION]))
        notices = query.notices
        if len(asked.question) > LONGEST_QUESTION:
            notices += (f"Only the first {LONGEST_QUESTION} characters of the question were read.",)
        failed, allowance = "", self.generator.start_allowance(asked.stop) if self.generator else None
        if self.generator and allowance and asked.history and query.asked:
            try:
                condensed = self.generator.condense_question(query.asked, asked.history, allowance)
                query = replace(query, searched=condensed, sides=())
            except ChatModelError as error:  # the rules' form is searched, and the answer says why
                failed = str(error)
        return UnderstoodQuestion(query, notices, failed, allowance, asked)

    def _make_answer(self, found: FoundEvidence, *, extractive: bool = False) -> Iterator[Answer]:
        query = found.query
        asked = query.typed or query.asked
        base = Answer(
            asked,
            evidence=tuple(
                join_neighbours(
                    [p for p in found.evidence[: self.retriever.top_k] if p.score >= WORTH_CITING]
                )
            ),
            searched=query.searched if query.searched != asked else "",
            notices=found.understood.notices,
            where=query.where,
            answerability=found.answerability,
        )
        if not found.evidence or found.answerability < self._answers_from:
            yield self._abstain(base, found)
        elif self.generator is None or (allowance := found.understood.allowance) is None or extractive:
            yield self._extract_answer(base, found)
        else:
            for answer in self._generate_answer(base, found, self.generator, allowance):
                yield replace(answer, tokens=allowance.total_tokens)

    def _abstain(self, base: Answer, found: FoundEvidence) -> Answer:
        return replace(
            base, abstained=True, nearest=self._find_nearest(found), sentences=(), citations=(), evidence=()
        )

    def _find_nearest(self, found: FoundEvidence) -> tuple[Article, ...]:
        """The articles that come closest, also outside the filter where nothing is inside it."""
        articles = [retrieved.article for retrieved in found.evidence]
        if not articles and found.query.terms and found.query.where:
            articles = [hit.article for hit in self.index.search_passages(found.query.searched, 2 * NEAREST)]
        return tuple({article.id: article for article in articles}.values())[:NEAREST]

    def _extract_answer(self, base: Answer, found: FoundEvidence) -> Answer:
        if found.parts:
            return join_answers(
                base, [next(self._make_answer(each, extractive=True)) for each in found.parts]
            )
        made = extract_answer(found.query, found.sentences)
        made = add_earlier_versions(found.query, made, self.index.catalog)
        if not made.sentences:
            return self._abstain(base, found)
        return replace(
            base,
            sentences=made.sentences,
            citations=made.citations,
            mode="extractive",
            shape=made.shape,
            disagreement_notice=made.disagreement_notice,
            partial_notice=made.partial_notice
            or (tell_partial(found.query, made) if found.answerability < self._answers_from + PARTLY else ""),
        )

    def _generate_answer(
        self, base: Answer, found: FoundEvidence, generator: Generator, allowance: AnswerAllowance
    ) -> Iterator[Answer]:
        written = None
        try:
            if found.understood.failed:
                raise ChatModelError(found.understood.failed)
            with closing(generator.write_answer(found.query.searched, base.evidence, allowance)) as growing:
                for written in growing:
                    yield replace(_with_written(base, written), complete=False)
        except ChatModelError as error:
            notice = f"The language model did not answer: {error}. These are the articles' own words."
            yield self._extract_answer(replace(base, notices=(*base.notices, notice)), found)
            return
        if written is None or written.says_not:
            abstained = self._abstain(base, found)
            yield replace(abstained, mode="generative", notices=(*base.notices, MODEL_FOUND_NOTHING))
        elif not written.sentences:
            yield self._extract_answer(replace(base, notices=(*base.notices, NOT_BORNE_OUT)), found)
        else:
            yield _with_written(
                replace(base, notices=(*base.notices, *_tell_left_out(written.struck_count))), written
            )


def _plain(text: str) -> str:
    """The text without halves of characters, which no engine takes, e.g. of a symbol that was cut in two."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _with_written(base: Answer, written: WrittenAnswer) -> Answer:
    return replace(base, mode="generative", sentences=written.sentences, citations=written.citations)


def _tell_left_out(sentences: int) -> tuple[str, ...]:
    if not sentences:
        return ()
    what = "One sentence" if sentences == 1 else f"{sentences} sentences"
    return (f"{what} of the language model left out: the articles do not bear it out.",)


def _verify_answers(answers: Iterator[Answer]) -> Iterator[Answer]:
    """Let an answer through once each citation is a slice of its article and each sentence's citations stand."""
    for answer in answers:
        citations = {citation.number: citation for citation in answer.citations}
        for citation in answer.citations:
            if citation.article.text[citation.start : citation.end] != citation.quote:
                raise DatelineError(  # a fault of ours: better no answer than a false citation
                    f"Citation [{citation.number}] is no slice of “{citation.article.title}”; please report this."
                )
        checked = tuple(hold_citations(sentence, citations) for sentence in answer.sentences)
        yield replace(answer, sentences=checked)
