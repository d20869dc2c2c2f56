"""One conversation: questions, growing answers, and what it looks like."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from types import MappingProxyType
from typing import Protocol

from assistant.answer import Answer, Turn
from assistant.history import History
from errors import DatelineError
from ui.answer import turn
from ui.messages import tell
from ui.render import Html, html, join
from ui.texts import say
from vectorstore.passages import Filter

log = logging.getLogger(__name__)
_askings = count(1)


class Answers(Protocol):
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


def is_answered(question: str, assistant: Answers) -> bool:
    """Whether a question is worth suggesting; one over which something goes wrong is not."""
    try:
        return assistant.can_answer(question)
    except Exception:
        log.exception("A question was not suggested")
        return False


def missing() -> str:
    """In place of a conversation that does not exist."""
    return str(html('<p class="notice">{text}</p>', text=say("conversation_missing")))


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
class Conversation:
    """The exchanges of one browser session, oldest first."""

    exchanges: tuple[Exchange, ...] = ()
    id: str = ""  # where it is saved; "" while nothing was answered

    @classmethod
    def opened(
        cls, history: History, id_: str, owner: str, thumbs: Mapping[int, bool] = MappingProxyType({})
    ) -> Conversation | None:
        """A saved conversation; None if there is none with this id that ``owner`` may read.

        ``thumbs``: what the person who opens it thought of its answers, by their number from 1.
        """
        if not history.may_read(id_, owner):
            return None
        answers = enumerate(history.answers(id_), 1)
        return cls(tuple(Exchange(a.question, a, good=thumbs.get(n)) for n, a in answers), id_)

    def history(self) -> list[Turn]:
        """What was asked and answered, for follow-up questions."""
        return [Turn(each.question, each.answer.text) for each in self.exchanges if each.answer is not None]

    def before(self, number: int) -> Conversation:
        """What came before exchange ``number``, counted from 1."""
        return replace(self, exchanges=self.exchanges[: max(0, number - 1)])

    def exchange(self, number: int) -> Exchange | None:
        """Exchange ``number``, counted from 1."""
        return self.exchanges[number - 1] if 0 < number <= len(self.exchanges) else None

    def ask(
        self,
        question: str,
        where: Filter,
        assistant: Answers,
        is_warm: Callable[[], bool],
        *,
        only_where: bool = False,
        alone: bool = False,
    ) -> Iterator[Conversation]:
        """The conversation with ``question`` and its answer as it grows; a failure becomes a sentence.

        ``only_where``: no more filters are read in the question. ``alone``: it follows nothing asked before.
        """
        history = [] if alone else self.history()
        asked = replace(self, exchanges=(*self.exchanges, Exchange(question)))
        yield asked._with(status=say("reading") if is_warm() else say("warming"), busy=True)
        try:
            for answer in assistant.stream(question, history, where, only_where=only_where):
                status = "" if answer.complete else say("reading")
                asked = asked._with(answer=answer, status=status, busy=not answer.complete)
                yield asked
        except DatelineError as problem:
            yield asked._failed(tell(str(problem)))
        except Exception as unforeseen:
            log.exception("A question was not answered")
            yield asked._failed(say("unforeseen", kind=type(unforeseen).__name__))

    def stopped(self) -> Conversation:
        """The conversation after a person stopped the answer."""
        if not self.exchanges or not self.exchanges[-1].busy:
            return self
        last = self.exchanges[-1].answer
        return self._with(answer=replace(last, complete=True) if last else None, status=say("stopped"))

    def thought(self, number: int, good: bool) -> Conversation:
        """With what a person thought of exchange ``number``, counted from 1."""
        exchanges = list(self.exchanges)
        exchanges[number - 1] = replace(exchanges[number - 1], good=good)
        return replace(self, exchanges=tuple(exchanges))

    def saved(self, history: History, owner: str) -> Conversation:
        """Saved with its last answer; one that is another's becomes a copy of one's own.

        Raises StoreError if it cannot be saved.
        """
        answers = [each.answer for each in self.exchanges if each.answer is not None]
        if not answers or self.exchanges[-1].busy:
            return self
        id_, new = self.id, answers[-1:]
        if not id_ or not history.is_owner(id_, owner):
            id_, new = history.create(owner=owner), answers
        history.cut(id_, len(answers) - len(new), owner)
        for answer in new:
            history.append(id_, answer, owner)
        return replace(self, id=id_)

    def past(self) -> str:
        """Everything but the last exchange."""
        return str(join(self._turns()[:-1]))

    def last(self) -> str:
        """The last exchange."""
        return str(join(self._turns()[-1:]))

    def _turns(self) -> list[Html]:
        return [
            turn(
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

    def _with(self, *, answer: Answer | None = None, status: str, busy: bool = False) -> Conversation:
        last = replace(self.exchanges[-1], answer=answer, status=status, busy=busy)
        return replace(self, exchanges=(*self.exchanges[:-1], last))

    def _failed(self, reason: str) -> Conversation:
        last = self.exchanges[-1].answer
        whole = replace(last, complete=True) if last else None
        return self._with(answer=whole, status=say("failed", reason=reason))
