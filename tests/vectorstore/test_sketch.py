"""The same story is recognised through the ways papers disguise it, and different stories stay apart."""

from __future__ import annotations

import pytest

from vectorstore.sketch import bands, same_story, shingles

PARAGRAPHS = [
    "The harbour board of Port Ellery voted on Tuesday to spend 14 million crowns on a new breakwater after "
    "three winters in which storms closed the fish market for a total of 41 days.",
    "Board chair Ilse Marant said the old wall had been patched so often that nobody could say what it was "
    "made of, and that the insurers had lost their patience.",
    "Work is to begin in March and should end before the herring season of the following year, provided the "
    "quarry at Dunmore can deliver the granite on time.",
]
STORY = "\n\n".join(PARAGRAPHS)


def linked(one: str, other: str) -> bool:
    first, second = shingles(one), shingles(other)
    return bool(set(bands(first)) & set(bands(second))) and same_story(first, second)


@pytest.mark.parametrize("cut", range(3))
@pytest.mark.parametrize("dateline", ["", "PORT ELLERY, March 3 (Nordwire) - ", "LONDON (Reuters) — "])
def test_agency_copy_is_recognised(dateline: str, cut: int) -> None:
    copy = [paragraph for number, paragraph in enumerate(PARAGRAPHS) if number != cut]
    assert linked(STORY, dateline + "\n\n".join(copy))


def test_case_and_punctuation_do_not_hide_a_copy() -> None:
    assert linked(STORY, STORY.upper().replace(",", " -"))


def test_another_story_about_the_same_harbour_stays_apart() -> None:
    other = (
        "The harbour board of Port Ellery will meet again in June to discuss fees for pleasure boats, which "
        "have not risen since 2011. Board chair Ilse Marant said no decision had been taken."
    )
    assert not linked(STORY, other)


def test_results_that_share_a_form_stay_apart() -> None:
    assert not linked(
        "Qtly div 12 cts vs 11 cts prior. Payable May 4. Record April 9.",
        "Qtly div 30 cts vs 28 cts prior. Payable June 15. Record May 29.",
    )


def test_a_round_up_is_not_the_brief_that_it_holds() -> None:
    filler = " ".join(
        f"Item {n} of the week concerns village {n} and its mayor number {n * 7}." for n in range(90)
    )
    assert not same_story(shingles(PARAGRAPHS[0]), shingles(filler + PARAGRAPHS[0]))


@pytest.mark.parametrize("text", ["", "one", "two words", "\x00"])
def test_tiny_texts_are_no_error(text: str) -> None:
    assert not same_story(shingles(text), shingles(STORY))
