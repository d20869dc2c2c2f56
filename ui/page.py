"""The page: what stands where, and what happens on which event.

Gradio finds the event of a handler by its annotation at run time, so this file does without postponed
annotations, and its handlers stand inside the functions that import Gradio.
"""

import json
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from errors import SettingsError
from ui import add, api, chat, freshness, library, mcp, sources, texts
from ui.headers import SafeHeaders
from ui.programs import Programs
from ui.render import html
from ui.warmup import WarmUp
from vectorstore.index import NewsIndex

FOLDER = Path(__file__).parent
FRESH = 2.0  # seconds between looks at what other programs stored
ASKING = 10  # questions that are answered at the same time


class Page:
    """The chat page over one index."""

    def __init__(
        self,
        index: NewsIndex,
        assistant: chat.Answers,
        warmup: WarmUp,
        max_upload_mb: int,
        *,
        programs: Programs | None = None,
        mcp: bool = False,
    ) -> None:
        """``max_upload_mb``: the largest file that is taken, in megabytes.

        ``programs``: what other programs may do through the API; with ``mcp`` also as an MCP server.
        """
        self._index = index
        self._catalog = index.catalog
        self._assistant = assistant
        self._warmup = warmup
        self._programs = programs
        self._mcp = mcp
        self._max_bytes = max_upload_mb * 1_000_000
        self.blocks = self._build()

    def launch(self, host: str, port: int, *, open_browser: bool = False) -> str:
        """Serve the page in the background; its address. Raises SettingsError if the port is taken."""
        require_port(host, port)
        try:
            _, address, _ = self.blocks.launch(
                server_name=host,
                server_port=port,
                inbrowser=open_browser,
                prevent_thread_lock=True,
                quiet=True,
                share=False,
                footer_links=[],
                run_history=False,
                enable_monitoring=False,
                ssr_mode=False,
                pwa=False,
                mcp_server=False,
                max_file_size=self._max_bytes,
                favicon_path=FOLDER / "favicon.svg",
                theme=_theme(),
                css_paths=[FOLDER / "style.css"],
                app_kwargs=self._app_kwargs(host),
            )
        except OSError as taken:
            raise SettingsError(_port_taken(host, port, taken)) from None
        return str(address)

    def _app_kwargs(self, host: str) -> dict[str, Any]:
        """What Gradio's server is to have beside the page."""
        served: dict[str, Any] = {"middleware": SafeHeaders.middleware()}
        if self._programs and self._mcp:
            served |= mcp.launch_arguments(self._programs, host)
        return served

    def close(self) -> None:
        """Stop serving."""
        self.blocks.close(verbose=False)

    # ── layout ───────────────────────────────────────────────────────────────────────────────────────────

    def _build(self) -> Any:
        import gradio as gr

        with gr.Blocks(
            title=texts.NAME, analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600)
        ) as blocks:
            if self._programs:
                api.expose(self._programs)  # first, so that no handler of the page takes a name
            self._conversation = gr.State(chat.Conversation())
            self._view = gr.State(library.View())
            self._lines = gr.State(())
            self._seen = gr.State(None)
            self._bridge = gr.HTML(
                _words(),
                js_on_load=(FOLDER / "page.js").read_text("utf-8"),
                elem_id="bridge",
                apply_default_css=False,
            )
            self._masthead = _html(freshness.masthead(self._catalog, self._warmup), "masthead")
            with gr.Row(elem_id="desk"):
                with gr.Column(elem_id="main"), gr.Tabs(elem_id="tabs") as self._tabs:
                    with gr.Tab(texts.ASK, id="ask", elem_id="pane-ask"):
                        self._lay_chat()
                    with gr.Tab(texts.LIBRARY, id="library", elem_id="pane-library"):
                        self._lay_library()
                    with gr.Tab(texts.ADD, id="add", elem_id="pane-add"):
                        self._lay_add()
                self._panel = _html("", "panel")
            self._wire_chat(blocks)
            self._wire_library()
            self._wire_add()
        return blocks.queue(default_concurrency_limit=ASKING, api_open=False)

    def _lay_chat(self) -> None:
        import gradio as gr

        self._past = _html("", "past")
        self._live = _html("", "live")
        self._welcome = _html(chat.welcome(self._catalog), "welcome")
        with gr.Column(elem_id="composer"):
            with gr.Row(elem_id="ask-row"):
                self._box = gr.Textbox(
                    label=texts.QUESTION_LABEL,
                    show_label=False,
                    placeholder=texts.QUESTION_PLACEHOLDER,
                    lines=1,
                    max_lines=8,
                    max_length=10_000,
                    container=False,
                    autofocus=True,
                    elem_id="question",
                    scale=1,
                )
                self._ask = gr.Button(texts.ASK_BUTTON, variant="primary", elem_id="ask", scale=0)
                self._stop = gr.Button(texts.STOP_BUTTON, elem_id="stop", scale=0)
            with gr.Row(elem_id="ask-foot"):
                _html(f'<p class="hint">{texts.QUESTION_HINT}</p>', "hint")
                self._new = gr.Button(texts.NEW_BUTTON, elem_id="new", size="sm", scale=0)

    def _lay_library(self) -> None:
        import gradio as gr

        self._search = gr.Textbox(
            label=texts.SEARCH_LABEL,
            show_label=False,
            placeholder=texts.SEARCH_PLACEHOLDER,
            container=False,
            max_lines=1,
            max_length=200,
            elem_id="search",
            html_attributes=gr.InputHTMLAttributes(autocomplete="off"),
        )
        self._table = _html(library.table(self._catalog, library.View())[1], "table")

    def _lay_add(self) -> None:
        import gradio as gr

        _html(f"<h3>{texts.FILES_HEADING}</h3><p>{texts.FILES_HINT}</p>", "files-heading")
        self._files = gr.File(
            show_label=False,
            label=texts.FILES_LABEL,
            file_count="multiple",
            type="filepath",
            height=170,
            elem_id="files",
        )
        with gr.Column(elem_id="paste"):
            _html(f"<h3>{texts.PASTE_HEADING}</h3>", "paste-heading")
            self._title = gr.Textbox(
                label=texts.TITLE_LABEL, max_lines=1, max_length=500, elem_id="paste-title"
            )
            self._text = gr.Textbox(
                label=texts.TEXT_LABEL,
                placeholder=texts.TEXT_PLACEHOLDER,
                lines=8,
                max_lines=16,
                elem_id="paste-text",
            )
            self._paste = gr.Button(texts.ADD_BUTTON, variant="primary", elem_id="paste-add", scale=0)
        self._report = _html("", "report")

    # ── events ───────────────────────────────────────────────────────────────────────────────────────────

    def _wire_chat(self, blocks: Any) -> None:
        import gradio as gr

        talk = [self._box, self._conversation, self._past, self._live]

        def ask(question: str, conversation: chat.Conversation) -> Iterator[tuple[Any, ...]]:
            """Answer a question, showing the answer as it grows."""
            if not question.strip():
                yield (gr.skip(),) * 4
                return
            first = True
            for grown in conversation.ask(question.strip(), self._assistant, self._warmup.is_warm):
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
        clicked = self._bridge.ask(
            ask_example, self._conversation, talk, show_progress="hidden", api_visibility="private"
        )
        self._stop.click(
            stop,
            self._conversation,
            [self._conversation, self._live],
            cancels=[typed, clicked],
            **_quick(),
        )
        self._new.click(start_anew, None, [*talk, self._panel], cancels=[typed, clicked], **_quick())
        self._wire_article()
        self._wire_freshness(blocks)

    def _wire_article(self) -> None:
        import gradio as gr

        def open_article(event: gr.EventData) -> str:
            """Show an article beside the chat."""
            article = self._catalog.article(str(event._data.get("article", "")))
            if article is None:
                return sources.gone()
            also = [span for span in map(_span, str(event._data.get("also") or "").split()) if span]
            return sources.opened(article, _span(str(event._data.get("cited") or "")), also)

        self._bridge.open(open_article, None, self._panel, trigger_mode="always_last", **_quick())
        self._bridge.shut(sources.closed, None, self._panel, **_quick())

    def _wire_freshness(self, blocks: Any) -> None:
        import gradio as gr

        def look(seen: object, view: library.View) -> tuple[Any, ...]:
            """Show what changed in the index, also by other programs."""
            now = (self._catalog.seq(), self._warmup.is_warm())
            if now == seen:
                return (gr.skip(),) * 5
            view, table = library.table(self._catalog, view)
            masthead = freshness.masthead(self._catalog, self._warmup)
            return now, masthead, chat.welcome(self._catalog), view, table

        shown = [self._seen, self._masthead, self._welcome, self._view, self._table]
        gr.Timer(FRESH).tick(look, [self._seen, self._view], shown, **_quick())
        blocks.load(look, [self._seen, self._view], shown, **_quick())

    def _wire_library(self) -> None:
        import gradio as gr

        def show(view: library.View) -> tuple[library.View, str]:
            return library.table(self._catalog, view)

        def search(text: str, view: library.View) -> tuple[library.View, str]:
            """Show what matches, as one types."""
            return show(view.searching(text))

        def sort(view: library.View, event: gr.EventData) -> tuple[library.View, str]:
            """Sort by a column, or turn its order round."""
            return show(view.sorted_by(event._data.get("column")))

        def turn(view: library.View, event: gr.EventData) -> tuple[library.View, str]:
            """Go to the next or the previous page."""
            return show(view.turned(event._data.get("pages")))

        def delete(view: library.View, event: gr.EventData) -> tuple[Any, ...]:
            """Delete an article, and close it where it is open."""
            id_ = str(event._data.get("article", ""))
            view = library.delete(self._index, view, id_)
            closing = sources.closed() if event._data.get("open") == id_ else gr.skip()
            return *show(view), freshness.masthead(self._catalog, self._warmup), closing

        at = [self._view, self._table]
        self._search.change(search, [self._search, self._view], at, trigger_mode="always_last", **_quick())
        self._bridge.sort(sort, self._view, at, **_quick())
        self._bridge.turn(turn, self._view, at, **_quick())
        self._bridge.delete(delete, self._view, [*at, self._masthead, self._panel], **_quick())

    def _wire_add(self) -> None:
        import gradio as gr

        def take(documents: list[Any], lines: add.Lines) -> Iterator[tuple[add.Lines, str]]:
            for grown in add.add(documents, self._index, lines, self._max_bytes):
                yield grown, add.report(grown)

        def upload(paths: list[str] | None, lines: add.Lines) -> Iterator[tuple[Any, ...]]:
            """Add the files that were dropped."""
            if not paths:
                yield (gr.skip(),) * 3
                return
            documents = add.uploaded(paths)
            for shown in take(documents, lines):
                yield None, *shown

        def paste(title: str, text: str, lines: add.Lines) -> Iterator[tuple[Any, ...]]:
            """Add the text that was pasted."""
            if not text.strip():
                yield gr.skip(), gr.skip(), gr.skip(), add.report(lines, texts.NOTHING_PASTED)
                return
            for shown in take([add.pasted(title, text)], lines):
                yield "", "", *shown

        calm: dict[str, Any] = {
            "show_progress": "hidden",
            "api_visibility": "private",
            "concurrency_id": "adding",
        }
        self._files.upload(
            upload,
            [self._files, self._lines],
            [self._files, self._lines, self._report],
            concurrency_limit=1,
            **calm,
        )
        self._paste.click(
            paste,
            [self._title, self._text, self._lines],
            [self._title, self._text, self._lines, self._report],
            concurrency_limit=1,
            **calm,
        )


def _quick() -> dict[str, Any]:
    """How a handler runs that is done at once: past the queue, without a spinner, not part of an API."""
    return {"queue": False, "show_progress": "hidden", "api_visibility": "private"}


def _html(value: str, name: str) -> Any:
    import gradio as gr

    return gr.HTML(value, elem_id=name, js_on_load=None, apply_default_css=False)


def _words() -> str:
    """What page.js says."""
    words = {"hint": texts.DELETE_HINT, "keep": texts.KEEP, "delete": texts.DELETE}
    return str(html('<span data-words="{words}"></span>', words=json.dumps(words)))


def _span(text: str) -> sources.Span | None:
    """``start-end`` as the page sends it."""
    start, _, end = text.partition("-")
    with suppress(ValueError):
        return sources.Span(int(start), int(end))
    return None


def _theme() -> Any:
    import gradio as gr

    system = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif")
    return gr.themes.Base(font=system, font_mono=("ui-monospace", "monospace"))


def require_port(host: str, port: int) -> None:
    """Raise SettingsError if nothing can listen on this address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as taken:
        raise SettingsError(_port_taken(host, port, taken)) from None


def _port_taken(host: str, port: int, reason: OSError) -> str:
    return (
        f"The page cannot listen on {host}:{port} ({reason.strerror or reason}): stop the program that uses it,"
        f" or choose another with DATELINE_PORT={port + 1} (and DATELINE_HOST)."
    )
