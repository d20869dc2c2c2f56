"""A paragraph as every container gives it, so that one splitter reads a source's DOCX, RTF, HTML, TXT and PDF."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

_BLANK = re.compile(r"\n(?:[ \t\f]*\n)+")
_INDENT = " " * 8


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The text of a paragraph and how it is set.

    ``text`` has its line breaks. Where a container tells nothing of the layout, only the text is there.
    """

    text: str
    style: str = ""  # class names of a page, in its elements' order; the style's name of a Word file
    is_centred: bool = False
    is_bold: bool = False
    is_parted: bool = True  # from the one above, by a blank line or as a block of its own
    page: int = 0  # from 0

    @property
    def line(self) -> str:
        """The text on one line, with single spaces."""
        return " ".join(self.text.split())

    @property
    def lines(self) -> list[str]:
        """The lines of the text that hold something, each with single spaces."""
        return [line for each in self.text.split("\n") if (line := " ".join(each.split()))]


def blocks_of_text(text: str) -> list[Paragraph]:
    """The paragraphs of plain text: runs of lines between blank ones; centred is what stands indented."""
    blocks = (block.rstrip() for block in _BLANK.split(text.expandtabs()))
    return [Paragraph(block, is_centred=_is_indented(block)) for block in blocks if block]


def lines_of_text(text: str) -> list[Paragraph]:
    """The paragraphs of a text whose every line is one; blank lines part them from each other.

    Where a program broke the lines, they are blocks instead.
    """
    blocks = blocks_of_text(text)
    if wrap_width(blocks):
        return blocks
    found: list[Paragraph] = []
    parted = True
    for line in text.split("\n"):
        if line.strip():
            found.append(Paragraph(line.strip(), is_centred=_is_indented(line), is_parted=parted))
        parted = not line.strip()
    return found


def _is_indented(block: str) -> bool:
    return block.startswith(_INDENT) and all(line.startswith(_INDENT) for line in block.split("\n"))


_RAGGED = 15  # characters by which most lines that a program broke fall short of the longest


def wrap_width(paragraphs: Sequence[Paragraph]) -> int:
    """The number of characters at which a program broke the lines of a text; 0 where it did not."""
    lines = [each.text.split("\n") for each in paragraphs if "\n" in each.text]
    lengths = sorted(
        len(line)
        for block in lines
        for line in block[:-1]
        if len(line) > 30 and not line.startswith(("  ", "\t"))
    )
    if not lengths:
        return 0
    longest = lengths[min(len(lengths) - 1, int(0.98 * len(lengths)))]
    long = [length for length in lengths if length > 0.6 * longest]
    full = sum(length > longest - _RAGGED for length in long)
    least = (
        1 if any(each.is_centred for each in paragraphs) else 3
    )  # lines centred by blanks: a page of fixed width
    return longest if 55 <= longest <= 120 and full >= least and full > 0.6 * len(long) else 0


_SOFT = 8  # characters by which a line that was broken by a program may be shorter than it need be


def unwrapped(text: str, width: int) -> list[str]:
    """The paragraphs in a run of lines: a break is a program's where the next word had no room on the line.

    ``width`` is what :func:`wrap_width` gives; with 0, every line is a paragraph.
    """
    paragraphs: list[str] = []
    room = 0
    for raw in text.split("\n"):
        line = " ".join(raw.split())
        if not line:
            continue
        first = line.split(" ", 1)[0]
        if paragraphs and width and room < len(first) + 1 + _SOFT:
            paragraphs[-1] += f" {line}"
        else:
            paragraphs.append(line)
        room = width - len(raw.rstrip())
    return paragraphs


def joined_lines(paragraphs: Sequence[Paragraph], begins: Callable[[str], bool]) -> Iterator[Paragraph]:
    """Each line as a paragraph, with those joined again that a program broke; a line that ``begins`` stays apart."""
    width = wrap_width(paragraphs)
    for paragraph in paragraphs:
        if "\n" not in paragraph.text:
            if paragraph.text.strip():
                yield paragraph
            continue
        first, waiting = True, ""
        for line in [*paragraph.text.split("\n"), None]:
            if line is not None and not (waiting and begins(line)):
                waiting = f"{waiting}\n{line}" if waiting else line
                continue
            for text in unwrapped(waiting, width):
                yield replace(paragraph, text=text, is_parted=paragraph.is_parted and first)
                first = False
            waiting = line or ""


_MARK = re.compile(r"[^\w]+")


def bare_words(text: str) -> str:
    """The letters and digits of ``text`` in lower case, by which two prints of a headline are compared."""
    return _MARK.sub("", text).casefold()
