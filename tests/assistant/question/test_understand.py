"""What is read into a question: which outlets and days are searched, its kind, what it follows up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.question.followup import carry_over, follows_up
from assistant.question.outlet_filter import KnownOutlet
from assistant.question.query import classify_question
from assistant.question.understand import understand_question
from assistant.types import Turn
from news.article import Article
from tests.assistant.samples import SUMMIT
from vectorstore.types import Filter

TODAY = date(2026, 11, 24)  # a Tuesday
NEWEST = date(2025, 9, 20)
OUTLETS = (
    KnownOutlet("AA"),
    KnownOutlet("The Valley Post"),
    KnownOutlet("Harbour News"),
    KnownOutlet("Time"),
)
ABOUT_DAHL = Turn("What did Dahl say about Norway?", "Dahl praised Norway.")


def test_a_year_in_a_question_about_an_event_is_no_filter() -> None:
    query = understand_question("Who won the election in 2004?", (), Filter(), OUTLETS, TODAY, NEWEST)
    assert query.where == Filter() and query.notices == ()


def test_what_the_caller_filters_is_kept() -> None:
    mine = Filter(outlets=("Harbour News",), published_from=date(2025, 1, 1))
    query = understand_question("What did AA report in March 2025?", (), mine, OUTLETS, TODAY, NEWEST)
    assert query.where == mine and query.notices == ()


def test_what_is_read_into_a_question_is_told() -> None:
    query = understand_question(
        "What did AA report last week?", (), Filter(), OUTLETS, TODAY, date(2026, 11, 20)
    )
    assert query.where == Filter(("AA",), date(2026, 11, 16), date(2026, 11, 22))
    assert query.notices == (
        "Only what AA reported.",
        "Only articles published from 16 November 2026 to 22 November 2026.",
    )


def test_where_nothing_has_come_in_for_long_days_are_counted_back_from_the_newest_article() -> None:
    query = understand_question("What did AA report last week?", (), Filter(), OUTLETS, TODAY, NEWEST)
    assert query.where == Filter(("AA",), date(2025, 9, 8), date(2025, 9, 14))
    assert query.notices[-1] == (
        "Only articles published from 8 September 2025 to 14 September 2025,"
        " counted back from the newest article (20 September 2025)."
    )


def test_an_outlet_that_is_not_wanted_is_left_out() -> None:
    query = understand_question(
        "What did outlets other than AA report?", (), Filter(), OUTLETS, TODAY, NEWEST
    )
    assert query.where.outlets == ("The Valley Post", "Harbour News", "Time")
    assert query.notices == ("Without what AA reported.",)


ON_THE_DAY = Filter(published_from=date(2025, 3, 4), published_to=date(2025, 3, 4))
A_DAY_LATER = replace(ON_THE_DAY, published_to=date(2025, 3, 5))


def test_a_day_of_publication_is_all_that_is_searched() -> None:
    query = understand_question("What was reported on 4 March 2025?", (), Filter(), OUTLETS, TODAY, NEWEST)
    assert (query.where, query.narrower, query.wider) == (ON_THE_DAY, (), None)


def test_what_happened_on_a_day_is_looked_for_on_that_day_first_and_then_on_the_next() -> None:
    query = understand_question("What happened on 4 March 2025?", (), Filter(), OUTLETS, TODAY, NEWEST)
    assert (query.where, query.narrower, query.wider) == (A_DAY_LATER, (ON_THE_DAY,), Filter())


def test_a_day_in_a_question_about_an_event_is_searched_first() -> None:
    query = understand_question("Who won the cup on 4 March 2025?", (), Filter(), OUTLETS, TODAY, NEWEST)
    assert (query.where, query.narrower) == (Filter(), (ON_THE_DAY, A_DAY_LATER))
    assert query.notices == ("Articles published on 4 March 2025 first.",)


@pytest.mark.parametrize(
    ("question", "searched"),
    [
        ("What did Dahl say on Mar. 4th?", "What did Dahl say on 4 March 2025?"),
        ("What was reported about Dahl in the last three days?", "What was reported about Dahl?"),
        ("What was reported about Dahl since May 2025?", "What was reported about Dahl?"),
        ("What was reported about Dahl in May 2025?", "What was reported about Dahl in May 2025?"),
        ("What happened last week?", "What happened last week?"),
    ],
)
def test_a_day_is_searched_as_articles_print_it(question: str, searched: str) -> None:
    assert understand_question(question, (), Filter(), OUTLETS, TODAY, NEWEST).searched == searched


def test_a_day_to_come_is_no_day_of_publication() -> None:
    query = understand_question(
        "When will the tram open on 4 March 2027?", (), Filter(), OUTLETS, TODAY, NEWEST
    )
    assert (query.where, query.narrower, query.notices) == (Filter(), (), ())


@pytest.mark.parametrize(
    ("question", "period"),
    [
        ("What has Dahl said since the summit?", Filter(published_from=date(2025, 9, 5))),
        ("What did Dahl say before the summit in Gdynia?", Filter(published_to=date(2025, 9, 4))),
        ("Since the summit, what has changed?", Filter(published_from=date(2025, 9, 5))),
    ],
)
def test_since_an_event_means_since_the_article_that_told_of_it(question: str, period: Filter) -> None:
    events: list[str] = []

    def article(event: str) -> Article:
        events.append(event)
        return SUMMIT

    query = understand_question(question, (), Filter(), OUTLETS, TODAY, NEWEST, article)
    assert query.narrower == (period,) and query.where == Filter()
    assert "summit" in events[0] and "Alliance chief warns" in query.notices[0] and "(AA)" in query.notices[0]


def test_an_event_that_no_article_tells_of_is_no_filter() -> None:
    query = understand_question("What has Dahl said since the summit?", (), Filter(), OUTLETS, TODAY, NEWEST)
    assert (query.narrower, query.notices) == ((), ())


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
    assert classify_question(question) == kind


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
        "How many houses lost their roofs in the storm?",
        "hello",
        "Thanks!",
    ],
)
def test_a_new_topic_takes_nothing_over(question: str) -> None:
    assert not follows_up(question)
    assert carry_over(question, [ABOUT_DAHL]) == question


REPAIR_COST = Turn("How much did the repair at Calder General cost?", "The repair cost 5.2 million euros.")
BY_OUTLET = Turn("What did AA report in March 2025?", "A storm brought down a mast.")


@pytest.mark.parametrize(
    "question",
    [
        "How much does the tram cost?",
        "What happened with the drought?",
        "Any news about the wind farm?",
        "How long will the strike last?",
        "Who won the election?",
        "Why was the bridge closed?",
    ],
)
def test_a_question_with_a_subject_of_its_own_takes_neither_words_nor_filters_over(question: str) -> None:
    for last in (REPAIR_COST, BY_OUTLET):
        assert carry_over(question, [last]) == question
        assert understand_question(question, [last], Filter(), OUTLETS, TODAY, NEWEST).where == Filter()


@pytest.mark.parametrize(
    ("question", "carried"),
    [
        ("How long did the repair take?", "Calder General"),  # the repair is that of the question before
        ("Who paid the price?", "Calder General"),  # a price is that of something
        ("And how much did the tram cost?", "Calder General"),
        ("How much does it cost?", "Calder General"),
    ],
)
def test_what_belongs_to_the_question_before_is_no_subject_of_its_own(question: str, carried: str) -> None:
    assert carried in carry_over(question, [REPAIR_COST])


def test_a_thing_of_the_answer_before_keeps_its_outlet_and_days() -> None:
    query = understand_question("How long did the storm last?", [BY_OUTLET], Filter(), OUTLETS, TODAY, NEWEST)
    assert query.where == Filter(("AA",), date(2025, 3, 1), date(2025, 3, 31))


def test_a_chain_of_follow_ups_keeps_the_person() -> None:
    history = [ABOUT_DAHL, Turn("And what did he say about Iceland?", "A cable.")]
    assert carry_over("And about Ireland?", history) == "And about Ireland? (Dahl)"


def test_the_person_may_come_from_the_answer() -> None:
    history = [Turn("Who leads the alliance?", "Marek Dahl has led it since May.")]
    assert "Marek Dahl" in carry_over("What did he say about Iceland?", history)


def test_the_place_may_come_from_the_answer() -> None:
    history = [Turn("Where was the boat found?", "The boat from Elmford has been found in Gdynia.")]
    assert "Gdynia" in carry_over("Who was arrested there?", history)


def test_where_the_question_names_nothing_the_names_of_its_answer_are_taken_over() -> None:
    history = [Turn("Will homes be cut off?", "Homes keep their water, said Lena Roth of the waterworks.")]
    assert carry_over("What about the farms?", history) == "What about the farms? (Lena Roth, cut)"


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        (
            "What did Dahl and Brandt say about it?",
            ["What did Dahl say about it?", "What did Brandt say about it?"],
        ),
        ("Compare what Dahl and Brandt said", ["Compare what Dahl said", "Compare what Brandt said"]),
        ("Did Dahl and Brandt meet?", []),
    ],
)
def test_each_side_of_a_comparison_is_searched_for_itself(question: str, sides: list[str]) -> None:
    query = understand_question(question, (), Filter(), OUTLETS, TODAY, NEWEST)
    assert [text for text, _ in query.sides] == sides


def test_each_outlet_of_a_comparison_is_searched_for_itself() -> None:
    query = understand_question("Do AA and Time agree on the cost?", (), Filter(), OUTLETS, TODAY, NEWEST)
    assert query.sides == (("Do AA agree on the cost?", ("AA",)), ("Do Time agree on the cost?", ("Time",)))


def test_a_follow_up_keeps_outlet_and_period() -> None:
    history = [Turn("What did AA report about Norway in March 2025?", "…")]
    query = understand_question("And about Iceland?", history, Filter(), OUTLETS, TODAY, NEWEST)
    assert query.where == Filter(("AA",), date(2025, 3, 1), date(2025, 3, 31))
    moved = understand_question("And in April 2025?", history, Filter(), OUTLETS, TODAY, NEWEST)
    assert (moved.where.outlets, moved.where.published_from) == (("AA",), date(2025, 4, 1))
    fresh = understand_question("Who won the cup final?", history, Filter(), OUTLETS, TODAY, NEWEST)
    assert fresh.where == Filter()


def test_a_sentence_pasted_from_an_article_filters_nothing() -> None:
    pasted = (
        "Reuters said on 26 February 1987 that the company would report its earnings for the year in March."
    )
    today = date(2026, 11, 24)
    assert understand_question(pasted, (), Filter(), [KnownOutlet("Reuters")], today).where == Filter()
    asked = understand_question(
        f"Is it true that {pasted}?", (), Filter(), [KnownOutlet("Reuters")], today
    ).where
    assert asked.outlets == ("Reuters",)
    assert (
        understand_question("Reuters stories from 26 February 1987", (), Filter(), [], today).where
        != Filter()
    )


@pytest.mark.parametrize(
    "day",
    [", October 9th, 2025", " (9 October 2025)", ", 9 Oct. 2025", " – 2025-10-09", ", on October 9, 2025"],
)
def test_a_day_set_off_behind_a_headline_is_searched_first(day: str) -> None:
    headline = "Verhagen lifts the hosepipe ban in Port Calder and all the valley"
    query = understand_question(f"{headline}{day}", (), Filter(), (), date(2026, 11, 24))
    on_the_day = Filter(published_from=date(2025, 10, 9), published_to=date(2025, 10, 9))
    assert query.narrower[:1] == (on_the_day,)
    assert query.where == Filter()
    sentence = f"{headline}{day}, the paper wrote, because the reservoir is full again."
    assert understand_question(sentence, (), Filter(), (), date(2026, 11, 24)).narrower == ()
