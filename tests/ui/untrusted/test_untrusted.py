"""Titles, texts, file names, questions and answers from anyone never become markup."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from assistant.types import Answer, Citation, Sentence
from news.article import Article, Heading, Passage
from tests.ui.actions import ask, file, show, visit
from tests.ui.conftest import Serve
from tests.ui.samples import Scripted
from ui.article.article_view import Span, render_opened
from ui.ask.answer import render_turn
from ui.frame.render import Html, fill_html, safe_link

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)' autofocus onfocus='alert(1)",
    "</textarea><iframe srcdoc='<script>parent.alert(1)</script>'>",
    "{{constructor.constructor('alert(1)')()}} ${alert(1)} `${alert(1)}`",
    "![x](https://evil.example/pixel.png) [y](javascript:alert(1))",
    "<a href='javascript:alert(1)'>click</a><style>@import 'https://evil.example/a.css'</style>",
    "\u202e<b>\x00<img src=https://evil.example/p onerror=alert(1)>",
]
HOSTILE = " ".join(PAYLOADS)
MADE = (
    "script:not([src]), img, svg, iframe, style, b, a[href^='javascript'], [onmouseover], [onerror], [onload]"
)
OURS = "#masthead, #past, #live, #welcome, #panel, #table, #report, #tip, #sure, #collecting"


def nodes(tab: Page) -> int:
    """Elements that only a payload could have made, inside what Dateline writes."""
    return int(
        tab.evaluate(
            "([ours, made]) => [...document.querySelectorAll(ours)].reduce("
            "(sum, part) => sum + part.querySelectorAll('.html-container ' + made.split(', ').join(', .html-container '))"
            ".length + (['tip', 'sure', 'collecting'].includes(part.id) ? part.querySelectorAll(made).length : 0), 0)",
            [OURS, MADE],
        )
    )


def hostile(number: int, payload: str) -> Article:
    return Article(
        key=f"hostile:{number}",
        title=f"Report {number} {payload}",
        text=f"The mayor of Velmar read {payload} aloud on day {number}.\n\nThe council of Velmar laughed.",
        url="javascript:alert(1)",
        outlet=payload,
        authors=(payload,),
        published=datetime(2025, 3, 1 + number),
        section=payload,
        page=payload,
        tags=(payload,),
        deck=payload,
        headings=(Heading(0, payload),),
    )


@pytest.mark.browser
def test_hostile_articles_names_and_questions_stay_text(serve: Serve, tab: Page) -> None:
    visit(tab, serve(articles=[hostile(n, p) for n, p in enumerate(PAYLOADS)], assistant=Scripted))
    for payload in PAYLOADS:
        turn = ask(tab, f"What did the mayor of Velmar read? {payload}")
        chip = turn.locator(".chip").first
        chip.hover()
        chip.click()
        tab.locator("#panel mark.cited").wait_for()
        assert tab.locator("#panel a").count() == 0  # the address is no http(s) address
    assert nodes(tab) == 0
    show(tab, "Library")
    expect(tab.locator(".library tbody tr")).to_have_count(len(PAYLOADS))
    tab.locator(".library [data-narrow=tag]").nth(1).click()
    expect(tab.locator(".library tbody tr")).to_have_count(1)
    tab.click(".narrow[data-narrow=tag]")
    expect(tab.locator(".library tbody tr")).to_have_count(len(PAYLOADS))
    tab.check("[data-choose-page]")
    tab.click('[data-act="collect"]')
    tab.fill("#collection-name", PAYLOADS[1])
    tab.click("#collecting button[value=put]")
    expect(tab.locator(".narrow[data-narrow=collection]")).to_contain_text(PAYLOADS[1])
    tab.check(".library [data-choose] >> nth=0")
    tab.click('[data-act="delete"]')
    expect(tab.locator(".said-done")).to_contain_text("Deleted “Report 8")
    tab.fill("#search input, #search textarea", PAYLOADS[1] + "nowhere")
    expect(tab.locator("#table .notice")).to_contain_text("onerror=alert(1)")
    show(tab, "Add")
    tab.set_input_files(
        "#files input[type=file]",
        [
            file("<img src=x onerror=alert(1)>.txt", HOSTILE.encode()),
            file("x' onmouseover='alert(1).json", json.dumps({"title": HOSTILE}).encode()),
        ],
    )
    expect(tab.locator("ul.report li:not(.batch)")).to_have_count(2)
    expect(tab.locator("ul.report li.waiting, ul.report li.reading")).to_have_count(0)
    tab.fill("#paste-title input, #paste-title textarea", HOSTILE[:400])
    tab.fill("#paste-text textarea", HOSTILE)
    tab.click("#paste-add")
    expect(tab.locator("ul.report li.added").first).to_be_visible()
    assert nodes(tab) == 0


def test_everything_of_an_answer_is_escaped() -> None:
    article = hostile(1, HOSTILE)
    passage = Passage(article.id, 0, 0, 20, article.text[:20])
    citation = Citation(1, passage, article, article.text[:200], 0, 200)
    answer = Answer(
        HOSTILE,
        sentences=(Sentence(HOSTILE, (1,), "supported", HOSTILE),),
        citations=(citation,),
        searched=HOSTILE + "!",
        notices=(HOSTILE,),
    )
    for shown in (
        render_turn(1, HOSTILE, answer, HOSTILE),
        render_turn(1, HOSTILE, Answer(HOSTILE, abstained=True, nearest=(article,))),
        render_opened(article, Span(3, 60), [Span(50, 90)]),
    ):
        assert (
            "<script" not in shown and "<img" not in shown and "<svg" not in shown and "<iframe" not in shown
        )
        assert "\u202e" not in shown and "\x00" not in shown
        assert "' onmouseover='" not in shown


def test_only_our_own_markup_stays_markup() -> None:
    assert fill_html("<b>{x}</b>", x="<i>&\"'") == "<b>&lt;i&gt;&amp;&#34;&#39;</b>"
    assert fill_html("{x}", x=fill_html("<b>{y}</b>", y="<")) == "<b>&lt;</b>"
    assert fill_html("{x}", x="{y}") == "{y}"
    assert isinstance(Html.escape("a"), Html)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        " java\nscript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "file:///etc/passwd",
        "http://",
        "http://[",
        "",
        None,
    ],
)
def test_addresses_that_are_no_links(address: str | None) -> None:
    assert safe_link(address) is None


def test_an_address_on_the_web_is_a_link() -> None:
    assert safe_link("https://a.example/b?c=d") == "https://a.example/b?c=d"
