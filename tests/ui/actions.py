"""What a person does on the page."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.ui.conftest import PATIENCE, Site

expect.set_options(timeout=PATIENCE)


def visit(tab: Page, site: Site) -> None:
    tab.goto(site.address)
    tab.locator("#welcome .welcome").wait_for()


def ask(tab: Page, question: str) -> Locator:
    """Ask, and wait until the answer is whole; the newest turn."""
    before = tab.locator(".turn").count()
    show(tab, "Ask")
    tab.fill("#question textarea", question)
    tab.keyboard.press("Enter")
    expect(tab.locator(".turn")).to_have_count(before + 1)
    turn = tab.locator("#live .turn")
    expect(turn).to_have_attribute("data-busy", "no")
    return turn


def file(name: str, data: bytes) -> FilePayload:
    return {"name": name, "mimeType": "text/plain", "buffer": data}


def show(tab: Page, name: str) -> None:
    tab.get_by_role("tab", name=name, exact=True).click()


def until(is_so: Callable[[], bool]) -> None:
    """Wait for what the page does not show."""
    for _ in range(PATIENCE // 50):
        if is_so():
            return
        time.sleep(0.05)
    raise AssertionError("It did not come to be")


def in_view(mark: Locator) -> bool:
    """Whether an element lies inside the part of the article's panel that is seen."""
    return bool(
        mark.evaluate(
            """element => {
                const [at, box] = [element, document.getElementById("panel")].map(e => e.getBoundingClientRect());
                return at.top >= box.top && at.bottom <= Math.min(box.bottom, innerHeight);
            }"""
        )
    )


def overflows(tab: Page) -> bool:
    """Whether the page is wider than its window."""
    return bool(tab.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def run(talk: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run a coroutine in a thread of its own: the browser of other tests keeps a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, talk()).result()
