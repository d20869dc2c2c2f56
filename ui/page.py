"""The page: its frame, its tabs, and how it is served.

Gradio finds the event of a handler by its annotation at run time, so the files that hold handlers do without
postponed annotations, and their handlers stand inside the functions that import Gradio.
"""

import json
import os
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from errors import SettingsError
from ui import freshness, texts
from ui.access.login import LogIn
from ui.access.payloads import Payloads
from ui.access.people import People
from ui.access.visitor import BrowserCookie
from ui.add.add_tab import AddTab
from ui.add.jobs import Jobs
from ui.article.article_panel import wire_article
from ui.ask import chat
from ui.ask.ask_tab import AskTab
from ui.conversations.conversations_tab import ConversationsTab
from ui.frame.render import fill_html
from ui.frame.tab_frame import QUICK, Frame, add_markup
from ui.frame.warmup import WarmUp
from ui.library.library_tab import LibraryTab
from ui.programs import api, mcp
from ui.programs.abilities import Programs
from ui.requests.door import hang_door, warn_of_names
from ui.requests.uploads import UploadLimit, UploadLimits
from ui.texts import make_label, say_text
from vectorstore.index import NewsIndex

FOLDER = Path(__file__).parent
SCRIPTS = ("page", "article", "ask", "library", "add", "conversations")  # one program, in this order
STYLES = ("page", "ask", "conversations", "article", "library", "add")
WORDS = (  # what the scripts say
    "keep",
    "delete",
    "drop_here",
    "copied",
    "forget_question",
    "forget_hint",
    "conversation_title",
    "thanks",
)
FRESH = 2.0  # seconds between looks at what other programs stored
ASKING = 10  # questions that are answered at the same time
SESSIONS = (
    200  # browser sessions whose state is kept; one that comes back later begins with an empty conversation
)


class Page:
    """The chat page over one index."""

    def __init__(
        self,
        index: NewsIndex,
        assistant: chat.AnswerStream,
        warmup: WarmUp,
        max_upload_mb: int,
        *,
        max_together_mb: int = 500,
        max_waiting_mb: int = 2_000,
        jobs: Jobs | None = None,
        people: People | None = None,
        programs: Programs | None = None,
        mcp: bool = False,
        allowed_hosts: Sequence[str] = (),
        trusted_proxies: Sequence[str] = (),
    ) -> None:
        """``max_upload_mb``: the largest file that is taken, in megabytes; ``max_together_mb``: of all that are
        brought at one time; ``max_waiting_mb``: of all that wait to be read, which ``jobs`` holds to.

        ``jobs``: what reads documents that are added; by default one with default limits.
        ``people``: who may log in; without them nobody has to.
        ``programs``: what other programs may do through the API; with ``mcp`` also as an MCP server.
        ``allowed_hosts``: names that the page answers to, beside this machine's for itself.
        ``trusted_proxies``: addresses and networks that are believed when they say for whom they ask.
        """
        os.environ["GRADIO_TEMP_DIR"] = str(index.folder.resolve() / "uploads")  # before Gradio is imported
        self._index = index
        self._assistant = assistant
        self._warmup = warmup
        self._jobs = jobs or Jobs(index)
        self._people = people
        self._programs = programs
        self._mcp = mcp
        self._allowed_hosts = allowed_hosts
        self._trusted_proxies = trusted_proxies
        self._limits = UploadLimits(
            max_upload_mb * 1_000_000, max_together_mb * 1_000_000, max_waiting_mb * 1_000_000
        )
        self.blocks = self._build_blocks()

    def launch_page(self, host: str, port: int, *, open_browser: bool = False) -> str:
        """Serve the page in the background; its address. Raises SettingsError if the port is taken."""
        require_port(host, port)
        warn_of_names(host, self._allowed_hosts)
        os.environ["FORWARDED_ALLOW_IPS"] = ",".join(self._trusted_proxies)  # what uvicorn goes by
        try:
            _, address, _ = self.blocks.launch(
                server_name=f"[{host}]" if ":" in host else host,
                server_port=port,
                inbrowser=open_browser,
                prevent_thread_lock=True,
                quiet=True,
                share=False,
                _frontend=False,  # no look at its own page, which gives up after 3 s or behind a proxy
                footer_links=[],
                run_history=False,
                enable_monitoring=False,
                ssr_mode=False,
                pwa=False,
                mcp_server=False,
                max_file_size=self._limits.file,
                allowed_paths=[
                    os.environ["GRADIO_TEMP_DIR"]
                ],  # hidden files, too; ``ui.requests.routes`` serves none of it
                state_session_capacity=SESSIONS,
                favicon_path=FOLDER / "favicon.svg",
                theme=_make_theme(),
                css_paths=[find_file(name, "css") for name in STYLES],
                i18n=texts.list_translations(),
                app_kwargs=self._app_kwargs(host),
            )
        except OSError as taken:
            raise SettingsError(_explain_port_taken(host, port, taken)) from None
        return str(address)

    def _app_kwargs(self, host: str) -> dict[str, Any]:
        """What Gradio's server is to have beside the page."""
        log_in = LogIn.middleware(self._people) if self._people else []
        served: dict[str, Any] = {
            "middleware": [
                *BrowserCookie.middleware(),
                *log_in,
                *UploadLimit.middleware(self._limits, self._jobs.room),
                *Payloads.middleware(self._limits),
            ]
        }
        if self._programs and self._mcp:
            served |= mcp.launch_arguments(self._programs)
        inner = served.get("lifespan")
        served["lifespan"] = hang_door(host, self._allowed_hosts, bool(self._trusted_proxies), inner)
        return served

    def close(self) -> None:
        """Stop serving."""
        self.blocks.close(verbose=False)
        self._jobs.close()

    def _build_blocks(self) -> Any:
        import gradio as gr

        with gr.Blocks(
            title=freshness.NAME, analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600)
        ) as blocks:
            if self._programs:
                api.expose_programs(self._programs)  # first, so that no handler of the page takes a name
            bridge = gr.HTML(js_on_load=_join_scripts(), elem_id="bridge", apply_default_css=False)
            words = add_markup("words")
            masthead = add_markup("masthead", freshness.render_name())
            with gr.Row(elem_id="desk"):
                with gr.Column(elem_id="main"), gr.Tabs(elem_id="tabs"):
                    with gr.Tab(make_label("tab_ask"), id="ask", elem_id="pane-ask"):
                        ask = AskTab()
                    with gr.Tab(make_label("tab_conversations"), id="history", elem_id="pane-history") as tab:
                        conversations = ConversationsTab()
                    with gr.Tab(make_label("tab_library"), id="library", elem_id="pane-library"):
                        library = LibraryTab()
                    with gr.Tab(make_label("tab_add"), id="add", elem_id="pane-add"):
                        add = AddTab()
                panel = add_markup("panel")
            frame = Frame(self._index, self._warmup, blocks, bridge, masthead, panel)
            frame.show_changes(self._show_frame, [], [masthead, words])
            wire_article(frame)
            ask.wire_events(frame, self._assistant)
            conversations.wire_events(frame, tab)
            fetching = library.wire_events(frame, self._jobs)
            add.wire_events(frame, self._jobs, self._limits, fetching)
            self._wire_freshness(frame)
        return blocks.queue(default_concurrency_limit=ASKING, api_open=False)

    def _show_frame(self) -> tuple[str, str]:
        """How fresh the index is, and the words of the scripts."""
        return freshness.render_masthead(self._index.catalog, self._warmup), _render_script_words()

    def _wire_freshness(self, frame: Frame) -> None:
        import gradio as gr

        catalog, warmup, views = self._index.catalog, self._warmup, frame.views
        seen = gr.State(None)

        def look_for_changes(before: object, *values: Any) -> list[Any]:
            """Show what changed in the index, also by other programs."""
            now = (
                catalog.last_change(),
                warmup.is_warm(),
                [feed.last_read for feed in freshness.list_feeds(catalog)],
            )
            if now == before:
                return [gr.skip() for _ in outputs]
            left = iter(values)
            shown = [view.show(*(next(left) for _ in view.inputs)) for view in views]
            return [now, *(value for part in shown for value in part)]

        def unfollow_feed(event: gr.EventData) -> str:
            """Read a feed no more; its articles stay."""
            catalog.sources.forget_origin(str(event._data.get("feed", "")))
            return freshness.render_masthead(catalog, warmup)

        frame.bridge.unfollow(unfollow_feed, None, frame.masthead, **QUICK)
        inputs = [seen, *(each for view in views for each in view.inputs)]
        outputs = [seen, *(each for view in views for each in view.outputs)]
        gr.Timer(FRESH).tick(look_for_changes, inputs, outputs, **QUICK)
        frame.blocks.load(look_for_changes, inputs, outputs, **QUICK)


def find_file(name: str, suffix: str) -> Path:
    """The script or style called ``name``: in the room of that name, or beside this file."""
    own = FOLDER / name / f"{name}.{suffix}"
    return own if own.exists() else FOLDER / f"{name}.{suffix}"


def _join_scripts() -> str:
    return "\n".join(find_file(name, "js").read_text("utf-8") for name in SCRIPTS)


def _render_script_words() -> str:
    """What the scripts say."""
    words = {name: say_text(name) for name in WORDS} | {"language": texts.current_language()}
    return str(fill_html('<span data-words="{words}"></span>', words=json.dumps(words)))


def _make_theme() -> Any:
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
        raise SettingsError(_explain_port_taken(host, port, taken)) from None


def _explain_port_taken(host: str, port: int, reason: OSError) -> str:
    return (
        f"The page cannot listen on {host}:{port} ({reason.strerror or reason}): stop the program that uses it,"
        f" or choose another with DATELINE_PORT={port + 1} (and DATELINE_HOST)."
    )
