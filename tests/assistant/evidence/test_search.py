"""Which articles a question with outlets and days finds first, in a real index."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from assistant.chat import Assistant
from assistant.evidence.retriever import NewsRetriever
from assistant.evidence.search import OTHER_DAYS, find_event_article
from assistant.types import Turn
from ingest.preparation.split import split_passages
from news.article import Article
from vectorstore.embedder import Embedder
from vectorstore.index import NewsIndex


def _price(key: str, outlet: str, day: int, text: str) -> Article:
    published = datetime(1987, 2, day)
    return Article(key=key, title="Copper price moves", outlet=outlet, published=published, text=text)


ARTICLES = (
    _price("copper-25", "Wirefast", 25, "Copper fell to 62 cents a pound in London on Wednesday."),
    _price("copper-26", "Wirefast", 26, "Copper rose to 65 cents a pound in London as buyers returned."),
    _price(
        "copper-26-trade", "Metal Herald", 26, "Copper stood at 64 cents a pound, traders in London said."
    ),
    _price("copper-27", "Wirefast", 27, "Copper jumped to 69 cents a pound in London, the most in a year."),
    Article(
        key="storm",
        title="Storm tears roofs off in Holm",
        outlet="Wirefast",
        published=datetime(1987, 3, 10),
        text="A storm tore the roofs off forty houses in Holm during the night. Nobody was hurt.",
    ),
    Article(
        key="storm-again",
        title="Holm counts the cost of the storm",
        outlet="Metal Herald",
        published=datetime(1987, 3, 14),
        text="The storm cost Holm 3 million crowns, the mayor said. Schools open again on Monday.",
    ),
    Article(
        key="mayor-before",
        title="Mayor of Holm wants a new school",
        outlet="Wirefast",
        published=datetime(1987, 1, 5),
        text="The mayor of Holm said that the town needs a new school within two years.",
    ),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[NewsIndex]:
    with NewsIndex.open(tmp_path_factory.mktemp("dated"), embedder) as opened:
        opened.add_articles(
            [(each, split_passages(each, embedder.count_tokens, embedder.max_tokens)) for each in ARTICLES]
        )
        yield opened


@pytest.fixture(scope="module")
def archive(index: NewsIndex) -> Assistant:
    return Assistant(NewsRetriever(index=index), today=lambda: date(2026, 11, 24))


def _found(archive: Assistant, question: str) -> list[str]:
    return list(dict.fromkeys(found.article.key for found in archive.search(question)))


@pytest.mark.parametrize(
    "day",
    [
        "on 26 February 1987",
        "on 26 Feb 1987",
        "on 1987-02-26",
        "on February 26th, 1987",
        "on Feb. 26",
        "on Thursday, 26 February 1987",
    ],
)
@pytest.mark.parametrize(
    "asked", ["What was reported about copper {}?", "What happened to copper {}?", "How much was copper {}?"]
)
def test_a_day_finds_no_article_of_another_day(archive: Assistant, asked: str, day: str) -> None:
    assert set(_found(archive, asked.format(day))) == {"copper-26", "copper-26-trade"}


def test_an_outlet_finds_no_article_of_another_outlet(archive: Assistant) -> None:
    assert _found(archive, "What did the Herald report about copper?") == ["copper-26-trade", "storm-again"]
    assert _found(archive, "According to the Herald, what was copper on Feb. 26?") == ["copper-26-trade"]


def test_what_happened_on_a_day_may_stand_in_the_next_days_paper(archive: Assistant) -> None:
    answer = archive.ask("What happened to roofs in Holm on 9 March 1987?")
    assert answer.citations[0].article.key == "storm"


def test_where_nothing_was_published_then_other_days_are_searched_and_it_is_told(archive: Assistant) -> None:
    answer = archive.ask("What happened to the roofs in Holm in 1950?")
    assert answer.citations[0].article.key == "storm"
    assert OTHER_DAYS in answer.notices
    assert archive.ask("What was reported about the roofs in Holm in 1950?").abstained


def test_since_an_event_is_counted_from_the_first_article_about_it(
    archive: Assistant, index: NewsIndex
) -> None:
    told = find_event_article(index, "the storm")
    assert told is not None and told.key == "storm"
    answer = archive.ask("What has the mayor of Holm said since the storm?")
    assert {citation.article.key for citation in answer.citations} == {"storm-again"}
    assert any("10 March 1987" in notice and "Storm tears roofs" in notice for notice in answer.notices)
    before = archive.ask("What did the mayor of Holm say before the storm?")
    assert {citation.article.key for citation in before.citations} == {"mayor-before"}


def test_an_event_that_no_article_tells_of_has_no_date(index: NewsIndex) -> None:
    assert find_event_article(index, "the coronation") is None


def test_what_only_a_tag_says_is_found_and_answered(assistant: Assistant) -> None:
    """No word of the article on the bridge says "roads"."""
    answer = assistant.ask("What is the latest on roads?")
    assert {citation.article.title for citation in answer.citations} == {
        "Elmford closes its stone bridge to lorries"
    }
    assert assistant.ask("What is the latest on railways?").abstained


def test_the_latest_is_the_newest(archive: Assistant) -> None:
    assert _found(archive, "What is the latest copper price in London?")[0] == "copper-27"


@pytest.mark.parametrize(
    "question",
    [
        "Compare what Wirefast and the Herald reported about copper",
        "Do Wirefast and the Metal Herald agree on the price of copper on 26 February 1987?",
    ],
)
def test_each_outlet_of_a_comparison_has_its_evidence_at_the_top(archive: Assistant, question: str) -> None:
    found = archive.search(question)
    assert {each.article.outlet for each in found[:2]} == {"Wirefast", "Metal Herald"}
    if "1987" in question:
        assert {each.article.key for each in found} == {"copper-26", "copper-26-trade"}


def test_each_person_of_a_comparison_is_searched(assistant: Assistant) -> None:
    found = assistant.search("What did Hanna Brandt and Liisa Tamm say?")
    assert {each.article.key.split("/")[-1][:6] for each in found[:2]} == {"bridge", "ferry."}


def test_a_new_topic_is_not_drawn_to_the_old_one(archive: Assistant) -> None:
    history = [Turn("What was the price of copper in London?", "Copper rose to 65 cents a pound.")]
    answer = archive.ask("How many houses lost their roofs during the night?", history)
    assert answer.searched == "" and answer.citations[0].article.key == "storm"
