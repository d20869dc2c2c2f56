"""Asking in a real browser: again, in other words, what may follow, filters, thumbs."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.conversation.feedback import Feedback
from assistant.types import Answer, Turn
from errors import StoreError
from news.article import Article
from tests.ui.actions import ask, show, until, visit
from tests.ui.conftest import PATIENCE, Serve
from tests.ui.samples import ARTICLES, Scripted
from ui.ask import scope, welcome
from vectorstore.catalogue.sources import Origin
from vectorstore.index import NewsIndex
from vectorstore.types import Filter

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[3]


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
    expect(turn.locator(".question")).to_be_focused()  # the button that was clicked is gone
    expect(tab.locator("#live")).to_have_attribute("aria-busy", "false")
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
    site = serve()
    site.index.catalog.collections.put_into("Harvests", [ARTICLES[2].id])
    visit(tab, site)
    turn = ask(tab, "What did the Harbour Post report in February 2025?")
    expect(turn.locator(".notice").first).to_contain_text("Harbour Post")
    expect(tab.locator("#chips .read")).to_have_count(3)
    tab.click("#chips [data-keep]")
    expect(tab.locator("#chips .set")).to_have_count(3)
    turn = ask(tab, "How much of the apple harvest was lost to the frost?")
    expect(turn.locator(".abstains")).to_be_visible()  # only the Harbour Post may answer now
    for left in (2, 1, 0):
        tab.locator("#chips [data-unscope]").first.click()
        expect(tab.locator("#chips .scope-chip")).to_have_count(left)
    tab.click("details.scope summary")
    tab.locator("[data-scope=outlets]").select_option("Valley Courier")
    expect(tab.locator("#chips")).to_contain_text("Outlet Valley Courier")
    tab.evaluate(
        """() => { for (const [field, value] of [["tags", "farming"], ["collections", "Harvests"]]) {
            const choice = document.querySelector(`[data-scope=${field}]`);
            choice.value = value;
            choice.dispatchEvent(new Event("change", { bubbles: true }));
        } }"""
    )  # at once: neither may be lost
    expect(tab.locator("#chips")).to_contain_text("Tag farming")
    expect(tab.locator("#chips")).to_contain_text("Collection Harvests")
    tab.locator("[data-scope=published_from]").fill("2025-05-01")
    expect(tab.locator("#chips")).to_contain_text("From 1 May 2025")
    expect(tab.locator("#chips .set")).to_have_count(4)
    turn = ask(tab, "How much of the apple harvest was lost to the frost?")
    expect(turn.locator(".sources")).to_contain_text("Frost takes half of the apple harvest")
    tab.click("#new")
    expect(tab.locator("#chips .scope-chip")).to_have_count(0)
    expect(tab.locator("[data-scope=published_from]")).to_have_value("")


def test_what_was_read_in_a_question_is_said_and_can_be_taken_out(serve: Serve, tab: Page) -> None:
    quays = [
        Article(
            key=f"sample:quay-{days}",
            title=title,
            text=f"The port of Selle {news} a quay for container ships, the harbour master said.",
            outlet="AA",
            published=datetime.now() - timedelta(days=days),
        )
        for days, title, news in (
            (7, "Port at Selle opens quay", "opened"),
            (90, "Port at Selle plans quay", "plans"),
        )
    ]
    visit(tab, serve(articles=[*ARTICLES, *quays]))
    turn = ask(tab, "What did AA report last week about the port of Selle?")
    expect(turn.locator(".notice").first).to_have_text("Only what AA reported.")
    expect(tab.locator("#chips .read")).to_have_count(3)
    expect(tab.locator("#chips .read").first).to_contain_text("Outlet AA")
    expect(turn.locator(".answer")).to_contain_text("opened a quay")
    expect(turn.locator(".answer")).not_to_contain_text("plans a quay")

    tab.locator("#chips .read", has_text="Outlet AA").click()  # asks again without it
    expect(tab.locator("#chips .read")).to_have_count(2)
    tab.locator("#chips .read").first.click()
    expect(tab.locator("#chips .read")).to_have_count(1)
    tab.locator("#chips .read").click()
    expect(tab.locator("#chips .scope-chip")).to_have_count(0)
    expect(turn.locator(".notice", has_text="Only")).to_have_count(0)
    expect(turn.locator(".question")).to_have_text("What did AA report last week about the port of Selle?")
    expect(tab.locator(".turn")).to_have_count(1)


def test_a_question_that_was_taken_for_a_follow_up_is_asked_on_its_own(serve: Serve, tab: Page) -> None:
    visit(tab, serve())
    ask(tab, "What happened to the bridge at Oster?")
    turn = ask(tab, "How long will it take?")
    expect(turn.locator(".notice").last).to_contain_text("Searched for: How long will it take? (")
    turn.locator("[data-alone]").click()
    expect(turn.locator("[data-alone]")).to_have_count(0)
    expect(turn.locator(".question")).to_have_text("How long will it take?")
    expect(turn.locator(".notice", has_text="Searched for")).to_have_count(0)
    expect(tab.locator(".turn")).to_have_count(2)


def test_the_page_says_when_feeds_were_read(serve: Serve, tab: Page) -> None:
    site = serve()
    visit(tab, site)
    expect(tab.locator(".fresh")).to_contain_text("3 articles · newest 6 May 2025")
    expect(tab.locator(".feeds")).to_have_count(0)
    for name, title in (("ledger", None), ("post", "Harbour Post")):
        site.index.catalog.sources.remember_origin(Origin(f"https://{name}.example/feed", "feed", title))
    expect(tab.locator(".feeds summary")).to_contain_text("2 feeds, last read ")  # without a reload
    tab.click(".feeds summary")
    expect(tab.locator(".feeds li")).to_have_count(2)
    expect(tab.locator(".feeds")).to_contain_text("https://ledger.example/feed read ")
    tab.keyboard.press("Escape")
    expect(tab.locator(".feeds ul")).to_be_hidden()
    tab.click(".feeds summary")
    tab.locator("#question textarea").click()
    expect(tab.locator(".feeds ul")).to_be_hidden()
    tab.click(".feeds summary")
    tab.click("text=Stop following >> nth=0")
    expect(tab.locator(".feeds summary")).to_contain_text("1 feed, read ")
    assert [each.title for each in site.index.catalog.sources.list_origins()] == [None]


def test_people_who_ask_at_once_get_each_their_own(serve: Serve, tab: Page, browser: Browser) -> None:
    go = threading.Event()
    site = serve(assistant=lambda index: Scripted(index, go=go))
    context = browser.new_context()
    other = context.new_page()
    other.set_default_timeout(PATIENCE)
    asked = {tab: "What about the bridge at Oster?", other: "What about the apple harvest?"}
    for page in asked:
        visit(page, site)
    for page, question in asked.items():
        page.fill("#question textarea", question)
        page.keyboard.press("Enter")
    for page in asked:  # each is being answered while the other is
        expect(page.locator("#live [data-busy=yes]")).to_be_visible()
    go.set()
    for page, question in asked.items():
        expect(page.locator("#live .turn")).to_have_attribute("data-busy", "no")
        expect(page.locator(".turn")).to_have_count(1)
        expect(page.locator("#live .question")).to_have_text(question)
    expect(tab.locator("#live .sentence").first).to_contain_text("Oster")
    expect(other.locator("#live .sentence").first).to_contain_text("apples")
    for page, question in asked.items():
        show(page, "Conversations")
        expect(page.locator("#conversations li")).to_have_count(1)
        expect(page.locator("#conversations li")).to_contain_text(question)
    context.close()


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
    until(lambda: any(each.note for each in feedback.list_all()))
    command = [sys.executable, "-m", "assistant", "feedback", "--data", str(site.folder / "data")]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert "bad   How many passengers does the Kestrel carry?" in listed and "Note: It was 300." in listed
    as_json = subprocess.run([*command, "--json"], cwd=ROOT, check=True, capture_output=True, text=True)
    (given,) = map(json.loads, as_json.stdout.splitlines())
    assert (given["good"], given["note"]) == (False, "It was 300.")
    assert given["question"] == "How many passengers does the Kestrel carry?"
    assert "310 passengers" in given["answer"]["answer"] and "310" in given["evidence"][0]["passage"]

    tab.reload()
    expect(turn.locator("[data-good=no]")).to_have_attribute("aria-pressed", "true")
    turn.locator("[data-good=yes]").click()  # of a saved answer the quotes are the evidence
    until(lambda: all(each.good for each in feedback.list_all()))
    (again,) = feedback.list_all()
    assert "310" in again.evidence[0]["passage"]


def test_examples_are_not_tried_again_on_every_change(serve: Serve) -> None:
    site = serve(warm=False)
    tried: list[str] = []

    def can_answer(question: str) -> bool:
        tried.append(question)
        return True

    examples = welcome.Examples(site.index.catalog, can_answer, lambda: True)
    first = examples.make_newest()
    assert first and tried == first
    site.add(
        Article(
            key="sample:owls",
            title="Owls return to Mill Wood",
            text="Two barn owls nest in Mill Wood again.",
            tags=("Mill Wood",),
            published=datetime(2025, 6, 1),
        )
    )
    assert examples.get_known() == first and tried == first
    assert "What happened with Mill Wood?" in examples.make_newest()


def test_a_failure_becomes_a_sentence_and_the_next_question_is_answered(serve: Serve, tab: Page) -> None:
    class Failing(Scripted):
        def stream(
            self,
            question: str,
            history: Sequence[Turn] = (),
            where: Filter = Filter(),  # noqa: B008  # frozen
            *,
            only_where: bool = False,
        ) -> Iterator[Answer]:
            if "<b>" in question:
                raise StoreError("The disk is <b>full</b>.")
            if question == "Which?":
                raise IndexError("string index out of range")
            yield from super().stream(question, history, where)

    visit(tab, serve(assistant=Failing))
    turn = ask(tab, "What <b>happened</b>?")
    expect(turn.locator(".status")).to_have_text(
        "Something went wrong while answering: The disk is <b>full</b>."
    )
    expect(turn.locator(".thumb")).to_have_count(0)
    turn = ask(tab, "Which?")
    expect(turn.locator(".status")).to_contain_text("a fault of Dateline’s own (IndexError)")
    turn = ask(tab, "What happened at Oster?")
    expect(turn.locator(".chip").first).to_be_visible()


def test_a_filter_is_changed_only_by_what_makes_sense() -> None:
    where = scope.change_filter(Filter(), {"field": "outlets", "value": "AA"})
    assert where == Filter(outlets=("AA",))
    assert scope.change_filter(where, {"field": "outlets", "value": "AA"}) == where
    assert scope.change_filter(where, {"field": "outlets", "value": "AA", "drop": True}) == Filter()
    assert scope.change_filter(where, {"field": "published_from", "value": "soon"}) == where
    assert scope.change_filter(where, {"field": "article_ids", "value": "x"}) == where
    dated = scope.change_filter(where, {"field": "published_to", "value": "2025-05-01"})
    assert dated.published_to == date(2025, 5, 1)
    assert scope.change_filter(dated, {"field": "published_to", "value": "", "drop": True}) == where
    assert scope.change_filter(dated, {"field": "published_from", "value": "2025-06-01"}) == Filter(
        outlets=("AA",), published_from=date(2025, 5, 1), published_to=date(2025, 6, 1)
    )
    both = scope.join_filters(where, Filter(outlets=("AA", "BB"), published_from=date(2025, 1, 2)))
    assert both == Filter(outlets=("AA", "BB"), published_from=date(2025, 1, 2))
