"""The library in a real browser: choosing, deleting with undo, collections, tags, fetching again."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from ingest.fetching.fetch import Fetcher
from ingest.pipeline import ingest_sources
from news.article import Article
from tests.ingest.server import Page as WebPage
from tests.ingest.server import serving
from tests.ui.actions import overflows, show, visit
from tests.ui.conftest import Serve
from ui.add.jobs import Jobs
from ui.library.library import ROWS, LibraryView, read_chosen
from ui.library.library_table import render_table
from vectorstore.types import Filter

PLACES = ("Velmar", "Oster", "Skarn")
NOTES = [
    Article(
        key=f"note:{n}",
        title=f"Council note {n:02}",
        text=f"Note {n} of the council was read in {PLACES[n % 3]}.",
        outlet="Harbour Post" if n % 2 else "Northern Ledger",
        published=datetime(2025, 1 + n // 28, 1 + n % 28),
        tags=(PLACES[n % 3],),
    )
    for n in range(30)
]
PAGE = "<html><head><title>{0}</title></head><body><article><h1>{0}</h1>{1}</article></body></html>"


def choose(tab: Page, *titles: str) -> None:
    for title in titles:
        tab.get_by_label(f"Choose “{title}”").check()


@pytest.mark.browser
def test_many_are_deleted_and_come_back(serve: Serve, tab: Page) -> None:
    site = serve(articles=NOTES)
    catalog = site.index.catalog
    visit(tab, site)
    show(tab, "Library")
    rows, said = tab.locator(".library tbody tr"), tab.locator(".said-done")
    expect(tab.locator(".toolbar .chosen")).to_be_hidden()
    choose(tab, "Council note 29", "Council note 28")
    rows.first.locator("button.headline").click()
    expect(tab.locator("#panel h2")).to_have_text("Council note 29")
    tab.click('[data-page="next"]')
    expect(rows).to_have_count(5)
    choose(tab, "Council note 00")  # what was chosen on the other page stays chosen
    expect(tab.locator(".chosen-count")).to_have_text("3 chosen")

    tab.click('[data-act="delete"]')
    expect(said).to_contain_text("Deleted 3 articles")
    expect(tab.locator(".fresh")).to_contain_text("27 articles")
    expect(tab.locator("#panel .article")).to_have_count(0)  # it showed one of them
    expect(tab.locator(".toolbar .chosen")).to_be_hidden()
    assert catalog.count_all()[0] == 27 and site.index.verify_agreement().ok
    tab.click("[data-undo]")
    expect(said).to_have_text("3 articles are back.")
    expect(tab.locator(".fresh")).to_contain_text("30 articles")
    assert {row.title for row in catalog.list_articles(limit=50).rows} == {note.title for note in NOTES}
    assert site.index.verify_agreement().ok

    tab.click('[data-page="first"]')
    expect(tab.locator(".pages")).to_contain_text(f"1–{ROWS} of 30")  # or the page before would be chosen
    tab.check("[data-choose-page]")
    expect(tab.locator(".library [data-choose]:checked")).to_have_count(ROWS)
    expect(tab.locator(".chosen-count")).to_have_text(f"{ROWS} chosen")
    site.add(replace(NOTES[0], key="note:new", title="Added meanwhile", published=datetime(2024, 1, 1)))
    expect(tab.locator(".pages")).to_contain_text("of 31")  # shown anew, and still chosen
    expect(tab.locator(".library [data-choose]:checked")).to_have_count(ROWS)
    tab.click('[data-act="clear"]')
    expect(tab.locator(".library [data-choose]:checked")).to_have_count(0)


@pytest.mark.browser
def test_collections_tags_and_the_keyboard(serve: Serve, tab: Page) -> None:
    site = serve(articles=NOTES)
    collections = site.index.catalog.collections
    visit(tab, site)
    show(tab, "Library")
    rows = tab.locator(".library tbody tr")
    tab.locator(".library [data-narrow=tag]", has_text="Skarn").first.click()
    expect(rows).to_have_count(10)
    tab.locator(".library [data-narrow=outlet]", has_text="Northern Ledger").first.click()
    expect(rows).to_have_count(5)
    expect(tab.locator(".narrow")).to_have_text([re.compile("Outlet: Northern"), re.compile("Tag: Skarn")])

    tab.focus("[data-choose-page]")
    tab.keyboard.press("Space")
    expect(tab.locator(".chosen-count")).to_have_text("5 chosen")
    tab.keyboard.press("Tab")  # fetch again
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    expect(tab.locator("#collection-name")).to_be_focused()
    tab.keyboard.type("Skarn  desk")
    tab.keyboard.press("Enter")
    expect(tab.locator(".said-done")).to_have_text("5 articles are in “Skarn desk” now.")
    assert [(each.name, each.articles) for each in collections.list_all()] == [("Skarn desk", 5)]

    tab.evaluate(  # two clicks within a moment: none is lost
        "() => ['outlet', 'tag'].forEach((by) => document.querySelector(`.narrow[data-narrow=${by}]`).click())"
    )
    expect(rows).to_have_count(ROWS)
    tab.click(".narrow[data-narrow=collection]")
    expect(rows).to_have_count(5)
    tab.focus('[data-sort="title"]')
    tab.keyboard.press("Enter")
    expect(rows.first).to_contain_text("Council note 02")
    expect(tab.locator('[data-sort="title"]')).to_be_focused()  # although the table is a new one
    choose(tab, "Council note 02")
    tab.click('[data-act="take_out"]')
    expect(rows).to_have_count(4)
    choose(tab, "Council note 08", "Council note 14")
    tab.click('[data-act="collect"]')
    expect(tab.locator("#collection-move")).to_contain_text("take out of “Skarn desk”")
    tab.fill("#collection-name", "Weekend")
    tab.click("#collecting button[value=put]")
    expect(rows).to_have_count(2)
    assert [(each.name, each.articles) for each in collections.list_all()] == [
        ("Skarn desk", 2),
        ("Weekend", 2),
    ]
    tab.set_viewport_size({"width": 375, "height": 800})
    assert not overflows(tab)
    tab.click("[data-dissolve]")
    tab.click("#sure button[value=delete]")
    expect(tab.locator(".said-done")).to_have_text("Dissolved “Skarn desk”.")
    assert [each.name for each in collections.list_all()] == ["Weekend"]
    assert site.index.catalog.count_all()[0] == 30


@pytest.mark.browser
def test_an_article_is_fetched_again(serve: Serve, tab: Page) -> None:
    text = "".join(f"<p>The old mill by the river burned down on Monday, part {n}.</p>" for n in range(6))
    with serving() as web:
        address = f"http://127.0.0.1:{web.port}/mill"
        web.pages["/mill"] = WebPage(PAGE.format("Mill burns down", text).encode())
        fetcher = Fetcher(private=True, pause=0)
        site = serve(jobs=lambda index: Jobs(index, workers=1, fetcher=fetcher))
        assert ingest_sources([address], site.index, fetcher=fetcher).added == 1
        web.pages["/mill"] = WebPage(PAGE.format("Mill saved at last", text + "<p>It stands.</p>").encode())
        visit(tab, site)
        show(tab, "Library")
        tab.fill("#search input, #search textarea", "mill")
        choose(tab, "Mill burns down")
        tab.click('[data-act="again"]')
        expect(tab.locator(".said-done")).to_contain_text("1 article is being fetched again")
        tab.fill("#search input, #search textarea", "saved at last")
        expect(tab.locator(".library tbody tr")).to_contain_text("Mill saved at last")
        tab.fill("#search input, #search textarea", "apple")
        choose(tab, "Frost takes half of the apple harvest")  # it came from nowhere that could be asked
        tab.click('[data-act="again"]')
        show(tab, "Add")
        expect(tab.locator("ul.report li.updated")).to_contain_text("Mill burns down")
        expect(tab.locator("ul.report li.failed")).to_contain_text("add the file again")


def test_what_scripts_send_is_checked() -> None:
    view = LibraryView(page=3, said="Deleted.", undo="x")
    assert view.sorted_by("id; DROP TABLE article") == view
    assert view.narrowed_to("search", "x") == view
    assert view.sorted_by("title") == LibraryView(sort="title", descending=False)
    assert view.narrowed_to("tag", "Skarn").view_filter == Filter(tags=("Skarn",))
    assert (
        view.turn_page("last").turn_page("first") == LibraryView() and view.turn_page("elsewhere").page == 3
    )
    assert read_chosen(["a", "b", "a"]) == ["a", "b"] and read_chosen("ab") == read_chosen(None) == []


def test_status_says_what_is_worth_knowing(serve: Serve) -> None:
    catalog = serve(articles=[replace(NOTES[0], text="")]).index.catalog
    _, shown = render_table(catalog, LibraryView(page=7))
    assert "no text to search" in shown and "1–1 of 1" in shown
    _, shown = render_table(catalog, LibraryView(tag="nowhere"))
    assert "No article is left here." in shown and "Tag: nowhere" in shown
