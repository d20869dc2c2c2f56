"""A web server on this machine that says what it is told, and remembers who came."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ingest.fetching.fetch import Fetcher

PUBLIC = "93.184.215.14"  # a number of the open internet, for tests that lead it elsewhere


@dataclass
class Page:
    """An answer: a body under a status with headers."""

    body: bytes = b"<html><body><p>Hello.</p></body></html>"
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})


Say = Callable[[str, dict[str, str]], Page]  # path and headers → answer


class Site:
    """What the server was asked; ``connections`` counts sockets, before any byte is read."""

    def __init__(self) -> None:
        self.connections = 0
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.pages: dict[str, Page | list[Page] | Say] = {"/robots.txt": Page(b"", 404)}
        self.port = 0

    def paths(self) -> list[str]:
        """The paths that were asked for, without robots.txt."""
        return [path for path, _ in self.requests if path != "/robots.txt"]

    def answer(self, path: str, headers: dict[str, str]) -> Page:
        """The page for a path; a list is given one by one, its last page from then on."""
        self.requests.append((path, headers))
        page = self.pages.get(path, Page(b"", 404))
        if isinstance(page, list):
            return page.pop(0) if len(page) > 1 else page[0]
        return page if isinstance(page, Page) else page(path, headers)


@contextmanager
def serving() -> Iterator[Site]:
    """A site on a free port of 127.0.0.1."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = site.answer(self.path, {name.lower(): value for name, value in self.headers.items()})
            self.send_response(page.status)
            for name, value in page.headers.items():
                self.send_header(name, value)
            if "Content-Length" not in page.headers:
                self.send_header("Content-Length", str(len(page.body)))
            self.end_headers()
            self.wfile.write(page.body)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        def verify_request(self, request: Any, client_address: Any) -> bool:
            site.connections += 1
            return True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that leaves early is no error here."""

    server = Server(("127.0.0.1", 0), Handler)
    site.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


class Waits(list[float]):
    """A clock's sleep that only notes how long it was asked to."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def local(**settings: Any) -> Fetcher:
    """A fetcher for which every name leads to this machine, and which never really waits."""
    return Fetcher(
        **{
            "private": True,
            "pause": 0.0,
            "sleep": Waits(),
            "resolver": lambda host, port: ["127.0.0.1"],
            **settings,
        }
    )
