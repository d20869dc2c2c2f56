"""Articles that carry one story are found once, with who carried it."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from news.article import Article
from tests.fakes import HashingEmbedder
from tests.vectorstore.samples import item
from vectorstore.index import NewsIndex
from vectorstore.stats import CATALOGUE
from vectorstore.types import Filter

PARAGRAPHS = [
    "The harbour board of Port Ellery voted on Tuesday to spend 14 million crowns on a new breakwater after "
    "three winters in which storms closed the fish market for a total of 41 days.",
    "Board chair Ilse Marant said the old wall had been patched so often that nobody could say what it was "
    "made of, and that the insurers had lost their patience.",
    "Work is to begin in March and should end before the herring season of the following year, provided the "
    "quarry at Dunmore can deliver the granite on time.",
]


def carried(name: str, day: int, *left_out: int) -> Article:
    text = "\n\n".join(each for number, each in enumerate(PARAGRAPHS) if number not in left_out)
    return Article(
        key=f"https://{name}.example/{day}",
        url=f"https://{name}.example/{day}",
        title=f"Breakwater, says {name}",
        text=f"PORT ELLERY, March {day} ({name}) - {text}",
        outlet=name,
        published=datetime(2025, 3, day, tzinfo=UTC),
    )


AGENCY, POST, HERALD = carried("Nordwire", 3), carried("Post", 4, 0), carried("Herald", 5, 2)
OTHER = Article(
    key="/clips/fees.txt",
    title="Fees for pleasure boats",
    text="The harbour board of Port Ellery will meet again in June to discuss fees for pleasure boats, which have "
    "not risen since 2011.",
    outlet="Post",
)


def test_a_story_is_found_once_and_says_who_carried_it(index: NewsIndex) -> None:
    index.add_articles([item(AGENCY), item(POST), item(HERALD), item(OTHER)])
    found = index.search_passages("new breakwater in Port Ellery", 10)
    tellers = {each.article.id for each in found} & {AGENCY.id, POST.id, HERALD.id}
    assert len(tellers) == 1 and OTHER.id in {each.article.id for each in found}
    told = next(each for each in found if each.article.id in tellers)
    assert {told.article.outlet, *(each.outlet for each in told.carried_by)} == {"Nordwire", "Post", "Herald"}
    others = index.catalog.stories.list_carriers(AGENCY.id)
    assert [each.outlet for each in others] == ["Post", "Herald"]  # the first published first
    assert (
        others[0].article_id == POST.id
        and others[0].url == POST.url
        and others[0].published == POST.published
    )
    assert index.catalog.stories.list_carriers(OTHER.id) == ()


def test_a_filter_chooses_who_tells_the_story(index: NewsIndex) -> None:
    index.add_articles([item(AGENCY), item(POST), item(HERALD)])
    for outlet in ("Nordwire", "Post", "Herald"):
        found = index.search_passages("breakwater", 10, Filter(outlets=(outlet,)))
        assert {each.article.outlet for each in found} == {outlet}
        assert len(found[0].carried_by) == 2


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 2, 0), (2, 1, 0)])
def test_the_order_of_arrival_does_not_matter(index: NewsIndex, order: tuple[int, ...]) -> None:
    # The two copies alone have too little in common; the original, arriving last, makes all three one story
    for number in order:
        index.add_articles([item((AGENCY, POST, HERALD)[number])])
    assert len(set(index.catalog.stories.number_stories([AGENCY.id, POST.id, HERALD.id]).values())) == 1


def test_a_changed_article_leaves_its_story_and_a_deleted_one_is_gone_from_it(index: NewsIndex) -> None:
    index.add_articles([item(AGENCY), item(POST), item(HERALD)])
    index.add_articles([item(replace(POST, text=f"{OTHER.text} A decision is due at Easter."))])
    assert [each.outlet for each in index.catalog.stories.list_carriers(AGENCY.id)] == ["Herald"]
    assert index.catalog.stories.list_carriers(POST.id) == ()
    index.delete_articles([HERALD.id])
    assert index.catalog.stories.list_carriers(AGENCY.id) == ()
    index.add_articles([item(HERALD)])
    assert [each.outlet for each in index.catalog.stories.list_carriers(AGENCY.id)] == ["Herald"]
    assert index.verify_agreement().ok


def test_one_story_carried_by_many_does_not_crowd_out_the_others(index: NewsIndex) -> None:
    index.add_articles([item(carried(f"Paper{n}", 1 + n % 28)) for n in range(70)] + [item(OTHER)])
    found = index.search_passages("breakwater Port Ellery harbour board Ilse Marant granite", 5)
    assert OTHER.id in {each.article.id for each in found}


def test_articles_of_an_older_catalogue_are_placed(tmp_path: Path, hashing: HashingEmbedder) -> None:
    with NewsIndex.open(tmp_path, hashing) as index:
        index.add_articles([item(AGENCY), item(POST)])
    connection = sqlite3.connect(tmp_path / CATALOGUE)
    connection.execute("DELETE FROM story_member")
    connection.execute("DELETE FROM story_band")
    connection.commit()
    connection.close()
    with NewsIndex.open(tmp_path, hashing) as index:
        assert len(index.search_passages("breakwater", 10)) >= 2  # found all the same
        assert index.catalog.stories.place_missing() == 2 and index.catalog.stories.place_missing() == 0
        assert [each.outlet for each in index.catalog.stories.list_carriers(AGENCY.id)] == ["Post"]


@pytest.mark.parametrize("later", ["95", "11"])
def test_a_later_version_under_another_name_is_told_and_names_the_other(index: NewsIndex, later: str) -> None:
    said = "Whoever moors at the northern quay of Port Ellery after dark pays {} crowns from the first of May on. "
    rest = "The harbour board agreed on it by nine votes to four after a debate that went on for most of the evening."
    for key, sum_ in (("/clips/fee.txt", "60"), ("/clips/fee (1).txt", later)):
        article = Article(key, "Mooring gets dearer", said.format(sum_) + rest, outlet="Quay Mirror")
        index.add_articles([item(article)])
    found = index.search_passages("What does mooring at the northern quay cost?", 5)
    told = [each for each in found if each.article.title == "Mooring gets dearer"]
    assert {each.article.key for each in told} == {"/clips/fee (1).txt"}
    assert all(len(each.carried_by) == 1 for each in told)
