"""Make pictures of the page: ``make screenshots``.

Serves the sample articles from a temporary folder and goes through the scenes below in windows of three widths,
light and dark. All pictures go into a folder to look at (``--all``, by default .cache/screenshots); those that the
README shows also into docs/screenshots, with 128 colours so that the repository stays small.
"""

from __future__ import annotations

import argparse
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import settings  # noqa: E402  # the line above makes it found
from arguments import run_command  # noqa: E402
from errors import DatelineError, SettingsError  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FilePayload
    from playwright.sync_api import Page as Tab

Scheme = Literal["light", "dark"]

SHOWN = ROOT / "docs" / "screenshots"
FACT = "Where was the Brannoch helmet found?"
TIMELINE = "What happened with the Sandling tram?"
COMPARISON = "Do the Meridian Post and the Calder Ledger agree on what the tram costs?"
UNKNOWN = "Who won the 2018 World Cup?"
SIZES = {375: 780, 1280: 800, 1920: 1080}  # width and height of the window, in pixels
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
README = {  # what the README shows: scene, width, scheme
    ("answer", 1280, "light"),
    ("comparison", 1280, "dark"),
    ("library", 1280, "light"),
    ("timeline", 375, "light"),
    ("timeline", 375, "dark"),
}
COLOURS = 128
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--force-color-profile=srgb"]
PATIENCE = 120_000  # milliseconds


def main(argv: list[str] | None = None) -> int:
    """Write the pictures; 2 if that cannot be done."""
    parser = argparse.ArgumentParser(description="Make the pictures of the page.")
    folder = ROOT / ".cache" / "screenshots"
    parser.add_argument("--all", type=Path, default=folder, metavar="FOLDER", help="where all pictures go")
    parser.add_argument("--width", type=int, choices=SIZES, action="append", help="only this width")
    arguments = parser.parse_args(argv)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    try:
        if chromium is None:
            raise SettingsError("screenshots need Chromium: apt-get install chromium")
        settings.silence_telemetry()
        with tempfile.TemporaryDirectory() as data, _served(Path(data)) as address:
            _take(chromium, address, arguments.all, arguments.width or list(SIZES))
    except DatelineError as error:
        print(f"screenshots: {error}", file=sys.stderr)
        return 2
    return 0


@contextmanager
def _served(data: Path) -> Iterator[str]:
    """The address of a page over the sample articles."""
    from assistant.build import OWN_READER, build_assistant, load_reader
    from ingest.pipeline import ingest_sources
    from ui.frame.warmup import WarmUp
    from ui.page import Page
    from vectorstore.embedder import DEFAULT_MODEL, load_embedder
    from vectorstore.index import NewsIndex

    with NewsIndex.open(data, load_embedder(DEFAULT_MODEL)) as index:
        if not ingest_sources([str(ROOT / "articles")], index).added:
            raise SettingsError(f"no articles found in {ROOT / 'articles'}")
        reader = load_reader(OWN_READER)
        warmup = WarmUp(index, reader)
        page = Page(index, build_assistant(index, reader=reader), warmup, max_upload_mb=5)
        try:
            address = page.launch_page("127.0.0.1", _free_port())
            warmup.start()
            yield address
        finally:
            page.close()


def _take(chromium: str, address: str, folder: Path, widths: list[int]) -> None:
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for width in widths:
            for scheme in SCHEMES:
                _go_through(browser, address, folder, width, scheme)
        browser.close()


def _go_through(browser: Browser, address: str, folder: Path, width: int, scheme: Scheme) -> None:
    """Every scene in a window of one size."""
    context = browser.new_context(
        viewport={"width": width, "height": SIZES[width]}, color_scheme=scheme, reduced_motion="reduce"
    )
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE)
    tab.goto(address)
    tab.locator("#welcome .welcome").wait_for()
    tab.wait_for_function("!document.querySelector('.warming')")
    for name, scene in SCENES.items():
        scene(tab)
        tab.mouse.move(2, 2)
        tab.wait_for_timeout(600)  # scrolling and fading end
        picture = folder / f"{name}-{width}-{scheme}.png"
        tab.screenshot(path=picture, animations="disabled")
        _say(picture)
        if (name, width, scheme) in README:
            _show(picture)
    tab.click("#report [data-clear]")
    tab.locator("#report .summary").wait_for(state="detached")
    context.close()


# ── scenes, one after the other in one window ────────────────────────────────────────────────────────────


def _welcome(tab: Tab) -> None:
    tab.locator("#welcome .example").first.wait_for()


def _answer(tab: Tab) -> None:
    _ask(tab, FACT)
    tab.locator("#live .chip").first.click()
    tab.locator("#panel mark.cited").first.wait_for()


def _abstention(tab: Tab) -> None:
    _ask(tab, UNKNOWN)


def _timeline(tab: Tab) -> None:
    _ask(tab, TIMELINE)


def _comparison(tab: Tab) -> None:
    _ask(tab, COMPARISON)


def _conversations(tab: Tab) -> None:
    _open(tab, "Conversations")
    tab.locator("#conversations li").first.wait_for()


def _library(tab: Tab) -> None:
    _open(tab, "Library")
    tab.locator(".library tbody tr").first.wait_for()


def _adding(tab: Tab) -> None:
    _open(tab, "Add")
    text = "Mill {0} burns down\n\nMill {0} on the Calder burned down on Monday night. Nobody was hurt.\n"
    files = [_file(f"mill-{number}.txt", text.format(number)) for number in range(1, 21)]
    tab.set_input_files("#files input[type=file]", [_file("broken.json", "{"), *files])
    tab.wait_for_function("document.querySelector('#report .summary')?.dataset.done >= 3")


def _report(tab: Tab) -> None:
    tab.wait_for_function("!document.querySelector('#report :is(.waiting, .reading)')")
    tab.locator("#report").scroll_into_view_if_needed()


def _file(name: str, text: str) -> FilePayload:
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


SCENES: dict[str, Callable[[Tab], None]] = {
    "welcome": _welcome,
    "answer": _answer,
    "abstention": _abstention,
    "timeline": _timeline,
    "comparison": _comparison,
    "conversations": _conversations,
    "library": _library,
    "adding": _adding,
    "report": _report,
}


def _ask(tab: Tab, question: str) -> None:
    """Ask in a new conversation, and wait until the answer is whole and what may be asked next stands under it."""
    tab.keyboard.press("Escape")
    _open(tab, "Ask")
    if tab.locator(".turn").count():
        tab.click("#new")
        tab.locator("#welcome .welcome").wait_for()
    tab.fill("#question textarea", question)
    tab.keyboard.press("Enter")
    tab.locator("#live .turn[data-busy=no] .question", has_text=question).wait_for()
    tab.wait_for_timeout(1500)


def _open(tab: Tab, name: str) -> None:
    tab.get_by_role("tab", name=name, exact=True).click()


def _show(picture: Path) -> None:
    """A picture for the README, small."""
    from PIL import Image

    SHOWN.mkdir(exist_ok=True)
    small = SHOWN / picture.name
    with Image.open(picture) as whole:
        whole.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(small, optimize=True)
    _say(small)


def _say(picture: Path) -> None:
    shown = picture.relative_to(ROOT) if picture.is_relative_to(ROOT) else picture
    print(f"{shown}  {picture.stat().st_size // 1024} KB")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(run_command(main))
