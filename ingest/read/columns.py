"""Lines with their places on a page to paragraphs, headings and a headline."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from ingest.dates.dates import is_date_line
from ingest.read.layout import Block, join_spaces
from ingest.read.rows import Cell, is_table, write_table
from ingest.read.text import HEADLINE

_ENDS = re.compile(r"[.!?…:][\"'”’»)\]]*\d{0,2}$")
_NUMBERED = re.compile(
    r"^\W*+(?:(?:page|seite|página|p\.)\s*+)?\d{1,5}(?:\s*+(?:/|of|von|de)\s*+\d{1,5})?\W*+$", re.I
)
_BULLET = re.compile(r"^\s*(?:[•▪◦●■–—*-]|\(?\d{1,2}[.)])\s")
_HYPHEN = "\x02\ufffe\u00ad"  # how PDFium writes the hyphen that parts a word at the end of a line
_TOP = 4  # lines under the headline that may say when
_EDGE = 2  # lines at the top and the bottom of a page that may be header or footer


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line of text; lengths in points, from the bottom left of the page."""

    text: str
    page: int  # from 0
    left: float
    right: float
    bottom: float
    top: float
    size: float  # of the type
    cells: tuple[Cell, ...] = ()  # where its words stand far apart
    is_row: bool = False  # of a table, written with the names of its columns


def strip_furniture(pages: Sequence[list[PrintedLine]]) -> list[list[PrintedLine]]:
    """The pages without headers, footers and page numbers.

    What stands at the same edge of at least a third of the pages, and of two at least, at the same height and
    differing in numbers only, is a header or footer.
    """
    counts = Counter(
        mark for page in pages for mark in {_mark_edge(line, where) for line, where in _list_edge_lines(page)}
    )
    needed = max(2, len(pages) / 3)
    kept = []
    for page in pages:
        furniture = {
            id(line)
            for line, where in _list_edge_lines(page)
            if counts[_mark_edge(line, where)] >= needed or (_NUMBERED.match(line.text) and len(page) > 1)
        }
        kept.append([line for line in page if id(line) not in furniture])
    return kept if any(kept) else [list(page) for page in pages]


def _list_edge_lines(page: list[PrintedLine]) -> list[tuple[PrintedLine, str]]:
    ordered = sorted((line for line in page if line.top), key=lambda line: -line.top)
    if len(ordered) < 2:
        return []
    return [(line, "top") for line in ordered[:_EDGE]] + [(line, "bottom") for line in ordered[-_EDGE:]]


def _mark_edge(line: PrintedLine, where: str) -> tuple[str, str, int]:
    return re.sub(r"\d+", "#", join_spaces(line.text)).casefold(), where, round(line.top / 6)


def find_printed_headline(lines: Sequence[PrintedLine]) -> tuple[str | None, list[PrintedLine]]:
    """The headline (the largest type on page one, if clearly larger than the text) and the other lines."""
    first = [line for line in lines if line.page == lines[0].page and line.size] if lines else []
    if len(first) < 2:
        return None, list(lines)
    body = _measure_body_size(lines)
    largest = max((line.size for line in first if sum(map(str.isalpha, line.text)) > 2), default=0.0)
    if largest < 1.15 * body:
        return None, list(lines)
    start = next(number for number, line in enumerate(first) if line.size == largest)
    taken = [first[start]]
    for line in first[start + 1 :]:
        if abs(line.size - largest) > 0.5 or taken[-1].bottom - line.top > 1.5 * largest:
            break
        taken.append(line)
    title = join_spaces(_join_printed_lines(taken))
    if not 4 <= len(title) <= HEADLINE:
        return None, list(lines)
    chosen = {id(line) for line in taken}
    return title, [line for line in lines if id(line) not in chosen]


def build_blocks(
    lines: Sequence[PrintedLine], is_alone: Callable[[str], bool] = lambda _: False
) -> list[Block]:
    """Paragraphs and headings. A paragraph goes on across columns and pages where its sentence does.

    A line whose text ``is_alone`` is a paragraph by itself, wherever it stands.
    """
    body = _measure_body_size(lines)
    step = _measure_line_step(lines)
    lines = with_tables(lines)
    edges = _measure_right_edges([line for line in lines if not line.is_row])
    words = _Words("\n".join(line.text for line in lines))
    blocks: list[Block] = []
    waiting: list[PrintedLine] = []
    was_alone = False
    for number, line in enumerate(lines):
        alone = is_alone(line.text)
        above = bool(waiting) and number <= _TOP and _says_when(waiting[-1].text)
        if waiting and (alone or was_alone or above or _begins_paragraph(waiting[-1], line, step, edges)):
            blocks.append(_make_block(waiting, body, words))
            waiting = []
        waiting.append(line)
        was_alone = alone
    if waiting:
        blocks.append(_make_block(waiting, body, words))
    return [block for block in blocks if block.text]


def _begins_paragraph(
    before: PrintedLine, line: PrintedLine, step: float, edges: dict[tuple[int, int], float]
) -> bool:
    """Whether ``line`` begins a paragraph."""
    if line.is_row or before.is_row:
        return True
    if abs(line.size - before.size) > 0.12 * max(line.size, before.size) or _BULLET.match(line.text):
        return True
    ended = bool(_ENDS.search(before.text))
    full = edges.get(_locate_column(before), before.right)
    short = before.right < full - 0.15 * (full - before.left)
    if _stands_alone(before, full) and abs(before.left - line.left) < 4 and not line.text[:1].islower():
        return True
    if line.page != before.page or line.top > before.top + step:  # another page or column
        goes_on = line.text[:1].islower() or before.text[-1:] in _HYPHEN + ",-" or not short
        return ended or not goes_on
    gap = before.bottom - line.bottom
    if gap > 1.45 * step:
        return True
    if gap < 0.3 * step:  # the same line, in two pieces
        return False
    indented = 4 < line.left - before.left < 60 and line.top < before.bottom + 0.5 * line.size
    return ended and (indented or short)


def _stands_alone(line: PrintedLine, edge: float) -> bool:
    """Whether a line ends long before the edge of its column, without a sentence's end: the author, the day."""
    is_short = line.right < edge - 0.45 * (edge - line.left)
    return is_short and " " in line.text and line.text[-1:] not in _HYPHEN + ",-"


def _says_when(text: str) -> bool:
    """Whether a line under the headline says who published the text and when, and so ends there."""
    return is_date_line(text) or is_date_line(text.partition(", ")[2])


def with_tables(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines, with each table written row by row."""
    written: list[PrintedLine] = []
    waiting: list[PrintedLine] = []
    for line in [*lines, None]:
        if line is not None and line.cells and (not waiting or _follows(waiting[-1], line)):
            waiting.append(line)
            continue
        written += _written(waiting)
        waiting = [line] if line is not None and line.cells else []
        if line is not None and not line.cells:
            written.append(line)
    return written


def _follows(before: PrintedLine, line: PrintedLine) -> bool:
    return before.page == line.page and 0 < before.bottom - line.bottom < 4 * max(line.size, 1)


def _written(rows: list[PrintedLine]) -> list[PrintedLine]:
    held = [row.cells for row in rows]
    if not is_table(held):
        return rows
    texts = write_table(held)
    return [
        replace(row, text=text, is_row=True) for row, text in zip(rows[-len(texts) :], texts, strict=True)
    ]


def _locate_column(line: PrintedLine) -> tuple[int, int]:
    return line.page, round(line.left / 40)


def _measure_right_edges(lines: Sequence[PrintedLine]) -> dict[tuple[int, int], float]:
    """The right edge of each column of each page, taken from its longer lines."""
    edges: dict[tuple[int, int], list[float]] = {}
    for line in lines:
        edges.setdefault(_locate_column(line), []).append(line.right)
    return {column: sorted(rights)[int(0.8 * (len(rights) - 1))] for column, rights in edges.items()}


def _measure_body_size(lines: Sequence[PrintedLine]) -> float:
    """The type size that most characters have."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _measure_line_step(lines: Sequence[PrintedLine]) -> float:
    """From one line to the next, in points."""
    gaps = [
        before.bottom - line.bottom
        for before, line in pairwise(lines)
        if before.page == line.page and 0.5 * line.size < before.bottom - line.bottom < 3 * line.size
    ]
    return median(gaps) if gaps else 12.0


def _make_block(lines: Sequence[PrintedLine], body: float, words: _Words) -> Block:
    text = join_spaces(_join_printed_lines(lines, words))
    larger = bool(body) and min(line.size for line in lines) > 1.1 * body
    is_heading = larger and len(text) <= 140 and not re.search(r"[.,;]$", text)
    return Block(text, is_heading, lines[0].page)


class _Words:
    """Which words with a hyphen a document has, to tell "well-known" from "transpor-tation"."""

    def __init__(self, text: str) -> None:
        self._hyphenated = set(re.findall(r"(?<![^\W\d_])[^\W\d_]++-[^\W\d_]++", text.casefold()))

    def keeps_hyphen(self, first: str, second: str) -> bool:
        return not second[:1].islower() or f"{first}-{second}".casefold() in self._hyphenated


def _join_printed_lines(lines: Sequence[PrintedLine], words: _Words | None = None) -> str:
    """The lines as one; a word that was parted at the end of a line is put together again."""
    words = words or _Words("")
    text = "\n".join(line.text.strip() for line in lines)

    def join_parted_word(match: re.Match[str]) -> str:
        first, second = match["first"], match["second"]
        return f"{first}-{second}" if words.keeps_hyphen(first, second) else f"{first}{second}"

    text = re.sub(
        rf"(?<![^\W\d_])(?P<first>[^\W\d_]++)[{_HYPHEN}‐-]\n(?P<second>[^\W\d_]+)", join_parted_word, text
    )
    text = re.sub(
        r"(?<![^\W\d_])(?P<first>[^\W\d_]++)[\x02\ufffe](?P<second>[^\W\d_]+)", join_parted_word, text
    )
    return re.sub(f"[{_HYPHEN}]", "-", text.replace("\u00ad", "")).replace("\n", " ")
