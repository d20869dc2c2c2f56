"""Questions made from articles: quotes, headlines and days."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import prepare
from benchmarks.prepare import EXCERPT_WORDS, news
from benchmarks.questions import read_articles, read_questions

SAID = (
    "The council of {town} voted on {day} to close the old bridge over the river to lorries. "
    "Its mayor said that the piers of {town} would not bear them for another winter like the last one."
)
TOWNS = ("Ashby", "Lowmere", "Thornwick", "Eastmoor")


def articles() -> list[dict[str, str]]:
    rows = [
        {
            "id": town.lower(),
            "title": f"{town.upper()} CLOSES BRIDGE",
            "text": SAID.format(town=town, day="Monday"),
            "source": "Reuters",
            "published": f"1987-03-{number:02}",
        }
        for number, town in enumerate(TOWNS, 1)
    ]
    return [*rows, {**rows[0], "id": "ashby-again"}]


def test_every_kind_of_question_names_all_the_articles_that_hold_its_words(tmp_path: Path) -> None:
    news("reuters", articles(), tmp_path, sample=5)
    read = read_articles(tmp_path / "reuters.articles.jsonl")
    asked = {
        kind: {each.id: each for each in read_questions(tmp_path / f"reuters.{kind}.questions.jsonl")}
        for kind in ("verbatim", "excerpt", "changed", "headline", "asked", "dated")
    }
    for kind in ("verbatim", "excerpt"):
        for each in asked[kind].values():
            assert all(each.question in read[name].text for name in each.articles)
    copies = asked["verbatim"]["ashby-verbatim"].articles
    assert {"ashby", "ashby-again"} == set(copies)  # a true duplicate is right as well
    for name in TOWNS:
        excerpt = asked["excerpt"][f"{name.lower()}-excerpt"].question.split()
        changed = asked["changed"][f"{name.lower()}-changed"].question.split()
        assert len(changed) == EXCERPT_WORDS
        assert sum(one != other for one, other in zip(excerpt, changed, strict=True)) == 2
    assert asked["asked"]["lowmere-asked"].question == "What is known about Lowmere Closes Bridge?"
    dated = asked["dated"]["lowmere-dated"]
    assert "Reuters" in dated.question and "2 March 1987" in dated.question
    assert (dated.source, dated.published, dated.articles) == ("Reuters", "1987-03-02", ("lowmere",))
    assert all(
        article.title == ""
        for article in read_articles(tmp_path / "reuters_untitled.articles.jsonl").values()
    )


def test_articles_without_headlines_are_fewer_but_hold_all_that_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare, "UNTITLED", 3)
    news("reuters", articles(), tmp_path, sample=1)
    (asked,) = read_questions(tmp_path / "reuters_untitled.headline.questions.jsonl")
    kept = read_articles(tmp_path / "reuters_untitled.articles.jsonl")
    assert len(kept) == 3
    assert set(asked.articles) <= set(kept)
