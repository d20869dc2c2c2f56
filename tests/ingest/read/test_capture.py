"""What was kept of the web: WARC and ARC, WACZ, Safari's web archives, HAR."""

# ruff: noqa: E501  # documents stand here as programs write them
from __future__ import annotations

import gzip
import json
import plistlib
import zlib

import brotli
import pytest

from errors import LimitError, ReadError
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document
from ingest.read.kinds import read_document, recognise_kind
from tests.ingest.made import articles_of, notes_of, outcomes_of, zipped


def page(title: str, end: str = "") -> bytes:
    text = "The ferry to Ormsay stopped on Monday after a crack was found in its hull. Divers will look at it on Friday."
    return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text}</p><p>{text} {end}</p></article></body></html>".encode()


def record(
    url: str,
    body: bytes,
    headers: str = "",
    kind: str = "response",
    status: str = "200 OK",
    mime: str = "text/html",
) -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {mime}\r\n{headers}\r\n".encode() + body
    block, content = (http, "application/http; msgtype=response") if kind == "response" else (body, mime)
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-03-04T10:37:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\nContent-Type: {content}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def chunked(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(data), data)


CODED = {
    "plain": (page("Ferry stops"), ""),
    "gzip": (gzip.compress(page("Ferry stops")), "Content-Encoding: gzip\r\n"),
    "deflate": (zlib.compress(page("Ferry stops")), "Content-Encoding: deflate\r\n"),
    "brotli": (brotli.compress(page("Ferry stops")), "Content-Encoding: br\r\n"),
    "chunks": (chunked(page("Ferry stops")), "Transfer-Encoding: chunked\r\n"),
    "chunks in capitals": (
        chunked(gzip.compress(page("Ferry stops"))),
        "Transfer-Encoding: Chunked\r\nContent-Encoding: GZIP\r\n",
    ),
    "stored decoded": (page("Ferry stops"), "Content-Encoding: gzip\r\n"),
}


@pytest.mark.parametrize("coding", CODED)
def test_a_page_in_a_warc_however_it_was_sent(coding: str) -> None:
    body, headers = CODED[coding]
    (article,) = articles_of("a.warc", record("https://courier.example/ferry", body, headers))
    assert (article.title, article.key) == ("Ferry stops", "https://courier.example/ferry")
    assert "\ufffd" not in article.text and article.text.startswith("The ferry to Ormsay")


def test_a_warc_holds_many_pages_and_much_else() -> None:
    warc = b"".join(
        [
            record("https://courier.example/ferry", page("Ferry stops")),
            record("https://courier.example/well", page("Well runs dry"), kind="resource"),
            record("https://courier.example/ferry", page("Ferry stops", "A newer capture.")),
            record("https://courier.example/old", b"", "Location: /\r\n", status="301 Moved Permanently"),
            record("https://courier.example/a.css", b"p {}", mime="text/css"),
            record("https://courier.example/empty", b"<html><body></body></html>"),
        ]
    )
    for name, data in (("a.warc", warc), ("a.warc.gz", gzip.compress(warc))):
        ferry, well = articles_of_with_problems(name, data)
        assert ferry.endswith("A newer capture.") and well
        assert notes_of(name, data) == ["left out: 1 of 3 pages without an article"]
    with pytest.raises(ReadError, match="no web page"):
        outcomes_of("a.warc", record("https://courier.example/a.css", b"p {}", mime="text/css"))


def articles_of_with_problems(name: str, data: bytes) -> list[str]:
    return [each.text for each in articles_of(name, data)]


def test_an_arc_is_read() -> None:
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page("Ferry stops")
    about = b"1 0 Example\nURL IP-address Archive-date Content-type Archive-length\n"
    head = b"filedesc://a.arc 127.0.0.1 20260304103700 text/plain %d\n" % len(about) + about + b"\n"
    line = b"https://courier.example/ferry 127.0.0.1 20260304103700 text/html %d\n" % len(body)
    (article,) = articles_of("a.arc", head + line + body + b"\n")
    assert article.url == "https://courier.example/ferry"


def test_a_page_that_grows_beyond_what_is_allowed_ends_the_reading() -> None:
    # The limit is lowered, as the test of a guard needs no large file
    for body, coding in ((gzip.compress(b"a" * 50_000), "gzip"), (brotli.compress(b"a" * 50_000), "br")):
        data = record("https://courier.example/ferry", body, f"Content-Encoding: {coding}\r\n")
        with pytest.raises(LimitError, match="DATELINE_MAX_BYTES"):
            list(
                read_document(
                    Document("/clips/a.warc", "a.warc", data), 20_000, ReadingAllowance(max_bytes=20_000)
                )
            )


def test_a_wacz_gives_the_pages_that_it_lists() -> None:
    warc = record("https://courier.example/ferry", page("Ferry stops")) + record(
        "https://ads.example/frame", page("Buy a boat")
    )
    listed = '{"format": "json-pages-1.0"}\n{"url": "https://courier.example/ferry", "title": "Ferry"}\n'
    members: dict[str, bytes | str] = {"datapackage.json": "{}", "archive/a.warc.gz": gzip.compress(warc)}
    assert [
        each.title for each in articles_of("a.wacz", zipped({**members, "pages/pages.jsonl": listed}))
    ] == ["Ferry stops"]
    assert len(articles_of("a.wacz", zipped(members))) == 2


@pytest.mark.parametrize("form", [plistlib.FMT_BINARY, plistlib.FMT_XML])
def test_a_web_archive_of_safari(form: plistlib.PlistFormat) -> None:
    main = {
        "WebResourceURL": "https://courier.example/ferry",
        "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": "UTF-8",
        "WebResourceData": page("Ferry stops für immer"),
    }
    data = plistlib.dumps(
        {"WebMainResource": main, "WebSubresources": [{"WebResourceData": b"\x89PNG"}]}, fmt=form
    )
    (article,) = articles_of("a.webarchive", data)
    assert (article.title, article.url) == ("Ferry stops für immer", "https://courier.example/ferry")


def test_a_property_list_that_is_no_web_archive_is_told() -> None:
    with pytest.raises(ReadError, match="no web archive of Safari"):
        outcomes_of("a.webarchive", plistlib.dumps({"a": 1}, fmt=plistlib.FMT_BINARY))


def test_a_recording_of_a_browser() -> None:
    def entry(url: str, text: str, mime: str = "text/html") -> dict[str, object]:
        return {
            "request": {"url": url},
            "response": {"status": 200, "content": {"mimeType": mime, "text": text}},
        }

    entries = [
        entry("https://courier.example/ferry", page("Ferry stops").decode()),
        entry("https://a.example/x", "{}", "application/json"),
    ]
    for log in ({"log": {"entries": entries}}, {"log": {"entries": entries[:1]}}):
        (article,) = articles_of("visit.har", json.dumps(log))
        assert article.url == "https://courier.example/ferry"


def test_web_archives_are_known_by_their_content() -> None:
    warc = record("https://courier.example/ferry", page("Ferry stops"))
    assert recognise_kind(Document("/clips/x", "x", warc)) == "warc"
    assert (
        recognise_kind(
            Document("/clips/x.zip", "x.zip", zipped({"datapackage.json": "{}", "archive/a.warc": warc}))
        )
        == "wacz"
    )
