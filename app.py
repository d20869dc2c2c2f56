"""The chat window: settings → index and assistant → page → launch. Run ``python app.py``, or ``make run``."""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import settings
from arguments import run_command
from assembly import build_assistant_over, build_fetcher, build_limits, open_index
from errors import DatelineError
from terminal import guard_terminal

if TYPE_CHECKING:
    from ui.access.people import People
    from vectorstore.index import NewsIndex

TIDY = 60.0  # seconds between two rounds of giving memory back

BOUNDS = {  # read once, by libraries that are loaded later or already are
    "MALLOC_ARENA_MAX": "2",  # heaps of glibc: else each of dozens of threads keeps one, with what it once needed
    "ONEDNN_PRIMITIVE_CACHE_CAPACITY": "8",  # else torch keeps its preparations for a thousand lengths of text
    "LRU_CACHE_CAPACITY": "8",
}


def bound_memory() -> None:
    """Start this program anew with ``BOUNDS``, where they have a meaning and the environment does not name them."""
    missing = {name: value for name, value in BOUNDS.items() if name not in os.environ}
    if missing and sys.platform == "linux":
        os.environ.update(missing)
        os.execv(sys.executable, sys.orig_argv)


def tidy_memory() -> None:
    """Give back what past answers needed: what is referred to in circles, then what the C library holds in reserve."""
    gc.collect()
    with suppress(OSError, AttributeError, TypeError):  # another C library than glibc
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def main() -> int:
    """Serve the page until Ctrl-C or SIGTERM; 2 if it cannot be served."""
    guard_terminal()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # stops it in as orderly a way as Ctrl-C
    try:
        configured = settings.load_settings()
        from ui.page import require_port

        require_port(configured.host, configured.port)
        from ui.access.people import People, require_log_in

        people = People(configured.users) if configured.users else None
        require_log_in(configured.host, people, configured.open_to_all)
        with open_index(configured) as index:
            _serve_page(configured, index, people)
    except DatelineError as error:
        print(f"app: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:  # before the page was up, or a second time
        return 0
    return 0


def _serve_page(configured: settings.Settings, index: NewsIndex, people: People | None) -> None:
    """Put assistant and page together over ``index``; returns after Ctrl-C or SIGTERM."""
    from assistant.build import load_reader
    from ui.add.jobs import Jobs
    from ui.frame.warmup import WarmUp
    from ui.page import Page
    from ui.programs.abilities import Programs

    reader = load_reader(configured.reranker)
    assistant = build_assistant_over(index, configured, reader)
    warmup = WarmUp(index, reader)
    fetches, reading = build_fetcher(configured), build_limits(configured)
    page = Page(
        index,
        assistant,
        warmup,
        configured.max_upload_mb,
        max_together_mb=configured.max_together_mb,
        max_waiting_mb=configured.max_waiting_mb,
        programs=Programs(index, assistant, configured.max_upload_mb * 1_000_000, fetches, reading),
        jobs=Jobs(index, reading, configured.workers, fetches, configured.max_waiting_mb * 1_000_000),
        people=people,
        mcp=configured.mcp,
        allowed_hosts=configured.allowed_hosts or (),
        trusted_proxies=configured.trusted_proxies or (),
    )
    try:
        address = page.launch_page(configured.host, configured.port, open_browser=configured.open_browser)
        warmup.start()
        print(f"Dateline is at {address} (Ctrl-C stops it)", flush=True)
        stopped = threading.Event()
        while not stopped.wait(TIDY):
            tidy_memory()
    except KeyboardInterrupt:
        pass
    finally:
        page.close()


if __name__ == "__main__":
    bound_memory()
    sys.exit(run_command(main))
