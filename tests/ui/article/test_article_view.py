"""The article panel: what is marked, and where the headings stand."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from news.article import Article, Heading
from ui.article.article_view import Span, render_opened

TEXT = "One first. One second.\n\nTwo first. Two second.\n\nThree."


def marked(shown: str, kind: str) -> list[str]:
    return re.findall(rf'<mark class="{kind}">(.*?)</mark>', shown, re.S)


def test_a_citation_across_paragraphs_is_marked_in_both() -> None:
    start, end = TEXT.index("One second"), TEXT.index(" Two second")
    shown = render_opened(Article("k", "T", TEXT), Span(start, end))
    assert marked(shown, "cited") == ["One second.", "Two first."]


def test_other_cited_sentences_are_marked_lightly() -> None:
    shown = render_opened(Article("k", "T", TEXT), Span(0, 10), [Span(11, 22)])
    assert marked(shown, "cited") == ["One first."]
    assert marked(shown, "also") == ["One second."]


def test_a_heading_stands_above_its_paragraph() -> None:
    shown = render_opened(Article("k", "T", TEXT, headings=(Heading(TEXT.index("Two"), "Middle"),)))
    assert shown.index("One second") < shown.index("Middle") < shown.index("Two first")


def test_a_span_outside_the_text_is_said_not_marked() -> None:
    shown = render_opened(Article("k", "T", TEXT), Span(5, 10_000))
    assert "<mark" not in shown
    assert "has changed" in shown


@given(st.text(alphabet="ab \n", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_marking_never_loses_a_word(text: str, start: int, length: int) -> None:
    shown = render_opened(Article("k", "T", text), Span(start, start + length))
    body = re.sub(r"<[^>]+>", " ", shown.split('<div class="text">')[1].split("</div>")[0])
    assert "".join(body.split()) == "".join(text.split())


def test_words_that_may_be_misread_are_underlined_also_where_they_are_cited() -> None:
    shown = render_opened(Article("k", "T", TEXT, confidence=0.914, unsure=((4, 9), (15, 21))), Span(0, 10))
    assert "91 % sure" in shown
    assert re.findall(r'<span class="unsure"[^>]*>(.*?)</span>', shown) == ["first", "second"]
    assert marked(shown, "cited") == ["One ", '<span class="unsure" title="may be misread">first</span>', "."]


def test_an_article_in_another_language_says_which() -> None:
    assert "German" in render_opened(Article("k", "T", TEXT, language="de"))
    assert "English" not in render_opened(Article("k", "T", TEXT, language="en"))
    assert "xx" in render_opened(Article("k", "T", TEXT, language="xx"))
