"""What the tabs of the page share: how HTML stands in it, how quick handlers run, and the frame around them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ui.frame.warmup import WarmUp
from vectorstore.index import NewsIndex

QUICK: dict[str, Any] = {  # a handler that is done at once: past the queue, no spinner, not part of an API
    "queue": False,
    "show_progress": "hidden",
    "api_visibility": "private",
}


@dataclass(frozen=True, slots=True)
class PageView:
    """A part of the page that shows what is in the index."""

    show: Callable[..., tuple[Any, ...]]  # values of ``inputs`` in, values for ``outputs`` out
    inputs: Sequence[Any]  # components
    outputs: Sequence[Any]  # components


@dataclass(frozen=True, slots=True)
class Frame:
    """The parts of the page that every tab may use."""

    index: NewsIndex
    warmup: WarmUp
    blocks: Any  # gr.Blocks
    bridge: Any  # gr.HTML: the events that the scripts trigger, e.g. ``bridge.open``
    masthead: Any  # gr.HTML
    panel: Any  # gr.HTML: the article beside the tabs
    views: list[PageView] = field(
        default_factory=list
    )  # shown when the page opens and when the index changed

    def show_changes(
        self, show: Callable[..., tuple[Any, ...]], inputs: Sequence[Any], outputs: Sequence[Any]
    ) -> None:
        """Have ``show`` run when the page opens, and whenever the index changed, also by other programs."""
        self.views.append(PageView(show, inputs, outputs))


def add_markup(name: str, value: str = "") -> Any:
    """HTML of ours in the page, in an element with the id ``name``."""
    import gradio as gr

    return gr.HTML(value, elem_id=name, js_on_load=None, apply_default_css=False)
