"""The words of the page: complete in both languages, and all of them used."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path
from string import Formatter

import pytest
from playwright.sync_api import Browser, expect

from tests.ui.actions import visit
from tests.ui.conftest import PATIENCE, Serve
from ui import texts

UI = Path(__file__).parents[3] / "ui"


def named_in_code() -> set[str]:
    """Names that ``say``, ``label`` and ``plural`` are called with; ``x_*`` for f-strings."""
    found: set[str] = set()
    for path in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
                "say_text",
                "make_label",
                "say_plural",
            ):
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    ends = ("_one", "_many") if getattr(node.func, "id", "") == "say_plural" else ("",)
                    found |= {f"{first.value}{end}" for end in ends}
                elif isinstance(first, ast.JoinedStr):
                    found.add(ast.unparse(first).split("{")[0].removeprefix("f'") + "*")
    return found


def braces(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("name", texts.TEXTS)
def test_each_text_is_complete(name: str) -> None:
    english, german = texts.TEXTS[name]
    assert english.strip() and german.strip()
    assert braces(english) == braces(german)


def test_each_name_in_the_code_has_its_text() -> None:
    starts = {name.removesuffix("*") for name in named_in_code() if name.endswith("*")}
    assert {name for name in named_in_code() if not name.endswith("*")} <= texts.TEXTS.keys()
    assert all(any(name.startswith(start) for name in texts.TEXTS) for start in starts)


def test_no_name_stands_for_two_texts() -> None:
    names = re.findall(
        r'^    "(\w+)":',
        "".join(p.read_text() for p in [*UI.rglob("*_texts.py"), *(UI / "texts").glob("*.py")]),
        re.M,
    )
    assert sorted(names) == sorted(set(names)) == sorted(texts.TEXTS)


def test_english_outside_of_a_request() -> None:
    assert texts.say_text("stopped") == "Stopped."
    assert texts.long_date(date(2025, 9, 4)) == "4 September 2025"
    assert texts.format_count(12_345) == "12,345"


@pytest.mark.browser
def test_a_german_browser_gets_a_german_page(serve: Serve, browser: Browser) -> None:
    site = serve()
    context = browser.new_context(locale="de-DE")
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE)
    visit(tab, site)
    expect(tab.locator(".invite")).to_contain_text("Fragen Sie Ihre Nachrichtenartikel")
    expect(tab.locator(".fresh")).to_contain_text("3 Artikel · neuester vom 6. Mai 2025")
    expect(tab.locator("html")).to_have_attribute("lang", "de")
    expect(tab.get_by_role("tab", name="Bibliothek")).to_be_visible()
    expect(tab.get_by_placeholder("Frage zu Ihren Artikeln")).to_be_visible()
    expect(tab.locator("#ask")).to_have_text("Fragen")
    tab.wait_for_function("document.querySelector('#ask').clientWidth >= 90")  # with space around the word
    tab.fill("#question textarea", "How many passengers does the Kestrel carry?")
    tab.keyboard.press("Enter")
    expect(tab.locator("#live .verdict").first).to_contain_text("wörtlich")
    context.close()
