"""From a question to a cited answer, with the real index and embedder and no language model."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import pytest

from assistant.chat import LONGEST_QUESTION, Assistant
from assistant.evidence.retriever import NewsRetriever
from assistant.finder import NO_ARTICLES, NO_QUESTION, AskedQuestion
from assistant.types import ABSTAINS, Answer, Turn
from tests.assistant.samples import BRIDGE, SUMMIT, quotes_are_slices
from vectorstore.index import NewsIndex
from vectorstore.types import Filter


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Which allies agreed to the storage target of 90%?", "Norway, Denmark and Ireland"),
        ("What did Dahl say about Iceland?", "sea cable would begin in November"),
        ("Who won the cup final?", "Ravenna beat Otterlo 3-1"),
        ("Who scored twice in the final?", "Ines Moreau"),
        ("How much did Norvik pay for Baltra?", "$340m"),
        ("How many herons did the wardens count?", "63 herons"),
        ("When did the lake festival begin?", "1987"),
        ("Where did Marek Dahl speak?", "Gdynia"),
        ("What did Paul Winter say about the plan?", "too expensive"),
        ("What do tickets for the festival cost?", "12 euros"),
        ("Does Norvik plan to leave Estonia?", "denied that the company plans to leave"),
        ("What did Hanna Brandt tell reporters?", "We have waited too long"),
    ],
)
def test_the_sentence_that_answers_is_quoted_and_cited(
    assistant: Assistant, question: str, wanted: str
) -> None:
    answer = assistant.ask(question)
    assert not answer.abstained
    assert any(wanted in sentence.text for sentence in answer.sentences), answer.text
    assert quotes_are_slices(answer)
    for sentence in answer.sentences:
        assert sentence.verdict == "quoted"
        assert len(sentence.citations) >= 1
    assert {c.number for c in answer.citations} == {n for s in answer.sentences for n in s.citations}
    assert 1 <= len(answer.sentences) <= 4
    assert answer.mode == "extractive" and answer.complete and answer.seconds > 0


@pytest.mark.parametrize(
    "question",
    [
        "Who won the 2018 World Cup?",
        "What is the capital of Mongolia?",
        "How do I bake sourdough bread?",
        "What did Dahl say about dinosaurs?",
        "Who painted the Mona Lisa?",
        "What did Hanna Brandt say about nuclear power?",
        "How much did Norvik pay for Lufthansa?",
        "asdf qwer zxcv",
    ],
)
def test_what_is_not_in_the_articles_is_not_answered(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.abstained, answer.text
    assert answer.sentences == () and answer.citations == () and answer.evidence == ()
    assert answer.text == ABSTAINS


def test_the_nearest_headlines_are_shown_where_nothing_answers(assistant: Assistant) -> None:
    answer = assistant.ask("Who built the stone bridge of Prague?")
    assert answer.abstained
    assert "bridge" in answer.nearest[0].title.casefold()


def test_both_figures_are_shown_where_two_outlets_differ(assistant: Assistant) -> None:
    answer = assistant.ask("What will the repairs of the stone bridge in Elmford cost?")
    text = " ".join(sentence.text for sentence in answer.sentences)
    assert "1.2 million" in text and "1.9 million" in text


def test_a_quotation_keeps_who_spoke(assistant: Assistant) -> None:
    answer = assistant.ask("What happens if two pipelines stop?")
    text = " ".join(sentence.text for sentence in answer.sentences)
    assert "If two stop, we have a problem" in text
    assert "Dahl" in text


def test_no_two_sentences_say_the_same(assistant: Assistant) -> None:
    answer = assistant.ask("What do we know about the stone bridge in Elmford?")
    texts = [sentence.text for sentence in answer.sentences]
    assert len(texts) == len(set(texts)) >= 2


def test_a_follow_up_carries_the_person_over(assistant: Assistant) -> None:
    history = [Turn("What did Dahl say about winter supplies?", "They were safe.")]
    answer = assistant.ask("And what did he say about Iceland?", history)
    assert "Dahl" in answer.searched
    assert "sea cable" in answer.text


def test_an_outlet_and_a_day_in_the_question_filter_and_are_told(assistant: Assistant) -> None:
    answer = assistant.ask("What did AA report about winter supplies in September 2025?")
    assert {citation.article.outlet for citation in answer.citations} == {"AA"}
    assert any("AA" in notice for notice in answer.notices)
    assert any("September 2025" in notice for notice in answer.notices)


def test_nothing_is_read_in_a_question_whose_filters_are_given(assistant: Assistant) -> None:
    question = "What did the Baltic Times report in March 2025?"
    (*_, answer) = assistant.stream(question, where=Filter(outlets=("AA",)), only_where=True)
    assert answer.where == Filter(outlets=("AA",))
    assert not any(notice.startswith("Only") for notice in answer.notices)
    assert assistant.ask(question).where != Filter()


@pytest.mark.parametrize(
    ("question", "where", "wanted"),
    [
        (
            "What did AA report about the repairs of the stone bridge in January 2024?",
            Filter(),
            "1.9 million",
        ),
        ("According to AA, what will the repairs of the stone bridge cost?", Filter(), "1.9 million"),
        (
            "What did AA report about the cup final in January 2024?",
            Filter(outlets=("Valley Post",)),
            "Ravenna beat Otterlo",
        ),
        (
            "What did the Valley Post say about winter supplies in January 2024?",
            Filter(),
            "winter supplies were safe",
        ),
    ],
)
def test_the_words_of_a_filter_that_was_taken_out_are_not_searched(
    assistant: Assistant, question: str, where: Filter, wanted: str
) -> None:
    assert wanted not in assistant.ask(question).text
    (*_, answer) = assistant.stream(question, where=where, only_where=True)
    assert wanted in answer.text and answer.question == question and answer.where == where
    for word in ("AA", "Valley Post", "January", "2024"):
        assert word not in answer.searched and word not in answer.partial_notice


def test_what_is_no_filter_is_searched_also_where_filters_are_given(assistant: Assistant) -> None:
    (*_, answer) = assistant.stream("When did the lake festival of 1987 begin?", only_where=True)
    assert "1987" in answer.text and answer.searched == ""


def test_the_filter_of_the_caller_holds(assistant: Assistant) -> None:
    only = Filter(outlets=("Harbour News",), published_from=date(2025, 9, 1))
    answer = assistant.ask("What will the repairs of the stone bridge cost?", where=only)
    assert {citation.article.key for citation in answer.citations} == {"/news/bridge-cost.txt"}


def test_nothing_in_the_filter_abstains_with_headlines_from_outside(assistant: Assistant) -> None:
    answer = assistant.ask(
        "What will the bridge repairs in Elmford cost?", where=Filter(outlets=("AA Nowhere",))
    )
    assert answer.abstained
    assert "Elmford" in answer.nearest[0].title


@pytest.mark.parametrize("question", ["", "   ", "hello", "?!", "what is it"])
def test_a_question_that_asks_nothing_is_told_so(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.abstained
    assert answer.notices == (NO_QUESTION,)


def test_an_endless_question_is_cut_and_told(assistant: Assistant) -> None:
    answer = assistant.ask("Who won the cup final? " + "x" * (LONGEST_QUESTION + 1))
    assert any(str(LONGEST_QUESTION) in notice for notice in answer.notices)


def test_an_empty_index_says_that_it_is_empty(empty: NewsIndex) -> None:
    answer = Assistant(NewsRetriever(index=empty)).ask("Who won the cup final?")
    assert answer.abstained
    assert answer.notices == (NO_ARTICLES,)


def test_hostile_questions_are_only_text(assistant: Assistant) -> None:
    for question in (
        "'; DROP TABLE article; --",
        "{question} {passages}",
        "\0\ud83d",
        "((((*",
        "a" * 900,
        "¿Qué? 日本 \u202e",
    ):
        assert assistant.ask(question).complete


def test_it_is_one_langchain_runnable(assistant: Assistant) -> None:
    answer = assistant.runnable.invoke(AskedQuestion("Who won the cup final?"))
    assert isinstance(answer, Answer)
    assert "Ravenna" in answer.text


def test_many_threads_get_the_same_answers(assistant: Assistant) -> None:
    questions = [
        "Who won the cup final?",
        "What did Dahl say about Iceland?",
        "Who painted the Mona Lisa?",
    ] * 4
    alone = [assistant.ask(question).text for question in questions[:3]] * 4
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(lambda question: assistant.ask(question).text, questions)) == alone


@dataclass
class Underlined:
    """A reading that found its answer."""

    relevance: float
    answer: str = ""
    start: int = 0
    end: int = 0


class KeywordReader:
    """Finds one word and calls that the answer."""

    def __init__(self, word: str) -> None:
        self.word = word

    def read_passages(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Underlined]:
        readings = []
        for _, text in passages:
            at = text.find(self.word)
            readings.append(
                Underlined(0.9, self.word, at, at + len(self.word)) if at >= 0 else Underlined(0.01)
            )
        return readings


def test_a_reader_decides_what_is_relevant_and_which_sentence_is_shown(newsroom: NewsIndex) -> None:
    sure = Assistant(NewsRetriever(index=newsroom, reader=KeywordReader("Finland")))
    answer = sure.ask("Who saved energy in the alliance?")
    assert "Finland" in answer.sentences[0].text
    assert answer.citations[0].article.key == SUMMIT.key
    unsure = Assistant(NewsRetriever(index=newsroom, reader=KeywordReader("zebra")))
    assert unsure.ask("Who won the cup final?").abstained


def test_documents_carry_ids_offsets_and_metadata(newsroom: NewsIndex) -> None:
    document = NewsRetriever(index=newsroom, top_k=1).invoke("cracks in the piers of the stone bridge")[0]
    assert document.id == f"{BRIDGE.id}:0"
    found = document.metadata
    assert BRIDGE.text[found["start"] : found["end"]] == document.page_content
    assert found["outlet"] == "Valley Post" and found["published"].startswith("2025-02-18")
    assert 0 <= found["score"] <= 1
