"""Words of other languages than English that only ask or join: "die", "wer", "cuánto"."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.words import words

if TYPE_CHECKING:
    from tantivy import TextAnalyzer

_LISTS = {  # ISO 639-1 → tantivy's name of its list (Snowball's)
    "da": "danish",
    "de": "german",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ru": "russian",
    "sv": "swedish",
}
_ASKING = frozenset(  # which those lists lack
    """wer wen wem wessen wann warum wieso weshalb wohin woher worum wofür wieviel oft geht gibt bitte sagte sagt sagten
    berichtet berichtete quién quiénes cuándo cuánto cuánta cuántos cuántas cuál cuáles dónde cómo dijo dice dijeron
    combien comment quand pourquoi quel quelle quels quelles où dit est""".split()  # noqa: SIM905
)


def without_stop_words(text: str, language: str) -> str:
    """The words of a question in ``language`` (ISO 639-1) that carry its meaning; all of ``text`` if it has no list."""
    name = _LISTS.get(language)
    if name is None:
        return text
    held = set(_analyzer(name).analyze(" ".join(words(text)))) - _ASKING
    return " ".join(each for each in text.split() if not words(each) or held & set(words(each)))


@lru_cache(maxsize=4)
def _analyzer(name: str) -> TextAnalyzer:
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    builder = TextAnalyzerBuilder(Tokenizer.whitespace())
    return builder.filter(Filter.lowercase()).filter(Filter.stopword(name)).build()
