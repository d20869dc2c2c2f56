"""What is said of articles that differ: only what is true of the same thing, in the order of the days."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest

from assistant.chat import Assistant
from assistant.evidence.retriever import NewsRetriever
from assistant.types import Answer
from ingest.preparation.split import split_passages
from news.article import Article
from vectorstore.embedder import Embedder
from vectorstore.index import NewsIndex

FIRST = Article(
    key="first",
    title="Data of 47,000 members stolen from Elm Library",
    outlet="Valley Post",
    published=datetime(2025, 3, 4),
    text="Thieves have stolen data of 47,000 members from Elm Library, the council said on Tuesday.",
)
CORRECTION = Article(
    key="correction",
    title="Correction: theft at Elm Library concerned 17,000 members, not 47,000",
    outlet="Valley Post",
    published=datetime(2025, 3, 6),
    text="The Valley Post reported on 4 March that data of 47,000 members had been stolen from Elm Library. "
    "The data stolen were those of 17,000 members of Elm Library, the council says.",
)
LATER = Article(
    key="later",
    title="Elm Library opens again after theft",
    outlet="Harbour News",
    published=datetime(2025, 5, 9),
    text="Elm Library opened its doors again on Friday. Data of 12,000 members had been stolen from Elm Library in March.",
)
LINE = Article(
    key="line",
    title="Tram to Oakham dearer than planned",
    outlet="Valley Post",
    published=datetime(2025, 1, 8),
    text="The tram to Oakham will cost 310 million euros, the city said.",
)
DELAY = Article(
    key="delay",
    title="Tram to Oakham late",
    outlet="Harbour News",
    published=datetime(2025, 6, 2),
    text="The tram to Oakham is late again. The delay costs 600,000 euros a month, a spokeswoman said.",
)
Ask = Callable[[Sequence[Article], str], Answer]
MEMBERS = "How many members had their data stolen from Elm Library?"


@pytest.fixture
def asked(tmp_path: Path, embedder: Embedder) -> Ask:
    """Asks a question over a few articles."""

    def ask(articles: Sequence[Article], question: str) -> Answer:
        with NewsIndex.open(tmp_path, embedder) as index:
            index.add_articles(
                [
                    (each, split_passages(each, embedder.count_tokens, embedder.max_tokens))
                    for each in articles
                ]
            )
            return Assistant(NewsRetriever(index=index), today=lambda: date(2026, 11, 24)).ask(question)

    return ask


def test_a_correction_comes_first_and_what_was_printed_before_it_after(asked: Ask) -> None:
    answer = asked((FIRST, CORRECTION), MEMBERS)
    assert answer.short_answer == "17,000"
    assert answer.disagreement_notice == (
        "Corrected: Valley Post (6 March 2025) has 17,000; before that, Valley Post (4 March 2025) has 47,000."
    )


def test_what_is_newer_than_a_correction_does_not_come_before_it(asked: Ask) -> None:
    answer = asked((FIRST, CORRECTION, LATER), MEMBERS)
    assert not answer.abstained
    assert "before that" not in answer.disagreement_notice


def test_a_correction_does_not_have_the_figure_that_it_takes_back(asked: Ask) -> None:
    answer = asked((CORRECTION, LATER), MEMBERS)
    assert "47,000" not in [each.short_answer for each in answer.sentences]
    assert "47,000" not in answer.disagreement_notice


def test_sums_for_two_things_do_not_differ(asked: Ask) -> None:
    answer = asked((LINE, DELAY), "How much does the tram to Oakham cost?")
    assert answer.short_answer == "310 million euros"
    assert answer.disagreement_notice == ""
