"""Pages, feeds and sitemaps by their addresses, from a server on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from errors import ReadError
from ingest.fetch import Fetcher
from ingest.pipeline import ingest, ingest_again
from ingest.reading import Limits
from ingest.report import Progress, Report
from ingest.worker import Workers
from tests.fakes import HashingEmbedder
from tests.ingest.server import Page, Site, serving
from vectorstore.index import NewsIndex

WORDS = (
    "The ferry to Ormsay stopped on Monday after a crack was found in its hull, the harbour board said.",
    "Tickets for all crossings until the end of the month are refunded at the quay.",
    "Islanders now rely on a fishing boat that takes six people at a time, and only by daylight.",
)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(1, Limits(60)) as readers:
        yield readers


@pytest.fixture
def index(tmp_path: Path) -> Iterator[NewsIndex]:
    with NewsIndex.open(tmp_path / "data", HashingEmbedder()) as opened:
        yield opened


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


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
        return ingest(
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
        return {row.title for row in self.index.catalog.articles().rows}


@pytest.fixture
def room(index: NewsIndex, site: Site, workers: Workers) -> Newsroom:
    return Newsroom(index, site, workers)


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


def test_a_page_becomes_an_article_and_is_not_read_again(room: Newsroom) -> None:
    room.site.pages["/ferry"] = conditional(page("Ferry service stops", etag='"1"'), '"1"')  # type: ignore[assignment]
    first = room.run("/ferry")
    assert (first.added, first.read, first.failed) == (1, 1, 0)
    (row,) = room.index.catalog.articles().rows
    assert row.url == row.key == room.at("/ferry") and row.title == "Ferry service stops"
    again = room.run("/ferry")
    assert (again.added, again.unchanged, again.read) == (0, 1, 0)
    assert [each.outcome for each in room.seen] == ["fetching", "unchanged"]
    assert room.index.verify().ok


def test_a_page_without_validators_is_compared_by_its_bytes(room: Newsroom) -> None:
    room.site.pages["/ferry"] = page("Ferry service stops")
    room.run("/ferry")
    again = room.run("/ferry")
    assert (again.unchanged, again.read) == (1, 0)


def test_each_entry_of_a_feed_is_fetched_and_filled_from_the_feed(room: Newsroom) -> None:
    room.site.pages["/ferry"] = page("Ferry service stops")
    room.site.pages["/bridge"] = page("Bridge opens to lorries")
    about = "<pubDate>Thu, 04 Sep 2025 14:05:00 +0200</pubDate><author>a@post.example (Ann Waters)</author>"
    room.site.pages["/feed"] = xml(
        rss(
            item(room.at("/ferry"), "Ferry", about),
            item("/bridge", "Bridge", "<description>Short.</description>"),
        )
    )
    report = room.run("/feed")
    assert (report.added, report.failed) == (2, 0) and room.titles() == {
        "Ferry service stops",
        "Bridge opens to lorries",
    }
    ferry = room.index.catalog.article_by_key(room.at("/ferry"))
    assert ferry is not None and ferry.outlet == "The Post" and ferry.published is not None
    assert ferry.published.isoformat() == "2025-09-04T14:05:00+02:00" and ferry.text.count("\n\n") == 2
    (origin,) = room.index.catalog.sources.origins()
    assert (origin.name, origin.kind, origin.title) == (
        room.at("/feed"),
        "feed",
        "The Post",
    ) and origin.last_read
    assert room.index.catalog.sources.below(room.at("/feed")) == 2
    assert {each.key for each in room.seen if each.outcome == "read"} == {
        room.at("/ferry"),
        room.at("/bridge"),
    }
    assert room.seen[-1].done == room.seen[-1].total == 3


def test_a_feed_read_again_fetches_only_what_is_new_or_says_something_else(room: Newsroom) -> None:
    for name in ("ferry", "bridge", "cup"):
        room.site.pages[f"/{name}"] = page(f"News of the {name}")
    room.site.pages["/feed"] = xml(rss(item("/ferry", "Ferry"), item("/bridge", "Bridge")))
    room.run("/feed")
    room.asked()
    room.run("/feed")
    assert room.asked() == ["/feed"]
    room.site.pages["/bridge"] = page("News of the bridge", more="Lorries pay four euros from today on.")
    room.site.pages["/feed"] = xml(
        rss(item("/cup", "Cup"), item("/ferry", "Ferry"), item("/bridge", "Bridge, updated"))
    )
    report = room.run("/feed")
    assert room.asked() == ["/feed", "/cup", "/bridge"]
    assert (report.added, report.updated, report.unchanged) == (1, 1, 1)


def test_a_feed_that_did_not_change_is_one_question(room: Newsroom) -> None:
    room.site.pages["/ferry"] = page("Ferry service stops")
    room.site.pages["/feed"] = conditional(xml(rss(item("/ferry", "Ferry")), etag='"f"'), '"f"')  # type: ignore[assignment]
    room.run("/feed")
    room.asked()
    report = room.run("/feed")
    assert room.asked() == ["/feed"] and (report.unchanged, report.read) == (1, 0)


def test_an_entry_that_cannot_be_fetched_falls_back_to_the_feeds_text(room: Newsroom) -> None:
    room.site.pages["/gone"] = Page(b"", 404)
    room.site.pages["/teaser"] = Page(b"", 403)
    room.site.pages["/empty"] = Page(b"<html><body></body></html>")
    room.site.pages["/feed"] = xml(
        rss(
            item("/gone", "Gone", full(WORDS[0])),
            item("/teaser", "Teaser", "<description>Short.</description>"),
            item("/empty", "Empty", full(WORDS[1])),
        )
    )
    report = room.run("/feed")
    assert (report.added, report.failed) == (2, 1) and report.failures[0].key == room.at("/teaser")
    assert len([note for note in report.notes if "feed's own text" in note.text]) == 2
    gone = room.index.catalog.article_by_key(room.at("/gone"))
    assert gone is not None and gone.text == WORDS[0] and gone.outlet == "The Post"
    room.asked()
    room.run("/feed")  # only what could not be had is asked for again
    assert room.asked() == ["/feed", "/teaser"]


def test_a_feed_cannot_put_its_own_text_over_a_page_that_was_read(room: Newsroom) -> None:
    room.site.pages["/ferry"] = page("Ferry service stops")
    room.run("/ferry")
    room.site.pages["/ferry"] = Page(b"", 503)
    room.site.pages["/feed"] = xml(rss(item("/ferry", "Planted", full("The ferry sank."))))
    report = room.run("/feed")
    assert room.titles() == {"Ferry service stops"} and "kept" in report.notes[0].text


def test_a_sitemap_since_a_day(room: Newsroom) -> None:
    for name in ("old", "new", "nested"):
        room.site.pages[f"/{name}"] = page(f"The {name} news of the day")
    room.site.pages["/map"] = xml(
        "<sitemapindex><sitemap><loc>/a.xml</loc></sitemap><sitemap><loc>/b.xml</loc></sitemap></sitemapindex>"
    )
    room.site.pages["/a.xml"] = xml(
        "<urlset><url><loc>/old</loc><lastmod>2025-01-01</lastmod></url>"
        "<url><loc>/new</loc><lastmod>2025-09-05</lastmod></url><url><loc>/undated</loc></url></urlset>"
    )
    room.site.pages["/b.xml"] = xml(
        "<urlset><url><loc>/nested</loc><lastmod>2025-09-04</lastmod></url></urlset>"
    )
    report = room.run("/map", since=date(2025, 9, 4))
    assert (report.added, report.failed) == (2, 0)
    assert room.titles() == {"The new news of the day", "The nested news of the day"}
    (origin,) = room.index.catalog.sources.origins()
    assert (origin.kind, origin.since) == ("sitemap", "2025-09-04")
    room.asked()
    room.run("/map", since=date(2025, 9, 4))
    assert room.asked() == ["/map", "/a.xml", "/b.xml"]
    assert room.run("/map", since=date(2024, 1, 1)).added == 1


def test_what_a_page_calls_its_address_counts_within_its_own_site_only(room: Newsroom) -> None:
    own = f'<link rel="canonical" href="{room.at("/ferry")}">'
    room.site.pages["/ferry?from=rss"] = page("Ferry service stops", head=own)
    room.site.pages["/thief"] = page(
        "Planted headline of the day", head='<link rel="canonical" href="https://agency.example/story">'
    )
    room.site.pages["/careless"] = page(
        "Careless template of the day", head=f'<link rel="canonical" href="{room.at("/")}">'
    )
    room.run("/ferry?from=rss", "/thief", "/careless")
    keys = {row.key for row in room.index.catalog.articles().rows}
    assert keys == {room.at("/ferry"), room.at("/thief"), room.at("/careless")}


def test_a_newer_version_keeps_the_date_of_first_publication(room: Newsroom) -> None:
    def dated(published: str, more: str = "") -> Page:
        return page(
            "Ferry service stops",
            head=f'<meta property="article:published_time" content="{published}">',
            more=more,
        )

    room.site.pages["/ferry"] = dated("2025-09-04T08:00:00+00:00")
    room.run("/ferry")
    room.site.pages["/ferry"] = dated("2025-09-06T08:00:00+00:00", "It sails again, the board said.")
    assert room.run("/ferry").updated == 1
    stored = room.index.catalog.article_by_key(room.at("/ferry"))
    assert stored is not None and stored.published is not None and stored.updated is not None
    assert (stored.published.day, stored.updated.day) == (4, 6) and "sails again" in stored.text
    assert room.index.catalog.counts()[0] == 1
    assert room.run("/ferry").unchanged == 1


def test_an_older_version_from_elsewhere_does_not_replace_a_newer_one(room: Newsroom, tmp_path: Path) -> None:
    room.site.pages["/ferry"] = page(
        "Ferry service stops",
        head='<meta property="article:published_time" content="2025-09-06T08:00:00+00:00">',
    )
    room.run("/ferry")
    export = tmp_path / "export.jsonl"
    export.write_text(
        f'{{"url": "{room.at("/ferry")}", "title": "Ferry", "text": "{WORDS[0]}", "published": "2025-09-01"}}'
    )
    report = room.run(str(export))
    assert (report.updated, report.unchanged) == (0, 1) and "newer version" in report.notes[0].text
    assert room.titles() == {"Ferry service stops"}


def test_files_and_addresses_together_and_what_is_no_web_address(room: Newsroom, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"Harbour board meets\n\n{WORDS[1]}")
    room.site.pages["/ferry"] = page("Ferry service stops")
    report = room.run(str(tmp_path / "a.txt"), "/ferry", "file:///etc/passwd", "gopher://post.example/1")
    assert (report.added, report.failed) == (2, 2)
    assert {failure.key for failure in report.failures} == {"file:///etc/passwd", "gopher://post.example/1"}
    assert {each.kind for each in room.index.catalog.sources.origins()} == {"file", "page"}


def test_without_permission_nothing_on_this_machine_is_asked(room: Newsroom) -> None:
    report = ingest([room.at("/ferry")], room.index, workers=room.workers)
    assert report.failed == 1 and "DATELINE_FETCH_PRIVATE" in report.failures[0].reason
    assert room.site.connections == 0 and room.index.catalog.sources.origins() == []


def test_an_entry_that_leads_to_another_feed_is_not_followed(room: Newsroom) -> None:
    room.site.pages["/feed"] = xml(rss(item("/other", "Other")))
    room.site.pages["/other"] = xml(rss(item("/more", "More")))
    report = room.run("/feed")
    assert room.asked() == ["/feed", "/other"] and report.added == 0


def test_one_article_again(room: Newsroom, tmp_path: Path) -> None:
    room.site.pages["/ferry"] = page("Ferry service stops", etag='"1"')
    room.run("/ferry")
    (row,) = room.index.catalog.articles().rows
    room.site.pages["/ferry"] = page("Ferry service starts", etag='"1"')

    def again(article_id: str) -> Report:
        return ingest_again(article_id, room.index, workers=room.workers, fetcher=room.fetcher())

    assert again(row.id).updated == 1 and room.titles() == {"Ferry service starts"}
    assert again(row.id).unchanged == 1
    file = tmp_path / "a.txt"
    file.write_text(f"Harbour board meets\n\n{WORDS[1]}")
    room.run(str(file))
    (kept,) = [each for each in room.index.catalog.articles().rows if each.title == "Harbour board meets"]
    assert again(kept.id).unchanged == 1
    file.unlink()
    with pytest.raises(ReadError, match="add the file again"):
        again(kept.id)
    with pytest.raises(ReadError, match="deleted"):
        again("0" * 16)
