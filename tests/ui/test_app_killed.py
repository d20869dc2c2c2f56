"""``python app.py`` killed or stopped at any moment while files are brought: nothing that it showed as taken is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as BrowserError

from tests.fakes import HashingEmbedder
from tests.ui.actions import file, show
from tests.ui.conftest import free_port
from vectorstore.backup import restore_backup, write_backup
from vectorstore.index import NewsIndex
from vectorstore.jobs.spool import SPOOL

ROOT = Path(__file__).parents[2]
KILLS, TOGETHER = 20, 3  # files of one batch: 60 in all
SIGNALS = (signal.SIGKILL, signal.SIGTERM)
START_SECONDS = 300.0


# app.py as it is, but for the model: it would take most of the time that there is between two kills to load
SERVE = """
    import sys
    import vectorstore.embedder
    from tests.fakes import HashingEmbedder
    vectorstore.embedder.load_embedder = lambda _: HashingEmbedder()
    import app
    sys.exit(app.main())
"""


def start(data: Path, port: int) -> subprocess.Popen[str]:
    environment = {**os.environ, "DATELINE_DATA": str(data), "DATELINE_PORT": str(port)}
    running = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SERVE)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert running.stdout is not None and "http://" in running.stdout.readline()
    return running


def taken(tab: Page) -> int:
    """How many documents the page says that it has."""
    summary = tab.locator("#report .summary")
    return int(summary.get_attribute("data-all", timeout=200) or 0) if summary.count() else 0


def batch(number: int) -> list[str]:
    return [f"Ferry {number:02}-{part} stops" for part in range(TOGETHER)]


@pytest.mark.slow
@pytest.mark.browser
def test_twenty_kills_lose_and_double_nothing(tmp_path: Path, browser: Browser) -> None:
    chance, data, port = random.Random(13), tmp_path / "data", free_port()
    acknowledged: set[str] = set()
    all_told = reading = 0
    for kill in range(KILLS):
        running = start(data, port)
        context = browser.new_context()
        tab = context.new_page()
        tab.goto(f"http://127.0.0.1:{port}/")
        show(tab, "Add")
        tab.locator("#files input[type=file]").wait_for(state="attached")
        if all_told:
            tab.locator("#report .summary").wait_for()
        assert taken(tab) >= all_told, f"before kill {kill}"
        before = taken(tab)
        files = [
            file(f"{title}.txt", f"{title}\n\nThe {title.split()[1]} ferry stopped today.\n".encode())
            for title in batch(kill)
        ]
        until = time.monotonic() + chance.choice([chance.uniform(0, 0.5), chance.uniform(0, 15)])
        try:
            tab.set_input_files("#files input[type=file]", files, no_wait_after=True)
            while time.monotonic() < until:
                time.sleep(0.02)
                all_told = max(all_told, taken(tab))
            all_told = max(all_told, taken(tab))
        except BrowserError:
            pass  # the report was drawn anew just then
        if all_told >= before + TOGETHER:
            acknowledged |= set(batch(kill))
        if kill == KILLS // 2:
            write_backup(data, tmp_path / "kept.backup")
        running.send_signal(SIGNALS[kill % len(SIGNALS)])
        code = running.wait(120)
        assert code == (0 if kill % len(SIGNALS) else -signal.SIGKILL)
        with NewsIndex.open(data, HashingEmbedder()) as index:
            reading += any(job.attempts or job.state == "running" for job in index.catalog.jobs.list_jobs())
        context.close()
    running = start(data, port)
    with NewsIndex.open(data, HashingEmbedder()) as index:
        waited = time.monotonic() + START_SECONDS
        while index.catalog.jobs.count_waiting()[0]:
            assert time.monotonic() < waited
            time.sleep(0.2)
    running.send_signal(signal.SIGTERM)
    assert running.wait(120) == 0
    with NewsIndex.open(data, HashingEmbedder()) as index:
        index.follow_changes()
        titles = Counter(row.title for row in index.catalog.list_articles(limit=1_000).rows)
        print(f"{len(acknowledged)} of {KILLS * TOGETHER} acknowledged, {sum(titles.values())} in the index")
        assert acknowledged - titles.keys() == set() and set(titles.values()) == {1}
        assert index.verify_agreement().ok
        assert not list((data / SPOOL).glob("*")) or len(acknowledged) < KILLS * TOGETHER
    assert len(acknowledged) > KILLS * TOGETHER // 2 and reading > KILLS // 4
    restore_backup(tmp_path / "kept.backup", tmp_path / "restored")
    with NewsIndex.open(tmp_path / "restored", HashingEmbedder()) as index:
        index.follow_changes()
        assert index.verify_agreement().ok
