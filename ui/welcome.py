"""What stands where no question has been asked, and what may be asked next."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from assistant.suggest import suggested
from ui.render import html, join
from ui.texts import say
from vectorstore.catalog import Catalog

EXAMPLES = 4
LOOKED_AT = 12  # of the newest articles


class Examples:
    """Questions that the newest articles answer, one per article; kept until the index changes."""

    def __init__(
        self, catalog: Catalog, can_answer: Callable[[str], bool], is_warm: Callable[[], bool]
    ) -> None:
        """``can_answer`` is asked once everything is warm; until then what an article says is believed."""
        self._catalog = catalog
        self._can_answer = can_answer
        self._is_warm = is_warm
        self._lock = threading.Lock()
        self._made: tuple[object, list[str]] = (None, [])

    def known(self) -> list[str]:
        """The questions as they were made last, without a wait while the index changes often."""
        return self._made[1] or self.newest()

    def newest(self) -> list[str]:
        """The questions for the index as it is now."""
        warm = self._is_warm()
        version = (self._catalog.seq(), warm)
        with self._lock:
            if self._made[0] != version:
                rows = self._catalog.articles(limit=LOOKED_AT).rows
                entries = self._catalog.entries([row.id for row in rows])
                articles = [entries[row.id].article for row in rows if row.id in entries]
                check = self._can_answer if warm else lambda _: True
                self._made = (version, suggested(articles, check, EXAMPLES))
            return self._made[1]


def welcome(catalog: Catalog, examples: Sequence[str]) -> str:
    """Examples from the index, or the invitation to add."""
    if not catalog.counts()[0]:
        return str(
            html(
                '<div class="welcome"><p class="invite">{invite}</p><p>{hint}</p>'
                '<button type="button" class="plain" data-tab="add">{button}</button></div>',
                invite=say("invite"),
                hint=say("invite_hint"),
                button=say("invite_button"),
            )
        )
    asks = html('<p class="lead">{lead}</p><ul>{asks}</ul>', lead=say("examples"), asks=_asks(examples))
    return str(
        html(
            '<div class="welcome"><p class="invite">{tagline}</p>{asks}</div>',
            tagline=say("tagline"),
            asks=asks if examples else "",
        )
    )


def follow_ups(questions: Sequence[str], number: int) -> str:
    """What may be asked after exchange ``number``."""
    if not questions:
        return ""
    return str(
        html(
            '<div class="next" data-after="{number}"><p class="lead">{lead}</p><ul>{asks}</ul></div>',
            number=number,
            lead=say("follow_ups"),
            asks=_asks(questions),
        )
    )


def hint() -> str:
    """Which keys do what."""
    return str(html('<p class="hint">{hint}</p>', hint=say("question_hint")))


def waits() -> str:
    """That a question waits for the answer to the last one; a script shows it where that is so."""
    return str(
        html(
            '<p class="waits" role="status" hidden>{text} '
            '<button type="button" class="link" data-unwait="">{cancel}</button></p>',
            text=say("waits"),
            cancel=say("cancel"),
        )
    )


def _asks(questions: Sequence[str]) -> object:
    return join(
        html(
            '<li><button type="button" class="example" data-ask="{q}" dir="auto">{q}</button></li>',
            q=question,
        )
        for question in questions
    )
