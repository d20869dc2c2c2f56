"""The tab where documents are added: where things stand in it, and what happens on which event."""

from collections.abc import Iterator
from typing import Any

from ui import add
from ui.parts import Frame, markup
from ui.texts import label, say


class AddTab:
    """Files to drop, a text to paste, and the report."""

    def __init__(self) -> None:
        """Lay it out in the tab that is open."""
        import gradio as gr

        self._lines = gr.State(())
        self._heading = markup("files-heading")
        self._files = gr.File(
            show_label=False,
            label=label("files_label"),
            file_count="multiple",
            type="filepath",
            height=170,
            elem_id="files",
        )
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

    def wire(self, frame: Frame, max_bytes: int) -> None:
        """Give every event its handler. ``max_bytes``: the largest document that is read."""
        import gradio as gr

        def take(documents: list[Any], lines: add.Lines) -> Iterator[tuple[add.Lines, str]]:
            for grown in add.add(documents, frame.index, lines, max_bytes):
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
                yield gr.skip(), gr.skip(), gr.skip(), add.report(lines, say("nothing_pasted"))
                return
            for shown in take([add.pasted(title, text)], lines):
                yield "", "", *shown

        calm: dict[str, Any] = {
            "show_progress": "hidden",
            "api_visibility": "private",
            "concurrency_id": "adding",
            "concurrency_limit": 1,
        }
        frame.show_changes(add.headings, [], [self._heading, self._paste_heading])
        self._files.upload(
            upload, [self._files, self._lines], [self._files, self._lines, self._report], **calm
        )
        self._paste.click(
            paste,
            [self._title, self._text, self._lines],
            [self._title, self._text, self._lines, self._report],
            **calm,
        )
