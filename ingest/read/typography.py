"""What a printed page does with type that is no text: an initial over several lines, marks of footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from ingest.read.columns import PrintedLine

_INITIAL = re.compile(r"[\"'“‘„«»‚]?[^\W\d_][\"'’]?$")
_INITIAL_SIZE = 1.6  # times the text's: it reaches over two lines at least
_NOTE_SIZE = 0.92  # times the text's, at most
_NOTE = re.compile(r"(?:\d{1,2}|[*†‡§]{1,3})[.)]?\s*(?=\S)")
_WORD = re.compile(r"[^\W\d_]+")


def join_initials(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines of a page with each large initial ("O" over three lines) put before its first line."""
    lines = list(lines)
    if len(lines) < 2:
        return lines
    body = median(line.size for line in lines)
    words = Counter(word.casefold() for line in lines for word in _WORD.findall(line.text))
    for initial in [line for line in lines if line.size >= _INITIAL_SIZE * body]:
        if not _INITIAL.match(initial.text):
            continue
        beside = [line for line in lines if line is not initial and _stands_beside(initial, line, body)]
        if not beside:
            continue
        first = max(beside, key=lambda line: line.top)
        joined = replace(first, text=_joined(initial.text, first.text, words))
        moved = {id(line): replace(line, left=initial.left) for line in beside if line is not first}
        moved[id(first)] = replace(joined, left=initial.left)
        lines = [moved.get(id(line), line) for line in lines if line is not initial]
    return lines


def _stands_beside(initial: PrintedLine, line: PrintedLine, body: float) -> bool:
    middle = (line.top + line.bottom) / 2
    return (
        line.size < _INITIAL_SIZE * body
        and initial.bottom - 0.3 * body <= middle <= initial.top + 0.3 * body
        and -0.5 * body <= line.left - initial.right <= 2.5 * body
    )


def _joined(initial: str, rest: str, words: Counter[str]) -> str:
    """ "O" and "n the second" as "On the second"; "A" and "storm" stay two words where the page knows "storm"."""
    begun = _WORD.match(rest)
    if begun and initial.casefold() in ("a", "i", "o", "y", "e"):
        alone, together = begun[0].casefold(), f"{initial}{begun[0]}".casefold()
        if words[alone] > 1 and not words[together]:
            return f"{initial} {rest}"
    return f"{initial}{rest}"


def move_notes_last(pages: Sequence[Sequence[PrintedLine]]) -> list[list[PrintedLine]]:
    """The pages with their footnotes behind the text of the last one, where no sentence runs into them.

    A footnote is of smaller type than the text, stands below all of it in its column, and begins with its mark.
    """
    sizes = [line.size for page in pages for line in page for _ in line.text]
    if not sizes:
        return [list(page) for page in pages]
    body = median(sizes)
    kept: list[list[PrintedLine]] = []
    notes: list[PrintedLine] = []
    for page in pages:
        found = _notes(page, body)
        taken = {id(line) for line in found}
        kept.append(_without_marks([line for line in page if id(line) not in taken], found))
        notes += found
    if notes and kept:
        last = len(kept) - 1
        kept[last] = [*kept[last], *(replace(note, page=last + 1) for note in notes)]
    return kept


def _notes(page: Sequence[PrintedLine], body: float) -> list[PrintedLine]:
    found: list[PrintedLine] = []
    open_note: PrintedLine | None = None
    for line in page:
        small = 0 < line.size <= _NOTE_SIZE * body
        if small and _NOTE.match(line.text) and _is_lowest(line, page, body):
            open_note = line
        elif not small or open_note is None or abs(line.left - open_note.left) > 4 * body:
            open_note = None
        if open_note is not None:
            found.append(line)
    return found


def _without_marks(lines: list[PrintedLine], notes: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines of a page, without the first mark for each of its notes: "Brandt.1" where a note begins with 1."""
    for note in notes:
        begun = _NOTE.match(note.text)
        if begun is None:
            continue
        mark = re.escape(begun[0].strip(" .)"))
        glued = re.compile(rf"(?:(?<=[^\W\d_])|(?<=[^\W\d_][.,;:!?\"'”’)])){mark}(?=[\s\"'”’)]|$)")
        for number, line in enumerate(lines):
            if glued.search(line.text):
                lines[number] = replace(line, text=glued.sub("", line.text, count=1))
                break
    return lines


def _is_lowest(note: PrintedLine, page: Sequence[PrintedLine], body: float) -> bool:
    """Whether no text stands below it in its column."""
    return not any(
        line.size > _NOTE_SIZE * body
        and line.top < note.bottom
        and line.left < note.right
        and note.left < line.right
        for line in page
    )
