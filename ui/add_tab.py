"""The tab where documents are added: where things stand in it, and what happens on which event.

No postponed annotations: see ``ui.page``.
"""

from typing import Any

from errors import DatelineError
from ui import add, freshness
from ui.jobs import Jobs
from ui.login import person
from ui.messages import tell
from ui.parts import QUICK, Frame, markup
from ui.texts import label, say
from ui.uploads import UploadLimits

SOON = 0.7  # seconds between looks at the report while something is being read


class AddTab:
    """Files to drop, addresses, a text to paste, and the report."""

    def __init__(self) -> None:
        """Lay it out in the tab that is open."""
        import gradio as gr

        self._seen = gr.State(-1)
        self._timer = gr.Timer(SOON, active=False)
        self._heading = markup("files-heading")
        self._files = gr.File(
            show_label=False,
            label=label("files_label"),
            file_count="multiple",
            type="filepath",
            height=170,
            elem_id="files",
        )
        with gr.Column(elem_id="web"):
            self._web_heading = markup("web-heading")
            self._addresses = gr.Textbox(
                label=label("addresses_label"),
                placeholder="https://…",
                lines=2,
                max_lines=10,
                max_length=100_000,
                elem_id="addresses",
            )
            self._fetch = gr.Button(label("fetch_button"), variant="primary", elem_id="fetch", scale=0)
        with gr.Column(elem_id="paste"):
            self._paste_heading = markup("paste-heading")
            self._title = gr.Textbox(
                label=label("title_label"), max_lines=1, max_length=500, elem_id="paste-title"
            )
            self._text = gr.Textbox(
                label=label("text_label"),
                placeholder=label("text_placeholder"),
                lines=8,
                max_lines=16,
                elem_id="paste-text",
            )
            self._paste = gr.Button(label("add_button"), variant="primary", elem_id="paste-add", scale=0)
        self._report = markup("report")

    def wire(self, frame: Frame, jobs: Jobs, limits: UploadLimits, fetching: Any) -> None:
        """Give every event its handler; ``fetching``: an event elsewhere that brings something to read."""
        self._jobs = jobs
        self._shown = [self._seen, self._report, self._timer]

        def above() -> tuple[str, str, str]:
            return add.headings(limits, len(freshness.feeds(frame.index.catalog)))

        frame.show_changes(above, [], [self._heading, self._web_heading, self._paste_heading])
        self._wire_report(frame, fetching)
        self._wire_files(frame, limits)
        self._wire_addresses(frame)
        self._wire_paste()

    def _now(self, said: str = "") -> tuple[Any, ...]:
        """What became of everything, and whether to look again soon: values for ``_shown``."""
        import gradio as gr

        owner = person()
        busy = self._jobs.is_busy(owner)
        return self._jobs.version(owner), add.report(self._jobs.lines(owner), said), gr.Timer(active=busy)

    def _wire_report(self, frame: Frame, fetching: Any) -> None:
        import gradio as gr

        def look(seen: int) -> tuple[Any, ...]:
            """How far it is, where that has changed."""
            if seen == self._jobs.version(person()):
                return gr.skip(), gr.skip(), gr.skip()
            return self._now()

        def clear() -> tuple[Any, ...]:
            """Take away what is done."""
            self._jobs.clear(person())
            return self._now()

        frame.show_changes(self._now, [], self._shown)
        fetching.then(lambda: self._now(), None, self._shown, **QUICK)
        self._timer.tick(look, self._seen, self._shown, **QUICK)
        frame.bridge.clear_report(clear, None, self._shown, **QUICK)

    def _wire_files(self, frame: Frame, limits: UploadLimits) -> None:
        import gradio as gr

        def upload(paths: list[str] | None) -> tuple[Any, ...]:
            """Take the files that were dropped."""
            try:
                self._jobs.bring_files(person(), paths or [])
            except DatelineError as problem:
                return None, *self._now(tell(str(problem)))
            return None, *self._now()

        def refuse(event: gr.EventData) -> tuple[Any, ...]:
            """Say what a script did not send, as it is too large."""
            files = event._data.get("files") or []
            self._jobs.refuse(person(), [(str(name), limits.too_large(int(size))) for name, size in files])
            together = int(event._data.get("together") or 0)
            return self._now(limits.too_much(together) if together else "")

        self._files.upload(upload, self._files, [self._files, *self._shown], **QUICK)
        frame.bridge.refuse(refuse, None, self._shown, **QUICK)

    def _wire_addresses(self, frame: Frame) -> None:
        import gradio as gr

        def fetch(text: str) -> tuple[Any, ...]:
            """Take the addresses that were typed; what is none stays in the box."""
            good, bad = add.addresses(text)
            try:
                if good:
                    self._jobs.bring_addresses(person(), good)
            except DatelineError as problem:
                return text, *self._now(tell(str(problem)))
            said = say("no_addresses", words=", ".join(bad[:5])) if bad else say("nothing_typed")
            return "\n".join(bad), *self._now("" if good and not bad else said)

        def read_feeds() -> tuple[Any, ...]:
            """Read every feed that is followed again."""
            feeds = [feed.name for feed in freshness.feeds(frame.index.catalog)]
            try:
                self._jobs.bring_addresses(person(), feeds)
            except DatelineError as problem:
                return self._now(tell(str(problem)))
            return self._now()

        def fetch_list(event: gr.EventData) -> tuple[Any, ...]:
            """Fetch the articles whose addresses a document listed."""
            try:
                self._jobs.bring_list(person(), str(event._data.get("key") or ""))
            except DatelineError as problem:
                return self._now(tell(str(problem)))
            return self._now()

        frame.bridge.fetch_list(fetch_list, None, self._shown, **QUICK)
        self._fetch.click(fetch, self._addresses, [self._addresses, *self._shown], **QUICK)
        frame.bridge.read_feeds(read_feeds, None, self._shown, **QUICK)

    def _wire_paste(self) -> None:
        import gradio as gr

        def paste(title: str, text: str) -> tuple[Any, ...]:
            """Take the text that was pasted."""
            if not text.strip():
                return gr.skip(), gr.skip(), *self._now(say("nothing_pasted"))
            try:
                self._jobs.bring_text(person(), *add.pasted(title, text))
            except DatelineError as problem:
                return gr.skip(), gr.skip(), *self._now(tell(str(problem)))
            return "", "", *self._now()

        typed = [self._title, self._text]
        self._paste.click(paste, typed, [*typed, *self._shown], **QUICK)
