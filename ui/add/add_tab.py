"""The tab where documents are added: where things stand in it, and what happens on which event.

No postponed annotations: see ``ui.page``.
"""

from typing import Any

from errors import DatelineError
from ui import freshness
from ui.access.login import current_person
from ui.access.visitor import current_owner as visitor
from ui.add import reports
from ui.add.jobs import Jobs
from ui.frame.messages import translate
from ui.frame.tab_frame import QUICK, Frame, add_markup
from ui.requests.uploads import UploadLimits
from ui.texts import make_label, say_plural, say_text

SOON = 0.7  # seconds between looks at the report while something is being read


class AddTab:
    """Files to drop, addresses, a text to paste, and the report."""

    def __init__(self) -> None:
        """Lay it out in the tab that is open."""
        import gradio as gr

        self._seen = gr.State(-1)
        self._timer = gr.Timer(SOON, active=False)
        self._heading = add_markup("files-heading")
        self._files = gr.File(
            show_label=False,
            label=make_label("files_label"),
            file_count="multiple",
            type="filepath",
            height=170,
            elem_id="files",
        )
        with gr.Column(elem_id="web"):
            self._web_heading = add_markup("web-heading")
            self._addresses = gr.Textbox(
                label=make_label("addresses_label"),
                placeholder="https://…",
                lines=2,
                max_lines=10,
                max_length=100_000,
                elem_id="addresses",
            )
            self._fetch = gr.Button(make_label("fetch_button"), variant="primary", elem_id="fetch", scale=0)
        with gr.Column(elem_id="paste"):
            self._paste_heading = add_markup("paste-heading")
            self._title = gr.Textbox(
                label=make_label("title_label"), max_lines=1, max_length=500, elem_id="paste-title"
            )
            self._text = gr.Textbox(
                label=make_label("text_label"),
                placeholder=make_label("text_placeholder"),
                lines=8,
                max_lines=16,
                elem_id="paste-text",
            )
            self._paste = gr.Button(make_label("add_button"), variant="primary", elem_id="paste-add", scale=0)
        self._report = add_markup("report")

    def wire_events(self, frame: Frame, jobs: Jobs, limits: UploadLimits, fetching: Any) -> None:
        """Give every event its handler; ``fetching``: an event elsewhere that brings something to read."""
        self._jobs = jobs
        self._shown = [self._seen, self._report, self._timer]

        def render_above() -> tuple[str, str, str]:
            return reports.render_headings(
                limits, len(freshness.list_feeds(frame.index.catalog)), jobs.room()
            )

        frame.show_changes(render_above, [], [self._heading, self._web_heading, self._paste_heading])
        self._wire_report(frame, fetching)
        self._wire_taking_back(frame)
        self._wire_files(frame, limits)
        self._wire_addresses(frame)
        self._wire_paste()

    def _render_now(self, said: str = "") -> tuple[Any, ...]:
        """What became of everything, and whether to look again soon: values for ``_shown``."""
        import gradio as gr

        owner = current_person()
        version, lines = self._jobs.read_version(owner), self._jobs.list_lines(owner)
        busy = any(line.is_open for line in lines)
        return (
            version,
            reports.render_report(lines, said, self._jobs.taken_back(owner)),
            gr.Timer(active=busy),
        )

    def _wire_report(self, frame: Frame, fetching: Any) -> None:
        import gradio as gr

        def look_for_progress(seen: Any) -> tuple[Any, ...]:
            """How far it is, where that has changed."""
            if seen == self._jobs.read_version(current_person()):
                return gr.skip(), gr.skip(), gr.skip()
            return self._render_now()

        def clear_done() -> tuple[Any, ...]:
            """Take away what is done."""
            self._jobs.clear_done(current_person())
            return self._render_now()

        frame.show_changes(self._render_now, [], self._shown)
        fetching.then(lambda: self._render_now(), None, self._shown, **QUICK)
        self._timer.tick(look_for_progress, self._seen, self._shown, **QUICK)
        frame.bridge.clear_report(clear_done, None, self._shown, **QUICK)

    def _wire_taking_back(self, frame: Frame) -> None:
        import gradio as gr

        def take_back(event: gr.EventData) -> tuple[Any, ...]:
            """Undo what a batch brought; its head says what was done."""
            try:
                self._jobs.take_back(current_person(), str(event._data.get("batch", "")))
            except DatelineError as problem:
                return self._render_now(translate(str(problem)))
            return self._render_now()

        def bring_back(event: gr.EventData) -> tuple[Any, ...]:
            """Bring back what a batch brought."""
            try:
                restored = self._jobs.bring_back(current_person(), str(event._data.get("batch", "")))
            except DatelineError as problem:
                return self._render_now(translate(str(problem)))
            return self._render_now(say_plural("restored", restored))

        frame.bridge.take_back(take_back, None, self._shown, **QUICK)
        frame.bridge.bring_back(bring_back, None, self._shown, **QUICK)

    def _wire_files(self, frame: Frame, limits: UploadLimits) -> None:
        import gradio as gr

        def take_files(paths: list[str] | None) -> tuple[Any, ...]:
            """Take the files that were dropped."""
            try:
                self._jobs.bring_files(current_person(), paths or [], visitor())
            except DatelineError as problem:
                return None, *self._render_now(translate(str(problem)))
            return None, *self._render_now()

        def refuse_files(event: gr.EventData) -> tuple[Any, ...]:
            """Say what a script did not send, as it is too large."""
            files = event._data.get("files") or []
            self._jobs.refuse_documents(
                current_person(), [(str(name), limits.too_large(int(size))) for name, size in files]
            )
            together, waiting = (int(event._data.get(name) or 0) for name in ("together", "waiting"))
            said = limits.too_much(together) if together else limits.no_room(waiting) if waiting else ""
            return self._render_now(said)

        self._files.upload(take_files, self._files, [self._files, *self._shown], **QUICK)
        frame.bridge.refuse(refuse_files, None, self._shown, **QUICK)

    def _wire_addresses(self, frame: Frame) -> None:
        import gradio as gr

        def take_addresses(text: str) -> tuple[Any, ...]:
            """Take the addresses that were typed; what is none stays in the box."""
            good, bad = reports.split_addresses(text)
            try:
                if good:
                    self._jobs.bring_addresses(current_person(), good, visitor())
            except DatelineError as problem:
                return text, *self._render_now(translate(str(problem)))
            said = say_text("no_addresses", words=", ".join(bad[:5])) if bad else say_text("nothing_typed")
            return "\n".join(bad), *self._render_now("" if good and not bad else said)

        def read_feeds() -> tuple[Any, ...]:
            """Read every feed that is followed again."""
            feeds = [feed.name for feed in freshness.list_feeds(frame.index.catalog)]
            try:
                self._jobs.bring_addresses(current_person(), feeds, visitor())
            except DatelineError as problem:
                return self._render_now(translate(str(problem)))
            return self._render_now()

        def fetch_list(event: gr.EventData) -> tuple[Any, ...]:
            """Fetch the articles whose addresses a document listed."""
            try:
                self._jobs.bring_list(current_person(), str(event._data.get("key") or ""), visitor())
            except DatelineError as problem:
                return self._render_now(translate(str(problem)))
            return self._render_now()

        frame.bridge.fetch_list(fetch_list, None, self._shown, **QUICK)
        self._fetch.click(take_addresses, self._addresses, [self._addresses, *self._shown], **QUICK)
        frame.bridge.read_feeds(read_feeds, None, self._shown, **QUICK)

    def _wire_paste(self) -> None:
        import gradio as gr

        def take_text(title: str, text: str) -> tuple[Any, ...]:
            """Take the text that was pasted."""
            if not text.strip():
                return gr.skip(), gr.skip(), *self._render_now(say_text("nothing_pasted"))
            try:
                self._jobs.bring_text(current_person(), *reports.read_pasted(title, text), visitor())
            except DatelineError as problem:
                return gr.skip(), gr.skip(), *self._render_now(translate(str(problem)))
            return "", "", *self._render_now()

        typed = [self._title, self._text]
        self._paste.click(take_text, typed, [*typed, *self._shown], **QUICK)
