"""Outlook's messages (.msg): made into a message as others write it, and read like one."""

from __future__ import annotations

import email
import struct
from collections.abc import Iterator
from dataclasses import replace
from email import policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.utils import format_datetime, formataddr
from io import BytesIO

from errors import ReadError
from ingest.dates.dates import parse_date
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Outcome
from ingest.read.library.compound import Storage, open_message
from ingest.read.library.rtf_packed import unpack_rtf
from ingest.read.mail import read_mail, split_sender

# Numbers of properties ([MS-OXPROPS])
_SUBJECT, _BODY, _PACKED_RTF, _HEADERS = 0x0037, 0x1000, 0x1009, 0x007D
_NAMES = (0x0042, 0x0C1A)  # in whose name it was sent, and who sent it
_ADDRESSES = (0x5D02, 0x5D01, 0x0065, 0x0C1F)  # the same: of the Internet, and whatever else a server uses
_TIMES = (0x0039, 0x0E06)  # sent, delivered
_FILE, _FILE_NAMES = 0x3701, (0x3707, 0x3704, 0x3001)
_CONTENT_ID = 0x3712
_KEPT = ("List-Id", "Content-Language")  # headers as they came over the Internet
_BROKEN = (
    OSError,
    ValueError,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
    RecursionError,
    struct.error,
    MessageError,
)


def read_outlook(document: Document, allowance: ReadingAllowance | None = None) -> Iterator[Outcome]:
    """Read a message and what is attached to it. Raises ReadError if it cannot be read."""
    import olefile

    allowance = allowance or ReadingAllowance()
    own = replace(allowance)  # the reader of mail counts the same bytes and levels again
    try:
        with olefile.OleFileIO(BytesIO(document.data)) as opened:
            data = _message(open_message(opened, own), own).as_bytes()
    except _BROKEN as broken:
        raise ReadError(
            f"an Outlook message that cannot be read ({str(broken)[:120]}): save it as .eml"
        ) from None
    yield from read_mail(replace(document, data=data), allowance)


def _message(held: Storage, allowance: ReadingAllowance) -> EmailMessage:
    made = EmailMessage()
    made["Subject"] = _line(held.text(_SUBJECT))
    came = email.message_from_string(held.text(_HEADERS), policy=policy.compat32)
    for name in _KEPT:
        if value := _header(came, name):
            made[name] = value
    if sender := _sender(held, came):
        made["From"] = sender
    if day := _day(held, came):
        made["Date"] = day
    made["To"] = "undisclosed-recipients:;"  # so that it is not taken for a saved page
    html = held.html()
    made.set_content(_body(held, html, allowance) or "\n")
    if html.strip():
        made.add_alternative(html, subtype="html")
    with allowance.step_inside():
        for attached in held.attachments():
            allowance.take_member()
            _attach(made, attached, html, allowance)
    return made


def _sender(held: Storage, came: Message) -> str:
    if stated := _header(came, "From"):
        return formataddr(split_sender(stated))
    name = next(filter(None, (_line(held.text(number)) for number in _NAMES)), "")
    addresses = (_line(held.text(number)) for number in _ADDRESSES)
    address = next((each for each in addresses if "@" in each and each.isascii()), "")
    return formataddr((name if name != address else "", address)) if name or address else ""


def _day(held: Storage, came: Message) -> str:
    """When it was sent: by its header, which has the sender's own time of day, or by Outlook, which has UTC."""
    if parse_date(stated := _header(came, "Date")) is not None:
        return stated
    sent = next(filter(None, map(held.time, _TIMES)), None)
    return format_datetime(sent) if sent is not None else ""


def _header(came: Message, name: str) -> str:
    return _line(str(came.get(name) or ""))


def _body(held: Storage, html: str, allowance: ReadingAllowance) -> str:
    """The message as plain text; from RTF only where it is kept in no other way."""
    text = held.text(_BODY)
    if text.strip() or html.strip():
        return text
    from ingest.read.rtf import rtf_text

    packed = held.data(_PACKED_RTF)
    return rtf_text(unpack_rtf(packed, allowance)) if packed else ""


def _attach(made: EmailMessage, attached: Storage, html: str, allowance: ReadingAllowance) -> None:
    """Attach a message, or a file of a kind that is read and no picture that the page ``html`` shows."""
    from ingest.read.kinds import is_candidate

    if (inner := attached.message()) is not None:
        made.add_attachment(_message(inner, allowance))
        return
    name = next(filter(None, (_line(attached.text(number)) for number in _FILE_NAMES)), "")
    shown = attached.text(_CONTENT_ID).strip()
    if not is_candidate(name) or (shown and f"cid:{shown}" in html) or (data := attached.data(_FILE)) is None:
        return
    made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)


def _line(value: str) -> str:
    return " ".join(value.split())
