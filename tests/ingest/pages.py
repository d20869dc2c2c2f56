"""Small web pages that tests write, and the one article that is read from each."""

from __future__ import annotations

from errors import ReadError
from ingest.documents.document import Document, Note
from ingest.read.html import read_html
from news.article import Article

QUARRY = "The quarry at Ostrand will close in the autumn, its owner said on Tuesday, because the last seam of slate has run out."
WORKERS = "Sixty-one people work there; the youngest began in March, and the oldest has cut stone since 1979."
MAYOR = "“We knew that the day would come, but nobody had it in the diary,” said the mayor, Elin Torvik."
LAKE = "The pit is to be flooded and will make a lake of nine hectares, for which the county pays 2.4 million crowns."


def page(body: str, head: str = "", lang: str = "en", title: str = "Quarry at Ostrand closes") -> bytes:
    """A page around what stands in its body."""
    return f"<!doctype html><html lang='{lang}'><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode()


def story(*, above: str = "", amid: str = "", below: str = "", head: str = "") -> bytes:
    """The same article with something above its text, in it, and below it."""
    return page(
        f"<article><h1>Quarry at Ostrand closes</h1>{above}<p>{QUARRY}</p><p>{WORKERS}</p>{amid}"
        f"<p>{MAYOR}</p><p>{LAKE}</p>{below}</article>",
        head,
    )


def read_page(data: bytes, url: str | None = None) -> Article:
    """The one article of a page."""
    outcomes = read_html(Document("/p.html", "p.html", data, url))
    return next(each for each in outcomes if isinstance(each, Article))


def read_notes(data: bytes) -> list[str]:
    """What is noted of a page."""
    return [each.text for each in read_html(Document("/p.html", "p.html", data)) if isinstance(each, Note)]


def refusal(data: bytes, url: str | None = None) -> str:
    """Why a page is not read."""
    try:
        read_page(data, url)
    except ReadError as problem:
        return str(problem)
    raise AssertionError("it was read as an article")
