"""What is shown with a sentence that cannot be understood alone."""

from __future__ import annotations

from assistant.selection.excerpt import cut_excerpts
from assistant.types import RetrievedPassage
from news.article import Article, Passage


def shown(text: str, opening: str) -> str:
    """The slice of an article that is shown for its sentence with this opening."""
    article = Article("quay.txt", title="Quay closes", text=text)
    found = RetrievedPassage(Passage(article.id, 0, 0, len(text), text, None), article, 0.5, 1)
    return next(each.text for each in cut_excerpts(found) if each.own_text.startswith(opening))


def test_he_is_who_spoke_before_where_only_a_capital_opens_the_sentence() -> None:
    text = "The quay is old. Chief engineer Jonas Pell said that it leaks. Captains who complain will be heard, he said."
    assert shown(text, "Captains") == text.removeprefix("The quay is old. ")


def test_german_quotation_marks_end_where_they_end() -> None:
    quote = "„Wir fangen im Mai an. Der Kai ist alt“, sagte Edda Morn."
    text = f"Der Hafen wird gebaut. {quote} Das kostet 4 Millionen Euro. Die Stadt zahlt."
    assert shown(text, "Das kostet") == "Das kostet 4 Millionen Euro."
    assert shown(text, "„Wir") == quote
