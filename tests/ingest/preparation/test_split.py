"""Passages are exact slices of whole sentences, and none is longer than the embedder takes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ingest.documents.document import Document
from ingest.preparation.split import split_passages
from ingest.read.kinds import read_document
from news.article import Article, Heading, passage_header
from news.sentences import WINDOW, split_sentences
from tests.patterns import processor_seconds
from vectorstore.embedder import Embedder
from vectorstore.types import make_embedded_text

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
ODD = st.sampled_from(
    [
        "Dr. Ada met U.S. envoys at 3 p.m.",
        "„Nein“, sagte er.",
        '"Stop," she said.',
        "No end",
        "x" * 600,
        "abc" * 3_400,
        "汉" * 700,
        "한국어" * 300,
        "e\u0301" * 500,
        "👩\u200d🚀" * 90,
        "\n\n",
        "\x00",
        "\u2028",
    ]
)
TEXTS = st.lists(st.one_of(WORDS, ODD), max_size=60).map(" ".join)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(text="\x08 " + "汉" * 700, title="", marks=[])  # a word that counts no pieces before one too long
@given(text=TEXTS, title=TEXTS, marks=st.lists(st.integers(0, 400), max_size=3))
def test_passages_are_slices_that_cover_the_text_and_fit(
    text: str, title: str, marks: list[int], embedder: Embedder
) -> None:
    headings = tuple(Heading(mark, f"Part {mark}") for mark in sorted(set(marks)) if mark < len(text))
    article = Article("k", title, text, outlet="Port Ellery Post", headings=headings)
    passages = split_passages(article, embedder.count_tokens, embedder.max_tokens)
    covered = set()
    end = 0
    for ordinal, passage in enumerate(passages):
        assert passage.ordinal == ordinal and passage.article_id == article.id
        assert article.text[passage.start : passage.end] == passage.text
        assert end <= passage.start < passage.end
        assert not any(passage.start < heading.start < passage.end for heading in headings)
        assert embedder.count_tokens(make_embedded_text(article, passage)) <= embedder.max_tokens
        covered |= set(range(passage.start, passage.end))
        end = passage.end
    assert all(at in covered for at, character in enumerate(text) if not character.isspace())


def test_sentences_stay_whole_and_paragraphs_end_passages(embedder: Embedder) -> None:
    paragraph = " ".join(f"Sentence {n} says that the ferry to Ormsay was late again." for n in range(9))
    article = Article("k", "Late ferry", "\n\n".join([paragraph] * 4))
    passages = split_passages(article, embedder.count_tokens, embedder.max_tokens)
    assert len(passages) == 4
    assert all(passage.text == paragraph for passage in passages)


def test_a_section_heading_begins_a_passage(embedder: Embedder) -> None:
    text = "The vote was close.\n\nCosts had doubled since May."
    article = Article("k", "Vote", text, headings=(Heading(text.index("Costs"), "The bill"),))
    passages = split_passages(article, embedder.count_tokens, embedder.max_tokens)
    assert [(p.heading, p.text) for p in passages] == [
        (None, "The vote was close."),
        ("The bill", "Costs had doubled since May."),
    ]


def test_a_header_names_headline_outlet_day_and_section() -> None:
    article = Article("k", "Bridge opens", "…", outlet="Courier", published=datetime(2025, 3, 9, 8, 30))
    assert passage_header(article, "Tolls") == "Bridge opens · Courier · 9 March 2025 · Tolls"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Bell left at 3 p.m. on Friday. He won.", ["Mr. Bell left at 3 p.m. on Friday.", "He won."]),
        ("It rose 5.5 percent. Why?", ["It rose 5.5 percent.", "Why?"]),
        ("Am 3. Mai öffnet es. Er ist 12. Mai sagt er.", ["Am 3. Mai öffnet es.", "Er ist 12. Mai sagt er."]),
        (
            "It won 3. May said so. Auf 120. Mai folgt.",
            ["It won 3.", "May said so.", "Auf 120.", "Mai folgt."],
        ),
        ("One line\nanother line.", ["One line", "another line."]),
        ("Größer als 日本。 Ja!", ["Größer als 日本。", "Ja!"]),
        ("   ", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in split_sentences(text)] == expected


def sample_texts() -> list[str]:
    folder = Path(__file__).parents[3] / "articles"
    files = sorted(path for path in folder.rglob("*.*") if path.is_file())
    outcomes = [
        each for path in files for each in read_document(Document(path.name, path.name, path.read_bytes()))
    ]
    return [each.text for each in outcomes if isinstance(each, Article)]


def whole_lines(text: str) -> list[str]:
    """The sentences of a text as the library cuts its lines, each looked at whole."""
    from sentencex import get_sentence_boundaries

    pieces = [
        each["text"].strip() for line in text.splitlines() for each in get_sentence_boundaries("en", line)
    ]
    return [piece for piece in pieces if piece]


def test_sentences_of_long_lines_are_those_of_short_ones() -> None:
    texts = sample_texts()
    assert len(texts) > 20
    for text in texts:
        assert [text[start:end] for start, end in split_sentences(text)] == whole_lines(text)
    line = " ".join(" ".join(texts).split())
    assert len(line) > 3 * WINDOW
    cut, whole = {line[start:end] for start, end in split_sentences(line)}, set(whole_lines(line))
    assert len(cut & whole) > 0.98 * len(whole)  # quotation marks are paired from where a window begins


@pytest.mark.parametrize("unit", ["“a ", "word ", "x", "A. ", "(", "„Nein“ ", "一。", "a\n", '"Yes." '])
def test_sentences_are_cut_in_a_time_that_grows_with_the_text(unit: str) -> None:
    text = unit * (150_000 // len(unit))
    spans: list[tuple[int, int]] = []
    assert processor_seconds(lambda: spans.extend(split_sentences(text)), 10) < 10
    assert sum(len(text[start:end].replace(" ", "")) for start, end in spans) == len("".join(text.split()))
    assert max(end - start for start, end in spans) <= WINDOW


@pytest.mark.parametrize("speaker", ["Gerda Vik, geologist", "a driver of the last tram"])
def test_who_said_it_belongs_to_the_quotation(speaker: str) -> None:
    text = f"It was late. The hill has waited for us. — {speaker}"
    assert [text[start:end] for start, end in split_sentences(text)] == [
        "It was late.",
        f"The hill has waited for us. — {speaker}",
    ]
