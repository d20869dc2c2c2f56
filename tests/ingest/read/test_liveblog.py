"""Live blogs: each update is a passage of its own, with its time, and the newest figure is found."""

from __future__ import annotations

import json

import pytest

from ingest.preparation.split import split_passages
from news.article import Article
from tests.fakes import HashingEmbedder
from tests.ingest.pages import page, read_page
from vectorstore.index import NewsIndex

UPDATES = [
    (
        "3 hours ago",
        "2026-02-10T12:00:00Z",
        "9,000 without water",
        "About 9,000 homes are without water, the waterworks say.",
    ),
    (
        "42 min ago",
        "2026-02-10T14:18:00Z",
        "Schools close",
        "All schools in Ostrand close at once, says the town.",
    ),
    (
        "5 min ago",
        "2026-02-10T14:55:00Z",
        "31,000 without water",
        "31,000 homes are without water now, the waterworks say.",
    ),
]


def block(when: str, moment: str, headline: str, text: str, how: str) -> str:
    """One update, as three sites write it."""
    if how == "relative":
        return f"<div class='post'><time>{when}</time><h3>{headline}</h3><p>{text}</p></div>"
    if how == "clock":
        return f"<li><time>{moment[11:16]}</time><p>{text}</p></li>"
    return f"<section class='entry'><time datetime='{moment}'>then</time><h2>{headline}</h2><p>{text}</p></section>"


def live(how: str, updates: list[tuple[str, str, str, str]]) -> Article:
    facts = {
        "@type": "LiveBlogPosting",
        "headline": "Burst main: live",
        "datePublished": "2026-02-10T09:00:00Z",
        "dateModified": "2026-02-10T15:00:00Z",
    }
    inner = "".join(block(*each, how) for each in updates)
    body = inner
    if how == "stated":
        body = "<p>We follow what happens in Ostrand after a main burst under the market square this morning.</p>"
        facts["liveBlogUpdate"] = [  # type: ignore[assignment]
            {"@type": "BlogPosting", "headline": headline, "datePublished": moment, "articleBody": text}
            for _, moment, headline, text in updates
        ]
    head = f'<script type="application/ld+json">{json.dumps(facts)}</script>'
    return read_page(
        page(f"<article><h1>Burst main: live</h1>{body}</article>", head, title="Burst main: live")
    )


@pytest.mark.parametrize("how", ["relative", "clock", "dated", "stated"])
@pytest.mark.parametrize("newest_first", [True, False])
def test_each_update_has_its_time(how: str, newest_first: bool) -> None:
    article = live(how, UPDATES[::-1] if newest_first else UPDATES)
    headings = [each.text for each in article.headings]
    assert [each[:23] for each in headings] == [
        f"10 February 2026, {at}" for at in ("14:55", "14:18", "12:00")
    ]
    for heading, (*_, text) in zip(article.headings, UPDATES[::-1], strict=True):
        assert article.text[heading.start :].startswith(text)
    passages = split_passages(article, lambda text: len(text.split()) + 2, 200)
    assert {text for *_, text in UPDATES} <= {passage.text for passage in passages}


@pytest.mark.parametrize("how", ["relative", "stated"])
def test_the_newest_figure_is_what_a_search_finds(index: NewsIndex, how: str) -> None:
    article = live(how, UPDATES)
    embedder = HashingEmbedder()
    index.add_articles([(article, split_passages(article, embedder.count_tokens, embedder.max_tokens))])
    found = [each.passage.text for each in index.search_passages("How many homes are without water?", 10)]
    assert UPDATES[2][3] in found and UPDATES[0][3] not in found and UPDATES[1][3] in found


def test_a_page_with_times_that_is_not_live_stays_as_it_is() -> None:
    inner = "".join(block(*each, "dated") for each in UPDATES)
    article = read_page(
        page(f"<article><h1>What happened</h1><p>{UPDATES[1][3]}</p>{inner}</article>", title="What happened")
    )
    assert not any(each.text.startswith("10 February") for each in article.headings)
