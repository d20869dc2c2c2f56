"""A German browser gets a German page: no text of Dateline's is left in English on the ways that people go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.build import build_assistant
from assistant.chat import Assistant
from tests.fakes import Reply, ScriptedModel
from tests.ui.actions import file, visit
from tests.ui.conftest import PATIENCE, Serve
from ui.access.people import People
from ui.frame.messages import load_messages
from ui.texts import TEXTS
from vectorstore.index import NewsIndex

SEEN = """() => {
    const found = new Set(), walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const { parentElement: holder, textContent: text } = walk.currentNode;
        if (!holder.closest("script, style, .text, .said, .quote, .headline, #words")) found.add(text.trim());
    }
    for (const name of ["aria-label", "placeholder", "title", "data-label"])
        document.querySelectorAll(`[${name}]`).forEach(each => found.add(each.getAttribute(name).trim()));
    return [...found];
}"""


def pattern(english: str) -> str:
    return "".join(
        re.escape(text) + (".+" if name else "") for text, name, _, _ in Formatter().parse(english)
    )


def english() -> list[re.Pattern[str]]:
    """What every English text and message looks like that has words and is another in German."""
    texts = [english for english, german in [*TEXTS.values(), *load_messages()] if english != german]
    return [
        re.compile(pattern(text), re.S)
        for text in texts
        if re.search("[a-z]{3}", re.sub(r"\{\w+\}", "", text))
    ]


def test_english_would_be_found() -> None:
    for text in ("Library", "3 articles", "not JSON: line 1", "quoted", "Your articles don’t say."):
        assert any(each.fullmatch(text) for each in english())
    for text in ("Bibliothek", "3 Artikel", "kein JSON: line 1", "wörtlich", "Harbour Post"):
        assert not any(each.fullmatch(text) for each in english())


@pytest.fixture
def german(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="de-DE", viewport={"width": 1280, "height": 850})
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE)
    yield tab
    context.close()


def left(tab: Page, where: str) -> list[str]:
    """English texts on the page as it stands."""
    known = english()
    return [f"{where}: {text}" for text in tab.evaluate(SEEN) if any(each.fullmatch(text) for each in known)]


def ask(tab: Page, question: str) -> None:
    tab.get_by_role("tab", name="Fragen", exact=True).click()
    tab.fill("#question textarea", question)
    tab.keyboard.press("Enter")
    expect(tab.locator("#live .question")).to_contain_text(question[:40])
    expect(tab.locator("#live .turn")).to_have_attribute("data-busy", "no")


@pytest.mark.browser
def test_nothing_is_left_in_english(serve: Serve, german: Page) -> None:
    tab = german
    visit(tab, serve())
    found = left(tab, "welcome")
    ask(tab, "What did the Harbour Post report about the Kestrel in February 2025?")
    expect(tab.locator("#live .notice").first).to_contain_text("Nur Berichte von Harbour Post.")
    expect(tab.locator("#live .verdict").first).to_have_attribute("title", "steht Wort für Wort im Artikel")
    found += left(tab, "answer")
    tab.locator("#live .chip").first.click()
    tab.locator("#panel mark.cited").wait_for()
    found += left(tab, "article")
    tab.keyboard.press("Escape")
    ask(tab, "Who won the 2018 World Cup?")
    expect(tab.locator("#live .abstains")).to_be_visible()
    found += left(tab, "abstention")
    tab.get_by_role("tab", name="Bibliothek").click()
    tab.locator(".library tbody tr").first.wait_for()
    found += left(tab, "library")
    tab.get_by_role("tab", name="Hinzufügen").click()
    tab.set_input_files("#files input[type=file]", [file("a.json", b"{"), file("b.gif", b"GIF89a\0\0")])
    expect(tab.locator("#report .summary")).to_have_attribute("data-done", "2")
    expect(tab.locator("#report")).to_contain_text("kein JSON")
    expect(tab.locator("#report")).to_contain_text("das ist ein GIF-Bild")
    found += left(tab, "add")
    tab.get_by_role("tab", name="Gespräche").click()
    tab.locator("#conversations li").first.wait_for()
    found += left(tab, "conversations")
    assert found == []


@pytest.mark.browser
def test_what_goes_wrong_is_said_in_german(serve: Serve, german: Page) -> None:
    with ScriptedModel(Reply(status=401)) as model:

        def assistant(index: NewsIndex) -> Assistant:
            return build_assistant(index, chat_model="openai:x", chat_base_url=model.url, chat_api_key="x")

        visit(german, serve(assistant=assistant))
        ask(german, "How many passengers does the Kestrel carry?")
        expect(german.locator("#live .notice")).to_contain_text("Sein Server hat den Schlüssel abgelehnt")
        assert left(german, "refused") == []


@pytest.mark.browser
def test_the_log_in_page_is_german(serve: Serve, german: Page, tmp_path: Path) -> None:
    people = People(tmp_path / "users")
    people.put_person("ada", "a long enough secret")
    german.goto(serve(people=people).address)
    german.fill("[name=username]", "ada")
    german.fill("[name=password]", "wrong")
    german.click("button")
    expect(german.get_by_role("alert")).to_be_visible()
    assert left(german, "log-in") == []
