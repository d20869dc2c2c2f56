"""The tab where questions are asked: where things stand in it, and what happens on which event.

No postponed annotations: see ``ui.page``.
"""

from collections.abc import Iterator
from typing import Any

from ui import chat, sources, welcome
from ui.parts import QUICK, Frame, markup
from ui.texts import label


class AskTab:
    """The conversation, and the box where the next question is typed."""

    def __init__(self) -> None:
        """Lay it out in the tab that is open."""
        import gradio as gr

        self._conversation = gr.State(chat.Conversation())
        self._past = markup("past")
        self._live = markup("live")
        self._welcome = markup("welcome")
        with gr.Column(elem_id="composer"):
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
                    elem_id="question",
                    scale=1,
                )
                self._ask = gr.Button(label("ask_button"), variant="primary", elem_id="ask", scale=0)
                self._stop = gr.Button(label("stop_button"), elem_id="stop", scale=0)
            with gr.Row(elem_id="ask-foot"):
                self._hint = markup("hint")
                self._new = gr.Button(label("new_button"), elem_id="new", size="sm", scale=0)

    def wire(self, frame: Frame, assistant: chat.Answers) -> None:
        """Give every event its handler."""
        import gradio as gr

        talk = [self._box, self._conversation, self._past, self._live]

        def ask(question: str, conversation: chat.Conversation) -> Iterator[tuple[Any, ...]]:
            """Answer a question, showing the answer as it grows."""
            if not question.strip():
                yield (gr.skip(),) * 4
                return
            first = True
            for grown in conversation.ask(question.strip(), assistant, frame.warmup.is_warm):
                yield "" if first else gr.skip(), grown, grown.past() if first else gr.skip(), grown.last()
                first = False

        def ask_example(conversation: chat.Conversation, event: gr.EventData) -> Iterator[tuple[Any, ...]]:
            """Answer a question that was clicked."""
            yield from ask(str(event._data.get("question", "")), conversation)

        def stop(conversation: chat.Conversation) -> tuple[chat.Conversation, str]:
            """Keep what was answered so far."""
            stopped = conversation.stopped()
            return stopped, stopped.last()

        def start_anew() -> tuple[Any, ...]:
            """Forget the conversation; the examples come back."""
            return "", chat.Conversation(), "", "", sources.closed()

        typed = gr.on(
            [self._box.submit, self._ask.click],
            ask,
            [self._box, self._conversation],
            talk,
            show_progress="hidden",
            api_visibility="private",
        )
        clicked = frame.bridge.ask(
            ask_example, self._conversation, talk, show_progress="hidden", api_visibility="private"
        )
        self._stop.click(
            stop,
            self._conversation,
            [self._conversation, self._live],
            cancels=[typed, clicked],
            **QUICK,
        )
        self._new.click(start_anew, None, [*talk, frame.panel], cancels=[typed, clicked], **QUICK)
        self._wire_welcome(frame)

    def _wire_welcome(self, frame: Frame) -> None:
        def show() -> tuple[str, str]:
            """What stands where no question has been asked, as the index is now."""
            return welcome.welcome(frame.index.catalog), welcome.hint()

        frame.show_changes(show, [], [self._welcome, self._hint])
