"""Every payload of known collections, wherever text from others is shown, is shown letter for letter.

What is shown letter for letter made no element. The default run takes some of them, ``-m slow`` all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assistant.build import build_assistant
from assistant.chat import Assistant
from assistant.conversation.feedback import Feedback
from assistant.conversation.history import History
from news.article import Article, Heading
from tests.fakes import HashingEmbedder, Reply, ScriptedModel
from tests.ui.actions import ask, file, show, until, visit
from tests.ui.conftest import Serve
from tests.ui.untrusted.hostile import AT_ONCE, Says, hostile, require_nothing_live, shown, texts
from ui.add import reports
from ui.add.job_lines import Line
from ui.add.jobs import Jobs
from ui.ask import scope
from ui.conversations import conversation_list, conversations_tab
from ui.library import library_table
from vectorstore.index import NewsIndex
from vectorstore.types import fold_name

pytestmark = [pytest.mark.browser, pytest.mark.shared]
IN_A_PANEL = 120  # payloads in one article
IN_A_QUESTION = 9_000  # characters
IN_AN_ANSWER = 20  # payloads that the model writes at once
IN_A_NOTE = 2_000  # characters


@pytest.fixture(scope="module")
def embedder() -> HashingEmbedder:
    """Thousands of articles in no time."""
    return HashingEmbedder()


@pytest.fixture(
    scope="module",
    params=[pytest.param(40, id="some"), pytest.param(1, marks=pytest.mark.slow, id="all")],
)
def payloads(request: pytest.FixtureRequest, shared: Path) -> list[str]:
    """Lines of the lists, code in the write-ups, whole sample files."""
    folder = shared / "data" / "hostile" / "payloads" / "XSS Injection"
    found: list[str] = []
    for path in sorted(folder.rglob("*")):
        text = path.read_text("utf-8", "replace") if path.is_file() else ""
        if path.suffix == ".txt":
            found += text.splitlines()
        elif path.suffix == ".md":
            found += [
                line for block in re.findall(r"```\w*\n(.*?)```", text, re.S) for line in block.splitlines()
            ]
        else:
            found.append(text)
    listed = dict.fromkeys(" ".join(payload.split()) for payload in found)
    assert len(listed) > 2_000
    return [payload for payload in listed if shown(payload)][:: request.param]


def test_in_the_library_and_in_answers(
    serve: Serve, tab: Page, payloads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_table, "ROWS", len(payloads))
    monkeypatch.setattr(scope, "CHOICES", len(payloads))
    articles = [hostile(number, payload) for number, payload in enumerate(payloads)]
    tab.set_default_timeout(300_000)
    says = Says(articles)
    site = serve(articles=articles, assistant=lambda _: says)
    visit(tab, site)
    expected = [shown(payload) for payload in payloads]
    for field, found in (
        ("outlets", site.index.catalog.list_outlets()),
        ("tags", site.index.catalog.list_tags(len(payloads))),
    ):
        choices = [f"{shown(name)} ({articles})" for name, articles in found]
        expect(tab.locator(f"#scope [data-scope={field}] option")).to_have_count(len(choices) + 1)
        assert texts(tab, f"#scope [data-scope={field}] option") == ["any", *choices]

    show(tab, "Library")
    rows = tab.locator(".library tbody tr")
    expect(rows).to_have_count(len(payloads), timeout=300_000)
    assert sorted(texts(tab, ".library button.headline")) == sorted(expected)
    assert sorted(texts(tab, ".library td.outlet")) == sorted(expected)
    require_nothing_live(tab)

    for at in range(0, len(payloads), AT_ONCE):
        says.at, told = at, expected[at : at + AT_ONCE]
        visit(tab, site)  # a conversation of thousands of sentences would be slow
        turn = ask(tab, "What was read aloud in Velmar?")
        assert texts(tab, "#live .said") == told
        assert texts(tab, "#live .whose") == [f"[{each}]" for each in told]
        assert texts(tab, "#live .sources button.headline") == told
        assert texts(tab, "#live .notice")[: len(told)] == told
        titles = turn.locator(".verdict").evaluate_all("found => found.map(each => each.title)")
        assert [" ".join(title.split()) for title in titles] == told
        for number in range(0, len(told), max(1, len(told) // 3)):
            turn.locator(".chip").nth(number).hover()
            assert texts(tab, ".tip-headline") == told[number : number + 1]
        require_nothing_live(tab)


def test_in_an_open_article(serve: Serve, tab: Page, payloads: list[str]) -> None:
    batches = [payloads[at : at + IN_A_PANEL] for at in range(0, len(payloads), IN_A_PANEL)]
    articles = []
    for number, batch in enumerate(batches):
        text = "\n\n".join(batch)
        starts = [text.index(payload) for payload in batch]
        headings = tuple(Heading(at, payload) for at, payload in zip(starts, batch, strict=True))
        first = batch[0]
        articles.append(
            Article(
                f"hostile:{number}",
                first,
                text,
                f"javascript:{first}",
                first,
                tuple(batch),
                None,
                None,
                None,
                first,
                tuple(batch),
                first,
                headings,
            )
        )
    tab.set_default_timeout(120_000)
    visit(tab, serve(articles=articles, assistant=lambda _: Says(articles)))
    turn = ask(tab, "What was read aloud in Velmar?")
    for number, batch in enumerate(batches):
        turn.locator(".chip").nth(number).click()
        expected = [shown(payload) for payload in batch]
        expect(tab.locator(f"#panel [data-article='{articles[number].id}']")).to_have_count(1)
        assert texts(tab, "#panel h2") == expected[:1]
        assert texts(tab, "#panel .text p") == expected
        assert sorted(texts(tab, "#panel .text h3")) == sorted(expected)
        assert texts(tab, "#panel .tags") == [" · ".join(expected)]
        assert texts(tab, "#panel .byline") == ["By " + ", ".join(expected)]
        assert tab.locator("#panel a").count() == 0
        require_nothing_live(tab)


def test_as_question_as_the_model_s_words_and_as_title(
    serve: Serve, tab: Page, payloads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation_list, "LISTED", len(payloads))
    written = [payloads[at : at + IN_AN_ANSWER] for at in range(0, len(payloads), IN_AN_ANSWER)]
    replies = [Reply("\n".join(f"{payload} [1]." for payload in batch)) for batch in written for _ in "12"]
    with ScriptedModel(*replies) as model:

        def assistant(index: NewsIndex) -> Assistant:
            made = build_assistant(
                index, chat_model="openai:x", chat_base_url=model.url, chat_api_key="x", unsupported="mark"
            )
            return Assistant(made.retriever, made.generator, answers_from=0.0)

        tab.set_default_timeout(120_000)
        visit(tab, serve(articles=[hostile(0, "The mayor of Velmar")], assistant=assistant))
        for batch in written:
            question = f"What did the mayor of Velmar read aloud? {' '.join(batch)[:IN_A_QUESTION]}"
            tab.fill("#question textarea", question)
            tab.keyboard.press("Enter")
            turn = tab.locator("#live .turn[data-busy=no]")
            turn.wait_for()
            expect(turn.locator(".question")).to_have_text(shown(question))
            expect(turn.locator(".answer.generative .sentence").first).to_be_visible()
            require_nothing_live(tab)
            tab.click("#new")
            expect(tab.locator(".turn")).to_have_count(0)
        assert len(model.requests) == len(replies)  # it is asked to mend what nothing bears out
    show(tab, "Conversations")
    expect(tab.locator("#conversations li")).to_have_count(len(written))
    require_nothing_live(tab)


class Brought(Jobs):
    """Jobs that brought every payload as a name and failed with it as the reason."""

    names: Sequence[str] = ()

    def list_lines(self, owner: str) -> list[Line]:
        return [Line(name, "failed", reasons=(name,)) for name in self.names] + super().list_lines(owner)


def test_as_the_name_of_a_file(
    serve: Serve, tab: Page, payloads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "SHOWN", 10_000)
    monkeypatch.setattr(Brought, "names", payloads)
    visit(tab, serve(jobs=lambda index: Brought(index, workers=1)))
    show(tab, "Add")
    expected = [shown(payload) for payload in payloads]
    expect(tab.locator("ul.report li:not(.batch)")).to_have_count(len(payloads))
    assert texts(tab, "ul.report .name") == texts(tab, "ul.report .detail") == expected
    names = dict.fromkeys(re.sub(r"[/\\\x00-\x1f]", "", payload)[:80] for payload in payloads[::40])
    files = [file(f"{name}.txt", name.encode()) for name in names]  # Gradio takes more out of them itself
    tab.set_input_files("#files input[type=file]", files)
    expect(tab.locator("#report .summary")).to_have_attribute("data-done", str(len(payloads) + len(files)))
    require_nothing_live(tab)


def test_as_the_name_of_a_collection(
    serve: Serve, tab: Page, payloads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scope, "CHOICES", len(payloads))
    tab.set_default_timeout(120_000)
    site = serve(articles=[hostile(0, "The mayor of Velmar")])
    collections = site.index.catalog.collections
    ids = [row.id for row in site.index.catalog.list_articles().rows]
    names = {
        fold_name(name): name
        for name in (" ".join(payload[:80].split()) for payload in payloads)
        if shown(name)
    }
    for name in names.values():
        collections.put_into(name, ids)
    expected = [shown(each.name) for each in collections.list_all()]
    assert len(expected) == len(names)
    visit(tab, site)
    expect(tab.locator("#scope [data-scope=collections] option")).to_have_count(len(expected) + 1)
    assert texts(tab, "#scope [data-scope=collections] option")[1:] == [f"{name} (1)" for name in expected]
    tab.click("details.scope summary")
    step = max(1, len(expected) // 10)
    for at in range(0, len(expected), step):
        tab.locator("[data-scope=collections]").select_option(index=at + 1)
        expect(tab.locator("#chips .set")).to_have_count(at // step + 1)
    require_nothing_live(tab)
    show(tab, "Library")
    chips = tab.locator(".narrowing [data-narrow=collection]")
    expect(chips).to_have_count(len(expected))
    assert texts(tab, ".narrowing bdi") == [f"{name} (1)" for name in expected]
    assert sorted(texts(tab, ".marks .in")) == sorted(expected)
    chips.first.click()
    tab.click("[data-dissolve]")
    expect(tab.locator("#sure-question")).to_contain_text(expected[0])
    require_nothing_live(tab)


def test_as_the_title_of_a_conversation(
    serve: Serve, tab: Page, payloads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation_list, "LISTED", len(payloads))
    monkeypatch.setattr(conversations_tab, "current_owner", lambda: "")
    tab.set_default_timeout(120_000)
    site = serve()
    history = History(site.index.catalog.database)
    for payload in payloads:
        history.create_conversation(payload)
    visit(tab, site)
    show(tab, "Conversations")
    expect(tab.locator("#conversations li")).to_have_count(len(payloads))
    titles = texts(tab, "#conversations .headline")
    assert sorted(titles) == sorted(shown(payload) for payload in payloads)
    require_nothing_live(tab)
    for at in range(0, len(payloads), max(1, len(payloads) // 10)):
        item = tab.locator("#conversations li").nth(at)
        item.locator("[data-rename]").click()
        require_nothing_live(tab)
        tab.keyboard.press("Escape")
        item.locator("[data-forget]").click()
        assert titles[at] in texts(tab, "#sure-question")[0]
        require_nothing_live(tab)
        tab.click("#sure [value=keep]")


def test_as_a_note_with_a_thumb(serve: Serve, tab: Page, payloads: list[str]) -> None:
    site = serve()
    feedback = Feedback(site.index.catalog.database)
    notes = [""]
    for payload in payloads:
        if len(notes[-1]) + len(payload) >= IN_A_NOTE:
            notes.append("")
        notes[-1] = f"{notes[-1]} {payload[: IN_A_NOTE - 1]}".strip()
    visit(tab, site)
    turn = ask(tab, "How many passengers does the Kestrel carry?")
    for note in notes:
        turn.locator("[data-good=no]").click()
        turn.locator(".note textarea").fill(note)
        turn.locator(".note button").click()
        until(lambda: note.split() in [each.note.split() for each in feedback.list_all()])  # noqa: B023  # runs here
        require_nothing_live(tab)
