"""Whose words are asked for, and which sentences are others'."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.question.keywords import find_speaking_nouns
from assistant.question.understand import understand_question
from assistant.selection.attribution import is_of_other_speakers, list_persons_asked, mentions_person
from assistant.selection.candidate import rank_candidates
from assistant.selection.excerpt import cut_excerpts
from assistant.types import RetrievedPassage
from news.article import Article, Passage
from vectorstore.embedder import Embedder
from vectorstore.types import Filter

TEXT = (
    "The chief of the harbour, Edda Morn, said that the quay would be closed in spring. Dredging starts in June."
    " Chief engineer Jonas Pell said that two cranes were too old. Captains who complain will be heard, he said."
    " Vestmark, the shipping line that has used the quay since it was built, said that it would go elsewhere."
    " The harbour chief hopes for rain."
)
ARTICLE = Article("quay.txt", title="Quay closes", text=TEXT)


def whole() -> RetrievedPassage:
    return RetrievedPassage(Passage(ARTICLE.id, 0, 0, len(TEXT), TEXT, None), ARTICLE, 0.5, 1)


@pytest.mark.parametrize(
    ("question", "persons"),
    [
        ("What did Edda Morn say about the quay?", {"edda morn"}),
        ("What did Morn and Jonas Pell say about cranes?", {"morn", "jonas pell"}),
        ("What did the people of Halvern say about the ban?", set()),
        ("What did the mayor say?", set()),
        ("What did the NATO chief say?", set()),
        ("When was Edda Morn born?", set()),
    ],
)
def test_whose_words_are_asked_for(question: str, persons: set[str]) -> None:
    query = understand_question(question, (), Filter(), (), date(2026, 11, 26))
    assert list_persons_asked(query) == persons


@pytest.mark.parametrize(
    ("asked", "others"),
    [
        (
            "morn",
            {"Chief engineer", "Captains", "Vestmark"},
        ),  # not what is told by nobody, nor by her as "chief"
        ("pell", {"The chief", "Vestmark"}),
        ("nobody", {"The chief", "Dredging", "Chief engineer", "Captains", "Vestmark", "The harbour"}),
    ],
)
def test_what_others_say_is_theirs(asked: str, others: set[str]) -> None:
    persons = frozenset({asked})
    mentioned = mentions_person(ARTICLE, persons)
    found = {
        each.own_text
        for each in cut_excerpts(whole())
        if is_of_other_speakers(each, persons, mentioned=mentioned, heard=True)
    }
    assert {next(word for word in others if own.startswith(word)) for own in found} == others


def test_a_namesake_is_somebody_else() -> None:
    assert mentions_person(ARTICLE, frozenset({"edda morn"})) and mentions_person(
        ARTICLE, frozenset({"e morn"})
    )
    assert not mentions_person(ARTICLE, frozenset({"ida morn"}))
    assert mentions_person(ARTICLE, frozenset({"ida morn", "jonas pell"}))


def test_somebody_else_may_speak_for_who_never_does() -> None:
    spoken = next(each for each in cut_excerpts(whole()) if each.own_text.startswith("Vestmark"))
    assert not is_of_other_speakers(spoken, frozenset({"dredging"}), mentioned=True, heard=False)
    assert is_of_other_speakers(spoken, frozenset({"dredging"}), mentioned=True, heard=True)


@pytest.mark.parametrize(
    ("question", "nouns"),
    [
        ("What did the city's auditors say about Sandling?", {"auditor"}),
        ("What does the chief of the harbour say?", {"chief"}),
        ("What did Edda Morn say?", set()),
        ("Who are the auditors?", set()),
    ],
)
def test_who_is_asked_for_without_a_name(question: str, nouns: set[str]) -> None:
    assert find_speaking_nouns(understand_question(question, (), Filter(), (), date(2026, 11, 26))) == nouns


def test_what_a_report_of_theirs_says_comes_before_what_others_say_of_them(embedder: Embedder) -> None:
    text = (
        "The inspectors will come again in May, said Jonas Pell, and the inspectors will be welcome. The quay has sunk by"
        " 4 centimetres, according to a report by the inspectors of the port."
    )
    article = Article("quay-report.txt", title="Quay sinks", text=text)
    evidence = [RetrievedPassage(Passage(article.id, 0, 0, len(text), text, None), article, 0.5, 1)]
    query = understand_question("What did the inspectors say?", (), Filter(), (), date(2026, 11, 26))
    assert "4 centimetres" in rank_candidates(query, evidence, embedder, {})[0].excerpt.own_text
