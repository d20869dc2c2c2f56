"""What a language model costs, what fits into it, and its second try at what nothing bears out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.chat import NOT_BORNE_OUT, Assistant
from assistant.conversation.export import export_markdown
from assistant.conversation.history import answer_from_json, answer_to_json
from assistant.conversation.plain import describe_answer
from assistant.generative.tokens import TokenCount
from assistant.types import Tokens, Turn
from tests.fakes import Reply, ScriptedModel

WrittenBy = Callable[..., Assistant]

QUESTION = "Who won the cup final, and who scored?"
RIGHT = "Ravenna beat Otterlo 3-1 in the final [1]. Ines Moreau scored twice before half-time [1]."
HALF = "Ravenna beat Otterlo 4-1 in the final [1]. Ines Moreau scored twice before half-time [1]."


def test_the_model_is_asked_once_more_for_what_nothing_bears_out(written_by: WrittenBy) -> None:
    with ScriptedModel(Reply(HALF), Reply(RIGHT)) as model:
        answer = written_by(model).ask(QUESTION)
        assert len(model.requests) == 2
        again = model.prompt(1)
    assert HALF in again and "- Ravenna beat Otterlo 4-1 in the final. (" in again
    assert [sentence.verdict for sentence in answer.sentences] == ["supported", "supported"]
    assert "3-1" in answer.text and answer.notices == ()


@pytest.mark.parametrize(
    "second",
    [
        Reply(HALF),
        Reply("Ravenna beat Otterlo 5-1 in the final [1]. The moon is made of cheese [2]."),
        Reply("Ravenna beat Otterlo 3-1 in the final [1]. Ines Moreau scored nine goals [1]."),
        Reply(""),
        Reply(status=500, headers=(("Retry-After", "0"),)),
        Reply(RIGHT, hang_up_after=3),
    ],
    ids=["the same", "worse", "another fault", "empty", "fails", "breaks off"],
)
def test_a_second_try_that_is_no_better_is_not_taken(written_by: WrittenBy, second: Reply) -> None:
    with ScriptedModel(Reply(HALF), second) as model:
        answer = written_by(model).ask(QUESTION)
    assert answer.mode == "generative"
    assert [sentence.text for sentence in answer.sentences] == ["Ines Moreau scored twice before half-time."]
    assert any("left out" in notice for notice in answer.notices)


def test_a_second_try_may_save_an_answer_that_had_nothing(written_by: WrittenBy) -> None:
    with ScriptedModel(Reply("Otterlo won the final 9-0 [1]."), Reply(RIGHT)) as model:
        answer = written_by(model).ask(QUESTION)
    assert answer.mode == "generative" and "3-1" in answer.text
    assert NOT_BORNE_OUT not in answer.notices


def test_the_second_try_can_be_switched_off(written_by: WrittenBy) -> None:
    with ScriptedModel(Reply(HALF)) as model:
        written_by(model, repair=False).ask(QUESTION)
        assert len(model.requests) == 1


def test_tokens_are_the_server_s_count_of_all_requests_and_are_kept(written_by: WrittenBy) -> None:
    with ScriptedModel(Reply(HALF, usage=(900, 40)), Reply(RIGHT, usage=(1000, 30))) as model:
        answer = written_by(model).ask(QUESTION)
    assert answer.tokens == Tokens(1900, 70, estimated=False)
    assert answer.seconds > 0
    assert describe_answer(answer)["tokens"] == {"read": 1900, "written": 70, "estimated": False}
    assert answer_from_json(answer_to_json(answer)).tokens == answer.tokens
    assert "read 1900 and wrote 70 tokens" in export_markdown("Cup", [answer])


def test_tokens_are_estimated_where_the_server_does_not_count(written_by: WrittenBy) -> None:
    with ScriptedModel(Reply("What did Dahl say about Iceland?"), Reply("Talks begin in May [1].")) as model:
        history = [Turn("What did Dahl say about supplies?", "They were safe.")]
        answer = written_by(model, repair=False).ask("And about Iceland?", history)
        said = sum(len(model.prompt(n)) for n in (0, 1))
    assert answer.tokens is not None and answer.tokens.estimated
    assert said / 5 < answer.tokens.read < said  # the rewriting of the question counts as well
    assert answer.tokens.written > 10


def test_a_failed_answer_tells_what_it_cost_and_an_extractive_one_cost_nothing(
    written_by: WrittenBy, assistant: Assistant
) -> None:
    with ScriptedModel(Reply(RIGHT, hang_up_after=6)) as model:
        answer = written_by(model).ask(QUESTION)
    assert answer.mode == "extractive" and answer.tokens is not None and answer.tokens.read > 100
    assert assistant.ask(QUESTION).tokens is None


def test_only_the_passages_that_fit_are_sent_and_the_first_always_is(written_by: WrittenBy) -> None:
    with ScriptedModel(Reply(RIGHT)) as model:
        assistant = written_by(model)
        assistant.ask("What will the bridge in Elmford cost, and what did the mayor say?")
        whole = model.prompt()
        written_by(model, tokens=1).ask("What will the bridge in Elmford cost, and what did the mayor say?")
        least = model.prompt()
    assert "[2]\n<<<" in whole
    assert "[1]\n<<<" in least and "[2]\n<<<" not in least


def test_a_mark_of_a_passage_that_was_not_sent_does_not_count(written_by: WrittenBy) -> None:
    with ScriptedModel(Reply("Ravenna beat Otterlo 3-1 in the final [2].")) as model:
        answer = written_by(model, tokens=1).ask(QUESTION)
    (sentence,) = answer.sentences
    assert sentence.citations == (1,) and "the model cited none" in sentence.reason


def test_the_count_learns_from_the_server() -> None:
    count, text = TokenCount(), "word " * 100
    cautious = count(text)
    count.learn_count(text, 100)
    assert 100 <= count(text) <= 115 < cautious
    count.learn_count("語" * 100, 200)  # another script takes more tokens
    assert count("語" * 100) >= 200
    count.learn_count(text, 0)
    assert count("語" * 100) >= 200
    count.learn_count(text, 1)  # nothing sensible
    assert count(text) >= 100
