"""The library tab: where things stand in it, and what happens on which event.

No postponed annotations: see ``ui.page``.
"""

from typing import Any

from ui import freshness, library, sources
from ui.parts import QUICK, Frame, markup
from ui.texts import label


class LibraryTab:
    """All articles, a page at a time."""

    def __init__(self) -> None:
        """Lay it out in the tab that is open."""
        import gradio as gr

        self._view = gr.State(library.View())
        self._search = gr.Textbox(
            label=label("search_label"),
            show_label=False,
            placeholder=label("search_placeholder"),
            container=False,
            max_lines=1,
            max_length=200,
            elem_id="search",
            html_attributes=gr.InputHTMLAttributes(autocomplete="off"),
        )
        self._table = markup("table")

    def wire(self, frame: Frame) -> None:
        """Give every event its handler."""
        import gradio as gr

        catalog = frame.index.catalog

        def show(view: library.View) -> tuple[library.View, str]:
            return library.table(catalog, view)

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
            view = library.delete(frame.index, view, id_)
            closing = sources.closed() if event._data.get("open") == id_ else gr.skip()
            return *show(view), freshness.masthead(catalog, frame.warmup), closing

        at = [self._view, self._table]
        frame.show_changes(show, [self._view], at)
        self._search.change(search, [self._search, self._view], at, trigger_mode="always_last", **QUICK)
        frame.bridge.sort(sort, self._view, at, **QUICK)
        frame.bridge.turn(turn, self._view, at, **QUICK)
        frame.bridge.delete(delete, self._view, [*at, frame.masthead, frame.panel], **QUICK)
