"""Fetching: pinned connections, redirects, limits, robots.txt, retries, conditional requests."""

from __future__ import annotations

import gzip
import socket
import threading
import time

import pytest

from errors import FetchError
from ingest.fetching.fetch import AGENT, Fetched, Fetcher, NotModified
from tests.ingest.server import PUBLIC, Page, Site, Waits, local

HTML = {"Content-Type": "text/html"}


def got(outcome: Fetched | NotModified) -> Fetched:
    assert isinstance(outcome, Fetched)
    return outcome


def test_a_page_comes_with_what_the_server_said(site: Site) -> None:
    site.pages["/a/story.html"] = Page(
        b"<p>x</p>",
        headers={"Content-Type": "text/html; charset=koi8-r", "ETag": '"v1"', "Last-Modified": "yesterday"},
    )
    url = f"http://news.example:{site.port}/a/story.html"
    fetched = got(local().fetch_address(url + "#top"))
    assert fetched.document.data == b"<p>x</p>"
    assert (fetched.document.name, fetched.document.url) == ("story.html", url)
    assert fetched.document.content_type == "text/html; charset=koi8-r"
    assert (fetched.etag, fetched.last_modified) == ('"v1"', "yesterday")
    headers = site.requests[-1][1]
    assert headers["host"] == f"news.example:{site.port}" and AGENT in headers["user-agent"]


def test_what_has_not_changed_is_not_sent_again(site: Site) -> None:
    def say(path: str, headers: dict[str, str]) -> Page:
        return Page(b"", 304, {}) if headers.get("if-none-match") == '"v1"' else Page()

    site.pages["/"] = say
    url = f"http://news.example:{site.port}/"
    assert local().fetch_address(
        url, etag='"v1"', last_modified="Tue, 01 Sep 2026 10:00:00 GMT"
    ) == NotModified(url)
    assert site.requests[-1][1]["if-modified-since"] == "Tue, 01 Sep 2026 10:00:00 GMT"
    assert got(local().fetch_address(url, etag='"v0"')).document.data


def test_a_name_is_resolved_once_and_the_connection_goes_there(
    site: Site, victim: Site, internet: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.fetching.address.PORTS", frozenset({victim.port}))
    answers = [[PUBLIC]]  # the first look-up is harmless; each later one leads to this machine
    asked: list[str] = []

    def changing(host: str, port: int) -> list[str]:
        asked.append(host)
        return answers.pop() if answers else ["127.0.0.1"]

    site.pages["/"] = Page()
    site.pages["/moved"] = Page(b"", 302, {"Location": "/"})
    url = f"http://changing.example:{victim.port}/"
    assert got(Fetcher(resolver=changing, pause=0).fetch_address(url)).document.data
    assert asked == ["changing.example"]  # for robots.txt and the page together
    assert {number for number, _ in internet} == {PUBLIC} and len(internet) == 2
    answers.append([PUBLIC])
    with pytest.raises(FetchError, match=r"127\.0\.0\.1"):  # a redirect is looked up and checked anew
        Fetcher(resolver=changing, pause=0).fetch_address(f"{url}moved")
    assert site.paths() == ["/", "/moved"] and victim.connections == 0


REDIRECTS = [
    "http://127.0.0.1:PORT/",
    "//127.0.0.1:PORT/",
    "http://localhost:PORT/",
    "http://2130706433:PORT/",
    "http://[::ffff:127.0.0.1]:PORT/",
    "http://inside.example:PORT/",
    "http://169.254.169.254/latest/meta-data/",
    "http://user:word@127.0.0.1:PORT/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:PORT/_GET",
    "data:text/html,hello",
    "http://[::1",
]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("location", REDIRECTS)
def test_redirects_to_this_machine_are_refused(
    location: str,
    status: int,
    site: Site,
    victim: Site,
    internet: list[tuple[str, int]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ingest.fetching.address.PORTS", frozenset({80, victim.port}))
    names = {"news.example": [PUBLIC], "inside.example": ["127.0.0.1"]}
    site.pages["/"] = Page(b"", status, {"Location": location.replace("PORT", str(victim.port))})
    with pytest.raises(FetchError):
        Fetcher(resolver=lambda host, port: names.get(host, ["127.0.0.1"]), pause=0).fetch_address(
            "http://news.example/"
        )
    assert site.paths() == ["/"]  # the public site was reached, and nothing else
    assert victim.connections == 0
    assert {number for number, _ in internet} == {PUBLIC}


def test_redirects_are_followed_to_an_end(site: Site) -> None:
    site.pages["/old"] = Page(b"", 301, {"Location": "/new"})
    site.pages["/new"] = Page(b"<p>here</p>")
    url = f"http://news.example:{site.port}/old"
    document = got(local().fetch_address(url)).document
    assert document.key == url and document.url == url.replace("old", "new")


def test_a_circle_of_redirects_ends(site: Site) -> None:
    site.pages["/round"] = Page(b"", 302, {"Location": "/round"})
    with pytest.raises(FetchError, match="5 redirects"):
        local().fetch_address(f"http://news.example:{site.port}/round")
    assert len(site.paths()) == 6


def test_what_may_go_well_later_is_tried_again(site: Site) -> None:
    site.pages["/"] = [Page(b"", 503), Page(b"", 429, {"Retry-After": "7"}), Page()]
    waits = Waits()
    assert got(local(sleep=waits).fetch_address(f"http://news.example:{site.port}/")).document.data
    assert len(waits) == 2 and 1 <= waits[0] <= 2 and waits[1] == 7


def test_trying_again_ends(site: Site) -> None:
    site.pages["/"] = Page(b"", 500)
    with pytest.raises(FetchError, match=r"500.*try again later"):
        local().fetch_address(f"http://news.example:{site.port}/")
    assert len(site.paths()) == 3


def test_a_server_that_asks_to_wait_too_long_is_not_waited_for(site: Site) -> None:
    site.pages["/"] = Page(b"", 429, {"Retry-After": "86400"})
    with pytest.raises(FetchError, match="60 seconds"):
        local().fetch_address(f"http://news.example:{site.port}/")
    assert len(site.paths()) == 1


@pytest.mark.parametrize(
    ("status", "said"), [(404, "nothing is there"), (403, "save the page"), (418, "418")]
)
def test_refusals_are_final_and_say_what_to_do(site: Site, status: int, said: str) -> None:
    site.pages["/"] = Page(b"", status)
    with pytest.raises(FetchError, match=said):
        local().fetch_address(f"http://news.example:{site.port}/")
    assert len(site.paths()) == 1


def test_requests_to_one_host_keep_a_distance(site: Site) -> None:
    site.pages["/a"] = site.pages["/b"] = Page()
    waits = Waits()
    fetcher = local(pause=2.0, sleep=waits)
    fetcher.fetch_address(f"http://news.example:{site.port}/a")
    fetcher.fetch_address(f"http://news.example:{site.port}/b")
    fetcher.fetch_address(f"http://other.example:{site.port}/b")
    assert len(waits) == 1 and 0 < waits[0] <= 2.0


def test_too_many_bytes_are_refused(site: Site) -> None:
    site.pages["/told"] = Page(b"x" * 5000)
    site.pages["/packed"] = Page(
        gzip.compress(b"x" * 3_000_000), headers={**HTML, "Content-Encoding": "gzip"}
    )
    for path in ("/told", "/packed"):
        with pytest.raises(FetchError, match="DATELINE_MAX_BYTES=4,000"):
            local(max_bytes=4000).fetch_address(f"http://news.example:{site.port}{path}")


def test_gzip_is_unpacked_and_nothing_else(site: Site) -> None:
    site.pages["/good"] = Page(gzip.compress(b"<p>x</p>"), headers={**HTML, "Content-Encoding": "gzip"})
    assert got(local().fetch_address(f"http://news.example:{site.port}/good")).document.data == b"<p>x</p>"
    for encoding in ("br", "gzip, gzip"):
        site.pages["/bad"] = Page(b"x", headers={**HTML, "Content-Encoding": encoding})
        with pytest.raises(FetchError, match="encoding"):
            local().fetch_address(f"http://news.example:{site.port}/bad")
    site.pages["/bad"] = Page(b"no gzip", headers={**HTML, "Content-Encoding": "gzip"})
    with pytest.raises(FetchError, match="broken gzip"):
        local().fetch_address(f"http://news.example:{site.port}/bad")


@pytest.mark.parametrize("kind", ["image/png", "video/mp4", "application/x-msdownload", "font/woff2"])
def test_what_holds_no_article_is_not_taken(site: Site, kind: str) -> None:
    site.pages["/"] = Page(b"x", headers={"Content-Type": kind})
    with pytest.raises(FetchError, match=kind):
        local().fetch_address(f"http://news.example:{site.port}/")


@pytest.mark.parametrize(
    "kind", ["application/rss+xml", "application/feed+json", "application/pdf", "text/plain", ""]
)
def test_documents_of_all_kinds_are_taken(site: Site, kind: str) -> None:
    site.pages["/"] = Page(b"x", headers={"Content-Type": kind} if kind else {})
    assert got(local().fetch_address(f"http://news.example:{site.port}/")).document.data == b"x"


@pytest.mark.parametrize("opening", [b"HTTP/1.1 200 OK\r\nX-A: ", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_server_that_drips_does_not_hold_us(opening: bytes) -> None:
    """One byte now and then, in the headers or in the body, would never meet a limit of each read alone."""
    listening = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def drip(connection: socket.socket) -> None:
        with connection:
            if b"robots.txt" in connection.recv(65536):
                connection.sendall(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                return
            connection.sendall(opening)
            while not stop.wait(0.05):
                try:
                    connection.sendall(b"x")
                except OSError:
                    return

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=drip, args=(connection,), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    started = time.monotonic()
    try:
        with pytest.raises(FetchError):
            local(seconds=1.5, attempts=1).fetch_address(f"http://news.example:{listening.getsockname()[1]}/")
        assert time.monotonic() - started < 60  # else it would go on for ever
    finally:
        stop.set()
        listening.close()


def test_nobody_there_is_said_plainly() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(FetchError, match="no connection"):
        local().fetch_address(f"http://news.example:{port}/")


def test_a_server_without_http_is_said_plainly() -> None:
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                connection.recv(65536)
                connection.sendall(b"220 mail.example ESMTP\r\n")

    threading.Thread(target=serve, daemon=True).start()
    with pytest.raises(FetchError, match="does not speak HTTP"):
        local().fetch_address(f"http://news.example:{listening.getsockname()[1]}/")
    listening.close()
