"""Mailboxes (MBOX): where a message begins, and lines of a text that begin with "From " as such a line does."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SEPARATOR = re.compile(
    rb"(?:\A|(?<=\n)\r?\n)From (?=[^\r\n]*\d{4})[^\r\n]*+\r?\n(?=[A-Za-z][A-Za-z0-9-]*+:)"
)
# As RFC 4155 has it: a sender, then a day with its time; a sentence that begins with "From" has none
_DATED = re.compile(rb"From [^\r\n]{0,300} \d{1,2}:\d\d(?::\d\d)?\b[^\r\n]{0,40}")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.M)
_WROTE = re.compile(r"^(?:on|am|le|el) .{8,150}(?:wrote|schrieb|a écrit|escribió)\b.{0,80}:\s*$", re.I)


def split_mailbox(data: bytes) -> Iterator[bytes]:
    """Yield each message of a mailbox, with the "From " that programs mark by ">" as it was written."""
    starts = [match.span() for match in _separators(data)]
    for number, (_, start) in enumerate(starts, 1):
        end = starts[number][0] if number < len(starts) else len(data)
        yield _QUOTED_FROM.sub(rb"\1", data[start:end])


def _separators(data: bytes) -> list[re.Match[bytes]]:
    """Where messages begin. Lines without a time separate only where the first one has none either."""
    found = list(_SEPARATOR.finditer(data))
    dated = [each for each in found if _DATED.match(each[0].lstrip())]
    return dated if dated and dated[0] is found[0] else found


def is_attribution(line: str) -> bool:
    """Whether a line says who wrote what is quoted below it: "On … Ann wrote:"."""
    return bool(_WROTE.match(line))


def restore_from_lines(lines: list[str]) -> list[str]:
    """The lines with ">From " as it was written: programs put the mark there so that no mailbox breaks.

    Between other marked lines, or below "… wrote:", it is quoted mail.
    """
    found = list(lines)
    said = ""  # the last line that was not empty
    for number, line in enumerate(lines):
        below = lines[number + 1] if number + 1 < len(lines) else ""
        if line.startswith(">From ") and not (
            said.startswith(">") or below.startswith(">") or is_attribution(said)
        ):
            found[number] = line[1:]
        said = found[number] if line.strip() else said
    return found
