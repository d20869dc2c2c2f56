"""Printed pages: initials, footnotes, columns in any order, running heads, printers' marks."""

from __future__ import annotations

import pytest

from ingest.documents.document import Document
from ingest.read.pdf import read_pdf
from news.article import Article
from tests.ingest.read.papers import Ink, column, pdf

NIGHT = [
    "n the third night of the frost the canal at Tarn",
    "froze over, and by noon some two hundred people",
    "had walked to the other bank. The water board had",
    "closed the locks the evening before, it said.",
]
BANK = [
    "Nobody broke in, but a cart with milk was lost, and",
    "its driver, Ulla Brook, wants 900 crowns for it. The",
    "board will answer her by Friday.",
]


def read(*pages: list[Ink], crop: tuple[int, int, int, int] | None = None) -> Article:
    (article,) = read_pdf(Document("/clips/paper.pdf", "paper.pdf", pdf(pages, crop=crop)))
    assert isinstance(article, Article)
    return article


def test_an_initial_over_three_lines_belongs_to_its_word() -> None:
    beside = [Ink(82, 700 - 12 * at, line) for at, line in enumerate(NIGHT[:3])]
    text = read([Ink(50, 677, "O", 34), *beside, Ink(50, 664, NIGHT[3])]).text
    assert text == f"O{' '.join(NIGHT)}"


@pytest.mark.parametrize(
    ("initial", "first", "wanted"),
    [
        ("A", "storm took the pier, and the storm of Friday", "A storm took the pier"),
        ("A", "fter the storm the pier was gone, and nobody", "After the storm"),
        ("\u201cW", "e shall build it anew,\u201d said the mayor of Tarn", "\u201cWe shall build"),
    ],
)
def test_an_initial_that_is_a_word_stays_one(initial: str, first: str, wanted: str) -> None:
    more = ["knew on Saturday who would pay for another one,", "said Ulla Brook, who sells tickets there."]
    lines = [Ink(82, 700, first), Ink(82, 688, more[0]), Ink(50, 676, more[1])]
    assert read([Ink(50, 690, initial, 26), *lines]).text.startswith(wanted)


def test_a_section_letter_is_no_initial() -> None:
    page = [Ink(50, 780, "B", 30), *column(50, 700, BANK), *column(50, 640, ["Locks closed.", *BANK])]
    assert read(page).text.startswith("Nobody broke in")


@pytest.mark.parametrize("raised", [True, False])
def test_a_footnote_stands_apart_and_its_mark_is_gone(raised: bool) -> None:
    said = "its driver, Ulla Brook, wants 900 crowns for it."
    mark = [Ink(50, 688, said), Ink(295, 692, "2", 6)] if raised else [Ink(50, 688, f"{said}2")]
    page = [
        Ink(50, 700, BANK[0]),
        *mark,
        *column(50, 676, ["The board will answer her by Friday, and the town", "would then"]),
        Ink(50, 60, "2 The cart had been built at Tarn in 1911, by a", 8),
        Ink(50, 50, "wheelwright of that town.", 8),
    ]
    after = column(50, 700, ["lend her another one until then."])
    text = read(page, after).text
    assert f"{said} The board" in text
    assert "the town would then lend her another one until then." in text
    assert text.endswith("2 The cart had been built at Tarn in 1911, by a wheelwright of that town.")


def test_figures_that_are_no_marks_stay() -> None:
    lines = [
        "The lake has 12 km2 of water, and the gas CO2 is",
        "measured at lock 4. Of version 1.2 nobody knows.",
    ]
    assert read(column(50, 700, lines)).text == " ".join(lines)


def test_columns_that_were_drawn_from_the_right_are_read_from_the_left() -> None:
    left = [
        "The canal at Tarn froze over on Monday, and by",
        *NIGHT[1:],
        "Skates for children were sold out in town by",
    ]
    right = ["Friday, when the thaw began. The water board", *BANK]
    head = [Ink(50, 770, "Canal frozen, skates sold out", 24)]
    page = [*head, *column(320, 700, right), *column(50, 700, left)]
    assert read(page).text == read([*head, *column(50, 700, left), *column(320, 700, right)]).text
    assert "sold out in town by Friday, when the thaw began." in read(page).text


def test_three_columns_drawn_in_any_order_under_a_wide_picture_line() -> None:
    columns = [[f"Word{at} goes on for a while in row {row}," for row in range(5)] for at in "abc"]
    drawn = [
        inks for x, lines in zip((390, 220, 50), columns[::-1], strict=True) for inks in column(x, 600, lines)
    ]
    text = read(
        [
            Ink(
                50,
                640,
                "A line under a picture that runs over the whole width of the page, from edge to edge",
            ),
            *drawn,
        ]
    ).text
    places = [text.index(f"Word{at}") for at in "abc"]
    assert places == sorted(places)


@pytest.mark.parametrize("begins", ["Ulla Brook, who sells", "2,400 people who sell"])
def test_a_sentence_goes_on_over_a_column_with_a_capital_or_a_figure(begins: str) -> None:
    left = [
        "The canal at Tarn froze over on Monday night, and",
        "that was no surprise. Tickets were sold to the last by",
    ]
    right = [f"{begins} them at the lock, the board said,", "and nobody asked for money back."]
    text = read([*column(50, 700, left), *column(330, 700, right)]).text
    assert f"to the last by {begins} them" in text


@pytest.mark.parametrize("pages", [2, 4])
def test_a_running_head_is_no_text_also_of_two_pages(pages: int) -> None:
    bodies = [NIGHT[:2], NIGHT[2:], BANK[:2], BANK[2:]][:pages]
    head = [Ink(50, 805, "TARN WEEKLY Winter 1911", 8)]
    printed = [
        [*head, *column(50, 700, lines), Ink(290, 30, str(7 + at), 8)] for at, lines in enumerate(bodies)
    ]
    text = read(*printed).text
    assert text.split() == " ".join(line for lines in bodies for line in lines).split()


@pytest.mark.parametrize(
    "slug", [Ink(60, 12, "paper_p07_final3.indd 7"), Ink(300, 835, "Cyan Magenta Yellow 12:04")]
)
def test_what_stands_outside_the_page_as_it_is_shown_is_no_text(slug: Ink) -> None:
    article = read([*column(60, 700, BANK), slug], crop=(40, 40, 555, 802))
    assert article.text == " ".join(BANK)
