"""The tab of saved conversations: where things stand in it, and what happens on which event.

No postponed annotations: see ``ui.page``.
"""

from typing import Any

from assistant.history import History
from errors import StoreError
from ui import conversations
from ui.parts import QUICK, Frame, markup
from ui.texts import label
from ui.visitor import owner


class ConversationsTab:
    """Every conversation of whoever looks."""

    def __init__(self) -> None:
        """Lay it out in the tab that is open."""
        import gradio as gr

        self._search = gr.Textbox(
            label=label("conversation_search"),
            show_label=False,
            placeholder=label("conversation_search"),
            container=False,
            max_lines=1,
            max_length=200,
            elem_id="conversation-search",
            html_attributes=gr.InputHTMLAttributes(autocomplete="off"),
        )
        self._list = markup("conversations")
        self._export = markup("export")

    def wire(self, frame: Frame, tab: Any) -> None:
        """Give every event its handler. ``tab``: the tab itself, which shows the list anew when it is chosen."""
        import gradio as gr

        history = History(frame.index.catalog.database)

        def show(search: str) -> str:
            """The list as it is now."""
            return conversations.listed(history, owner(), search)

        def rename(search: str, event: gr.EventData) -> str:
            """Give a conversation another title."""
            title = str(event._data.get("title", "")).strip()
            if title:
                _try(history.rename, str(event._data.get("conversation", "")), title)
            return show(search)

        def share(search: str, event: gr.EventData) -> str:
            """Let whoever has a conversation's link read it, or nobody any more."""
            shared = event._data.get("shared") is True
            _try(history.share, str(event._data.get("conversation", "")), shared)
            return show(search)

        def forget(search: str, event: gr.EventData) -> str:
            """Delete a conversation."""
            history.delete(str(event._data.get("conversation", "")), owner())
            return show(search)

        def export(event: gr.EventData) -> str:
            """Hand a conversation to the script that saves it as a file."""
            wanted, kind = (str(event._data.get(name, "")) for name in ("conversation", "kind"))
            return conversations.exported(history, wanted, kind, owner())

        tab.select(show, self._search, self._list, **QUICK)
        self._search.change(show, self._search, self._list, trigger_mode="always_last", **QUICK)
        frame.bridge.rename(rename, self._search, self._list, **QUICK)
        frame.bridge.sharing(share, self._search, self._list, **QUICK)
        frame.bridge.forget(forget, self._search, self._list, **QUICK)
        frame.bridge.export(export, None, self._export, **QUICK)


def _try(change: Any, *values: object) -> None:
    """Change one's own conversation; what is another's, or gone, stays as it is."""
    try:
        change(*values, owner())
    except StoreError:
        return
