"""Adding: files dropped anywhere, addresses, and a report that outlives the page."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from errors import ReadError
from ingest.documents.document import Document
from ingest.fetching.fetch import Fetcher
from ingest.runs.report import Report
from tests.fakes import HashingEmbedder
from tests.ingest.server import Page as WebPage
from tests.ingest.server import serving
from tests.ui.actions import file, show, visit
from tests.ui.conftest import Serve
from ui.add import reports
from ui.add.job_lines import Line
from ui.add.jobs import Jobs
from vectorstore.index import NewsIndex
from vectorstore.jobs.job_store import Job

STORY = "<html><head><title>Mill burns down</title></head><body><article><h1>Mill burns down</h1>{}</article></body></html>"
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Post</title><link>{0}</link>
<item><title>Mill burns down</title><link>{0}/mill</link><guid>{0}/mill</guid></item>
<item><title>Well runs dry</title><link>{0}/well</link><guid>{0}/well</guid></item></channel></rss>"""


@pytest.fixture
def index(tmp_path: Path) -> Iterator[NewsIndex]:
    with NewsIndex.open(tmp_path / "data", HashingEmbedder()) as opened:
        yield opened


class Held(Jobs):
    """Jobs that wait before one of the documents until they are let go."""

    def __init__(self, index: NewsIndex, at: int) -> None:
        self.go = threading.Event()
        self.at = at
        super().__init__(index, workers=1)

    def _read_job(self, job: Job) -> Report:
        self.at -= 1
        if self.at == 0:
            assert self.go.wait(600)
        return super()._read_job(job)


def article(number: int) -> str:
    return (
        f"Harbour note {number}\n\nBoat number {number} left the harbour with {number * 7} crates of fish.\n"
    )


@pytest.mark.browser
@pytest.mark.parametrize("count", [30, pytest.param(300, marks=pytest.mark.slow)])
def test_a_reload_loses_and_doubles_nothing(serve: Serve, tab: Page, count: int) -> None:
    made: list[Held] = []

    def held(index: NewsIndex) -> Jobs:
        made.append(Held(index, at=count // 2))
        return made[0]

    site = serve(jobs=held)
    visit(tab, site)
    show(tab, "Add")
    files = [file(f"note{n}.txt", article(n).encode()) for n in range(count)]
    tab.set_input_files("#files input[type=file]", files)
    summary = tab.locator("#report .summary")
    middle = str(count // 2 - 1)
    expect(summary).to_have_attribute("data-done", middle)
    expect(tab.locator("#report progress")).to_be_visible()

    tab.reload()
    show(tab, "Add")
    expect(summary).to_have_attribute("data-done", middle)
    expect(summary).to_contain_text(f"of {count} documents done")
    expect(tab.locator("ul.report li.reading")).to_have_count(1)
    made[0].go.set()
    expect(summary).to_have_attribute("data-done", str(count), timeout=240_000)
    expect(summary).to_contain_text(f"{count} added")
    assert site.index.catalog.count_all()[0] == 3 + count
    assert site.index.verify_agreement().ok
    tab.click("#report [data-clear]")
    expect(summary).to_have_count(0)


@pytest.mark.browser
def test_a_batch_is_taken_back_and_undone(serve: Serve, tab: Page) -> None:
    site = serve()
    visit(tab, site)
    show(tab, "Add")
    expect(tab.locator("#files-heading")).to_contain_text("At most 5 MB a file")
    tab.set_input_files(
        "#files input[type=file]", [file(f"note{n}.txt", article(n).encode()) for n in (1, 2)]
    )
    summary = tab.locator("#report .summary")
    expect(summary).to_have_attribute("data-done", "2", timeout=120_000)
    expect(tab.locator("li.batch")).to_contain_text("2 documents")
    tab.click("[data-take-back]")
    expect(tab.locator("li.batch")).to_contain_text("taken back: 2 articles that it added are deleted.")
    assert site.index.catalog.count_all()[0] == 3
    tab.click("[data-bring-back]")
    expect(tab.locator("[data-take-back]")).to_be_visible()
    assert site.index.catalog.count_all()[0] == 5
    assert site.index.verify_agreement().ok


@pytest.mark.browser
def test_addresses_and_feeds_are_fetched(serve: Serve, tab: Page) -> None:
    text = "".join(
        f"<p>The old mill by the river burned down on Monday night, part {n}.</p>" for n in range(6)
    )
    with serving() as web:
        address = f"http://127.0.0.1:{web.port}"
        web.pages["/mill"] = WebPage(STORY.format(text).encode())
        web.pages["/well"] = WebPage(
            STORY.replace("Mill burns down", "Well runs dry").format(text[::1]).encode()
        )
        web.pages["/feed"] = WebPage(
            FEED.format(address).encode(), headers={"Content-Type": "application/rss+xml"}
        )
        fetcher = Fetcher(private=True, pause=0)
        site = serve(jobs=lambda index: Jobs(index, workers=1, fetcher=fetcher))
        visit(tab, site)
        show(tab, "Add")
        tab.fill("#addresses textarea", f"{address}/feed\n{address}/gone  nonsense")
        tab.click("#fetch")
        lines = tab.locator("ul.report li:not(.batch)")
        expect(tab.locator("#report .summary")).to_have_attribute("data-done", "2")
        expect(tab.locator("#report .notice")).to_have_count(0)  # the next look takes it away
        expect(lines.filter(has_text="Mill burns down")).to_have_class("read entry")
        expect(lines.filter(has_text="Well runs dry")).to_have_class("read entry")
        expect(lines.filter(has_text="/gone")).to_have_class("failed")
        expect(lines.filter(has_text="/gone")).to_contain_text("404")
        expect(tab.locator("#addresses textarea")).to_have_value("nonsense")
        assert site.index.catalog.count_all()[0] == 5

        web.pages["/mill"] = WebPage(STORY.replace("burns down", "saved").format(text).encode())
        read = site.index.catalog.sources.list_origins()[0].last_read
        tab.click("[data-read-feeds]")
        expect(tab.locator("#report .summary")).to_have_attribute("data-done", "3")
        assert site.index.catalog.sources.list_origins()[0].last_read > read


@pytest.mark.browser
def test_files_may_be_dropped_on_the_conversation(serve: Serve, tab: Page) -> None:
    site = serve()
    visit(tab, site)
    for kind in ("dragover", "drop"):
        tab.evaluate(
            """([kind, text]) => {
                const dataTransfer = new DataTransfer();
                dataTransfer.items.add(new File([text], "dropped.txt", {type: "text/plain"}));
                const target = document.querySelector("#question textarea");
                target.dispatchEvent(new DragEvent(kind, {dataTransfer, bubbles: true, cancelable: true}));
            }""",
            [kind, article(1)],
        )
        if kind == "dragover":
            expect(tab.locator("#drop")).to_have_text("Drop to add")
    expect(tab.locator("#drop")).to_be_hidden()
    expect(tab.locator("ul.report li.added")).to_contain_text("dropped.txt")
    assert site.index.catalog.list_articles(search="harbour note").total == 1


def finished(reading: Jobs, owner: str = "") -> list[Line]:
    while reading.is_busy(owner):
        threading.Event().wait(0.02)
    return reading.list_lines(owner)


def test_two_files_of_one_name_are_two(index: NewsIndex, tmp_path: Path) -> None:
    paths = []
    for number in (1, 2):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "note.txt").write_text(article(number))
        paths.append(str(folder / "note.txt"))
    reading = Jobs(index, workers=1)
    try:
        reading.bring_files("", paths)
        assert [(line.name, line.state) for line in finished(reading)] == [("note.txt", "added")] * 2
        assert not any(Path(path).exists() for path in paths)
        assert index.catalog.count_all()[0] == 2
    finally:
        reading.close()


def test_everyone_sees_what_they_brought(index: NewsIndex) -> None:
    reading = Jobs(index, workers=1)
    try:
        reading.bring_text("ada", "A note", Document("pasted:1", "pasted.txt", article(1).encode()))
        reading.bring_addresses("bo", ["http://127.0.0.1:9/"])
        assert [line.state for line in finished(reading, "ada")] == ["added"]
        (refused,) = finished(reading, "bo")
        assert refused.state == "failed" and "DATELINE_FETCH_PRIVATE" in refused.reasons[0]
        reading.clear_done("ada")
        assert reading.list_lines("ada") == [] and len(reading.list_lines("bo")) == 1
    finally:
        reading.close()


def test_too_much_at_once_is_refused(index: NewsIndex) -> None:
    reading = Jobs(index, workers=1)
    try:
        with pytest.raises(ReadError, match="at most 5,000"):
            reading.bring_addresses("", [f"http://a.example/{n}" for n in range(5_001)])
        assert reading.list_lines("") == []
    finally:
        reading.close()


def test_addresses_as_people_write_them() -> None:
    assert reports.split_addresses(
        " https://a.example/x\nwww.b.example  b/c.d file:///etc/passwd\tno https://a.example/x"
    ) == (
        [
            "https://a.example/x",
            "https://www.b.example",
            "file:///etc/passwd",
        ],  # the last is refused when fetched
        ["b/c.d", "no"],
    )


def test_a_report_shows_what_counts() -> None:
    lines = [Line(f"n{number}", "added") for number in range(400)]
    lines += [Line("<b>x</b>", "failed", reasons=("<i>no</i>",)), *[Line("w")] * 9]
    shown = reports.render_report(lines)
    assert shown.count("<li") == reports.SHOWN + reports.AHEAD and "and 105 more" in shown
    assert "401 of 410 documents done" in shown
    assert "<i>" not in reports.render_report(lines[395:]) and "<b>x" not in reports.render_report(
        lines[395:]
    )
