"""What a site answers with, and a run that asks it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ingest.fetching.fetch import Fetcher
from ingest.pipeline import ingest_sources
from ingest.processes.worker import Workers
from ingest.runs.report import Progress, Report
from tests.ingest.server import Page, Site
from vectorstore.index import NewsIndex

WORDS = (
    "The ferry to Ormsay stopped on Monday after a crack was found in its hull, the harbour board said.",
    "Tickets for all crossings until the end of the month are refunded at the quay.",
    "Islanders now rely on a fishing boat that takes six people at a time, and only by daylight.",
)


class Newsroom:
    """The index, and a run that fetches from the site."""

    def __init__(self, index: NewsIndex, site: Site, workers: Workers) -> None:
        self.index, self.site, self.workers = index, site, workers
        self.seen: list[Progress] = []

    def fetcher(self) -> Fetcher:
        return Fetcher(private=True, pause=0, attempts=1)

    def run(self, *paths: str, since: date | None = None) -> Report:
        self.seen = []
        sources = [path if "://" in path or Path(path).exists() else self.at(path) for path in paths]
        return ingest_sources(
            sources,
            self.index,
            progress=self.seen.append,
            workers=self.workers,
            fetcher=self.fetcher(),
            since=since,
        )

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.site.port}{path}"

    def asked(self) -> list[str]:
        """Paths asked for since the last call."""
        paths = self.site.paths()
        self.site.requests.clear()
        return paths

    def titles(self) -> set[str]:
        return {row.title for row in self.index.catalog.list_articles().rows}


def page(title: str, *, head: str = "", etag: str = "", more: str = "") -> Page:
    paragraphs = "".join(f"<p>{words} ({title}.)</p>" for words in (*WORDS, *([more] if more else [])))
    html = f"<html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    headers = {"Content-Type": "text/html; charset=utf-8"}
    return Page(html.encode(), headers=headers | ({"ETag": etag} if etag else {}))


def xml(text: str, etag: str = "") -> Page:
    return Page(text.encode(), headers={"Content-Type": "application/xml"} | ({"ETag": etag} if etag else {}))


def conditional(given: Page, etag: str) -> object:
    def say(path: str, headers: dict[str, str]) -> Page:
        return Page(b"", 304, {}) if headers.get("if-none-match") == etag else given

    return say


def item(path: str, title: str, more: str = "") -> str:
    return f"<item><title>{title}</title><link>{path}</link><guid>{path}</guid>{more}</item>"


def rss(*items: str) -> str:
    head = '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
    return f"{head}<title>The Post</title><language>en</language>{''.join(items)}</channel></rss>"


def full(text: str) -> str:
    return f"<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded>"
