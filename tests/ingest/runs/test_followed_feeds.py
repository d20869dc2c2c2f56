"""Feeds by their addresses: each entry is fetched, once, and filled from what the feed says."""

from __future__ import annotations

from tests.ingest.newsroom import WORDS, Newsroom, conditional, full, item, page, rss, xml
from tests.ingest.server import Page


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
    ferry = room.index.catalog.get_article_by_key(room.at("/ferry"))
    assert ferry is not None and ferry.outlet == "The Post" and ferry.published is not None
    assert ferry.published.isoformat() == "2025-09-04T14:05:00+02:00" and ferry.text.count("\n\n") == 2
    (origin,) = room.index.catalog.sources.list_origins()
    assert (origin.name, origin.kind, origin.title) == (
        room.at("/feed"),
        "feed",
        "The Post",
    ) and origin.last_read
    assert room.index.catalog.sources.count_below(room.at("/feed")) == 2
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
    gone = room.index.catalog.get_article_by_key(room.at("/gone"))
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


def test_an_entry_that_leads_to_another_feed_is_not_followed(room: Newsroom) -> None:
    room.site.pages["/feed"] = xml(rss(item("/other", "Other")))
    room.site.pages["/other"] = xml(rss(item("/more", "More")))
    report = room.run("/feed")
    assert room.asked() == ["/feed", "/other"] and report.added == 0
