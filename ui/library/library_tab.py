"""The library tab: where things stand in it, and what happens on which event.

No postponed annotations: see ``ui.page``.
"""

import threading
from collections.abc import Callable
from typing import Any

from ui import freshness
from ui.access.login import current_person
from ui.access.visitor import current_owner as visitor
from ui.add.jobs import Jobs
from ui.article import article_view
from ui.frame.tab_frame import QUICK, Frame, add_markup
from ui.library.library import Library, LibraryView, read_chosen
from ui.library.library_table import render_table
from ui.texts import make_label
from vectorstore.catalogue.catalog import Catalog

IN_TURN: dict[
    str, Any
] = {  # two clicks within a moment: none is dropped, and the table of the second comes last
    **QUICK,
    "queue": True,
    "trigger_mode": "multiple",
    "concurrency_limit": 1,
    "concurrency_id": "looking",
}


class Desk:
    """The view of one browser session, changed by one handler at a time.

    Gradio's handlers run side by side: one that only shows what another program stored must not bring back the
    view as it was when it began.
    """

    def __init__(self) -> None:
        self._view = LibraryView()
        self._lock = threading.Lock()

    def __deepcopy__(self, _: Any) -> "Desk":
        """A new one: Gradio copies the value of a State for each session."""
        return Desk()

    def show_change(
        self, catalog: Catalog, change: Callable[[LibraryView], LibraryView] = lambda view: view
    ) -> str:
        """Change the view; the table as it looks then."""
        with self._lock:
            self._view, shown = render_table(catalog, change(self._view))
        return shown


class LibraryTab:
    """All articles, a page at a time."""

    def __init__(self) -> None:
        """Lay it out in the tab that is open."""
        import gradio as gr

        self._desk = gr.State(Desk())
        self._search = gr.Textbox(
            label=make_label("search_label"),
            show_label=False,
            placeholder=make_label("search_placeholder"),
            container=False,
            max_lines=1,
            max_length=200,
            elem_id="search",
            html_attributes=gr.InputHTMLAttributes(autocomplete="off"),
        )
        self._table = add_markup("table")

    def wire_events(self, frame: Frame, jobs: Jobs) -> Any:
        """Give every event its handler; the event after which articles are read again."""
        library = Library(frame.index, jobs)
        self._wire_looking(frame)
        self._wire_deleting(frame, library)
        return self._wire_acts(frame, library)

    def _wire_looking(self, frame: Frame) -> None:
        import gradio as gr

        catalog = frame.index.catalog

        def show_table(desk: Desk) -> tuple[str]:
            return (desk.show_change(catalog),)

        def search_library(text: str, desk: Desk) -> str:
            """Show what matches, as one types."""
            return desk.show_change(catalog, lambda view: view.search_for(text))

        def sort_table(desk: Desk, event: gr.EventData) -> str:
            """Sort by a column, or turn its order round."""
            return desk.show_change(catalog, lambda view: view.sorted_by(event._data.get("column")))

        def turn_to_page(desk: Desk, event: gr.EventData) -> str:
            """Go to another page."""
            return desk.show_change(catalog, lambda view: view.turn_page(event._data.get("page")))

        def narrow_down(desk: Desk, event: gr.EventData) -> str:
            """Show only the articles of one outlet, tag or collection, or all again."""
            by, name = event._data.get("by"), event._data.get("name")
            return desk.show_change(catalog, lambda view: view.narrowed_to(by, name))

        frame.show_changes(show_table, [self._desk], [self._table])
        self._search.change(
            search_library, [self._search, self._desk], self._table, trigger_mode="always_last", **QUICK
        )
        frame.bridge.sort(sort_table, self._desk, self._table, **IN_TURN)
        frame.bridge.turn(turn_to_page, self._desk, self._table, **IN_TURN)
        frame.bridge.narrow(narrow_down, self._desk, self._table, **IN_TURN)

    def _wire_deleting(self, frame: Frame, library: Library) -> None:
        import gradio as gr

        catalog = frame.index.catalog

        def delete_articles(desk: Desk, event: gr.EventData) -> tuple[Any, ...]:
            """Delete articles, and close the one that is open."""
            ids = read_chosen(event._data.get("articles"))
            shown = desk.show_change(catalog, lambda view: library.delete_chosen(view, ids))
            closing = article_view.render_closed() if event._data.get("open") in ids else gr.skip()
            return shown, freshness.render_masthead(catalog, frame.warmup), closing

        def undo_delete(desk: Desk) -> tuple[Any, ...]:
            """Bring back what was deleted last."""
            return desk.show_change(catalog, library.undo_deletion), freshness.render_masthead(
                catalog, frame.warmup
            )

        at = [self._table, frame.masthead]
        frame.bridge.delete(delete_articles, self._desk, [*at, frame.panel], **QUICK)
        frame.bridge.undo(undo_delete, self._desk, at, **QUICK)

    def _wire_acts(self, frame: Frame, library: Library) -> Any:
        import gradio as gr

        catalog = frame.index.catalog

        def collect_articles(desk: Desk, event: gr.EventData) -> str:
            """Put articles into a collection."""
            name, move = str(event._data.get("name") or ""), event._data.get("move") is True
            ids = read_chosen(event._data.get("articles"))
            return desk.show_change(catalog, lambda view: library.collect_chosen(view, name, ids, move=move))

        def take_out(desk: Desk, event: gr.EventData) -> str:
            """Take articles out of the collection that is looked at."""
            ids = read_chosen(event._data.get("articles"))
            return desk.show_change(catalog, lambda view: library.take_out(view, ids))

        def dissolve_shown(desk: Desk) -> str:
            """Delete the collection that is looked at."""
            return desk.show_change(catalog, library.dissolve_collection)

        def fetch_again(desk: Desk, event: gr.EventData) -> str:
            """Have articles read again."""
            owner, turn, ids = current_person(), visitor(), read_chosen(event._data.get("articles"))
            return desk.show_change(catalog, lambda view: library.fetch_again(view, owner, ids, turn))

        frame.bridge.collect(collect_articles, self._desk, self._table, **QUICK)
        frame.bridge.take_out(take_out, self._desk, self._table, **QUICK)
        frame.bridge.dissolve(dissolve_shown, self._desk, self._table, **QUICK)
        return frame.bridge.fetch_again(fetch_again, self._desk, self._table, **QUICK)
