"""What is asked while a question is being answered waits, and nothing of it is lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from assistant.types import Answer
from tests.ui.actions import show, visit
from tests.ui.conftest import Serve
from tests.ui.samples import Scripted
from ui.ask.ask_tab import AskTab
from vectorstore.index import NewsIndex

pytestmark = pytest.mark.browser
FIRST, SECOND = "What happened to the bridge at Oster?", "And the apple harvest?"


class Held(Scripted):
    """Stands still in each answer, after its first sentence (``growing``) or after its last (``ending``)."""

    def __init__(self, index: NewsIndex, at: str) -> None:
        super().__init__(index)
        self.at = at
        self.gate = threading.Event()
        self.asked: list[str] = []

    def stream(self, question: str, *rest: Any, **how: Any) -> Iterator[Answer]:
        """The same answer, with the wait in it."""
        self.asked.append(question)
        for number, answer in enumerate(super().stream(question, *rest, **how)):
            yield answer
            if self.at == "growing" and number == 0:
                self.gate.wait(600)
        if self.at == "ending":
            self.gate.wait(600)


def held(serve: Serve, tab: Page, at: str) -> Held:
    """A page whose first answer stands still; the one who answers."""
    made: list[Held] = []

    def assistant(index: NewsIndex) -> Held:
        made.append(Held(index, at))
        return made[0]

    visit(tab, serve(assistant=assistant))
    enter(tab, FIRST)
    state = "yes" if at == "growing" else "no"
    tab.locator(f"#live .turn[data-busy={state}] .sentence").first.wait_for()
    return made[0]


def enter(tab: Page, question: str) -> None:
    tab.fill("#question textarea", question)
    tab.keyboard.press("Enter")


@pytest.mark.parametrize("at", ["growing", "ending"])
def test_a_question_waits_for_the_answer_to_the_last(serve: Serve, tab: Page, at: str) -> None:
    answering = held(serve, tab, at)
    box = tab.locator("#question textarea")
    expect(box).to_have_value("")
    enter(tab, SECOND)
    expect(tab.locator("#waits")).to_contain_text("Your question waits")
    expect(box).to_have_value(SECOND)
    expect(box).not_to_be_editable()
    tab.keyboard.press("Enter")  # no second time
    answering.gate.set()
    expect(tab.locator("#live .question")).to_have_text(SECOND)
    expect(tab.locator("#live .turn")).to_have_attribute("data-busy", "no")
    expect(tab.locator("#past .question")).to_have_text([FIRST])
    expect(tab.locator("#past .sentence")).to_have_count(3)
    expect(tab.locator("#waits .waits")).to_be_hidden()
    expect(box).to_be_editable()
    expect(box).to_have_value("")
    assert answering.asked == [FIRST, SECOND]


def test_a_question_that_waits_is_taken_back(serve: Serve, tab: Page) -> None:
    answering = held(serve, tab, "growing")
    box = tab.locator("#question textarea")
    enter(tab, SECOND)
    tab.keyboard.press("Escape")
    expect(tab.locator("#waits .waits")).to_be_hidden()
    expect(box).to_be_editable()
    expect(tab.locator("#live .turn")).to_have_attribute("data-busy", "yes")  # the answer goes on
    tab.keyboard.press("Enter")
    tab.get_by_role("button", name="Cancel").click()
    expect(box).to_be_focused()
    answering.gate.set()
    expect(tab.locator("#live .turn")).to_have_attribute("data-busy", "no")
    expect(box).to_have_value(SECOND)
    assert answering.asked == [FIRST]


def test_after_a_stop_what_waits_is_asked(serve: Serve, tab: Page) -> None:
    answering = held(serve, tab, "growing")
    enter(tab, SECOND)
    expect(tab.locator("#waits")).to_contain_text("Your question waits")
    tab.click("#stop")
    expect(tab.locator("#live .status")).to_have_text("Stopped.")
    answering.gate.set()  # only now does what was stopped know
    expect(tab.locator("#live .question")).to_have_text(SECOND)
    expect(tab.locator("#live .turn")).to_have_attribute("data-busy", "no")
    expect(tab.locator("#past .status")).to_have_text("Stopped.")
    expect(tab.locator("#past .sentence")).to_have_count(1)


@pytest.mark.parametrize("at", ["growing", "ending"])
def test_a_new_conversation_is_free_at_once(serve: Serve, tab: Page, at: str) -> None:
    answering = held(serve, tab, at)
    enter(tab, SECOND)
    expect(tab.locator("#waits")).to_contain_text("Your question waits")
    answering.at = "nowhere"
    tab.click("#new")
    expect(tab.locator(".turn")).to_have_count(0)
    expect(tab.locator("#waits .waits")).to_be_hidden()
    enter(tab, "When was the ferry bought?")
    expect(tab.locator("#live .question")).to_have_text("When was the ferry bought?")
    expect(tab.locator("#live .turn")).to_have_attribute("data-busy", "no")
    expect(tab.locator(".turn")).to_have_count(1)
    answering.gate.set()
    assert SECOND not in answering.asked


def test_an_answer_is_asked_again_as_soon_as_it_is_there(serve: Serve, tab: Page) -> None:
    answering = held(serve, tab, "ending")
    turn = tab.locator("#live .turn")
    before = turn.get_attribute("data-asking") or ""
    turn.locator("[data-again]").click()
    answering.gate.set()
    expect(turn).not_to_have_attribute("data-asking", before)
    expect(turn).to_have_attribute("data-busy", "no")
    assert answering.asked == [FIRST, FIRST]


def test_nothing_is_asked_anew_while_an_answer_grows(serve: Serve, tab: Page) -> None:
    answering = held(serve, tab, "ending")
    answering.at = "growing"
    enter(tab, SECOND)
    answering.gate.set()
    expect(tab.locator("#live .question")).to_have_text(SECOND)
    expect(tab.locator("#live .turn")).to_have_attribute("data-busy", "no")
    answering.gate.clear()
    tab.locator("#live [data-again]").click()
    tab.locator("#live .turn[data-busy=yes] .sentence").first.wait_for()
    for name in ("again", "edit"):
        expect(tab.locator(f"#past [data-{name}]")).to_be_disabled()
    answering.gate.set()
    expect(tab.locator("#past [data-again]")).to_be_enabled()
    assert answering.asked == [FIRST, SECOND, SECOND]


def test_a_question_that_came_to_nothing_is_in_the_box_again(
    serve: Serve, tab: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = threading.Event()

    def fails(*_: Any) -> Any:
        tried.set()
        raise ZeroDivisionError

    visit(tab, serve(assistant=Scripted))
    show(tab, "Ask")
    with monkeypatch.context() as broken:
        broken.setattr(AskTab, "_save_conversation", fails)
        enter(tab, FIRST)
        assert tried.wait(600)  # the box is empty by then, perhaps for a moment only
        expect(tab.locator("#question textarea")).to_have_value(FIRST)
    tab.keyboard.press("Enter")
    expect(tab.locator("#live .question")).to_have_text(FIRST)
