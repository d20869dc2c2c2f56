"""The language that an article is written in."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from news.article import Article

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_READ = 1_500  # characters of the text; more tell no more
_ENOUGH = 100  # characters: fewer may be a list of names
_SURE = 0.9  # of the recogniser's probability; on whole articles it is 1.00 nearly always

# Of 1,500 English questions of SQuAD, SQuADShifts and Reuters' look-ups 3 are taken for another language so surely, of
# 600 German and Spanish ones of XQuAD 15 are not.
_LIKELY = 0.5


def recognise_language(article: Article) -> Article:
    """``article`` with the language that its text is recognised to be in, as ISO 639-1.

    Where that is in doubt, what its document states counts. Recognition goes first, since what pages and Word
    files state is often no more than their template's language.
    """
    if len(article.text) < _ENOUGH:
        return article
    language, probability = _load_identifier().classify(f"{article.title}\n{article.text[:_READ]}")
    return replace(article, language=language) if probability >= _SURE and len(language) == 2 else article


def likely_language(question: str) -> str:
    """The language that a few words are in, as ISO 639-1; "en" where that cannot be told, as of names alone."""
    language, probability = _load_identifier().classify(question)
    return str(language) if probability >= _LIKELY else "en"


def likely_english(question: str) -> bool:
    """Whether a few words are English, for all that can be told."""
    return likely_language(question) == "en"


@lru_cache(maxsize=1)
def _load_identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
