"""Articles without the characters that no store can keep."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.article import Article, Heading

_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]"
)  # JSON can spell these, UTF-8 cannot or should not

_SOFT = "\xad"  # a hyphen that shows at the end of a line only: no letter, and in the way of every search
_LINE = 1_000  # characters of a headline or a heading
_NAME = 200  # of an outlet, a section, an author, a tag
_DECK = 5_000
_MOST = 100  # authors or tags; a hostile page may name a million


def clean(article: Article) -> Article:
    """``article`` with a space for each control character and lone surrogate, and without soft hyphens.

    Its headings stay above the paragraphs that they stood above.

    Its facts are cut to lengths that no honest article has; its text is never cut.
    """

    def fit(text: str, longest: int | None = None) -> str:
        return _UNFIT.sub(" ", text[:longest].replace(_SOFT, ""))

    def maybe(text: str | None, longest: int | None = None) -> str | None:
        return fit(text, longest) if text else text

    return replace(
        article,
        key=fit(article.key),
        title=fit(article.title, _LINE).strip(),
        text=fit(article.text),
        url=maybe(article.url),
        outlet=maybe(article.outlet, _NAME),
        authors=tuple(fit(each, _NAME) for each in article.authors[:_MOST]),
        language=maybe(article.language, _NAME),
        section=maybe(article.section, _NAME),
        tags=tuple(fit(each, _NAME) for each in article.tags[:_MOST]),
        deck=maybe(article.deck, _DECK),
        headings=tuple(
            Heading(each.start - article.text.count(_SOFT, 0, each.start), fit(each.text, _LINE))
            for each in article.headings
        ),
        source_id=maybe(article.source_id),
        page=maybe(article.page, _NAME),
    )
