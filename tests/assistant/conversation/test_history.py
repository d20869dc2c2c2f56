"""Saved conversations survive closing, renaming and deleting, and show their answers again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.__main__ import main
from assistant.chat import Assistant
from assistant.conversation.export import export_json, export_markdown
from assistant.conversation.feedback import Feedback
from assistant.conversation.history import History, answer_from_json, answer_to_json
from assistant.types import Answer, Sentence
from errors import StoreError
from vectorstore.catalogue.catalog import Catalog


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    opened = Catalog(tmp_path / "catalogue.sqlite3")
    yield opened
    opened.close()


@pytest.fixture
def history(catalog: Catalog) -> History:
    return History(catalog.database)


def test_a_conversation_is_there_again_with_its_answers(
    catalog: Catalog, history: History, assistant: Assistant
) -> None:
    answer = assistant.ask("Who won the cup final?")
    nothing = assistant.ask("Who painted the Mona Lisa?")
    id_ = history.create_conversation()
    history.append_answer(id_, answer)
    history.append_answer(id_, nothing)
    again = History(catalog.database)
    (listed,) = again.list_conversations()
    assert (listed.id, listed.title, listed.turns) == (id_, "Who won the cup final?", 2)
    first, second = again.list_answers(id_)
    assert again.list_turns(id_)[0].answer == answer.text
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
    kept = answer_to_json(assistant.ask("What did Dahl say about Iceland?"))
    assert answer_to_json(answer_from_json(kept)) == kept


def test_all_that_is_said_of_a_sentence_is_kept() -> None:
    sentence = Sentence("He left at nine.", (), "quoted", "", (8, 15), "Marek Dahl", "4 September 2025", True)
    answer = Answer(
        "When?",
        (sentence,),
        shape="timeline",
        disagreement_notice="They differ.",
        partial_notice="Partly.",
        answerability=0.75,
    )
    assert answer_from_json(answer_to_json(answer)) == answer
    assert answer.short_answer == "at nine" and answer.text == "[Marek Dahl] He left at nine."


def test_the_last_changed_comes_first_and_titles_can_be_changed(history: History) -> None:
    old, new = history.create_conversation(), history.create_conversation("Mine")
    assert [listed.id for listed in history.list_conversations()] == [new, old]
    history.append_answer(old, Answer("What now? " * 20))
    assert [listed.id for listed in history.list_conversations()] == [old, new]
    history.rename_conversation(new, " Yours ")
    history.append_answer(new, Answer("Another question"))
    assert [(listed.title[:10], listed.turns) for listed in history.list_conversations()] == [
        ("Yours", 1),
        ("What now? ", 1),
    ]


def test_a_deleted_conversation_is_gone_with_its_turns(history: History) -> None:
    id_ = history.create_conversation()
    history.append_answer(id_, Answer("What now?"))
    history.delete_conversation(id_)
    history.delete_conversation(id_)
    assert (
        history.list_conversations() == []
        and history.list_answers(id_) == []
        and history.find_title(id_) is None
    )
    with pytest.raises(StoreError, match="no conversation"):
        history.append_answer(id_, Answer("And now?"))
    with pytest.raises(StoreError, match="no conversation"):
        history.rename_conversation(id_, "x")


def test_only_its_owner_changes_a_conversation(history: History) -> None:
    id_ = history.create_conversation(owner="ada")
    history.append_answer(id_, Answer("What now?"), "ada")
    assert history.list_conversations("bob") == [] and len(history.list_conversations("ada")) == 1
    assert history.is_owner(id_, "ada") and not history.is_owner(id_, "bob")
    for change in (
        history.rename_conversation,
        lambda i, _, owner: history.append_answer(i, Answer("?"), owner),
    ):
        with pytest.raises(StoreError):
            change(id_, "x", "bob")
    history.delete_conversation(id_, "bob")
    history.cut_turns(id_, 0, "bob")
    assert [answer.question for answer in history.list_answers(id_)] == ["What now?"]


def test_another_reads_a_conversation_once_it_is_shared(history: History) -> None:
    id_ = history.create_conversation(owner="ada")
    assert history.may_read(id_, "ada") and not history.may_read(id_, "bob")
    with pytest.raises(StoreError):
        history.share(id_, True, "bob")
    history.share(id_, True, "ada")
    assert history.may_read(id_, "bob") and history.list_conversations("ada")[0].shared
    history.share(id_, False, "ada")
    assert not history.may_read(id_, "bob")
    assert not history.may_read("none", "ada")


def test_a_question_asked_anew_takes_the_place_of_what_followed(history: History) -> None:
    id_ = history.create_conversation()
    for question in ("One?", "Two?", "Three?"):
        history.append_answer(id_, Answer(question))
    history.cut_turns(id_, 1)
    history.append_answer(id_, Answer("Two, really?"))
    assert [answer.question for answer in history.list_answers(id_)] == ["One?", "Two, really?"]


def test_conversations_are_found_by_what_was_said(history: History) -> None:
    one, two = history.create_conversation(), history.create_conversation("Größe")
    history.append_answer(one, Answer("Who won?", (Sentence("The Rovers won.", (), "quoted"),)))
    history.append_answer(two, Answer("Who lost?"))
    assert [found.id for found in history.list_conversations(search="ROVERS who")] == [one]
    assert [found.id for found in history.list_conversations(search="größe")] == [two]
    assert history.list_conversations(search="rovers lost") == []


def test_many_threads_lose_no_turn(history: History) -> None:
    id_ = history.create_conversation()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: history.append_answer(id_, replace(Answer("?"), question=str(n))), range(40)))
    assert sorted(int(answer.question) for answer in history.list_answers(id_)) == list(range(40))


def test_markdown_has_a_footnote_for_each_citation(assistant: Assistant) -> None:
    answers = [assistant.ask("Who won the cup final?"), assistant.ask("Who painted the Mona Lisa?")]
    text = export_markdown("Cup *final*", [*answers, answers[0]])
    assert text.startswith("# Cup \\*final\\*\n")
    notes = [line for line in text.splitlines() if line.startswith("[^")]
    assert len(notes) == 2 * len(answers[0].citations) > 0
    assert all(f"[^{number}]" in text.split("[^1]:")[0] for number in range(1, len(notes) + 1))
    assert answers[0].citations[0].quote.split(".")[0][:30] in text and "don't say" in text
    assert json.loads(export_json("Cup", answers))["turns"][0] == answer_to_json(answers[0])


def test_feedback_is_listed_with_answer_and_evidence(
    catalog: Catalog, tmp_path: Path, assistant: Assistant, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = assistant.ask("Who won the cup final?")
    feedback = Feedback(catalog.database)
    feedback.give_feedback(answer, True, conversation="c", turn=1)
    feedback.give_feedback(answer, False, " Not the final I meant. ", conversation="c", turn=1)
    (given,) = feedback.list_all()
    assert (given.good, given.note) == (False, "Not the final I meant.")
    assert given.evidence[0]["passage"] == answer.evidence[0].passage.text
    assert main(["feedback", "--data", str(tmp_path)]) == 0
    told = capsys.readouterr().out
    assert "bad" in told and "Who won the cup final?" in told and "Not the final I meant." in told
    assert main(["feedback", "--json", "--data", str(tmp_path)]) == 0
    assert json.loads(capsys.readouterr().out)["answer"] == answer_to_json(answer)
    assert main(["feedback", "--data", str(tmp_path / "nowhere")]) == 2
