"""The short answer that is marked inside a sentence, and the shape that a question asks for."""

from __future__ import annotations

import pytest

from assistant.question.answer_type import choose_shape, find_sides
from assistant.question.query import classify_question
from assistant.selection.short_answer import find_short_answer, hold_to_kind
from assistant.types import Shape


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("When will the harbour reopen?", "The harbour will reopen on 28 March 2026, seven months late.", "28 March 2026"),
        ("When will the harbour reopen?", "The harbour will not reopen on 30 August.", None),
        ("When will the harbour reopen?", "It will not reopen on 30 August as planned, but on 28 March 2026.", "28 March 2026"),
        ("When will the harbour reopen?", "The harbour will not reopen before 3 May.", "3 May"),
        ("When will the harbour reopen?", "Ida Lunt, mayor since 2017, defended the harbour.", None),
        ("When was the harbour not in use?", "It was not in use on 3 May.", "3 May"),
        ("When does the strike begin?", "It would begin at 06:00 on 18 April and end on 21 April.", "06:00 on 18 April"),
        ("When was the fair founded?", "The fair, which drew 40,000 people, was founded in 1987.", "1987"),
        ("When will they vote?", "Members will vote next week.", "next week"),
        ("How long is the canal?", "The canal will cost 412 million euros.", None),
        ("How long is the canal?", "The canal is 9.4 kilometres long and has 14 locks.", "9.4 kilometres"),
        ("How much did Norvik pay for Baltra?", "In June 2025 Norvik bought Baltra for $340m.", "$340m"),
        ("What did the repairs cost?", "The 14 months of repairs cost 1.2 million euros.", "1.2 million euros"),
        ("How many herons were counted?", "In 12 weeks wardens counted 63 herons.", "63"),
        ("How many beds does the hospital have?", "The hospital treats 61,000 patients.", None),
        ("How many people were fined?", "Nine people were fined 40 euros each.", "Nine"),
        ("How many passengers does the Aster carry?", "The Aster, bought for 4.2 million crowns, carries 310 passengers.", "310"),
        ("How many passengers does the Aster carry?", "It cost 4.2 million crowns and carries 310 passengers.", "310"),
        ("How many passengers does the Aster carry?", "The Aster cost 4.2 million crowns in May 2024.", None),
        ("How many people live there?", "The houses cost 2,400 roubles each.", None),
        ("How many people came?", "On 3 May 2025 Holt, 44, saw a rise of 6 per cent.", None),
        ("How many turbines were approved?", "The ministry approved 46 of the 54 turbines for 20 million euros.", "46"),
        ("How many months did repairs take?", "After 2 years of talks the repairs took 14 months.", "14 months"),
        ("How old is the mayor?", "The mayor, who is 58, won 46 per cent.", "58"),
        ("What percentage voted?", "Of 640 members 91 per cent voted.", "91 per cent"),
        ("Who leads the council?", "Graham Tull, who leads the council in Elmford, was pleased.", "Graham Tull"),
        ("Who won the cup?", "Ravenna beat Otterlo 3-1 on Sunday and won the cup.", "Ravenna"),
        ("Who scored?", "Striker Ines Moreau scored twice.", "Ines Moreau"),
        ("Who designed the bridge?", "In Gdynia the bridge was designed by Anna Holt of Bergen.", "Anna Holt of Bergen"),
        ("Who stole the helmet?", "The Brannoch helmet was stolen from the Calder Museum.", None),
        ("Where was the helmet found?", "Stolen from the Calder Museum, it was found in Rotterdam.", "Rotterdam"),
        ("Where did they meet?", "They met in March.", None),
        ("Which countries agreed?", "Norway, Denmark and Ireland agreed in Gdynia.", "Norway, Denmark and Ireland"),
        ("What did Tamm say?", "Tamm said no on 4 May.", None),
    ],
)  # fmt: skip
def test_what_is_asked_for_is_found(question: str, sentence: str, answer: str | None) -> None:
    span = find_short_answer(classify_question(question), question, sentence)
    assert (sentence[slice(*span)] if span else None) == answer


def test_a_reader_that_underlines_money_does_not_make_it_a_number_of_passengers() -> None:
    sentence = "The Aster was bought for 4.2 million crowns and carries 310 passengers."
    start = sentence.index("4.2")
    question = "How many passengers does the Aster carry?"
    assert hold_to_kind("number", question, sentence, (start, start + len("4.2 million crowns"))) is None


@pytest.mark.parametrize(
    ("question", "shape"),
    [
        ("Who won the cup?", "fact"),
        ("How many herons are there?", "fact"),
        ("What did Dahl say about Iceland?", "account"),
        ("Why did Norvik buy Baltra?", "account"),
        ("Tell me about the bridge", "account"),
        ("What happens if two pipelines stop?", "account"),
        ("What happened with the bridge?", "timeline"),
        ("What's the latest on the strike?", "timeline"),
        ("How did the level of the lake develop?", "timeline"),
        ("Any news on the ferry?", "timeline"),
        ("Do the Valley Post and Harbour News agree on the cost?", "comparison"),
        ("How many jobs go, and do Tamm and the union agree on it?", "comparison"),
        ("What do Brandt and Winter say about the bridge?", "comparison"),
        ("What is the difference between Brandt and Winter on the bridge?", "comparison"),
    ],
)
def test_the_question_decides_the_shape(question: str, shape: Shape) -> None:
    assert choose_shape(question, fact=classify_question(question) != "account") == shape


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("Do the Valley Post and Harbour News agree on the cost?", ("Valley Post", "Harbour News")),
        ("What did Hanna Brandt and Paul Winter say about it?", ("Hanna Brandt", "Paul Winter")),
        ("What is the difference between Brandt and Winter?", ("Brandt", "Winter")),
        ("Do the articles agree on the cost?", ()),
    ],
)
def test_the_sides_of_a_comparison(question: str, sides: tuple[str, ...]) -> None:
    assert find_sides(question) == sides
