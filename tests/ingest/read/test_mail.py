"""Messages, mailboxes and saved pages."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from email.message import EmailMessage

import pytest

from errors import LimitError, ReadError
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Note, Outcome, Problem
from ingest.read.kinds import read_document, recognise_kind
from news.article import Article
from tests.ingest.read.papers import column, pdf

FERRY = (
    "The ferry to Ormsay stopped on Monday after a crack was found in its hull, the harbour board said."
    " Tickets for all crossings until the end of the month are refunded at the quay."
)
ISLAND = (
    "Islanders now rely on a fishing boat that takes six people at a time, and only when the sea is calm."
)


def message(subject: str = "Ferry stopped", number: int = 1) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Ann Waters <ann@post.example>"
    made["To"] = "desk@news.example"
    made["Subject"] = subject
    made["Date"] = "Thu, 04 Sep 2025 14:05:00 +0200"
    made["Message-ID"] = f"<m{number}@post.example>"
    return made


def outcomes(data: bytes, name: str = "a.eml", allowance: ReadingAllowance | None = None) -> list[Outcome]:
    document = Document(f"/mail/{name}", name, data)
    assert recognise_kind(document) == "mail"
    return list(read_document(document, allowance=allowance))


def one(data: bytes) -> Article:
    (article,) = outcomes(data)
    assert isinstance(article, Article)
    return article


def test_the_headers_are_the_facts() -> None:
    made = message("Re: Fwd: Fähre gestoppt – „für immer“?")
    made["List-Id"] = "Morning Post <morning.post.example>"
    made.set_content(f"{FERRY}\n\n{ISLAND}\n\n-- \nAnn Waters\nThe Post\n")
    article = one(made.as_bytes())
    assert article.title == "Fähre gestoppt – „für immer“?"
    assert article.authors == ("Ann Waters",)
    assert article.published == datetime(2025, 9, 4, 14, 5, tzinfo=timezone(timedelta(hours=2)))
    assert article.outlet == "Morning Post"
    assert article.text == f"{FERRY}\n\n{ISLAND}"


def test_quoted_mail_is_left_out_unless_it_is_all_there_is() -> None:
    made = message()
    made.set_content(f"{FERRY}\n\n> {ISLAND}\n")
    assert one(made.as_bytes()).text == FERRY
    made.set_content(f"> {FERRY}\n")
    assert "The ferry to Ormsay stopped" in one(made.as_bytes()).text


def test_a_page_of_html_is_read_where_the_plain_part_is_a_stub() -> None:
    made = message()
    made.set_content("This message needs a reader of HTML.")
    made.add_alternative(
        f"<html><style>p {{}}</style><p>{FERRY}</p><script>x()</script><p>{ISLAND}</p></html>", subtype="html"
    )
    assert one(made.as_bytes()).text == f"{FERRY}\n\n{ISLAND}"


def test_attachments_are_documents_of_their_own() -> None:
    made = message()
    made.set_content(FERRY)
    page = pdf(
        [column(72, 700, ["The bridge to the mainland opened on Friday, a year late,", "its builders said."])]
    )
    made.add_attachment(page, maintype="application", subtype="pdf", filename="../../bridge.pdf")
    made.add_attachment(
        b"\x89PNG", maintype="image", subtype="png", filename="logo.png", disposition="inline", cid="<logo>"
    )
    made.add_attachment(b"", maintype="text", subtype="plain", filename="empty.txt")
    forwarded = message("Bus stopped", 2)
    forwarded.set_content(ISLAND)
    made.add_attachment(forwarded)
    found = outcomes(made.as_bytes())
    assert [outcome.key for outcome in found] == [
        "/mail/a.eml",
        "/mail/a.eml!bridge.pdf",
        "/mail/a.eml!2-empty.txt",
        "/mail/a.eml!3-message.eml",
    ]
    assert isinstance(found[2], Problem)
    assert isinstance(found[3], Article) and found[3].title == "Bus stopped"


def test_messages_within_messages_end() -> None:
    made = message()
    made.set_content(FERRY)
    for number in range(8):
        outer = message(number=number)
        outer.set_content(FERRY)
        outer.add_attachment(made)
        made = outer
    with pytest.raises(LimitError, match="levels deep"):
        outcomes(made.as_bytes())


def mailbox(count: int) -> bytes:
    box = b""
    for number in range(count):
        made = message(f"Ferry {number}", number)
        made.set_content(f"{FERRY}\n\nFrom Monday on, number {number} counts.\n")
        body = made.as_bytes().replace(b"\nFrom Monday", b"\n>From Monday")
        box += b"From ann@post.example Thu Sep  4 14:05:00 2025\n" + body + b"\n"
    return box


def test_each_message_of_a_mailbox_is_an_article() -> None:
    found = outcomes(mailbox(3), "in.mbox")
    assert [outcome.key for outcome in found] == [
        f"/mail/in.mbox#m{number}@post.example" for number in range(3)
    ]
    assert all(isinstance(outcome, Article) for outcome in found)
    assert isinstance(found[1], Article) and found[1].title == "Ferry 1"
    assert found[1].text.endswith("From Monday on, number 1 counts.")


def test_a_message_without_text_costs_the_mailbox_one_line() -> None:
    empty = b"From a@b.example Thu Sep  4 14:05:00 2025\nFrom: a@b.example\nTo: c@d.example\n\n\n"
    found = outcomes(mailbox(1) + empty + mailbox(1), "in.mbox")
    assert [type(outcome).__name__ for outcome in found] == ["Article", "Problem", "Article"]
    assert len({outcome.key for outcome in found}) == 3


def test_a_mailbox_with_too_many_messages_is_refused() -> None:
    with pytest.raises(LimitError, match="more than 5 documents"):
        outcomes(mailbox(6), "in.mbox", ReadingAllowance(max_members=5))


def test_a_date_that_cannot_be_is_dropped_with_a_note() -> None:
    made = message()
    made.set_content(FERRY)
    article, note = outcomes(made.as_bytes().replace(b"04 Sep 2025", b"44 Sep 2925"))
    assert isinstance(article, Article) and article.published is None
    assert isinstance(note, Note) and "2925" in note.text


@pytest.mark.parametrize(
    "header",
    [
        b"Subject: =?utf-8?b?broken",
        b"Subject: =?no-such-code?q?x?=",
        b"From: <<<@@@>>>",
        b"From: =?utf-8?q?=00?= <a@b>",
        b"Content-Type: text/plain; charset=no-such-code",
        b"Content-Transfer-Encoding: uuencode",
        b"Date: 99999999999999",
        b"Subject: \xff\xfe\x00",
    ],
)
def test_broken_headers_do_not_cost_the_text(header: bytes) -> None:
    head = b"From: a@b.example\nTo: c@d.example\nDate: Thu, 04 Sep 2025 14:05:00 +0200\nMIME-Version: 1.0\n"
    article = next(iter(outcomes(header + b"\n" + head + b"\n" + FERRY.encode())))
    assert isinstance(article, Article) and "The ferry to Ormsay" in article.text


def test_an_empty_message_says_so() -> None:
    with pytest.raises(ReadError, match="no text"):
        outcomes(message().as_bytes())


def test_a_page_saved_by_a_browser_is_read_as_a_page() -> None:
    page = f"<html><head><title>Ferry stopped</title></head><body><article><h1>Ferry stopped</h1><p>{FERRY}</p><p>{ISLAND}</p>"
    saved = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://post.example/ferry\r\nSubject: Ferry\r\n"
        "Date: Fri, 5 Sep 2025 10:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        "Content-Location: https://post.example/ferry\r\n\r\n"
        f"{page}</article></body></html>\r\n"
        "--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\n"
    )
    (article,) = outcomes(saved.encode(), "ferry.mhtml")
    assert isinstance(article, Article)
    assert article.url == "https://post.example/ferry"
    assert article.title == "Ferry stopped" and article.text == f"{FERRY}\n\n{ISLAND}"
    assert article.published is None  # the day it was saved is not the day it was published


@pytest.mark.parametrize(
    "head",
    [
        "---------- Forwarded message ---------\nFrom: Jo Doe <jo@agency.example>\nDate: Tue, 2 Sep 2025 at 18:00\n"
        "Subject: Crack in the hull\nTo: Ann Waters <ann@post.example>",
        "Von: Jo Doe <jo@agency.example>\nGesendet: Dienstag, 2. September 2025 18:00\nAn: Ann Waters\n"
        "Betreff: AW: Crack in the hull",
        "Begin forwarded message:\n\nFrom: Jo Doe <jo@agency.example>\nSubject: Crack in the hull\n"
        "Date: 2 September 2025 at 18:00:00 CEST\nTo: Ann Waters <ann@post.example>",
    ],
)
def test_a_forwarded_message_is_its_sender_s(head: str) -> None:
    made = message("Fwd: something else")
    made.set_content(f"For the afternoon, please.\n\n{head}\n\n{FERRY}\n\n{ISLAND}\n")
    found = one(made.as_bytes())
    assert (found.title, found.authors) == ("Crack in the hull", ("Jo Doe",))
    assert found.published is not None and f"{found.published:%Y-%m-%d %H}" == "2025-09-02 18"
    assert found.text == f"{FERRY}\n\n{ISLAND}"


def test_a_report_that_quotes_a_message_stays_its_author_s() -> None:
    made = message()
    made.set_content(
        f"{FERRY}\n\n{ISLAND}\n\n{FERRY}\n\nFrom: Jo\nDate: 2 September 2025\nTo: Ann\n\n{ISLAND}\n"
    )
    assert one(made.as_bytes()).authors == ("Ann Waters",)


def test_what_is_answered_is_no_part_of_the_answer() -> None:
    made = message()
    made.set_content(
        f"{FERRY}\n\nOn Tue, 2 Sep 2025 at 18:00, Jo Doe <jo@x.example> wrote:\n> Where is it?\n"
    )
    assert one(made.as_bytes()).text == FERRY


def test_a_page_of_html_has_no_title_line_in_its_text() -> None:
    made = message()
    made.set_content(f"<html><head><title>Mailing 7</title></head><p>{FERRY}</p></html>", subtype="html")
    assert one(made.as_bytes()).text == FERRY


def test_figures_beside_a_report_are_no_failure() -> None:
    made = message()
    made.set_content(FERRY)
    made.add_attachment(b"year,tons\n1999,4\n", maintype="text", subtype="csv", filename="tons.csv")
    report, note = outcomes(made.as_bytes())
    assert isinstance(report, Article) and isinstance(note, Note) and "left out" in note.text


def plain(
    body: str, kind: str = "text/plain; charset=utf-8", sender: str = "Ann <ann@post.example>"
) -> bytes:
    head = f"From: {sender}\nTo: desk@news.example\nSubject: Ferry stopped\nMIME-Version: 1.0\nContent-Type: {kind}\n"
    return f"{head}Content-Transfer-Encoding: 8bit\n\n{body}".encode()


FLOWED = "text/plain; charset=utf-8; format=flowed"


@pytest.mark.parametrize(
    ("kind", "body", "read_as"),
    [
        (
            f"{FLOWED}; delsp=yes",
            "オームゼイ行きの渡し船は月曜日に \n止まった。船体に亀裂が \n見つかったためである。\n\n次の便は未定。\n",
            "オームゼイ行きの渡し船は月曜日に止まった。船体に亀裂が見つかったためである。\n\n次の便は未定。",
        ),
        (
            f"{FLOWED}; DelSp=Yes",
            "The list stands at https://harbour.example/a/ \nvery/long/one and  \nat the quay.\nIt is free.\n",
            "The list stands at https://harbour.example/a/very/long/one and at the quay.\n\nIt is free.",
        ),
        (
            FLOWED,
            "The ferry \nstopped on Monday,  \nall say.\n From Monday on a bus \nruns.\n>> Why? \n> Ask \n> him.\n",
            "The ferry stopped on Monday, all say.\n\nFrom Monday on a bus runs.",
        ),
        (FLOWED, "The ferry stopped. \n-- \nAnn Waters, The Post \nQuay 4\n", "The ferry stopped."),
    ],
)
def test_lines_that_flow_are_one_paragraph(kind: str, body: str, read_as: str) -> None:
    assert one(plain(body, kind)).text == read_as


@pytest.mark.parametrize(
    ("sender", "author"),
    [
        ("ann@post.example (Ann Waters)", "Ann Waters"),
        ("ann@post.example (=?utf-8?q?J=C3=BCrgen_Brandt?=)", "Jürgen Brandt"),
        ("ann@post.example (Waters, Ann (Quay 4))", "Waters, Ann (Quay 4)"),
        ("Ann Waters <ann@post.example> (at the desk)", "Ann Waters"),
        ("<ann@post.example> (Ann Waters)", "Ann Waters"),
        ("ann@post.example ()", "ann@post.example"),
    ],
)
def test_a_sender_s_name_in_brackets_is_the_author(sender: str, author: str) -> None:
    assert one(plain(FERRY, sender=sender)).authors == (author,)


def test_a_forwarded_sender_s_name_in_brackets() -> None:
    head = "From: jo@agency.example (Jo Doe)\nDate: Tue, 2 Sep 2025 18:00\nSubject: Crack\nTo: Ann"
    assert one(plain(f"{head}\n\n{FERRY}\n")).authors == ("Jo Doe",)


@pytest.mark.parametrize(
    "line",
    [
        "From 2024 to 2026 the board counted these:\nNote: four crossings a day.",
        "From the minutes of 4 September 2025\nPresent: all but one.",
    ],
)
def test_a_line_that_begins_with_from_is_no_new_message(line: str) -> None:
    made = message()
    made.set_content(f"{FERRY}\n\n{line}\n\n{ISLAND}\n")
    box = b"From ann@post.example Thu Sep  4 14:05:00 2025\n" + made.as_bytes() + b"\n"
    first, second = outcomes(box + mailbox(1), "in.mbox")
    assert isinstance(first, Article) and isinstance(second, Article)
    assert line.split("\n")[0] in first.text and first.text.endswith(ISLAND)
    assert second.title == "Ferry 0"


@pytest.mark.parametrize(
    "separator",
    [
        "From - Mon Sep 01 08:00:00 2025",
        "From 1842@xxx Thu Sep 04 12:05:00 +0000 2025",
        "From ann at post.example  Thu Sep  4 14:05 2025",
        "From ann@post.example 2025-09-04",
    ],
)
def test_messages_begin_at_each_program_s_line(separator: str) -> None:
    made = message()
    made.set_content(FERRY)
    found = outcomes((separator.encode() + b"\n" + made.as_bytes() + b"\n") * 2, "in.mbox")
    assert [type(outcome) for outcome in found] == [Article, Article]


def test_a_from_that_was_marked_on_its_way_is_text_and_a_quoted_one_is_not() -> None:
    assert (
        one(plain(f"{FERRY}\n\n>From Monday on a bus runs.\n")).text
        == f"{FERRY}\n\nFrom Monday on a bus runs."
    )
    assert one(plain(f"{FERRY}\n>From Ormsay a boat goes twice a day.\n")).text.endswith(
        "\n\nFrom Ormsay a boat goes twice a day."
    )
    for quoted in ("> Where is it?\n>From Monday on?", ">From Monday on?\n>Where?"):
        assert one(plain(f"{FERRY}\n\n{quoted}\n")).text == FERRY
    answer = "On Tue, 2 Sep 2025 at 18:00, Jo Doe <jo@x.example> wrote:\n>From Monday on?\n"
    assert one(plain(f"{FERRY}\n\n{answer}")).text == FERRY
