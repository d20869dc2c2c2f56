"""One conversation: questions, growing answers, and what it looks like."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.answer import Answer, Turn
from errors import DatelineError
from ui import texts
from ui.render import Html, headline, html, join, turn
from vectorstore.catalog import Catalog

log = logging.getLogger(__name__)

EXAMPLES = 4


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


@dataclass(frozen=True, slots=True)
class Conversation:
    """The exchanges of one browser session, oldest first."""

    exchanges: tuple[Exchange, ...] = ()

    def history(self) -> list[Turn]:
        """What was asked and answered, for follow-up questions."""
        return [
            Turn(each.question, each.answer.text or texts.ABSTAINS)
            for each in self.exchanges
            if each.answer is not None
        ]

    def ask(self, question: str, assistant: Answers, is_warm: Callable[[], bool]) -> Iterator[Conversation]:
        """The conversation with ``question`` and its answer as it grows; a failure becomes a sentence."""
        history = self.history()
        asked = replace(self, exchanges=(*self.exchanges, Exchange(question)))
        yield asked._with(status=texts.READING if is_warm() else texts.WARMING)
        try:
            for answer in assistant.stream(question, history):
                asked = asked._with(answer=answer, status="" if answer.complete else texts.READING)
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
        last = self.exchanges[-1].answer
        if last is not None and last.complete:
            return self
        return self._with(answer=replace(last, complete=True) if last else None, status=texts.STOPPED)

    def past(self) -> str:
        """Everything but the last exchange."""
        return str(join(self._turns()[:-1]))

    def last(self) -> str:
        """The last exchange."""
        return str(join(self._turns()[-1:]))

    def _turns(self) -> list[Html]:
        return [turn(n, e.question, e.answer, e.status) for n, e in enumerate(self.exchanges, 1)]

    def _with(self, *, answer: Answer | None = None, status: str) -> Conversation:
        last = replace(self.exchanges[-1], answer=answer, status=status)
        return replace(self, exchanges=(*self.exchanges[:-1], last))

    def _failed(self, reason: str) -> Conversation:
        last = self.exchanges[-1].answer
        whole = replace(last, complete=True) if last else None
        return self._with(answer=whole, status=texts.FAILED.format(reason=reason))


def welcome(catalog: Catalog) -> str:
    """What stands where no question has been asked: examples from the index, or the invitation to add."""
    if not catalog.counts()[0]:
        return str(
            html(
                '<div class="welcome"><p class="invite">{invite}</p><p>{hint}</p>'
                '<button type="button" class="plain" data-tab="add">{button}</button></div>',
                invite=texts.INVITE,
                hint=texts.INVITE_HINT,
                button=texts.INVITE_BUTTON,
            )
        )
    asks = [
        html('<li><button type="button" class="example" data-ask="{q}">{q}</button></li>', q=question)
        for question in examples(catalog)
    ]
    return str(
        html(
            '<div class="welcome"><p class="invite">{tagline}</p><p class="lead">{lead}</p><ul>{asks}</ul></div>',
            tagline=texts.TAGLINE,
            lead=texts.EXAMPLES,
            asks=join(asks),
        )
    )


def examples(catalog: Catalog) -> list[str]:
    """Questions that the newest articles answer, one per article."""
    found: list[str] = []
    for row in catalog.articles(limit=3 * EXAMPLES).rows:
        tag = next((tag for tag in row.tags if 3 < len(tag) < 40), None)
        about_headline = texts.EXAMPLE_HEADLINE.format(headline=headline(row.title)[:120])
        question = texts.EXAMPLE_TAG.format(tag=tag) if tag else about_headline
        if question not in found:
            found.append(question)
    return found[:EXAMPLES]
