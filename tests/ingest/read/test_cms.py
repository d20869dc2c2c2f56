"""What publishing systems export: WordPress's WXR and REST API, Ghost, Substack."""

# ruff: noqa: E501  # documents stand here as programs write them
from __future__ import annotations

import json
from typing import Any

import pytest

from errors import ReadError
from ingest.read.cms.shortcodes import drop_shortcodes
from tests.ingest.made import articles_of, notes_of, outcomes_of, zipped

FERRY = "The ferry to Ormsay stopped on Monday after a crack was found in its hull."
DIVERS = "Divers will look at it on Friday, the harbour office said."


def wxr(*items: str) -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Larkmoor Courier</title><language>en-GB</language>'
        "<wp:author><wp:author_login>ines</wp:author_login><wp:author_display_name>Ines Calloway</wp:author_display_name>"
        f"</wp:author>{''.join(items)}</channel></rss>"
    )


def item(
    title: str, text: str, status: str = "publish", kind: str = "post", number: int = 1, more: str = ""
) -> str:
    return (
        f"<item><title>{title}</title><link>https://courier.example/?p={number}</link><dc:creator>ines</dc:creator>"
        f"<content:encoded><![CDATA[{text}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_date>2026-03-05 00:30:00</wp:post_date>"
        f"<wp:post_date_gmt>2026-03-04 23:30:00</wp:post_date_gmt><wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>"
        '<category domain="category" nicename="h"><![CDATA[Harbour]]></category>'
        f'<category domain="post_tag" nicename="f"><![CDATA[ferry]]></category>{more}</item>'
    )


BLOCKS = (
    f"<!-- wp:paragraph --><p>{FERRY}</p><!-- /wp:paragraph --><!-- wp:heading --><h2>Next</h2><!-- /wp:heading -->"
    f"<!-- wp:paragraph --><p>{DIVERS}</p><!-- /wp:paragraph -->"
)
CLASSIC = f'[caption id="a" width="3"]<img src="x.jpg"> The ferry[/caption]\n\n{FERRY}\n\n[gallery ids="1,2"]\n\n{DIVERS} [sic]'


@pytest.mark.parametrize(
    ("text", "body"), [(BLOCKS, DIVERS), (CLASSIC, f"{DIVERS} [sic]")], ids=["blocks", "classic"]
)
def test_a_published_post_is_an_article(text: str, body: str) -> None:
    (article,) = articles_of("export.xml", wxr(item("Ferry stops", text)))
    assert article.text == f"{FERRY}\n\n{body}" and article.title == "Ferry stops"
    assert (article.outlet, article.authors) == ("Larkmoor Courier", ("Ines Calloway",))
    assert (article.section, article.tags, article.url) == (
        "Harbour",
        ("ferry",),
        "https://courier.example/?p=1",
    )
    assert article.published is not None and article.published.isoformat() == "2026-03-05T00:30:00+01:00"


def test_what_is_not_published_is_counted_and_fails_nothing() -> None:
    export = wxr(
        item("Ferry stops", FERRY, number=1),
        item("About us", DIVERS, kind="page", number=2),
        item("To come", FERRY, status="draft", number=3),
        item("picture.jpg", "", status="inherit", kind="attachment", number=4),
        item("For members", FERRY, number=5, more="<wp:post_password>x</wp:post_password>"),
    )
    assert [each.title for each in articles_of("export.xml", export)] == ["Ferry stops", "About us"]
    assert notes_of("export.xml", export) == ["left out: 1 drafts, 1 attachments, 1 behind a password"]
    with pytest.raises(ReadError, match="no post in it is published"):
        outcomes_of("export.xml", wxr(item("To come", FERRY, status="draft")))


def test_shortcodes_go_and_brackets_that_are_meant_stay() -> None:
    text = '[vc_row][vc_column width="1/2"]The mayor [sic] said "[we] go".[/vc_column][/vc_row] [embed]https://a.example[/embed] [1]'
    assert drop_shortcodes(text).split() == ["The", "mayor", "[sic]", "said", '"[we]', 'go".', "[1]"]
    assert drop_shortcodes("[[gallery]] is a shortcode") == "[gallery] is a shortcode"


def post(number: int, **more: object) -> dict[str, object]:
    return {
        "id": number,
        "date": "2026-03-04T10:37:00",
        "link": f"https://courier.example/{number}",
        "status": "publish",
        "title": {"rendered": "Ferry &#8220;stops&#8221;"},
        "content": {"rendered": f"<p>{FERRY}</p><h2>Next</h2><p>{DIVERS}</p>", "protected": False},
        "excerpt": {"rendered": f"<p>{FERRY[:30]} [&hellip;]</p>"},
        "yoast_head_json": {"og_site_name": "Larkmoor Courier", "author": "Ines Calloway"},
        **more,
    }


def test_the_posts_of_wordpress_over_its_api() -> None:
    terms = {
        "author": [{"name": "Tom Reyes"}],
        "wp:term": [
            [{"taxonomy": "category", "name": "Harbour &amp; sea"}],
            [{"taxonomy": "post_tag", "name": "ferry"}],
        ],
    }
    content = [post(1), post(2, _embedded=terms), post(3, status="draft")]
    one, two = articles_of("posts.json", content)
    assert (one.title, one.text, one.outlet) == ("Ferry “stops”", f"{FERRY}\n\n{DIVERS}", "Larkmoor Courier")
    assert one.authors == ("Ines Calloway",) and one.deck is None
    assert (two.section, two.tags, two.authors[0]) == ("Harbour & sea", ("ferry",), "Tom Reyes")
    assert articles_of("post.json", post(1))[0].url == "https://courier.example/1"


GHOST: dict[str, Any] = {
    "posts": [
        {"id": "1", "title": "Ferry stops", "slug": "ferry", "status": "published", "published_at": "2026-03-04T10:37:00.000Z",
         "html": f"<p>{FERRY}</p><div class='kg-card kg-button-card'><a href='#'>Subscribe to us all</a></div><p>{DIVERS}</p>"},
        {"id": "2", "title": "To come", "slug": "to-come", "status": "draft", "html": f"<p>{FERRY}</p>"},
        {"id": "3", "title": "Lexical", "slug": "lexical", "status": "published", "published_at": "2026-03-05T10:37:00.000Z",
         "lexical": json.dumps({"root": {"children": [{"type": "paragraph", "children": [{"type": "text", "text": FERRY}]}]}})},
    ],
    "users": [{"id": "9", "name": "Ines Calloway"}],
    "posts_authors": [{"post_id": "1", "author_id": "9", "sort_order": 0}],
    "tags": [{"id": "5", "name": "Harbour"}],
    "posts_tags": [{"post_id": "1", "tag_id": "5"}],
    "settings": [{"key": "title", "value": "Larkmoor Courier"}, {"key": "url", "value": "https://courier.example/"}],
}  # fmt: skip


def test_an_export_of_ghost() -> None:
    export = {"db": [{"meta": {"version": "5.0"}, "data": GHOST}]}
    one, three = articles_of("ghost.json", export)
    assert one.text == f"{FERRY}\n\n{DIVERS}" and one.url == "https://courier.example/ferry/"
    assert (one.outlet, one.authors, one.section) == ("Larkmoor Courier", ("Ines Calloway",), "Harbour")
    assert three.text == FERRY
    assert notes_of("ghost.json", export) == ["left out: 1 draft"]


def test_the_content_api_of_ghost_and_its_migration_tools() -> None:
    asked = {
        "posts": [
            {
                **GHOST["posts"][0],
                "url": "https://courier.example/f/",
                "primary_author": {"name": "Tom Reyes"},
            }
        ],
        "meta": {},
    }
    made = {
        "posts": [
            {
                "url": "https://courier.example/f/",
                "data": {**GHOST["posts"][0], "author": {"data": {"name": "Tom Reyes"}}},
            }
        ]
    }
    for content in (asked, made):
        (article,) = articles_of("posts.json", content)
        assert (article.url, article.authors) == ("https://courier.example/f/", ("Tom Reyes",))


def test_an_export_of_substack() -> None:
    rows = (
        "post_id,post_date,is_published,email_sent_at,type,audience,title,subtitle\n"
        "11.ferry,2026-03-04T10:37:00.000Z,true,,newsletter,everyone,Ferry stops,A crack in the hull\n"
        "12.draft,,false,,newsletter,everyone,To come,\n"
        "13.none,2026-03-05T10:37:00.000Z,true,,newsletter,everyone,Without a text,\n"
    )
    html = f"<div><p>{FERRY}</p><div class='subscription-widget-wrap'><p>Subscribe now for much more of this.</p></div><p>{DIVERS}</p></div>"
    export = zipped(
        {
            "posts.csv": rows,
            "posts/11.ferry.html": html,
            "posts/12.draft.html": "<p>No.</p>",
            "posts/11.opens.csv": "a,b",
        }
    )
    (article,) = articles_of("export.zip", export)
    assert (article.title, article.deck, article.text) == (
        "Ferry stops",
        "A crack in the hull",
        f"{FERRY}\n\n{DIVERS}",
    )
    assert article.published is not None and article.published.day == 4
    assert notes_of("export.zip", export) == ["left out: 1 drafts, 1 without text"]
    inside = zipped({"mine/posts.csv": rows, "mine/posts/11.ferry.html": html})
    assert len(articles_of("export.zip", inside)) == 1
