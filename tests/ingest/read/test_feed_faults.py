"""Feeds and sitemaps as they are in the wild: what is shared, left out, cut, or no text at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.documents.document import Document, Link
from ingest.read.kinds import read_document
from news.article import Article
from tests.ingest.newsroom import WORDS, Newsroom, item, page, rss, xml
from tests.ingest.server import Page

HEAD = (
    '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Ormsay Wire</title>'
    "<description>All of it.</description>"
)
HARBOUR = "The harbour is closed to ships over forty metres until the buoy has been found."


def entries(inner: str, head: str = HEAD, tail: str = "</channel></rss>") -> list[Article]:
    """The articles of a feed that is read as a file."""
    document = Document("/f.xml", "f.xml", f"{head}{inner}{tail}".encode())
    return [each for each in read_document(document) if isinstance(each, Article)]


def notes(*, guids: bool = False) -> str:
    """Three notes on one state of affairs, which all lead to one page."""
    texts = (
        "The harbour is closed to all ships.",
        "Small boats may leave.",
        "The harbour is open to all ships again.",
    )
    return "".join(
        f"<item><title>Harbour {number}</title><link>/state</link>{f'<guid>n{number}</guid>' if guids else ''}"
        f"<pubDate>Wed, 04 Mar 2026 0{number}:00:00 GMT</pubDate><description>{text}</description></item>"
        for number, text in enumerate(texts, 1)
    )


@pytest.mark.parametrize("guids", [False, True])
def test_entries_that_share_a_link_are_articles_of_their_own(room: Newsroom, guids: bool) -> None:
    room.site.pages["/state"] = Page(b"<html><body><h1>State</h1><p>All is well.</p></body></html>")
    room.site.pages["/feed"] = xml(f"{HEAD}{notes(guids=guids)}</channel></rss>")
    report = room.run("/feed")
    assert (report.added, report.failed) == (3, 0) and room.asked() == ["/feed"]
    assert room.titles() == {"Harbour 1", "Harbour 2", "Harbour 3"}
    again = room.run("/feed")
    assert (again.added, again.updated) == (0, 0)
    assert (
        len(
            {
                article.key
                for article in entries(notes(guids=guids).replace("/state", "https://o.example/state"))
            }
        )
        == 3
    )


def test_an_entry_that_stands_there_twice_is_one(room: Newsroom) -> None:
    room.site.pages["/ferry"] = page("Ferry stops")
    room.site.pages["/feed"] = xml(rss(item("/ferry", "Ferry"), item("/ferry", "Ferry")))
    assert room.run("/feed").added == 1 and room.asked() == ["/feed", "/ferry"]


@pytest.mark.parametrize(
    ("inner", "head", "tail"),
    [
        (
            f"<entry><id>1</id><title>H</title><updated>2026-03-11T10:00:00Z</updated><content>{HARBOUR}</content></entry>",
            '<feed xmlns="http://www.w3.org/2005/Atom">',
            "</feed>",
        ),
        (
            f'{{"title": "H", "content_text": "{HARBOUR}", "date_modified": "2026-03-11T10:00:00Z"}}',
            '{"version": "https://jsonfeed.org/version/1.1", "items": [',
            "]}",
        ),
    ],
    ids=["Atom", "JSON"],
)
def test_the_day_of_a_change_is_the_day_where_no_other_is_stated(inner: str, head: str, tail: str) -> None:
    (article,) = entries(inner, head, tail)
    assert article.published is not None and article.published.isoformat() == "2026-03-11T10:00:00+00:00"
    assert article.updated is None


@pytest.mark.parametrize(
    "there",
    [
        Page(b"<html><head><title>Episode 12</title></head><body><audio src='12.mp3'></audio></body></html>"),
        Page(b"\xff\xd8\xff\xe0", headers={"Content-Type": "image/jpeg"}),
    ],
    ids=["a page without text", "a picture"],
)
def test_an_empty_page_falls_back_to_what_the_feed_says(room: Newsroom, there: Page) -> None:
    room.site.pages["/12"] = there
    room.site.pages["/feed"] = xml(rss(item("/12", "The lost buoy", f"<description>{HARBOUR}</description>")))
    report = room.run("/feed")
    assert (report.added, report.failed) == (1, 0)
    stored = room.index.catalog.get_article_by_key(room.at("/12"))
    assert stored is not None and stored.text == HARBOUR


@pytest.mark.parametrize("label", ["Buy now", "A picture"])
def test_two_words_of_a_feed_are_no_article(room: Newsroom, label: str) -> None:
    room.site.pages["/12"] = Page(b"<html><body></body></html>")
    room.site.pages["/feed"] = xml(rss(item("/12", "Twelve", f"<description>{label}</description>")))
    assert (room.run("/feed").added, room.run("/feed").added) == (0, 0)


@pytest.mark.parametrize(
    "media",
    [
        "<media:content url='/f.jpg'><media:description>Fox on a pier</media:description></media:content>",
        "<media:group><media:title>F</media:title><media:description type='html'>&lt;p&gt;Fox&lt;/p&gt;</media:description>"
        "</media:group>",
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_what_a_picture_is_called_is_no_description(media: str, first: bool) -> None:
    said = f"<description>{HARBOUR}</description>"
    (article,) = entries(
        f"<item><title>H</title>{media if first else ''}{said}{'' if first else media}</item>"
    )
    assert article.text == HARBOUR and article.title == "H"


def test_a_list_of_films_keeps_its_only_text() -> None:
    head = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">'
    group = f"<media:group><media:description>{HARBOUR}</media:description></media:group>"
    (article,) = entries(f"<entry><id>1</id><title>H</title>{group}</entry>", head, "</feed>")
    assert article.text == HARBOUR


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("<author>jo.doe@ormsay.example (Jo Doe)</author>", ("Jo Doe",)),
        ("<author>jo.doe@ormsay.museum (Jo Doe)</author>", ("Jo Doe",)),
        ("<author>Jo Doe &lt;jo.doe@ormsay.online&gt;</author>", ("Jo Doe",)),
        ("<dc:creator>Jo Doe (jo@ormsay.photography)</dc:creator>", ("Jo Doe",)),
        ("<author>desk@ormsay.museum</author>", ()),
        ("<author>Jo Doe</author>", ("Jo Doe",)),
    ],
)
def test_authors_without_their_addresses(written: str, names: tuple[str, ...]) -> None:
    (article,) = entries(f"<item><title>H</title>{written}<description>{HARBOUR}</description></item>")
    assert article.authors == names


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Is &lt;maybe&gt; an answer?", "Is <maybe> an answer?"),
        ("<![CDATA[Say <no> or <yes>]]>", "Say <no> or <yes>"),
        ("The &lt;b&gt;last&lt;/b&gt; &lt;maybe&gt;", "The last <maybe>"),
    ],
)
def test_a_title_in_plain_text_keeps_its_words(written: str, title: str) -> None:
    (article,) = entries(f"<item><title>{written}</title><description>{HARBOUR}</description></item>")
    assert article.title == title


def test_a_title_that_says_it_is_text_keeps_its_tags() -> None:
    inner = f"<entry><id>1</id><title type='text'>Why &lt;b&gt; is bold</title><content>{HARBOUR}</content></entry>"
    (article,) = entries(inner, '<feed xmlns="http://www.w3.org/2005/Atom">', "</feed>")
    assert article.title == "Why <b> is bold"


def test_scripts_of_a_feed_are_no_text() -> None:
    inner = (
        f"<p>{HARBOUR}</p><script>x('a < b')</script><style>p {{ color: red }}</style><iframe>framed</iframe>"
    )
    (article,) = entries(
        f"<item><title>H</title><content:encoded><![CDATA[{inner}]]></content:encoded></item>"
    )
    assert article.text == HARBOUR


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2025-063", "2025-03-04T00:00:00"),
        ("2024-366T06:30:00Z", "2024-12-31T06:30:00+00:00"),
        ("Tue, 01 Jul 2025 09:00:00 BST", "2025-07-01T09:00:00+01:00"),
        ("Tue, 04 Mar 2025 09:00:00 CET", "2025-03-04T09:00:00+01:00"),
        ("Tue, 04 Mar 2025 09:00:00 JST", "2025-03-04T09:00:00+09:00"),
        ("4 March 2025 09:00 CEST", "2025-03-04T09:00:00+02:00"),
    ],
)
def test_days_of_the_year_and_names_of_zones(written: str, expected: str) -> None:
    (article,) = entries(
        f"<item><title>H</title><pubDate>{written}</pubDate><description>{HARBOUR}</description></item>"
    )
    assert article.published is not None and article.published.isoformat() == expected


PICTURE = "<image:image><image:loc>https://o.example/pic.jpg</image:loc><image:title>Pier</image:title></image:image>"
FILM = (
    "<video:video><video:content_loc>https://o.example/f.mp4</video:content_loc><video:title>Film</video:title>"
    "<video:publication_date>2001-01-01</video:publication_date></video:video>"
)


@pytest.mark.parametrize("beside", [PICTURE, FILM, PICTURE * 3 + FILM])
@pytest.mark.parametrize("first", [True, False])
def test_pictures_and_films_of_a_sitemap_are_no_pages(beside: str, first: bool) -> None:
    spaces = " ".join(
        f'xmlns:{name}="http://www.google.com/schemas/sitemap-{name}/{version}"'
        for name, version in (("image", "1.1"), ("video", "1.1"), ("news", "0.9"))
    )
    news = "<news:news><news:publication_date>2026-03-11</news:publication_date><news:title>Ferry stops</news:title></news:news>"
    place = f"<loc>https://o.example/ferry</loc>{news}"
    inner = f"{beside}{place}" if first else f"{place}{beside}"
    sitemap = (
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" {spaces}><url>{inner}</url></urlset>'
    )
    document = Document(
        "https://o.example/s.xml", "s.xml", sitemap.encode(), "https://o.example/s.xml", follow=True
    )
    (link,) = (each for each in read_document(replace(document)) if isinstance(each, Link))
    assert (link.url, link.title) == ("https://o.example/ferry", "Ferry stops")
    assert link.published is not None and f"{link.published:%Y-%m-%d}" == "2026-03-11"


def test_a_consent_page_behind_a_redirect_is_not_stored(room: Newsroom) -> None:
    asks = (
        "<p>We and our 90 partners store and access information on a device to show personalised ads and content.</p>"
        "<p>You can withdraw your consent or manage your choices at any time.</p>"
    )
    room.site.pages["/ferry"] = Page(b"", 302, {"Location": "/consent?back=/ferry"})
    room.site.pages["/consent?back=/ferry"] = Page(f"<html><body><h1>Go on</h1>{asks}</body></html>".encode())
    report = room.run("/ferry")
    assert (report.added, report.failed) == (0, 1) and "a consent page" in report.failures[0].reason
    assert not room.titles()
    room.site.pages["/feed"] = xml(rss(item("/ferry", "Ferry", f"<description>{WORDS[0]}</description>")))
    assert room.run("/feed").added == 0
