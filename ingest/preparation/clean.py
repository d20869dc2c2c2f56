"""Articles without the characters that no store can keep."""

from __future__ import annotations

import re
from dataclasses import replace

from news.article import Article, Heading

_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]"
)  # JSON can spell these, UTF-8 cannot or should not

_SOFT = "\xad"  # a hyphen that shows at the end of a line only: no letter, and in the way of every search
_LINE = 1_000  # characters of a headline or a heading
_NAME = 200  # of an outlet, a section, an author, a tag
_DECK = 5_000
_MOST = 100  # authors or tags; a hostile page may name a million


def clean_article(article: Article) -> Article:
    """``article`` with a space for each control character and lone surrogate, and without soft hyphens.

    Its headings stay above the paragraphs that they stood above.

    Its facts are cut to lengths that no honest article has; its text is never cut.
    """

    def fit_text(text: str, longest: int | None = None) -> str:
        return _UNFIT.sub(" ", text[:longest].replace(_SOFT, ""))

    def fit_optional(text: str | None, longest: int | None = None) -> str | None:
        return fit_text(text, longest) if text else text

    return replace(
        article,
        key=fit_text(article.key),
        title=fit_text(article.title, _LINE).strip(),
        text=fit_text(article.text),
        url=fit_optional(article.url),
        outlet=fit_optional(article.outlet, _NAME),
        authors=tuple(fit_text(each, _NAME) for each in article.authors[:_MOST]),
        language=fit_optional(article.language, _NAME),
        section=fit_optional(article.section, _NAME),
        tags=tuple(fit_text(each, _NAME) for each in article.tags[:_MOST]),
        deck=fit_optional(article.deck, _DECK),
        headings=tuple(
            Heading(each.start - article.text.count(_SOFT, 0, each.start), fit_text(each.text, _LINE))
            for each in article.headings
        ),
        source_id=fit_optional(article.source_id),
        page=fit_optional(article.page, _NAME),
    )
