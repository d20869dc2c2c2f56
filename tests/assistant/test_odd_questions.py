"""Whatever is asked, of papers called whatever: an answer, no error, and in no time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.chat import Assistant
from assistant.evidence.retriever import NewsRetriever
from assistant.question.outlet_filter import KnownOutlet, NamedOutlets, find_named_outlets
from assistant.question.understand import understand_question, understand_within
from assistant.types import Turn
from ingest.preparation.split import split_passages
from tests.assistant.conftest import TODAY
from tests.assistant.odd_questions import ODD_OUTLETS, ODD_TURNS, outlets, questions
from tests.assistant.samples import NEWSROOM
from vectorstore.embedder import Embedder
from vectorstore.index import NewsIndex
from vectorstore.types import Filter

MOST = 2.0  # seconds of processor time for one question
HOSTS = ("", "x", "news.example", "bbc.co.uk", "com.com", ".example", "a.b.c", "harbour-news.example")
ALL_ODD = tuple(KnownOutlet(name) for name in ODD_OUTLETS)
known = st.one_of(
    st.just(ALL_ODD),
    st.lists(
        st.builds(KnownOutlet, outlets, st.lists(st.sampled_from(HOSTS), max_size=2).map(tuple)), max_size=6
    ).map(tuple),
)
turns = st.lists(st.one_of(st.sampled_from(ODD_TURNS), st.builds(Turn, questions, questions)), max_size=6)


def read_questions(count: int, *, again: bool) -> float:
    """Read ``count`` questions, ``again``: the same each time; the most processor time that one took."""
    longest = 0.0

    @_many(count, again=again)
    @given(questions, turns.map(tuple), known)
    def read(question: str, history: tuple[Turn, ...], of: tuple[KnownOutlet, ...]) -> None:
        nonlocal longest
        began = time.thread_time()
        for understood in (understand_question, understand_within):
            query = understood(question[:1000], history, Filter(), of, TODAY, date(2025, 9, 20))
            assert isinstance(query.terms, tuple)
        longest = max(longest, time.thread_time() - began)

    read()
    return longest


def answer_questions(assistant: Assistant, count: int, *, again: bool) -> float:
    """Have ``count`` questions answered; the most processor time that one took."""
    longest = 0.0

    @_many(count, again=again)
    @given(questions, turns)
    def answer(question: str, history: list[Turn]) -> None:
        nonlocal longest
        began = time.process_time()
        answered = assistant.ask(question, history)
        assert answered.complete and (answered.abstained or answered.sentences)
        longest = max(longest, time.process_time() - began)

    answer()
    return longest


def _many(count: int, *, again: bool) -> Callable[[Callable[[], None]], Callable[[], None]]:
    return settings(
        max_examples=count,
        deadline=None,
        derandomize=again,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture(scope="module")
def odd_assistant(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Assistant]:
    """Over the small newsroom, and an article from each paper with an odd name."""
    articles = [
        replace(
            NEWSROOM[n % len(NEWSROOM)],
            key=f"odd:{n}",
            title=f"Bridge {n}",
            text=f"The mayor of Elmford crossed the bridge {n} times.",
            outlet=name,
            published=datetime(2025, 1 + n % 9, 3),
        )
        for n, name in enumerate(ODD_OUTLETS)
    ]
    with NewsIndex.open(tmp_path_factory.mktemp("odd"), embedder) as index:
        index.add_articles(
            [
                (each, split_passages(each, embedder.count_tokens, embedder.max_tokens))
                for each in [*NEWSROOM, *articles]
            ]
        )
        index.embedder.warm_up()
        assistant = Assistant(NewsRetriever(index=index), today=lambda: TODAY)
        assistant.ask("Who won the cup final?")  # what is loaded once
        yield assistant


@pytest.mark.parametrize("name", ["-", " - ", "The -", "Sky-", "Harbour -", "-Kurier"])
def test_a_name_that_ends_in_a_dash_is_no_error(name: str) -> None:
    question = "In this week’s World Cup semi-final against Otterlo, which striker scored the third goal?"
    assert find_named_outlets(question, (KnownOutlet(name), KnownOutlet("Harbour News"))) == NamedOutlets()


def test_an_outlet_whose_name_is_an_address_is_asked_for() -> None:
    assert find_named_outlets("floods on news.example", (KnownOutlet("news.example"),)).asked == (
        "news.example",
    )
    assert (
        find_named_outlets("news.example", (KnownOutlet("News Example"), KnownOutlet("-"))) == NamedOutlets()
    )
    assert find_named_outlets(
        "Harbour.News", (KnownOutlet("Harbour.News Post"), KnownOutlet("Harbour News"))
    ).asked


def test_odd_questions_are_read() -> None:
    read_questions(80, again=True)


def test_odd_questions_are_answered(odd_assistant: Assistant) -> None:
    answer_questions(odd_assistant, 12, again=True)


@pytest.mark.slow
def test_ten_thousand_odd_questions_are_read_each_in_two_seconds() -> None:
    assert read_questions(10_000, again=False) < MOST


@pytest.mark.slow
def test_five_hundred_odd_questions_are_answered_each_in_two_seconds(odd_assistant: Assistant) -> None:
    assert answer_questions(odd_assistant, 500, again=False) < MOST
