"""Suggested questions: made from the articles, and answered by them."""

from __future__ import annotations

from assistant.chat import Assistant
from assistant.suggest import follow_ups, questions_of, suggested
from ingest.article import Article
from tests.assistant.samples import NEWSROOM


def test_questions_are_made_from_what_the_article_says() -> None:
    text = (
        "The road bridge at Oster was closed on Friday. “It had to be,” said Ilse Brandt. Nine people were hurt."
        " The repair will cost 4 million crowns."
    )
    made = list(questions_of(Article("k", "Bridge closed", text, tags=("Oster bridge",))))
    assert "When was the road bridge at Oster closed?" in made
    assert "What did Ilse Brandt say about Oster bridge?" not in made  # the tag is not named in the article
    assert "What did Ilse Brandt say?" in made
    assert "How much does the repair cost?" in made


def test_only_what_the_articles_answer_is_suggested(assistant: Assistant) -> None:
    found = suggested(NEWSROOM, assistant.can_answer, 3)
    assert 0 < len(found) <= 3
    assert all(not assistant.ask(question).abstained for question in found)
    assert suggested(NEWSROOM, lambda _: False, 3) == []
    assert not assistant.can_answer("Who painted the Mona Lisa?")


def test_a_follow_up_is_not_the_question_again(assistant: Assistant) -> None:
    first = suggested(NEWSROOM, assistant.can_answer, 1)[0]
    answer = assistant.ask(first)
    articles = [citation.article for citation in answer.citations]
    assert first not in follow_ups(answer, articles, assistant.can_answer)
    assert follow_ups(assistant.ask("Who painted the Mona Lisa?"), articles, assistant.can_answer) == []
