"""Lines that flow, as mail programs send them (RFC 3676): a line that ends with a blank goes on in the next."""

from __future__ import annotations

import re

_MARKS = re.compile(r">*")
_SIGNATURE = "-- "


def join_flowed(text: str, without_blanks: bool = False) -> str:
    """``text`` with each paragraph on one line; quoted lines keep their marks.

    ``without_blanks`` (DelSp=yes): the blank at a line's end only says that it flows, as in Japanese or in a long
    address, and is no part of the text.
    """
    paragraphs: list[tuple[str, list[str]]] = []
    flows = False
    for line in text.replace("\r\n", "\n").split("\n"):
        marks = _MARKS.match(line)[0]  # type: ignore[index]  # it matches every line
        words = line[len(marks) :].removeprefix(" ")  # a blank there is stuffed
        is_signature = words == _SIGNATURE
        if flows and not is_signature and paragraphs[-1][0] == marks:
            paragraphs[-1][1].append(words)
        else:
            paragraphs.append((marks, [words]))
        flows = words.endswith(" ") and not is_signature
        if flows and without_blanks:
            paragraphs[-1][1][-1] = words[:-1]
    return "\n".join(_line(marks, "".join(words)) for marks, words in paragraphs)


def _line(marks: str, words: str) -> str:
    return f"{marks} {words}" if marks else words
