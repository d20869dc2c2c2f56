"""The tab where questions are asked: where things stand in it, and what happens on which event.

No postponed annotations: see ``ui.page``.
"""

import logging
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from assistant.conversation.feedback import Feedback
from assistant.conversation.history import History
from assistant.conversation.suggest import suggest_follow_ups
from errors import StoreError
from ui.access.visitor import current_owner
from ui.article import article_view
from ui.ask import chat, scope, welcome
from ui.frame.priority import AnswersFirst
from ui.frame.tab_frame import QUICK, Frame, add_markup
from ui.texts import make_label, say_text
from vectorstore.types import Filter

log = logging.getLogger(__name__)

SUGGESTING = 10.0  # seconds that suggestions wait at most, altogether, while others are answered
RENEWED = 10.0  # seconds between looks at whether other examples are due
SLOW: dict[str, Any] = {  # an answer; what is asked meanwhile waits in the browser (ui/ask/ask.js)
    "show_progress": "hidden",
    "api_visibility": "private",
    "trigger_mode": "multiple",
}
SIGN = "() => {{ document.dispatchEvent(new Event('dateline-{what}')); }}"  # tells ui/ask/ask.js


class AskTab:
    """The conversation, and the box where the next question is typed."""

    def __init__(self) -> None:
        """Lay it out in the tab that is open."""
        import gradio as gr

        self._answers_first = AnswersFirst()
        self._conversation = gr.State(chat.ShownConversation())
        self._where = gr.State(Filter())
        self._editing = gr.State(0)  # the number of the question that is being written anew
        self._past = add_markup("past")
        self._live = add_markup("live")
        self._next = add_markup("next")
        self._welcome = add_markup("welcome")
        with gr.Column(elem_id="composer"):
            self._chips = add_markup("chips")
            self._waits = add_markup("waits")
            with gr.Row(elem_id="ask-row"):
                self._box = gr.Textbox(
                    label=make_label("question_label"),
                    show_label=False,
                    placeholder=make_label("question_placeholder"),
                    lines=1,
                    max_lines=8,
                    max_length=10_000,
                    container=False,
                    autofocus=True,
                    interactive=True,  # though no event takes it: a script does
                    elem_id="question",
                    scale=1,
                )
                gr.Button(make_label("ask_button"), variant="primary", elem_id="ask", scale=0)
                self._stop = gr.Button(make_label("stop_button"), elem_id="stop", scale=0)
            with gr.Row(elem_id="ask-foot"):
                self._scope = add_markup("scope")
                self._hint = add_markup("hint")
                self._new = gr.Button(make_label("new_button"), elem_id="new", size="sm", scale=0)

        self._given = [self._conversation, self._where]  # what every handler that asks is given,
        self._talk = [  # and what it shows
            self._conversation,
            self._past,
            self._live,
            self._chips,
            self._editing,
            self._next,
        ]

    def wire_events(self, frame: Frame, assistant: chat.AnswerStream) -> None:
        """Give every event its handler."""
        self._history = History(frame.index.catalog.database)
        self._feedback = Feedback(frame.index.catalog.database)
        self._wire_asking(frame, assistant)
        self._wire_scope(frame)
        self._wire_thumbs(frame)
        self._wire_welcome(frame, assistant)

    # ── asking ───────────────────────────────────────────────────────────────────────────────────────────

    def _wire_asking(self, frame: Frame, assistant: chat.AnswerStream) -> None:
        import gradio as gr

        ask = self._make_asker(frame, assistant)

        def ask_new(
            conversation: chat.ShownConversation, where: Filter, editing: int, event: gr.EventData
        ) -> Any:
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
            shown.then(self._wire_suggestions(frame, assistant), self._conversation, self._next, **QUICK)

    def _make_asker(
        self, frame: Frame, assistant: chat.AnswerStream
    ) -> Callable[..., Iterator[tuple[Any, ...]]]:
        import gradio as gr

        def ask_question(
            question: str,
            conversation: chat.ShownConversation,
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
                raise gr.Error(say_text("asked_long_ago"), title=say_text("not_asked"), print_exception=False)
            begun = conversation.keep_before(editing) if editing else conversation
            within, narrowed = (where, False) if only is None else (only, True)
            warm = frame.warmup.is_warm
            growing = begun.ask_question(
                question.strip(), within, assistant, warm, only_where=narrowed, alone=alone
            )
            with self._answers_first.mark_answering():
                for number, grown in enumerate(growing):
                    last = grown.exchanges[-1]
                    chips = scope.render_chips(where, last.answer.where if last.answer else Filter())
                    saved = self._save_conversation(grown)
                    past, editing, following = (
                        (saved.render_past(), 0, "") if number == 0 else (gr.skip(),) * 3
                    )
                    yield saved, past, saved.render_last(), chips, editing, following

        return ask_question

    def _wire_again(self, frame: Frame, ask: Callable[..., Iterator[tuple[Any, ...]]]) -> list[Any]:
        """What asks a question anew, as it was or otherwise; the events that do."""
        import gradio as gr

        def ask_again(conversation: chat.ShownConversation, where: Filter, event: gr.EventData) -> Any:
            """Answer a question anew; what followed it goes."""
            number, alone = _read_event_number(event), event._data.get("alone") is True
            exchange = conversation.get_exchange(number)
            yield from ask(exchange.question if exchange else "", conversation, where, number, alone=alone)

        def ask_unfiltered(conversation: chat.ShownConversation, where: Filter, event: gr.EventData) -> Any:
            """Answer the last question anew, without something that was read in it."""
            number = len(conversation.exchanges)
            last = conversation.get_exchange(number)
            read = last.answer.where if last and last.answer else Filter()
            only = scope.change_filter(scope.join_filters(where, read), {**event._data, "drop": True})
            yield from ask(last.question if last else "", conversation, where, number, only=only)

        def edit_question(
            conversation: chat.ShownConversation, where: Filter, event: gr.EventData
        ) -> tuple[Any, ...]:
            """Put a question back into the box, to be asked anew in other words."""
            exchange = conversation.get_exchange(_read_event_number(event))
            if exchange is None:
                return gr.skip(), gr.skip(), gr.skip()
            return (
                exchange.question,
                _read_event_number(event),
                scope.render_chips(where, editing=_read_event_number(event)),
            )

        def leave_question(where: Filter) -> tuple[Any, ...]:
            """Leave the question as it was."""
            return "", 0, scope.render_chips(where)

        frame.bridge.edit(edit_question, self._given, [self._box, self._editing, self._chips], **QUICK)
        frame.bridge.unedit(leave_question, self._where, [self._box, self._editing, self._chips], **QUICK)
        return [
            frame.bridge.again(ask_again, self._given, self._talk, **SLOW),
            frame.bridge.unread(ask_unfiltered, self._given, self._talk, **SLOW),
        ]

    def _wire_stopping(self, frame: Frame, running: list[Any]) -> Any:
        """What ends the answers that are ``running``; the event that opens a saved conversation."""
        import gradio as gr

        def stop_answer(conversation: chat.ShownConversation) -> tuple[chat.ShownConversation, str]:
            """Keep what was answered so far."""
            stopped = self._save_conversation(conversation.mark_stopped())
            return stopped, stopped.render_last()

        def start_anew() -> tuple[Any, ...]:
            """A new conversation; the examples come back."""
            return "", chat.ShownConversation(), "", "", "", 0, "", article_view.render_closed(), Filter()

        def resume_conversation(event: gr.EventData) -> tuple[Any, ...]:
            """Open a saved conversation."""
            id_ = str(event._data.get("conversation", ""))
            found = chat.ShownConversation.open_saved(
                self._history, id_, current_owner(), self._feedback.list_thumbs(id_, current_owner())
            )
            if found is None:
                return (
                    "",
                    chat.ShownConversation(),
                    "",
                    chat.render_missing(),
                    "",
                    0,
                    "",
                    article_view.render_closed(),
                    Filter(),
                )
            return (
                "",
                found,
                found.render_past(),
                found.render_last(),
                "",
                0,
                "",
                article_view.render_closed(),
                Filter(),
            )

        whole, last = [self._box, *self._talk, frame.panel, self._where], [self._conversation, self._live]
        self._stop.click(stop_answer, self._conversation, last, cancels=running, **QUICK)
        self._new.click(start_anew, None, whole, cancels=running, **QUICK)
        return frame.bridge.resume(resume_conversation, None, whole, cancels=running, **QUICK)

    def _save_conversation(self, conversation: chat.ShownConversation) -> chat.ShownConversation:
        """Saved, once its last answer is whole; a page that cannot save goes on."""
        if conversation.exchanges and not conversation.exchanges[-1].busy:
            try:
                return conversation.save_to(self._history, current_owner())
            except StoreError:
                log.exception("A conversation was not saved")
        return conversation

    def _wire_suggestions(self, frame: Frame, assistant: chat.AnswerStream) -> Any:
        def suggest_next(conversation: chat.ShownConversation) -> str:
            """Questions that lead on, each answered by the index; none while others wait for their answers."""
            last = conversation.exchanges[-1] if conversation.exchanges else None
            if last is None or last.answer is None or last.busy:
                return ""
            ids = dict.fromkeys(citation.article.id for citation in last.answer.citations)
            articles = [entry.article for entry in frame.index.catalog.get_entries(ids).values()]
            asked = [each.question for each in conversation.exchanges]
            with self._answers_first.wait_between(SUGGESTING) as may_go_on:
                found = suggest_follow_ups(
                    last.answer,
                    articles,
                    lambda question: may_go_on() and chat.is_answered(question, assistant),
                    asked=asked,
                )
            return welcome.render_follow_ups(found, len(conversation.exchanges))

        return suggest_next

    # ── scope, thumbs, welcome ───────────────────────────────────────────────────────────────────────────

    def _wire_scope(self, frame: Frame) -> None:
        import gradio as gr

        def change_scope(where: Filter, event: gr.EventData) -> tuple[Filter, str]:
            """Put a filter on, or take it off."""
            where = scope.change_filter(where, event._data)
            return where, scope.render_chips(where)

        def keep_scope(where: Filter, conversation: chat.ShownConversation) -> tuple[Filter, str]:
            """Keep what was read in the last question for the next ones."""
            last = conversation.exchanges[-1].answer if conversation.exchanges else None
            where = scope.join_filters(where, last.where) if last else where
            return where, scope.render_chips(where)

        at = [self._where, self._chips]
        # Two filters may be chosen within a moment: none is dropped, and each finds what the one before it set
        frame.bridge.scope(
            change_scope,
            self._where,
            at,
            **{**QUICK, "queue": True},
            trigger_mode="multiple",
            concurrency_limit=1,
        )
        frame.bridge.keep(keep_scope, [self._where, self._conversation], at, **QUICK)
        frame.show_changes(lambda: (scope.render_form(frame.index.catalog),), [], [self._scope])

    def _wire_thumbs(self, frame: Frame) -> None:
        import gradio as gr

        def keep_thumb(conversation: chat.ShownConversation, event: gr.EventData) -> Any:
            """Keep a thumb, and a note where there is one."""
            number, good = _read_event_number(event), event._data.get("good") is True
            exchange = conversation.get_exchange(number)
            if exchange is None or exchange.answer is None:
                return gr.skip()
            note = str(event._data.get("note") or "")
            self._feedback.give_feedback(
                exchange.answer, good, note, owner=current_owner(), conversation=conversation.id, turn=number
            )
            return conversation.keep_thought(number, good)

        frame.bridge.thumb(keep_thumb, self._conversation, self._conversation, **QUICK)

    def _wire_welcome(self, frame: Frame, assistant: chat.AnswerStream) -> None:
        import gradio as gr

        examples = welcome.Examples(
            frame.index.catalog, partial(chat.is_answered, assistant=assistant), frame.warmup.is_warm
        )

        shown = gr.State(None)

        def show_welcome() -> tuple[str, str, str]:
            """What stands where no question has been asked, and around the box."""
            return (
                welcome.render_welcome(frame.index.catalog, examples.get_known()),
                welcome.render_hint(),
                welcome.render_waiting(),
            )

        def renew_examples(before: list[str] | None) -> Any:
            """Examples for the index as it is now, each of which is tried."""
            newest = examples.make_newest()
            if newest == before:
                return gr.skip(), gr.skip()
            return welcome.render_welcome(frame.index.catalog, newest), newest

        frame.show_changes(show_welcome, [], [self._welcome, self._hint, self._waits])
        gr.Timer(RENEWED).tick(renew_examples, shown, [self._welcome, shown], **QUICK)


def _read_event_number(event: Any) -> int:
    """The number of a question, from 1, as a script says; 0 for none."""
    number = event._data.get("turn")
    return int(number) if str(number).isdigit() else 0
