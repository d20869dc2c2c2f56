"""The extraction benchmark: its two formats and its figures."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.extraction import Extracted, judge, reading_text, summary
from benchmarks.pages import Page, read_pages
from errors import ReadError
from news.article import Heading

PAGE = """<html><head><title>Ferry stopped after fire</title><meta name="author" content="Jane Doe">
<meta property="article:published_time" content="2025-09-04"></head><body><h1>Ferry stopped after fire</h1>
<p>The ferry between the islands stopped on Monday after its engine caught fire in the old harbour of the town.</p>
<p>Nobody was hurt, the harbour master said, and the council will meet on Thursday to look for a second boat.</p>
</body></html>"""


def test_both_formats_are_told_by_what_is_in_the_file(tmp_path: Path) -> None:
    (tmp_path / "abc.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    bodies, snippets = tmp_path / "bodies.json", tmp_path / "snippets.json"
    bodies.write_text(json.dumps({"abc": {"articleBody": "The ferry", "url": "https://a.example/"}}))
    row = {
        "html": "abc.html.gz",
        "url": "none",
        "with": ["ferry"],
        "without": None,
        "date": "2025-9-4",
        "title": "T",
    }
    snippets.write_text(json.dumps([row]))
    (first,), (second,) = read_pages(tmp_path, bodies), read_pages(tmp_path, snippets)
    assert (first.body, first.url, first.html()) == ("The ferry", "https://a.example/", PAGE.encode())
    assert (second.inside, second.outside, second.date, second.url) == (("ferry",), (), "2025-09-04", None)


@pytest.mark.parametrize("content", ["[1]", '{"a": 1}', "nothing"])
def test_another_file_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "truth.json").write_text(content)
    with pytest.raises(ReadError, match=r"truth\.json"):
        read_pages(tmp_path, tmp_path / "truth.json")


def test_a_missing_page_is_named(tmp_path: Path) -> None:
    (tmp_path / "truth.json").write_text(json.dumps({"gone": {"articleBody": "x"}}))
    with pytest.raises(ReadError, match="gone"):
        read_pages(tmp_path, tmp_path / "truth.json")


def test_bodies_are_compared_by_runs_of_four_words() -> None:
    page = Page(Path("a"), None, body="one two three four five")
    exact = judge(page, Extracted("One? one two three four five".removeprefix("One? ")))
    assert exact == {"both": 1.0, "only found": 0.0, "only true": 0.0, "exact": 1.0}
    longer = judge(page, Extracted("one two three four five six"))
    assert (longer["both"], longer["only found"], longer["exact"]) == (2 / 3, 1 / 3, 0.0)
    assert (
        summary([longer])["body precision"] == pytest.approx(2 / 3)
        and summary([longer])["body recall"] == 1.0
    )
    assert judge(page, Extracted(""))["only true"] == 1.0


def test_snippets_and_facts() -> None:
    facts = {"title": "Ferry: stopped!", "author": "Doe and Roe", "date": "2025-09-04"}
    page = Page(Path("a"), None, inside=("a  ferry", "boat"), outside=("menu",), **facts)
    counts = judge(page, Extracted("a ferry menu", "ferry stopped in harbour", "2025-09-04", "DOE; Roe"))
    figures = summary([counts])
    assert (figures["snippets precision"], figures["snippets recall"]) == (0.5, 0.5)
    assert (figures["title"], figures["date"], figures["author"]) == (1, 1, 1)
    assert not judge(page, Extracted("", "", "", ""))["title"]


def test_headings_are_read_where_they_stand() -> None:
    assert reading_text("One.\n\nTwo.", [Heading(6, "Second part")]) == "One.\n\nSecond part\n\nTwo."
    assert reading_text("One.", []) == "One."


def test_the_command_compares_both_systems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    facts = {"title": "Ferry stopped after fire", "author": "Jane Doe", "date": "2025-09-04"}
    truth = [{"html": "a.html", "with": ["Nobody was hurt"], "without": [], **facts}]
    (tmp_path / "truth.json").write_text(json.dumps(truth))
    arguments = [
        "extraction",
        "--html",
        str(tmp_path),
        "--truth",
        str(tmp_path / "truth.json"),
        "--json",
        "--processes",
        "1",
    ]
    assert main(arguments) == 0
    figures = json.loads(capsys.readouterr().out)
    assert set(figures) == {"Dateline", "trafilatura"}
    assert figures["Dateline"]["title"] == figures["Dateline"]["author"] == figures["Dateline"]["date"] == 1
