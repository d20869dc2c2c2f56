"""What is read into a question: outlets, days, its kind, what it follows up."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answer import Turn
from assistant.followup import carry_over, follows_up
from assistant.period import period_in
from assistant.question import kind_of, outlets_in, understand
from vectorstore.passages import Filter

TODAY = date(2026, 11, 24)  # a Tuesday
NEWEST = date(2025, 9, 20)
OUTLETS = ("AA", "The Valley Post", "Harbour News", "Time")
ABOUT_DAHL = Turn("What did Dahl say about Norway?", "Dahl praised Norway.")


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What did AA report about the summit?", ("AA",)),
        ("What did aa report about the summit?", ()),
        ("Who repaired the AAA battery?", ()),
        ("What did the Valley Post say about it?", ("The Valley Post",)),
        ("What does Valley Post write?", ("The Valley Post",)),
        ("According to Harbour News, who won?", ("Harbour News",)),
        ("Do AA and Harbour News agree on the figure?", ("AA", "Harbour News")),
        ("What did Time report?", ("Time",)),
        ("What time did they report?", ()),
        ("Is there anything new in the valley?", ()),
        ("Any news from the Valley Post?", ("The Valley Post",)),
    ],
)
def test_outlets_are_recognised_where_their_reporting_is_asked_for(
    question: str, named: tuple[str, ...]
) -> None:
    assert outlets_in(question, OUTLETS) == named


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("What was reported on 4 September 2025?", "2025-09-04", "2025-09-04"),
        ("What was reported on Thursday, 4th of September 2025?", "2025-09-04", "2025-09-04"),
        ("What was reported on September 4, 2025?", "2025-09-04", "2025-09-04"),
        ("What was reported on 2025-09-04?", "2025-09-04", "2025-09-04"),
        ("What was reported in September 2025?", "2025-09-01", "2025-09-30"),
        ("What was reported in February 2024?", "2024-02-01", "2024-02-29"),
        ("What was reported in late February 2024?", "2024-02-20", "2024-02-29"),
        ("What was reported in December 2025?", "2025-12-01", "2025-12-31"),
        ("What was reported in 2025?", "2025-01-01", "2025-12-31"),
        (
            "What was reported in August?",
            "2025-08-01",
            "2025-08-31",
        ),  # the last August before the newest article
        ("What was reported in October?", "2024-10-01", "2024-10-31"),
        ("What was reported between 3 March and 5 April 2025?", "2025-03-03", "2025-04-05"),
        ("What was reported since May 2025?", "2025-05-01", None),
        ("What was reported before 3 May 2025?", None, "2025-05-02"),
        ("What was reported after 3 May 2025?", "2025-05-04", None),
        ("What was reported until June 2025?", None, "2025-06-30"),
        ("What was reported today?", "2026-11-24", "2026-11-24"),
        ("What was reported yesterday?", "2026-11-23", "2026-11-23"),
        ("What was reported last week?", "2026-11-16", "2026-11-22"),
        ("What was reported this week?", "2026-11-23", "2026-11-24"),
        ("What was reported last month?", "2026-10-01", "2026-10-31"),
        ("What was reported this year?", "2026-01-01", "2026-11-24"),
        ("What was reported last Thursday?", "2026-11-19", "2026-11-19"),
        ("What was reported last Tuesday?", "2026-11-17", "2026-11-17"),
    ],
)
def test_periods_are_recognised(question: str, first: str | None, last: str | None) -> None:
    period = period_in(question, TODAY, NEWEST)
    assert period is not None
    assert [str(day) if day else None for day in (period.first, period.last)] == [first, last]


@pytest.mark.parametrize(
    "question", ["Who won?", "What was reported on 31 February 2025?", "May I ask who won?"]
)
def test_what_is_no_period_is_none(question: str) -> None:
    assert period_in(question, TODAY, NEWEST) is None


def test_a_year_in_a_question_about_an_event_is_no_filter() -> None:
    query = understand("Who won the election in 2004?", (), Filter(), OUTLETS, TODAY, NEWEST)
    assert query.where == Filter() and query.notices == ()


def test_what_the_caller_filters_is_kept() -> None:
    mine = Filter(outlets=("Harbour News",), published_from=date(2025, 1, 1))
    query = understand("What did AA report in March 2025?", (), mine, OUTLETS, TODAY, NEWEST)
    assert query.where == mine and query.notices == ()


def test_what_is_read_into_a_question_is_told() -> None:
    query = understand("What did AA report last week?", (), Filter(), OUTLETS, TODAY, NEWEST)
    assert query.where == Filter(("AA",), date(2026, 11, 16), date(2026, 11, 22))
    assert query.notices == (
        "Only what AA reported.",
        "Only articles published from 16 November 2026 to 22 November 2026.",
    )


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who won?", "who"),
        ("When did it begin?", "when"),
        ("Where did he speak?", "where"),
        ("How many people came?", "number"),
        ("What did the repairs cost?", "number"),
        ("Which countries agreed?", "which"),
        ("What did Dahl say about Iceland?", "account"),
        ("Tell me about the bridge", "account"),
    ],
)
def test_kinds(question: str, kind: str) -> None:
    assert kind_of(question) == kind


@pytest.mark.parametrize(
    ("question", "searched"),
    [
        ("And what did he say about Iceland?", "And what did he say about Iceland? (Dahl)"),
        ("What about Iceland?", "What about Iceland? (Dahl)"),
        ("why?", "why? (Dahl, Norway)"),
        ("in September?", "in September? (Dahl, Norway)"),
        ("who else?", "who else? (Dahl, Norway)"),
        ("When was that?", "When was that? (Dahl, Norway)"),
        ("Did it work?", "Did it work? (Dahl, Norway)"),
        ("Regional differences?", "Regional differences? (Dahl, Norway)"),
        ("Who was the minister?", "Who was the minister? (Dahl, Norway)"),
        ("Which is more important?", "Which is more important? (Dahl, Norway)"),
    ],
)
def test_a_follow_up_takes_over_names_and_topic(question: str, searched: str) -> None:
    assert carry_over(question, [ABOUT_DAHL]) == searched


@pytest.mark.parametrize(
    "question",
    [
        "Who won the 2018 World Cup?",
        "What is inflation?",
        "Why did Norvik buy Baltra?",
        "How many herons did the wardens count?",
        "What did Brandt say about her plan?",
        "What happened this week?",
        "By the way, what is a pipeline?",
        "Did Norvik buy Baltra, and will it sell it again?",
        "hello",
        "Thanks!",
    ],
)
def test_a_new_topic_takes_nothing_over(question: str) -> None:
    assert not follows_up(question)
    assert carry_over(question, [ABOUT_DAHL]) == question


def test_a_chain_of_follow_ups_keeps_the_person() -> None:
    history = [ABOUT_DAHL, Turn("And what did he say about Iceland?", "A cable.")]
    assert carry_over("And about Ireland?", history) == "And about Ireland? (Dahl)"


def test_the_person_may_come_from_the_answer() -> None:
    history = [Turn("Who leads the alliance?", "Marek Dahl has led it since May.")]
    assert "Marek Dahl" in carry_over("What did he say about Iceland?", history)


def test_the_place_may_come_from_the_answer() -> None:
    history = [Turn("Where was the boat found?", "The boat from Elmford has been found in Gdynia.")]
    assert "Gdynia" in carry_over("Who was arrested there?", history)


def test_a_follow_up_keeps_outlet_and_period() -> None:
    history = [Turn("What did AA report about Norway in March 2025?", "…")]
    query = understand("And about Iceland?", history, Filter(), OUTLETS, TODAY, NEWEST)
    assert query.where == Filter(("AA",), date(2025, 3, 1), date(2025, 3, 31))
    moved = understand("And in April 2025?", history, Filter(), OUTLETS, TODAY, NEWEST)
    assert (moved.where.outlets, moved.where.published_from) == (("AA",), date(2025, 4, 1))
    fresh = understand("Who won the cup final?", history, Filter(), OUTLETS, TODAY, NEWEST)
    assert fresh.where == Filter()


def test_a_sentence_pasted_from_an_article_filters_nothing() -> None:
    pasted = (
        "Reuters said on 26 February 1987 that the company would report its earnings for the year in March."
    )
    today = date(2026, 11, 24)
    assert understand(pasted, (), Filter(), ["Reuters"], today).where == Filter()
    asked = understand(f"Is it true that {pasted}?", (), Filter(), ["Reuters"], today).where
    assert asked.outlets == ("Reuters",)
    assert understand("Reuters stories from 26 February 1987", (), Filter(), [], today).where != Filter()
