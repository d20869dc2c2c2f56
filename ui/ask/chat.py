"""One conversation: questions, growing answers, and what it looks like."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from types import MappingProxyType
from typing import Protocol

from assistant.conversation.history import History
from assistant.types import Answer, Turn
from errors import DatelineError
from ui.ask.answer import render_turn
from ui.frame.messages import translate
from ui.frame.render import Html, fill_html, join_html
from ui.texts import say_text
from vectorstore.types import Filter

log = logging.getLogger(__name__)
_askings = count(1)


class AnswerStream(Protocol):
    """What the page needs of an assistant."""

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        where: Filter = Filter(),  # noqa: B008  # frozen
        *,
        only_where: bool = False,
    ) -> Iterator[Answer]:
        """Growing answers; the last one is complete. ``only_where``: nothing more is read in the question."""
        ...

    def can_answer(self, question: str) -> bool:
        """Whether a question is worth suggesting."""
        ...


def is_answered(question: str, assistant: AnswerStream) -> bool:
    """Whether a question is worth suggesting; one over which something goes wrong is not."""
    try:
        return assistant.can_answer(question)
    except Exception:
        log.exception("A question was not suggested")
        return False


def render_missing() -> str:
    """In place of a conversation that does not exist."""
    return str(fill_html('<p class="notice">{text}</p>', text=say_text("conversation_missing")))


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what has come of it so far."""

    question: str
    answer: Answer | None = None
    status: str = ""
    busy: bool = False  # more is to come
    good: bool | None = None  # what a person thought of the answer, None if nothing was said
    asking: int = field(default_factory=lambda: next(_askings))  # tells it from the same question asked again


@dataclass(frozen=True, slots=True)
class ShownConversation:
    """The exchanges of one browser session, oldest first."""

    exchanges: tuple[Exchange, ...] = ()
    id: str = ""  # where it is saved; "" while nothing was answered

    @classmethod
    def open_saved(
        cls, history: History, id_: str, owner: str, thumbs: Mapping[int, bool] = MappingProxyType({})
    ) -> ShownConversation | None:
        """A saved conversation; None if there is none with this id that ``owner`` may read.

        ``thumbs``: what the person who opens it thought of its answers, by their number from 1.
        """
        if not history.may_read(id_, owner):
            return None
        answers = enumerate(history.list_answers(id_), 1)
        return cls(tuple(Exchange(a.question, a, good=thumbs.get(n)) for n, a in answers), id_)

    def list_turns(self) -> list[Turn]:
        """What was asked and answered, for follow-up questions."""
        return [Turn(each.question, each.answer.text) for each in self.exchanges if each.answer is not None]

    def keep_before(self, number: int) -> ShownConversation:
        """What came before exchange ``number``, counted from 1."""
        return replace(self, exchanges=self.exchanges[: max(0, number - 1)])

    def get_exchange(self, number: int) -> Exchange | None:
        """Exchange ``number``, counted from 1."""
        return self.exchanges[number - 1] if 0 < number <= len(self.exchanges) else None

    def ask_question(
        self,
        question: str,
        where: Filter,
        assistant: AnswerStream,
        is_warm: Callable[[], bool],
        *,
        only_where: bool = False,
        alone: bool = False,
    ) -> Iterator[ShownConversation]:
        """The conversation with ``question`` and its answer as it grows; a failure becomes a sentence.

        ``only_where``: no more filters are read in the question. ``alone``: it follows nothing asked before.
        """
        history = [] if alone else self.list_turns()
        asked = replace(self, exchanges=(*self.exchanges, Exchange(question)))
        yield asked._with_answer(status=say_text("reading") if is_warm() else say_text("warming"), busy=True)
        try:
            for answer in assistant.stream(question, history, where, only_where=only_where):
                status = "" if answer.complete else say_text("reading")
                asked = asked._with_answer(answer=answer, status=status, busy=not answer.complete)
                yield asked
        except DatelineError as problem:
            yield asked._with_failure(translate(str(problem)))
        except Exception as unforeseen:
            log.exception("A question was not answered")
            yield asked._with_failure(say_text("unforeseen", kind=type(unforeseen).__name__))

    def mark_stopped(self) -> ShownConversation:
        """The conversation after a person stopped the answer."""
        if not self.exchanges or not self.exchanges[-1].busy:
            return self
        last = self.exchanges[-1].answer
        return self._with_answer(
            answer=replace(last, complete=True) if last else None, status=say_text("stopped")
        )

    def keep_thought(self, number: int, good: bool) -> ShownConversation:
        """With what a person thought of exchange ``number``, counted from 1."""
        exchanges = list(self.exchanges)
        exchanges[number - 1] = replace(exchanges[number - 1], good=good)
        return replace(self, exchanges=tuple(exchanges))

    def save_to(self, history: History, owner: str) -> ShownConversation:
        """Saved with its last answer; one that is another's becomes a copy of one's own.

        Raises StoreError if it cannot be saved.
        """
        answers = [each.answer for each in self.exchanges if each.answer is not None]
        if not answers or self.exchanges[-1].busy:
            return self
        id_, new = self.id, answers[-1:]
        if not id_ or not history.is_owner(id_, owner):
            id_, new = history.create_conversation(owner=owner), answers
        history.cut_turns(id_, len(answers) - len(new), owner)
        for answer in new:
            history.append_answer(id_, answer, owner)
        return replace(self, id=id_)

    def render_past(self) -> str:
        """Everything but the last exchange."""
        return str(join_html(self._render_turns()[:-1]))

    def render_last(self) -> str:
        """The last exchange."""
        return str(join_html(self._render_turns()[-1:]))

    def _render_turns(self) -> list[Html]:
        return [
            render_turn(
                n,
                e.question,
                e.answer,
                e.status,
                asking=e.asking,
                busy=e.busy,
                good=e.good,
                conversation=self.id,
            )
            for n, e in enumerate(self.exchanges, 1)
        ]

    def _with_answer(
        self, *, answer: Answer | None = None, status: str, busy: bool = False
    ) -> ShownConversation:
        last = replace(self.exchanges[-1], answer=answer, status=status, busy=busy)
        return replace(self, exchanges=(*self.exchanges[:-1], last))

    def _with_failure(self, reason: str) -> ShownConversation:
        last = self.exchanges[-1].answer
        whole = replace(last, complete=True) if last else None
        return self._with_answer(answer=whole, status=say_text("failed", reason=reason))
