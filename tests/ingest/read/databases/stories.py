"""Invented articles that exports hold, and what is read from an export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ingest.documents.document import Document, Outcome, Problem
from ingest.read.kinds import read_document
from news.article import Article


@dataclass(frozen=True)
class Story:
    """An article that an export holds."""

    headline: str
    outlet: str
    day: date
    body: tuple[str, ...]
    byline: str = ""
    section: str = ""
    page: str = ""
    tags: tuple[str, ...] = ()
    number: str = ""

    @property
    def text(self) -> str:
        return "\n\n".join(self.body)


STORIES = (
    Story(
        "Harbour bridge stays shut until spring",
        "The Calder Ledger",
        date(2013, 3, 5),
        (
            "The harbour bridge at Ormsay stays shut until the spring, the port authority said on Monday, after divers had"
            " found cracks in two of its nine piers. Lorries take the road over Denholm meanwhile.",
            '"We would rather lose a winter than a lorry," said Una Breck, who has run the port since 2009. The repair costs'
            " 3.4 million euros.",
            "Shopkeepers in the old town speak of half their usual trade.",
        ),
        byline="Tamsin Okoro",
        section="NEWS",
        page="3",
        tags=("BRIDGES", "PORTS"),
        number="CALED00020130305e9350001v",
    ),
    Story(
        "Choir of Veldhaven sings for the lifeboat",
        "Veldhaven Courier",
        date(2014, 12, 29),
        (
            "Forty singers filled the fish hall of Veldhaven on Saturday night and brought in 11,200 euros for a new lifeboat.",
            "The old boat, built in 1979, was out 31 times this year. It is to be kept as a museum piece, harbour master Jan"
            ' Roos said: "She has earned a dry berth."',
        ),
        byline="Pieter van Aalst and Ida Holm",
        section="CULTURE",
        page="A12",
        tags=("MUSIC",),
        number="VELCO00020141229eact0002b",
    ),
    Story(
        "Bakery strike ends after nine days",
        "Northgate Post",
        date(2012, 8, 1),
        (
            "Bakers in Northgate go back to their ovens on Thursday: both sides agreed on 4.1 percent more pay.",
            "The strike had emptied the shelves of 60 shops.",
        ),
        number="NGPST00020120801e8810000c",
    ),
)


def outcomes(data: bytes | str, name: str) -> list[Outcome]:
    """What is read from an export of this name."""
    data = data.encode("utf-8") if isinstance(data, str) else data
    return list(read_document(Document(f"/clips/{name}", name, data)))


def articles(data: bytes | str, name: str) -> list[Article]:
    """The articles of an export, none of whose parts may fail."""
    found = outcomes(data, name)
    assert not [each for each in found if isinstance(each, Problem)], found
    return [each for each in found if isinstance(each, Article)]


def facts(article: Article) -> tuple[str, str | None, date | None, str]:
    """Headline, outlet, day and body of an article."""
    day = article.published.date() if article.published else None
    return article.title, article.outlet, day, article.text


def expected(stories: Sequence[Story] = STORIES) -> list[tuple[str, str | None, date | None, str]]:
    """What :func:`facts` gives of these stories where all was read right."""
    return [(each.headline, each.outlet, each.day, each.text) for each in stories]


def rtf(lines: Sequence[str]) -> bytes:
    """An RTF file of these paragraphs; letters beyond ASCII as RTF writes them."""

    def written(text: str) -> str:
        text = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
        return "".join(each if ord(each) < 128 else f"\\u{ord(each)}?" for each in text)

    body = "\n".join(f"{{\\pard {written(line)}\\par}}" for line in lines)
    return f"{{\\rtf1\\ansi\\deff0{{\\fonttbl{{\\f0 Arial;}}}}\n{body}\n}}".encode("ascii")
