"""Mail: single messages, mailboxes, and web pages saved as MHTML. Attachments are documents of their own."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email import policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

from errors import LimitError, ReadError
from ingest.read.allowance import Allowance
from ingest.read.archive import read_nested, safe_name
from ingest.read.dates import find_date, parse_date
from ingest.read.document import Document, Note, Outcome, Problem
from ingest.read.encoding import decode
from ingest.read.fields import authors, paragraphs
from ingest.read.flowed import join_flowed
from ingest.read.forwarded import forwarded
from ingest.read.layout import Block, Properties, article_from_layout, date_note, one_line
from ingest.read.mailbox import is_attribution, restore_from_lines, split_mailbox
from ingest.read.markup import plain_text

_REPLY = re.compile(r"^\s*(?:(?:re|aw|fwd?|wg|tr|rv)\s*(?:\[\d+\])?:\s*)+", re.I)
_SIGNATURE = re.compile(r"\n-- ?\n.*\Z", re.S)
_NAMED_BEHIND = re.compile(r"<?(?P<address>[^\s<>()@]+@[^\s<>()@]+)>? ?\((?P<name>.*)\)$")
_UNUSABLE = (MessageError, ValueError, TypeError, AttributeError, LookupError, AssertionError)


def read_mail(document: Document, allowance: Allowance | None = None) -> Iterator[Outcome]:
    """Read a message (EML), a mailbox (MBOX; each message is an article) or a saved page (MHTML).

    A message's key is the file's in an EML and ``path#message-id`` in a mailbox. Raises ReadError if no
    message can be read, LimitError if there are too many.
    """
    allowance = allowance or Allowance()
    data = document.data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not data.startswith(b"From "):
        yield from _one(document, data, document.key, allowance)
        return
    seen: set[str] = set()
    number = 0
    for number, message in enumerate(split_mailbox(data), 1):
        allowance.take_member()
        yield from _in_mailbox(document, message, number, seen, allowance)
    if not number:
        raise ReadError("a mailbox without a message that can be read: export it again")


def _in_mailbox(
    document: Document, data: bytes, number: int, seen: set[str], allowance: Allowance
) -> Iterator[Outcome]:
    """One message of a mailbox; what is wrong with it is a problem of its own."""
    found = re.search(rb"^message-id:\s*<?([^\s<>]+)", data[:20_000], re.I | re.M)
    name = found[1].decode("ascii", "replace")[:200] if found else f"message {number}"
    key = f"{document.key}#{name if name not in seen else f'{name}#{number}'}"
    seen.add(name)
    try:
        yield from _one(document, data, key, allowance)
    except LimitError:
        raise
    except ReadError as problem:
        yield Problem(key, str(problem))


def _one(document: Document, data: bytes, key: str, allowance: Allowance) -> Iterator[Outcome]:
    message = _parsed(data)
    if page := _saved_page(message):
        yield from _page(document, message, page, key)
        return
    if (export := _export(message, key)) is not None:
        yield from export
        return
    text = _text(message)
    attachments = list(_attachments(message))
    if not text.strip() and not attachments:
        raise ReadError("the message has no text: wanted the text of an article")
    if text.strip():
        yield from _article(document, message, text, key)
    with allowance.inside():
        for number, part in enumerate(attachments, 1):
            allowance.take_member()
            yield from _attachment(part, f"{key}!", number, allowance)


def _export(message: EmailMessage, key: str) -> Iterator[Outcome] | None:
    """The articles that a press database sent, each of them whole; None for other mail."""
    from ingest.read.databases.reader import read_export

    for kind, name in (("text/html", "html"), ("text/plain", "text")):
        for part in _parts(message, kind):
            document = Document(key, "mail", _content(part).encode("utf-8", "replace"), content_type=kind)
            if (export := read_export(document, name)) is not None:
                return export
    return None


def _parsed(data: bytes) -> EmailMessage:
    try:
        return email.message_from_bytes(data, policy=policy.default)
    except _UNUSABLE as broken:
        raise ReadError(f"not a message that can be read ({str(broken)[:100]}): export it again") from None


def _article(document: Document, message: EmailMessage, text: str, key: str) -> Iterator[Outcome]:
    sender, address = _sender(message)
    written = _header(message, "date")
    published = parse_date(written) if written else None
    subject = _REPLY.sub("", _header(message, "subject"))
    if inner := forwarded(text):
        sender, address = split_sender(inner.sender)
        published = find_date(inner.day) or published
        subject, text = _REPLY.sub("", inner.subject) or subject, inner.text
    text = paragraphs(text)
    known = Properties(
        authors=authors([sender or address]),
        published=published,
        outlet=_list_name(_header(message, "list-id")),
        language=_header(message, "content-language")[:2].lower() or None,
    )
    named = Document(key, document.name, b"")
    blocks = [Block(paragraph) for paragraph in text.split("\n\n")]
    yield from article_from_layout(named, subject or None, blocks, known)
    if written and published is None:
        yield date_note(named, written)


def _sender(message: EmailMessage) -> tuple[str, str]:
    """Name and address. The parsed header has lost the name of "address (Name)", as older programs write it."""
    name, address = parseaddr(_header(message, "from"))
    raw = next((str(value) for header, value in message.raw_items() if header.lower() == "from"), "")
    try:
        return name or one_line(str(make_header(decode_header(split_sender(raw)[0])))), address
    except (*_UNUSABLE, UnicodeError):
        return "", address


def split_sender(written: str) -> tuple[str, str]:
    """Name and address of "Name <address>", "address (Name)" or "<address> (Name)"; empty what is not stated."""
    found = _NAMED_BEHIND.match(one_line(written))
    return (found["name"].strip(), found["address"]) if found else parseaddr(written)


def _list_name(stated: str) -> str | None:
    """The name of a mailing list: ``Morning Briefing <brief.news.example>``."""
    name = one_line(stated.split("<", 1)[0]).strip(' "')
    return name or None


def _header(message: EmailMessage, name: str) -> str:
    """A header, decoded; empty where it is missing or beyond reading."""
    try:
        return one_line(str(message.get(name) or ""))
    except _UNUSABLE:
        raw = next((value for header, value in message.raw_items() if header.lower() == name), "")
        return one_line(str(raw))


def _text(message: EmailMessage) -> str:
    """The message's lines: its plain part, unless that is a stub beside a page of HTML."""
    plain = "\n\n".join(_clean(_plain(part)) for part in _parts(message, "text/plain"))
    html = "\n\n".join(plain_text(_content(part)) for part in _parts(message, "text/html"))
    return plain if len(plain.split()) * 2 >= len(html.split()) else html


def _plain(part: Any) -> str:
    """The text of a plain part; where its lines flow (RFC 3676), each paragraph on one line."""
    text = _content(part)
    try:
        flows = str(part.get_param("format", "")).lower() == "flowed"
        without_blanks = str(part.get_param("delsp", "")).lower() == "yes"
    except _UNUSABLE:
        return text
    return join_flowed(text, without_blanks) if flows else text


def _clean(text: str) -> str:
    """A plain part without signature and quoted mail, unless nothing else is there."""
    own = _SIGNATURE.sub("", "\n" + text.replace("\r\n", "\n"))
    lines = restore_from_lines(own.split("\n"))
    kept = "\n".join(line for line in lines if not line.startswith(">") and not is_attribution(line))
    return kept if kept.strip() else text


def _parts(message: EmailMessage, kind: str) -> Iterator[Any]:
    for part in _leaves(message):
        if part.get_content_type() == kind and not _file_name(part) and not _is_attached(part):
            yield part


def _leaves(message: Any, depth: int = 0) -> Iterator[Any]:
    """The parts that hold content; an attached message is one."""
    if message.get_content_type() == "message/rfc822" or not message.is_multipart():
        yield message
    elif depth < 20:
        for part in message.get_payload():
            yield from _leaves(part, depth + 1)


def _is_attached(part: Any) -> bool:
    try:
        return bool(part.is_attachment())
    except _UNUSABLE:
        return False


def _file_name(part: Any) -> str:
    try:
        return safe_name(part.get_filename() or "") if part.get_filename() else ""
    except _UNUSABLE:
        return ""


def _payload(part: Any) -> bytes:
    try:
        return bytes(part.get_payload(decode=True) or b"")
    except _UNUSABLE:
        return b""


def _content(part: Any) -> str:
    return decode(_payload(part), part.get_content_charset())


def _attachments(message: EmailMessage) -> Iterator[tuple[str, bytes]]:
    from ingest.read.kinds import is_nested_candidate

    for part in _leaves(message):
        name = _file_name(part)
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and inner:
                yield name or "message.eml", inner[0].as_bytes(policy=policy.compat32)
        elif name and is_nested_candidate(name, len(data := _payload(part))) and not _is_furniture(part):
            yield name, data


def _is_furniture(part: Any) -> bool:
    """Whether it is a picture that the page of a message shows, such as a logo; a scan is attached."""
    shown = part.get_content_maintype() == "image" and "content-id" in part
    return bool(shown) and not _is_attached(part)


def _attachment(part: tuple[str, bytes], prefix: str, number: int, allowance: Allowance) -> Iterator[Outcome]:
    name, data = part
    short = name.rsplit("/", 1)[-1]
    allowance.take_bytes(len(data))
    key = f"{prefix}{short if number == 1 else f'{number}-{short}'}"
    for outcome in read_nested(Document(key, short, data), allowance):
        if isinstance(outcome, Problem) and short.lower().endswith((".csv", ".tsv", ".json", ".xml")):
            outcome = Note(outcome.key, f"left out: {outcome.reason}")  # figures: no failure of the report
        yield outcome


def _saved_page(message: EmailMessage) -> Any | None:
    """The page of a file saved by a browser (MHTML), or None for mail."""
    saved = "snapshot-content-location" in message or not (
        {"received", "to"} & set(map(str.lower, message.keys()))
    )
    if not saved or message.get_content_type() not in ("multipart/related", "text/html"):
        return None
    pages = (
        part for part in _leaves(message) if part.get_content_type() in ("text/html", "application/xhtml+xml")
    )
    page = next(pages, None)
    located = page is not None and ("content-location" in page or "snapshot-content-location" in message)
    return page if located else None


def _page(document: Document, message: EmailMessage, page: Any, key: str) -> Iterator[Outcome]:
    from ingest.read.databases.reader import read_export
    from ingest.read.html import read_html

    address = _header(message, "snapshot-content-location") or _header(page, "content-location")
    charset = page.get_content_charset()
    saved = Document(
        key,
        document.name,
        _payload(page),
        url=address if re.match(r"https?://", address) else None,
        content_type=f"text/html; charset={charset}" if charset else "text/html",
    )
    export = read_export(saved, "html")
    yield from read_html(saved) if export is None else export
