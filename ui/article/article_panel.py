"""Opening and closing an article beside the tabs (no postponed annotations: see ``ui.page``)."""

from contextlib import suppress

from ui.article import article_view
from ui.frame.tab_frame import QUICK, Frame


def wire_article(frame: Frame) -> None:
    """Open an article when a script says so, and close it."""
    import gradio as gr

    def open_article(event: gr.EventData) -> str:
        """Show an article beside the chat."""
        article = frame.index.catalog.get_article(str(event._data.get("article", "")))
        if article is None:
            return article_view.render_gone()
        also = [span for span in map(_parse_span, str(event._data.get("also") or "").split()) if span]
        carriers = frame.index.catalog.stories.list_carriers(article.id)
        return article_view.render_opened(
            article, _parse_span(str(event._data.get("cited") or "")), also, carriers
        )

    frame.bridge.open(open_article, None, frame.panel, trigger_mode="always_last", **QUICK)
    frame.bridge.shut(article_view.render_closed, None, frame.panel, **QUICK)


def _parse_span(text: str) -> article_view.Span | None:
    """``start-end`` as the page sends it."""
    start, _, end = text.partition("-")
    with suppress(ValueError):
        return article_view.Span(int(start), int(end))
    return None
