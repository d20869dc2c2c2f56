"""Questions of several parts: where they are split, and that the answer covers each part."""

from __future__ import annotations

import pytest

from assistant.chat import Assistant
from assistant.question.decomposition import split_parts
from assistant.types import Turn


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "Who won the cup and when does the tram open?",
            ["Who won the cup?", "When does the tram open?"],
        ),
        ("What did Dahl say, and why did Tamm object?", ["What did Dahl say?", "Why did Tamm object?"]),
        ("Who won the cup? And when does it open?", ["Who won the cup?", "When does it open?"]),
        ("Is the bridge closed and is the tram open?", ["Is the bridge closed?", "Is the tram open?"]),
        (
            "What did Brandt say and what did Winter say about the plan?",
            ["What did Brandt say about the plan?", "What did Winter say about the plan?"],
        ),
        (
            "Who is the mayor, when was she elected and how many votes did she get?",
            ["Who is the mayor?", "When was she elected?", "How many votes did she get?"],
        ),
        (
            "Tell me what Dahl said about Iceland and what he said about Norway",
            ["Tell me what Dahl said about Iceland?", "What he said about Norway?"],
        ),
    ],
)
def test_questions_that_stand_beside_each_other_are_split(question: str, parts: list[str]) -> None:
    assert split_parts(question) == tuple(parts)


@pytest.mark.parametrize(
    "question",
    [
        "When and where was he born?",
        "What happened and why?",
        "How and why did the bridge close?",
        "Who won and who lost the final?",
        "Who won, and will he stay?",
        "Who was the man who won the vote and who wants the tram?",
        "Who was born in Holm and is buried in Otter?",
        "What did Smith, who was mayor, say about the tram?",
        "What is the name of the company that bought Baltra and when?",
        "Which team won the cup and the league?",
        "What did Brandt and Winter say about the bridge?",
        "Do the Ledger and the Post agree on what the tram costs?",
        "When the ship sank in May, what did the owner say?",
        "He said yes. When does it open?",
        "But they said the meeting was dominated by plans for the budget, which have met opposition.",
    ],
)
def test_a_question_is_left_whole_where_its_parts_say_too_little_alone(question: str) -> None:
    assert split_parts(question) == (question,)


def test_each_part_is_answered_under_its_question_with_its_own_citations(assistant: Assistant) -> None:
    answer = assistant.ask("Who won the cup final and how many herons did the wardens count?")
    said = {
        label: " ".join(s.text for s in answer.sentences if s.label == label)
        for label in dict.fromkeys(sentence.label for sentence in answer.sentences)
    }
    assert answer.shape == "parts"
    assert list(said) == ["Who won the cup final?", "How many herons did the wardens count?"]
    assert "Ravenna beat Otterlo" in said["Who won the cup final?"]
    assert "63 herons" in said["How many herons did the wardens count?"]
    assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    cited = {citation.number: citation for citation in answer.citations}
    for sentence in answer.sentences:
        assert " ".join(cited[sentence.citations[0]].quote.split()) == sentence.text
    for citation in answer.citations:
        assert citation.article.text[citation.start : citation.end] == citation.quote


def test_the_evidence_of_each_part_is_among_the_first_passages(assistant: Assistant) -> None:
    found = assistant.search("Who won the cup final and how many herons did the wardens count?")
    assert {each.article.key for each in found[:2]} == {"/news/final.txt", "/news/herons.txt"}
    assert [each.rank for each in found] == list(range(1, len(found) + 1))
    assert len({each.passage.id for each in found}) == len(found)


def test_a_part_takes_over_what_it_points_back_to(assistant: Assistant) -> None:
    answer = assistant.ask("What did Dahl say about winter supplies, and what did he say about Iceland?")
    text = " ".join(s.text for s in answer.sentences if s.label.startswith("What did he"))
    assert "sea cable" in text


def test_each_part_has_its_own_outlet_and_days(assistant: Assistant) -> None:
    answer = assistant.ask("What did AA report about winter supplies, and when does the lake festival begin?")
    outlets = {citation.article.outlet for citation in answer.citations}
    assert outlets == {"AA", "Valley Post"}
    assert "Only what AA reported." in answer.notices


def test_what_no_article_answers_is_said_beside_what_one_does(assistant: Assistant) -> None:
    answer = assistant.ask("Who won the cup final, and who painted the Mona Lisa?")
    assert not answer.abstained
    assert {sentence.label for sentence in answer.sentences} == {"Who won the cup final?"}
    assert answer.partial_notice == "Your articles don't say: Who painted the Mona Lisa?"
    assert assistant.ask("Who won the 2018 World Cup, and who painted the Mona Lisa?").abstained


def test_the_first_part_may_follow_up_the_conversation(assistant: Assistant) -> None:
    history = [Turn("What did Dahl say about Norway?", "He praised Finland.")]
    answer = assistant.ask("What did he say about Iceland, and who won the cup final?", history)
    text = " ".join(sentence.text for sentence in answer.sentences)
    assert "sea cable" in text and "Ravenna" in text
