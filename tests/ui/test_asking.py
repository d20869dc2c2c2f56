"""Asking in a real browser: again, in other words, what may follow, filters, thumbs."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from assistant.feedback import Feedback
from tests.ui.actions import ask, visit
from tests.ui.conftest import Serve
from tests.ui.samples import Scripted
from ui import scope
from vectorstore.index import NewsIndex
from vectorstore.passages import Filter

pytestmark = pytest.mark.browser


def test_examples_and_follow_ups_are_answered_by_the_index(serve: Serve, tab: Page) -> None:
    visit(tab, serve())
    tab.get_by_role("button", name="When was the road bridge at Oster closed?").click()
    turn = tab.locator("#live .turn")
    expect(turn.locator(".answer")).to_contain_text("closed on Friday night")
    ask(tab, "How many passengers does the Kestrel carry?")
    follow_up = tab.locator("#next .example").first
    question = follow_up.inner_text()
    follow_up.click()
    expect(tab.locator("#live .question")).to_have_text(question)
    expect(tab.locator("#live .chip").first).to_be_visible()


def test_a_question_is_asked_again_and_in_other_words(serve: Serve, tab: Page) -> None:
    made: list[Scripted] = []

    def scripted(index: NewsIndex) -> Scripted:
        made.append(Scripted(index))
        return made[0]

    site = serve(assistant=scripted)
    visit(tab, site)
    ask(tab, "What happened to the bridge at Oster?")
    ask(tab, "And the apples?")
    turn = tab.locator("#live .turn")
    before = turn.get_attribute("data-asking") or ""
    tab.locator("#live [data-again]").click()
    expect(turn).not_to_have_attribute("data-asking", before)  # the old answer is whole as well
    expect(turn).to_have_attribute("data-busy", "no")
    expect(tab.locator(".turn")).to_have_count(2)
    assert [turn.question for turn in made[0].histories[2]] == ["What happened to the bridge at Oster?"]

    tab.locator("#past [data-edit]").first.click()
    box = tab.locator("#question textarea")
    expect(box).to_have_value("What happened to the bridge at Oster?")
    expect(tab.locator("#chips")).to_contain_text("Editing question 1")
    tab.keyboard.press("Escape")
    expect(box).to_have_value("")
    expect(tab.locator("#chips .scope-chip")).to_have_count(0)
    tab.locator("#past [data-edit]").first.click()
    expect(box).to_have_value("What happened to the bridge at Oster?")
    box.fill("When was the ferry bought?")
    box.press("Enter")
    expect(tab.locator("#live .question")).to_have_text("When was the ferry bought?")
    expect(tab.locator("#live .turn")).to_have_attribute("data-busy", "no")
    expect(tab.locator(".turn")).to_have_count(1)  # what followed the old question went with it
    assert made[0].histories[-1] == []


def test_filters_are_chips_and_read_in_the_question(serve: Serve, tab: Page) -> None:
    visit(tab, serve())
    turn = ask(tab, "What did the Harbour Post report in February 2025?")
    expect(turn.locator(".notice").first).to_contain_text("Harbour Post")
    expect(tab.locator("#chips .read")).to_have_count(3)
    tab.click("#chips [data-keep]")
    expect(tab.locator("#chips .set")).to_have_count(3)
    turn = ask(tab, "How much of the apple harvest was lost to the frost?")
    expect(turn.locator(".abstains")).to_be_visible()  # only the Harbour Post may answer now
    for _ in range(3):
        tab.locator("#chips [data-unscope]").first.click()
        tab.wait_for_timeout(200)
    expect(tab.locator("#chips .scope-chip")).to_have_count(0)
    tab.click("details.scope summary")
    tab.locator("[data-scope=outlets]").select_option("Valley Courier")
    expect(tab.locator("#chips")).to_contain_text("Outlet Valley Courier")
    tab.locator("[data-scope=published_from]").fill("2025-05-01")
    expect(tab.locator("#chips")).to_contain_text("From 1 May 2025")
    turn = ask(tab, "How much of the apple harvest was lost to the frost?")
    expect(turn.locator(".answer")).to_contain_text("half of this year's apples")


def test_a_thumb_and_its_note_are_kept_with_the_evidence(serve: Serve, tab: Page) -> None:
    site = serve()
    visit(tab, site)
    turn = ask(tab, "How many passengers does the Kestrel carry?")
    turn.locator("[data-good=no]").click()
    expect(turn.locator(".thanks")).to_have_text("Thank you, that is kept.")
    expect(turn.locator("[data-good=no]")).to_have_attribute("aria-pressed", "true")
    turn.locator(".note textarea").fill("It was 300.")
    turn.locator(".note button").click()
    expect(turn.locator(".note")).to_be_hidden()
    feedback = Feedback(site.index.catalog.database)
    for _ in range(50):
        if any(each.note for each in feedback.all()):
            break
        tab.wait_for_timeout(100)
    (given,) = feedback.all()
    assert (given.good, given.note) == (False, "It was 300.")
    assert given.question == "How many passengers does the Kestrel carry?"
    assert "310 passengers" in given.answer["answer"] and "310" in given.evidence[0]["passage"]


def test_a_filter_is_changed_only_by_what_makes_sense() -> None:
    where = scope.changed(Filter(), {"field": "outlets", "value": "AA"})
    assert where == Filter(outlets=("AA",))
    assert scope.changed(where, {"field": "outlets", "value": "AA"}) == where
    assert scope.changed(where, {"field": "outlets", "value": "AA", "drop": True}) == Filter()
    assert scope.changed(where, {"field": "published_from", "value": "soon"}) == where
    assert scope.changed(where, {"field": "article_ids", "value": "x"}) == where
    dated = scope.changed(where, {"field": "published_to", "value": "2025-05-01"})
    assert dated.published_to == date(2025, 5, 1)
    assert scope.changed(dated, {"field": "published_to", "value": "", "drop": True}) == where
    both = scope.together(where, Filter(outlets=("AA", "BB"), published_from=date(2025, 1, 2)))
    assert both == Filter(outlets=("AA", "BB"), published_from=date(2025, 1, 2))
