"""The chat window: settings → index and assistant → page → launch. Run ``python app.py``, or ``make run``."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

import settings
from arguments import run_command
from assembly import assistant_over, fetcher, limits, open_index
from errors import DatelineError
from terminal import guard_terminal

if TYPE_CHECKING:
    from ui.people import People
    from vectorstore.index import NewsIndex


def main() -> int:
    """Serve the page until Ctrl-C; 2 if it cannot be served."""
    guard_terminal()
    try:
        configured = settings.load()
        from ui.page import require_port

        require_port(configured.host, configured.port)
        from ui.people import People, require_log_in

        people = People(configured.users) if configured.users else None
        require_log_in(configured.host, people, configured.open_to_all)
        with open_index(configured) as index:
            _serve(configured, index, people)
    except DatelineError as error:
        print(f"app: {error}", file=sys.stderr)
        return 2
    return 0


def _serve(configured: settings.Settings, index: NewsIndex, people: People | None) -> None:
    """Put assistant and page together over ``index``; returns after Ctrl-C."""
    from assistant.build import load_reader
    from ui.jobs import Jobs
    from ui.page import Page
    from ui.programs import Programs
    from ui.warmup import WarmUp

    reader = load_reader(configured.reranker)
    assistant = assistant_over(index, configured, reader)
    warmup = WarmUp(index, reader)
    fetches, reading = fetcher(configured), limits(configured)
    page = Page(
        index,
        assistant,
        warmup,
        configured.max_upload_mb,
        max_together_mb=configured.max_together_mb,
        programs=Programs(index, assistant, configured.max_upload_mb * 1_000_000, fetches, reading),
        jobs=Jobs(index, reading, configured.workers, fetches),
        people=people,
        mcp=configured.mcp,
        allowed_hosts=configured.allowed_hosts or (),
        trusted_proxies=configured.trusted_proxies or (),
    )
    address = page.launch(configured.host, configured.port, open_browser=configured.open_browser)
    warmup.start()
    print(f"Dateline is at {address} (Ctrl-C stops it)", flush=True)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        page.close()


if __name__ == "__main__":
    sys.exit(run_command(main))
