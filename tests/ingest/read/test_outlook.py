"""Outlook's messages, in compound files that the tests write."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from errors import LimitError, ReadError
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Outcome, Problem
from ingest.read.kinds import read_document, recognise_kind
from ingest.read.library.rtf_packed import unpack_rtf
from news.article import Article
from tests.ingest.compound import Tree, attached_message, attachment, compound_file, message

FERRY = (
    "The ferry to Ormsay stopped on Monday after a crack was found in its hull, the harbour board said."
    " Tickets for all crossings until the end of the month are refunded at the quay."
)
ISLAND = "Islanders now rely on a fishing boat that takes six people at a time, only when the sea is calm."
SENT = datetime(2026, 3, 4, 23, 37, tzinfo=UTC)
SUBJECT, NAME, ADDRESS, SMTP, BODY, HEADERS = 0x0037, 0x0C1A, 0x0C1F, 0x5D01, 0x1000, 0x007D
HTML, PACKED = 0x1013, 0x1009


def outcomes(tree: Tree, allowance: ReadingAllowance | None = None) -> list[Outcome]:
    document = Document("/clips/a.msg", "a.msg", compound_file(tree))
    assert recognise_kind(document) == "outlook"
    return list(read_document(document, allowance=allowance))


def one(tree: Tree) -> Article:
    (article,) = outcomes(tree)
    assert isinstance(article, Article)
    return article


@pytest.mark.parametrize(
    ("page", "subject", "name", "body"),
    [
        (0, "WG: Fähre – „gestoppt“", "Łucja Brandt", f"{FERRY}\r\n\r\nŁódź 渡し船\r\n"),
        (1252, "RE: Fähre gestoppt", "Jürgen Brandt", f"{FERRY}\r\n\r\nEs kostet 3 € – „mehr“.\r\n"),
        (1251, "Паром стоит", "Инна Волкова", "Паром до Ормсея стоит с понедельника.\r\n\r\nЭто всё.\r\n"),
        (932, "渡し船", "山田花子", "渡し船は月曜日に止まった。\r\n\r\n次の便は未定。\r\n"),
    ],
)
def test_subject_sender_day_and_body(page: int, subject: str, name: str, body: str) -> None:
    texts = {SUBJECT: subject, NAME: name, ADDRESS: "/O=POST/CN=DESK", SMTP: "desk@post.example", BODY: body}
    article = one(message(texts, page=page, sent=SENT))
    assert (article.title, article.authors) == (re.sub(r"^\w\w: ", "", subject), (name,))
    assert article.published == SENT
    assert article.text == body.replace("\r\n", "\n").strip()


def test_headers_as_they_came_say_more() -> None:
    headers = (
        "Received: from a by b\r\nFrom: jo@post.example (=?utf-8?q?J=C3=B6rg_Doe?=)\r\n"
        "Date: Thu, 5 Mar 2026 01:37:00 +0200\r\nList-Id: Morning\r\n Post <m.post.example>\r\n\r\n"
    )
    article = one(message({SUBJECT: "Ferry", NAME: "Desk", HEADERS: headers, BODY: FERRY}, sent=SENT))
    assert (article.authors, article.outlet) == (("Jörg Doe",), "Morning Post")
    assert article.published == SENT and article.published.astimezone(timezone(timedelta(hours=2))).day == 5
    assert article.published.utcoffset() == timedelta(hours=2)


@pytest.mark.parametrize("page", [0, 1252])
def test_a_page_of_html_is_read_where_there_is_no_plain_text(page: int) -> None:
    html = f"<html><p>{FERRY}</p><p>Sie ist „alt“.</p></html>"
    texts = {SUBJECT: "Ferry", NAME: "Ann"}
    coded = html.encode(f"cp{page}" if page else "utf-8")
    assert one(message(texts, page=page, binary={HTML: coded})).text == f"{FERRY}\n\nSie ist „alt“."
    assert one(message({**texts, HTML: html}, page=page)).text == f"{FERRY}\n\nSie ist „alt“."


def packed(rtf: bytes) -> bytes:
    """RTF as Outlook packs it, with nothing repeated."""
    items = [rtf[at : at + 8] for at in range(0, len(rtf), 8)]
    body = b"".join(b"\0" + item for item in items)
    return struct.pack("<II4sI", len(body) + 12, len(rtf), b"LZFu", 0) + body


def wrapped(rtf: bytes) -> bytes:
    """RTF as Outlook keeps it unpacked."""
    return struct.pack("<II4sI", len(rtf) + 12, len(rtf), b"MELA", 0) + rtf


@pytest.mark.parametrize("packing", [packed, wrapped])
def test_rich_text_is_read_where_there_is_nothing_else(packing: Callable[[bytes], bytes]) -> None:
    rtf = rf"{{\rtf1\ansi\ansicpg1252\fromtext {FERRY}\par M\'fcller said so.}}".encode()
    from_html = (
        rb"{\rtf1\ansi\fromhtml1{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 The mill reopened.{\*\htmltag72 </p>}"
        rb"\htmlrtf\par}\htmlrtf0{\*\htmltag64 <p>}Its wheel turns.{\*\htmltag72 </p>}}"
    )
    texts = {SUBJECT: "Ferry", NAME: "Ann"}
    assert one(message(texts, binary={PACKED: packing(rtf)})).text == f"{FERRY}\n\nMüller said so."
    found = one(message(texts, binary={PACKED: packing(from_html)})).text
    assert found == "The mill reopened.\n\nIts wheel turns."


def item(start: int, length: int) -> bytes:
    """A place in the window, and how many bytes are taken from there."""
    return struct.pack(">H", start << 4 | length - 2)


def test_packed_rich_text_that_repeats_itself() -> None:
    # one item from the window ("{\rtf1\ansi", at 0), letters, one that overlaps itself ("abababab"), the end
    body = bytes([0b00001001]) + item(0, 11) + b"ab" + item(207 + 11, 6) + b" ok "
    body += bytes([0b1]) + item(207 + 11 + 2 + 6 + 4, 2)
    whole = struct.pack("<II4sI", len(body) + 12, 23, b"LZFu", 0) + body
    assert unpack_rtf(whole, ReadingAllowance()) == b"{\\rtf1\\ansiabababab ok "
    with pytest.raises(LimitError):
        unpack_rtf(whole, ReadingAllowance(max_bytes=100))
    with pytest.raises(ReadError, match="unknown way"):
        unpack_rtf(b"x" * 40, ReadingAllowance())


def test_attachments_are_documents_of_their_own() -> None:
    texts = {SUBJECT: "Two reports", NAME: "Ann", BODY: FERRY}
    inner = message({SUBJECT: "Bus stopped", NAME: "Jo", BODY: ISLAND}, sent=SENT, head=24)
    shown = {**texts, HTML: "<p>x</p><img src='cid:logo1'>"}
    attached = [
        attachment("bridge.txt", f"Bridge opens\n\n{ISLAND}\n".encode() * 60),
        attachment("logo.png", b"\x89PNG", content_id="logo1"),
        attachment("song.mp3", b"ID3"),
        attachment("empty.txt", b""),
        attached_message(inner),
    ]
    found = outcomes(message(shown, attached=attached))
    assert [each.key.removeprefix("/clips/a.msg") for each in found] == [
        "",
        "!bridge.txt",
        "!2-empty.txt",
        "!3-message.eml",
    ]
    assert isinstance(found[2], Problem)
    assert isinstance(found[3], Article)
    assert (found[3].title, found[3].authors, found[3].published) == ("Bus stopped", ("Jo",), SENT)


def test_messages_within_messages_end() -> None:
    tree = message({SUBJECT: "Ferry", BODY: FERRY}, head=24)
    for number in range(7):
        tree = message(
            {SUBJECT: "Ferry", BODY: FERRY}, attached=[attached_message(tree)], head=24 if number < 6 else 32
        )
    with pytest.raises(LimitError, match="levels deep"):
        outcomes(tree)


def test_what_is_attached_counts() -> None:
    tree = message({BODY: FERRY}, attached=[attachment("a.txt", b"x" * 5000)] * 3)
    with pytest.raises(LimitError, match="bytes"):
        outcomes(tree, ReadingAllowance(max_bytes=12_000))
    with pytest.raises(LimitError, match="2 documents"):
        outcomes(tree, ReadingAllowance(max_members=2))


def test_a_message_that_is_cut_off_says_so() -> None:
    whole = compound_file(message({SUBJECT: "Ferry", BODY: FERRY * 40}))
    for end in (600, len(whole) // 2):
        data = whole[:end] + "__properties_version1.0".encode("utf-16-le")
        with pytest.raises(ReadError, match="Outlook message that cannot be read"):
            list(read_document(Document("/clips/a.msg", "a.msg", data)))
    with pytest.raises(ReadError, match="no text"):
        outcomes(message({SUBJECT: "Ferry"}))


@pytest.mark.shared
def test_a_message_that_outlook_wrote(shared: Path) -> None:
    (path,) = (shared / "data/formats/outlook-msg").glob("*.msg")
    found = list(read_document(Document(str(path), path.name, path.read_bytes())))
    assert any(isinstance(each, Article) and len(each.text) > 1000 for each in found)
