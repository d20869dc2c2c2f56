"""Everything that matters can be done by keyboard alone, what has the focus is seen, and motion can be done without."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from assistant.types import Answer
from tests.ui.actions import show, visit
from tests.ui.add.test_adding import Held, article
from tests.ui.conftest import Serve
from tests.ui.samples import Scripted
from ui.add.jobs import Jobs
from vectorstore.index import NewsIndex

pytestmark = pytest.mark.browser
MOST = 80  # presses of a key to get anywhere


def reach(tab: Page, wanted: Locator, key: str = "Tab") -> None:
    """Press ``key`` until something has the focus, which must be seen on everything on the way."""
    for _ in range(MOST):
        tab.keyboard.press(key)
        seen, name = tab.evaluate(
            """() => {
                const { activeElement: at } = document, { outlineStyle, boxShadow } = getComputedStyle(at);
                return [at === document.body || outlineStyle !== "none" || boxShadow !== "none", at.outerHTML.slice(0, 200)];
            }"""
        )
        assert seen, f"the focus is not seen on {name}"
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{key} does not lead to {wanted}")


def test_ask_read_look_up_and_add_by_keyboard(serve: Serve, tab: Page) -> None:
    site = serve()
    visit(tab, site)
    expect(tab.locator("#question textarea")).to_be_focused()
    tab.keyboard.type("How many passengers does the Kestrel carry?")
    tab.keyboard.press("Enter")
    chip = tab.locator("#live .turn[data-busy=no] .chip").first
    chip.wait_for()
    reach(tab, chip, "Shift+Tab")
    tab.keyboard.press("Enter")
    expect(tab.locator("#panel [tabindex='-1']").first).to_be_focused()
    reach(tab, tab.locator("#panel .close"))
    tab.keyboard.press("Enter")
    expect(tab.locator("#panel .article")).to_have_count(0)
    expect(chip).to_be_focused()

    reach(tab, tab.get_by_role("tab", name="Library"), "Shift+Tab")
    tab.keyboard.press("Enter")
    reach(tab, tab.locator("#search input, #search textarea"))
    tab.keyboard.type("bridge")
    headline = tab.locator(".library button.headline")
    expect(headline).to_have_count(1)
    reach(tab, headline)
    tab.keyboard.press("Enter")
    expect(tab.locator("#panel h2")).to_have_text("Bridge at Oster closed after storm")
    tab.keyboard.press("Escape")
    expect(headline).to_be_focused()

    reach(tab, tab.get_by_role("tab", name="Add"), "Shift+Tab")
    tab.keyboard.press("Enter")
    reach(tab, tab.locator("#files button").first)
    reach(tab, tab.locator("#paste-text textarea"))
    tab.keyboard.type("Owls return to Mill Wood")
    for _ in range(2):
        tab.keyboard.press("Enter")
    tab.keyboard.type("Two barn owls nest in Mill Wood again.")
    reach(tab, tab.locator("#paste-add"))
    tab.keyboard.press("Enter")
    expect(tab.locator("ul.report li:not(.batch)").first).to_have_class("added")
    assert site.index.catalog.count_all()[0] == 4


def test_nothing_moves_for_who_asks_for_no_motion(serve: Serve, tab: Page) -> None:
    seen = threading.Event()

    class Waiting(Scripted):
        def stream(self, *asked: Any, **how: Any) -> Iterator[Answer]:
            for answer in super().stream(*asked, **how):
                yield answer
                seen.wait(600)

    tab.emulate_media(reduced_motion="reduce")
    visit(tab, serve(assistant=Waiting))
    tab.fill("#question textarea", "What happened?")
    tab.keyboard.press("Enter")
    expect(tab.locator("#live .sentence")).to_have_count(1)
    moving = """() => document.getAnimations().map(each => each.effect.target).filter(each =>
        each.closest("#desk, #masthead") && each.checkVisibility()).map(each => each.outerHTML.slice(0, 100))"""
    assert tab.evaluate(moving) == []
    tab.emulate_media(reduced_motion="no-preference")
    tab.wait_for_function(f"({moving})().length >= 1")  # the sign that more is to come
    seen.set()


def test_the_bar_of_progress_has_the_accent(serve: Serve, tab: Page) -> None:
    made: list[Held] = []

    def held(index: NewsIndex) -> Jobs:
        made.append(Held(index, at=2))
        return made[0]

    tab.emulate_media(color_scheme="dark")
    visit(tab, serve(jobs=held))
    tab.get_by_role("tab", name="Add").click()
    for number in (1, 2):
        tab.fill("#paste-text textarea", article(number))
        tab.click("#paste-add")
        expect(tab.locator("#paste-text textarea")).to_have_value("")
    expect(tab.locator("#report .summary")).to_have_attribute("data-done", "1")
    with Image.open(io.BytesIO(tab.locator("#report progress").screenshot())) as bar:
        assert bar.convert("RGB").getpixel((bar.width // 4, bar.height // 2)) == (0xF2, 0xA0, 0x8F)
    made[0].go.set()


def test_the_focus_goes_back_where_the_table_was_drawn_anew(serve: Serve, tab: Page) -> None:
    site = serve()
    visit(tab, site)
    show(tab, "Library")
    headline = tab.locator(".library button.headline", has_text="Bridge at Oster closed")
    headline.press("Enter")
    expect(tab.locator("#panel h2")).to_have_text("Bridge at Oster closed after storm")
    tab.evaluate("document.querySelector('#table').innerHTML = document.querySelector('#table').innerHTML")
    tab.keyboard.press("Escape")
    expect(tab.locator("#panel .article")).to_have_count(0)
    expect(headline).to_be_focused()


def test_an_article_closed_as_soon_as_it_is_there_gives_the_focus_back(serve: Serve, tab: Page) -> None:
    visit(tab, serve())
    show(tab, "Library")
    headline = tab.locator(".library button.headline", has_text="Bridge at Oster closed")
    tab.evaluate(
        """() => new MutationObserver((_, watch) => {
            if (!document.querySelector("#panel .article")) return;
            watch.disconnect();
            window.wasThere = true;
            document.querySelector("#panel .close").click();
        }).observe(document.body, { childList: true, subtree: true })"""
    )
    headline.press("Enter")
    tab.wait_for_function("window.wasThere")
    expect(tab.locator("#panel .article")).to_have_count(0)
    expect(headline).to_be_focused()
