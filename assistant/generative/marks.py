"""``[n]`` in a model's text: resolved as the text arrives, and never shown half."""

from __future__ import annotations

import re

from assistant.language.words import UNSEEN
from news.sentences import split_sentences

_LEFT, _RIGHT = r"[\[【［]", r"[\]】］]"
_GAP = r"\s{0,3}+"
_WORD = rf"(?:(?:passages?|sources?|articles?|nos?\.?|#){_GAP})?"
_INSIDE = (  # of one mark, whose length has an end, so that what looks like many of them is not gone through again and again
    rf"(?:{_LEFT}?{_GAP}{_WORD}\d{{1,9}}+(?:†[^\]】］]{{0,80}}+)?{_GAP}{_RIGHT}?{_GAP}(?:[,;–—-]|and\b|&)?{_GAP}){{1,60}}"
)
_MARK = re.compile(rf"{_LEFT}{_GAP}({_INSIDE}){_RIGHT}", re.I)
_UNFINISHED = re.compile(rf"(?:(?<!\s)\s++)?+{_LEFT}[^\]】］]{{0,40}}$")
_RANGE = re.compile(r"(?<!\d)(\d++)\s*+[–—-]\s*+(\d++)")
_BEHIND_STOP = re.compile(rf"([.!?][\"'”’)]*+)\s*+((?:{_MARK.pattern}\s*+)++)", re.I)
_BULLET = re.compile(r"^[^\S\n]*+(?:[-*•]|\d++[.)])\s++", re.M)
_MOST = 50  # passages that a range may name


def drop_unfinished(text: str) -> str:
    """``text`` without an unfinished mark at its end: half a bracket is never shown."""
    return _UNFINISHED.sub("", text)


def read_numbers(text: str, highest: int) -> tuple[int, ...]:
    """The citation numbers in ``text`` that exist (1 to ``highest``), in order, each once.

    ``[1, 2]``, ``[1][2]``, ``[1-3]``, ``[[1]]``, ``【1】`` and ``[passage 1]`` are understood.
    """
    found: list[int] = []
    for mark in _MARK.finditer(text):
        inside = _RANGE.sub(_spell_out_range, mark[1])
        found += [int(number) for number in re.findall(r"\d+", re.sub(r"†[^\]】］]*", "", inside))]
    return tuple(dict.fromkeys(number for number in found if 1 <= number <= highest))


def strip_marks(text: str) -> str:
    """``text`` without any mark, whether its number exists or not, and without bold or italic marks.

    Characters that nobody sees go too: "21" behind one that turns the direction of writing round looks like "12".
    """
    bare = re.sub(r"\*{1,3}([^*\n]+)\*{1,3}", r"\1", _MARK.sub("", text.translate(UNSEEN)))
    return re.sub(r" ([.,;:!?])", r"\1", " ".join(bare.split()))


def split_cited_sentences(text: str, highest: int) -> list[tuple[str, tuple[int, ...]]]:
    """The sentences of a model's answer without marks, each with the numbers that it cites.

    A mark belongs to the sentence that it stands in; one behind the full stop, to the sentence before.
    """
    text = _BULLET.sub("", drop_unfinished(text))
    text = _BEHIND_STOP.sub(lambda match: f" {match[2].strip()}{match[1]} ", text)
    found: list[tuple[str, tuple[int, ...]]] = []
    for start, end in split_sentences(text):
        piece = text[start:end]
        bare = strip_marks(piece).strip()
        if re.search(r"\w", bare):
            found.append((bare, read_numbers(piece, highest)))
        elif found and (
            strays := read_numbers(piece, highest)
        ):  # nothing but marks: they belong to what is before
            found[-1] = (found[-1][0], tuple(dict.fromkeys((*found[-1][1], *strays))))
    return found


def _spell_out_range(match: re.Match[str]) -> str:
    first, last = int(match[1]), int(match[2])
    return " ".join(map(str, range(first, min(last, first + _MOST) + 1)))
