"""axe-core finds nothing to mend on any part of the page, light and dark."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.ui.actions import ask, file, show, visit
from tests.ui.conftest import Serve
from tests.ui.samples import Scripted
from ui.access.people import People

pytestmark = pytest.mark.browser
SCHEMES: dict[Literal["light", "dark"], dict[str, list[str]]] = {
    "light": {"resultTypes": ["violations"]},
    "dark": {"resultTypes": ["violations"], "runOnly": ["color-contrast"]},  # nothing else is another
}


def violations(tab: Page, where: str) -> list[str]:
    """Every violation on the page as it stands, of any impact, in both colour schemes."""
    found = []
    for scheme, options in SCHEMES.items():
        tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        tab.wait_for_function(
            "dark => document.body.classList.contains('dark') === dark"
            " && !document.getAnimations().some(each => each instanceof CSSTransition)",
            arg=scheme == "dark",
        )
        found += [
            f"{where}, {scheme}: {each['id']} ({each['impact']}) at {node['target']}: {node['failureSummary']}"
            for each in Axe().run(tab, options=options).response["violations"]
            for node in each["nodes"]
        ]
    return found


def test_axe_finds_nothing(serve: Serve, tab: Page) -> None:
    visit(tab, serve(assistant=lambda index: Scripted(index, ("quoted", "supported", "unsupported"))))
    found = violations(tab, "welcome")
    turn = ask(tab, "What happened?")
    chip = turn.locator(".chip").first
    chip.hover()
    expect(tab.get_by_role("tooltip")).to_be_visible()
    found += violations(tab, "answer")
    turn.locator(".thumb").first.click()
    tab.click(".scope summary")
    found += violations(tab, "note and filters")
    tab.click(".scope summary")
    chip.click()
    tab.locator("#panel mark.cited").wait_for()
    found += violations(tab, "article")
    tab.keyboard.press("Escape")
    show(tab, "Conversations")
    tab.locator("#conversations li").first.wait_for()
    found += violations(tab, "conversations")
    show(tab, "Library")
    tab.locator(".library tbody tr").first.wait_for()
    found += violations(tab, "library")
    tab.check("[data-choose-page]")
    tab.click('[data-act="collect"]')
    tab.fill("#collection-name", "Weekend")
    found += violations(tab, "naming a collection")
    tab.click("#collecting button[value=put]")
    tab.click(".narrow[data-narrow=collection]")
    tab.locator(".library [data-choose]").first.check()
    found += violations(tab, "choosing")
    tab.click('[data-act="delete"]')
    tab.locator("[data-undo]").wait_for()
    found += violations(tab, "deleted")
    tab.click("[data-dissolve]")
    found += violations(tab, "asked first")
    tab.click("#sure button[value=keep]")
    show(tab, "Add")
    files = [file("broken.json", b"{"), file("note.txt", b"Mill burns\n\nThe mill burned down on Monday.")]
    tab.set_input_files("#files input[type=file]", files)
    expect(tab.locator("#report .summary")).to_have_attribute("data-done", "2")
    found += violations(tab, "add")
    assert found == [], "\n".join(found)


def test_axe_finds_nothing_on_the_log_in_page(serve: Serve, tab: Page, tmp_path: Path) -> None:
    people = People(tmp_path / "users")
    people.put_person("ada", "a long enough secret")
    tab.goto(serve(people=people).address)
    tab.fill("[name=username]", "ada")
    tab.fill("[name=password]", "wrong")
    tab.click("button")
    expect(tab.get_by_role("alert")).to_be_visible()
    for scheme, options in SCHEMES.items():
        tab.emulate_media(color_scheme=scheme)
        assert Axe().run(tab, options=options).response["violations"] == []
