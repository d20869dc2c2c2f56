"""Plain text: scraped pages in the layouts that sites use, notes, Markdown with front matter."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from errors import ReadError
from ingest.documents.document import Document, Note
from ingest.read.text import read_text
from news.article import Article

ONE = "The ferry to Ormsay stopped on Monday after a crack was found in its hull, the harbour board said."
TWO = (
    '"We will not sail until the welds are checked," said Ada Quill, who runs the port. Tickets are refunded.'
)
BODY = f"{ONE}\n\n{TWO}"
TITLE = "Ormsay ferry stopped after crack is found"


def article(text: str, name: str = "page.txt") -> Article:
    (found,) = (
        each
        for each in read_text(Document(f"/clips/{name}", name, text.encode()))
        if isinstance(each, Article)
    )
    return found


@dataclass
class Layout:
    name: str
    text: str
    published: str | None = None
    updated: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    deck: str | None = None
    tags: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    body: str = field(default=BODY)


LAYOUTS = [
    Layout("headline and text", f"{TITLE}\n\n{BODY}"),
    Layout(
        "time run into the date, agency, captions",
        f"{TITLE}\n\n09:157/10/2025, Tuesday\nAA\nFile Photo\nFile Photo\n\n{BODY}\n\n#Ormsay\n#Port Ellery",
        published="2025-10-07T09:15:00",
        outlet="AA",
        tags=("Ormsay", "Port Ellery"),
    ),
    Layout(
        "weekday tells month from day",
        f"{TITLE}\n\nThursday, 04/09/2025 14:05\n\n{BODY}",
        published="2025-09-04T14:05:00",
    ),
    Layout(
        "weekday tells day from month, American order",
        f"{TITLE}\n\nTuesday, 09/02/2025\n\n{BODY}",
        published="2025-09-02T00:00:00",
    ),
    Layout(
        "byline and a published line with a zone",
        f"{TITLE}\nBy Jane Doe\nPublished: 4 September 2025, 14:05 CET\n\n{BODY}",
        published="2025-09-04T14:05:00+01:00",
        authors=("Jane Doe",),
    ),
    Layout(
        "two authors, published and updated",
        f"{TITLE}\n\nBy Jane Doe and Tom Reed\n\nPublished 4 September 2025 09:00\nUpdated 5 September 2025 10:30\n\n{BODY}",
        published="2025-09-04T09:00:00",
        updated="2025-09-05T10:30:00",
        authors=("Jane Doe", "Tom Reed"),
    ),
    Layout(
        "agency line and an American date",
        f"{TITLE}\n\nReuters\nSeptember 4, 2025 2:05 PM\n\n{BODY}",
        published="2025-09-04T14:05:00",
        outlet="Reuters",
    ),
    Layout(
        "dateline with an agency",
        f"{TITLE}\n\nPORT ELLERY (AP) — {BODY}",
        outlet="AP",
        body=f"PORT ELLERY (AP) — {BODY}",
    ),
    Layout(
        "captions and credits between paragraphs",
        f"{TITLE}\n\nPhoto: Ada Quill/Harbour Press\n\n{ONE}\n\n[Photo/Harbour Press]\n\n{TWO}\n\nGetty Images",
    ),
    Layout(
        "captions that are whole sentences",
        f"{TITLE}\n\nFile photo: The ferry lies at its berth.\n\n{ONE}\n\nPicture: Welders at work on Monday.\n\n{TWO}",
    ),
    Layout(
        "share buttons and read more",
        f"{TITLE}\n\nShare\nFacebook\nTwitter\nCopy link\n\n{ONE}\n\nRead more: Why ferries crack\n\n{TWO}\n\nSubscribe",
    ),
    Layout(
        "deck",
        f"{TITLE}\n\nIsland cut off for days as welds are checked\n\n{BODY}",
        deck="Island cut off for days as welds are checked",
    ),
    Layout(
        "dashed section headings",
        f"{TITLE}\n\n{ONE}\n\n- Welds to be checked\n\n{TWO}",
        headings=("Welds to be checked",),
    ),
    Layout(
        "hash headings in a text file",
        f"# {TITLE}\n\n{ONE}\n\n## Welds to be checked\n\n{TWO}",
        headings=("Welds to be checked",),
    ),
    Layout("ISO stamp", f"{TITLE}\n2025-09-04T14:05:00Z\n\n{BODY}", published="2025-09-04T14:05:00+00:00"),
    Layout(
        "German date", f"{TITLE}\n\n4. September 2025, 14:05 Uhr\n\n{BODY}", published="2025-09-04T14:05:00"
    ),
    Layout(
        "outlet, byline and day on one line",
        f"{TITLE}\n\nHarbour Post | By Jo Doe | 3 December 2025, 14:05\n\n{BODY}",
        published="2025-12-03T14:05:00",
        outlet="Harbour Post",
        authors=("Jo Doe",),
    ),
    Layout(
        "an agency and a day, with a time behind another mark",
        f"{TITLE}\n\nAA · 3 December 2025 · 14:05\n\n{BODY}",
        published="2025-12-03T14:05:00",
        outlet="AA",
    ),
    Layout(
        "two days on one line",
        f"{TITLE}\n\nPublished 3 December 2025 - Updated 4 December 2025\n\n{BODY}",
        published="2025-12-03T00:00:00",
        updated="2025-12-04T00:00:00",
    ),
    Layout(
        "a place before the day is no outlet",
        f"{TITLE}\n\nPort Ellery, 3 December 2025\n\n{BODY}",
        published="2025-12-03T00:00:00",
    ),
    Layout(
        "a paper before the day is the outlet",
        f"{TITLE}\n\nThe Harbour Ledger, 3 December 2025\n\n{BODY}",
        published="2025-12-03T00:00:00",
        outlet="The Harbour Ledger",
    ),
    Layout("hashtags on one line", f"{TITLE}\n\n{BODY}\n\n#ferry #Ormsay", tags=("ferry", "Ormsay")),
    Layout("cookie notice", f"{TITLE}\n\nWe use cookies to improve your visit.\nAccept all\n\n{BODY}"),
    Layout(
        "an impossible date is left out",
        f"{TITLE}\n\nPublished: 31/02/2025\n\n{BODY}",
    ),
    Layout(
        "hard-wrapped newswire",
        f"{TITLE}\n\n{ONE[:50]}\n{ONE[50:].strip()}\n    {TWO[:52].strip()}\n{TWO[52:].strip()}\n",
        body=f"{ONE[:50].strip()} {ONE[50:].strip()}\n\n{TWO[:52].strip()} {TWO[52:].strip()}",
    ),
    Layout(
        "a line that ends within what is said",
        f'{TITLE}\n\n{ONE}\n\n"We shall see it again, all of us who were on deck that night,"\nsaid the mate.',
        body=f'{ONE}\n\n"We shall see it again, all of us who were on deck that night," said the mate.',
    ),
]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_layouts(layout: Layout) -> None:
    found = article(layout.text)
    assert found.title == TITLE
    assert found.text == layout.body
    assert (found.published.isoformat() if found.published else None) == layout.published
    assert (found.updated.isoformat() if found.updated else None) == layout.updated
    assert (found.outlet, found.authors, found.deck) == (layout.outlet, layout.authors, layout.deck)
    assert found.tags == layout.tags
    assert tuple(heading.text for heading in found.headings) == layout.headings


def test_a_heading_stands_where_its_paragraph_begins() -> None:
    found = article(f"{TITLE}\n\n{ONE}\n\n- Welds to be checked\n\n{TWO}")
    assert found.text[found.headings[0].start :] == TWO


def test_a_date_that_cannot_be_is_said() -> None:
    outcomes = list(
        read_text(Document("k", "page.txt", f"{TITLE}\n\nPublished: 31/02/2025\n\n{BODY}".encode()))
    )
    assert any(isinstance(each, Note) and "31/02/2025" in each.text for each in outcomes)


@pytest.mark.parametrize(
    "note",
    [
        ONE,
        f"{ONE}\n\n{TWO}",
        f"{ONE}\n{TWO}",
        f"{ONE} {TWO}\n\nShare prices fell. Read more of this at home, he said.\n\n- A list that ends in a stop.",
        "one\ntwo\nthree",
    ],
)
def test_a_plain_note_keeps_every_word(note: str) -> None:
    found = article(note, "ferry-note.txt")
    kept = " ".join([found.title, found.deck or "", found.text, *(h.text for h in found.headings)])
    assert set(note.replace("- ", "").split()) <= set(kept.split())


FRONT = """---
title: Ormsay ferry stopped
outlet: Port Ellery Post
author: [Jane Doe, Tom Reed]
date: 2025-09-04T14:05:00+02:00
tags: [ferry, Ormsay]
url: https://post.example/ferry
---
# Ormsay ferry stopped

{one}

## The *welds*

{two}
"""


def test_markdown_with_front_matter() -> None:
    found = article(FRONT.format(one=ONE, two=TWO), "ferry.md")
    assert (found.title, found.outlet, found.text) == ("Ormsay ferry stopped", "Port Ellery Post", BODY)
    assert found.published == datetime.fromisoformat("2025-09-04T14:05:00+02:00")
    assert found.authors == ("Jane Doe", "Tom Reed") and found.tags == ("ferry", "Ormsay")
    assert found.key == found.url == "https://post.example/ferry"
    assert [heading.text for heading in found.headings] == ["The welds"]


def test_front_matter_runs_no_code() -> None:
    hostile = "---\ntitle: !!python/object/apply:os.system ['true']\n---\nText of the article."
    with pytest.raises(ReadError, match="front matter"):
        article(hostile, "x.md")


@pytest.mark.shared
def test_the_scraped_page(shared: Path) -> None:
    path = shared / "articles" / "nato-chief-troops-ukraine.txt"
    found = article(path.read_text(encoding="utf-8"))
    assert (found.outlet, found.published) == ("AA", datetime(2025, 9, 4, 14, 5))
    assert len(found.headings) == 2 and len(found.tags) == 4
    assert "File Photo" not in found.text


def test_a_single_paragraph_without_a_full_stop_is_the_text() -> None:
    text = "The ferry to Ormsay stopped on Monday. Tickets are refunded at the quay, number 5"
    found = article(f"{TITLE}\n\n{text}")
    assert (found.title, found.text, found.deck) == (TITLE, text, None)


def test_labels_above_the_text_are_its_facts() -> None:
    found = article(
        f"The Ormsay Post\nDate: 4 September 2025\nBYLINE: Jo Doe\nSection: Harbour\nLength: 40 words\n\n{TITLE}\n\n{BODY}"
    )
    assert (found.title, found.outlet, found.authors, found.section) == (
        TITLE,
        "The Ormsay Post",
        ("Jo Doe",),
        "Harbour",
    )
    assert found.published == datetime(2025, 9, 4) and found.text == BODY
    named = article(f"HEADLINE: {TITLE}\nSOURCE: Ormsay Post\nBYLINE: Jo Doe\n\n{BODY}")
    assert (named.title, named.outlet, named.text) == (TITLE, "Ormsay Post", BODY)


def test_an_interview_is_no_list_of_labels() -> None:
    talk = f"{TITLE}\n\nQuill: We stopped at once.\n\nPost: Why?\n\nQuill: The source: a crack.\n\n{BODY}"
    assert "Post: Why?" in article(talk).text


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Jo Doe and Ann Waters, Harbour Correspondents", ("Jo Doe", "Ann Waters")),
        ("Von Jörg Bär, Ormsay", ("Jörg Bär",)),
        ("By Jo Doe, Ann Waters", ("Jo Doe", "Ann Waters")),
    ],
)
def test_what_somebody_is_and_where_is_no_name(byline: str, names: tuple[str, ...]) -> None:
    assert article(f"{TITLE}\n\n{byline}\n\n{BODY}").authors == names


def test_an_agency_names_its_reporters_below() -> None:
    found = article(f"{TITLE}\n\n{BODY}\n\n(Reporting by Jo Doe and Ann Waters; Editing by Al Roe)")
    assert found.authors == ("Jo Doe", "Ann Waters")


def test_a_rule_of_signs_is_no_paragraph() -> None:
    assert article(f"{TITLE}\n==========\n\n{BODY}\n\n* * *\n").text == BODY
