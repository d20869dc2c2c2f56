"""Make the pictures of the README again: ``make screenshots``.

Serves the sample articles from a temporary folder, asks, clicks a citation, and writes docs/screenshots/*.png.
"""

from __future__ import annotations

import shutil
import socket
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import settings  # noqa: E402  # the line above makes it found
from errors import DatelineError, SettingsError  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Page as Tab

OUT = ROOT / "docs" / "screenshots"
QUESTIONS = (  # what is asked, in one conversation; the last answer is in the picture
    "Where was the Brannoch helmet found?",
    "What happened with the Sandling tram?",
)
SIZE = {"width": 1280, "height": 800}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--force-color-profile=srgb"]


def main() -> int:
    """Write the pictures; 2 if that cannot be done."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    try:
        if chromium is None:
            raise SettingsError("screenshots need Chromium: apt-get install chromium")
        settings.silence_telemetry()
        with tempfile.TemporaryDirectory() as folder:
            _take(chromium, Path(folder))
    except DatelineError as error:
        print(f"screenshots: {error}", file=sys.stderr)
        return 2
    return 0


def _take(chromium: str, folder: Path) -> None:
    from playwright.sync_api import sync_playwright

    from assistant.build import build
    from ingest.pipeline import ingest
    from ui.page import Page
    from ui.warmup import WarmUp
    from vectorstore.embed import DEFAULT_MODEL, load_embedder
    from vectorstore.index import NewsIndex

    with NewsIndex.open(folder, load_embedder(DEFAULT_MODEL)) as index:
        if not ingest([str(ROOT / "articles")], index).added:
            raise SettingsError(f"no articles found in {ROOT / 'articles'}")
        warmup = WarmUp(index)
        page = Page(index, build(index), warmup, max_upload_mb=5)
        address = page.launch("127.0.0.1", _free_port())
        warmup.start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            tab = browser.new_page(viewport=SIZE, color_scheme="light")  # type: ignore[arg-type]
            tab.goto(address)
            tab.locator(".welcome").wait_for()
            tab.wait_for_function("!document.querySelector('.warming')", timeout=60_000)
            _pictures(tab)
            browser.close()
        page.close()


def _pictures(tab: Tab) -> None:
    OUT.mkdir(exist_ok=True)
    _save(tab, "welcome")
    for question in QUESTIONS:
        tab.fill("#question textarea", question)
        tab.keyboard.press("Enter")
        asked = tab.locator("#live .turn[data-busy=no] .question", has_text=question.split("“")[0])
        asked.wait_for()
    tab.locator("#live .chip").first.click()
    tab.locator("#panel mark.cited").first.wait_for()
    _save(tab, "answer")
    tab.emulate_media(color_scheme="dark")
    _save(tab, "answer-dark")
    tab.click("#panel .close")
    tab.get_by_role("tab", name="Library", exact=True).click()
    tab.locator(".library").wait_for()
    _save(tab, "library-dark")
    tab.emulate_media(color_scheme="light")
    tab.set_viewport_size({"width": 375, "height": 780})
    tab.get_by_role("tab", name="Ask", exact=True).click()
    tab.locator("#live .question").scroll_into_view_if_needed()
    _save(tab, "phone")


def _save(tab: Tab, name: str) -> None:
    tab.mouse.move(2, 2)
    tab.wait_for_timeout(600)  # scrolling and fading end
    tab.screenshot(path=OUT / f"{name}.png", animations="disabled")
    print(f"docs/screenshots/{name}.png  {(OUT / f'{name}.png').stat().st_size // 1024} KB")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
