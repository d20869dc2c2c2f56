"""Safe HTML. Whatever comes from outside goes through ``Html.escape``, and nothing else does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from news.article import Article
from ui.texts import long_date, say_text

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")  # also order-changing


class Html(Markup):
    """Markup of our own. Everything put into it that is not ``Html`` is escaped on the way in."""

    __slots__ = ()

    @classmethod
    def escape(cls, text: Any, /) -> Html:
        """``text`` so that a browser shows it and does nothing else; controls are left out."""
        if isinstance(text, Html):
            return text
        return cls(Markup.escape(_UNSEEN.sub("", str(text))))


def fill_html(template: str, **values: object) -> Html:
    """``template``, which is ours, with ``values``, which may be anyone's, escaped into it."""
    return Html(Html(template).format(**values))


def join_html(parts: Iterable[Html]) -> Html:
    """The parts one after the other."""
    return Html("").join(parts)


def format_day(moment: datetime | None) -> str:
    """A date as a person reads it, e.g. ``4 September 2025``."""
    return long_date(moment) if moment else say_text("undated")


def describe_source(article: Article) -> str:
    """Outlet and date."""
    return f"{article.outlet or say_text('no_outlet')} · {format_day(article.published)}"


def format_headline(title: str) -> str:
    """A headline, or what stands where there is none."""
    return " ".join(title.split()) or say_text("no_title")


def safe_link(url: str | None) -> str | None:
    """``url`` if a browser may follow it: http or https with a host, else None."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    return parts.geturl() if parts.scheme in ("http", "https") and parts.hostname else None


def shorten_quote(quote: str, limit: int = 400) -> str:
    """A quote on one line, cut at a word where it is longer than ``limit`` characters."""
    quote = " ".join(quote.split())
    return quote if len(quote) <= limit else quote[:limit].rsplit(" ", 1)[0] + "…"
