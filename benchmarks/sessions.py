"""Several browser sessions that ask at the same time: errors, mixed-up conversations, and how long answers take."""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.prepare import SEED
from benchmarks.served import FLAGS, PATIENCE, Times, chromium, headlines, served

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

TURNS = 4  # questions of a conversation, then a new one begins
QUESTIONS = 40  # different ones; every session asks all, each from another place on
AGAIN = 5_000  # milliseconds until Enter is pressed again
SEEN = """() => [...document.querySelectorAll(".turn")].map(turn => ({
    question: turn.querySelector(".question").textContent,
    busy: turn.dataset.busy,
    answer: turn.querySelector(".answer, .abstains")?.innerText || "",
    status: turn.querySelector(".status")?.textContent || "",
}))"""


@dataclass
class Asked:
    """What the sessions saw."""

    milliseconds: list[float] = field(default_factory=list)
    errors: list[str] = field(
        default_factory=list
    )  # of the page, the server's replies, an answer that failed
    mixed: list[str] = field(default_factory=list)  # what stood in a conversation and was not asked there
    said: list[tuple[str, str]] = field(default_factory=list)  # each question and its answer
    answers: dict[str, set[str]] = field(default_factory=dict)  # of each question that began a conversation

    @property
    def twofold(self) -> list[str]:
        """Questions that were answered in more than one way."""
        return [question for question, answers in self.answers.items() if len(answers) > 1]


@dataclass(frozen=True, slots=True)
class Sessions:
    """The figures."""

    articles: int
    sessions: int
    seconds: float
    answers: int
    whole: Times  # from Enter until the answer is complete
    errors: int
    mixed: int  # conversations that were not their own, questions that were answered in two ways
    samples: tuple[str, ...]  # of what went wrong


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "--data",
        type=Path,
        required=True,
        help="folder with an index; conversations are saved there, give a copy",
    )
    parser.add_argument("--sessions", type=int, default=10, help="browser sessions")
    parser.add_argument("--seconds", type=float, default=120.0, help="how long they ask, without a pause")
    parser.add_argument("--seed", type=int, default=SEED, help="which articles are asked for")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Measure and print; exit code 1 if anything went wrong."""
    articles, titles = headlines(arguments.data, QUESTIONS, arguments.seed)
    with served(arguments.data) as address:
        asked = asyncio.run(ask_at_once(address, arguments.sessions, questions(titles), arguments.seconds))
    wrong = [*asked.errors, *asked.mixed, *(f"two answers: {question}" for question in asked.twofold)]
    found = Sessions(
        articles,
        arguments.sessions,
        arguments.seconds,
        len(asked.milliseconds),
        Times.of(asked.milliseconds),
        len(asked.errors),
        len(asked.mixed) + len(asked.twofold),
        tuple(wrong[:5]),
    )
    if arguments.json:
        print(json.dumps(asdict(found)))
    else:
        print(f"{found.articles:,} articles, {found.sessions} sessions, {found.seconds:.0f} s")
        print(f"answers      {found.whole}")
        print(f"errors       {found.errors}\nmixed up     {found.mixed}")
        for sample in found.samples:
            print(f"  {sample[:200]}")
    return 1 if wrong else 0


def questions(titles: list[str]) -> list[str]:
    """A question for each headline."""
    return [f"What was reported about {title[:1] + title[1:].lower()}?" for title in titles]


async def ask_at_once(
    address: str, sessions: int, asking: list[str], seconds: float = math.inf, rounds: float = math.inf
) -> Asked:
    """Let browser sessions ask, each in conversations of its own, for ``seconds`` or ``rounds`` questions each.

    Raises ReadError if there is no Chromium.
    """
    from playwright.async_api import async_playwright

    asked = Asked()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        tabs = [await open_session(browser, address, asked) for _ in range(sessions)]
        await tabs[0].wait_for_function("!document.querySelector('.warming')", timeout=PATIENCE)
        end = time.monotonic() + seconds
        step = max(1, len(asking) // sessions)
        turned = [asking[n * step :] + asking[: n * step] for n in range(sessions)]
        talks = [converse(tab, own, asked, end, rounds) for tab, own in zip(tabs, turned, strict=True)]
        await asyncio.gather(*talks)
        await browser.close()
    return asked


async def open_session(browser: Browser, address: str, asked: Asked) -> Page:
    """A tab with the page, in a browser session of its own; what goes wrong in it is noted in ``asked``."""
    context = await browser.new_context()
    tab = await context.new_page()
    tab.set_default_timeout(PATIENCE)
    tab.on("pageerror", lambda error: asked.errors.append(f"page: {error}"))
    tab.on(
        "response", lambda got: asked.errors.append(f"{got.status} {got.url}") if got.status >= 400 else None
    )
    await tab.goto(address)
    await tab.locator("#welcome .welcome").wait_for()
    return tab


async def converse(
    tab: Page, asking: list[str], asked: Asked, end: float = math.inf, rounds: float = math.inf
) -> None:
    """Ask one question after the other, and look each time whether the conversation is this session's own."""
    own: list[str] = []
    number = 0
    while time.monotonic() < end and number < rounds:
        if len(own) == TURNS:
            own = []
            await tab.locator("#new").click()
            await tab.locator(".turn").first.wait_for(state="detached")
        own.append(asking[number % len(asking)])
        number += 1
        await tab.fill("#question textarea", own[-1])
        began = time.perf_counter()
        await _press_enter(tab, len(own))
        await tab.locator(f'#live .turn[data-turn="{len(own)}"][data-busy="no"]').wait_for()
        asked.milliseconds.append((time.perf_counter() - began) * 1000)
        _check(await tab.evaluate(SEEN), own, asked)
        if await tab.locator(".toast-body").count():
            asked.errors.append(await tab.locator(".toast-body").first.inner_text())


async def _press_enter(tab: Page, number: int) -> None:
    """Send the question, and again where it stayed in the box: the last answer's event had not quite ended."""
    from playwright.async_api import TimeoutError

    turn = tab.locator(f'#live .turn[data-turn="{number}"]')
    for _ in range(PATIENCE // AGAIN):
        await tab.focus("#question textarea")
        await tab.keyboard.press("Enter")
        try:
            await turn.wait_for(timeout=AGAIN)
        except TimeoutError:
            if await tab.input_value("#question textarea"):
                continue
            await turn.wait_for()
        return


def _check(seen: list[dict[str, Any]], own: list[str], asked: Asked) -> None:
    if [turn["question"] for turn in seen] != own:
        asked.mixed.append(f"asked {own}, seen {[turn['question'] for turn in seen]}")
        return
    answer = seen[-1]["answer"]
    asked.said.append((own[-1], answer))
    if not answer:
        asked.errors.append(f"no answer to {own[-1]}: {seen[-1]['status']}")
    elif len(own) == 1:
        asked.answers.setdefault(own[0], set()).add(answer)
