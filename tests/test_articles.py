"""The sample articles: what a newcomer asks first must be read right, and be what the README says it is."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path

import pytest

from ingest.documents.allowance import MAX_BYTES
from ingest.documents.document import Document, Note, Problem
from ingest.read.kinds import read_document
from ingest.runs.find import find_files, load_file
from news.article import Article

ARTICLES = Path(__file__).parents[1] / "articles"
LEDGER, COURIER, POST, WEEKLY, WIRE = (
    "The Calder Ledger",
    "Northshore Courier",
    "Meridian Post",
    "Harbour Business Weekly",
    "Tidewire",
)
TRAM = ("Sandling tram", "Port Calder")
WATER = ("Halvern", "Drought", "Water")
FERRIES = ("Orrin Ferries", "Nordsund")
STRIKE = ("Orrin Ferries", "Strike", "Islands")
HOSPITAL = ("Calder General Hospital", "Cyber attack")
WIND = ("Skerry Bank", "Wind power")
HELMET = ("Brannoch helmet", "Calder Museum")
EXPECTED: dict[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]] = {
    # headline: outlet, local time of publication, authors, tags
    "Sandling tram to open on 30 August, city promises": (
        LEDGER,
        "2025-02-11 18:20",
        ("Martin Oakes",),
        (*TRAM, "Transport"),
    ),
    "Sandling tram will cost 412 million euros, auditors find": (
        LEDGER,
        "2025-05-20 11:45",
        ("Martin Oakes", "Rosa Idris"),
        (*TRAM, "Budget"),
    ),
    "Tram bill rises to 386 million euros": (POST, "2025-05-21 06:00", ("Sofia Marchetti",), TRAM),
    "No tram to Sandling before spring": (POST, "2025-07-29 17:10", ("Sofia Marchetti",), TRAM),
    "First tram reaches Sandling, at walking pace and without passengers": (
        LEDGER,
        "2025-11-18 07:15",
        ("Martin Oakes",),
        (*TRAM, "Transport"),
    ),
    "Halvern reservoir little more than half full after dry spring": (
        COURIER,
        "2025-06-03 08:00",
        ("Beth Anscombe",),
        WATER,
    ),
    "Hosepipe ban from Friday for 310,000 homes": (COURIER, "2025-06-24 00:00", ("Beth Anscombe",), WATER),
    "Halvern at 31 per cent: farms lose half of their water": (
        COURIER,
        "2025-08-05 17:30",
        ("Beth Anscombe", "Piet Corrie"),
        ("Halvern", "Drought", "Farming"),
    ),
    "Rain ends the hosepipe ban earlier than expected": (
        COURIER,
        "2025-09-23 00:00",
        ("Beth Anscombe",),
        WATER,
    ),
    "Nordsund offers 215 million euros for Orrin Ferries": (
        WIRE,
        "2025-03-06 08:12",
        ("Mila Sorensen",),
        FERRIES,
    ),
    "Orrin ferry crews vote to strike over Easter": (LEDGER, "2025-04-10 16:05", (), STRIKE),
    "Island ferry crews vote for Easter strike": (COURIER, "2025-04-10 16:40", ("Tidewire",), STRIKE),
    "Ferries sail again as Orrin crews win 6 per cent": (
        LEDGER,
        "2025-04-22 09:30",
        ("Rosa Idris",),
        ("Orrin Ferries", "Strike"),
    ),
    "Nordsund completes purchase of Orrin Ferries": (WIRE, "2025-06-26 16:30", ("Mila Sorensen",), FERRIES),
    "Cyber attack shuts down Calder General": (POST, "2025-08-14 13:25", ("Hamid Rowe",), HOSPITAL),
    "Data of 61,000 patients copied in hospital attack": (
        POST,
        "2025-08-21 10:00",
        ("Hamid Rowe", "Sofia Marchetti"),
        HOSPITAL,
    ),
    "Correction: hospital attack concerned 16,000 patients, not 61,000": (
        POST,
        "2025-08-23 09:00",
        ("Hamid Rowe",),
        (*HOSPITAL, "Correction"),
    ),
    "Calder General restores its last systems, eight weeks after attack": (
        COURIER,
        "2025-10-09 00:00",
        ("Nadia Blom",),
        HOSPITAL,
    ),
    "Vantor plans 54 turbines on Skerry Bank": (WEEKLY, "2025-03-18 07:30", ("Ewan Lockhart",), WIND),
    "Ministry permits a smaller wind farm on Skerry Bank": (
        WEEKLY,
        "2025-07-17 14:00",
        ("Ewan Lockhart",),
        WIND,
    ),
    "Fishermen take Skerry Bank wind farm to court": (WIRE, "2025-12-04 11:15", ("Mila Sorensen",), WIND),
    "Thieves take bronze helmet from Calder Museum": (
        LEDGER,
        "2025-03-28 12:10",
        ("Yusuf Tarrant",),
        (*HELMET, "Crime"),
    ),
    "Police arrest former guard in museum theft": (WIRE, "2025-05-09 15:48", ("Jon Feddersen",), HELMET),
    "Stolen Brannoch helmet found in Rotterdam": (WIRE, "2025-11-06 12:20", ("Jon Feddersen",), HELMET),
    "Rovers win the cup for the first time": (
        LEDGER,
        "2025-05-25 21:55",
        ("Callum Reid",),
        ("Calder Rovers", "Football"),
    ),
    "Lindqvist leaves Rovers for the national team": (
        WIRE,
        "2025-06-12 10:05",
        ("Jon Feddersen",),
        ("Calder Rovers", "Football"),
    ),
    "Solvay and Reyle clash over tram and rents in last debate": (
        COURIER,
        "2025-10-02 22:15",
        ("Nadia Blom",),
        ("Port Calder", "Election"),
    ),
    "Reyle unseats Solvay by 1,127 votes": (
        POST,
        "2025-10-13 01:40",
        ("Sofia Marchetti",),
        ("Port Calder", "Election"),
    ),
    "Storm petrels are back on Inish Keel": (
        COURIER,
        "2025-07-08 00:00",
        ("Piet Corrie",),
        ("Birds", "Inish Keel"),
    ),
}


def _loaded(path: Path | Problem | Note) -> Document:
    assert isinstance(path, Path), path
    return load_file(path, MAX_BYTES)


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    """By headline, read as the pipeline reads them."""
    outcomes = [outcome for path in find_files([str(ARTICLES)]) for outcome in read_document(_loaded(path))]
    assert all(isinstance(outcome, Article) for outcome in outcomes), outcomes
    return {article.title: article for article in outcomes if isinstance(article, Article)}


def test_every_article_is_read_with_its_facts(articles: dict[str, Article]) -> None:
    read_as = {
        title: (a.outlet, f"{a.published:%Y-%m-%d %H:%M}", a.authors, a.tags) for title, a in articles.items()
    }
    assert read_as == EXPECTED


def test_no_page_furniture_is_taken_for_text(articles: dict[str, Article]) -> None:
    for article in articles.values():
        assert 130 <= len(article.text.split()) <= 450, article.title
        assert not any(
            word in article.text for word in ("rights reserved", "Most read", "Quay Street", "---", "Photo")
        )
        assert article.title not in article.text


def test_decks_and_section_headings(articles: dict[str, Article]) -> None:
    decks = {title: article.deck for title, article in articles.items() if article.deck}
    assert (
        decks["Rovers win the cup for the first time"] == "Amakye scores twice in front of 31,400 in Eastmoor"
    )
    assert decks["Reyle unseats Solvay by 1,127 votes"] == "After eight years Port Calder gets a new mayor"
    headings = {title: [h.text for h in article.headings] for title, article in articles.items()}
    assert headings["Solvay and Reyle clash over tram and rents in last debate"] == ["Rents", "Water"]
    assert headings["Tram bill rises to 386 million euros"] == ["A loan of 50 million"]
    assert headings["Sandling tram will cost 412 million euros, auditors find"] == [
        "'We should have said so earlier'"
    ]


def test_weekdays_named_beside_a_date_are_those_of_the_calendar() -> None:
    months = "January February March April May June July August September October November December".split()  # noqa: SIM905
    pattern = re.compile(rf"(\w+day),? (\d\d?) ({'|'.join(months)})(?: (\d{{4}}))?")
    found = 0
    for path in ARTICLES.rglob("*.*"):
        for weekday, day, month, year in pattern.findall(path.read_text("utf-8")):
            found += 1
            assert f"{datetime(int(year or 2025), months.index(month) + 1, int(day)):%A}" == weekday, (
                path.name
            )
    assert found >= 5


def test_the_jsonl_is_one_row_a_line() -> None:
    rows = [json.loads(line) for line in (ARTICLES / "tidewire.jsonl").read_text("utf-8").splitlines()]
    assert len({row["id"] for row in rows}) == len(rows)
