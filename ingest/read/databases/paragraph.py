"""A paragraph as every container gives it, so that one splitter reads a source's DOCX, RTF, HTML, TXT and PDF."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass


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
    blocks: list[Paragraph] = []
    waiting: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line.strip():
            waiting.append(line.rstrip())
        elif waiting:
            blocks.append(Paragraph("\n".join(waiting), is_centred=all(map(_is_indented, waiting))))
            waiting = []
    return blocks


def _is_indented(line: str) -> bool:
    return line.startswith(("        ", "\t\t"))


def wrap_width(paragraphs: Sequence[Paragraph]) -> int:
    """The number of characters at which a program broke the lines of a text; 0 where it did not."""
    lengths = sorted(len(line) for each in paragraphs for line in each.text.split("\n") if len(line) > 40)
    if not lengths:
        return 0
    longest = lengths[min(len(lengths) - 1, int(0.98 * len(lengths)))]
    return longest if longest <= 120 else 0


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


_MARK = re.compile(r"[^\w]+")


def bare_words(text: str) -> str:
    """The letters and digits of ``text`` in lower case, by which two prints of a headline are compared."""
    return _MARK.sub("", text).casefold()
