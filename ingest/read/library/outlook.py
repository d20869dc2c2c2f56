"""Outlook's messages (.msg): made into a message as others write it, and read like one."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, parseaddr
from typing import Any

from errors import LimitError, ReadError
from ingest.read.allowance import Allowance
from ingest.read.document import Document, Outcome
from ingest.read.encoding import decode

_DEEPEST = 3  # messages attached to messages


def read_outlook(document: Document, allowance: Allowance | None = None) -> Iterator[Outcome]:
    """Read a message and what is attached to it. Raises ReadError if it cannot be read."""
    from ingest.read.mail import read_mail

    try:
        import extract_msg
    except ModuleNotFoundError:
        raise ReadError("an Outlook message: install extract-msg to read it, or save it as .eml") from None
    allowance = allowance or Allowance()
    logging.getLogger("extract_msg").setLevel(logging.CRITICAL)
    try:
        with extract_msg.openMsg(document.data) as opened:
            message = _message(opened, allowance, _DEEPEST)
    except LimitError:
        raise
    except Exception as broken:  # the library raises whatever its parsers do
        raise ReadError(
            f"an Outlook message that cannot be read ({str(broken)[:120]}): save it as .eml"
        ) from None
    yield from read_mail(replace(document, data=message.as_bytes()), allowance)


def _message(opened: Any, allowance: Allowance, depth: int) -> EmailMessage:
    made = EmailMessage()
    made["Subject"] = _line(opened.subject)
    name, address = parseaddr(_line(opened.sender))
    if name or address:
        made["From"] = formataddr((name, address))
    made["To"] = "undisclosed-recipients:;"  # so that it is not taken for a saved page
    if opened.date is not None:
        made["Date"] = format_datetime(opened.date)
    html = _text(opened, "htmlBody")
    made.set_content(_text(opened, "body") or "\n")
    if html.strip():
        made.add_alternative(html, subtype="html")
    for attached in opened.attachments if depth else ():
        _attach(made, attached, allowance, depth)
    return made


def _attach(made: EmailMessage, attached: Any, allowance: Allowance, depth: int) -> None:
    data = getattr(attached, "data", None)
    if isinstance(data, bytes):
        allowance.take_bytes(len(data))
        name = _line(attached.getFilename()) or "attachment"
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    elif hasattr(data, "subject"):
        made.add_attachment(_message(data, allowance, depth - 1))


def _text(opened: Any, name: str) -> str:
    """A body as text: HTML is bytes whose encoding it states itself. Empty where the library cannot make it out."""
    try:
        value = getattr(opened, name)
    except Exception:  # bodies are made when they are asked for, from compressed RTF among others
        return ""
    return decode(value) if isinstance(value, bytes) else str(value or "").replace("\r\n", "\n")


def _line(value: Any) -> str:
    return " ".join(str(value or "").replace("\0", "").split())
