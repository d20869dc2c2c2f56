"""PDF: exports of databases, and press reviews with a table of contents."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Sequence

import pytest
from babel.dates import format_date

from ingest.documents.document import Document
from ingest.read.kinds import read_document
from tests.ingest.read.databases.factiva_exports import factiva_plain
from tests.ingest.read.databases.nexis_exports import TONGUES, long_day
from tests.ingest.read.databases.other_exports import newsbank_txt
from tests.ingest.read.databases.stories import STORIES, Story, articles, expected, facts
from tests.ingest.read.papers import Ink, pdf

TOP, STEP, WIDTH = 780, 12, 84


def printed(paragraphs: Sequence[tuple[str, float]]) -> list[Ink]:
    """Paragraphs, each with its type size, set below one another, the long ones with a line between."""
    inks, y = [], float(TOP)
    for text, size in paragraphs:
        lines = textwrap.wrap(text, int(WIDTH * 10 / size)) or [""]
        for line in lines:
            inks.append(Ink(72, y, line, size))
            y -= STEP * size / 10
        y -= STEP if len(lines) > 1 or size > 10 else 0
    return inks


def numbered(pages: list[list[Ink]]) -> list[list[Ink]]:
    """The pages with their numbers at the foot."""
    return [[*page, Ink(290, 30, str(number))] for number, page in enumerate(pages, 1)]


@pytest.mark.parametrize("code", ["en", "de", "fr"])
def test_nexis_uni(code: str) -> None:
    tongue = TONGUES[code]
    pages = [
        printed(
            [(line.format(all=3), 10) for line in tongue.cover]
            + [(f"{n}. {s.headline}", 10) for n, s in enumerate(STORIES, 1)]
        )
    ]
    for story in STORIES:
        labels = [(f"{tongue.labels[0].title()}: {story.byline}", 10.0)] if story.byline else []
        pages.append(
            printed(
                [
                    (story.headline, 14),
                    (story.outlet, 10),
                    (long_day(story.day, tongue), 10),
                    (f"Copyright {story.day.year} {story.outlet}", 10),
                    (f"{tongue.labels[2].title()}: 70 {tongue.words}", 10),
                    *labels,
                    (tongue.body, 11),
                    *((each, 10) for each in story.body),
                    (tongue.classification, 11),
                    ("Language: ENGLISH", 10),
                    (tongue.end, 10),
                ]
            )
        )
    found = articles(pdf(numbered(pages)), "Files.PDF")
    assert [facts(each) for each in found] == expected()
    assert found[1].authors == ("Pieter van Aalst", "Ida Holm")


def test_factiva_and_newsbank() -> None:
    lines = [line for line in factiva_plain() if line and "Publishers" not in line]
    pages = [printed([(line, 10) for line in part]) for part in (lines[:15], lines[15:26], lines[26:])]
    assert [facts(each) for each in articles(pdf(numbered(pages)), "Factiva.pdf")] == expected()
    bank = newsbank_txt().split("\n\n")
    cut = [0, *(n + 1 for n, line in enumerate(bank) if line.startswith("Copyright"))]
    pages = [printed([(line, 10) for line in bank[a:b]]) for a, b in itertools.pairwise(cut)]
    assert [(each.title, each.text) for each in articles(pdf(pages), "NewsBank.pdf")] == [
        (s.headline, s.text) for s in STORIES
    ]


def review(stories: Sequence[Story], entry: str, source: str) -> bytes:
    """A press review: a cover with the contents, then a page for each clipping."""
    listed = [
        entry.format(headline=s.headline, outlet=s.outlet, dots="." * 20, page=n)
        for n, s in enumerate(stories, 2)
    ]
    pages = [
        [
            Ink(72, TOP, "Press review of the harbour board", 18),
            *(Ink(72, 700 - 14 * n, line) for n, line in enumerate(listed)),
        ]
    ]
    for story in stories:
        said = source.format(
            outlet=story.outlet, day=format_date(story.day, "d MMMM y", "en"), page=story.page or 1
        )
        above, _, below = said.rpartition("^")
        rows = [
            *([(above, 10.0)] if above else []),
            (story.headline, 14.0),
            *([(below, 10.0)] if below else []),
        ]
        rows += [(f"By {story.byline}", 10.0)] if story.byline else []
        pages.append(printed([*rows, *((each, 10.0) for each in story.body)]))
    return pdf(numbered(pages))


@pytest.mark.parametrize(
    "entry",
    ["{headline} {dots} {page}", "{headline} ({outlet})   {page}", "{outlet}: {headline} {dots}{page}"],
)
@pytest.mark.parametrize(
    "source", ["{outlet}, {day}, p. {page}", "{outlet} | {day} | Page {page}^", "{day} - {outlet}^"]
)
def test_a_press_review_with_a_table_of_contents(entry: str, source: str) -> None:
    found = articles(review(STORIES, entry, source), "press review.pdf")
    assert [facts(each) for each in found] == expected()
    assert [each.authors for each in found] == [("Tamsin Okoro",), ("Pieter van Aalst", "Ida Holm"), ()]


def test_a_report_with_numbers_at_its_lines_ends_is_one_article() -> None:
    rows = [
        ("Harbour report", 16.0),
        *((f"Crossings in {year} {year - 1900}", 10.0) for year in range(2001, 2009)),
        (STORIES[0].text, 10.0),
    ]
    (article,) = read_document(
        Document("/clips/report.pdf", "report.pdf", pdf([printed(rows), printed([(STORIES[1].text, 10.0)])]))
    )
    assert "Harbour report" in str(article)
