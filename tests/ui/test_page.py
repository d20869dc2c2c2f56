"""The page in a real browser: asking, citations, adding, the library."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assistant.types import Answer, Turn
from tests.ui.actions import ask, file, in_view, overflows, show, until, visit
from tests.ui.conftest import Serve
from tests.ui.samples import FERRY_START, Scripted
from vectorstore.index import NewsIndex
from vectorstore.types import Filter

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]


def test_a_citation_opens_the_article_at_the_cited_sentence(serve: Serve, tab: Page) -> None:
    visit(tab, serve())
    turn = ask(tab, "How many passengers does the Kestrel carry?")
    expect(turn.locator(".answer")).to_contain_text("carries 310 passengers")
    chip = turn.locator(".chip").first
    expect(chip).to_have_text("[1]")
    expect(chip).to_have_attribute("aria-label", re.compile("Velmar ferry.*Harbour Post.*11 February 2025"))
    chip.click()
    mark = tab.locator("#panel mark.cited")
    expect(mark).to_contain_text("Kestrel")
    expect(tab.locator("#panel h2")).to_have_text("Velmar ferry to sail every forty minutes")
    expect(tab.locator("#panel h3")).to_have_text("A boat from Norway")
    expect(tab.locator("#panel .byline")).to_have_text("By Dana Whitlock")
    tab.wait_for_function("document.querySelector('#panel').scrollTop > 0")  # it lies far down
    assert in_view(mark)
    original = tab.locator("#panel a.original")
    assert original.get_attribute("href") == "https://harbour-post.example/ferry"
    assert original.get_attribute("rel") == "noopener noreferrer"
    assert original.get_attribute("target") == "_blank"


def test_sources_and_tip_name_outlet_date_and_quote(serve: Serve, tab: Page) -> None:
    visit(tab, serve())
    turn = ask(tab, "How often will the Velmar ferry sail?")
    source = turn.locator(".sources li").first
    expect(source).to_contain_text("Harbour Post · 11 February 2025")
    expect(source.locator("q")).to_have_text(FERRY_START)
    turn.locator(".chip").first.hover()
    expect(tab.get_by_role("tooltip")).to_contain_text(FERRY_START)
    expect(turn.locator(".verdict").first).to_contain_text("quoted")


def test_what_no_article_says_is_not_answered(serve: Serve, tab: Page) -> None:
    visit(tab, serve())
    turn = ask(tab, "Who won the 2018 World Cup?")
    expect(turn.locator(".abstains")).to_have_text("Your articles don’t say.")
    expect(turn.locator(".chip")).to_have_count(0)
    nearest = turn.locator(".nearest button").first
    headline = nearest.inner_text()
    nearest.click()
    expect(tab.locator("#panel h2")).to_have_text(headline)
    expect(tab.locator("#panel mark")).to_have_count(0)


def test_a_follow_up_knows_what_came_before(serve: Serve, tab: Page) -> None:
    made: list[Scripted] = []

    def scripted(index: object) -> Scripted:
        made.append(Scripted(index))  # type: ignore[arg-type]
        return made[0]

    visit(tab, serve(assistant=scripted))
    ask(tab, "What happened to the bridge at Oster?")
    ask(tab, "When will it open again?")
    expect(tab.locator("#past .turn")).to_have_count(1)
    tab.wait_for_function("document.querySelector('#live .question').getBoundingClientRect().top < 200")
    assert made[0].histories[0] == []
    assert [turn.question for turn in made[0].histories[1]] == ["What happened to the bridge at Oster?"]
    assert "[1]" in made[0].histories[1][0].answer
    tab.click("#new")
    expect(tab.locator(".turn")).to_have_count(0)
    expect(tab.locator("#welcome .welcome")).to_be_visible()
    ask(tab, "What about the apples?")
    assert made[0].histories[2] == []


def test_two_browsers_keep_their_conversations_apart(serve: Serve, tab: Page) -> None:
    site = serve()
    visit(tab, site)
    ask(tab, "How many passengers does the Kestrel carry?")
    context = tab.context.browser.new_context()  # type: ignore[union-attr]
    other = context.new_page()
    visit(other, site)
    expect(other.locator(".turn")).to_have_count(0)
    context.close()


def test_verdicts_are_told_in_words(serve: Serve, tab: Page) -> None:
    visit(tab, serve(assistant=lambda index: Scripted(index, ("quoted", "supported", "unsupported"))))
    turn = ask(tab, "What happened?")
    shown = [text.split(maxsplit=1)[1] for text in turn.locator(".verdict").all_inner_texts()]
    assert shown == ["quoted", "supported", "not supported"]


def test_stop_keeps_what_was_said(serve: Serve, tab: Page) -> None:
    made: list[Scripted] = []
    go = threading.Event()

    def scripted(index: NewsIndex) -> Scripted:
        made.append(Scripted(index, go=go))
        return made[0]

    visit(tab, serve(assistant=scripted))
    tab.fill("#question textarea", "What happened?")
    tab.keyboard.press("Enter")
    expect(tab.locator("#live .sentence")).to_have_count(1)
    tab.keyboard.press("Escape")
    expect(tab.locator("#live .status")).to_have_text("Stopped.")
    expect(tab.locator("#live .turn")).to_have_attribute("data-busy", "no")
    go.set()  # only now does the answer go on
    until(lambda: made[0].given_up == 1)  # a language model would have been stopped
    expect(tab.locator("#live .sentence")).to_have_count(1)
    expect(tab.locator("#live .status")).to_have_text("Stopped.")
    expect(tab.locator("#stop")).to_be_hidden()


def test_add_ask_delete_gone(serve: Serve, tab: Page) -> None:
    site = serve()
    visit(tab, site)
    show(tab, "Add")
    rows = [
        {
            "title": "Lighthouse at Skarn sold",
            "text": "The lighthouse at Skarn was sold to a baker for 90,000 crowns.",
        },
        {"title": "Heron count rises", "text": "Wardens counted 212 herons at Lake Imre this spring."},
    ]
    tab.set_input_files(
        "#files input[type=file]",
        [
            file("export.jsonl", "\n".join(map(json.dumps, rows)).encode()),
            file("broken.json", b"{"),
        ],
    )
    lines = tab.locator("ul.report li:not(.batch)")
    expect(lines.first).to_have_class("added")
    expect(lines.first).to_contain_text("2 added")
    expect(lines.nth(1)).to_have_class("failed")
    expect(lines.nth(1)).to_contain_text("not JSON")
    expect(tab.locator(".fresh")).to_contain_text("5 articles")

    turn = ask(tab, "Who bought the lighthouse at Skarn?")
    expect(turn.locator(".answer")).to_contain_text("sold to a baker")
    turn.locator(".chip").first.click()
    expect(tab.locator("#panel h2")).to_have_text("Lighthouse at Skarn sold")

    show(tab, "Library")
    tab.fill("#search input, #search textarea", "skarn")
    expect(tab.locator(".library tbody tr")).to_have_count(1)
    tab.check(".library [data-choose]")
    tab.click('[data-act="delete"]')
    expect(tab.locator(".said-done span")).to_have_text("Deleted “Lighthouse at Skarn sold”.")
    expect(tab.locator("#panel .article")).to_have_count(0)
    expect(tab.locator(".fresh")).to_contain_text("4 articles")
    assert site.index.verify_agreement().ok

    turn = ask(tab, "Who bought the lighthouse at Skarn?")
    expect(turn.locator(".abstains")).to_be_visible()
    tab.locator("#past .chip").first.click()  # the old answer still cites it
    expect(tab.locator("#panel")).to_contain_text("no longer in your collection")


def test_pasted_text_is_added_once(serve: Serve, tab: Page) -> None:
    site = serve(articles=[])
    visit(tab, site)
    expect(tab.locator(".invite")).to_have_text("There is nothing to ask yet.")
    tab.click(".welcome button")
    tab.click("#paste-add")
    expect(tab.locator("#report")).to_contain_text("nothing to add yet")
    expect(tab.locator("#report .notice")).to_be_in_viewport()
    for outcome in ("added", "unchanged"):
        tab.fill("#paste-title input, #paste-title textarea", "Owls return to Mill Wood")
        tab.fill(
            "#paste-text textarea",
            "Two barn owls nest in Mill Wood again.\n\nThey had been gone for 30 years.",
        )
        tab.click("#paste-add")
        expect(tab.locator("ul.report li:not(.batch)").first).to_have_class(outcome)
        expect(tab.locator("ul.report li:not(.batch)").first).to_contain_text("Owls return to Mill Wood")
    expect(tab.locator("#paste-text textarea")).to_have_value("")
    assert site.index.catalog.count_all()[0] == 1
    show(tab, "Ask")
    expect(tab.locator("#welcome .example")).to_have_text("What happened with Mill Wood?")


def test_uploads_over_the_limits_are_refused(serve: Serve, tab: Page) -> None:
    site = serve(max_upload_mb=1, max_together_mb=2)
    visit(tab, site)
    show(tab, "Add")
    big, small = (
        file("big.txt", b"x" * 1_500_000),
        file("small.txt", b"Mill burns\n\nThe mill burned on Monday."),
    )
    parts = [file(f"part{n}.txt", b"y" * 900_000) for n in range(3)]
    upload = f"{site.address}gradio_api/upload"
    answer = tab.request.post(upload, multipart={"files": big})
    assert answer.status == 413 and "maximum allowed size" in answer.text()
    answer = tab.request.post(upload, multipart={"a": parts[0], "b": parts[1], "c": parts[2]})
    assert answer.status == 413 and "2 MB are taken at one time" in answer.text()
    tab.set_input_files("#files input[type=file]", [big, small])
    lines = tab.locator("ul.report li:not(.batch)")
    expect(lines.filter(has_text="big.txt")).to_contain_text("it has 1.5 MB, and a file may have 1 MB")
    expect(lines.filter(has_text="small.txt")).to_have_class("added")
    tab.set_input_files("#files input[type=file]", parts)
    expect(tab.locator("#report .notice")).to_contain_text("2.7 MB together, and 2 MB are taken at one time")
    expect(lines).to_have_count(2)
    assert site.index.catalog.count_all()[0] == 4


def test_the_page_answers_from_what_another_process_adds(serve: Serve, tab: Page, tmp_path: Path) -> None:
    site = serve()
    visit(tab, site)
    article = tmp_path / "glacier.md"
    article.write_text(
        "# Glacier tongue breaks off\n\nA piece of the Hvit glacier slid into the lake on Sunday.\n"
    )
    command = [sys.executable, "-m", "ingest", str(article), "--quiet", "--data", str(tmp_path / "data")]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    expect(tab.locator(".fresh")).to_contain_text("4 articles")
    turn = ask(tab, "What slid into the lake?")
    expect(turn.locator(".answer")).to_contain_text("Hvit glacier")


def test_the_library_pages_searches_and_sorts(serve: Serve, tab: Page) -> None:
    from news.article import Article

    many = [
        Article(key=f"many:{n}", title=f"Council note {n:02}", text=f"Note {n} was read.") for n in range(30)
    ]
    visit(tab, serve(articles=many))
    show(tab, "Library")
    rows = tab.locator(".library tbody tr")
    expect(tab.locator(".pages")).to_contain_text("1–25 of 30")
    tab.click('[data-sort="title"]')
    expect(rows.first).to_contain_text("Council note 00")
    expect(tab.locator('th:has([data-sort="title"])')).to_have_attribute("aria-sort", "ascending")
    tab.click('[data-page="next"]')
    expect(rows).to_have_count(5)
    expect(rows.last).to_contain_text("Council note 29")
    tab.locator("#search input, #search textarea").press_sequentially("note 07", delay=20)
    expect(rows).to_have_count(1)
    rows.first.locator("button.headline").click()
    expect(tab.locator("#panel h2")).to_have_text("Council note 07")


def test_by_keyboard_alone(serve: Serve, tab: Page) -> None:
    visit(tab, serve())
    tab.locator("body").click(position={"x": 5, "y": 400})
    tab.keyboard.press("/")
    expect(tab.locator("#question textarea")).to_be_focused()
    tab.keyboard.type("How many passengers")
    tab.keyboard.press("Shift+Enter")
    tab.keyboard.type("does the Kestrel carry?")
    expect(tab.locator("#question textarea")).to_have_value("How many passengers\ndoes the Kestrel carry?")
    expect(tab.locator(".turn")).to_have_count(0)
    tab.keyboard.press("Enter")
    chip = tab.locator("#live .chip").first
    chip.wait_for()
    for _ in range(40):
        tab.keyboard.press("Shift+Tab")
        if chip.evaluate("element => element === document.activeElement"):
            break
    expect(chip).to_be_focused()
    expect(tab.get_by_role("tooltip")).to_contain_text("Kestrel")
    tab.keyboard.press("Enter")
    expect(tab.locator("#panel h2")).to_be_focused()
    tab.keyboard.press("Escape")
    expect(tab.locator("#panel .article")).to_have_count(0)
    expect(chip).to_be_focused()


def test_a_question_waits_while_the_embedder_loads(serve: Serve, tab: Page) -> None:
    loaded = threading.Event()

    class Waiting(Scripted):
        def stream(
            self,
            question: str,
            history: Sequence[Turn] = (),
            where: Filter = Filter(),  # noqa: B008  # frozen
            *,
            only_where: bool = False,
        ) -> Iterator[Answer]:
            loaded.wait(60)
            yield from super().stream(question, history, where)

    visit(tab, serve(assistant=Waiting, warm=False))
    expect(tab.locator(".fresh")).to_contain_text("warming up")
    tab.fill("#question textarea", "What happened?")
    tab.keyboard.press("Enter")
    expect(tab.locator("#live .status")).to_contain_text("Warming up")
    loaded.set()
    expect(tab.locator("#live .turn")).to_have_attribute("data-busy", "no")
    expect(tab.locator("#live .chip").first).to_be_visible()


@pytest.mark.parametrize("width", [375, 1920])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_scrolls_sideways(serve: Serve, tab: Page, width: int, scheme: str) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    tab.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    visit(tab, serve(assistant=lambda index: Scripted(index, ("quoted", "unsupported"))))
    assert not overflows(tab)
    assert tab.evaluate(
        "document.documentElement.scrollHeight <= innerHeight"
    )  # nor does the first page at all
    turn = ask(
        tab, "What happened, and is averyveryveryveryveryveryveryveryveryverylongword" + "x" * 80 + " in it?"
    )
    assert not overflows(tab)
    turn.locator(".chip").last.click()
    tab.locator("#panel mark.cited").wait_for()
    assert not overflows(tab)
    tab.keyboard.press("Escape")
    for name in ("Library", "Add", "Conversations"):
        show(tab, name)
        places = {"Library": "#table .library", "Add": "#files", "Conversations": "#conversations li"}
        tab.locator(places[name]).wait_for()
        assert not overflows(tab)
