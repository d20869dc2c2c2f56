"""Suggested questions: made from the articles, and answered by them."""

from __future__ import annotations

from assistant.chat import Assistant
from assistant.conversation.suggest import make_questions, suggest_follow_ups, suggest_questions
from news.article import Article
from tests.assistant.samples import NEWSROOM


def test_questions_are_made_from_what_the_article_says() -> None:
    text = (
        "The road bridge at Oster was closed on Friday. “It had to be,” said Ilse Brandt. Nine people were hurt."
        " The repair will cost 4 million crowns. The new signs at Oster cost 3,000 crowns."
        " The 12 lamps will cost 900 crowns. The guard who was arrested on Friday was released."
    )
    made = list(make_questions(Article("k", "Bridge closed", text, tags=("Oster bridge",))))
    assert "When was the road bridge at Oster closed?" in made
    assert "What did Ilse Brandt say about Oster bridge?" not in made  # the tag is not named in the article
    assert "What did Ilse Brandt say?" in made
    assert "How much do the new signs at Oster cost?" in made
    assert "How much do the 12 lamps cost?" in made
    assert not any("repair" in question or "guard" in question for question in made)  # which of them?


def test_a_topic_stands_as_in_a_sentence() -> None:
    text = "Doctors say the cyber attack is over. Nurses at Calder General agree, and so does farming."
    for tags, topic in (
        (("Cyber attack",), "the cyber attack"),
        (("calder general",), "Calder General"),
        (("farming", "Health", "Mill Wood"), "Mill Wood"),
        (("farming",), ""),
    ):
        made = list(
            make_questions(Article("k", "Owls in Mill Wood" if "Mill Wood" in tags else "x", text, tags=tags))
        )
        assert made == ([f"What happened with {topic}?"] if topic else [])


def test_a_topic_that_only_the_headline_has_begins_with_a_name_of_the_text() -> None:
    title, text = "Velmar ferry to sail every forty minutes", "The boats of Velmar will be faster."
    assert list(make_questions(Article("k", title, text, tags=("Velmar ferry",)))) == [
        "What happened with the Velmar ferry?"
    ]
    assert list(make_questions(Article("k", "Cyber attack ends", text, tags=("Cyber attack",)))) == []


def test_who_spoke_is_named_with_its_article() -> None:
    text = "It was no surprise, the Seafarers' Union said. Una Garvie told the council to wait."
    assert list(make_questions(Article("k", "x", text))) == [
        "What did the Seafarers' Union say?",
        "What did Una Garvie say?",
    ]


def test_who_spoke_is_named_once_without_the_office() -> None:
    text = (
        "The helmet is whole, Detective Chief Inspector Kofi Mensah said on Thursday. “We looked everywhere,” said"
        " Inspector Kofi Mensah. But Ruth Ellery said it was lost. Labour's Una Garvie warned of more. Ellery told us so."
    )
    assert list(make_questions(Article("k", "x", text))) == [
        "What did Kofi Mensah say?",
        "What did Ruth Ellery say?",
        "What did Una Garvie say?",
    ]


def test_of_an_article_in_another_language_nothing_is_asked_in_english() -> None:
    text = "Der neue Kran im Hafen Rostock hebt 90 Tonnen. Karl Lund told the crew to wait, said Karl Lund."
    made = {
        language: list(
            make_questions(Article("k", "Hafen Rostock bekommt neuen Kran", text, language=language))
        )
        for language in ("de", "nl")
    }
    assert made == {"de": ["Was wird über Hafen Rostock berichtet?"], "nl": []}


def test_only_what_the_articles_answer_is_suggested(assistant: Assistant) -> None:
    found = suggest_questions(NEWSROOM, assistant.can_answer, 3)
    assert 0 < len(found) <= 3
    assert all(not assistant.ask(question).abstained for question in found)
    assert suggest_questions(NEWSROOM, lambda _: False, 3) == []
    assert not assistant.can_answer("Who painted the Mona Lisa?")


def test_a_follow_up_is_not_the_question_again(assistant: Assistant) -> None:
    first = suggest_questions(NEWSROOM, assistant.can_answer, 1)[0]
    answer = assistant.ask(first)
    articles = [citation.article for citation in answer.citations]
    assert first not in suggest_follow_ups(answer, articles, assistant.can_answer)
    assert (
        suggest_follow_ups(assistant.ask("Who painted the Mona Lisa?"), articles, assistant.can_answer) == []
    )
