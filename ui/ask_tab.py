"""The tab where questions are asked: where things stand in it, and what happens on which event.

No postponed annotations: see ``ui.page``.
"""

import logging
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from assistant.feedback import Feedback
from assistant.history import History
from assistant.suggest import follow_ups
from errors import StoreError
from ui import chat, scope, sources, welcome
from ui.parts import QUICK, Frame, markup
from ui.priority import AnswersFirst
from ui.texts import label, say
from ui.visitor import owner
from vectorstore.passages import Filter

log = logging.getLogger(__name__)

SUGGESTING = 10.0  # seconds that suggestions wait at most, altogether, while others are answered
RENEWED = 10.0  # seconds between looks at whether other examples are due
SLOW: dict[str, Any] = {  # an answer; what is asked meanwhile waits in the browser (ui/script/ask.js)
    "show_progress": "hidden",
    "api_visibility": "private",
    "trigger_mode": "multiple",
}
SIGN = "() => {{ document.dispatchEvent(new Event('dateline-{what}')); }}"  # tells ui/script/ask.js


class AskTab:
    """The conversation, and the box where the next question is typed."""

    def __init__(self) -> None:
        """Lay it out in the tab that is open."""
        import gradio as gr

        self._answers_first = AnswersFirst()
        self._conversation = gr.State(chat.Conversation())
        self._where = gr.State(Filter())
        self._editing = gr.State(0)  # the number of the question that is being written anew
        self._past = markup("past")
        self._live = markup("live")
        self._next = markup("next")
        self._welcome = markup("welcome")
        with gr.Column(elem_id="composer"):
            self._chips = markup("chips")
            self._waits = markup("waits")
            with gr.Row(elem_id="ask-row"):
                self._box = gr.Textbox(
                    label=label("question_label"),
                    show_label=False,
                    placeholder=label("question_placeholder"),
                    lines=1,
                    max_lines=8,
                    max_length=10_000,
                    container=False,
                    autofocus=True,
                    interactive=True,  # though no event takes it: a script does
                    elem_id="question",
                    scale=1,
                )
                gr.Button(label("ask_button"), variant="primary", elem_id="ask", scale=0)
                self._stop = gr.Button(label("stop_button"), elem_id="stop", scale=0)
            with gr.Row(elem_id="ask-foot"):
                self._scope = markup("scope")
                self._hint = markup("hint")
                self._new = gr.Button(label("new_button"), elem_id="new", size="sm", scale=0)

        self._given = [self._conversation, self._where]  # what every handler that asks is given,
        self._talk = [  # and what it shows
            self._conversation,
            self._past,
            self._live,
            self._chips,
            self._editing,
            self._next,
        ]

    def wire(self, frame: Frame, assistant: chat.Answers) -> None:
        """Give every event its handler."""
        self._history = History(frame.index.catalog.database)
        self._feedback = Feedback(frame.index.catalog.database)
        self._wire_asking(frame, assistant)
        self._wire_scope(frame)
        self._wire_thumbs(frame)
        self._wire_welcome(frame, assistant)

    # ── asking ───────────────────────────────────────────────────────────────────────────────────────────

    def _wire_asking(self, frame: Frame, assistant: chat.Answers) -> None:
        import gradio as gr

        ask = self._asker(frame, assistant)

        def ask_new(conversation: chat.Conversation, where: Filter, editing: int, event: gr.EventData) -> Any:
            """Answer a question that was typed, perhaps in place of another, or clicked."""
            typed = event._data.get("typed") is True
            question = str(event._data.get("question", ""))
            yield from ask(question, conversation, where, editing if typed else 0)

        asked = frame.bridge.ask(ask_new, [*self._given, self._editing], self._talk, **SLOW)
        running = [asked, *self._wire_again(frame, ask)]
        for ended in running:
            ended.then(None, js=SIGN.format(what="answered"))
            ended.failure(None, js=SIGN.format(what="failed"))
        resumed = self._wire_stopping(frame, running)
        for shown in (*running, resumed):
            shown.then(self._suggest(frame, assistant), self._conversation, self._next, **QUICK)

    def _asker(self, frame: Frame, assistant: chat.Answers) -> Callable[..., Iterator[tuple[Any, ...]]]:
        import gradio as gr

        def ask(
            question: str,
            conversation: chat.Conversation,
            where: Filter,
            editing: int = 0,
            *,
            only: Filter | None = None,
            alone: bool = False,
        ) -> Iterator[tuple[Any, ...]]:
            """Answer a question, in place of number ``editing``, showing the answer as it grows.

            ``only``: filters in place of what it names. ``alone``: it follows nothing that was asked before.
            """
            if not question.strip():  # what was asked again is no longer known, e.g. after a long sleep
                raise gr.Error(say("asked_long_ago"), title=say("not_asked"), print_exception=False)
            begun = conversation.before(editing) if editing else conversation
            within, narrowed = (where, False) if only is None else (only, True)
            warm = frame.warmup.is_warm
            growing = begun.ask(question.strip(), within, assistant, warm, only_where=narrowed, alone=alone)
            with self._answers_first.answering():
                for number, grown in enumerate(growing):
                    last = grown.exchanges[-1]
                    chips = scope.chips(where, last.answer.where if last.answer else Filter())
                    saved = self._saved(grown)
                    past, editing, following = (saved.past(), 0, "") if number == 0 else (gr.skip(),) * 3
                    yield saved, past, saved.last(), chips, editing, following

        return ask

    def _wire_again(self, frame: Frame, ask: Callable[..., Iterator[tuple[Any, ...]]]) -> list[Any]:
        """What asks a question anew, as it was or otherwise; the events that do."""
        import gradio as gr

        def ask_again(conversation: chat.Conversation, where: Filter, event: gr.EventData) -> Any:
            """Answer a question anew; what followed it goes."""
            number, alone = _number(event), event._data.get("alone") is True
            exchange = conversation.exchange(number)
            yield from ask(exchange.question if exchange else "", conversation, where, number, alone=alone)

        def unread(conversation: chat.Conversation, where: Filter, event: gr.EventData) -> Any:
            """Answer the last question anew, without something that was read in it."""
            number = len(conversation.exchanges)
            last = conversation.exchange(number)
            read = last.answer.where if last and last.answer else Filter()
            only = scope.changed(scope.together(where, read), {**event._data, "drop": True})
            yield from ask(last.question if last else "", conversation, where, number, only=only)

        def edit(conversation: chat.Conversation, where: Filter, event: gr.EventData) -> tuple[Any, ...]:
            """Put a question back into the box, to be asked anew in other words."""
            exchange = conversation.exchange(_number(event))
            if exchange is None:
                return gr.skip(), gr.skip(), gr.skip()
            return exchange.question, _number(event), scope.chips(where, editing=_number(event))

        def unedit(where: Filter) -> tuple[Any, ...]:
            """Leave the question as it was."""
            return "", 0, scope.chips(where)

        frame.bridge.edit(edit, self._given, [self._box, self._editing, self._chips], **QUICK)
        frame.bridge.unedit(unedit, self._where, [self._box, self._editing, self._chips], **QUICK)
        return [
            frame.bridge.again(ask_again, self._given, self._talk, **SLOW),
            frame.bridge.unread(unread, self._given, self._talk, **SLOW),
        ]

    def _wire_stopping(self, frame: Frame, running: list[Any]) -> Any:
        """What ends the answers that are ``running``; the event that opens a saved conversation."""
        import gradio as gr

        def stop(conversation: chat.Conversation) -> tuple[chat.Conversation, str]:
            """Keep what was answered so far."""
            stopped = self._saved(conversation.stopped())
            return stopped, stopped.last()

        def start_anew() -> tuple[Any, ...]:
            """A new conversation; the examples come back."""
            return "", chat.Conversation(), "", "", "", 0, "", sources.closed(), Filter()

        def resume(event: gr.EventData) -> tuple[Any, ...]:
            """Open a saved conversation."""
            id_ = str(event._data.get("conversation", ""))
            found = chat.Conversation.opened(self._history, id_, owner(), self._feedback.thumbs(id_, owner()))
            if found is None:
                return "", chat.Conversation(), "", chat.missing(), "", 0, "", sources.closed(), Filter()
            return "", found, found.past(), found.last(), "", 0, "", sources.closed(), Filter()

        whole, last = [self._box, *self._talk, frame.panel, self._where], [self._conversation, self._live]
        self._stop.click(stop, self._conversation, last, cancels=running, **QUICK)
        self._new.click(start_anew, None, whole, cancels=running, **QUICK)
        return frame.bridge.resume(resume, None, whole, cancels=running, **QUICK)

    def _saved(self, conversation: chat.Conversation) -> chat.Conversation:
        """Saved, once its last answer is whole; a page that cannot save goes on."""
        if conversation.exchanges and not conversation.exchanges[-1].busy:
            try:
                return conversation.saved(self._history, owner())
            except StoreError:
                log.exception("A conversation was not saved")
        return conversation

    def _suggest(self, frame: Frame, assistant: chat.Answers) -> Any:
        def suggest(conversation: chat.Conversation) -> str:
            """Questions that lead on, each answered by the index; none while others wait for their answers."""
            last = conversation.exchanges[-1] if conversation.exchanges else None
            if last is None or last.answer is None or last.busy:
                return ""
            ids = dict.fromkeys(citation.article.id for citation in last.answer.citations)
            articles = [entry.article for entry in frame.index.catalog.entries(ids).values()]
            asked = [each.question for each in conversation.exchanges]
            with self._answers_first.between(SUGGESTING) as may_go_on:
                found = follow_ups(
                    last.answer,
                    articles,
                    lambda question: may_go_on() and chat.is_answered(question, assistant),
                    asked=asked,
                )
            return welcome.follow_ups(found, len(conversation.exchanges))

        return suggest

    # ── scope, thumbs, welcome ───────────────────────────────────────────────────────────────────────────

    def _wire_scope(self, frame: Frame) -> None:
        import gradio as gr

        def change(where: Filter, event: gr.EventData) -> tuple[Filter, str]:
            """Put a filter on, or take it off."""
            where = scope.changed(where, event._data)
            return where, scope.chips(where)

        def keep(where: Filter, conversation: chat.Conversation) -> tuple[Filter, str]:
            """Keep what was read in the last question for the next ones."""
            last = conversation.exchanges[-1].answer if conversation.exchanges else None
            where = scope.together(where, last.where) if last else where
            return where, scope.chips(where)

        at = [self._where, self._chips]
        # Two filters may be chosen within a moment: none is dropped, and each finds what the one before it set
        frame.bridge.scope(
            change, self._where, at, **{**QUICK, "queue": True}, trigger_mode="multiple", concurrency_limit=1
        )
        frame.bridge.keep(keep, [self._where, self._conversation], at, **QUICK)
        frame.show_changes(lambda: (scope.form(frame.index.catalog),), [], [self._scope])

    def _wire_thumbs(self, frame: Frame) -> None:
        import gradio as gr

        def think(conversation: chat.Conversation, event: gr.EventData) -> Any:
            """Keep a thumb, and a note where there is one."""
            number, good = _number(event), event._data.get("good") is True
            exchange = conversation.exchange(number)
            if exchange is None or exchange.answer is None:
                return gr.skip()
            note = str(event._data.get("note") or "")
            self._feedback.give(
                exchange.answer, good, note, owner=owner(), conversation=conversation.id, turn=number
            )
            return conversation.thought(number, good)

        frame.bridge.thumb(think, self._conversation, self._conversation, **QUICK)

    def _wire_welcome(self, frame: Frame, assistant: chat.Answers) -> None:
        import gradio as gr

        examples = welcome.Examples(
            frame.index.catalog, partial(chat.is_answered, assistant=assistant), frame.warmup.is_warm
        )

        shown = gr.State(None)

        def show() -> tuple[str, str, str]:
            """What stands where no question has been asked, and around the box."""
            return welcome.welcome(frame.index.catalog, examples.known()), welcome.hint(), welcome.waits()

        def renew(before: list[str] | None) -> Any:
            """Examples for the index as it is now, each of which is tried."""
            newest = examples.newest()
            if newest == before:
                return gr.skip(), gr.skip()
            return welcome.welcome(frame.index.catalog, newest), newest

        frame.show_changes(show, [], [self._welcome, self._hint, self._waits])
        gr.Timer(RENEWED).tick(renew, shown, [self._welcome, shown], **QUICK)


def _number(event: Any) -> int:
    """The number of a question, from 1, as a script says; 0 for none."""
    number = event._data.get("turn")
    return int(number) if str(number).isdigit() else 0
