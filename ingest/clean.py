"""Articles without the characters that no store can keep."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.article import Article, Heading

_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]"
)  # JSON can spell these, UTF-8 cannot or should not


def clean(article: Article) -> Article:
    """``article`` with a space for each control character and lone surrogate, so that all offsets hold."""

    def fit(text: str | None) -> str | None:
        return _UNFIT.sub(" ", text) if text else text

    return replace(
        article,
        key=_UNFIT.sub(" ", article.key),
        title=_UNFIT.sub(" ", article.title).strip(),
        text=_UNFIT.sub(" ", article.text),
        url=fit(article.url),
        outlet=fit(article.outlet),
        authors=tuple(_UNFIT.sub(" ", each) for each in article.authors),
        language=fit(article.language),
        section=fit(article.section),
        tags=tuple(_UNFIT.sub(" ", each) for each in article.tags),
        deck=fit(article.deck),
        headings=tuple(Heading(each.start, _UNFIT.sub(" ", each.text)) for each in article.headings),
        source_id=fit(article.source_id),
    )
