"""The tab of saved conversations: where things stand in it, and what happens on which event.

No postponed annotations: see ``ui.page``.
"""

from typing import Any

from assistant.conversation.history import History
from errors import StoreError
from ui.access.visitor import current_owner
from ui.conversations import conversation_list
from ui.frame.tab_frame import QUICK, Frame, add_markup
from ui.texts import make_label


class ConversationsTab:
    """Every conversation of whoever looks."""

    def __init__(self) -> None:
        """Lay it out in the tab that is open."""
        import gradio as gr

        self._search = gr.Textbox(
            label=make_label("conversation_search"),
            show_label=False,
            placeholder=make_label("conversation_search"),
            container=False,
            max_lines=1,
            max_length=200,
            elem_id="conversation-search",
            html_attributes=gr.InputHTMLAttributes(autocomplete="off"),
        )
        self._list = add_markup("conversations")
        self._export = add_markup("export")

    def wire_events(self, frame: Frame, tab: Any) -> None:
        """Give every event its handler. ``tab``: the tab itself, which shows the list anew when it is chosen."""
        import gradio as gr

        history = History(frame.index.catalog.database)

        def show_list(search: str) -> str:
            """The list as it is now."""
            return conversation_list.render_list(history, current_owner(), search)

        def rename_conversation(search: str, event: gr.EventData) -> str:
            """Give a conversation another title."""
            title = str(event._data.get("title", "")).strip()
            if title:
                _try_change(history.rename_conversation, str(event._data.get("conversation", "")), title)
            return show_list(search)

        def share(search: str, event: gr.EventData) -> str:
            """Let whoever has a conversation's link read it, or nobody any more."""
            shared = event._data.get("shared") is True
            _try_change(history.share, str(event._data.get("conversation", "")), shared)
            return show_list(search)

        def forget_conversation(search: str, event: gr.EventData) -> str:
            """Delete a conversation."""
            history.delete_conversation(str(event._data.get("conversation", "")), current_owner())
            return show_list(search)

        def hand_over_export(event: gr.EventData) -> str:
            """Hand a conversation to the script that saves it as a file."""
            wanted, kind = (str(event._data.get(name, "")) for name in ("conversation", "kind"))
            return conversation_list.export_conversation(history, wanted, kind, current_owner())

        tab.select(show_list, self._search, self._list, **QUICK)
        self._search.change(show_list, self._search, self._list, trigger_mode="always_last", **QUICK)
        frame.bridge.rename(rename_conversation, self._search, self._list, **QUICK)
        frame.bridge.sharing(share, self._search, self._list, **QUICK)
        frame.bridge.forget(forget_conversation, self._search, self._list, **QUICK)
        frame.bridge.export(hand_over_export, None, self._export, **QUICK)


def _try_change(change: Any, *values: object) -> None:
    """Change one's own conversation; what is another's, or gone, stays as it is."""
    try:
        change(*values, current_owner())
    except StoreError:
        return
