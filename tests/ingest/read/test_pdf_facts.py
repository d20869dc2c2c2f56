"""What a PDF prints counts before what its file says; its tables keep their columns."""

from __future__ import annotations

from datetime import datetime

import pytest

from ingest.documents.document import Document
from ingest.read.pdf import read_pdf
from news.article import Article
from tests.ingest.read.papers import Ink, column, pdf

TEXT = [
    "The authority counted passengers on three lines last year.",
    "The table gives them in thousands, as every year, and the",
    "board will talk about it when it meets in the town hall.",
]
MORE = [
    "The quay was closed for the whole of 2024, as its ramp was",
    "renewed. Fares did not change, said the board on Friday.",
]
FILE = {"CreationDate": "D:20251129152740Z"}


def read(data: bytes) -> Article:
    (article,) = (
        each for each in read_pdf(Document("/clips/x.pdf", "x.pdf", data)) if isinstance(each, Article)
    )
    return article


def row(y: float, *cells: str) -> list[Ink]:
    return [Ink(x, y, text) for x, text in zip((60, 180, 290, 400), cells, strict=False) if text]


@pytest.mark.parametrize("names", [("Line", "2023", "2024", "2025"), ("Line", "Bikes", "Cars", "People")])
def test_a_table_keeps_its_columns_and_its_empty_cells(names: tuple[str, ...]) -> None:
    table = [
        *row(600, *names),
        *row(582, "Skarn Isle", "212", "240", "198"),
        *row(564, "Ostrand", "88", "", "91"),
        *row(546, "Great Quay", "31", "35", "40"),
    ]
    page = [
        Ink(60, 760, "Ferries carry fewer people", 20),
        *column(60, 700, TEXT),
        *table,
        *column(60, 500, MORE),
    ]
    parts = read(pdf([page])).text.split("\n\n")
    a, b, c, d = names
    assert f"{a}: Ostrand | {b}: 88 | {c}: – | {d}: 91" in parts
    assert f"{a}: Skarn Isle | {b}: 212 | {c}: 240 | {d}: 198" in parts
    assert parts[0] == " ".join(TEXT) and parts[-1] == " ".join(MORE)


@pytest.mark.parametrize(
    ("line", "outlet", "authors"),
    [
        ("Ostrand Port Authority, 2 April 2025", "Ostrand Port Authority", ()),
        ("By Nora Lind, 2 April 2025", None, ("Nora Lind",)),
        ("2 April 2025", None, ()),
    ],
)
@pytest.mark.parametrize("author", ["anonymous", "(unknown)", "Microsoft Office User"])
def test_what_is_printed_counts_before_the_file(
    line: str, outlet: str | None, authors: tuple[str, ...], author: str
) -> None:
    page = [
        Ink(60, 760, "Ferries carry fewer people", 20),
        Ink(60, 735, line),
        *column(60, 708, [*TEXT, *MORE]),
    ]
    article = read(pdf([page], {**FILE, "Author": author}))
    assert article.published == datetime(2025, 4, 2)
    assert (article.outlet, article.authors) == (outlet, authors)
    assert article.text.startswith(TEXT[0])


@pytest.mark.parametrize(
    ("line", "facts"),
    [
        ("Printed for the author, at the Quay, in the year 1762", {}),
        ("From the Ostrand Gazette of March 1788", {}),
        ("A letter to the harbour master", {"Producer": "Internet Archive PDF 1.4"}),
        ("A letter to the harbour master", {"Creator": "ABBYY FineReader 11"}),
    ],
)
def test_the_day_of_a_scan_is_no_day_of_publication(line: str, facts: dict[str, str]) -> None:
    page = [Ink(60, 760, "A true account of the ferry", 20), Ink(60, 735, line), *column(60, 700, TEXT)]
    assert read(pdf([page], {"CreationDate": "D:20120301120000Z", **facts})).published is None


def test_the_day_of_a_file_stays_where_nothing_else_is_known() -> None:
    page = [Ink(60, 760, "Ferries carry fewer people", 20), *column(60, 700, TEXT)]
    found = read(pdf([page], FILE)).published
    assert found is not None and f"{found:%Y-%m-%d}" == "2025-11-29"
