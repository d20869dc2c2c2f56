"""An answer as HTML: its shape, its short answer, what articles differ on."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from assistant.types import Answer, Citation, Sentence
from news.article import Article, Passage
from ui.article.article_view import render_opened
from ui.ask.answer import render_turn
from vectorstore.types import Carrier

ARTICLE = Article("k", "T", "It opened in May. It cost 4 million.", outlet="Post")
QUOTE = "It opened in May."
CITATION = Citation(1, Passage(ARTICLE.id, 0, 0, 17, QUOTE), ARTICLE, QUOTE, 0, 17)
ANSWER = Answer("When?", (Sentence(QUOTE, (1,), "quoted"),), (CITATION,))


def shown(answer: Answer) -> str:
    return render_turn(1, answer.question, answer)


def test_the_short_answer_is_bold_inside_its_sentence() -> None:
    sentence = Sentence(QUOTE, (1,), "quoted", emphasis=(10, 16), about="The bridge")
    html = shown(replace(ANSWER, sentences=(sentence,), shape="fact"))
    assert "It opened <strong>in May</strong>." in html
    assert html.index("[The bridge]") < html.index("It opened")


def test_a_timeline_is_a_list_of_days_with_the_newest_marked() -> None:
    days = (
        Sentence("One.", (1,), "quoted", label="1 May 2025"),
        Sentence("Two.", (1,), "quoted", label="1 May 2025"),
        Sentence("Three.", (1,), "quoted", label="2 May 2025", newest=True),
    )
    html = shown(replace(ANSWER, sentences=days, shape="timeline"))
    assert len(re.findall("<li class=", html)) == 2
    assert re.search(r'<li class="newest"><h3>2 May 2025 <span class="mark">newest</span></h3>', html)
    assert html.index("1 May 2025") < html.index("One.") < html.index("Two.") < html.index("2 May 2025")


def test_outlets_that_disagree_stand_side_by_side() -> None:
    said = (
        Sentence("Sixty.", (1,), "quoted", label="Post"),
        Sentence("Ninety.", (1,), "supported", label="Ledger"),
    )
    html = shown(
        replace(ANSWER, sentences=said, shape="comparison", disagreement_notice="Post and Ledger differ.")
    )
    assert [re.sub("<.*?>", "", side) for side in re.findall(r'class="side"><h3>(.*?)</h3>', html)] == [
        "Post",
        "Ledger",
    ]
    assert "Post and Ledger differ." in html


def test_each_part_of_a_question_has_its_heading() -> None:
    said = (
        replace(ANSWER.sentences[0], label="Who won?"),
        replace(ANSWER.sentences[0], label="When does it open?"),
    )
    html = shown(
        replace(ANSWER, sentences=said, shape="parts", partial_notice="Your articles don't say: Why?")
    )
    assert html.index("<h3>Who won?</h3>") < html.index("<h3>When does it open?</h3>")
    assert "Your articles don&#x27;t say: Why?" in html or "Your articles don&#39;t say: Why?" in html


def test_who_else_carries_the_story_is_named() -> None:
    html = render_opened(
        ARTICLE, carriers=[Carrier("abc", "Other <b>", "Ledger", None, datetime(2025, 5, 1))]
    )
    assert "Also carried by" in html and 'data-open="abc"' in html and "Other &lt;b&gt;" in html
    assert "Also carried by" not in render_opened(ARTICLE)
