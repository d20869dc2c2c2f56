"""Opening and closing an article beside the tabs (no postponed annotations: see ``ui.page``)."""

from contextlib import suppress

from ui import sources
from ui.parts import QUICK, Frame


def wire_article(frame: Frame) -> None:
    """Open an article when a script says so, and close it."""
    import gradio as gr

    def open_article(event: gr.EventData) -> str:
        """Show an article beside the chat."""
        article = frame.index.catalog.article(str(event._data.get("article", "")))
        if article is None:
            return sources.gone()
        also = [span for span in map(_span, str(event._data.get("also") or "").split()) if span]
        carriers = frame.index.catalog.stories.carried_by(article.id)
        return sources.opened(article, _span(str(event._data.get("cited") or "")), also, carriers)

    frame.bridge.open(open_article, None, frame.panel, trigger_mode="always_last", **QUICK)
    frame.bridge.shut(sources.closed, None, frame.panel, **QUICK)


def _span(text: str) -> sources.Span | None:
    """``start-end`` as the page sends it."""
    start, _, end = text.partition("-")
    with suppress(ValueError):
        return sources.Span(int(start), int(end))
    return None
