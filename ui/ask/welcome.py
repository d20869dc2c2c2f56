"""What stands where no question has been asked, and what may be asked next."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from assistant.conversation.suggest import suggest_questions
from ui.frame.render import fill_html, join_html
from ui.texts import say_text
from vectorstore.catalogue.catalog import Catalog

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

    def get_known(self) -> list[str]:
        """The questions as they were made last, without a wait while the index changes often."""
        return self._made[1] or self.make_newest()

    def make_newest(self) -> list[str]:
        """The questions for the index as it is now."""
        warm = self._is_warm()
        version = (self._catalog.last_change(), warm)
        with self._lock:
            if self._made[0] != version:
                rows = self._catalog.list_articles(limit=LOOKED_AT).rows
                entries = self._catalog.get_entries([row.id for row in rows])
                articles = [entries[row.id].article for row in rows if row.id in entries]
                check = self._can_answer if warm else lambda _: True
                self._made = (version, suggest_questions(articles, check, EXAMPLES))
            return self._made[1]


def render_welcome(catalog: Catalog, examples: Sequence[str]) -> str:
    """Examples from the index, or the invitation to add."""
    if not catalog.count_all()[0]:
        return str(
            fill_html(
                '<div class="welcome"><p class="invite">{invite}</p><p>{hint}</p>'
                '<button type="button" class="plain" data-tab="add">{button}</button></div>',
                invite=say_text("invite"),
                hint=say_text("invite_hint"),
                button=say_text("invite_button"),
            )
        )
    asks = fill_html(
        '<p class="lead">{lead}</p><ul>{asks}</ul>',
        lead=say_text("examples"),
        asks=_render_questions(examples),
    )
    return str(
        fill_html(
            '<div class="welcome"><p class="invite">{tagline}</p>{asks}</div>',
            tagline=say_text("tagline"),
            asks=asks if examples else "",
        )
    )


def render_follow_ups(questions: Sequence[str], number: int) -> str:
    """What may be asked after exchange ``number``."""
    if not questions:
        return ""
    return str(
        fill_html(
            '<div class="next" data-after="{number}"><p class="lead">{lead}</p><ul>{asks}</ul></div>',
            number=number,
            lead=say_text("follow_ups"),
            asks=_render_questions(questions),
        )
    )


def render_hint() -> str:
    """Which keys do what."""
    return str(fill_html('<p class="hint">{hint}</p>', hint=say_text("question_hint")))


def render_waiting() -> str:
    """That a question waits for the answer to the last one; a script shows it where that is so."""
    return str(
        fill_html(
            '<p class="waits" role="status" hidden>{text} '
            '<button type="button" class="link" data-unwait="">{cancel}</button></p>',
            text=say_text("waits"),
            cancel=say_text("cancel"),
        )
    )


def _render_questions(questions: Sequence[str]) -> object:
    return join_html(
        fill_html(
            '<li><button type="button" class="example" data-ask="{q}" dir="auto">{q}</button></li>',
            q=question,
        )
        for question in questions
    )
