"""Passages of a live blog: an update that a later one of the same blog has overtaken."""

from __future__ import annotations

import re
from collections.abc import Sequence

from news.article import Passage

_TIMED = re.compile(r"^\d{1,2} \S+ \d{4}, \d\d:\d\d\b")  # how ``ingest/read/liveblog.py`` heads an update
_NUMBER = re.compile(r"\d[\d.,]*")
_SAME = 0.6  # share of the shorter update's words that the longer has where both tell of one matter


def is_overtaken(passages: Sequence[Passage], ordinal: int) -> bool:
    """Whether a newer update says the same with other figures; updates stand in an article newest first."""
    passage = passages[ordinal]
    if not _TIMED.match(passage.heading or ""):
        return False
    words, figures = _words(passage.text), set(_NUMBER.findall(passage.text))
    for newer in passages[:ordinal]:
        if newer.heading == passage.heading or not _TIMED.match(newer.heading or ""):
            continue
        others, theirs = _words(newer.text), set(_NUMBER.findall(newer.text))
        least = min(len(words), len(others))
        if least and figures - theirs and theirs - figures and len(words & others) >= _SAME * least:
            return True
    return False


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[^\W\d_]+", text.casefold()) if len(word) > 2}
