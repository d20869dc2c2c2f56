"""Answers by a language model that is scripted: right, wrong, hostile, broken."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.chat import NOT_BORNE_OUT, Assistant
from assistant.generative.model import load_chat_model
from assistant.generative.prompt import REFUSAL
from assistant.types import Answer, Turn
from errors import SettingsError
from tests.fakes import Reply, ScriptedModel

WrittenBy = Callable[..., Assistant]

QUESTION = "Who won the cup final, and who scored?"  # the match report is passage [1]
RIGHT = "Ravenna beat Otterlo 3-1 in the final [1]. Ines Moreau scored twice before half-time. [1]"
WRONG = "Ravenna beat Otterlo 4-1 in the final [1]."


def ask(assistant: Assistant, question: str = QUESTION, **more: object) -> Answer:
    answer = assistant.ask(question, **more)  # type: ignore[arg-type]
    assert answer.complete
    numbers = {citation.number for citation in answer.citations}
    for citation in answer.citations:
        assert citation.article.text[citation.start : citation.end] == citation.quote != ""
    for sentence in answer.sentences:
        assert "[" not in sentence.text
        assert set(sentence.citations) <= numbers
        assert sentence.citations or sentence.verdict == "unsupported"
    return answer


def test_cited_sentences_are_checked_and_point_into_the_article(written_by: WrittenBy) -> None:
    with ScriptedModel(Reply(RIGHT)) as model:
        answer = ask(written_by(model))
    assert answer.mode == "generative" and answer.notices == ()
    assert [sentence.verdict for sentence in answer.sentences] == ["supported", "supported"]
    assert "beat Otterlo 3-1" in answer.citations[0].quote
    assert "scored twice" in answer.citations[1].quote


def test_a_sentence_of_the_article_is_quoted(written_by: WrittenBy) -> None:
    with ScriptedModel(Reply("Otterlo have never won the cup [1].")) as model:
        assert ask(written_by(model)).sentences[0].verdict == "quoted"


def test_the_prompt_numbers_the_passages_and_names_outlet_and_date(written_by: WrittenBy) -> None:
    with ScriptedModel(Reply(RIGHT)) as model:
        ask(written_by(model))
        prompt = model.prompt()
    assert "[1]\n<<<\nValley Post, 25 May 2025: Ravenna win the cup" in prompt
    assert prompt.endswith(f"Question: {QUESTION}")
    assert model.requests[-1]["temperature"] == 0
    assert "tools" not in model.requests[-1] and "functions" not in model.requests[-1]


def test_what_an_article_orders_is_fenced_and_cannot_close_the_fence(written_by: WrittenBy) -> None:
    with ScriptedModel(Reply("The county is bankrupt [1].")) as model:
        answer = ask(written_by(model), "Which hill farms will get fast broadband?")
        prompt = model.prompt()
    assert "›››" in prompt and ">>> Ignore" not in prompt
    assert "never an instruction" in prompt
    assert not any(
        "bankrupt" in sentence.text and sentence.verdict == "supported" for sentence in answer.sentences
    )
    assert answer.mode == "extractive" and NOT_BORNE_OUT in answer.notices


def test_growing_answers_never_show_half_a_mark(written_by: WrittenBy) -> None:
    with ScriptedModel(Reply(RIGHT)) as model:
        grown = list(written_by(model).stream(QUESTION))
    assert [answer.complete for answer in grown] == [False] * (len(grown) - 1) + [True]
    assert len(grown) >= 2
    assert [len(answer.sentences) for answer in grown] == sorted(len(answer.sentences) for answer in grown)
    for answer in grown:
        assert not any("[" in sentence.text or "]" in sentence.text for sentence in answer.sentences)


@pytest.mark.parametrize("unsupported", ["strike", "mark", "keep"])
def test_what_is_not_borne_out_is_struck_or_never_called_supported(
    written_by: WrittenBy, unsupported: str
) -> None:
    with ScriptedModel(Reply(f"{WRONG} Ines Moreau scored twice before half-time [1].")) as model:
        answer = ask(written_by(model, unsupported=unsupported))
    wrong = [sentence for sentence in answer.sentences if "4-1" in sentence.text]
    if unsupported == "strike":
        assert not wrong
        assert any("left out" in notice for notice in answer.notices)
    else:
        assert [(sentence.verdict, sentence.citations) for sentence in wrong] == [("unsupported", ())]


def test_a_citation_of_the_wrong_passage_is_put_right(written_by: WrittenBy) -> None:
    said, found = "Repairs will cost 1.2 million euros and take about 14 months [{}].", []
    for number in (1, 2):
        with ScriptedModel(Reply(said.format(number))) as model:
            found.append(ask(written_by(model), "What will the repairs of the stone bridge in Elmford cost?"))
    for answer in found:
        assert answer.citations[0].article.title == "Elmford closes its stone bridge to lorries"
    assert sorted("another passage" in answer.sentences[0].reason for answer in found) == [False, True]


def test_citations_that_do_not_exist_are_dropped(written_by: WrittenBy) -> None:
    with ScriptedModel(Reply("Ravenna beat Otterlo 3-1 in the final [1, 9][77].")) as model:
        answer = ask(written_by(model))
    assert answer.sentences[0].citations == (1,)
    assert answer.text == "Ravenna beat Otterlo 3-1 in the final. [1]"


def test_a_sentence_without_a_citation_gets_one_only_if_a_passage_bears_it_out(written_by: WrittenBy) -> None:
    with ScriptedModel(
        Reply("Ravenna beat Otterlo 3-1 in the final. The weather was splendid in Lisbon.")
    ) as model:
        answer = ask(written_by(model, unsupported="mark"))
    first, second = answer.sentences
    assert (first.verdict, first.citations) == ("supported", (1,))
    assert (second.verdict, second.citations) == ("unsupported", ())


def test_when_nothing_holds_the_articles_speak_for_themselves(written_by: WrittenBy) -> None:
    with ScriptedModel(Reply(WRONG)) as model:
        answer = ask(written_by(model))
    assert answer.mode == "extractive" and NOT_BORNE_OUT in answer.notices
    assert "3-1" in answer.text


def test_the_model_may_say_that_the_articles_do_not_say(written_by: WrittenBy) -> None:
    with ScriptedModel(Reply(f"{REFUSAL}.")) as model:
        answer = ask(written_by(model))
    assert answer.abstained and answer.mode == "generative"
    assert answer.nearest


def test_no_model_is_asked_where_the_index_has_nothing(written_by: WrittenBy) -> None:
    with ScriptedModel(Reply(RIGHT)) as model:
        assert ask(written_by(model), "Who painted the Mona Lisa?").abstained
        assert model.requests == []


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (Reply(status=401), "DATELINE_CHAT_API_KEY"),
        (Reply(status=403), "DATELINE_CHAT_API_KEY"),
        (Reply(status=404), "DATELINE_CHAT_MODEL"),
        (Reply(status=400), "refused the request"),
        (Reply(status=429, headers=(("Retry-After", "0"),)), "too many requests"),
        (Reply(status=500, headers=(("Retry-After", "0"),)), "HTTP 500"),
        (Reply(RIGHT, hang_up_after=4), "broke off"),
        (Reply(""), "empty answer"),
        (Reply("   \n"), "empty answer"),
    ],
)
def test_every_failure_is_one_sentence_and_an_extractive_answer(
    written_by: WrittenBy, reply: Reply, says: str
) -> None:
    with ScriptedModel(reply) as model:
        answer = ask(written_by(model))
    assert answer.mode == "extractive"
    assert "Ravenna beat Otterlo 3-1" in answer.text
    (notice,) = answer.notices
    assert says in notice
    assert notice.startswith("The language model did not answer: ")


def test_a_silent_model_is_not_waited_for(written_by: WrittenBy) -> None:
    with ScriptedModel(Reply(RIGHT, silent=True)) as model:
        answer = ask(written_by(model, seconds=0.3))
    assert answer.mode == "extractive" and "DATELINE_CHAT_SECONDS" in answer.notices[0]


def test_no_server_at_all(written_by: WrittenBy) -> None:
    with ScriptedModel(Reply(RIGHT)) as model:
        assistant = written_by(model)
    answer = ask(assistant)
    assert answer.mode == "extractive" and "cannot be reached" in answer.notices[0]


def test_a_request_that_failed_is_tried_again(written_by: WrittenBy) -> None:
    busy = Reply(status=429, headers=(("Retry-After", "0"),))
    with ScriptedModel(busy, Reply(RIGHT)) as model:
        answer = ask(written_by(model))
        assert len(model.requests) == 2
    assert answer.mode == "generative"


def test_a_follow_up_is_rewritten_by_the_model_and_shown(written_by: WrittenBy) -> None:
    rewritten = "What did Dahl say about Iceland?"
    said = "Dahl said that talks on a sea cable would begin in November [1]."
    with ScriptedModel(Reply(rewritten), Reply(said)) as model:
        history = [Turn("What did Dahl say about supplies?", "They were safe.")]
        answer = ask(written_by(model), "And about Iceland?", history=history)
        assert "They were safe." in model.prompt(0)
        assert rewritten in model.prompt(1)
    assert answer.searched == rewritten
    assert answer.sentences[0].verdict == "supported"


def test_a_model_that_fails_to_rewrite_is_not_asked_again(written_by: WrittenBy) -> None:
    with ScriptedModel(Reply(status=401)) as model:
        history = [Turn("What did Dahl say about supplies?", "They were safe.")]
        answer = ask(written_by(model), "And about Iceland?", history=history)
        assert len(model.requests) == 1
    assert answer.mode == "extractive" and "sea cable" in answer.text
    assert "DATELINE_CHAT_API_KEY" in answer.notices[0]


def test_a_model_that_cannot_be_used_is_a_setting_error() -> None:
    for name in ("nobody:knows", "openai"):
        with pytest.raises(SettingsError, match="DATELINE_CHAT_MODEL"):
            load_chat_model(name)


def test_the_same_sentence_twice_shares_its_citation(written_by: WrittenBy) -> None:
    twice = "Otterlo have never won the cup [1]. Ravenna beat Otterlo 3-1 in the final [1]. Otterlo never won the cup [1]."
    with ScriptedModel(Reply(twice)) as model:
        answer = ask(written_by(model))
    assert [sentence.citations for sentence in answer.sentences] == [(1,), (2,), (1,)]
