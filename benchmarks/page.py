"""How quick the page is in headless Chromium: opening, the library, the first words of an answer."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from benchmarks.prepare import SEED
from benchmarks.served import FLAGS, PATIENCE, Times, chromium, headlines, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SHOWN = "#table [data-shown]"
# All is timed in the browser, frame by frame: Playwright looks only twice a second at what takes longer
# When a question can be typed, in milliseconds since the address was entered
USABLE = """window.usable = new Promise((done) => {
    const look = () => document.querySelector("#question textarea:enabled")
        ? done(performance.now()) : requestAnimationFrame(look);
    look();
});"""
# Until the first sentence of an answer, or that the articles don't say; and until the answer is complete
ANSWERED = """(number) => {
    const began = performance.now(), turn = `#live .turn[data-turn="${number}"]`;
    const until = async (what) => {
        while (!document.querySelector(what)) await new Promise(requestAnimationFrame);
        return performance.now() - began;
    };
    window.answered = (async () => [
        await until(`${turn} :is(.sentence, .abstains)`), await until(`${turn}[data-busy="no"]`),
    ])();
}"""
# Do something, then wait, frame by frame, until the table is another one; milliseconds in the browser
UNTIL_SHOWN = """async ([act, value]) => {
    const shown = () => document.querySelector("#table [data-shown]")?.dataset.shown;
    const before = shown(), began = performance.now();
    if (act === "search") {
        const box = document.querySelector("#search input, #search textarea");
        box.value = value;
        box.dispatchEvent(new Event("input", { bubbles: true }));
    } else document.querySelector(value).click();
    while (shown() === before) await new Promise(requestAnimationFrame);
    return performance.now() - began;
}"""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured, of how many articles."""

    articles: int
    opened: Times  # from the address until a question stands in the box, with an empty browser cache
    turned: Times  # a page of the library
    sorted: Times  # by another column
    searched: Times  # one more letter in the search box
    first_words: Times  # from Enter until the first sentence, or that the articles don't say
    whole: Times  # … until the answer is complete


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "--data",
        type=Path,
        required=True,
        help="folder with an index; conversations are saved there, give a copy",
    )
    parser.add_argument("--rounds", type=int, default=20, help="how often each step is measured")
    parser.add_argument("--seed", type=int, default=SEED, help="which articles are searched and asked for")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Measure and print; exit code 0."""
    found = measure(arguments.data, arguments.rounds, arguments.seed)
    if arguments.json:
        print(json.dumps(asdict(found)))
    else:
        print(f"{found.articles:,} articles")
        for name in ("opened", "turned", "sorted", "searched", "first_words", "whole"):
            print(f"{name.replace('_', ' '):12} {getattr(found, name)}")
    return 0


def measure(folder: Path, rounds: int, seed: int) -> Measured:
    """Serve the index in ``folder`` and do each step ``rounds`` times.

    Raises ReadError where there is no Chromium or no index with that many articles.
    """
    from playwright.sync_api import sync_playwright

    path = chromium()
    articles, titles = headlines(folder, rounds, seed)
    with served(folder) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        tab = _opened(browser, address)[1]
        tab.wait_for_function("!document.querySelector('.warming')", timeout=PATIENCE)
        opened = []
        for _ in tqdm(range(rounds), desc="open", disable=None):
            milliseconds, other = _opened(browser, address)
            opened.append(milliseconds)
            other.context.close()
        asked = [_asked(tab, title) for title in tqdm(titles, desc="ask", disable=None)]
        tab.evaluate("document.querySelector('[id$=\"library-button\"]').click()")
        tab.locator(SHOWN).wait_for()
        columns = ("title", "outlet", "added", "passages", "published")
        measured = Measured(
            articles,
            opened=Times.of(opened),
            turned=_steps(tab, "click", rounds, lambda _: '[data-page="next"]'),
            sorted=_steps(tab, "click", rounds, lambda n: f'[data-sort="{columns[n % len(columns)]}"]'),
            searched=_searched(tab, titles),
            first_words=Times.of([first for first, _ in asked]),
            whole=Times.of([whole for _, whole in asked]),
        )
        browser.close()
    return measured


def _opened(browser: Browser, address: str) -> tuple[float, Page]:
    """Milliseconds until a question could be typed, and the page with the first word of it."""
    tab = browser.new_context(viewport={"width": 1280, "height": 850}).new_page()
    tab.set_default_timeout(PATIENCE)
    tab.add_init_script(USABLE)
    tab.goto(address, wait_until="commit")
    taken = float(tab.evaluate("usable"))
    tab.fill("#question textarea", "What")
    tab.locator("#welcome .welcome").wait_for()
    return taken, tab


def _asked(tab: Page, title: str) -> tuple[float, float]:
    """Milliseconds until the first words of the answer, and until all of it."""
    tab.fill("#question textarea", f"What was reported about {title[:1] + title[1:].lower()}?")
    tab.evaluate(ANSWERED, tab.locator(".turn").count() + 1)
    tab.keyboard.press("Enter")
    first, whole = tab.evaluate("answered")
    return float(first), float(whole)


def _steps(tab: Page, act: str, rounds: int, value: Callable[[int], str]) -> Times:
    steps = tqdm(range(rounds), desc=value(0), disable=None)
    return Times.of([float(tab.evaluate(UNTIL_SHOWN, [act, value(n)])) for n in steps])


def _searched(tab: Page, titles: list[str]) -> Times:
    """Type two words of each headline, letter by letter, each letter once the one before is answered."""
    taken: list[float] = []
    for title in tqdm(titles, desc="search", disable=None):
        words: Any = " ".join(title.lower().split()[:2])[:12]
        taken += [float(tab.evaluate(UNTIL_SHOWN, ["search", words[: n + 1]])) for n in range(len(words))]
        tab.evaluate(UNTIL_SHOWN, ["search", ""])
    return Times.of(taken)
