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
from ingest.dates.dates import find_date, parse_date
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Note, Outcome, Problem
from ingest.documents.encoding import decode_text
from ingest.documents.markup import plain_text
from ingest.documents.zip_package import make_safe_name
from ingest.facts.fields import join_paragraphs, read_authors
from ingest.read.archive import read_nested
from ingest.read.flowed import join_flowed
from ingest.read.forwarded import find_forwarded
from ingest.read.layout import Block, Properties, build_article_from_layout, join_spaces, make_date_note
from ingest.read.mailbox import is_attribution, restore_from_lines, split_mailbox

_REPLY = re.compile(r"^\s*(?:(?:re|aw|fwd?|wg|tr|rv)\s*(?:\[\d+\])?:\s*)+", re.I)
_SIGNATURE = re.compile(r"\n-- ?\n.*\Z", re.S)
_NAMED_BEHIND = re.compile(r"<?(?P<address>[^\s<>()@]+@[^\s<>()@]+)>? ?\((?P<name>.*)\)$")
_UNUSABLE = (MessageError, ValueError, TypeError, AttributeError, LookupError, AssertionError)


def read_mail(document: Document, allowance: ReadingAllowance | None = None) -> Iterator[Outcome]:
    """Read a message (EML), a mailbox (MBOX; each message is an article) or a saved page (MHTML).

    A message's key is the file's in an EML and ``path#message-id`` in a mailbox. Raises ReadError if no
    message can be read, LimitError if there are too many.
    """
    allowance = allowance or ReadingAllowance()
    data = document.data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not data.startswith(b"From "):
        yield from _read_message(document, data, document.key, allowance)
        return
    seen: set[str] = set()
    number = 0
    for number, message in enumerate(split_mailbox(data), 1):
        allowance.take_member()
        yield from _read_mailbox_message(document, message, number, seen, allowance)
    if not number:
        raise ReadError("a mailbox without a message that can be read: export it again")


def _read_mailbox_message(
    document: Document, data: bytes, number: int, seen: set[str], allowance: ReadingAllowance
) -> Iterator[Outcome]:
    """One message of a mailbox; what is wrong with it is a problem of its own."""
    found = re.search(rb"^message-id:\s*<?([^\s<>]+)", data[:20_000], re.I | re.M)
    name = found[1].decode("ascii", "replace")[:200] if found else f"message {number}"
    key = f"{document.key}#{name if name not in seen else f'{name}#{number}'}"
    seen.add(name)
    try:
        yield from _read_message(document, data, key, allowance)
    except LimitError:
        raise
    except ReadError as problem:
        yield Problem(key, str(problem))


def _read_message(
    document: Document, data: bytes, key: str, allowance: ReadingAllowance
) -> Iterator[Outcome]:
    message = _parse_message(data)
    if page := _find_saved_page(message):
        yield from _read_saved_page(document, message, page, key)
        return
    if (export := _export(message, key)) is not None:
        yield from export
        return
    text = _read_message_text(message)
    attachments = list(_list_attachments(message))
    if not text.strip() and not attachments:
        raise ReadError("the message has no text: wanted the text of an article")
    if text.strip():
        yield from _build_mail_article(document, message, text, key)
    with allowance.step_inside():
        for number, part in enumerate(attachments, 1):
            allowance.take_member()
            yield from _read_attachment(part, f"{key}!", number, allowance)


def _export(message: EmailMessage, key: str) -> Iterator[Outcome] | None:
    """The articles that a press database sent, each of them whole; None for other mail."""
    from ingest.read.databases.reader import read_export

    for kind, name in (("text/html", "html"), ("text/plain", "text")):
        for part in _iterate_parts_of(message, kind):
            document = Document(
                key, "mail", _read_content(part).encode("utf-8", "replace"), content_type=kind
            )
            if (export := read_export(document, name)) is not None:
                return export
    return None


def _parse_message(data: bytes) -> EmailMessage:
    try:
        return email.message_from_bytes(data, policy=policy.default)
    except _UNUSABLE as broken:
        raise ReadError(f"not a message that can be read ({str(broken)[:100]}): export it again") from None


def _build_mail_article(document: Document, message: EmailMessage, text: str, key: str) -> Iterator[Outcome]:
    sender, address = _sender(message)
    written = _read_header(message, "date")
    published = parse_date(written) if written else None
    subject = _REPLY.sub("", _read_header(message, "subject"))
    if inner := find_forwarded(text):
        sender, address = split_sender(inner.sender)
        published = find_date(inner.day) or published
        subject, text = _REPLY.sub("", inner.subject) or subject, inner.text
    text = join_paragraphs(text)
    known = Properties(
        authors=read_authors([sender or address]),
        published=published,
        outlet=_read_list_name(_read_header(message, "list-id")),
        language=_read_header(message, "content-language")[:2].lower() or None,
    )
    named = Document(key, document.name, b"")
    blocks = [Block(paragraph) for paragraph in text.split("\n\n")]
    yield from build_article_from_layout(named, subject or None, blocks, known)
    if written and published is None:
        yield make_date_note(named, written)


def _sender(message: EmailMessage) -> tuple[str, str]:
    """Name and address. The parsed header has lost the name of "address (Name)", as older programs write it."""
    name, address = parseaddr(_read_header(message, "from"))
    raw = next((str(value) for header, value in message.raw_items() if header.lower() == "from"), "")
    try:
        return name or join_spaces(str(make_header(decode_header(split_sender(raw)[0])))), address
    except (*_UNUSABLE, UnicodeError):
        return "", address


def split_sender(written: str) -> tuple[str, str]:
    """Name and address of "Name <address>", "address (Name)" or "<address> (Name)"; empty what is not stated."""
    found = _NAMED_BEHIND.match(join_spaces(written))
    return (found["name"].strip(), found["address"]) if found else parseaddr(written)


def _read_list_name(stated: str) -> str | None:
    """The name of a mailing list: ``Morning Briefing <brief.news.example>``."""
    name = join_spaces(stated.split("<", 1)[0]).strip(' "')
    return name or None


def _read_header(message: EmailMessage, name: str) -> str:
    """A header, decoded; empty where it is missing or beyond reading."""
    try:
        return join_spaces(str(message.get(name) or ""))
    except _UNUSABLE:
        raw = next((value for header, value in message.raw_items() if header.lower() == name), "")
        return join_spaces(str(raw))


def _read_message_text(message: EmailMessage) -> str:
    """The message's lines: its plain part, unless that is a stub beside a page of HTML."""
    plain = "\n\n".join(_strip_quoted(_plain(part)) for part in _iterate_parts_of(message, "text/plain"))
    html = "\n\n".join(plain_text(_read_content(part)) for part in _iterate_parts_of(message, "text/html"))
    return plain if len(plain.split()) * 2 >= len(html.split()) else html


def _plain(part: Any) -> str:
    """The text of a plain part; where its lines flow (RFC 3676), each paragraph on one line."""
    text = _read_content(part)
    try:
        flows = str(part.get_param("format", "")).lower() == "flowed"
        without_blanks = str(part.get_param("delsp", "")).lower() == "yes"
    except _UNUSABLE:
        return text
    return join_flowed(text, without_blanks) if flows else text


def _strip_quoted(text: str) -> str:
    """A plain part without signature and quoted mail, unless nothing else is there."""
    own = _SIGNATURE.sub("", "\n" + text.replace("\r\n", "\n"))
    lines = restore_from_lines(own.split("\n"))
    kept = "\n".join(line for line in lines if not line.startswith(">") and not is_attribution(line))
    return kept if kept.strip() else text


def _iterate_parts_of(message: EmailMessage, kind: str) -> Iterator[Any]:
    for part in _iterate_leaves(message):
        if part.get_content_type() == kind and not _read_file_name(part) and not _is_attached(part):
            yield part


def _iterate_leaves(message: Any, depth: int = 0) -> Iterator[Any]:
    """The parts that hold content; an attached message is one."""
    if message.get_content_type() == "message/rfc822" or not message.is_multipart():
        yield message
    elif depth < 20:
        for part in message.get_payload():
            yield from _iterate_leaves(part, depth + 1)


def _is_attached(part: Any) -> bool:
    try:
        return bool(part.is_attachment())
    except _UNUSABLE:
        return False


def _read_file_name(part: Any) -> str:
    try:
        return make_safe_name(part.get_filename() or "") if part.get_filename() else ""
    except _UNUSABLE:
        return ""


def _read_payload(part: Any) -> bytes:
    try:
        return bytes(part.get_payload(decode=True) or b"")
    except _UNUSABLE:
        return b""


def _read_content(part: Any) -> str:
    return decode_text(_read_payload(part), part.get_content_charset())


def _list_attachments(message: EmailMessage) -> Iterator[tuple[str, bytes]]:
    from ingest.read.kinds import is_nested_candidate

    for part in _iterate_leaves(message):
        name = _read_file_name(part)
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and inner:
                yield name or "message.eml", inner[0].as_bytes(policy=policy.compat32)
        elif name and is_nested_candidate(name, len(data := _read_payload(part))) and not _is_furniture(part):
            yield name, data


def _is_furniture(part: Any) -> bool:
    """Whether it is a picture that the page of a message shows, such as a logo; a scan is attached."""
    shown = part.get_content_maintype() == "image" and "content-id" in part
    return bool(shown) and not _is_attached(part)


def _read_attachment(
    part: tuple[str, bytes], prefix: str, number: int, allowance: ReadingAllowance
) -> Iterator[Outcome]:
    name, data = part
    short = name.rsplit("/", 1)[-1]
    allowance.take_bytes(len(data))
    key = f"{prefix}{short if number == 1 else f'{number}-{short}'}"
    for outcome in read_nested(Document(key, short, data), allowance):
        if isinstance(outcome, Problem) and short.lower().endswith((".csv", ".tsv", ".json", ".xml")):
            outcome = Note(outcome.key, f"left out: {outcome.reason}")  # figures: no failure of the report
        yield outcome


def _find_saved_page(message: EmailMessage) -> Any | None:
    """The page of a file saved by a browser (MHTML), or None for mail."""
    saved = "snapshot-content-location" in message or not (
        {"received", "to"} & set(map(str.lower, message.keys()))
    )
    if not saved or message.get_content_type() not in ("multipart/related", "text/html"):
        return None
    pages = (
        part
        for part in _iterate_leaves(message)
        if part.get_content_type() in ("text/html", "application/xhtml+xml")
    )
    page = next(pages, None)
    located = page is not None and ("content-location" in page or "snapshot-content-location" in message)
    return page if located else None


def _read_saved_page(document: Document, message: EmailMessage, page: Any, key: str) -> Iterator[Outcome]:
    from ingest.read.databases.reader import read_export
    from ingest.read.html import read_html

    address = _read_header(message, "snapshot-content-location") or _read_header(page, "content-location")
    charset = page.get_content_charset()
    saved = Document(
        key,
        document.name,
        _read_payload(page),
        url=address if re.match(r"https?://", address) else None,
        content_type=f"text/html; charset={charset}" if charset else "text/html",
    )
    export = read_export(saved, "html")
    yield from read_html(saved) if export is None else export
