"""The shapes of answers over the small newsroom."""

from __future__ import annotations

from assistant.chat import Assistant
from assistant.conversation.plain import print_answer


def test_a_fact_marks_its_short_answer(assistant: Assistant) -> None:
    answer = assistant.ask("How much did Norvik pay for Baltra?")
    assert answer.shape == "fact"
    assert answer.short_answer == "$340m"
    first = answer.sentences[0]
    assert first.emphasis is not None and first.text[slice(*first.emphasis)] == "$340m"
    assert "\033[1m$340m\033[22m" in print_answer(answer, bold=True)
    assert "\033" not in print_answer(answer)


def test_differing_figures_are_told_newest_first(assistant: Assistant) -> None:
    answer = assistant.ask("What will the repairs of the stone bridge in Elmford cost?")
    assert [sentence.short_answer for sentence in answer.sentences] == [
        "1.9 million euros",
        "1.2 million euros",
    ]
    assert answer.disagreement_notice == (
        "The articles differ: Harbour News (4 September 2025) has 1.9 million euros; "
        "Valley Post (18 February 2025) has 1.2 million euros."
    )
    assert answer.disagreement_notice in print_answer(answer)


def test_what_happened_is_told_day_by_day(assistant: Assistant) -> None:
    answer = assistant.ask("What happened with the stone bridge in Elmford?")
    assert answer.shape == "timeline"
    labels = list(dict.fromkeys(sentence.label for sentence in answer.sentences))
    assert labels == ["18 February 2025", "4 September 2025"]
    assert {sentence.label for sentence in answer.sentences if sentence.newest} == {"4 September 2025"}
    assert "4 September 2025 (newest)" in print_answer(answer)


def test_outlets_are_set_side_by_side(assistant: Assistant) -> None:
    answer = assistant.ask("Do the Valley Post and Harbour News agree on what the bridge in Elmford costs?")
    assert answer.shape == "comparison"
    said = {sentence.label: sentence.text for sentence in answer.sentences if "million" in sentence.text}
    assert "1.2 million" in said["Valley Post"] and "1.9 million" in said["Harbour News"]


def test_people_are_set_side_by_side_and_who_is_silent_is_told(assistant: Assistant) -> None:
    answer = assistant.ask("What did Hanna Brandt and Paul Winter say about the bridge?")
    assert [sentence.label for sentence in answer.sentences][-1] == "Paul Winter"
    assert "too expensive" in answer.sentences[-1].text
    silent = assistant.ask("What did Hanna Brandt and Liisa Tamm say about the bridge in Elmford?")
    assert "Liisa Tamm" in silent.partial_notice


def test_an_account_has_no_short_answer(assistant: Assistant) -> None:
    answer = assistant.ask("What do we know about the stone bridge in Elmford?")
    assert answer.shape == "account" and answer.short_answer == ""
    assert 2 <= len(answer.sentences) <= 6


def test_the_sentence_that_answers_comes_before_what_only_goes_with_it(assistant: Assistant) -> None:
    answer = assistant.ask("What did Dahl say about Iceland?")
    assert "Iceland" in answer.citations[0].quote
