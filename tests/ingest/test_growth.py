"""What grows in a document may cost as much more as there is more of it, and no more."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from ingest.documents.document import Document, Outcome
from ingest.read.kinds import read_document, recognise_kind
from news.article import Article
from tests.patterns import processor_seconds

LINE = "The ferry to Ormsay stopped on Monday after a crack was found in its hull."


def page(inside: str) -> str:
    return f"<html><head><title>Ferry stops at Ormsay</title></head><body><article>{inside}</article></body></html>"


LARGE: dict[str, tuple[str, Callable[[], str]]] = {  # each took half a minute or more
    "comments above the page": ("a.html", lambda: "<!DOCTYPE html>" + "<!-- ad -->" * 26 + page(f"<p>{LINE}</p>")),
    "headings": ("a.html", lambda: page("".join(f"<h1>Part {n} of it</h1><p>{LINE}</p>" for n in range(6_000)))),
    "broken lines": ("a.html", lambda: page("<p>" + "a line of a poem <br>" * 10_000 + f"</p><p>{LINE}</p>")),
    "blanks": ("a.txt", lambda: f"Ferry\n\n{LINE}{' ' * 100_000}{LINE}\n"),
    "brackets": ("a.md", lambda: f"# Ferry\n\n{'[' * 40_000}\n\n{LINE}\n"),
    "links": ("a.md", lambda: f"# Ferry\n\n{'[a](' * 10_000}\n\n{LINE}\n"),
    "stars": ("a.md", lambda: f"# Ferry\n\n{'**a ' * 10_000}\n\n{LINE}\n"),
    "a heading of blanks": ("a.md", lambda: f"# Ferry{' ' * 40_000}x\n\n{LINE}\n"),
    "hashtags": ("a.txt", lambda: f"Ferry\n\n{LINE}\n\n{'#aa ' * 5_000}!\n"),
    "header lines": ("a.eml", lambda: "From: a@b.example\nTo: c@d.example\nSubject: Ferry\n\n" + "Subject: a\n" * 6_000 + LINE),
}  # fmt: skip


@pytest.mark.parametrize("what", LARGE)
def test_large_documents_are_read_in_little_time(what: str) -> None:
    name, make = LARGE[what]
    document = Document(name, name, make().encode())
    outcomes: list[Outcome] = []
    assert processor_seconds(lambda: outcomes.extend(read_document(document)), 15) < 15
    assert any(isinstance(each, Article) and "crack was found" in each.text for each in outcomes)


def test_comments_above_a_page_or_a_feed_hide_neither() -> None:
    comments = "<!-- ad -->" * 26
    html = f"<!DOCTYPE html>{comments}<html><body>".encode()
    feed = f"<?xml version='1.0'?>{comments}<rss version='2.0'>".encode()
    for data, kind in ((html, "html"), (feed, "feed")):
        assert processor_seconds(partial(recognise_kind, Document("a", "a", data)), 5) < 5
        assert recognise_kind(Document("a", "a", data)) == kind
