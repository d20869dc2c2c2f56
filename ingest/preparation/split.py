"""An article cut into passages at sentence ends, by the embedder's own count of word pieces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from news.article import Article, Passage, passage_header
from news.sentences import split_sentences

TARGET = 160  # word pieces of text in a passage: four to six sentences; longer ones blur what they are about
ENOUGH = 0.6  # of the target: from here on, the end of a paragraph ends the passage
_WORD = re.compile(r"\S+")

Count = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence, or a part of one that is too long for a passage."""

    start: int
    end: int
    tokens: int
    opens: bool  # whether a paragraph begins here


def split_passages(article: Article, count_tokens: Count, max_tokens: int) -> list[Passage]:
    """Cut ``article`` into passages of whole sentences; none is longer than the model takes.

    ``count_tokens`` counts word pieces with the two special ones, ``max_tokens`` is the model's limit by the
    same count. The header of each passage counts against it, since both are embedded together. No passage
    runs across a section heading. A sentence that is too long by itself is cut between words.
    """
    passages: list[Passage] = []
    for heading, start, end in _iterate_sections(article):
        header = passage_header(article, heading)
        room = max_tokens - count_tokens(f"{header}\n")
        for first, last in _pack_pieces(
            list(_iterate_pieces(article.text, start, end, count_tokens, room)), room
        ):
            text = article.text[first:last]
            passages.append(Passage(article.id, len(passages), first, last, text, heading))
    return passages


def _iterate_sections(article: Article) -> Iterator[tuple[str | None, int, int]]:
    heading, start = None, 0
    for following in sorted(article.headings, key=lambda each: each.start):
        if following.start > start:
            yield heading, start, following.start
        heading, start = following.text, following.start
    yield heading, start, len(article.text)


def _iterate_pieces(text: str, start: int, end: int, count: Count, room: int) -> Iterator[_Piece]:
    section = text[start:end]
    previous = 0
    for a, b in split_sentences(section):
        opens = "\n" in section[previous:a]
        previous = b
        tokens = count(section[a:b]) - 2
        if tokens <= room:
            yield _Piece(start + a, start + b, tokens, opens)
            continue
        for c, d in _cut_long_sentence(section, a, b, count, room):
            yield _Piece(start + c, start + d, count(section[c:d]) - 2, opens and c == a)


def _cut_long_sentence(text: str, start: int, end: int, count: Count, room: int) -> Iterator[tuple[int, int]]:
    """Runs of words of at most ``room`` pieces; a single word that is longer is halved."""
    first = last = start  # nothing held while these are equal; what is held may count no pieces at all
    used = 0
    for word in _WORD.finditer(text, start, end):
        tokens = count(word.group()) - 2
        if last > first and used + tokens > room:
            yield first, last
            first = last
        if first == last:
            first, used = word.start(), 0
        if tokens > room:
            yield from _halve_word(text, word.start(), word.end(), count, room)
            first = word.end()
        else:
            used += tokens
        last = word.end()
    if last > first:
        yield first, last


def _halve_word(text: str, start: int, end: int, count: Count, room: int) -> Iterator[tuple[int, int]]:
    if end - start == 1 or count(text[start:end]) - 2 <= room:
        yield start, end
        return
    middle = (start + end) // 2
    yield from _halve_word(text, start, middle, count, room)
    yield from _halve_word(text, middle, end, count, room)


def _pack_pieces(pieces: Sequence[_Piece], room: int) -> Iterator[tuple[int, int]]:
    """Spans of passages: filled up to the target, ended early at the end of a paragraph."""
    target = min(TARGET, room)
    held: list[_Piece] = []
    used = 0
    for piece in pieces:
        full = used + piece.tokens > target
        if held and (full or (piece.opens and used >= ENOUGH * target)):
            yield held[0].start, held[-1].end
            held, used = [], 0
        held.append(piece)
        used += piece.tokens
    if held:
        yield held[0].start, held[-1].end
