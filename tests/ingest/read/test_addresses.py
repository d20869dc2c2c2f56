"""Lists of addresses are told as what they are, and fetched where that is asked for."""

# ruff: noqa: E501  # documents stand here as programs write them
from __future__ import annotations

import time
from pathlib import Path

import pytest

from errors import ReadError
from ingest.__main__ import main
from ingest.documents.document import AddressList
from tests.ingest.made import articles_of, outcomes_of
from tests.ingest.server import Page, serving
from ui.add.jobs import Jobs
from vectorstore.index import NewsIndex

A, B = "https://courier.example/ferry?id=1&x=2", "https://post.example/well"
LISTS = {
    "Pocket, table": ("pocket.csv", f"title,url,time_added,tags,status\nFerry,{A},1600322788,,unread\nWell,{B},1600322789,,unread\n"),
    "Pocket, page": ("ril_export.html", f"<!DOCTYPE html><html><head><title>Pocket Export</title></head><body><ul><li><a href='{A}' time_added='1'>F</a></li><li><a href='{B}'>W</a></li></ul></body></html>"),
    "Instapaper": ("instapaper.csv", f"URL,Title,Selection,Folder,Timestamp\n{A},Ferry,,Unread,1\n{B},Well,,Archive,2\n"),
    "Omnivore": ("metadata.json", [{"slug": "f", "title": "Ferry", "description": "d", "url": A, "savedAt": "2026-03-04", "readingProgress": 0}, {"title": "Well", "url": B, "savedAt": "2026-03-04"}]),
    "Raindrop": ("raindrop.csv", f"id,title,note,excerpt,url,folder,tags,created\n1,Ferry,,short,{A},,,2026\n2,Well,,short,{B},,,2026\n"),
    "Media Cloud": ("stories.csv", f"id,indexed_date,language,media_name,media_url,publish_date,title,url\n1,2026,en,Courier,courier.example,2026-03-04,Ferry,{A}\n2,2026,en,Post,post.example,2026-03-05,Well,{B}\n"),
    "GDELT": ("gdelt.json", {"articles": [{"url": A, "title": "Ferry", "seendate": "20260304T103700Z", "domain": "courier.example", "sourcecountry": "X"}, {"url": B, "title": "Well", "seendate": "20260304T103700Z"}]}),
    "OPML": ("feeds.opml", f'<?xml version="1.0"?><opml version="2.0"><body><outline text="x"><outline type="rss" xmlUrl="{A.replace("&", "&amp;")}"/></outline><outline xmlUrl="{B}"/></body></opml>'),
    "bookmarks": ("bookmarks.html", f'<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE><DL><p><DT><A HREF="{A.replace("&", "&amp;")}" ADD_DATE="1">Ferry</A><DT><A HREF="{B}">Well</A></DL>'),
    "lines": ("list.txt", f"# to read\n{A}\n{B}\n"),
}  # fmt: skip


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_of_addresses_is_no_article(kind: str) -> None:
    name, data = LISTS[kind]
    (listed,) = outcomes_of(name, data)
    assert isinstance(listed, AddressList) and listed.urls == (A, B)


def test_a_saved_link_is_a_list_of_one() -> None:
    for data in (f"[InternetShortcut]\nURL={A}\n", f"[Desktop Entry]\nType=Link\nName=100%\nURL={A}\n"):
        (listed,) = outcomes_of("ferry.url", data)
        assert isinstance(listed, AddressList) and listed.urls == (A,)
    with pytest.raises(ReadError, match="names none"):
        outcomes_of("none.opml", '<opml version="2.0"><body/></opml>')


def test_rows_with_a_text_are_articles_all_the_same() -> None:
    text = "The ferry to Ormsay stopped on Monday."
    assert articles_of("a.csv", f"title,url,text\nFerry,{A},{text}\n")[0].text == text
    assert articles_of("a.json", [{"title": "Ferry", "url": A, "content": text}])[0].url == A
    row = {"id": "x", "webTitle": "Ferry", "webUrl": A, "fields": {"bodyText": text}}
    assert articles_of("answer.json", {"response": {"results": [row]}})[0].text == text


STORY = "<html><body><article><h1>{0}</h1><p>The {0} stopped today, a year late and for four euros each, the county said.</p></article></body></html>"


def test_a_list_is_told_with_the_command_that_fetches_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_FETCH_PRIVATE", "1")
    data, file = str(tmp_path / "data"), tmp_path / "list.csv"
    with serving() as site:
        for name in ("ferry", "mill"):
            site.pages[f"/{name}"] = Page(STORY.format(name).encode())
        at = f"http://127.0.0.1:{site.port}"
        file.write_text(f"title,url,time_added\nFerry,{at}/ferry,1\nMill,{at}/mill,2\n")
        assert main(["--data", data, "--quiet", str(file)]) == 1
        told = capsys.readouterr().err
        assert (
            f"a list of 2 addresses (Pocket), no articles: fetch them with python -m ingest --addresses-in {file}"
            in told
        )
        assert main(["--data", data, "--quiet", "--addresses-in", str(file)]) == 0
        assert "added 2" in capsys.readouterr().out
        assert main(["--data", data, "--remembered"]) == 0
        assert "/ferry" not in capsys.readouterr().out  # what was on a list is not asked for again and again
    (tmp_path / "none.txt").write_text(
        "Ferry stopped\n\nThe ferry to Ormsay stopped on Monday after a crack.\n"
    )
    assert main(["--data", data, "--quiet", "--addresses-in", str(tmp_path / "none.txt")]) == 2
    assert "lists no addresses" in capsys.readouterr().err


def test_the_page_offers_to_fetch_a_list(index: NewsIndex, tmp_path: Path) -> None:
    from ui.add import reports

    file = tmp_path / "list.csv"
    file.write_text(
        "title,url,time_added\nFerry,http://127.0.0.1:9/ferry,1\nMill,http://127.0.0.1:9/mill,2\n"
    )
    jobs = Jobs(index, workers=1)
    try:
        jobs.bring_files("", [str(file)])
        while jobs.is_busy(""):
            time.sleep(0.05)
        (line,) = jobs.list_lines("")
        assert len(line.addresses) == 2 and "Fetch the 2 articles" in reports.render_report([line])
        jobs.bring_list("", line.list_key)
        assert [each.name for each in jobs.list_lines("")][:2] == [
            "http://127.0.0.1:9/ferry",
            "http://127.0.0.1:9/mill",
        ]
        assert "Fetch the" not in reports.render_report(jobs.list_lines(""))  # once is enough
    finally:
        jobs.close()
