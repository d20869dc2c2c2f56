"""Where sentences begin and end."""

from __future__ import annotations

import re

_DAY = re.compile(r"(?<!\S)(?:[12]?\d|3[01])\.\s+$")  # "am 3. ", before a German month
_MONTH = re.compile(
    r"(?:Januar|Jänner|Februar|Feber|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b"
)

_SPEAKER = re.compile(
    r"— [^\W\d_][^.!?]{1,80}\s*$"
)  # who said the quotation before it; ``blocks.py`` writes it so


def sentences(text: str, language: str = "en") -> list[tuple[int, int]]:
    """Spans ``(start, end)`` of the sentences of ``text``, in characters, without the space around them.

    Boundaries come from the library ``sentencex`` (rules for 200 languages, abbreviations and quotes); no
    sentence runs across a line break, and none ends inside "am 3. Mai". Together the spans hold
    every character that is not white space.
    """
    from sentencex import get_sentence_boundaries

    spans: list[tuple[int, int]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        for piece in _with_whole_dates([each["text"] for each in get_sentence_boundaries(language, line)]):
            start = at + len(piece) - len(piece.lstrip())
            end = at + len(piece.rstrip())
            at += len(piece)
            if start < end:
                spans.append((start, end))
    return spans


def _with_whole_dates(pieces: list[str]) -> list[str]:
    """The pieces of a line, joined where one ends with a day and the next begins with its month in German.

    Also where the next says after a dash whose words they are.
    """
    whole: list[str] = []
    for piece in pieces:
        if whole and ((_DAY.search(whole[-1]) and _MONTH.match(piece)) or _SPEAKER.match(piece)):
            whole[-1] += piece
        else:
            whole.append(piece)
    return whole
