"""Sentences of the other rooms in the language of whoever is served.

Those rooms speak English, to the command line, to programs and to the page alike, and their sentences travel as
plain text: out of the processes that read documents, through queues, into saved conversations. So they are
translated here, at the edge: found by their English form, with their values read out of them.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime
from functools import cache
from pathlib import Path
from string import Formatter

from ui.texts import current_language, long_date

CATALOGUE = Path(__file__).parents[1] / "texts" / "messages.de.po"
DEEPEST = 4  # sentences inside of sentences


def translate(sentence: str) -> str:
    """``sentence`` as it is to be shown; one that is not known stays as it is."""
    if current_language() == "en":
        return sentence
    return _find_german(sentence.strip(), DEEPEST) or sentence


def translate_day(words: str) -> str:
    """An English day, e.g. ``4 September 2025``, as the language writes it; anything else is told like a sentence."""
    with suppress(ValueError):
        return long_date(datetime.strptime(words, "%d %B %Y").date())
    return translate(words)


@cache
def load_messages() -> list[tuple[str, str]]:
    """English and German, with values in braces; what values are, the file itself says."""
    from babel.messages.pofile import read_po

    with CATALOGUE.open("rb") as file:
        return [(str(each.id), str(each.string)) for each in read_po(file) if each.id]


def _find_german(sentence: str, depth: int) -> str | None:
    """None where the sentence, or one inside of it, is not known."""
    for pattern, german in _load_patterns():
        if (found := pattern.fullmatch(sentence)) is not None:
            values = {name: _translate_value(name, value, depth) for name, value in found.groupdict().items()}
            if None not in values.values():
                return german.format(**values)
    return None


def _translate_value(name: str, value: str, depth: int) -> str | None:
    """A value as German writes it; None for a sentence that is not known."""
    kind = name.split("_")[0]
    if kind == "day":
        return translate_day(value)
    if kind == "count":
        return value.replace(",", ".")
    if kind == "names":
        return value.replace(" and ", " und ").replace(" or ", " oder ")
    if kind == "part":
        return _find_german(value, depth - 1) if depth else None
    if kind == "parts":
        parts = [_find_german(part, depth - 1) if depth else None for part in value.split("; ")]
        return "; ".join(part for part in parts if part) if all(parts) else None
    return value


@cache
def _load_patterns() -> list[tuple[re.Pattern[str], str]]:
    """What an English sentence looks like, and its German one; those that say most first."""
    known = sorted(
        load_messages(), key=lambda pair: -sum(len(text) for text, *_ in Formatter().parse(pair[0]))
    )
    return [(re.compile(_build_pattern(english), re.S), german) for english, german in known]


def _build_pattern(english: str) -> str:
    parts = []
    for text, name, _, _ in Formatter().parse(english):
        parts.append(re.escape(text))
        if name:
            parts.append(rf"(?P<{name}>[\d.,]+)" if name.startswith("count") else rf"(?P<{name}>.+?)")
    return "".join(parts)
