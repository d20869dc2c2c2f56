"""Saved conversations in a real browser: listed, found, renamed, exported, linked, deleted; each person's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from assistant.conversation.history import History
from tests.ui.actions import ask, show, visit
from tests.ui.conftest import PATIENCE, Serve
from ui.access.visitor import current_owner
from ui.conversations import conversation_list
from vectorstore.catalogue.catalog import Catalog

pytestmark = pytest.mark.browser
KESTREL = "How many passengers does the Kestrel carry?"


def test_a_conversation_is_kept_found_renamed_exported_and_deleted(
    serve: Serve, tab: Page, tmp_path: Path
) -> None:
    visit(tab, serve())
    ask(tab, KESTREL)
    ask(tab, "What happened to the bridge at Oster?")
    tab.click("#new")
    expect(tab.locator(".turn")).to_have_count(0)
    ask(tab, "How much of the apple harvest was lost?")
    show(tab, "Conversations")
    items = tab.locator("#conversations li")
    expect(items).to_have_count(2)
    expect(items.nth(1)).to_contain_text(KESTREL)
    expect(items.nth(1)).to_contain_text("2 questions")
    tab.locator("#conversation-search input, #conversation-search textarea").fill("oster BRIDGE")
    expect(items).to_have_count(1)

    items.locator("[data-rename]").click()
    tab.locator("input.rename").fill("Boats <b>and</b> bridges")
    tab.keyboard.press("Enter")
    expect(items.locator(".headline")).to_have_text("Boats <b>and</b> bridges")

    with tab.expect_download() as markdown:
        items.locator("[data-markdown]").click()
    markdown.value.save_as(tmp_path / "c.md")
    text = (tmp_path / "c.md").read_text("utf-8")
    assert text.startswith("# Boats") and "[^1]: " in text and "carries 310 passengers" in text
    with tab.expect_download() as exported:
        items.locator("[data-json]").click()
    exported.value.save_as(tmp_path / "c.json")
    assert [turn["question"] for turn in json.loads((tmp_path / "c.json").read_text("utf-8"))["turns"]] == [
        KESTREL,
        "What happened to the bridge at Oster?",
    ]

    items.locator(".headline").click()
    expect(tab.locator("#live .question")).to_have_text("What happened to the bridge at Oster?")
    tab.locator("#past .chip").first.click()
    expect(tab.locator("#panel mark.cited")).to_contain_text("Kestrel")
    show(tab, "Conversations")
    items.locator("[data-forget]").click()
    tab.click("#sure button[value=delete]")
    expect(tab.locator("#conversations")).to_contain_text("No conversation matches")


def test_a_link_opens_a_conversation_and_another_goes_on_in_a_copy(
    serve: Serve, tab: Page, browser: Browser
) -> None:
    site = serve()
    visit(tab, site)
    ask(tab, KESTREL)
    tab.wait_for_function("location.search.startsWith('?conversation=')")
    link = tab.url
    tab.reload()
    expect(tab.locator("#live .question")).to_have_text(KESTREL)

    context = browser.new_context()
    other = context.new_page()
    other.set_default_timeout(PATIENCE)
    other.goto(link)
    expect(other.locator("#live")).to_contain_text("not been shared")
    expect(other.locator("#live .question")).to_have_count(0)

    show(tab, "Conversations")
    items = tab.locator("#conversations li")
    items.locator("[data-share]").click()
    expect(items.locator("[data-link]")).to_be_focused()
    expect(items.locator("[data-unshare]")).to_be_visible()
    other.reload()
    expect(other.locator("#live .question")).to_have_text(KESTREL)
    ask(other, "What happened to the bridge at Oster?")
    other.wait_for_function("link => location.href !== link", arg=link)
    show(other, "Conversations")
    expect(other.locator("#conversations li")).to_have_count(1)
    items.locator("[data-unshare]").click()
    expect(items.locator("[data-share]")).to_be_focused()
    other.goto(link)
    expect(other.locator("#live")).to_contain_text("not been shared")
    context.close()
    tab.reload()
    expect(tab.locator("#live .question")).to_have_text(KESTREL)  # the copy did not touch it
    expect(tab.locator("#past .turn")).to_have_count(0)
    tab.goto(f"{site.address}?conversation=nowhere")
    expect(tab.locator("#live")).to_contain_text("no such conversation")


def test_back_forward_and_reload_go_through_conversations(serve: Serve, tab: Page) -> None:
    visit(tab, serve())
    question = tab.locator("#live .question")
    ask(tab, KESTREL)
    tab.wait_for_function("location.search !== ''")
    kestrel = tab.url
    tab.click("#new")
    tab.wait_for_function("location.search === ''")
    ask(tab, "What happened to the bridge at Oster?")
    tab.wait_for_function("location.search !== ''")
    bridge = tab.url
    tab.go_back()
    expect(tab.locator("#welcome .welcome")).to_be_visible()
    expect(tab.locator(".turn")).to_have_count(0)
    tab.go_back()
    expect(question).to_have_text(KESTREL)
    assert tab.url == kestrel
    expect(tab.locator("#next .example").first).to_be_visible()  # it can be gone on with
    tab.reload()
    expect(question).to_have_text(KESTREL)
    first: list[Route] = []  # a slow one: what is asked for after it must not be overtaken by it
    tab.route("**/run/predict**", lambda route: route.continue_() if first else first.append(route))
    tab.evaluate("history.forward()")
    for _ in range(PATIENCE // 20):
        if first:
            break
        tab.wait_for_timeout(20)
    tab.evaluate("history.forward()")
    tab.wait_for_url(bridge)
    first[0].continue_()
    expect(question).to_have_text("What happened to the bridge at Oster?")
    assert tab.url == bridge

    show(tab, "Conversations")
    tab.locator("#conversations li", has_text="Oster").locator("[data-forget]").click()
    tab.click("#sure button[value=delete]")
    expect(tab.locator("#conversations li")).to_have_count(1)
    tab.wait_for_function("location.search === ''")
    show(tab, "Ask")
    expect(tab.locator(".turn")).to_have_count(0)  # the one that was open was deleted


def test_a_long_list_says_that_there_is_more(tmp_path: Path) -> None:
    history = History(Catalog(tmp_path / "catalog.sqlite").database)
    history.create_conversation("The oldest")
    for number in range(1, conversation_list.LISTED):
        history.create_conversation(f"Talk {number}")
    assert "Search to find older ones" not in conversation_list.render_list(history, "")
    history.create_conversation("One more")
    shown = conversation_list.render_list(history, "")
    assert shown.count("<li>") == conversation_list.LISTED and "One more" in shown
    assert "Search to find older ones" in shown
    assert conversation_list.render_list(history, "", "OLDEST").count("<li>") == 1


def test_what_is_not_a_handler_has_no_owner(serve: Serve) -> None:
    assert current_owner() == ""
    assert History(serve().index.catalog.database).list_conversations(current_owner()) == []
