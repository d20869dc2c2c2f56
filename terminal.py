"""What is printed and logged: control characters in other people's texts reach no terminal and no log as they are.

A file's name or a headline may hold sequences that a terminal obeys, or marks that turn the order of what is read.
Every program begins with ``guard_terminal``; whatever is written from then on passes here, logging included.
"""

from __future__ import annotations

import re
import sys
from typing import Any, TextIO, cast

_COLOUR = re.compile("\x1b\\[[0-9;]*m")  # that libraries give their own lines
_BOLD = re.compile("(\x1b\\[1m|\x1b\\[22m)")  # that answers have
_CONTROLS = re.compile(  # all but tab, new line and carriage return; C1; what turns the direction of text
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def escape_controls(text: str) -> str:
    """``text`` with ``\\u001b`` for ESC and the like; within JSON it means the same."""
    return _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


class GuardedStream:
    """A text stream that what is written to another one passes through."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """Write ``text`` without colours, its control characters spelled out."""
        self.stream.write(escape_controls(_COLOUR.sub("", text)))
        return len(text)

    def writelines(self, lines: Any) -> None:
        """Write each of ``lines``."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


def guard_terminal() -> None:
    """Let standard output and standard error pass through a guard; once, however often it is called."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is not None and not isinstance(stream, GuardedStream):
            setattr(sys, name, cast("TextIO", GuardedStream(stream)))


def print_styled(text: str) -> None:
    """Print ``text`` with the bold parts that we gave it; articles hold none, as ESC is taken out of them."""
    parts = _BOLD.split(text)
    stream = sys.stdout.stream if isinstance(sys.stdout, GuardedStream) else sys.stdout
    print(
        "".join(part if number % 2 else escape_controls(part) for number, part in enumerate(parts)),
        file=stream,
    )
