"""Outlets in a question: by name, short form, initials or address, and only where the wording is explicit."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from assistant.question.outlet_filter import KnownOutlet, NamedOutlets, find_named_outlets, list_known_outlets
from news.article import Article
from tests.fakes import HashingEmbedder
from tests.vectorstore.samples import BRIDGE, cut
from vectorstore.index import NewsIndex

OUTLETS = (
    KnownOutlet("AA"),
    KnownOutlet("The Valley Post", ("valleypost.example",)),
    KnownOutlet("Harbour News"),
    KnownOutlet("Time"),
    KnownOutlet("The Sun"),
    KnownOutlet("Metro"),
    KnownOutlet("The Independent"),
    KnownOutlet("BBC News", ("bbc.co.uk", "news.bbc.co.uk")),
    KnownOutlet("New York Times", ("nytimes.com",)),
    KnownOutlet("Reuters", ("reuters.com",)),
    KnownOutlet("Süddeutsche Zeitung", ("sueddeutsche.de",)),
    KnownOutlet("Agence France-Presse"),
    KnownOutlet("Calder Herald"),
    KnownOutlet("Le Figaró"),
)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What did AA report about the summit?", ["AA"]),
        ("What did the Valley Post say about it?", ["The Valley Post"]),
        ("What does Valley Post write?", ["The Valley Post"]),
        ("According to Harbour News, who won?", ["Harbour News"]),
        ("Do AA and Harbour News agree on the figure?", ["AA", "Harbour News"]),
        ("Any news from the Valley Post?", ["The Valley Post"]),
        ("What has Reuters published on copper?", ["Reuters"]),
        ("What was AA's report about?", ["AA"]),
        ("Reuters: grain exports", ["Reuters"]),
        ("Reuters on grain exports", ["Reuters"]),
        ("grain exports (Valley Post)", ["The Valley Post"]),
        ("what did reuters report on wheat", ["Reuters"]),
        # short forms, initials, addresses, other names
        ("according to the Herald, who won?", ["Calder Herald"]),
        ("How did the BBC cover the strike?", ["BBC News"]),
        ("what did bbc report about floods", ["BBC News"]),
        ("What did the British Broadcasting Corporation say?", ["BBC News"]),
        ("What did NYT write about Iran?", ["New York Times"]),
        ("What did AFP report?", ["Agence France-Presse"]),
        ("What did the Anadolu Agency report?", ["AA"]),
        ("What was on bbc.com about floods?", ["BBC News"]),
        ("floods on www.bbc.co.uk", ["BBC News"]),
        ("What did sueddeutsche zeitung report?", ["Süddeutsche Zeitung"]),
        ("What did the SZ write?", ["Süddeutsche Zeitung"]),
        ("according to Le Figaro, who won?", ["Le Figaró"]),
        # several
        ("Compare what AA and the BBC said about Iran", ["AA", "BBC News"]),
        ("AA vs Reuters on the strike", ["AA", "Reuters"]),
        ("What is the difference between AA and the BBC on the cost?", ["AA", "BBC News"]),
        # outlets that are called like something else
        ("What did Time report?", ["Time"]),
        ("Which stories were in The Sun?", ["The Sun"]),
        ("What was in The Sun about Dahl?", ["The Sun"]),
        ("The Sun reported what about Dahl?", ["The Sun"]),
    ],
)
def test_an_outlet_is_recognised_where_its_reporting_is_asked_for(question: str, named: list[str]) -> None:
    assert find_named_outlets(question, OUTLETS) == NamedOutlets(tuple(named))


@pytest.mark.parametrize(
    "question",
    [
        "What did aa report about the summit?",
        "Who repaired the AAA battery?",
        "Is it AA batteries that he sold?",
        "What time did they report?",
        "Did time say anything?",
        "Is there anything new in the valley?",
        "What did people do in the sun?",
        "How hot is it in the Sun?",
        "How far is the Sun from Earth?",
        "Who visited Sun Valley in May?",
        "Is there a metro strike?",
        "Who runs the Metro?",
        "What did Metro Manila report?",
        "What did the independent report say about the fire?",
        "Who is the editor of the New York Times?",
        "What happened in New York?",
        "What did he say to the Times?",
    ],
)
def test_a_word_that_is_also_an_outlet_filters_nothing(question: str) -> None:
    assert find_named_outlets(question, OUTLETS) == NamedOutlets()


def test_an_outlet_may_be_left_out() -> None:
    asked = "What did papers other than AA say about the summit?"
    assert find_named_outlets(asked, OUTLETS) == NamedOutlets(left_out=("AA",))


def test_a_short_form_that_two_outlets_share_means_both() -> None:
    two = (KnownOutlet("The Valley Post"), KnownOutlet("Meridian Post"))
    assert find_named_outlets("According to the Post, who won?", two).asked == (
        "The Valley Post",
        "Meridian Post",
    )
    assert find_named_outlets("According to the Meridian Post, who won?", two).asked == ("Meridian Post",)


def _from(key: str, outlet: str, url: str) -> Article:
    return replace(BRIDGE, key=key, outlet=outlet, url=url, title=key, published=datetime(2025, 1, 1))


def test_an_outlet_is_known_by_the_addresses_that_are_mostly_its_own(tmp_path: Path) -> None:
    articles = [
        _from("1", "Elm Gazette", "https://www.gaz.example/1"),
        _from("2", "Elm Gazette", "https://www.gaz.example/2"),
        _from("3", "Elm Gazette", "https://portal.test/3"),
        _from("4", "Harbour News", "https://portal.test/4"),
        _from("5", "Harbour News", "https://PORTAL.test/5"),
    ]
    with NewsIndex.open(tmp_path, HashingEmbedder()) as index:
        index.add_articles([(article, cut(article)) for article in articles])
        known = list_known_outlets(index.catalog)
    assert known == (
        KnownOutlet("Elm Gazette", ("www.gaz.example",)),
        KnownOutlet("Harbour News", ("portal.test",)),
    )
    assert find_named_outlets("What was on gaz.example today?", known).asked == ("Elm Gazette",)
