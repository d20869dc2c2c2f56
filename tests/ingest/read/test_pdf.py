"""PDFs: paragraphs, headlines, furniture, properties, and files that cannot be read."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from errors import LimitError, ReadError
from ingest.documents.allowance import ReadingAllowance
from ingest.documents.document import Document
from ingest.read.pdf import read_pdf
from news.article import Article
from tests.ingest.read.papers import Ink, column, pdf

FERRY = [
    "The ferry to Ormsay stopped on Monday after a crack was",
    "found in its hull, the harbour board said. Tickets for all",
    "crossings until the end of the month are refunded at the",
    "quay.",
]
ISLAND = [
    "Islanders now rely on a fishing boat that takes six people",
    "at a time. The board said that a well-known yard on the",
    "mainland would begin with the repair on Thursday, and that",
    "it would take a week.",
]
BOTH = f"{' '.join(FERRY)}\n\n{' '.join(ISLAND)}"


def read(data: bytes, name: str = "scan 0815.pdf", allowance: ReadingAllowance | None = None) -> Article:
    (article,) = read_pdf(Document(f"/clips/{name}", name, data), allowance)
    assert isinstance(article, Article)
    return article


def test_lines_become_paragraphs_and_the_largest_type_the_headline() -> None:
    page = [
        Ink(72, 760, "Ferry to Ormsay stopped", 24),
        Ink(72, 734, "by a crack in its hull", 24),
        Ink(72, 700, "By Ann Waters"),
        Ink(72, 680, "4 September 2025"),
        *column(72, 640, FERRY),
        *column(72, 580, ISLAND),
    ]
    article = read(pdf([page], {"Title": "Microsoft Word - ferry_v3.docx"}))
    assert article.title == "Ferry to Ormsay stopped by a crack in its hull"
    assert article.text == BOTH
    assert article.authors == ("Ann Waters",)
    assert article.published == datetime(2025, 9, 4)


def test_indented_paragraphs_without_space_between_them_stay_apart() -> None:
    lines = column(72, 640, [*FERRY, *ISLAND])
    lines[4] = Ink(90, lines[4].y, lines[4].text)
    assert read(pdf([lines])).text == BOTH


def test_columns_are_read_one_after_the_other_and_a_sentence_goes_on_in_the_next() -> None:
    page = [*column(50, 700, [*FERRY, "", ISLAND[0]]), *column(320, 700, ISLAND[1:])]
    page = [ink for ink in page if ink.text]
    assert read(pdf([page])).text == BOTH


def test_a_paragraph_goes_on_over_the_page_and_headers_and_footers_go() -> None:
    def page(number: int, lines: list[str]) -> list[Ink]:
        header = Ink(72, 800, f"The Harbour Post, edition {number}", 9)
        footer = Ink(280, 40, f"Page {number} of 4", 9)
        return [header, *column(72, 700, lines), footer]

    pages = [page(1, FERRY[:2]), page(2, FERRY[2:]), page(3, ISLAND[:3]), page(4, ISLAND[3:])]
    assert read(pdf(pages)).text == BOTH


def test_the_day_at_the_head_of_its_pages_is_the_day_of_issue() -> None:
    def page(lines: list[str], number: int) -> list[Ink]:
        return [
            Ink(72, 800, f"The Harbour Post · Thursday, 4 September 2025 · {number}", 9),
            *column(72, 700, lines),
        ]

    pages = [page(FERRY[:2], 1), page(FERRY[2:], 2), page(ISLAND[:3], 3), page(ISLAND[3:], 4)]
    found = read(pdf(pages, {"CreationDate": "D:20260101120000Z"}))
    assert found.text == BOTH and f"{found.published:%Y-%m-%d}" == "2025-09-04"


def test_a_single_page_number_goes() -> None:
    assert read(pdf([[*column(72, 700, FERRY), Ink(290, 40, "- 7 -")]])).text == " ".join(FERRY)


def test_words_parted_at_the_end_of_a_line_are_whole_again() -> None:
    lines = [
        "The harbour board said that the transpor-",
        "tation of all goods would stop. A well-",
        "known yard, the board's well-known partner, begins on Thurs-",
        "day with the repair of the hull.",
    ]
    assert read(pdf([column(72, 700, lines)])).text == (
        "The harbour board said that the transportation of all goods would stop. A well-known yard, the board's"
        " well-known partner, begins on Thursday with the repair of the hull."
    )


def test_section_headings_are_no_text() -> None:
    page = [
        Ink(72, 760, "Ferry stopped", 24),
        *column(72, 700, FERRY),
        Ink(72, 630, "What islanders do now", 14),
        *column(72, 605, ISLAND),
    ]
    article = read(pdf([page]))
    assert article.text == BOTH
    (heading,) = article.headings
    assert heading.text == "What islanders do now" and article.text[heading.start :] == " ".join(ISLAND)


def test_quotes_survive_exactly() -> None:
    said = (
        "“We did not – and could not – know,” said the board’s chair, “that it’s 40% worse (or €3 m).” It is."
    )
    at = said.index(" chair")
    lines = [said[:at], said[at + 1 :]]
    assert read(pdf([column(72, 700, [*lines, *FERRY])])).text.startswith(said)


def test_properties_count_where_the_layout_does_not_tell() -> None:
    info = {
        "Title": "Ferry stopped by crack",
        "Author": "Ann Waters and Bo Reed",
        "CreationDate": "D:20250904140500+02'00'",
    }
    article = read(pdf([column(72, 700, [*FERRY, *ISLAND])], info))
    assert article.title == "Ferry stopped by crack"
    assert article.authors == ("Ann Waters", "Bo Reed")
    assert article.published == datetime(2025, 9, 4, 14, 5, tzinfo=timezone(timedelta(hours=2)))


@pytest.mark.parametrize(
    "title", ["", "untitled", "Document1", "ferry_final.indd", "scan 0815", "(anonymous)", "12"]
)
def test_a_title_that_a_program_left_is_no_headline(title: str) -> None:
    article = read(pdf([column(72, 700, [*FERRY, *ISLAND])], {"Title": title}))
    assert article.title == "scan 0815"


def test_a_protected_file_is_said_to_be_one() -> None:
    with pytest.raises(ReadError, match="password"):
        read(pdf([column(72, 700, FERRY)], locked=True))


@pytest.mark.parametrize("kept", [8, 60, 300])
def test_a_truncated_file_is_said_to_be_one(kept: int) -> None:
    with pytest.raises(ReadError, match="cut off or broken"):
        read(pdf([column(72, 700, FERRY)])[:kept])


def test_too_many_pages_are_refused_before_one_is_read() -> None:
    data = pdf([[Ink(72, 700, "Ferry")]] * 12)
    with pytest.raises(LimitError, match=r"12 pages.*DATELINE_MAX_PAGES=10"):
        read(data, allowance=ReadingAllowance(max_pages=10))


def test_pages_without_anything_are_no_article() -> None:
    with pytest.raises(ReadError, match="no text"):
        read(pdf([[]]))


@pytest.mark.shared
def test_two_columns_as_latex_sets_them(shared: Path) -> None:
    path = shared / "data/hostile/pdf_samples/026-latex-multicolumn/multicolumn.pdf"
    article = read(path.read_bytes(), path.name)
    assert article.title == "Two-Column Document with Lorem Ipsum"
    assert "consectetuer adipiscing elit. Ut purus elit" in article.text and "\ufffe" not in article.text
