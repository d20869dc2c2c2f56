"""Pages, feeds and sitemaps by their addresses, from a server on this machine."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from errors import ReadError
from ingest.pipeline import ingest_again, ingest_sources
from ingest.runs.report import Report
from tests.ingest.newsroom import WORDS, Newsroom, conditional, page, xml
from tests.ingest.server import Page


def test_a_page_becomes_an_article_and_is_not_read_again(room: Newsroom) -> None:
    room.site.pages["/ferry"] = conditional(page("Ferry service stops", etag='"1"'), '"1"')  # type: ignore[assignment]
    first = room.run("/ferry")
    assert (first.added, first.read, first.failed) == (1, 1, 0)
    (row,) = room.index.catalog.list_articles().rows
    assert row.url == row.key == room.at("/ferry") and row.title == "Ferry service stops"
    again = room.run("/ferry")
    assert (again.added, again.unchanged, again.read) == (0, 1, 0)
    assert [each.outcome for each in room.seen] == ["fetching", "unchanged"]
    assert room.index.verify_agreement().ok


def test_a_page_without_validators_is_compared_by_its_bytes(room: Newsroom) -> None:
    room.site.pages["/ferry"] = page("Ferry service stops")
    room.run("/ferry")
    again = room.run("/ferry")
    assert (again.unchanged, again.read) == (1, 0)


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
    (origin,) = room.index.catalog.sources.list_origins()
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
    keys = {row.key for row in room.index.catalog.list_articles().rows}
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
    stored = room.index.catalog.get_article_by_key(room.at("/ferry"))
    assert stored is not None and stored.published is not None and stored.updated is not None
    assert (stored.published.day, stored.updated.day) == (4, 6) and "sails again" in stored.text
    assert room.index.catalog.count_all()[0] == 1
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
    assert {each.kind for each in room.index.catalog.sources.list_origins()} == {"file", "page"}


def test_without_permission_nothing_on_this_machine_is_asked(room: Newsroom) -> None:
    report = ingest_sources([room.at("/ferry")], room.index, workers=room.workers)
    assert report.failed == 1 and "DATELINE_FETCH_PRIVATE" in report.failures[0].reason
    assert room.site.connections == 0 and room.index.catalog.sources.list_origins() == []


def test_one_article_again(room: Newsroom, tmp_path: Path) -> None:
    room.site.pages["/ferry"] = page("Ferry service stops", etag='"1"')
    room.run("/ferry")
    (row,) = room.index.catalog.list_articles().rows
    room.site.pages["/ferry"] = page("Ferry service starts", etag='"1"')

    def again(article_id: str) -> Report:
        return ingest_again(article_id, room.index, workers=room.workers, fetcher=room.fetcher())

    assert again(row.id).updated == 1 and room.titles() == {"Ferry service starts"}
    assert again(row.id).unchanged == 1
    file = tmp_path / "a.txt"
    file.write_text(f"Harbour board meets\n\n{WORDS[1]}")
    room.run(str(file))
    (kept,) = [
        each for each in room.index.catalog.list_articles().rows if each.title == "Harbour board meets"
    ]
    assert again(kept.id).unchanged == 1
    file.unlink()
    with pytest.raises(ReadError, match="add the file again"):
        again(kept.id)
    with pytest.raises(ReadError, match="deleted"):
        again("0" * 16)
