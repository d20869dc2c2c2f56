"""Words of other languages than English that only ask or join: "die", "wer", "cuánto"."""

from __future__ import annotations

from assistant.language.words import split_words
from vectorstore.indexes.lexical import drop_stop_words

_LISTS = {  # ISO 639-1 → name of its list in the full-text engine (Snowball's)
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


def drop_foreign_stop_words(text: str, language: str) -> str:
    """The words of a question in ``language`` (ISO 639-1) that carry its meaning; all of ``text`` if it has no list."""
    name = _LISTS.get(language)
    if name is None:
        return text
    held = set(drop_stop_words(split_words(text), name)) - _ASKING
    return " ".join(each for each in text.split() if not split_words(each) or held & set(split_words(each)))
