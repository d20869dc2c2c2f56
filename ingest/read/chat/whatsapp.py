"""WhatsApp's export of a chat as text: ``12/03/2026, 14:05 - Name: words``, in the form of each system and language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from errors import ReadError
from ingest.dates.dates import is_day_first, parse_date
from ingest.documents.document import Document, Outcome
from ingest.documents.encoding import decode_text
from ingest.read.chat.conversation import Message, conversation_articles

_TIME = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:[  ]?[ap]\.?[  ]?m\.?)?(?: Uhr)?"
_LINE = re.compile(
    rf"^[\u200e\u200f\u202a-\u202e]*\[?(?P<day>\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}}),?[  ]+(?P<time>{_TIME})"
    r"(?:\][  ]|[  ][-–][  ])(?P<rest>.*)$",
    re.I,
)
_SENDER = re.compile(r"^(?:~[  ]?)?(?P<name>[^:\n]{1,80}?): (?P<text>.*)$", re.S)
_OMITTED = re.compile(
    r"^[\u200e\s]*(?:<[^<>]{3,60}>|(?:image|video|audio|sticker|gif|document|photo|contact card|bild|foto|vídeo|imagen)"
    r"[\w ]{0,20} (?:omitted|weggelassen|ausgeschlossen|omitida|omitido|absente?)|this message was deleted\.?|"
    r"you deleted this message\.?|diese nachricht wurde gelöscht\.?|null)\s*$",
    re.I,
)
_NAMED = re.compile(
    r"^(?:WhatsApp[ -]*Chat(?: (?:with|mit|avec|con|met|com))?[ -]*)(?P<name>.+?)(?:\.txt)?$", re.I
)
_LOOKED_AT = 12  # lines among which two messages must begin


def looks_like_whatsapp(start: str) -> bool:
    """Whether a text begins as such an export does."""
    lines = start.split("\n")[:_LOOKED_AT]
    found = [match for line in lines if (match := _LINE.match(line))]
    return (
        bool(lines)
        and _LINE.match(lines[0]) is not None
        and any(_SENDER.match(each["rest"]) for each in found)
    )


def read_whatsapp(document: Document) -> Iterator[Outcome]:
    """Read a chat day by day. Raises ReadError if nobody wrote."""
    lines = decode_text(document.data).lstrip("\ufeff").split("\n")
    begun = [match for line in lines if (match := _LINE.match(line))]
    day_first = is_day_first(match["day"] for match in begun)
    articles = list(conversation_articles(document.key, _chat_name(document), _messages(lines, day_first)))
    if not articles:
        raise ReadError("a chat of WhatsApp without a written message: wanted text")
    yield from articles


def _chat_name(document: Document) -> str:
    """The name of the chat, which stands in the name of the file or of the archive around it."""
    for part in reversed(re.split(r"[/\\!]", document.key)):
        if found := _NAMED.match(re.sub(r"\.(?:txt|zip)$", "", part, flags=re.I)):
            return found["name"].strip()
    return "WhatsApp"


def _messages(lines: list[str], day_first: bool) -> Iterator[Message]:
    held: tuple[str, str, list[str]] | None = None  # when, sender, lines
    for line in [*lines, "\0"]:
        begun = _LINE.match(line)
        if begun is None and line != "\0":
            if held:
                held[2].append(line)
            continue
        if held and (made := _made(*held, day_first)):
            yield made
        said = _SENDER.match(begun["rest"]) if begun else None
        held = (f"{begun['day']} {begun['time']}", said["name"], [said["text"]]) if begun and said else None


def _made(when: str, sender: str, lines: list[str], day_first: bool) -> Message | None:
    text = "\n".join(lines).replace("\u200e", "").strip()
    clock = re.sub(
        r"(?<=\d)\.(?=\d\d\b)", ":", when.split(" ", 1)[1].replace("\u202f", " ").replace(" Uhr", "")
    )
    sent = parse_date(f"{when.split(' ', 1)[0]} {clock}", day_first=day_first)
    if sent is None or not text or _OMITTED.match(text):
        return None
    return Message(sender.strip(" \u200e~"), sent, text)
