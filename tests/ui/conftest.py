"""The page served from a temporary data folder, and a browser that watches what the page does."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, sync_playwright

from assistant.build import build_assistant
from ingest.preparation.split import split_passages
from news.article import Article
from tests.ui.samples import ARTICLES
from ui.access.people import People
from ui.add.jobs import Jobs
from ui.ask.chat import AnswerStream
from ui.frame.warmup import WarmUp
from ui.page import Page as ChatPage
from ui.programs.abilities import Programs
from vectorstore.embedder import Embedder
from vectorstore.index import NewsIndex

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 120_000  # milliseconds: how long a step may take on a busy machine


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Site:
    """A page that is up."""

    address: str
    index: NewsIndex
    folder: Path
    page: ChatPage | None = None

    def add(self, *articles: Article) -> None:
        embedder = self.index.embedder
        self.index.add_articles(
            [(each, split_passages(each, embedder.count_tokens, embedder.max_tokens)) for each in articles]
        )


Serve = Callable[..., Site]


@pytest.fixture
def serve(tmp_path: Path, embedder: Embedder) -> Iterator[Serve]:
    """Serves a page: ``serve(articles=…, assistant=…)``; the real assistant where none is given."""
    pages: list[tuple[ChatPage, NewsIndex]] = []

    def start(
        articles: list[Article] = ARTICLES,
        assistant: Callable[[NewsIndex], AnswerStream] = build_assistant,
        warm: bool = True,
        max_upload_mb: int = 5,
        max_together_mb: int = 50,
        mcp: bool = False,
        people: People | None = None,
        jobs: Callable[[NewsIndex], Jobs] = lambda index: Jobs(index, workers=1),
        allowed_hosts: Sequence[str] = (),
        trusted_proxies: Sequence[str] = (),
    ) -> Site:
        index = NewsIndex.open(tmp_path / "data", embedder)
        site = Site("", index, tmp_path)
        if articles:
            site.add(*articles)
        warmup = WarmUp(index)
        programs = Programs(index, build_assistant(index), max_upload_mb * 1_000_000)
        page = ChatPage(
            index,
            assistant(index),
            warmup,
            max_upload_mb,
            max_together_mb=max_together_mb,
            jobs=jobs(index),
            people=people,
            programs=programs,
            mcp=mcp,
            allowed_hosts=allowed_hosts,
            trusted_proxies=trusted_proxies,
        )
        pages.append((page, index))
        site.page = page
        site.address = page.launch_page("127.0.0.1", free_port())
        if warm:
            warmup.start()
        return site

    yield start
    for page, index in pages:
        page.close()
        index.close()


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        running.close()


@dataclass
class Watch:
    """What the page did that it should not."""

    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
            self.requests.append(request.url)

    def dialog(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def error(self, error: object) -> None:
        self.errors.append(str(error))

    def console(self, message: ConsoleMessage) -> None:
        wrong_password = "401" in message.text and urlsplit(message.location["url"]).path == "/login"
        if message.type == "error" and not wrong_password:
            self.errors.append(message.text)


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A browser tab; afterwards: nothing asked of other machines, no dialog, no error in the page."""
    watch = Watch()
    context = browser.new_context(viewport={"width": 1280, "height": 850})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("request", watch.request)
    page.on("dialog", watch.dialog)
    page.on("pageerror", watch.error)
    page.on("console", watch.console)
    yield page
    context.close()
    assert watch == Watch()
