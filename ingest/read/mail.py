"""Mail: single messages, mailboxes, and web pages saved as MHTML. Attachments are documents of their own."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email import policy
from email.errors import MessageError
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
from ingest.read.forwarded import forwarded
from ingest.read.layout import Block, Properties, article_from_layout, date_note, one_line
from ingest.read.markup import plain_text

_SEPARATOR = re.compile(
    rb"(?:\A|(?<=\n)\r?\n)From (?=[^\r\n]*\d{4})[^\r\n]*+\r?\n(?=[A-Za-z][A-Za-z0-9-]*+:)"
)
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.M)
_REPLY = re.compile(r"^\s*(?:(?:re|aw|fwd?|wg|tr|rv)\s*(?:\[\d+\])?:\s*)+", re.I)
_SIGNATURE = re.compile(r"\n-- ?\n.*\Z", re.S)
_WROTE = re.compile(r"^(?:on|am|le|el) .{8,150}(?:wrote|schrieb|a écrit|escribió)\b.{0,80}:\s*$", re.I)
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
    starts = [match.span() for match in _SEPARATOR.finditer(data)]
    for number, (_, start) in enumerate(starts, 1):
        end = starts[number][0] if number < len(starts) else len(data)
        allowance.take_member()
        yield from _in_mailbox(document, data[start:end], number, seen, allowance)
    if not starts:
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
        yield from _one(document, _QUOTED_FROM.sub(rb"\1", data), key, allowance)
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
    sender, address = parseaddr(_header(message, "from"))
    written = _header(message, "date")
    published = parse_date(written) if written else None
    subject = _REPLY.sub("", _header(message, "subject"))
    if inner := forwarded(text):
        sender, address = parseaddr(inner.sender)
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
    plain = "\n\n".join(_clean(_content(part)) for part in _parts(message, "text/plain"))
    html = "\n\n".join(plain_text(_content(part)) for part in _parts(message, "text/html"))
    return plain if len(plain.split()) * 2 >= len(html.split()) else html


def _clean(text: str) -> str:
    """A plain part without signature and quoted mail, unless nothing else is there."""
    own = _SIGNATURE.sub("", "\n" + text.replace("\r\n", "\n"))
    kept = "\n".join(line for line in own.split("\n") if not line.startswith(">") and not _WROTE.match(line))
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
        elif name and is_nested_candidate(name, len(data := _payload(part))):
            yield name, data


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
