"""Feeds, sitemaps, agencies' XML and rows in XML."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from errors import LimitError, ReadError
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document, Link, Note, Outcome, Problem
from ingest.read.kinds import read_document, recognise_kind
from ingest.read.links import is_recent, is_sitemap, read_links
from news.article import Article

FERRY = "The ferry to Ormsay stopped on Monday after a crack was found in its hull, the harbour board said."
ISLAND = "Islanders now rely on a fishing boat that takes six people at a time."
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Post</title><language>en-gb</language>
<item><title>Ferry &amp; quay</title><link>https://post.example/ferry</link><guid>p1</guid>
 <pubDate>Thu, 04 Sep 2025 14:05:00 +0200</pubDate><dc:creator>Ann Waters</dc:creator><category>Sea</category>
 <description>Short.</description>
 <content:encoded><![CDATA[<p>{FERRY}</p><script>x()</script><p>{ISLAND}</p>]]></content:encoded></item>
<item><title>Bridge</title><link>https://post.example/bridge</link><description>{ISLAND}</description>
 <pubDate>35 Foo 2999</pubDate></item>
<item><title>No text</title><link>https://post.example/none</link></item>
<item><title>Trap</title><link>http://[::1</link></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>The Post</title>
<entry><id>tag:1</id><title>Ferry</title><link href="/ferry"/><updated>2025-09-05T08:00:00Z</updated>
<published>2025-09-04T14:05:00+02:00</published><author><name>Ann Waters</name></author><author><name>Bo Reed</name></author>
<summary>Short.</summary><content type="html">&lt;p&gt;{FERRY}&lt;/p&gt;</content></entry></feed>"""
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "The Post",
    "language": "en",
    "items": [
        {
            "id": "1",
            "url": "https://post.example/ferry",
            "title": "Ferry",
            "content_html": f"<p>{FERRY}</p><p>{ISLAND}</p>",
            "date_published": "2025-09-04T14:05:00+02:00",
            "authors": [{"name": "Ann Waters"}],
            "tags": ["Sea"],
        },
        {"id": 2, "content_text": ISLAND},
        "no item",
    ],
}
THEN = datetime(2025, 9, 4, 14, 5, tzinfo=timezone(timedelta(hours=2)))


def document(text: str | bytes, name: str = "feed.xml", url: str | None = None) -> Document:
    return Document(
        url or f"/clips/{name}", name, text if isinstance(text, bytes) else text.encode(), url=url
    )


def outcomes(
    text: str | bytes, name: str = "feed.xml", allowance: ReadingAllowance | None = None
) -> list[Outcome]:
    given = document(text, name)
    assert recognise_kind(given) == "feed"
    return list(read_document(given, allowance=allowance))


def articles(found: list[Outcome]) -> list[Article]:
    return [outcome for outcome in found if isinstance(outcome, Article)]


def test_rss_entries_with_the_text_they_carry() -> None:
    found = outcomes(RSS)
    ferry, bridge = articles(found)
    assert ferry.key == ferry.url == "https://post.example/ferry"
    assert ferry.title == "Ferry & quay"
    assert ferry.text == f"{FERRY}\n\n{ISLAND}"
    assert (ferry.outlet, ferry.language, ferry.authors, ferry.tags) == (
        "The Post",
        "en",
        ("Ann Waters",),
        ("Sea",),
    )
    assert ferry.published == THEN
    assert bridge.text == ISLAND and bridge.published is None
    assert [outcome.text for outcome in found if isinstance(outcome, Note)] == [
        "published date '35 Foo 2999' cannot be; left out"
    ]
    assert len([outcome for outcome in found if isinstance(outcome, Problem)]) == 2


def test_atom_entries() -> None:
    (article,) = articles(outcomes(ATOM))
    assert article.text == FERRY and article.authors == ("Ann Waters", "Bo Reed")
    assert article.published == THEN and article.updated == datetime(2025, 9, 5, 8, tzinfo=UTC)


def test_json_feed() -> None:
    found = outcomes(json.dumps(JSON_FEED), "feed.json")
    ferry, second = articles(found)
    assert (
        ferry.text == f"{FERRY}\n\n{ISLAND}" and ferry.authors == ("Ann Waters",) and ferry.tags == ("Sea",)
    )
    assert ferry.published == THEN and ferry.outlet == "The Post"
    assert second.key == "/clips/feed.json#2" and second.text == ISLAND


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "koi8-r", "windows-1251"])
def test_feeds_in_other_encodings(encoding: str) -> None:
    text = RSS.replace("utf-8", encoding).replace(ISLAND, "Паром остановился в понедельник утром.")
    assert "Паром остановился в понедельник утром." in articles(outcomes(text.encode(encoding)))[0].text


def links(text: str, url: str = "https://post.example/list") -> list[Link]:
    followed = replace(document(text, url=url), follow=True)
    return [outcome for outcome in read_document(followed) if isinstance(outcome, Link)]


def test_entries_to_fetch() -> None:
    ferry, bridge, none = links(RSS)
    assert (ferry.url, ferry.title, ferry.published) == ("https://post.example/ferry", "Ferry & quay", THEN)
    assert ferry.whole and ferry.entry and ferry.entry.text == f"{FERRY}\n\n{ISLAND}"
    assert ferry.entry.authors == ("Ann Waters",) and ferry.entry.outlet == "The Post"
    assert not bridge.whole and bridge.entry and bridge.entry.text == ISLAND
    assert not none.whole and none.url == "https://post.example/none"
    assert len({ferry.mark, bridge.mark, none.mark}) == 3
    (link,) = links(ATOM)
    assert link.url == "https://post.example/ferry" and link.changed == datetime(2025, 9, 5, 8, tzinfo=UTC)
    assert [link.url for link in links(json.dumps(JSON_FEED))] == ["https://post.example/ferry"]
    with pytest.raises(ReadError, match="neither a feed"):
        list(read_links(document("<x><y/></x>")))


def test_an_entry_that_says_the_same_has_the_same_mark() -> None:
    again, changed = links(RSS.replace("<channel>", "<channel> ")), links(RSS.replace("Short.", "Longer."))
    assert [link.mark for link in again] == [link.mark for link in links(RSS)]
    assert links(RSS.replace("14:05", "15:05"))[0].mark != again[0].mark and changed[1].mark == again[1].mark


def test_an_entry_without_an_address_is_read_as_it_is() -> None:
    followed = replace(document(json.dumps(JSON_FEED), url="https://post.example/list"), follow=True)
    (article,) = articles(list(read_document(followed)))
    assert article.text == ISLAND


def test_other_xml_at_an_address_is_read_as_it_is() -> None:
    text = f"<nitf><body><body.content><p>{FERRY}</p></body.content></body></nitf>"
    followed = replace(document(text, url="https://post.example/a.xml"), follow=True)
    assert articles(list(read_document(followed)))[0].text == FERRY


def test_telling_sitemaps_from_other_documents() -> None:
    assert is_sitemap(document(SITEMAP)) and not is_sitemap(document(RSS))


SITEMAP = """<?xml version="1.0"?><!-- made daily -->
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://post.example/old</loc><lastmod>2025-08-01</lastmod></url>
<url><loc>https://post.example/new</loc><lastmod>2025-09-05T10:00:00+00:00</lastmod><n:news>
 <n:publication_date>2025-09-04T14:05:00+02:00</n:publication_date><n:title>Ferry</n:title></n:news></url>
<url><loc>https://post.example/undated</loc></url>
<url><loc>file:///etc/passwd</loc></url>
</urlset>"""


def test_sitemaps() -> None:
    old, new, undated = links(SITEMAP)
    assert (new.url, new.title, new.published) == ("https://post.example/new", "Ferry", THEN)
    assert new.changed == datetime(2025, 9, 5, 10, tzinfo=UTC) and new.mark
    assert not undated.mark and undated.published is None
    assert [is_recent(link, date(2025, 9, 5)) for link in (old, new, undated)] == [False, True, False]
    assert all(is_recent(link, None) for link in (old, new, undated))
    index = "<sitemapindex><sitemap><loc>https://post.example/a.xml</loc>{}</sitemap></sitemapindex>"
    (further,) = links(index.format("<lastmod>2025-08-05</lastmod>"))
    assert further.is_sitemap and not is_recent(further, date(2025, 9, 1))
    assert is_recent(links(index.format(""))[0], date(2025, 9, 1))
    with pytest.raises(ReadError, match="addresses"):
        list(read_document(document(SITEMAP)))


BILLION = "<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)
)
BOMBS = {
    "billion": BILLION,
    "quadratic": f"<!ENTITY j '{'ha' * 5_000}'>",
    "parameter": "<!ENTITY % p '&#37;p;&#37;p;'><!ENTITY j 'x'>" + "<!ENTITY k 'y'>" * 400,
}


@pytest.mark.parametrize("kind", BOMBS)
@pytest.mark.parametrize("root", ["rss", "nitf", "rows"])
def test_entities_that_grow_are_refused(kind: str, root: str) -> None:
    body = (
        f"<{root} version='2.0'><channel><item><title>x</title><text>&j;&j;</text></item></channel></{root}>"
    )
    with pytest.raises(ReadError, match="entities"):
        list(read_document(document(f"<?xml version='1.0'?><!DOCTYPE {root} [{BOMBS[kind]}]>{body}")))
    with pytest.raises(ReadError, match="entities"):
        links(f"<!DOCTYPE urlset [{BOMBS[kind]}]><urlset><url><loc>&j;</loc></url></urlset>")


def test_entities_that_stand_for_files_are_not_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("sesame")
    for root in ("rss", "nitf", "rows"):
        text = (
            f"<?xml version='1.0'?><!DOCTYPE {root} [<!ENTITY x SYSTEM '{secret.as_uri()}'>]><{root} version='2.0'>"
            f"<channel><item><title>Ferry</title><description>{FERRY} &x;</description><text>{FERRY} &x;</text>"
            f"</item></channel><body><body.content><p>{FERRY} &x;</p></body.content></body></{root}>"
        )
        found = list(read_document(document(text)))
        assert articles(found) and "sesame" not in str(found)


@pytest.mark.parametrize("text", ["http://127.0.0.1:9/feed.xml", "/etc/passwd"])
def test_an_address_in_place_of_a_feed_is_not_asked_for(text: str) -> None:
    with pytest.raises(ReadError, match="neither a feed"):
        list(read_links(document(text)))


def test_too_many_entries_are_refused() -> None:
    with pytest.raises(LimitError, match="more than 2 documents"):
        outcomes(RSS, allowance=ReadingAllowance(max_members=2))


def test_newsml() -> None:
    text = f"""<?xml version="1.0"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
    <newsItem guid="urn:1"><itemMeta><provider>AGY</provider></itemMeta><contentMeta><headline>Ferry stopped</headline>
    <contentCreated>2025-09-04T14:05:00+02:00</contentCreated><by>Ann Waters</by><language tag="en"/></contentMeta>
    <contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body><p>{FERRY}</p><p>{ISLAND}</p></body></html>
    </inlineXML></contentSet></newsItem></itemSet></newsMessage>"""
    (article,) = articles(outcomes(text))
    assert (article.title, article.text) == ("Ferry stopped", f"{FERRY}\n\n{ISLAND}")
    assert article.published == THEN and article.authors == ("Ann Waters",) and article.language == "en"
    assert article.source_id == "urn:1"


def test_nitf() -> None:
    text = f"""<nitf><head><docdata><date.issue norm="20250904T140500+0200"/></docdata></head><body><body.head>
    <hedline><hl1>Ferry stopped</hl1></hedline><byline>By Ann Waters</byline></body.head>
    <body.content><p>{FERRY}</p><p>{ISLAND}</p></body.content></body></nitf>"""
    (article,) = articles(outcomes(text))
    assert (article.title, article.text) == ("Ferry stopped", f"{FERRY}\n\n{ISLAND}")
    assert article.authors == ("Ann Waters",) and article.published == THEN


def test_rows_in_xml() -> None:
    text = (
        f'<?xml version="1.0"?><export><articles><article id="7"><headline>Ferry</headline><body>{FERRY}</body>'
        f"<date>2025-09-04</date></article><article><headline>Bridge</headline><body><p>{ISLAND}</p></body></article>"
        "<article><headline>None</headline><body/></article></articles></export>"
    )
    found = outcomes(text, "rows.xml")
    first, second = articles(found)
    assert (first.key, first.title, first.text) == ("/clips/rows.xml#7", "Ferry", FERRY)
    assert first.published == datetime(2025, 9, 4)
    assert second.text == ISLAND
    assert any(isinstance(outcome, Problem) for outcome in found)


@pytest.mark.parametrize(
    "text", ["<rss version='2.0'><channel/></rss>", "<?xml version='1.0'?>", "<?xml version='1.0'?><x/>"]
)
def test_what_holds_no_article_says_so(text: str) -> None:
    with pytest.raises(ReadError) as refused:
        list(read_document(document(text)))
    assert "\n" not in str(refused.value)
