"""Exports: rows under many names, one bad row among good ones, keys that hold."""

from __future__ import annotations

import gzip
import json

import pytest

from errors import LimitError, ReadError
from ingest.documents.document import Document, Note, Outcome, Problem
from ingest.read.kinds import read_document, recognise_kind
from news.article import Article

TEXT = "The ferry to Ormsay stopped on Monday.\n\nTickets are refunded."


def outcomes(data: str | bytes, name: str) -> list[Outcome]:
    raw = data.encode() if isinstance(data, str) else data
    return list(read_document(Document(f"/x/{name}", name, raw)))


def articles(data: str | bytes, name: str) -> list[Article]:
    return [each for each in outcomes(data, name) if isinstance(each, Article)]


@pytest.mark.parametrize(
    "row",
    [
        {"title": "Ferry", "text": TEXT, "source": "Post", "author": "By Jane Doe", "date": "2025-09-04"},
        {"headline": "Ferry", "body": TEXT, "outlet": "Post", "authors": ["Jane Doe"], "published": "4 Sep 2025"},
        {"name": "Ferry", "content": TEXT, "publisher": {"name": "Post"}, "byline": "Jane Doe", "pubDate": "04/09/2025"},
        {"Title": "Ferry", "article": TEXT, "agency": "Post", "author": {"name": "Jane Doe"}, "published_at": "2025-09-04"},
        {"title": "Ferry", "full_text": f"<p>{TEXT[:38]}</p><script>x()</script><p>{TEXT[40:]}</p>", "source": "Post",
         "author": "Jane Doe", "date": "2025-09-04"},
    ],
)  # fmt: skip
def test_usual_field_names(row: dict[str, object]) -> None:
    (found,) = articles(json.dumps([row]), "rows.json")
    assert (found.title, found.text, found.outlet, found.authors) == ("Ferry", TEXT, "Post", ("Jane Doe",))
    assert found.published is not None and found.published.isoformat() == "2025-09-04T00:00:00"


ROW = {"id": 7, "title": "Ferry", "text": TEXT}


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (json.dumps(ROW), "one.json"),
        (json.dumps({"articles": [ROW]}), "news.json"),
        (json.dumps({"response": {"results": [ROW]}}), "api.json"),
        (json.dumps(ROW) + "\n", "rows.jsonl"),
        (json.dumps([ROW], indent=2), "lying.txt"),
        (f'id;title;text\n7;Ferry;"{TEXT}"\n', "rows.csv"),
        (f'id\ttitle\ttext\n7\tFerry\t"{TEXT}"\n', "rows.tsv"),
        (f'id,title,text\r\n7,Ferry,"{TEXT}"\r\n', "unnamed.dat"),
        (gzip.compress(json.dumps(ROW).encode()), "rows.jsonl.gz"),
    ],
)
def test_shapes_of_tables(data: str | bytes, name: str) -> None:
    (found,) = articles(data, name)
    assert (found.title, found.text, found.source_id, found.key) == ("Ferry", TEXT, "7", f"/x/{name}#7")


def test_one_bad_row_is_one_problem_with_its_line() -> None:
    lines = [
        json.dumps({**ROW, "id": 1}),
        "{broken",
        json.dumps({"id": 3, "title": "No text"}),
        '"a word"',
        json.dumps(ROW),
    ]
    found = outcomes("\n".join(lines), "rows.jsonl")
    assert [each.source_id for each in found if isinstance(each, Article)] == ["1", "7"]
    assert [each.key.split(", ")[1] for each in found if isinstance(each, Problem)] == [
        "line 2",
        "line 3",
        "line 4",
    ]


def test_keys_hold_when_rows_change_places() -> None:
    rows = [{"title": f"Ferry {n}", "text": f"{TEXT} {n}"} for n in range(4)]
    there, back = articles(json.dumps(rows), "r.json"), articles(json.dumps(rows[::-1]), "r.json")
    assert {each.key: each.text for each in there} == {each.key: each.text for each in back}


def test_the_address_is_the_key() -> None:
    (found,) = articles(json.dumps({**ROW, "link": "https://post.example/a"}), "r.json")
    assert found.key == found.url == "https://post.example/a"


def test_other_rows_tell_the_order_of_day_and_month() -> None:
    rows = [{"id": n, "text": TEXT, "date": date} for n, date in enumerate(["03/04/2025", "03/25/2025"], 1)]
    found = articles(json.dumps(rows), "r.json")
    assert [each.published and f"{each.published:%m-%d}" for each in found] == ["03-04", "03-25"]


def test_a_date_that_cannot_be_is_a_note() -> None:
    found = outcomes(json.dumps({**ROW, "date": "31/02/2025"}), "r.json")
    assert isinstance(found[1], Note) and "31/02/2025" in found[1].text


def test_a_long_field_is_read() -> None:
    (found,) = articles("title,text\nFerry," + "word " * 60_000, "r.csv")
    assert len(found.text) > 250_000


@pytest.mark.parametrize(
    "data", ["", "[", "[1, 2", '{"a": ', b"\x89PNG\r\n", b"\x00\x01\x02" * 500, b"\x1f\x8b\x08nonsense"]
)
def test_what_cannot_be_read_says_so(data: str | bytes) -> None:
    with pytest.raises(ReadError):
        outcomes(data, "rows.json")


def test_unpacking_stops_at_the_limit() -> None:
    bomb = gzip.compress(b"a" * 5_000_000)
    with pytest.raises(LimitError, match="DATELINE_MAX_BYTES"):
        list(read_document(Document("k", "a.txt.gz", bomb), max_bytes=1_000_000))


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.7 ...", "a.txt", "pdf"),
        (b"<!doctype html><p>x", "a.txt", "html"),
        (b"<?xml version='1.0'?><rss><channel/></rss>", "a.html", "feed"),
        (b"<?xml version='1.0'?><html xmlns='x'><body/></html>", "a.xml", "html"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', "a.json", "feed"),
        (b"From: Ada <ada@post.example>\nTo: x@y.example\nSubject: Ferry\nMIME-Version: 1.0\n\nText", "a.txt", "mail"),
        (b"From here on: the ferry\nstopped.\n", "a.txt", "text"),
        ("Ferry stopped\n\nÜber".encode("utf-16"), "a.txt", "text"),
        ("<html><body>x</body></html>".encode("utf-16-le"), "a.txt", "html"),
        (b"{\\rtf1 x}", "a.doc", "office"),
        (b"PK\x05\x06" + b"\0" * 18, "a.docx", "zip"),
        (b"Text with a stray\x00 NUL in it, and more words after it.", "a.txt", "text"),
    ],
)  # fmt: skip
def test_content_decides_the_kind(data: bytes, name: str, kind: str) -> None:
    assert recognise_kind(Document(name, name, data)) == kind


@pytest.mark.parametrize(
    "row",
    [
        {"webTitle": "Ferry", "webPublicationDate": "2025-09-04", "fields": {"bodyText": TEXT, "byline": "Jane Doe"}},
        {"headline": {"main": "Ferry"}, "body": TEXT, "pub_date": "2025-09-04", "byline": {"original": "By Jane Doe"}},
        {"title": "Ferry", "content": TEXT, "publishedAt": "2025-09-04", "author": "Jane Doe", "source": {"name": "P"}},
        {"_source": {"title": "Ferry", "text": TEXT, "date": "2025-09-04", "author": "Jane Doe"}, "_index": "news"},
        {"Titel": "Ferry", "Inhalt": TEXT, "Datum": "04.09.2025", "Autor": "Jane Doe"},
    ],
)  # fmt: skip
def test_what_programs_and_other_languages_call_the_fields(row: dict[str, object]) -> None:
    (found,) = articles(json.dumps([row]), "rows.json")
    assert (found.title, found.text, found.authors) == ("Ferry", TEXT, ("Jane Doe",))
    assert found.published is not None and f"{found.published:%Y-%m-%d}" == "2025-09-04"


@pytest.mark.parametrize(
    "data",
    [
        f'sep=;\ntitle;text\nFerry;"{TEXT}"\n',
        f'title^text^date\nFerry^"{TEXT}"^2025-09-04\n',
        f'title|text, plain\nFerry|"{TEXT}"\n'.replace("text, plain", "text"),
        f'Titel;Inhalt\nFerry;"{TEXT}"\n',
    ],
)
def test_the_delimiter_is_found_by_the_names(data: str) -> None:
    (found,) = articles(data, "rows.csv")
    assert (found.title, found.text) == ("Ferry", TEXT)


def test_rows_by_their_names() -> None:
    found = articles(
        json.dumps({"a": {"title": "A", "text": TEXT}, "b": {"title": "B", "text": TEXT}}), "x.json"
    )
    assert [(each.key, each.title) for each in found] == [("/x/x.json#a", "A"), ("/x/x.json#b", "B")]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (json.dumps(list(range(500))), "numbers.json"),
        (json.dumps([{"year": n, "tons": n} for n in range(500)]), "figures.json"),
        ("year,tons\n" + "".join(f"{n},{n}\n" for n in range(500)), "figures.csv"),
        ("{broken\n" * 500, "broken.jsonl"),
    ],
)
def test_the_wrong_shape_is_one_line_however_many_rows(data: str, name: str) -> None:
    (problem,) = outcomes(data, name)
    assert isinstance(problem, Problem) and problem.key.endswith("and 499 more rows")


def test_a_text_is_never_cut_at_a_comma_in_silence() -> None:
    (problem,) = outcomes("title,text\nFerry,The ferry stopped, and nobody knows why.\n", "rows.csv")
    assert isinstance(problem, Problem) and "quotes" in problem.reason
    assert len(articles("title,text,,\nFerry,The ferry stopped.,,\n", "rows.csv")) == 1
