"""The same story is recognised through the ways papers disguise it, and different stories stay apart."""

from __future__ import annotations

import pytest

from vectorstore.catalogue.story_sketch import compute_bands, is_same_story, is_same_text, make_sketch

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
    first, second = make_sketch(one), make_sketch(other)
    return bool(set(compute_bands(first)) & set(compute_bands(second))) and is_same_story(first, second)


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
    assert not is_same_story(make_sketch(PARAGRAPHS[0]), make_sketch(filler + PARAGRAPHS[0]))


@pytest.mark.parametrize("text", ["", "one", "two words", "\x00"])
def test_tiny_texts_are_no_error(text: str) -> None:
    assert not is_same_story(make_sketch(text), make_sketch(STORY))
    assert len(compute_bands(make_sketch(text))) in (0, 64)


def test_the_same_form_filled_with_other_numbers_is_another_story() -> None:
    form = (
        "The Treasury held {} million crowns at the central bank on {}, against {} million a day before. In the "
        "year so far it has held {} million on average, the daily statement of the ministry said."
    )
    monday, tuesday = form.format(120, "Monday", 133, 127), form.format(141, "Tuesday", 120, 129)
    assert is_same_text(make_sketch(monday), make_sketch(tuesday)) and not is_same_story(
        make_sketch(monday), make_sketch(tuesday)
    )


MARKET = (
    "Shares in Ellery closed at {} points on {}, {} percent higher. Traders at Marant Bank and the Dunmore Exchange"
    " pointed to talks between the Central Bank and the Treasury in Ormsay. The crown stood at {} dollars in late"
    " trading, and herring at {} crowns a barrel, according to the Harbour Exchange. In Dunmore and in Port Ellery"
    " the indices of smaller companies moved little, and the Exchange said volumes were thin before the holiday."
)


def test_the_reports_of_two_days_in_one_form_are_two_stories() -> None:
    monday = MARKET.format("15,310", "Monday", "0.4", "1.0871", "61")
    tuesday = MARKET.format("15,472", "Tuesday", "1.1", "1.0914", "63")
    assert is_same_text(make_sketch(monday), make_sketch(tuesday))
    assert not is_same_story(make_sketch(monday), make_sketch(tuesday))
    assert is_same_story(make_sketch(monday), make_sketch(f"ELLERY (Nordwire) - {monday}"))


def test_a_figure_that_was_corrected_leaves_the_story_one() -> None:
    first = MARKET.format("15,310", "Monday", "0.4", "1.0871", "61")
    assert is_same_story(make_sketch(first), make_sketch(first.replace("61 crowns", "62 crowns")))
