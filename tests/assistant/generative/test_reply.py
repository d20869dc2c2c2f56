"""A reply can be stopped at any moment, takes no longer than it may, and is never shown half."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from assistant.chat import Assistant
from tests.fakes import Reply, ScriptedModel

WrittenBy = Callable[..., Assistant]

QUESTION = "Who won the cup final, and who scored?"
RIGHT = "Ravenna beat Otterlo 3-1 in the final [1]. Ines Moreau scored twice before half-time [1]."
SOON = 120.0  # seconds: what never comes takes longer, and a slow machine needs far less


@pytest.mark.parametrize(
    "reply",
    [Reply(RIGHT, endless=True), Reply(RIGHT, silent_after=10), Reply(RIGHT, silent=True)],
    ids=["while it writes", "while it has stopped", "before it has begun"],
)
def test_stop_closes_the_connection(written_by: WrittenBy, reply: Reply) -> None:
    with ScriptedModel(reply) as model:
        growing = written_by(model, seconds=600).stream(QUESTION)
        assert not next(growing).complete
        assert model.asked.wait(SOON)  # on a slow machine the first beat may pass before the request is there
        growing.close()  # type: ignore[attr-defined]  # it is a generator
        assert model.left.wait(SOON)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(RIGHT, silent=True),
        Reply(RIGHT, silent_after=10),
        Reply(RIGHT, endless=True),
        Reply(status=429, headers=(("Retry-After", "30"),)),
    ],
    ids=["never begins", "stops in the middle", "never ends", "asks to come back later"],
)
def test_an_answer_takes_no_longer_than_it_may_retries_included(written_by: WrittenBy, reply: Reply) -> None:
    with ScriptedModel(reply) as model:
        assistant = written_by(model, seconds=0.5)
        began = time.monotonic()
        answer = assistant.ask(QUESTION)
        assert time.monotonic() - began < SOON
    assert answer.mode == "extractive" and "3-1" in answer.text
    (notice,) = answer.notices
    assert "DATELINE_CHAT_SECONDS" in notice and "\n" not in notice


def test_a_stream_that_is_not_the_protocol_s_breaks_off(written_by: WrittenBy) -> None:
    with ScriptedModel(Reply(RIGHT, garbage_after=3)) as model:
        answer = written_by(model).ask(QUESTION)
    assert answer.mode == "extractive" and "3-1" in answer.text
    assert "broke off" in answer.notices[0] and "\n" not in answer.notices[0]


@pytest.mark.parametrize(
    "said",
    [
        "I'm sorry, but I can't help with that.",
        "I cannot assist with this request.",
        "As an AI language model I am not able to provide news.",
        "Sorry. I can’t answer questions about real people.",
    ],
)
@pytest.mark.parametrize("unsupported", ["strike", "keep"])
def test_a_model_that_refuses_is_no_answer(written_by: WrittenBy, said: str, unsupported: str) -> None:
    with ScriptedModel(Reply(said)) as model:
        answer = written_by(model, unsupported=unsupported).ask(QUESTION)
        assert len(model.requests) == 1
    assert answer.mode == "extractive" and "3-1" in answer.text
    assert "it refused to answer" in answer.notices[0]


def test_whoever_waits_hears_of_it_before_the_first_word(written_by: WrittenBy) -> None:
    with ScriptedModel(Reply(RIGHT, silent=True)) as model:
        growing = written_by(model).stream(QUESTION)
        first = next(growing)
        model.go.set()
        more = list(growing)
    assert not first.complete and first.sentences == ()
    assert more[-1].complete and len(more[-1].sentences) == 2
