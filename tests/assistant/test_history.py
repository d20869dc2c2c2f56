"""Saved conversations survive closing, renaming and deleting, and show their answers again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Answer, Sentence
from assistant.chat import Assistant
from assistant.history import FILE, History, from_json, to_json
from errors import StoreError


def test_a_conversation_is_there_again_with_its_answers(tmp_path: Path, assistant: Assistant) -> None:
    answer = assistant.ask("Who won the cup final?")
    nothing = assistant.ask("Who painted the Mona Lisa?")
    with History(tmp_path) as history:
        id_ = history.create()
        history.append(id_, answer)
        history.append(id_, nothing)
    with History(tmp_path) as history:
        (listed,) = history.conversations()
        assert (listed.id, listed.title, listed.turns) == (id_, "Who won the cup final?", 2)
        first, second = history.answers(id_)
        assert history.turns(id_)[0].answer == answer.text
    assert first.text == answer.text and first.sentences == answer.sentences
    for kept, shown in zip(first.citations, answer.citations, strict=True):
        assert (kept.number, kept.quote, kept.start, kept.end) == (
            shown.number,
            shown.quote,
            shown.start,
            shown.end,
        )
        assert kept.article.id == shown.article.id and kept.article.title == shown.article.title
        assert kept.article.text[kept.start : kept.end] == kept.quote
    assert second.abstained and [a.title for a in second.nearest] == [a.title for a in nothing.nearest]


def test_what_is_kept_is_kept_again(assistant: Assistant) -> None:
    kept = to_json(assistant.ask("What did Dahl say about Iceland?"))
    assert to_json(from_json(kept)) == kept


def test_all_that_is_said_of_a_sentence_is_kept() -> None:
    sentence = Sentence("He left at nine.", (), "quoted", "", (8, 15), "Marek Dahl", "4 September 2025", True)
    answer = Answer(
        "When?", (sentence,), shape="timeline", differ="They differ.", partly="Partly.", support=0.75
    )
    assert from_json(to_json(answer)) == answer
    assert answer.short == "at nine" and answer.text == "[Marek Dahl] He left at nine."


def test_the_last_changed_comes_first_and_titles_can_be_changed(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        old, new = history.create(), history.create("Mine")
        assert [listed.id for listed in history.conversations()] == [new, old]
        history.append(old, Answer("What now? " * 20))
        assert [listed.id for listed in history.conversations()] == [old, new]
        history.rename(new, " Yours ")
        history.append(new, Answer("Another question"))
        assert [(listed.title[:10], listed.turns) for listed in history.conversations()] == [
            ("Yours", 1),
            ("What now? ", 1),
        ]


def test_a_deleted_conversation_is_gone_with_its_turns(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        id_ = history.create()
        history.append(id_, Answer("What now?"))
        history.delete(id_)
        history.delete(id_)
        assert history.conversations() == [] and history.answers(id_) == []
        with pytest.raises(StoreError, match="deleted"):
            history.append(id_, Answer("And now?"))
        with pytest.raises(StoreError, match="deleted"):
            history.rename(id_, "x")


def test_many_threads_lose_no_turn(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        id_ = history.create()
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda n: history.append(id_, replace(Answer("?"), question=str(n))), range(40)))
        assert sorted(int(answer.question) for answer in history.answers(id_)) == list(range(40))


def test_a_broken_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError, match=FILE):
        History(tmp_path)
