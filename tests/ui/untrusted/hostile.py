"""Articles and answers that are made of payloads, and what the page may never make of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from assistant.types import Answer, Citation, Sentence, Turn, Verdict
from news.article import Article, Passage
from ui.frame.render import Html
from vectorstore.types import Filter

AT_ONCE = 400  # articles that one answer is made of


def shown(text: str) -> str:
    """As a browser is to show it: without controls, white space in one."""
    return " ".join(Html.escape(text).unescape().split())


def texts(tab: Page, selector: str) -> list[str]:
    """The text of each element."""
    found: list[str] = tab.locator(selector).evaluate_all("found => found.map(each => each.textContent)")
    return [" ".join(text.split()) for text in found]


def require_nothing_live(tab: Page) -> None:
    """No element, attribute or address that could do something."""
    found = tab.evaluate(
        """() => [...document.querySelectorAll(".html-container *, #tip *, #sure *, #ask-note *")].filter(each =>
            /^(script|style|link|meta|base|iframe|frame|object|embed|img|image|svg|math|video|audio|source|template|slot)$/i
                .test(each.tagName)
            || each.tagName.includes("-")
            || each.getAttributeNames().some(name => name.startsWith("on") || name === "srcdoc" || name === "style")
            || ["href", "src", "action", "formaction"].some(name =>
                each.hasAttribute(name) && !/^(https?:|\\/logout$|#)/.test(each.getAttribute(name)))
        ).map(each => each.outerHTML.slice(0, 200))"""
    )
    assert found == []


def hostile(number: int, payload: str) -> Article:
    return Article(
        f"hostile:{number:05}",
        payload,
        f"{payload} was read aloud in Velmar.",
        url=payload,
        outlet=payload,
        authors=(payload,),
        section=payload,
        page=payload,
        tags=(payload,),
        deck=payload,
    )


@dataclass
class Says:
    """Answers with ``AT_ONCE`` articles: each payload as sentence, quote, headline, reason, label and notice."""

    articles: Sequence[Article]
    at: int = 0  # the first of them

    def can_answer(self, question: str) -> bool:
        return True

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        where: Filter = Filter(),  # noqa: B008  # frozen
        **_: Any,
    ) -> Iterator[Answer]:
        verdicts: tuple[Verdict, ...] = ("quoted", "supported", "unsupported")
        told = self.articles[self.at : self.at + AT_ONCE]
        cited = tuple(
            Citation(n, Passage(a.id, 0, 0, len(a.text), a.text), a, a.text, 0, len(a.text))
            for n, a in enumerate(told, 1)
        )
        said = tuple(
            Sentence(
                c.article.title, (c.number,), verdicts[c.number % 3], c.article.title, None, c.article.title
            )
            for c in cited
        )
        titles = tuple(a.title for a in told)
        yield Answer(
            question,
            said,
            cited,
            notices=titles,
            disagreement_notice=titles[0],
            partial_notice=titles[-1],
            searched=titles[0],
        )
