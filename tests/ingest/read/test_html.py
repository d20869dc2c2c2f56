"""Web pages: what is the article, and what the page says of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from errors import ReadError
from ingest.documents.document import Document, Note
from ingest.read.html import read_html
from news.article import Article

FERRY = (
    "The ferry between the two islands stopped on Monday after its engine caught fire in the harbour, "
    "and nobody was hurt, the harbour master said."
)
ISLAND = (
    "“We heard one bang — then nothing,” said Ana Ruiz, who waits for the boat every morning with her two "
    "children, “and I knew that we'd be late.”"
)
COUNCIL = "The island's council will meet on Thursday to decide who pays for a second boat, which it has wanted since 2019."


def page(body: str, head: str = "", title: str = "Ferry stopped after fire in the harbour") -> bytes:
    """A page whose article is long enough to be told from what is around it."""
    return (
        f"<!doctype html><html lang='en'><head><title>{title}</title>{head}</head><body>"
        f"<header><a href='/'>The Island Post</a><nav><a href='/news'>News</a> <a href='/sport'>Sport</a></nav></header>"
        f"<main><article>{body}</article></main><footer>© 2031 The Island Post</footer></body></html>"
    ).encode()


def story(above: str = "", head: str = "", **options: str) -> bytes:
    """The same story under different tops."""
    paragraphs = "".join(f"<p>{text}</p>" for text in (FERRY, ISLAND, COUNCIL))
    return page(f"<h1>Ferry stopped after fire in the harbour</h1>{above}{paragraphs}", head, **options)


def read(data: bytes, url: str | None = None) -> Article:
    """The one article of a page."""
    return next(
        each for each in read_html(Document("/a.html", "a.html", data, url)) if isinstance(each, Article)
    )


def linked(**facts: Any) -> str:
    """A JSON-LD script."""
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **facts})}</script>'


def test_paragraphs_stay_apart_and_quotes_stay_as_they_are() -> None:
    assert read(story()).text == f"{FERRY}\n\n{ISLAND}\n\n{COUNCIL}"


def test_furniture_stays_out() -> None:
    article = read(
        story(
            "<ul class='share'><li>Share</li><li>Tweet</li></ul><figure><img src='a.jpg'>"
            "<figcaption>Photo: Jo Lee/Agency</figcaption></figure><p>Read more: Ten boats that burnt</p>"
        )
    )
    assert article.text.startswith("The ferry")
    assert not any(word in article.text for word in ("Share", "Tweet", "Photo", "Read more", "©", "Sport"))


def test_headings_are_kept_beside_the_text() -> None:
    article = read(
        page(
            f"<h1>Ferry stopped</h1><p>{FERRY}</p><h2>What witnesses say</h2><p>{ISLAND}</p><p>{COUNCIL}</p>"
        )
    )
    (heading,) = [each for each in article.headings if each.text != "Ferry stopped"]
    assert heading.text == "What witnesses say"
    assert article.text[heading.start :].startswith("“We heard")


def test_rows_of_a_table_and_items_of_a_list_are_paragraphs() -> None:
    table = "<table><tr><th>Island</th><th>Votes</th></tr><tr><td>North</td><td>1,204</td></tr></table>"
    items = "<ul><li>The boat burnt for two hours.</li><li>It was built in 1987.</li></ul>"
    article = read(page(f"<h1>Ferry stopped</h1><p>{FERRY}</p>{items}<p>{ISLAND}</p>{table}<p>{COUNCIL}</p>"))
    lines = article.text.split("\n\n")
    assert {"The boat burnt for two hours.", "It was built in 1987.", "Island: North | Votes: 1,204"} <= set(
        lines
    )


def test_line_breaks_part_sentences_but_not_words() -> None:
    text = FERRY.replace("and nobody", "and<br>nobody")
    article = read(page(f"<h1>Ferry stopped</h1><p>{text}<br><br>{ISLAND}<br>{COUNCIL}</p>"))
    assert article.text.split("\n\n") == [FERRY, ISLAND, COUNCIL]


def test_soft_hyphens_are_no_letters() -> None:
    article = read(
        page(
            f"<h1>Ferry stopped</h1><p>{FERRY.replace('harbour', 'har&shy;bour')}</p><p>{ISLAND}</p><p>{COUNCIL}</p>"
        )
    )
    assert article.text.startswith(FERRY)


@pytest.mark.parametrize(
    "head",
    [
        linked(headline="Ferry stopped after fire in the harbour"),
        "<script type='application/ld+json'>{broken</script>",
        '<meta property="og:title" content="Ferry stopped after fire in the harbour | The Island Post">',
    ],
    ids=["stated", "broken JSON-LD", "with the site's name"],
)
def test_the_headline_is_the_one_that_readers_see(head: str) -> None:
    article = read(story(head=head, title="Ferry stopped after fire in the harbour – The Island Post"))
    assert article.title == "Ferry stopped after fire in the harbour"


def test_the_name_of_the_site_is_no_headline() -> None:
    body = f"<h1><a href='/'>The Island Post</a></h1><h2>Ferry stopped after fire</h2><p>{FERRY}</p><p>{ISLAND}</p>"
    assert (
        read(page(body, title="Ferry stopped after fire | The Island Post")).title
        == "Ferry stopped after fire"
    )


def test_the_line_under_the_headline_is_the_deck_where_the_page_prints_it() -> None:
    line = "Nobody was hurt when the engine of the only boat burnt, and the council looks for another one"
    head = f'<meta property="og:description" content="{line}">'
    for above in (f"<p class='lead'>{line}</p>", f"<div class='sub'><span>{line}</span></div>"):
        article = read(story(above, head))
        assert (article.deck == line) != (line in article.text)  # once, wherever it is taken to stand
    assert read(story("", head)).deck is None  # it is nowhere on the page


TWO = [{"@type": "Person", "name": "Jane Doe"}, {"@type": "Person", "name": "John Roe"}]
REFERRED = '<script type="application/ld+json">{"@type":"Person","@id":"#jd","name":"Jane Doe"}</script>'
LABELLED = '<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Jane Doe">'


@pytest.mark.parametrize(
    ("above", "head", "names"),
    [
        ("", linked(author=TWO), ("Jane Doe", "John Roe")),
        ("", linked(author={"@id": "#jd"}) + REFERRED, ("Jane Doe",)),
        ("", '<meta name="author" content="By Jane Doe and John Roe">', ("Jane Doe", "John Roe")),
        ("", '<meta name="author" content="https://post.example/jane">', ()),
        ("", LABELLED, ("Jane Doe",)),
        ("<a rel='author' href='/jane'>Jane Doe</a>", '<meta name="author" content="The Island Post">', ("Jane Doe",)),
        ("<span itemprop='author'><span itemprop='name'>Jane Doe</span>, reporter</span>", "", ("Jane Doe",)),
        ("<div class='byline'>Von Jane Doe | 4. September 2025</div>", "", ("Jane Doe",)),
        ("<div>By Jane Doe, John Roe and Ana Ruiz</div>", "", ("Jane Doe", "John Roe", "Ana Ruiz")),
        ("<div>Autor:</div><div>Jane Doe</div>", "", ("Jane Doe",)),
        ("<div>04.09.2025 13:30 von Jane Doe</div>", "", ("Jane Doe",)),
        ("<div>Par Jeanne Dupont, publié le 4 septembre 2025</div>", "", ("Jeanne Dupont",)),
        ("<div>by the numbers</div>", "", ()),
        ("<div class='comment'><span class='author'>Troll 99</span> writes</div>", "", ()),
    ],
)  # fmt: skip
def test_authors(above: str, head: str, names: tuple[str, ...]) -> None:
    assert read(story(above, head)).authors == names


def test_the_staff_are_the_author_only_where_nobody_is_named() -> None:
    assert read(story("<div class='author'>Redaktion</div>")).authors == ("Redaktion",)
    assert read(story("<div class='author'>Redaktion</div><div>By Jane Doe</div>")).authors == ("Jane Doe",)


@pytest.mark.parametrize(
    ("above", "head", "url", "day"),
    [
        ("", linked(datePublished="2025-09-04T14:05:00+02:00"), None, "2025-09-04"),
        ("", '<meta property="article:published_time" content="2025-09-04T14:05:00Z">', None, "2025-09-04"),
        ("<time datetime='2025-09-04'>yesterday</time>", "", None, "2025-09-04"),
        ("<div>Published 4 September 2025</div>", "", None, "2025-09-04"),
        ("<div>04.09.2025, 14:05 Uhr</div>", "", None, "2025-09-04"),
        ("", "", "https://post.example/2025/09/04/ferry.html", "2025-09-04"),
        # Midnight in London is still the day before in New York, which is what the page prints
        ("<div>September 3, 2025</div>", linked(datePublished="2025-09-04T01:30:00Z"), None, "2025-09-03"),
        # 04/09 is April in one reading and September in the other: the head tells
        ("<div>09/04/2025</div>", linked(datePublished="2025-09-04T10:00:00Z"), None, "2025-09-04"),
        ("<div>Updated 6 September 2025</div>", linked(datePublished="2025-09-04"), None, "2025-09-04"),
        (
            "",
            linked(datePublished="2025-09-04T01:30:00Z"),
            "https://post.example/2025/09/03/ferry",
            "2025-09-03",
        ),
        # A day that the article is about stands in its text, or long before the one that is stated
        ("<div>04.09.2025, updated 6 September 2025</div>", "", None, "2025-09-04"),
        ("<div>Updated 6 September 2025, first published on 4 September 2025</div>", "", None, "2025-09-04"),
        ("<div>by jane on 04/09/25, 03:48 pm</div>", "", None, "2025-09-04"),
        ("<div>Joined: 1 May 2012</div><div>4. 9. 2025</div>", "", None, "2025-09-04"),
        ("<p>4 September 2025 – At last the harbour has its ferry back.</p>", "", None, "2025-09-04"),
        ("<p>Bremen, (4.9.2025). At last the harbour has its ferry back.</p>", "", None, "2025-09-04"),
        (
            "<div>Tasting: 21.12.2025, 7 pm</div>",
            linked(datePublished="2025-09-04", dateModified="2025-09-05"),
            None,
            "2025-09-04",
        ),
        (
            "<div class='footer'>Published on: 04.09.2025</div>",
            '<meta name="date" content="09/04/2025 12:43:42">',
            None,
            "2025-09-04",
        ),
        ("<div>The voyage of 1 May 1912</div>", linked(datePublished="2025-09-04"), None, "2025-09-04"),
    ],
)
def test_the_day_of_publication(above: str, head: str, url: str | None, day: str) -> None:
    published = read(story(above, head), url).published
    assert published is not None and f"{published:%Y-%m-%d}" == day


def test_a_stated_moment_keeps_its_time_and_zone() -> None:
    article = read(
        story(
            "<div>4 September 2025</div>",
            linked(datePublished="2025-09-04T14:05:00Z", dateModified="2025-09-06T08:00:00Z"),
        )
    )
    assert article.published == datetime(2025, 9, 4, 14, 5, tzinfo=UTC)
    assert article.updated == datetime(2025, 9, 6, 8, 0, tzinfo=UTC)


def test_a_date_that_cannot_be_is_left_out_with_a_note() -> None:
    outcomes = list(read_html(Document("/a.html", "a.html", story(head=linked(datePublished="2999-13-45")))))
    assert [each.published for each in outcomes if isinstance(each, Article)] == [None]
    assert any("2999-13-45" in each.text for each in outcomes if isinstance(each, Note))


def test_a_graph_and_nested_pages_are_looked_through() -> None:
    graph = {
        "@graph": [
            {"@type": "WebPage", "datePublished": "2025-09-04"},
            {"@type": ["Article"], "author": {"name": "Jane Doe"}},
        ]
    }
    article = read(story(head=f'<script type="application/ld+json">{json.dumps(graph)}</script>'))
    assert article.authors == ("Jane Doe",) and f"{article.published:%Y-%m-%d}" == "2025-09-04"


def test_json_ld_that_refers_to_itself_ends() -> None:
    loop: dict[str, Any] = {"@type": "Article", "headline": "Deep"}
    for _ in range(200):
        loop = {"@graph": [loop]}
    assert read(
        story(head=f'<script type="application/ld+json">{json.dumps(loop)}</script>')
    ).text.startswith("The ferry")


@pytest.mark.parametrize("data", [b"", b"<html></html>", b"<html><body><nav>Menu</nav></body></html>"])
def test_a_page_without_an_article_is_said_to_be_one(data: bytes) -> None:
    with pytest.raises(ReadError, match="no article text"):
        list(read_html(Document("/a.html", "a.html", data)))


def test_a_deck_without_a_full_stop_is_no_paragraph() -> None:
    paragraphs = "".join(
        f"<p>The council met for the {n}th time and settled the matter of the quay.</p>" for n in (4, 5, 6)
    )
    page = (
        "<html><head><title>Quay settled</title><meta name='description' "
        "content='Two years of talks between board and fishermen end at the harbour'>"
        "</head><body><article><h1>Quay settled</h1><p>Two years of talks between board and fishermen end at the harbour</p>"
        f"{paragraphs}<h2>What follows</h2>{paragraphs}</article></body></html>"
    )
    (article,) = read_html(Document("quay.html", "quay.html", page.encode()))
    assert isinstance(article, Article)
    assert article.deck == "Two years of talks between board and fishermen end at the harbour"
    assert article.text.startswith("The council met for the 4th time")
    (heading,) = article.headings
    assert (
        article.text[heading.start :].startswith("The council met for the 4th time") and heading.start > 100
    )
