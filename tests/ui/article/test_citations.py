"""Citations in a real browser: what a chip tells, where it leads, how verdicts and disagreement look."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from news.article import Article
from tests.ui.actions import ask, in_view, visit
from tests.ui.conftest import Serve
from tests.ui.samples import ARTICLES, FERRY_START, Scripted

pytestmark = pytest.mark.browser
TWIN = replace(ARTICLES[0], key="sample:ferry-again", outlet="Valley Courier", url=None, headings=())
TRAMS = [
    Article(
        key=f"sample:trams-{outlet}",
        title=title,
        text=f"{toll} people were injured when two trams collided at Brenn Square on Monday, {who} said.\n\n{more}",
        outlet=outlet,
        published=datetime(2025, 6, 3),
    )
    for outlet, title, toll, who, more in (
        (
            "Harbour Post",
            "Eleven hurt in tram collision at Brenn",
            "Eleven",
            "the fire brigade",
            "The line was closed until evening.",
        ),
        (
            "Northern Ledger",
            "Tram crash at Brenn Square injures 14",
            "Fourteen",
            "the transport company",
            "An inquiry has begun.",
        ),
    )
]


def is_uncovered(element: Locator) -> bool:
    """Whether nothing lies over the beginning of an element."""
    return bool(
        element.evaluate(
            """element => {
                const { left, top } = element.getClientRects()[0];
                return element.contains(document.elementFromPoint(left + 4, top + 4));
            }"""
        )
    )


def test_a_chip_tells_by_mouse_and_by_keyboard_what_it_rests_on(serve: Serve, tab: Page) -> None:
    visit(tab, serve())
    turn = ask(tab, "How often will the Velmar ferry sail?")
    chip, tip = turn.locator(".chip").first, tab.get_by_role("tooltip")
    for reach in (chip.focus, chip.hover):
        reach()
        for told in (ARTICLES[0].title, "Harbour Post · 11 February 2025", FERRY_START):
            expect(tip).to_contain_text(told)
        expect(chip).to_have_attribute("aria-describedby", "tip")
        tab.mouse.move(5, 5)
        chip.blur()
        expect(tip).to_be_hidden()


@pytest.mark.parametrize(("width", "height"), [(1280, 850), (375, 700)])
def test_the_cited_sentence_stands_below_the_headline(
    serve: Serve, tab: Page, width: int, height: int
) -> None:
    tab.set_viewport_size({"width": width, "height": height})
    visit(tab, serve(articles=[*ARTICLES, TWIN]))
    turn = ask(tab, "What did the Harbour Post report in February 2025?")
    chips = turn.locator(".chip")
    panel = tab.locator("#panel")
    for number in (0, 2, chips.count() - 1):
        chips.nth(number).click()
        marked = panel.locator("mark.cited")
        expect(marked).to_have_text(chips.nth(number).get_attribute("data-quote") or "")
        tab.wait_for_function("document.activeElement.matches('#panel h2')")
        assert in_view(marked) and is_uncovered(marked)
        assert in_view(panel.locator("h2")) and is_uncovered(panel.locator("h2"))
        expect(panel.locator("mark.also").first).to_be_attached()
        if width < 900 and number:
            tab.go_back()  # the article covers the page: back is to the answer
        else:
            tab.keyboard.press("Escape")
        expect(panel.locator(".article")).to_have_count(0)
        expect(chips.nth(number)).to_be_focused()
        expect(turn).to_be_visible()
    turn.locator(".place").nth(1).click()  # a quote below the answer opens it as well
    expect(panel.locator("mark.cited")).to_have_text(turn.locator(".place q").nth(1).inner_text())
    expect(panel.locator(".byline")).to_have_text("By Dana Whitlock")
    expect(panel.locator(".deck")).to_have_text(ARTICLES[0].deck or "")
    panel.get_by_role("button", name="Valley Courier").click()  # also carried by
    expect(panel.locator(".which .about")).to_contain_text("Valley Courier")
    expect(panel.locator("a.original")).to_have_count(0)


def test_outlets_that_disagree_stand_side_by_side(serve: Serve, tab: Page) -> None:
    visit(tab, serve(articles=[*ARTICLES, *TRAMS]))
    turn = ask(tab, "How many people were injured in the tram collision at Brenn Square?")
    expect(turn.locator(".differ")).to_contain_text("The articles differ")
    sides = turn.locator(".side")
    expect(sides).to_have_count(2)
    for said in ("Harbour Post · 3 June 2025Eleven people", "Northern Ledger · 3 June 2025Fourteen people"):
        expect(sides.filter(has_text=said)).to_have_count(1)  # whichever comes first
    left, right = (sides.nth(n).bounding_box() for n in (0, 1))
    assert left and right and left["y"] == right["y"] and left["x"] < right["x"]


def test_verdicts_need_no_colour_and_no_eyes(serve: Serve, tab: Page) -> None:
    visit(tab, serve(assistant=lambda index: Scripted(index, ("quoted", "supported", "unsupported"))))
    turn = ask(tab, "What happened?")
    shapes = [text.split()[0] for text in turn.locator(".verdict").all_inner_texts()]
    assert shapes == ["❞", "✓", "✕"]
    colours = tab.locator(".verdict").evaluate_all("all => all.map(each => getComputedStyle(each).color)")
    assert colours[0] == colours[1] != colours[2]  # a doubt stands out
    heard = turn.locator(".answer").aria_snapshot()
    for word in ("quoted", "supported", "not supported"):
        assert word in heard
    assert "✕" not in heard  # the shape is for the eyes
