"""One conversation: questions, growing answers, and what it looks like."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.answer import Answer, Turn
from errors import DatelineError
from ui.answer import turn
from ui.render import Html, join
from ui.texts import say

log = logging.getLogger(__name__)


class Answers(Protocol):
    """What the page needs of an assistant."""

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Answer]:
        """Growing answers; the last one is complete."""
        ...


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what has come of it so far."""

    question: str
    answer: Answer | None = None
    status: str = ""
    busy: bool = False  # more is to come


@dataclass(frozen=True, slots=True)
class Conversation:
    """The exchanges of one browser session, oldest first."""

    exchanges: tuple[Exchange, ...] = ()

    def history(self) -> list[Turn]:
        """What was asked and answered, for follow-up questions."""
        return [Turn(each.question, each.answer.text) for each in self.exchanges if each.answer is not None]

    def ask(self, question: str, assistant: Answers, is_warm: Callable[[], bool]) -> Iterator[Conversation]:
        """The conversation with ``question`` and its answer as it grows; a failure becomes a sentence."""
        history = self.history()
        asked = replace(self, exchanges=(*self.exchanges, Exchange(question)))
        yield asked._with(status=say("reading") if is_warm() else say("warming"), busy=True)
        try:
            for answer in assistant.stream(question, history):
                status = "" if answer.complete else say("reading")
                asked = asked._with(answer=answer, status=status, busy=not answer.complete)
                yield asked
        except DatelineError as problem:
            yield asked._failed(str(problem))
        except Exception as unforeseen:
            log.exception("A question was not answered")
            yield asked._failed(type(unforeseen).__name__)

    def stopped(self) -> Conversation:
        """The conversation after a person stopped the answer."""
        if not self.exchanges:
            return self
        if not self.exchanges[-1].busy:
            return self
        last = self.exchanges[-1].answer
        return self._with(answer=replace(last, complete=True) if last else None, status=say("stopped"))

    def past(self) -> str:
        """Everything but the last exchange."""
        return str(join(self._turns()[:-1]))

    def last(self) -> str:
        """The last exchange."""
        return str(join(self._turns()[-1:]))

    def _turns(self) -> list[Html]:
        return [turn(n, e.question, e.answer, e.status, busy=e.busy) for n, e in enumerate(self.exchanges, 1)]

    def _with(self, *, answer: Answer | None = None, status: str, busy: bool = False) -> Conversation:
        last = replace(self.exchanges[-1], answer=answer, status=status, busy=busy)
        return replace(self, exchanges=(*self.exchanges[:-1], last))

    def _failed(self, reason: str) -> Conversation:
        last = self.exchanges[-1].answer
        whole = replace(last, complete=True) if last else None
        return self._with(answer=whole, status=say("failed", reason=reason))
