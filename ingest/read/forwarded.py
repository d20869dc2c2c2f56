"""A message that was forwarded: its own sender, day and subject, which mail programs print above its text."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAMES = {  # as mail programs print them, in English, German, French, Spanish, Italian and Dutch
    "sender": ("from", "von", "de", "da", "van", "expéditeur"),
    "day": (
        "date",
        "sent",
        "datum",
        "gesendet",
        "envoyé",
        "fecha",
        "enviado",
        "data",
        "inviato",
        "verzonden",
    ),
    "subject": ("subject", "betreff", "objet", "asunto", "oggetto", "onderwerp"),
    "": ("to", "an", "à", "para", "a", "aan", "cc", "kopie", "reply-to", "antwort an"),
}
_FIELD = {name: field for field, names in _NAMES.items() for name in names}
_HEADER = re.compile(r"^[\s*_>]*+(?P<name>[^\W\d_][^\W\d_ -]*+(?:[ -]\w++)?)\s*+:[*_]*+\s++(?P<value>\S.*)$")
_ABOVE = re.compile(
    r"^\W*$|^\W*(?:begin |anfang )?.{0,30}(?:forwarded|weitergeleitete|original|transféré|reenviado).*$", re.I
)
_COVER = 40  # words above a forwarded message; more are an article of their own
_HEADERS = 3  # consecutive lines that make a message's head


@dataclass(frozen=True, slots=True)
class Forwarded:
    """What stands in the head of a forwarded message, and its text."""

    sender: str
    day: str
    subject: str
    text: str


def find_forwarded(text: str) -> Forwarded | None:
    """The message that ``text`` forwards under no more than a few words; None where it forwards none."""
    lines = text.split("\n")
    end = -1
    while end < len(lines):
        start = end + 1  # the rest of a head that is none would be less of one
        said, end = _read_header_lines(lines, start)
        if "sender" not in said or len(said) < 2 or end - start < _HEADERS:
            continue
        cover = [line for line in lines[:start] if not _ABOVE.match(line)]
        below = "\n".join(lines[end:]).strip("\n")
        if len(" ".join(cover).split()) > _COVER or not below.strip():
            return None
        return Forwarded(said["sender"], said.get("day", ""), said.get("subject", ""), below)
    return None


def _read_header_lines(lines: list[str], start: int) -> tuple[dict[str, str], int]:
    """The fields of the header lines that begin at ``start``, and the number of the line after them."""
    said: dict[str, str] = {}
    for number in range(start, len(lines)):
        found = _HEADER.match(lines[number])
        field = _FIELD.get(found["name"].lower()) if found else None
        if found is None or field is None:
            return said, number
        if field:
            said.setdefault(field, found["value"].rstrip("*_ \t\u00a0"))
    return said, len(lines)
