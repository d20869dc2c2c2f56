"""One article, one copy: whatever the address it is reached by."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.documents.address_variants import address_variants, plain_address
from ingest.preparation.merge import find_site
from tests.ingest.newsroom import Newsroom, item, page, rss, xml
from tests.ingest.server import Page


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("https://post.example/a?utm_source=x&id=7&fbclid=IwAR0", "https://post.example/a?id=7"),
        ("https://post.example/a?gclid=1&utm_campaign=spring#top", "https://post.example/a"),
        ("HTTPS://Post.example:443/A?at_medium=RSS", "https://post.example/A"),
        ("http://post.example:8080/a?page=2", "http://post.example:8080/a?page=2"),
        ("https://post.example/#!/story/4", "https://post.example/#!/story/4"),
        ("/clips/a.txt", "/clips/a.txt"),
        ("http://[::1", "http://[::1"),
    ],
)
def test_what_tracks_is_no_part_of_an_address(address: str, plain: str) -> None:
    assert plain_address(address) == plain


def test_the_variants_of_an_address() -> None:
    variants = address_variants("http://www.post.example/a?id=7")
    assert variants[0] == "http://www.post.example/a?id=7" and "https://post.example/a?id=7" in variants
    assert len(set(variants)) == 4


@pytest.mark.parametrize("query", ["utm_source=mail&fbclid=abc", "gclid=9", "mc_cid=3&mc_eid=4"])
def test_a_page_reached_by_a_tracking_link_is_one(room: Newsroom, query: str) -> None:
    for path in ("/tram", f"/tram?{query}"):
        room.site.pages[path] = page("Tram runs empty")
    first = room.run("/tram")
    second = room.run(f"/tram?{query}")
    assert (first.added, second.added, second.unchanged) == (1, 0, 1)
    assert len(room.index.catalog.list_articles().rows) == 1


def test_a_feed_whose_links_track_is_asked_once(room: Newsroom) -> None:
    room.site.pages["/tram"] = page("Tram runs empty")
    for number in (1, 2):
        room.site.pages["/feed"] = xml(rss(item(f"/tram?utm_campaign={number}", "Tram")))
        room.run("/feed")
    assert [path for path in room.asked() if path != "/feed"][:1] == ["/tram"]
    assert len(room.index.catalog.list_articles().rows) == 1


@pytest.mark.parametrize(
    "other", ["https://tram.example/a", "http://www.tram.example/a", "https://www.tram.example/a"]
)
def test_secure_and_not_with_www_and_without_are_one(room: Newsroom, tmp_path: Path, other: str) -> None:
    text = "A tram ran empty for nineteen stops because its driver believed that the doors were stuck."
    for number, url in enumerate(("http://tram.example/a", other)):
        row = f'{{"title": "Tram runs empty", "url": "{url}", "text": "{text}"}}'
        path = tmp_path / f"{number}.jsonl"
        path.write_text(row, "utf-8")
        room.run(str(path))
    assert len(room.index.catalog.list_articles().rows) == 1


def moved(room: Newsroom) -> None:
    """The page has another headline and another address; the old one leads to it."""
    room.site.pages["/mill-hires"] = Page(b"", 301, {"Location": "/what-this-mill-prints"})
    room.site.pages["/what-this-mill-prints"] = page(
        "What this mill prints", more="The order is from Norway."
    )


def test_an_old_address_that_leads_to_a_new_one_is_the_same_article(room: Newsroom) -> None:
    room.site.pages["/mill-hires"] = page("Mill hires ninety")
    assert room.run("/mill-hires").added == 1
    moved(room)
    report = room.run("/mill-hires")
    assert (report.added, report.updated) == (0, 1) and room.titles() == {"What this mill prints"}
    again = room.run("/what-this-mill-prints")
    assert (again.added, again.updated) == (0, 0) and room.titles() == {"What this mill prints"}


def test_a_feed_that_gives_the_new_address_makes_no_second_copy(room: Newsroom) -> None:
    room.site.pages["/mill-hires"] = Page(
        page("Mill hires ninety").body.replace(b"(Mill hires ninety.)", b"")
    )
    room.site.pages["/feed"] = xml(rss(item("/mill-hires", "Mill hires ninety")))
    room.run("/feed")
    moved(room)
    room.site.pages["/what-this-mill-prints"].body = room.site.pages["/what-this-mill-prints"].body.replace(  # type: ignore[union-attr]
        b"(What this mill prints.)", b""
    )
    room.site.pages["/feed"] = xml(rss(item("/what-this-mill-prints", "What this mill prints")))
    report = room.run("/feed")
    assert room.titles() == {"What this mill prints"}
    assert (report.added, report.updated) == (0, 1)


@pytest.mark.parametrize("host", ["github.io", "blogspot.com", "substack.com", "wordpress.com"])
def test_papers_under_one_domain_are_sites_of_their_own(host: str) -> None:
    assert find_site(f"https://marsh.{host}/a") != find_site(f"https://fen.{host}/a")
    assert find_site(f"https://marsh.{host}/a") == find_site(f"http://www.marsh.{host}/b")


def test_a_domain_with_parts_is_one_site() -> None:
    assert find_site("https://news.post.co.uk/a") == find_site("https://www.post.co.uk/b") == "post.co.uk"
