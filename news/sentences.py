"""Where sentences begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate

WINDOW = 4_000  # characters of a line that are looked at together: what the rules take grows with its square
_DAY = re.compile(r"(?<!\S)(?:[12]?\d|3[01])\.\s+$")  # "am 3. ", before a German month
_MONTH = re.compile(
    r"(?:Januar|Jänner|Februar|Feber|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b"
)

_SPEAKER = re.compile(
    r"— [^\W\d_][^.!?]{1,80}\s*$"
)  # who said the quotation before it; ``blocks.py`` writes it so


def split_sentences(text: str, language: str = "en") -> list[tuple[int, int]]:
    """Spans ``(start, end)`` of the sentences of ``text``, in characters, without the space around them.

    Boundaries come from the library ``sentencex`` (rules for 200 languages, abbreviations and quotes); no
    sentence runs across a line break, and none ends inside "am 3. Mai". Together the spans hold
    every character that is not white space. What has no end for ``WINDOW`` characters is cut between words.
    """
    spans: list[tuple[int, int]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        for piece in _join_dates(_pieces(line, language)):
            start = at + len(piece) - len(piece.lstrip())
            end = at + len(piece.rstrip())
            at += len(piece)
            if start < end:
                spans.append((start, end))
    return spans


def _pieces(line: str, language: str) -> Iterator[str]:
    """The sentences of a line with the space behind them, found in windows that overlap by their last sentence."""
    from sentencex import get_sentence_boundaries

    start = 0
    while len(line) - start > WINDOW:
        window = line[start : start + WINDOW]
        pieces = [each["text"] for each in get_sentence_boundaries(language, window)]
        if len(pieces) == 1:
            pieces = [window[: _between_words(window)], ""]
        ends = list(accumulate(map(len, pieces)))
        sure = (
            sum(end <= WINDOW * 3 // 4 for end in ends) or len(pieces) - 1
        )  # a quotation may end behind the window
        yield from pieces[:sure]
        start += ends[sure - 1]
    yield from (each["text"] for each in get_sentence_boundaries(language, line[start:]))


def _between_words(window: str) -> int:
    """Where the last word of a text begins; its end where that is one word."""
    words = window.rstrip()
    last = len(words) - len(words.split()[-1]) if words else 0
    return last or len(window)


def _join_dates(pieces: Iterable[str]) -> list[str]:
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
