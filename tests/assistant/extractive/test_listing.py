"""Questions without a topic, such as what an outlet reported in a month: whatever the filter admits answers."""

from __future__ import annotations

import pytest

from assistant.chat import Assistant
from assistant.types import Turn
from tests.assistant.samples import quotes_are_slices
from vectorstore.types import Filter


def test_without_a_topic_and_its_filter_the_newest_of_all_answer(assistant: Assistant) -> None:
    (*_, answer) = assistant.stream("What did AA report in March 2025?", only_where=True)
    assert answer.sentences[0].label == "5 September 2025" and len(answer.sentences) > 4


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("What did the Valley Post report?", ["planted", "final", "choirs", "bridge"]),
        ("What did AA report in September 2025?", ["summit"]),
        ("What did Harbour News write in June 2025?", ["ferry"]),
        ("Which stories did the Valley Post publish in May 2025?", ["final"]),
        ("What was reported in September 2025?", ["summit", "bridge-cost"]),
        ("What happened in June 2025?", ["planted", "ferry"]),
    ],
)
def test_without_a_topic_what_the_outlet_and_days_admit_answers_the_newest_first(
    assistant: Assistant, question: str, wanted: list[str]
) -> None:
    answer = assistant.ask(question)
    keys = list(dict.fromkeys(citation.article.key for citation in answer.citations))
    assert keys == [f"/news/{name}.txt" for name in wanted]
    openings = {citation.article.key: citation.start for citation in reversed(answer.citations)}
    assert set(openings.values()) == {0} and quotes_are_slices(answer)


def test_without_a_topic_a_timeline_is_labelled_with_its_days(assistant: Assistant) -> None:
    answer = assistant.ask("What was reported in September 2025?")
    assert answer.shape == "timeline"
    assert list(dict.fromkeys(sentence.label for sentence in answer.sentences)) == [
        "5 September 2025",
        "4 September 2025",
    ]


def test_without_a_topic_and_an_article_nothing_answers(assistant: Assistant) -> None:
    assert assistant.ask("What did AA report in March 2025?").abstained


def test_without_a_topic_the_filter_of_the_caller_decides(assistant: Assistant) -> None:
    answer = assistant.ask("What is the latest news?", where=Filter(outlets=("AA",)))
    assert {citation.article.key for citation in answer.citations} == {"/news/summit.txt"}


def test_a_follow_up_may_move_to_other_days(assistant: Assistant) -> None:
    history = [Turn("What did the Valley Post report in May 2025?", "Ravenna beat Otterlo.")]
    answer = assistant.ask("And in April 2025?", history)
    assert {citation.article.key for citation in answer.citations} == {"/news/choirs.txt"}


@pytest.mark.parametrize(
    "question",
    [
        "What did the Valley Post report about the moon landing?",
        "What did Harbour News say about dinosaurs in June 2025?",
    ],
)
def test_with_a_topic_the_filter_alone_answers_nothing(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).abstained
